#include "smo-report/networks.h"

#include "lib/base/mem.h"
#include "smo-report/tally.h"

#include <stdlib.h>

static const struct column networks_columns[] = {
    {.name = "source", .label = N_("source")},
    {.name = "medium", .label = N_("medium"), .is_wide = true},
    TALLY_SHOWN};
enum { NETWORKS_COLUMNS = sizeof networks_columns / sizeof *networks_columns };

static void *networks_new(const struct settings *settings) {
    struct tally *tally = mem_alloc(1, sizeof *tally);
    tally_init(tally, settings);
    return tally;
}

static void networks_take(void *state, const struct visit *visit) {
    static const enum record_visit key[] = {VISIT_SOURCE, VISIT_MEDIUM};
    if (visit->is_human)
        tally_add_by(state, key, 2, visit);
}

static void networks_finish(void *state, const struct cover *cover, struct sheet *sheet) {
    sheet_init(sheet, networks_columns, NETWORKS_COLUMNS);
    tally_fill(state, 2, cover, sheet);
    sheet_remark(sheet, REMARK_NOTE,
                 "A visit counts for the source it came from itself. \"conv.\" is the share of "
                 "visits with an order; \"from\" and \"to\" hold it with 95%% certainty.");
}

static void networks_free(void *state) {
    tally_free(state);
    free(state);
}

const struct report networks_report = {
    .name = "networks",
    .title = N_("Visits and orders by medium"),
    .question = N_("Which media bring visits, and which of them bring orders?"),
    .new = networks_new,
    .take = networks_take,
    .finish = networks_finish,
    .free = networks_free,
};
