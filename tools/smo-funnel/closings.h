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
    uint64_t serial; /* of the visit; if the one at this place has another, the entry is stale */
    uint32_t visit;  /* its place in the pool */
    uint32_t spread; /* of its visitor's key when this was added, for keys_expect() */
};

/* Entries of visits that run, added as these begin; and of visits that are closed already. Either
 * sort comes nearly in order: most entries are later than all of their sort before them. */
enum closings_sort { CLOSINGS_RUNNING, CLOSINGS_CLOSED, CLOSINGS_SORTS };

/* These are appended to the queue of their sort; any other, most often of a visit that was put off,
 * goes to a heap. Zero-initialise. */
struct closings {
    struct closings_entry *heap; /* a binary one, the first entry at 0 */
    size_t heap_count, heap_capacity;
    struct closings_queue {
        struct closings_entry *ring;
        size_t first, count, capacity;
    } queues[CLOSINGS_SORTS];
    struct closings_queue *first_queue; /* holds the first of all; NULL: the heap does */
};

void closings_add(struct closings *closings, struct closings_entry entry, enum closings_sort sort);

/* The entry that is due first, or NULL. */
static inline const struct closings_entry *closings_first(const struct closings *closings) {
    if (closings->first_queue)
        return &closings->first_queue->ring[closings->first_queue->first];
    return closings->heap_count ? closings->heap : NULL;
}

/* Copies entries that are due before `time`, CLOSINGS_DUE at most: those at the top of the heap,
 * and the first ones of each queue. Returns how many. */
enum { CLOSINGS_DUE = 32 };
size_t closings_due(const struct closings *closings, int64_t time,
                    struct closings_entry due[CLOSINGS_DUE]);

void closings_remove_first(struct closings *closings);

/* Puts the first entry off to a later time. */
void closings_put_off_first(struct closings *closings, int64_t time);

size_t closings_bytes(const struct closings *closings);
void closings_free(struct closings *closings);

#endif
