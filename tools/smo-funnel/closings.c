#include "smo-funnel/closings.h"

#include "lib/base/mem.h"

#include <stdbool.h>
#include <stdlib.h>

static bool is_before_at_once(const struct closings_entry *a, const struct closings_entry *b) {
    return a->start != b->start ? a->start < b->start : a->number < b->number;
}

static inline bool is_before(const struct closings_entry *a, const struct closings_entry *b) {
    return a->time != b->time ? a->time < b->time : is_before_at_once(a, b);
}

void closings_add(struct closings *closings, struct closings_entry entry) {
    mem_grow(&closings->entries, &closings->capacity, closings->count + 1,
             sizeof *closings->entries);
    size_t place = closings->count++;
    while (place && is_before(&entry, &closings->entries[(place - 1) / 2])) {
        closings->entries[place] = closings->entries[(place - 1) / 2];
        place = (place - 1) / 2;
    }
    closings->entries[place] = entry;
}

/* Puts the entry at the top and lets it sink to where it belongs. */
static void closings_sink(struct closings *closings, struct closings_entry entry) {
    struct closings_entry *entries = closings->entries;
    size_t place = 0;
    for (;;) {
        size_t child = 2 * place + 1;
        if (child + 1 < closings->count) /* added, for nobody can foretell which it is */
            child += is_before(&entries[child + 1], &entries[child]);
        if (child >= closings->count || !is_before(&entries[child], &entry))
            break;
        entries[place] = entries[child];
        place = child;
    }
    entries[place] = entry;
}

void closings_remove_first(struct closings *closings) {
    closings->count--;
    if (closings->count)
        closings_sink(closings, closings->entries[closings->count]);
}

void closings_put_off_first(struct closings *closings, int64_t time) {
    struct closings_entry entry = closings->entries[0];
    entry.time = time;
    closings_sink(closings, entry);
}

size_t closings_bytes(const struct closings *closings) {
    return closings->capacity * sizeof *closings->entries;
}

void closings_free(struct closings *closings) {
    free(closings->entries);
    *closings = (struct closings){0};
}
