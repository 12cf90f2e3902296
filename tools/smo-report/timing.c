#include "smo-report/timing.h"

#include "lib/base/date.h"
#include "lib/base/mem.h"

#include <stdlib.h>

enum { PART, WEEKDAY, HOUR, LAG, VISITS, SOCIAL, ORDERS, SHARE, TIMING_COLUMNS };

static const struct column timing_columns[TIMING_COLUMNS] = {
    {.name = "part"},
    {.name = "weekday"},
    {.name = "hour"},
    {.name = "lag", .label = N_("from first social touch to order")},
    {.name = "visits"},
    {.name = "social_visits"},
    {.name = "orders", .label = N_("orders"), .has_bar = true},
    {.name = "share", .label = N_("share")},
};

static const struct lag {
    const char *name;
    double seconds; /* below which it is */
} lags[] = {
    {N_("in the first visit"), 0},    {N_("under an hour"), 3600},
    {N_("1 to 6 hours"), 6 * 3600},   {N_("6 to 24 hours"), 24 * 3600},
    {N_("1 to 3 days"), 3 * 86400},   {N_("3 to 7 days"), 7 * 86400},
    {N_("7 to 14 days"), 14 * 86400}, {N_("over 14 days"), 0},
};
enum { LAGS = sizeof lags / sizeof *lags };

struct timing {
    struct moment {
        uint64_t visits, social, orders;
    } hours[SHEET_HEAT_ROWS][SHEET_HEAT_COLUMNS]; /* by weekday, Monday first, and hour */
    uint64_t lags[LAGS];
};

static const char *const weekdays[] = {N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"),
                                       N_("Fri"), N_("Sat"), N_("Sun")};

static void *timing_new(const struct settings *settings) {
    (void)settings;
    return mem_zeroed(1, sizeof(struct timing));
}

static size_t lag_of(double seconds) {
    if (seconds <= 0)
        return 0;
    for (size_t i = 1; i < LAGS - 1; i++)
        if (seconds < lags[i].seconds)
            return i;
    return LAGS - 1;
}

static void timing_take(void *state, const struct visit *visit) {
    struct timing *timing = state;
    if (!visit->is_human)
        return;
    struct date date = date_of((int64_t)visit->time, visit->zone_seconds);
    int weekday = date_weekday(date_days(date.year, date.month, date.day));
    struct moment *moment = &timing->hours[weekday][date.hour];
    moment->visits++;
    moment->social += visit->is_social;
    moment->orders += visit->orders;
    struct decimal first;
    if (visit->orders && decimal_read(visit->cells[VISIT_FIRST_SOCIAL_TIME], &first))
        timing->lags[lag_of(visit->time - decimal_approximately(first))] += visit->orders;
}

static void fill_hours(const struct timing *timing, const struct cover *cover,
                       struct sheet *sheet) {
    for (int weekday = 0; weekday < SHEET_HEAT_ROWS; weekday++) {
        for (int hour = 0; hour < SHEET_HEAT_COLUMNS; hour++) {
            const struct moment *moment = &timing->hours[weekday][hour];
            struct cell *cells = sheet_add_row(sheet);
            cells[PART] = sheet_word("hour");
            cells[WEEKDAY] = sheet_word(weekdays[weekday]);
            cells[HOUR] = sheet_count((uint64_t)hour);
            cells[VISITS] = sheet_count(moment->visits);
            cells[SOCIAL] = sheet_count(moment->social);
            cells[ORDERS] = sheet_count(moment->orders);
            cells[ORDERS].is_unseen = !cover->shows_orders;
            sheet->heat->values[weekday][hour] = (double)moment->social;
        }
    }
}

static void fill_lags(const struct timing *timing, struct sheet *sheet) {
    uint64_t orders = 0;
    for (size_t i = 0; i < LAGS; i++)
        orders += timing->lags[i];
    for (size_t i = 0; i < LAGS && orders; i++) {
        struct cell *cells = sheet_add_row(sheet);
        cells[PART] = sheet_word("lag");
        cells[LAG] = sheet_word(lags[i].name);
        cells[ORDERS] = sheet_count(timing->lags[i]);
        cells[SHARE] = sheet_rate(timing->lags[i], orders);
    }
}

static void timing_finish(void *state, const struct cover *cover, struct sheet *sheet) {
    struct timing *timing = state;
    sheet_init(sheet, timing_columns, TIMING_COLUMNS);
    sheet->heat = arena_zeroed(&sheet->arena, sizeof *sheet->heat);
    sheet->heat->title = N_("Social visits by weekday and hour");
    memcpy(sheet->heat->rows, weekdays, sizeof weekdays);
    fill_hours(timing, cover, sheet);
    sheet->people_first = sheet->rows_count;
    fill_lags(timing, sheet);
    sheet_remark(sheet, REMARK_NOTE,
                 "Hours are those of the log's own zone. The lag is told of orders whose visitor "
                 "had a social touch in the window of smo-funnel(1).");
}

const struct report timing_report = {
    .name = "timing",
    .title = N_("When visitors and orders come"),
    .question = N_("At which hours do social visitors come, and how long until they order?"),
    .new = timing_new,
    .take = timing_take,
    .finish = timing_finish,
    .free = free,
};
