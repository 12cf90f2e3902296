#include "smo-report/places.h"

#include "lib/base/mem.h"
#include "smo-report/tally.h"

#include <stdlib.h>

enum { PLACES_KEYS = 3 };

static const struct column places_columns[] = {
    {.name = "source", .label = N_("source")},
    {.name = "medium"},
    {.name = "place", .label = N_("place")},
    TALLY_SHOWN,
};
enum { PLACES_COLUMNS = sizeof places_columns / sizeof *places_columns };

static void *places_new(const struct settings *settings) {
    struct tally *tally = mem_alloc(1, sizeof *tally);
    tally_init(tally, settings);
    return tally;
}

static void places_take(void *state, const struct visit *visit) {
    static const enum record_visit key[] = {VISIT_SOURCE, VISIT_MEDIUM, VISIT_PLACE};
    if (visit->is_human && visit->is_social)
        tally_add_by(state, key, PLACES_KEYS, visit);
}

static void places_finish(void *state, const struct cover *cover, struct sheet *sheet) {
    sheet_init(sheet, places_columns, PLACES_COLUMNS);
    tally_fill(state, PLACES_KEYS, cover, sheet);
    sheet_remark(sheet, REMARK_NOTE,
                 "Social visits. \"-\": neither referer nor tags told the place; most networks "
                 "hide it, so tag your posts: utm_content=wall-1_2. See `place` in smo-rules(5).");
}

static void places_free(void *state) {
    tally_free(state);
    free(state);
}

const struct report places_report = {
    .name = "places",
    .title = N_("Communities, channels and posts"),
    .question = N_("Which communities, channels and posts bring orders?"),
    .new = places_new,
    .take = places_take,
    .finish = places_finish,
    .free = places_free,
};
