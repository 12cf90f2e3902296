#include "smo-classify/crowd.h"

#include <stddef.h>

void crowd_add(struct crowd *crowd, uint64_t address) {
    crowd->total++;
    size_t free_place = CROWD_COUNTERS;
    for (size_t i = 0; i < CROWD_COUNTERS; i++) {
        if (crowd->names[i] == address && crowd->counts[i]) {
            crowd->counts[i]++;
            return;
        }
        if (!crowd->counts[i])
            free_place = i;
    }
    if (free_place < CROWD_COUNTERS) {
        crowd->names[free_place] = address;
        crowd->counts[free_place] = 1;
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
