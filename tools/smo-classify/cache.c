#include "smo-classify/cache.h"

#include "lib/base/mem.h"

#include <stdlib.h>

enum {
    CACHE_FIRST_SLOTS = 256,
    /* A round was worth its memory if one look-up hit for every so many answers kept. */
    CACHE_WORTH = 4,
    /* A short round has this part of the limit, but at least several chunks of an arena. */
    CACHE_SHORT_PART = 6,
    CACHE_SHORT_LEAST_BYTES = 256 * 1024,
    /* After so many short rounds a long one tries whether the log has changed. */
    CACHE_SHORT_ROUNDS = 128,
    /* The part of a short round's memory that slots may take as it begins: four caches can share
     * that memory, and most of it must be left for answers. */
    CACHE_SLOTS_PART = 16,
};

static void cache_empty_slots(struct cache *cache, size_t slots) {
    cache->slots = mem_zeroed(slots, sizeof *cache->slots);
    cache->mask = slots - 1;
    cache->count = 0;
}

void cache_init(struct cache *cache, size_t answer_size, size_t limit_bytes) {
    size_t aligned = (answer_size + sizeof(uint64_t) - 1) / sizeof(uint64_t) * sizeof(uint64_t);
    *cache = (struct cache){.key = hash_random_key(),
                            .chunk_used = CACHE_CHUNK_WORDS,
                            .answer_size = aligned,
                            .limit_bytes = limit_bytes,
                            .round_bytes = limit_bytes};
    cache_empty_slots(cache, CACHE_FIRST_SLOTS);
}

static void cache_put(struct cache *cache, struct cache_slot answer) {
    size_t slot = answer.tag & cache->mask;
    while (cache->slots[slot].place)
        slot = (slot + 1) & cache->mask;
    cache->slots[slot] = answer;
    cache->count++;
}

static void cache_double(struct cache *cache) {
    struct cache_slot *old = cache->slots;
    size_t old_slots = cache->mask + 1;
    cache_empty_slots(cache, old_slots * 2);
    for (size_t i = 0; i < old_slots; i++)
        if (old[i].place)
            cache_put(cache, old[i]);
    free(old);
}

static void cache_add_chunk(struct cache *cache, size_t words) {
    size_t bytes = (words > CACHE_CHUNK_WORDS ? words : CACHE_CHUNK_WORDS) * sizeof(uint64_t);
    mem_grow(&cache->chunks, &cache->chunk_capacity, cache->chunk_count + 1, sizeof *cache->chunks);
    cache->chunks[cache->chunk_count++] = mem_alloc(bytes, 1);
    cache->chunk_bytes += bytes;
    cache->chunk_used = 1;
}

/* The place of room for an answer. What is larger than a chunk gets one of its own. */
static uint32_t cache_take_words(struct cache *cache, size_t words) {
    if (cache->chunk_used + words > CACHE_CHUNK_WORDS)
        cache_add_chunk(cache, 1 + words);
    size_t place = (cache->chunk_count - 1) * CACHE_CHUNK_WORDS + cache->chunk_used;
    cache->chunk_used += words;
    return (uint32_t)place;
}

static void cache_free_chunks(struct cache *cache) {
    while (cache->chunk_count)
        free(cache->chunks[--cache->chunk_count]);
    cache->chunk_bytes = 0;
    cache->chunk_used = CACHE_CHUNK_WORDS;
}

void *cache_add(struct cache *cache, struct span key, uint64_t hash) {
    if (cache_bytes(cache) > cache->round_bytes)
        cache_clear(cache);
    if (cache->count * 3 > cache->mask * 2)
        cache_double(cache);
    uint32_t key_size = (uint32_t)key.size;
    size_t bytes = cache->answer_size + sizeof key_size + key.size;
    uint32_t place = cache_take_words(cache, (bytes + sizeof(uint64_t) - 1) / sizeof(uint64_t));
    cache_put(cache, (struct cache_slot){(uint32_t)hash, place});
    char *answer = cache_answer(cache, place);
    memset(answer, 0, cache->answer_size);
    memcpy(answer + cache->answer_size, &key_size, sizeof key_size);
    if (key.size)
        memcpy(answer + cache->answer_size + sizeof key_size, key.at, key.size);
    return answer;
}

static size_t cache_short_bytes(const struct cache *cache) {
    size_t bytes = cache->limit_bytes / CACHE_SHORT_PART;
    if (bytes < CACHE_SHORT_LEAST_BYTES)
        bytes = CACHE_SHORT_LEAST_BYTES;
    return bytes < cache->limit_bytes ? bytes : cache->limit_bytes;
}

static void cache_begin_round(struct cache *cache) {
    if (cache->found * CACHE_WORTH >= cache->count)
        cache->short_rounds = 0;
    else
        cache->short_rounds = cache->short_rounds ? cache->short_rounds - 1 : CACHE_SHORT_ROUNDS;
    cache->round_bytes = cache->short_rounds ? cache_short_bytes(cache) : cache->limit_bytes;
}

/* As many slots as before, for as many keys will come again; fewer for a short round. */
static void cache_clear_slots(struct cache *cache) {
    size_t slots = cache->mask + 1;
    if (cache->short_rounds)
        while (slots * sizeof *cache->slots > cache->round_bytes / CACHE_SLOTS_PART)
            slots /= 2;
    if (slots == cache->mask + 1) {
        memset(cache->slots, 0, slots * sizeof *cache->slots);
        cache->count = 0;
    } else {
        free(cache->slots);
        cache_empty_slots(cache, slots);
    }
}

static void cache_forget(struct cache *cache) {
    cache_clear_slots(cache);
    cache_free_chunks(cache);
    arena_clear(&cache->arena);
    cache->found = 0;
    cache->forgotten++;
}

void cache_clear(struct cache *cache) {
    cache_begin_round(cache);
    cache_forget(cache);
}

void cache_clear_behind(struct cache *cache, const struct cache *first) {
    cache->short_rounds = first->short_rounds;
    cache->round_bytes = first->round_bytes;
    cache_forget(cache);
}

void cache_free(struct cache *cache) {
    free(cache->slots);
    cache_free_chunks(cache);
    free(cache->chunks);
    arena_free(&cache->arena);
    *cache = (struct cache){0};
}
