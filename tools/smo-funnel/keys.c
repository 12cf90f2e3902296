#include "smo-funnel/keys.h"

#include "lib/base/hash.h"
#include "lib/base/mem.h"

#include <stdlib.h>

enum { KEYS_FIRST_SLOTS = 1024 };

static void keys_init_by(struct keys *keys, uint64_t seed) {
    *keys = (struct keys){.mask = KEYS_FIRST_SLOTS - 1, .seed = seed};
    keys->slots = mem_zeroed(KEYS_FIRST_SLOTS, sizeof *keys->slots);
}

void keys_init(struct keys *keys) {
    keys_init_by(keys, hash_random_seed());
}

void keys_init_like(struct keys *keys, const struct keys *other) {
    keys_init_by(keys, other->seed);
}

/* The value is as good as random already, but a log may hold keys that smo-classify did not make:
 * the seed keeps those apart too. */
static uint32_t keys_spread_of(const struct keys *keys, uint64_t value, uint32_t site) {
    uint64_t spread = HASH_ODD + (uint64_t)site * 2; /* odd: never 0 */
    return (uint32_t)hash_fold(value ^ keys->seed, spread);
}

uint32_t keys_spread(const struct keys *keys, struct key key) {
    return keys_spread_of(keys, key.value, key.site);
}

/* Where the key belongs if nobody sits there. */
static uint32_t keys_home(const struct keys *keys, uint64_t value, uint32_t site) {
    return keys_spread_of(keys, value, site) & keys->mask;
}

/* The place of the key, or of the free slot where it would go. */
static uint32_t keys_place(const struct keys *keys, struct key key) {
    uint32_t place = keys_home(keys, key.value, key.site);
    for (;; place = (place + 1) & keys->mask) {
        const struct keys_slot *slot = &keys->slots[place];
        if (slot->number == 0 || (slot->value == key.value && slot->site == key.site))
            return place;
    }
}

uint32_t keys_find(const struct keys *keys, struct key key) {
    return keys->slots[keys_place(keys, key)].number;
}

static void keys_double(struct keys *keys) {
    struct keys_slot *old = keys->slots;
    uint32_t old_mask = keys->mask;
    if (old_mask >= UINT32_MAX / 2)
        mem_exhausted();
    keys->mask = old_mask * 2 + 1;
    keys->slots = mem_zeroed((size_t)keys->mask + 1, sizeof *keys->slots);
    mem_prefer_huge_pages(keys->slots, keys_bytes(keys));
    for (size_t i = 0; i <= old_mask; i++) {
        if (old[i].number) {
            struct key key = {old[i].value, old[i].site};
            keys->slots[keys_place(keys, key)] = old[i];
        }
    }
    free(old);
}

void keys_add(struct keys *keys, struct key key, uint32_t number) {
    if (keys->count >= keys->mask / 4 * 3)
        keys_double(keys);
    keys->slots[keys_place(keys, key)] = (struct keys_slot){key.value, key.site, number};
    keys->count++;
}

void keys_remove(struct keys *keys, struct key key) {
    uint32_t hole = keys_place(keys, key), place = hole;
    keys->count--;
    /* Those behind move up, unless they sit between their home and the hole: no tombstones. */
    for (;;) {
        place = (place + 1) & keys->mask;
        const struct keys_slot *slot = &keys->slots[place];
        if (slot->number == 0)
            break;
        uint32_t home = keys_home(keys, slot->value, slot->site);
        if (((place - home) & keys->mask) >= ((place - hole) & keys->mask)) {
            keys->slots[hole] = *slot;
            hole = place;
        }
    }
    keys->slots[hole].number = 0;
}

size_t keys_bytes(const struct keys *keys) {
    return ((size_t)keys->mask + 1) * sizeof *keys->slots;
}

void keys_free(struct keys *keys) {
    free(keys->slots);
    *keys = (struct keys){0};
}
