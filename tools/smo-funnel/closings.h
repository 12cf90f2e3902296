/* Which visit closes next: by closing time, then start, then input order. A visit that goes on
 * leaves its entry where it is, and is put off when the entry comes up: hits cost nothing. */
#ifndef SMO_FUNNEL_CLOSINGS_H
#define SMO_FUNNEL_CLOSINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct closings_entry {
    int64_t time; /* not later than the visit's closing time, as known when this was added */
    int64_t start;
    uint64_t number; /* of the visit: tells an entry whose visit has gone */
    uint32_t visit;  /* its place in the pool */
    uint32_t spread; /* of its visitor's key when this was added, for keys_expect() */
};

/* Visits begin one after the other, so that most entries are later than all those before them: they
 * stand in a queue. Others, as of visits that were put off, go to a heap. Zero-initialise. */
struct closings {
    struct closings_entry *heap; /* a binary one, the first entry at 0 */
    size_t heap_count, heap_capacity;
    struct closings_entry *queue; /* a ring */
    size_t queue_first, queue_count, queue_capacity;
    bool is_queued; /* the first entry of all is that of the queue */
};

static inline const struct closings_entry *closings_queued(const struct closings *closings,
                                                           size_t place) {
    size_t at = closings->queue_first + place, capacity = closings->queue_capacity;
    return &closings->queue[at < capacity ? at : at - capacity];
}

void closings_add(struct closings *closings, struct closings_entry entry);

/* The entry that is due first, or NULL. */
static inline const struct closings_entry *closings_first(const struct closings *closings) {
    if (closings->is_queued)
        return closings_queued(closings, 0);
    return closings->heap_count ? closings->heap : NULL;
}

void closings_remove_first(struct closings *closings);

/* Puts the first entry off to a later time. */
void closings_put_off_first(struct closings *closings, int64_t time);

size_t closings_bytes(const struct closings *closings);
void closings_free(struct closings *closings);

#endif
