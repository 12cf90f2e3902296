/* Times as the stream has them: seconds since 1970, with the decimals that the log had. */
#ifndef SMO_FUNNEL_MOMENT_H
#define SMO_FUNNEL_MOMENT_H

#include "lib/base/number.h"

#define MOMENT_SECOND INT64_C(1000000000)
#define MOMENT_MINUTE (60 * MOMENT_SECOND)
#define MOMENT_HOUR (60 * MOMENT_MINUTE)
#define MOMENT_DAY (24 * MOMENT_HOUR)

enum { MOMENT_MAX_DIGITS = 9, MOMENT_BYTES = 32 };

/* Reads `1763812800` or `1763812800.123`: nanoseconds since 1970, and how many decimals there were
 * (those after the ninth are dropped). False for anything else, and beyond the year 2200. */
bool moment_read_any(struct span cell, int64_t *nanoseconds, unsigned *digits);

/* The same: ten digits, as all times since 2001 have, take a short way. */
static inline bool moment_read(struct span cell, int64_t *nanoseconds, unsigned *digits) {
    uint32_t head;
    if (cell.size != 10 || cell.at[0] > '6' || !number_read_eight(cell.at, &head) ||
        !number_is_digit(cell.at[8]) || !number_is_digit(cell.at[9]))
        return moment_read_any(cell, nanoseconds, digits);
    *nanoseconds =
        ((int64_t)head * 100 + (cell.at[8] - '0') * 10 + (cell.at[9] - '0')) * MOMENT_SECOND;
    *digits = 0;
    return true;
}

/* A time as people name it: a day stands for the midnight that it begins with. */
struct moment_bound {
    int64_t nanoseconds; /* since 1970; by the clock of the zone that asks, if ... */
    bool is_local;
};

/* `2026-11-22`, or `@1795305600`: seconds since 1970. */
bool moment_read_bound(struct span s, struct moment_bound *bound);

/* The moment that it is in a zone, so many seconds east of Greenwich. */
int64_t moment_of_bound(const struct moment_bound *bound, int zone_seconds);

/* Writes it back, MOMENT_BYTES at most; returns the size. */
size_t moment_write(char *at, int64_t nanoseconds, unsigned digits);

#endif
