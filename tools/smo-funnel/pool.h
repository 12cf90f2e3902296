/* A pool: many things of one size, each known by a number, given back one by one. A number takes
 * half the room of an address, and things never move. Number 0 is nothing, so that a zeroed struct
 * refers to nothing. */
#ifndef SMO_FUNNEL_POOL_H
#define SMO_FUNNEL_POOL_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { POOL_BLOCK_ITEMS = 1024, POOL_MAX_ITEMS = 1 << 28 };

struct pool {
    char **blocks; /* of POOL_BLOCK_ITEMS each */
    size_t blocks_count, blocks_capacity;
    size_t item_bytes;
    uint32_t used;      /* numbers ever taken, 0 included */
    uint32_t limit;     /* for `used`: POOL_MAX_ITEMS */
    uint32_t free_item; /* head of the chain of those given back; 0: none */
    uint32_t count;     /* in use now */
};

/* `item_bytes` is at least 4. Numbers are below POOL_MAX_ITEMS: users that keep one in fewer than
 * 32 bits rely on it. */
void pool_init(struct pool *pool, size_t item_bytes);

/* For pool_take(), where none was given back. */
uint32_t pool_take_fresh(struct pool *pool);

/* The number of a new thing, all bytes zero. Dies, as for lack of memory, if there are too many. */
static inline uint32_t pool_take(struct pool *pool);

/* Gives one back; 0 is fine. */
void pool_give(struct pool *pool, uint32_t item);

static inline void *pool_at(const struct pool *pool, uint32_t item) {
    return pool->blocks[item / POOL_BLOCK_ITEMS] + item % POOL_BLOCK_ITEMS * pool->item_bytes;
}

/* The same for a caller that knows the size: then the compiler knows it, too. */
static inline void *pool_at_size(const struct pool *pool, uint32_t item, size_t item_bytes) {
    return pool->blocks[item / POOL_BLOCK_ITEMS] + item % POOL_BLOCK_ITEMS * item_bytes;
}

static inline uint32_t pool_take(struct pool *pool) {
    uint32_t item = pool->free_item;
    pool->count++;
    if (item == 0)
        return pool_take_fresh(pool);
    char *at = pool_at(pool, item); /* all zero but for the chain */
    memcpy(&pool->free_item, at, sizeof pool->free_item);
    memset(at, 0, sizeof pool->free_item);
    return item;
}

/* What it costs in memory. */
size_t pool_bytes(const struct pool *pool);

void pool_free(struct pool *pool);

#endif
