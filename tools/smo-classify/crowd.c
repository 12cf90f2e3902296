#include "smo-classify/crowd.h"

#include <stdbool.h>
#include <stddef.h>

static bool crowd_counts(const struct crowd *crowd, size_t place, uint64_t address) {
    return crowd->names[place] == address && crowd->counts[place];
}

/* The place where an address is counted, else a free one, else CROWD_COUNTERS. */
static size_t crowd_place(const struct crowd *crowd, uint64_t address) {
    size_t free_place = CROWD_COUNTERS;
    for (size_t i = 0; i < CROWD_COUNTERS; i++) {
        if (crowd_counts(crowd, i, address))
            return i;
        if (!crowd->counts[i])
            free_place = i;
    }
    return free_place;
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
        crowd->counts[place]++;
        *hint = (unsigned char)place;
        return;
    }
    for (size_t i = 0; i < CROWD_COUNTERS; i++)
        crowd->counts[i]--;
}

uint64_t crowd_greatest(const struct crowd *crowd, uint64_t *hits) {
    size_t greatest = 0;
    for (size_t i = 1; i < CROWD_COUNTERS; i++)
        if (crowd->counts[i] > crowd->counts[greatest])
            greatest = i;
    *hits = crowd->counts[greatest];
    return crowd->names[greatest];
}
