#include "smo-report/paths.h"

#include "lib/base/mem.h"
#include "smo-report/tally.h"

#include <stdlib.h>

enum { PATHS_KEYS = 2 };

static const struct column paths_columns[] = {
    {.name = "origin", .label = N_("came from")},
    {.name = "path", .label = N_("way")},
    TALLY_BRIEF,
};
enum { PATHS_COLUMNS = sizeof paths_columns / sizeof *paths_columns };

static void *paths_new(const struct settings *settings) {
    struct tally *tally = mem_alloc(1, sizeof *tally);
    tally_init(tally, settings);
    return tally;
}

static void paths_take(void *state, const struct visit *visit) {
    struct tally *tally = state;
    if (!visit->is_human)
        return;
    buf_clear(&tally->key);
    buf_add(&tally->key, visit->is_social ? (struct span)SPAN("social")
                                          : span_take(visit->cells[VISIT_MEDIUM], 256));
    buf_add_byte(&tally->key, '\t');
    buf_add(&tally->key, span_take(visit->cells[VISIT_PATH], 512));
    tally_add(tally, buf_span(&tally->key), visit);
}

static void paths_finish(void *state, const struct cover *cover, struct sheet *sheet) {
    sheet_init(sheet, paths_columns, PATHS_COLUMNS);
    tally_fill(state, PATHS_KEYS, cover, sheet);
    sheet_remark(sheet, REMARK_NOTE,
                 "A way is the types of the pages viewed, repeats left out. The best ways to the "
                 "order come first. `-f dot` draws them: smo-report -r paths -f dot | dot -Tsvg");
}

static void paths_free(void *state) {
    tally_free(state);
    free(state);
}

const struct report paths_report = {
    .name = "paths",
    .title = N_("Ways to the order and out"),
    .question = N_("Which ways do visitors take, and which of them lead to an order?"),
    .new = paths_new,
    .take = paths_take,
    .finish = paths_finish,
    .free = paths_free,
};
