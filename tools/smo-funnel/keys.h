/* Who somebody is: the keys that smo-classify made, and a table from them to numbers. */
#ifndef SMO_FUNNEL_KEYS_H
#define SMO_FUNNEL_KEYS_H

#include "lib/base/span.h"

#include <stdint.h>

/* A visitor of one site. Zero is nobody. */
struct key {
    uint64_t value; /* the hexadecimal cell, or the number of any other cell */
    uint32_t site;  /* number of the site, and in the low bits what the cell was */
};

enum {
    KEY_IS_VISITOR = 1, /* the cell `visitor`: a cookie or login; else `client` */
    KEY_IS_ODD = 2,     /* the cell was not 16 hexadecimal digits */
    KEY_SITE_SHIFT = 2
};

struct keys_slot {
    uint64_t value;
    uint32_t site;
    uint32_t number; /* 0: free */
};

/* From keys to numbers that are not 0. 16 bytes a slot, at most 3/4 full. The hash has a random
 * seed: nobody can write a log whose keys collide. */
struct keys {
    struct keys_slot *slots;
    uint32_t mask;
    uint32_t count;
    uint64_t seed;
};

void keys_init(struct keys *keys);

/* The same, of keys that `other` knows as well: keys_spread() says the same for both. */
void keys_init_like(struct keys *keys, const struct keys *other);

/* The hash of a key, which tells its slot whatever the size of the table; kept for
 * keys_expect(). */
uint32_t keys_spread(const struct keys *keys, struct key key);

/* Prefetches the slot where a key so spread stands, if it is there; see table.h. */
static inline void keys_expect(const struct keys *keys, uint32_t spread) {
    __builtin_prefetch(&keys->slots[spread & keys->mask]);
}

/* The number in that slot: of a key so spread, of another that took its place, or 0. The caller
 * finds out whose it is. */
static inline uint32_t keys_guess(const struct keys *keys, uint32_t spread) {
    return keys->slots[spread & keys->mask].number;
}

/* The number of a key, or 0. */
uint32_t keys_find(const struct keys *keys, struct key key);

/* Adds a key that is not there. */
void keys_add(struct keys *keys, struct key key, uint32_t number);

/* Removes a key that is there. */
void keys_remove(struct keys *keys, struct key key);

size_t keys_bytes(const struct keys *keys);
void keys_free(struct keys *keys);

#endif
