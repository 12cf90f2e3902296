/* A cache: what was found out about a distinct byte string, kept until memory is short. Answers
 * must follow from the string alone, so that forgetting them changes no result, only time.
 *
 * From one forgetting to the next is a round. Where next to nothing was asked for again, as in a
 * log made to be slow, the next rounds are short: what is kept in vain shall at least stay in the
 * processor's own cache, and drive nothing else out of it. */
#ifndef SMO_CLASSIFY_CACHE_H
#define SMO_CLASSIFY_CACHE_H

#include "lib/base/arena.h"
#include "lib/base/hash.h"
#include "lib/base/span.h"

#include <stdint.h>

/* Eight of them are a line of a processor's cache. */
struct cache_slot {
    uint32_t tag;   /* the lower half of a hash */
    uint32_t place; /* where the answer lies; 0: free */
};

/* A place is the number of a word: so many of each chunk, the first of which is nobody's. */
enum { CACHE_CHUNK_WORDS = 8192 };

/* Made by cache_init(). An answer lies with its key behind it: a hit touches the slot and both. */
struct cache {
    struct cache_slot *slots; /* open addressing, a power of two, at most two thirds full */
    size_t mask;
    size_t count;
    struct hash_key key;
    uint64_t **chunks;
    size_t chunk_count, chunk_capacity;
    size_t chunk_used;     /* words of the last one; all, if there is none */
    size_t chunk_bytes;    /* of all chunks */
    size_t answer_size;    /* bytes of one answer */
    size_t limit_bytes;    /* beyond this all is forgotten: in a long round, and ... */
    size_t round_bytes;    /* ... in this one */
    unsigned short_rounds; /* how many are left, with this one; 0: this one is long */
    uint64_t found;        /* how often answers of this round were asked for again */
    uint64_t forgotten;    /* how often all was */
    struct arena arena;    /* where the caller may keep what an answer points to */
};

void cache_init(struct cache *cache, size_t answer_size, size_t limit_bytes);

/* A zeroed answer for a key that cache_get() does not find, for the caller to fill in. It lives
 * until the next one is added. */
void *cache_add(struct cache *cache, struct span key, uint64_t hash);

/* The memory that it takes, except what is still free in its last chunk: a round must not end
 * before it has begun. */
static inline size_t cache_bytes(const struct cache *cache) {
    size_t left = cache->chunk_used < CACHE_CHUNK_WORDS ? CACHE_CHUNK_WORDS - cache->chunk_used : 0;
    return cache->chunk_bytes - left * sizeof(uint64_t) + cache->arena.bytes +
           (cache->mask + 1) * sizeof *cache->slots;
}

/* Forgets everything: the next round begins. */
void cache_clear(struct cache *cache);

/* The same for a cache that the answers of `first`, cleared just before, point into: it has the
 * rounds of `first`, and shares its limit. */
void cache_clear_behind(struct cache *cache, const struct cache *first);

void cache_free(struct cache *cache);

/* The key of an answer, as the cache keeps it. */
static inline struct span cache_key(const struct cache *cache, const char *answer) {
    uint32_t size; /* of a cell of a line of 8 MiB at most */
    memcpy(&size, answer + cache->answer_size, sizeof size);
    return (struct span){answer + cache->answer_size + sizeof size, size};
}

static inline uint64_t cache_hash(const struct cache *cache, struct span key) {
    return hash_cell(key, &cache->key);
}

static inline char *cache_answer(const struct cache *cache, uint32_t place) {
    return (char *)(cache->chunks[place / CACHE_CHUNK_WORDS] + place % CACHE_CHUNK_WORDS);
}

/* The answer kept for `key`, whose cache_hash() is `hash`, or NULL. */
static inline void *cache_get(struct cache *cache, struct span key, uint64_t hash) {
    uint32_t place;
    for (size_t slot = hash & cache->mask; (place = cache->slots[slot].place);
         slot = (slot + 1) & cache->mask) {
        char *answer = cache_answer(cache, place);
        if (cache->slots[slot].tag == (uint32_t)hash &&
            span_equals(cache_key(cache, answer), key)) {
            cache->found++;
            return answer;
        }
    }
    return NULL;
}

/* Say that cache_get() will be asked for a key, and prefetch what it will read: first the slot,
 * then the answer. Worth while for many keys at once, as in table.h: first all are expected, then
 * all are fetched, then all are asked for. */
static inline void cache_expect(const struct cache *cache, uint64_t hash) {
    __builtin_prefetch(&cache->slots[hash & cache->mask]);
}

static inline void cache_fetch(const struct cache *cache, uint64_t hash) {
    size_t slot = hash & cache->mask;
    while (cache->slots[slot].place && cache->slots[slot].tag != (uint32_t)hash)
        slot = (slot + 1) & cache->mask;
    if (cache->slots[slot].place) {
        const char *answer = cache_answer(cache, cache->slots[slot].place);
        __builtin_prefetch(answer);
        __builtin_prefetch(answer + 64);
        __builtin_prefetch(answer + 128);
    }
}

#endif
