#include "smo-report/geo.h"

#include "lib/base/mem.h"
#include "smo-report/tally.h"

#include <stdlib.h>

static const struct column geo_columns[] = {
    {.name = "country", .label = N_("country")},
    {.name = "region", .label = N_("region"), .is_wide = true},
    {.name = "city", .label = N_("city"), .is_wide = true},
    TALLY_SHOWN,
};
enum { GEO_COLUMNS = sizeof geo_columns / sizeof *geo_columns };

struct geo {
    struct tally tally;
    uint64_t unknown; /* visits without a country */
};

static void *geo_new(const struct settings *settings) {
    struct geo *geo = mem_zeroed(1, sizeof *geo);
    tally_init(&geo->tally, settings);
    return geo;
}

static void geo_take(void *state, const struct visit *visit) {
    struct geo *geo = state;
    static const enum record_visit key[] = {VISIT_COUNTRY, VISIT_REGION, VISIT_CITY};
    if (!visit->is_human)
        return;
    tally_add_by(&geo->tally, key, 3, visit);
    geo->unknown += span_is_absent(visit->cells[VISIT_COUNTRY]);
}

static void geo_finish(void *state, const struct cover *cover, struct sheet *sheet) {
    struct geo *geo = state;
    sheet_init(sheet, geo_columns, GEO_COLUMNS);
    tally_fill(&geo->tally, 3, cover, sheet);
    uint64_t visits = geo->tally.total.visits;
    if (visits && geo->unknown == visits)
        sheet_remark(sheet, REMARK_ALARM,
                     "No country is known of any visit: smo-classify(1) had no database. "
                     "smo-geo(1) makes one.");
    else if (geo->unknown)
        sheet_remark_count(
            sheet, REMARK_NOTE, geo->unknown, "Of %s visit the country is not known.",
            "Of %s visits the country is not known.", sheet_told_count(sheet, geo->unknown));
}

static void geo_free(void *state) {
    struct geo *geo = state;
    tally_free(&geo->tally);
    free(geo);
}

const struct report geo_report = {
    .name = "geo",
    .title = N_("Visits and orders by country"),
    .question = N_("Where do visitors and buyers live?"),
    .new = geo_new,
    .take = geo_take,
    .finish = geo_finish,
    .free = geo_free,
};
