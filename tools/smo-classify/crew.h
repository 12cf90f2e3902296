/* The crew: blocks of hits judged by several threads, each with a classifier of its own, and handed
 * back in the order they came in. Nothing in a block depends on another; what does is tally.h's. */
#ifndef SMO_CLASSIFY_CREW_H
#define SMO_CLASSIFY_CREW_H

#include "smo-classify/hold.h"
#include "smo-classify/row.h"

#include "lib/base/arena.h"

struct crew;

/* A hit that was judged, as if its asset could not be thinned; or a header. */
struct crew_entry {
    struct mark mark;
    size_t size;    /* of its row, with LF, or of the names of the foreign columns */
    bool is_header; /* there is no mark */
};

struct crew_block {
    struct hold hold;
    struct buf text; /* rows and headers, one after the other */
    struct crew_entry *entries;
    size_t count, capacity;
    struct arena sites;
    bool is_judged;
};

/* `jobs` threads in all: the caller's, which works with this classifier while it waits, and others
 * with its twins. Both are kept by address. */
struct crew *crew_new(unsigned jobs, struct classifier *classifier, const struct row_plan *plan);

/* Copies a hit, or a header, into the block at hand. A full block is given to whoever is free. */
void crew_add_hit(struct crew *crew, const struct hit *hit);
void crew_add_header(struct crew *crew, struct span others);

/* The next block in order, judged: if there is no room for more hits until one is taken, or,
 * `is_end`, if there is any. Else NULL. It lives until hits are added. */
struct crew_block *crew_take(struct crew *crew, bool is_end);

/* Adds a site that was learned to all classifiers. Only when all blocks were taken. */
void crew_add_site(struct crew *crew, struct span hosts);

/* As classifier_damage(), of any of them. */
const char *crew_damage(const struct crew *crew, const char **name);

void crew_free(struct crew *crew);

#endif
