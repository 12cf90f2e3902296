#include "lib/base/table.h"

#include "lib/base/hash.h"
#include "lib/base/mem.h"

#include <stdlib.h>

enum { TABLE_FIRST_SLOTS = 64 };

#define TABLE_MOST_NAMES (UINT32_MAX / 8 * 3) /* 3/4 of 2^31 slots: no table has more of these */

static void table_empty_slots(struct table *table, uint32_t slots) {
    table->slots = mem_alloc(slots, sizeof *table->slots);
    mem_prefer_huge_pages(table->slots, slots * sizeof *table->slots);
    memset(table->slots, 0xff, slots * sizeof *table->slots); /* number = TABLE_NONE */
    table->mask = slots - 1;
}

void table_init(struct table *table) {
    *table = (struct table){.seed = hash_random_seed()};
    table_empty_slots(table, TABLE_FIRST_SLOTS);
}

/* The slot that holds the name, or the free one where it would go. */
static struct table_slot *table_slot_of(const struct table *table, struct span name,
                                        uint64_t hash) {
    uint32_t half = (uint32_t)hash;
    for (uint32_t place = half & table->mask;; place = (place + 1) & table->mask) {
        struct table_slot *slot = &table->slots[place];
        if (slot->number == TABLE_NONE ||
            (slot->hash == half && span_equals(table->names[slot->number], name)))
            return slot;
    }
}

/* Puts a name that is not there among the slots. */
static void table_place(struct table *table, struct table_slot slot) {
    uint32_t place = slot.hash & table->mask;
    while (table->slots[place].number != TABLE_NONE)
        place = (place + 1) & table->mask;
    table->slots[place] = slot;
}

static void table_double(struct table *table) {
    struct table_slot *old = table->slots;
    uint32_t old_slots = table->mask + 1;
    table_empty_slots(table, old_slots * 2);
    for (uint32_t i = 0; i < old_slots; i++)
        if (old[i].number != TABLE_NONE)
            table_place(table, old[i]);
    free(old);
}

uint32_t table_number(struct table *table, struct span name) {
    uint64_t hash = hash_bytes(name, table->seed);
    struct table_slot *slot = table_slot_of(table, name, hash);
    if (slot->number != TABLE_NONE)
        return slot->number;
    if (table->count >= TABLE_MOST_NAMES)
        mem_exhausted();
    mem_grow(&table->names, &table->names_capacity, (size_t)table->count + 1, sizeof *table->names);
    table->names[table->count] = arena_copy(&table->arena, name);
    uint32_t number = table->count++;
    *slot = (struct table_slot){(uint32_t)hash, number};
    if (table->count > table->mask / 4 * 3)
        table_double(table);
    return number;
}

uint32_t table_hash(const struct table *table, struct span name) {
    return (uint32_t)hash_bytes(name, table->seed);
}

uint32_t table_find(const struct table *table, struct span name) {
    return table_slot_of(table, name, hash_bytes(name, table->seed))->number;
}

/* The names that are kept, in the order of their old numbers: that is how they lie in memory. */
static void table_keep_names(struct table *table, const struct table *old,
                             const uint32_t *numbers) {
    mem_grow(&table->names, &table->names_capacity, table->count, sizeof *table->names);
    for (uint32_t i = 0; i < old->count; i++)
        if (numbers[i] != TABLE_NONE)
            table->names[numbers[i]] = arena_copy(&table->arena, old->names[i]);
}

/* By the order of the old slots, which is nearly that of the new ones. */
static void table_keep_slots(struct table *table, const struct table *old,
                             const uint32_t *numbers) {
    uint32_t slots = TABLE_FIRST_SLOTS;
    while (table->count > (slots - 1) / 4 * 3)
        slots *= 2;
    table_empty_slots(table, slots);
    for (uint32_t i = 0; i <= old->mask; i++) {
        struct table_slot slot = old->slots[i];
        if (slot.number == TABLE_NONE || numbers[slot.number] == TABLE_NONE)
            continue;
        slot.number = numbers[slot.number];
        table_place(table, slot);
    }
}

void table_renumber(struct table *table, const uint32_t *numbers, uint32_t count) {
    struct table renewed = {.seed = table->seed, .count = count};
    table_keep_names(&renewed, table, numbers);
    table_keep_slots(&renewed, table, numbers);
    table_free(table);
    *table = renewed;
}

size_t table_bytes(const struct table *table) {
    return table->arena.bytes + ((size_t)table->mask + 1) * sizeof *table->slots +
           table->names_capacity * sizeof *table->names;
}

void table_free(struct table *table) {
    free(table->slots);
    free(table->names);
    arena_free(&table->arena);
    *table = (struct table){0};
}
