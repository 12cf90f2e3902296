/* A cache: what was found out about a distinct byte string, kept until memory is short. Answers
 * must follow from the string alone, so that forgetting them changes no result, only time. */
#ifndef SMO_CLASSIFY_CACHE_H
#define SMO_CLASSIFY_CACHE_H

#include "lib/base/arena.h"
#include "lib/base/span.h"

#include <stdint.h>

struct cache_slot;

/* Made by cache_init(). */
struct cache {
    struct cache_slot *slots; /* open addressing, a power of two, at most half full */
    size_t mask;
    size_t count;
    uint64_t seed;
    size_t answer_size; /* bytes of one answer */
    size_t limit_bytes; /* beyond this all is forgotten */
    struct arena arena; /* answers and keys; the finder may put there what an answer points to */
    struct span expected;
    uint64_t expected_hash;
    char *last; /* the answer found last: a page and all it needs are asked for at once */
};

void cache_init(struct cache *cache, size_t answer_size, size_t limit_bytes);

/* Says that cache_find() will be asked for `key` next: what it needs of memory is on its way
 * meanwhile. Worth while where several caches are asked for one hit: first each is told to expect,
 * then each to fetch, then each is asked. */
void cache_expect(struct cache *cache, struct span key);
void cache_fetch(const struct cache *cache);

/* The answer kept for `key`, or, with *is_new, a zeroed one for the caller to fill in. It lives
 * until the next call that returns a new one. Cost: one hash of the key and one comparison. */
void *cache_find(struct cache *cache, struct span key, bool *is_new);

/* Forgets everything. */
void cache_clear(struct cache *cache);

void cache_free(struct cache *cache);

#endif
