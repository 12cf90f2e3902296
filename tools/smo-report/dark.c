#include "smo-report/dark.h"

#include "lib/base/mem.h"
#include "smo-report/fetches.h"
#include "smo-report/tally.h"

#include <stdlib.h>

enum { LANDING, PAGE, FETCHES, DIRECT, AFTER_1H, AFTER_24H, LOW, HIGH, ORDERS, DARK_COLUMNS };

static const struct column dark_columns[DARK_COLUMNS] = {
    {.name = "landing", .label = N_("page")},
    {.name = "landing_page", .label = N_("type"), .is_wide = true},
    {.name = "fetches", .label = N_("previews")},
    {.name = "direct_visits", .label = N_("direct")},
    {.name = "within_1h", .label = N_("in 1 h")},
    {.name = "within_24h", .label = N_("in 24 h")},
    {.name = "dark_low", .label = N_("from")},
    {.name = "dark_high", .label = N_("to")},
    {.name = "orders_24h", .label = N_("orders")},
};

struct after {
    uint64_t hour, day, day_orders;
};

struct dark {
    struct tally tally; /* direct visits that landed deep in the site */
    struct fetches fetches;
    struct after *after; /* by number in the tally */
    size_t capacity;
};

static void *dark_new(const struct settings *settings) {
    struct dark *dark = mem_zeroed(1, sizeof *dark);
    tally_init(&dark->tally, settings);
    fetches_init(&dark->fetches, settings);
    dark->tally.is_by_visits = true;
    return dark;
}

/* Nobody types the address of such a page; the home page, a cart or a login may be typed or kept as
 * a bookmark. */
static bool is_deep(const struct visit *visit) {
    struct span page = visit->cells[VISIT_LANDING_PAGE];
    return span_is(page, "product") || span_is(page, "category") || span_is(page, "content") ||
           span_is(page, "other");
}

static void dark_take(void *state, const struct visit *visit) {
    struct dark *dark = state;
    static const enum record_visit key[] = {VISIT_LANDING, VISIT_LANDING_PAGE};
    if (span_is(visit->cells[VISIT_KIND], "preview"))
        fetches_add(&dark->fetches, visit->cells[VISIT_LANDING], visit->time);
    if (!visit->is_human || !visit->is_rendered || !span_is(visit->cells[VISIT_MEDIUM], "direct") ||
        !is_deep(visit))
        return;
    uint32_t known = dark->tally.keys.count;
    uint32_t number = tally_add_by(&dark->tally, key, 2, visit);
    mem_grow(&dark->after, &dark->capacity, (size_t)number + 1, sizeof *dark->after);
    if (number == known)
        dark->after[number] = (struct after){0, 0, 0};
    double lag = fetches_lag(&dark->fetches, visit->cells[VISIT_LANDING], visit->time);
    if (lag < 0 || lag > 24 * 3600)
        return;
    dark->after[number].hour += lag <= 3600;
    dark->after[number].day++;
    dark->after[number].day_orders += visit->orders;
}

/* From below: those within an hour, less what the page gets in such an hour anyway. From above: all
 * within a day. */
static void show_range(const struct dark *dark, uint32_t number, const struct cover *cover,
                       struct cell *cells, uint64_t fetches) {
    const struct after *after = &dark->after[number];
    uint64_t visits = dark->tally.rows[number].visits;
    double hours = (cover->last - cover->first) / 3600;
    double others = (double)(visits - after->hour);
    double usual = hours > (double)fetches ? others * (double)fetches / hours : others;
    double low = (double)after->hour - usual;
    cells[FETCHES] = sheet_count(fetches);
    cells[DIRECT] = sheet_count(visits);
    cells[AFTER_1H] = sheet_count(after->hour);
    cells[AFTER_24H] = sheet_count(after->day);
    cells[LOW] = sheet_number(low > 0 ? low : 0);
    cells[HIGH] = sheet_number((double)after->day);
    cells[ORDERS] = sheet_count(after->day_orders);
    cells[ORDERS].is_unseen = !cover->shows_orders;
}

static void add_up(struct cell *total, const struct cell *cells) {
    for (size_t i = FETCHES; i < DARK_COLUMNS; i++) {
        double number = total[i].number + cells[i].number;
        uint64_t count = total[i].count + cells[i].count;
        total[i] = cells[i].kind == CELL_NUMBER ? sheet_number(number) : sheet_count(count);
        total[i].is_unseen = cells[i].is_unseen;
    }
}

static void dark_finish(void *state, const struct cover *cover, struct sheet *sheet) {
    struct dark *dark = state;
    uint64_t visits = 0;
    sheet_init(sheet, dark_columns, DARK_COLUMNS);
    struct cell *total = sheet_add_total(sheet);
    uint32_t *ranking = tally_ranking(&dark->tally);
    for (uint32_t i = 0; i < dark->tally.keys.count; i++) {
        struct span path = table_name(&dark->tally.keys, ranking[i]);
        uint32_t fetched = table_find(&dark->fetches.paths, span_cut(&path, '\t'));
        visits += dark->tally.rows[ranking[i]].visits;
        if (fetched == TABLE_NONE)
            continue;
        struct cell *cells = sheet_add_row(sheet);
        tally_show_key(&dark->tally, ranking[i], sheet, cells, 2);
        show_range(dark, ranking[i], cover, cells, dark->fetches.of[fetched].fetches);
        add_up(total, cells);
    }
    free(ranking);
    size_t people_rows = dark->tally.settings->people_rows;
    if (people_rows && sheet->rows_count > people_rows + 1) {
        struct cell *rest = sheet_add_rest(sheet, people_rows);
        for (size_t row = people_rows; row < sheet->rows_count; row++)
            add_up(rest, sheet->rows + row * DARK_COLUMNS);
    }
    sheet_remark_count(sheet, REMARK_FIND, visits,
                       "Of %s direct visit deep into the site, between %s and %s may have come "
                       "from links shared in private.",
                       "Of %s direct visits deep into the site, between %s and %s may have come "
                       "from links shared in private.",
                       sheet_told_count(sheet, visits),
                       sheet_told_number(sheet, total[LOW].number, 0),
                       sheet_told_number(sheet, total[HIGH].number, 0));
    sheet_remark(sheet, REMARK_NOTE,
                 "Direct visits that landed on a page whose preview had just been fetched. From "
                 "below: within an hour, less what the page gets in an hour anyway; from above: "
                 "all within a day. An estimate: no other report counts these visits as social.");
}

static void dark_free(void *state) {
    struct dark *dark = state;
    tally_free(&dark->tally);
    fetches_free(&dark->fetches);
    free(dark->after);
    free(dark);
}

const struct report dark_report = {
    .name = "dark",
    .title = N_("Shared in private"),
    .question = N_("How many direct visits may have come from links shared in private chats?"),
    .new = dark_new,
    .take = dark_take,
    .finish = dark_finish,
    .free = dark_free,
};
