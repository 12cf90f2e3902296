/* Times as the stream has them: seconds since 1970, with the decimals that the log had. */
#ifndef SMO_FUNNEL_MOMENT_H
#define SMO_FUNNEL_MOMENT_H

#include "lib/base/span.h"

#include <stdint.h>

#define MOMENT_SECOND INT64_C(1000000000)
#define MOMENT_MINUTE (60 * MOMENT_SECOND)
#define MOMENT_HOUR (60 * MOMENT_MINUTE)
#define MOMENT_DAY (24 * MOMENT_HOUR)

enum { MOMENT_MAX_DIGITS = 9, MOMENT_BYTES = 32 };

/* Reads `1763812800` or `1763812800.123`: nanoseconds since 1970, and how many decimals there were
 * (those after the ninth are dropped). False for anything else, and beyond the year 2200. */
bool moment_read(struct span cell, int64_t *nanoseconds, unsigned *digits);

/* Writes it back, MOMENT_BYTES at most; returns the size. */
size_t moment_write(char *at, int64_t nanoseconds, unsigned digits);

#endif
