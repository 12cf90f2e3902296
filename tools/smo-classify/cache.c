#include "smo-classify/cache.h"

#include "lib/base/mem.h"

#include <stdlib.h>

enum { CACHE_FIRST_SLOTS = 256 };

static void cache_empty_slots(struct cache *cache, size_t slots) {
    cache->slots = mem_zeroed(slots, sizeof *cache->slots);
    cache->mask = slots - 1;
    cache->count = 0;
}

void cache_init(struct cache *cache, size_t answer_size, size_t limit_bytes) {
    size_t aligned = (answer_size + sizeof(uint64_t) - 1) / sizeof(uint64_t) * sizeof(uint64_t);
    *cache = (struct cache){
        .key = hash_random_key(), .answer_size = aligned, .limit_bytes = limit_bytes};
    cache_empty_slots(cache, CACHE_FIRST_SLOTS);
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

void *cache_add(struct cache *cache, struct span key, uint64_t hash) {
    if (cache_bytes(cache) > cache->limit_bytes)
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

/* As many will come again. */
void cache_clear(struct cache *cache) {
    memset(cache->slots, 0, (cache->mask + 1) * sizeof *cache->slots);
    cache->count = 0;
    arena_clear(&cache->arena);
    cache->forgotten++;
}

void cache_free(struct cache *cache) {
    free(cache->slots);
    arena_free(&cache->arena);
    *cache = (struct cache){0};
}
