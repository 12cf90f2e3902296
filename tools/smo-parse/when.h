/* Times in logs. */
#ifndef SMO_PARSE_WHEN_H
#define SMO_PARSE_WHEN_H

#include "smo-parse/hit.h"

/* The last day and zone of the common log format that was read: those of the next line are most
 * likely the same. Zero-initialise. */
struct when {
    char day[12];        /* dd/Mon/yyyy: */
    char zone[8];        /* of which the last 6 are ` +0300` */
    int64_t day_seconds; /* at 00:00:00 of that day there, since 1970 UTC */
    int zone_seconds;
};

/* Reads `10/Oct/2000:13:55:36 -0700` at `at`, of which `end` is the line's end, into hit->seconds
 * and hit->date.zone_seconds. Other spellings (a fraction, no zone) are left to when_read(). Sets
 * *after behind it. */
enum outcome when_read_clf(struct when *when, const char *at, const char *end, struct hit *hit,
                           const char **after);

/* Reads what a pattern of strftime(3) would have written, and adds it to the hit:
 *     %Y %y %m %d %e %b %h %B %H %I %p %M %S %z %Z %T %R %D %F %a %A %j %n %t %%
 * and besides
 *     %s  seconds since 1970, with decimals if they are there
 *     %Q  milliseconds, %f microseconds, %N nanoseconds since 1970
 *     %L  decimals of the second, digits only
 * Decimals that follow %S, %T or %s in the text, behind a point or comma, are taken along unless
 * the pattern has that point or comma itself. A zone at the end of the pattern may be missing in
 * the text. Sets *after behind what was read. */
enum outcome when_read(struct span pattern, const char *at, const char *end, struct hit *hit,
                       const char **after);

/* Reads a whole cell that holds a time in one of the usual spellings: seconds (10 digits, with or
 * without decimals), milli-, micro- or nanoseconds (13, 16, 19 digits) since 1970, ISO 8601, or
 * that of the common log format. */
enum outcome when_read_any(struct span s, struct hit *hit);

/* Makes seconds since 1970 of the parts read, and says whether such a time exists, in the years
 * 1990 to 2099. `zone_seconds` is for logs that tell no zone. */
enum outcome when_finish(struct hit *hit, int zone_seconds);

/* The decimals as nanoseconds, for comparing. */
uint32_t when_nanoseconds(struct span decimals);

#endif
