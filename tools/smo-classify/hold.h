/* Hits held back, with the headers between them: until the site is learned, or a thread is free. */
#ifndef SMO_CLASSIFY_HOLD_H
#define SMO_CLASSIFY_HOLD_H

#include "smo-classify/classifier.h"

/* Zero-initialise. */
struct hold {
    struct buf bytes;
    size_t taken; /* by hold_next() */
    uint64_t hits;
};

/* Keeps a copy. */
void hold_hit(struct hold *hold, const struct hit *hit);

/* Keeps the names of the foreign columns of the hits that follow. */
void hold_header(struct hold *hold, struct span others);

enum hold_event { HOLD_HIT, HOLD_HEADER, HOLD_END };

/* Hands out in order what was kept: a hit, or in *others a header. Spans live until hold_free(). */
enum hold_event hold_next(struct hold *hold, struct hit *hit, struct span *others);

/* Lets go what was kept, and keeps the memory for the next. */
void hold_clear(struct hold *hold);

void hold_free(struct hold *hold);

#endif
