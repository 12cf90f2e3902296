#include "smo-parse/period.h"

#include "lib/base/date.h"
#include "lib/base/number.h"
#include "smo-parse/when.h"

static int64_t period_day(int64_t local_seconds) {
    return local_seconds / 86400 - (local_seconds % 86400 < 0);
}

int64_t period_moment(const struct period *period, const struct period_bound *bound,
                      int zone_seconds) {
    switch (bound->kind) {
    case PERIOD_MOMENT:
        return bound->seconds;
    case PERIOD_LOCAL:
        return bound->seconds - zone_seconds;
    case PERIOD_DAY:
        return (period_day(period->now + zone_seconds) + bound->seconds) * 86400 - zone_seconds;
    default:
        return INT64_MIN;
    }
}

static bool period_read_word(struct span s, struct period_bound *bound, bool *needs_now) {
    static const struct {
        struct span word;
        int64_t days;
    } words[] = {{SPAN("yesterday"), -1}, {SPAN("today"), 0}, {SPAN("tomorrow"), 1}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_equals(s, words[i].word)) {
            *bound = (struct period_bound){PERIOD_DAY, words[i].days};
            *needs_now = true;
            return true;
        }
    return false;
}

static bool period_read_date(struct span s, struct period_bound *bound) {
    static const struct {
        struct span pattern;
        unsigned parts; /* what a pattern of a day alone lacks */
    } patterns[] = {
        {SPAN("%Y-%m-%d"), HIT_HAS_CLOCK}, {SPAN("%Y-%m-%dT%H:%M"), 0},
        {SPAN("%Y-%m-%dT%H:%M%z"), 0},     {SPAN("%Y-%m-%dT%H:%M:%S%z"), 0},
        {SPAN("%Y-%m-%d %H:%M"), 0},       {SPAN("%Y-%m-%d %H:%M%z"), 0},
        {SPAN("%Y-%m-%d %H:%M:%S%z"), 0},  {SPAN("%Y-%m-%d %H:%M:%S %z"), 0},
        {SPAN("%Y/%m/%d"), HIT_HAS_CLOCK}, {SPAN("%d/%b/%Y"), HIT_HAS_CLOCK},
        {SPAN("%d/%b/%Y:%H:%M:%S %z"), 0}, {SPAN("@%s"), 0},
        {SPAN("%Y%m%d"), HIT_HAS_CLOCK},
    };
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        struct hit hit = {0};
        const char *after;
        if (when_read(patterns[i].pattern, s.at, s.at + s.size, &hit, &after) != OUTCOME_ACCEPTED ||
            after != s.at + s.size)
            continue;
        hit.time_parts |= patterns[i].parts;
        if (when_finish(&hit, 0) != OUTCOME_ACCEPTED)
            return false;
        bool is_moment = hit.time_parts & (HIT_HAS_ZONE | HIT_HAS_SECONDS);
        *bound = (struct period_bound){is_moment ? PERIOD_MOMENT : PERIOD_LOCAL, hit.seconds};
        return true;
    }
    return false;
}

bool period_read(struct span s, struct period_bound *bound, bool *needs_now, struct fault *fault) {
    int64_t seconds;
    if (period_read_word(s, bound, needs_now) || period_read_date(s, bound))
        return true;
    if (span_is(s, "now"))
        s = (struct span)SPAN("-0");
    if (s.size > 1 && s.at[0] == '-' && date_read_duration(span_skip(s, 1), &seconds)) {
        /* Counted from now once that is known: see options_set_now(). */
        *bound = (struct period_bound){PERIOD_MOMENT, -seconds};
        *needs_now = true;
        return true;
    }
    return fault_set(fault, "is no time: try 2025-11-22, 2025-11-22T14:30, yesterday or -7d");
}
