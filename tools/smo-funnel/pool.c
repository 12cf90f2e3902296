#include "smo-funnel/pool.h"

#include "lib/base/mem.h"

#include <stdlib.h>

void pool_init(struct pool *pool, size_t item_bytes) {
    *pool = (struct pool){.item_bytes = item_bytes, .limit = POOL_MAX_ITEMS};
    pool_take_fresh(pool);
}

uint32_t pool_take_fresh(struct pool *pool) {
    if (pool->used >= pool->limit)
        mem_exhausted();
    if (pool->used / POOL_BLOCK_ITEMS == pool->blocks_count) {
        mem_grow(&pool->blocks, &pool->blocks_capacity, pool->blocks_count + 1,
                 sizeof *pool->blocks);
        pool->blocks[pool->blocks_count++] = mem_zeroed(POOL_BLOCK_ITEMS, pool->item_bytes);
    }
    return pool->used++;
}

void pool_give(struct pool *pool, uint32_t item) {
    if (item == 0)
        return;
    char *at = pool_at(pool, item);
    memset(at, 0, pool->item_bytes);
    memcpy(at, &pool->free_item, sizeof pool->free_item);
    pool->free_item = item;
    pool->count--;
}

size_t pool_bytes(const struct pool *pool) {
    return pool->blocks_count * POOL_BLOCK_ITEMS * pool->item_bytes;
}

void pool_free(struct pool *pool) {
    for (size_t i = 0; i < pool->blocks_count; i++)
        free(pool->blocks[i]);
    free(pool->blocks);
    *pool = (struct pool){0};
}
