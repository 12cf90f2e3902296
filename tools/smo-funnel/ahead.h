/* Prefetches the memory that hits and closings will read. Where visitors are many and come by
 * turns, no cache holds what is known of them, and waiting for one after the other takes longer
 * than all that is done with them. So it is prefetched in steps, each for many of them: `find`
 * where they stand, then `open` what stands there, then `finish` what that refers to. No result
 * depends on it. */
#ifndef SMO_FUNNEL_AHEAD_H
#define SMO_FUNNEL_AHEAD_H

#include "smo-funnel/closings.h"

#include <stddef.h>

struct funnel;
struct hit;

/* Zero-initialise. */
struct ahead {
    struct closings_entry due[CLOSINGS_DUE]; /* visits that were found, to be looked into */
    size_t due_count;
    int64_t last_time; /* of the hits before which these are due */
    unsigned hits;     /* that were read one by one */
};

/* The first step for a hit that was read. */
void ahead_of_hit(struct funnel *funnel, struct hit *hit);

/* The further steps for all hits that were read together, and those for the closings that are due
 * before the last of them, and before those that will be read next. */
void ahead_of_hits(struct funnel *funnel, struct hit *hits, size_t count);

/* The steps for closings alone, where hits are read one by one: now and then. */
void ahead_of_few(struct funnel *funnel, int64_t time);

/* All steps for the first closings that are due before `time`, where they are many. */
void ahead_of_closings(struct funnel *funnel, int64_t time);

#endif
