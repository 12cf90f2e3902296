/* --since and --until: which hits are wanted by their time. */
#ifndef SMO_PARSE_PERIOD_H
#define SMO_PARSE_PERIOD_H

#include "lib/base/fault.h"
#include "lib/base/span.h"

#include <stdint.h>

/* One end of it. */
struct period_bound {
    enum {
        PERIOD_OPEN,   /* no bound */
        PERIOD_MOMENT, /* seconds since 1970 UTC */
        PERIOD_LOCAL,  /* the same of a clock in the line's own zone */
        PERIOD_DAY     /* the start of a day there: `seconds` days from that of `now` */
    } kind;
    int64_t seconds;
};

struct period {
    struct period_bound since, until; /* since is inside, until is not */
    int64_t now;
};

/* Reads `2025-11-22`, `2025-11-22T14:30[:05][+0300]` (or with a blank for the T, or with slashes),
 * `22/Nov/2025[:14:30:05[ +0300]]`, `@1763812800`, `today`, `yesterday`, `tomorrow`, `now`, `-7d`
 * (that long before now). What needs now sets *needs_now. */
bool period_read(struct span s, struct period_bound *bound, bool *needs_now, struct fault *fault);

/* The bound as seconds since 1970 UTC for lines of a zone; INT64_MIN if it is open. */
int64_t period_moment(const struct period *period, const struct period_bound *bound,
                      int zone_seconds);

static inline bool period_is_always(const struct period *period) {
    return period->since.kind == PERIOD_OPEN && period->until.kind == PERIOD_OPEN;
}

/* True if a line of that time, written in that zone, is wanted. */
static inline bool period_includes(const struct period *period, int64_t seconds, int zone_seconds) {
    if (period->since.kind != PERIOD_OPEN &&
        seconds < period_moment(period, &period->since, zone_seconds))
        return false;
    return period->until.kind == PERIOD_OPEN ||
           seconds < period_moment(period, &period->until, zone_seconds);
}

#endif
