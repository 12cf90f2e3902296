#include "smo-report/days.h"

enum { DAYS_SECONDS = 24 * 60 * 60 };

/* Makes room for the day; false if it is too old. */
static bool cover_day(struct days *days, int64_t day) {
    if (days->count == 0) {
        days->first = day;
        days->count = 1;
        return true;
    }
    int64_t last = days->first + (int64_t)days->count - 1;
    int64_t from = day < days->first ? day : days->first;
    int64_t to = day > last ? day : last;
    if (to - from >= DAYS_MAX)
        from = to - DAYS_MAX + 1;
    if (day < from)
        return false;
    if (from > last) {
        memset(days->days, 0, sizeof days->days);
    } else if (from > days->first) {
        size_t gone = (size_t)(from - days->first);
        memmove(days->days, days->days + gone, (days->count - gone) * sizeof *days->days);
        memset(days->days + days->count - gone, 0, gone * sizeof *days->days);
    } else if (from < days->first) {
        size_t added = (size_t)(days->first - from);
        memmove(days->days + added, days->days, days->count * sizeof *days->days);
        memset(days->days, 0, added * sizeof *days->days);
    }
    days->first = from;
    days->count = (size_t)(to - from) + 1;
    return true;
}

void days_take(struct days *days, const struct visit *visit) {
    int64_t here = (int64_t)visit->time + visit->zone_seconds;
    int64_t number = here / DAYS_SECONDS - (here % DAYS_SECONDS < 0);
    if (!visit->is_human || !cover_day(days, number))
        return;
    struct day *day = &days->days[number - days->first];
    day->visits++;
    day->social += visit->is_social;
    day->orders += visit->orders;
}
