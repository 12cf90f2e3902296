#include "smo-report/previews.h"

#include "lib/base/mem.h"
#include "lib/base/number.h"
#include "smo-report/tally.h"

#include <stdlib.h>

enum { SOURCE, MEDIUM, LANDING, PAGE, FETCHES, ERRORS, ERROR_RATE, STATUS, PREVIEWS_COLUMNS };

static const struct column previews_columns[PREVIEWS_COLUMNS] = {
    {.name = "source", .label = N_("fetched by")},
    {.name = "medium"},
    {.name = "landing", .label = N_("page")},
    {.name = "landing_page", .label = N_("type"), .is_wide = true},
    {.name = "fetches", .label = N_("fetches"), .has_bar = true},
    {.name = "errors", .label = N_("errors")},
    {.name = "error_rate", .label = N_("share")},
    {.name = "last_status", .label = N_("last status")},
};

struct previews {
    struct tally tally;
    struct failures {
        uint64_t count;
        uint64_t last_status; /* 0: none */
    } * failures;             /* by number in the tally */
    size_t capacity;
    uint64_t errors;
};

static void *previews_new(const struct settings *settings) {
    struct previews *previews = mem_zeroed(1, sizeof *previews);
    tally_init(&previews->tally, settings);
    previews->tally.is_by_visits = true;
    return previews;
}

static void previews_take(void *state, const struct visit *visit) {
    struct previews *previews = state;
    static const enum record_visit key[] = {VISIT_SOURCE, VISIT_MEDIUM, VISIT_LANDING,
                                            VISIT_LANDING_PAGE};
    if (!span_is(visit->cells[VISIT_KIND], "preview"))
        return;
    uint32_t known = previews->tally.keys.count;
    uint32_t number = tally_add_by(&previews->tally, key, 4, visit);
    mem_grow(&previews->failures, &previews->capacity, (size_t)number + 1,
             sizeof *previews->failures);
    if (number == known)
        previews->failures[number] = (struct failures){0};
    uint64_t status = 0;
    if (!number_read(visit->cells[VISIT_LANDING_STATUS], &status))
        status = 0;
    previews->failures[number].last_status = status;
    previews->failures[number].count += status >= 400;
    previews->errors += status >= 400;
}

static void show_fetches(uint64_t fetches, uint64_t errors, struct cell *cells) {
    cells[FETCHES] = sheet_count(fetches);
    cells[ERRORS] = sheet_count(errors);
    cells[ERROR_RATE] = sheet_rate(errors, fetches);
}

static void previews_finish(void *state, const struct cover *cover, struct sheet *sheet) {
    struct previews *previews = state;
    const struct tally *tally = &previews->tally;
    (void)cover;
    sheet_init(sheet, previews_columns, PREVIEWS_COLUMNS);
    uint32_t *ranking = tally_ranking(tally);
    size_t people_rows = tally->settings->people_rows;
    uint64_t shown = 0, shown_errors = 0;
    for (uint32_t i = 0; i < tally->keys.count; i++) {
        struct cell *cells = sheet_add_row(sheet);
        const struct failures *failures = &previews->failures[ranking[i]];
        tally_show_key(tally, ranking[i], sheet, cells, 4);
        show_fetches(tally->rows[ranking[i]].visits, failures->count, cells);
        if (failures->last_status)
            cells[STATUS] = sheet_count(failures->last_status);
        shown += i < people_rows ? tally->rows[ranking[i]].visits : 0;
        shown_errors += i < people_rows ? failures->count : 0;
    }
    free(ranking);
    if (people_rows && sheet->rows_count > people_rows + 1)
        show_fetches(tally->total.visits - shown, previews->errors - shown_errors,
                     sheet_add_rest(sheet, people_rows));
    show_fetches(tally->total.visits, previews->errors, sheet_add_total(sheet));
    if (previews->errors)
        sheet_remark_count(sheet, REMARK_FIND, previews->errors,
                           "%s preview failed: who shared this link saw no picture and no title.",
                           "%s previews failed: people who shared these links saw no picture and "
                           "no title.",
                           sheet_told_count(sheet, previews->errors));
    sheet_remark(sheet, REMARK_NOTE,
                 "A network fetches a page when somebody shares a link to it; many keep the "
                 "preview for days and do not fetch it again.");
}

static void previews_free(void *state) {
    struct previews *previews = state;
    tally_free(&previews->tally);
    free(previews->failures);
    free(previews);
}

const struct report previews_report = {
    .name = "previews",
    .title = N_("Links that were shared"),
    .question = N_("Which pages are shared in which networks, and do their previews work?"),
    .new = previews_new,
    .take = previews_take,
    .finish = previews_finish,
    .free = previews_free,
};
