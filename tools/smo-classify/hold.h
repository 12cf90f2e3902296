/* Hits held back, with the headers between them: until the site is learned, or a thread is free. */
#ifndef SMO_CLASSIFY_HOLD_H
#define SMO_CLASSIFY_HOLD_H

#include "smo-classify/classifier.h"

/* Zero-initialise. */
struct hold {
    struct buf bytes;
    size_t taken; /* by hold_next() */
    size_t freed; /* of that, by hold_free_taken() */
    uint64_t hits;
};

/* Keeps a copy. */
void hold_hit(struct hold *hold, const struct hit *hit);

/* Keeps the names of the foreign columns of the hits that follow. */
void hold_header(struct hold *hold, struct span others);

enum hold_event { HOLD_HIT, HOLD_HEADER, HOLD_END };

/* Hands out in order what was kept: a hit, or in *others a header. Spans live until the hold, or
 * what was taken, is freed. */
enum hold_event hold_next(struct hold *hold, struct hit *hit, struct span *others);

/* Gives the memory of most of what was handed out back to the system. */
void hold_free_taken(struct hold *hold);

/* Lets go what was kept, and keeps the memory for the next. */
void hold_clear(struct hold *hold);

void hold_free(struct hold *hold);

#endif
