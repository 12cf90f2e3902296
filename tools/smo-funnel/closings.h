/* Which visit closes next: a heap by closing time, then start, then input order. A visit that goes
 * on leaves its entry where it is, and is put off when the entry comes up: hits cost nothing. */
#ifndef SMO_FUNNEL_CLOSINGS_H
#define SMO_FUNNEL_CLOSINGS_H

#include <stddef.h>
#include <stdint.h>

struct closings_entry {
    int64_t time; /* not later than the visit's closing time, as known when this was added */
    int64_t start;
    uint64_t number; /* of the visit: tells an entry whose visit has gone */
    uint32_t visit;  /* its place in the pool */
    uint32_t spread; /* of its visitor's key when this was added, for keys_expect() */
};

/* Zero-initialise. */
struct closings {
    struct closings_entry *entries; /* a binary heap, the first one at 0 */
    size_t count, capacity;
};

void closings_add(struct closings *closings, struct closings_entry entry);

/* The entry that is due first, or NULL. */
static inline const struct closings_entry *closings_first(const struct closings *closings) {
    return closings->count ? closings->entries : NULL;
}

void closings_remove_first(struct closings *closings);

/* Puts the first entry off to a later time. */
void closings_put_off_first(struct closings *closings, int64_t time);

size_t closings_bytes(const struct closings *closings);
void closings_free(struct closings *closings);

#endif
