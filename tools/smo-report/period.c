#include "smo-report/period.h"

#include "lib/base/date.h"

bool period_read(struct span name, enum period *period) {
    static const char *const names[] = {"", "hour", "day", "week", "month"};
    for (int i = PERIOD_HOUR; i <= PERIOD_MONTH; i++) {
        if (span_is(name, names[i])) {
            *period = (enum period)i;
            return true;
        }
    }
    return false;
}

/* A week belongs to the year that its Thursday lies in. */
static void write_week(struct buf *name, const struct date *date) {
    int64_t days = date_days(date->year, date->month, date->day);
    int64_t thursday = days - date_weekday(days) + 3;
    int year = date_of(thursday * 86400, 0).year;
    int64_t week = (thursday - date_days(year, 1, 1)) / 7 + 1;
    buf_addf(name, "%04d-W%02d", year, (int)week);
}

void period_write(struct buf *name, enum period period, double seconds, int zone_seconds) {
    struct date date = date_of((int64_t)seconds, zone_seconds);
    if (period == PERIOD_WEEK) {
        write_week(name, &date);
        return;
    }
    buf_addf(name, "%04d-%02d", date.year, date.month);
    if (period != PERIOD_MONTH)
        buf_addf(name, "-%02d", date.day);
    if (period == PERIOD_HOUR)
        buf_addf(name, " %02d", date.hour);
}
