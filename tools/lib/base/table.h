/* A table of names: gives each distinct byte string a number, 0, 1, 2 ... in order of first sight.
 * What belongs to a name stands in an array of the caller's at that number, so one table serves
 * caches, counters and sets alike, and results never depend on the hash. */
#ifndef SMO_LIB_BASE_TABLE_H
#define SMO_LIB_BASE_TABLE_H

#include "lib/base/arena.h"
#include "lib/base/span.h"

#include <stdint.h>

#define TABLE_NONE UINT32_MAX

struct table_slot {
    uint32_t hash; /* the lower half: tells the place, and is compared before the name is */
    uint32_t number;
};

/* Made by table_init(). Names are kept in its arena. */
struct table {
    struct table_slot *slots; /* open addressing, a power of two, at most 3/4 full */
    uint32_t mask;
    uint32_t count; /* of names */
    struct span *names;
    size_t names_capacity;
    uint64_t seed;
    struct arena arena;
};

void table_init(struct table *table);

/* The number of `name`, new or old. The name is copied when it is new, which shows by
 * `number == old count`. Dies beyond 1.6 * 10^9 names. */
uint32_t table_number(struct table *table, struct span name);

/* The number of `name`, or TABLE_NONE. */
uint32_t table_find(const struct table *table, struct span name);

/* To look up many names at once, step by step, so that memory is not waited for: table_expect()
 * prefetches the slot of a hash; once that has arrived, table_guess() reads it: the number of
 * whatever name stands there, this one or another, 0 if none. Each step is done for all the names
 * before the next begins. cache.h and thin.h of smo-classify and keys.h of smo-funnel have the same
 * steps: `expect` prefetches a slot, `guess` reads it, `fetch` prefetches what it points to. */
uint32_t table_hash(const struct table *table, struct span name);

static inline void table_expect(const struct table *table, uint32_t hash) {
    __builtin_prefetch(&table->slots[hash & table->mask]);
}

static inline uint32_t table_guess(const struct table *table, uint32_t hash) {
    uint32_t number = table->slots[hash & table->mask].number;
    return number == TABLE_NONE ? 0 : number;
}

/* The name of a number; lives as long as the table. */
static inline struct span table_name(const struct table *table, uint32_t number) {
    return table->names[number];
}

/* Gives the names new numbers and forgets those that get none: numbers[old number] is the new one
 * or TABLE_NONE, and the new ones are all those below `count`. No name is hashed again. */
void table_renumber(struct table *table, const uint32_t *numbers, uint32_t count);

/* What it costs in memory, in bytes: for caches that must stay small. */
size_t table_bytes(const struct table *table);

void table_free(struct table *table);

#endif
