#include "smo-classify/crowd.h"

#include <stdbool.h>
#include <stddef.h>

static bool crowd_counts(const struct crowd *crowd, size_t place, uint64_t address) {
    return crowd->names[place] == address && crowd->counts[place];
}

static uint16_t crowd_tag(uint64_t address) {
    return (uint16_t)(address >> 48);
}

/* False: it is not counted. Most addresses that come to this are new. */
static bool crowd_may_count(const struct crowd *crowd, uint64_t address) {
    uint16_t tag = crowd_tag(address), found = 0;
    for (size_t i = 0; i < CROWD_COUNTERS; i++)
        found |= crowd->tags[i] == tag;
    return found;
}

/* The place where an address is counted, else a free one, else CROWD_COUNTERS. */
static size_t crowd_place(const struct crowd *crowd, uint64_t address) {
    if (crowd_may_count(crowd, address))
        for (size_t i = 0; i < CROWD_COUNTERS; i++)
            if (crowd_counts(crowd, i, address))
                return i;
    return ~crowd->used ? 63 - (size_t)__builtin_clzll(~crowd->used) : CROWD_COUNTERS;
}

/* Seldom: each time takes away what as many hits as there are counters had added. */
static void crowd_count_down(struct crowd *crowd) {
    for (size_t i = 0; i < CROWD_COUNTERS; i++)
        if (--crowd->counts[i] == 0)
            crowd->used &= ~((uint64_t)1 << i);
}

void crowd_add(struct crowd *crowd, uint64_t address) {
    unsigned char *hint = &crowd->hints[address % CROWD_HINTS];
    crowd->total++;
    if (crowd_counts(crowd, *hint, address)) {
        crowd->counts[*hint]++;
        return;
    }
    size_t place = crowd_place(crowd, address);
    if (place < CROWD_COUNTERS) {
        crowd->names[place] = address;
        crowd->tags[place] = crowd_tag(address);
        crowd->counts[place]++;
        crowd->used |= (uint64_t)1 << place;
        *hint = (unsigned char)place;
    } else {
        crowd_count_down(crowd);
    }
}

uint64_t crowd_greatest(const struct crowd *crowd, uint64_t *hits) {
    size_t greatest = 0;
    for (size_t i = 1; i < CROWD_COUNTERS; i++)
        if (crowd->counts[i] > crowd->counts[greatest])
            greatest = i;
    *hits = crowd->counts[greatest];
    return crowd->names[greatest];
}
