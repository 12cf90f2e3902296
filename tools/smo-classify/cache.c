#include "smo-classify/cache.h"

#include "lib/base/hash.h"
#include "lib/base/mem.h"

#include <stdlib.h>

enum { CACHE_FIRST_SLOTS = 256 };

/* An answer lies in the arena with its key behind it: a hit touches the slot and that block. */
struct cache_slot {
    uint64_t hash;
    char *answer; /* NULL: free */
};

static void cache_empty_slots(struct cache *cache, size_t slots) {
    cache->slots = mem_zeroed(slots, sizeof *cache->slots);
    cache->mask = slots - 1;
    cache->count = 0;
}

void cache_init(struct cache *cache, size_t answer_size, size_t limit_bytes) {
    size_t aligned = (answer_size + sizeof(uint64_t) - 1) / sizeof(uint64_t) * sizeof(uint64_t);
    *cache = (struct cache){
        .seed = hash_random_seed(), .answer_size = aligned, .limit_bytes = limit_bytes};
    cache_empty_slots(cache, CACHE_FIRST_SLOTS);
}

static bool cache_has_key(const struct cache *cache, const char *answer, struct span key) {
    struct span kept = {answer + cache->answer_size + sizeof kept.size, 0};
    memcpy(&kept.size, answer + cache->answer_size, sizeof kept.size);
    return span_equals(kept, key);
}

static void cache_double(struct cache *cache) {
    struct cache_slot *old = cache->slots;
    size_t old_slots = cache->mask + 1, count = cache->count;
    cache_empty_slots(cache, old_slots * 2);
    cache->count = count;
    for (size_t i = 0; i < old_slots; i++) {
        if (!old[i].answer)
            continue;
        size_t place = old[i].hash & cache->mask;
        while (cache->slots[place].answer)
            place = (place + 1) & cache->mask;
        cache->slots[place] = old[i];
    }
    free(old);
}

static char *cache_add(struct cache *cache, struct span key, uint64_t hash) {
    if (cache->arena.bytes + (cache->mask + 1) * sizeof *cache->slots > cache->limit_bytes)
        cache_clear(cache);
    if (cache->count * 2 > cache->mask)
        cache_double(cache);
    size_t place = hash & cache->mask;
    while (cache->slots[place].answer)
        place = (place + 1) & cache->mask;
    char *answer = arena_alloc(&cache->arena, cache->answer_size + sizeof key.size + key.size);
    memset(answer, 0, cache->answer_size);
    memcpy(answer + cache->answer_size, &key.size, sizeof key.size);
    if (key.size)
        memcpy(answer + cache->answer_size + sizeof key.size, key.at, key.size);
    cache->slots[place] = (struct cache_slot){hash, answer};
    cache->count++;
    return answer;
}

void cache_expect(struct cache *cache, struct span key) {
    cache->expected = (struct span){NULL, 0};
    if (cache->last && cache_has_key(cache, cache->last, key))
        return;
    cache->expected = key;
    cache->expected_hash = hash_bytes(key, cache->seed);
    __builtin_prefetch(&cache->slots[cache->expected_hash & cache->mask]);
}

void cache_fetch(const struct cache *cache) {
    if (!cache->expected.at)
        return;
    const char *answer = cache->slots[cache->expected_hash & cache->mask].answer;
    if (answer) {
        __builtin_prefetch(answer);
        __builtin_prefetch(answer + cache->answer_size);
    }
}

/* What was expected is asked for once: the same bytes may be another key later. */
static uint64_t cache_hash(struct cache *cache, struct span key) {
    bool is_expected = key.at && key.at == cache->expected.at && key.size == cache->expected.size;
    cache->expected = (struct span){NULL, 0};
    return is_expected ? cache->expected_hash : hash_bytes(key, cache->seed);
}

void *cache_find(struct cache *cache, struct span key, bool *is_new) {
    *is_new = false;
    if (cache->last && cache_has_key(cache, cache->last, key))
        return cache->last;
    uint64_t hash = cache_hash(cache, key);
    for (size_t place = hash & cache->mask;; place = (place + 1) & cache->mask) {
        const struct cache_slot *slot = &cache->slots[place];
        if (!slot->answer)
            break;
        if (slot->hash == hash && cache_has_key(cache, slot->answer, key))
            return cache->last = slot->answer;
    }
    *is_new = true;
    return cache->last = cache_add(cache, key, hash);
}

void cache_clear(struct cache *cache) {
    free(cache->slots);
    cache_empty_slots(cache, CACHE_FIRST_SLOTS);
    arena_clear(&cache->arena);
    cache->last = NULL;
}

void cache_free(struct cache *cache) {
    free(cache->slots);
    arena_free(&cache->arena);
    *cache = (struct cache){0};
}
