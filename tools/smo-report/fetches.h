/* When the pages of a site were fetched for a preview: somebody shared a link to them just then. */
#ifndef SMO_REPORT_FETCHES_H
#define SMO_REPORT_FETCHES_H

#include "lib/base/table.h"
#include "smo-report/settings.h"

/* The last times are kept: visits reach us when they close, later than fetches that came in
 * between, so a visit may have begun before the last few of them. Fetches within a minute count as
 * one. */
enum { FETCHES_KEPT = 16, FETCHES_SAME_SECONDS = 60 };

struct fetches_of {
    double times[FETCHES_KEPT]; /* a ring */
    uint64_t count;             /* of times ever put into it */
    uint64_t fetches;           /* of all, also within a minute */
};

/* Made by fetches_init(). */
struct fetches {
    struct table paths;
    struct fetches_of *of; /* by number in paths */
    size_t capacity;
    const struct settings *settings; /* further paths than half max_keys are not followed */
};

void fetches_init(struct fetches *fetches, const struct settings *settings);

/* A fetch of a path. */
void fetches_add(struct fetches *fetches, struct span path, double time);

/* Seconds from the last fetch of the path at or before that time; -1 if there was none. */
double fetches_lag(const struct fetches *fetches, struct span path, double time);

void fetches_free(struct fetches *fetches);

#endif
