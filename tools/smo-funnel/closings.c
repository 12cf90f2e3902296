#include "smo-funnel/closings.h"

#include "lib/base/mem.h"

#include <stdlib.h>

static bool is_before_at_once(const struct closings_entry *a, const struct closings_entry *b) {
    return a->start != b->start ? a->start < b->start : a->number < b->number;
}

static inline bool is_before(const struct closings_entry *a, const struct closings_entry *b) {
    return a->time != b->time ? a->time < b->time : is_before_at_once(a, b);
}

/* --- the queue */

enum { CLOSINGS_FIRST_CAPACITY = 1024 };

/* By a quarter: all of a ring is in use as it goes round, be it full or not. */
static void closings_widen_queue(struct closings *closings) {
    size_t capacity = closings->queue_capacity / 4 * 5 + CLOSINGS_FIRST_CAPACITY;
    struct closings_entry *wider = mem_alloc(capacity, sizeof *wider);
    for (size_t i = 0; i < closings->queue_count; i++)
        wider[i] = *closings_queued(closings, i);
    free(closings->queue);
    closings->queue = wider;
    closings->queue_first = 0;
    closings->queue_capacity = capacity;
}

static void closings_enqueue(struct closings *closings, struct closings_entry entry) {
    if (closings->queue_count == closings->queue_capacity)
        closings_widen_queue(closings);
    size_t end = closings->queue_first + closings->queue_count++;
    closings->queue[end < closings->queue_capacity ? end : end - closings->queue_capacity] = entry;
}

/* True if all that stand in the queue are before it. */
static bool closings_is_last(const struct closings *closings, const struct closings_entry *entry) {
    return closings->queue_count == 0 ||
           is_before(closings_queued(closings, closings->queue_count - 1), entry);
}

/* --- the heap */

static void closings_push(struct closings *closings, struct closings_entry entry) {
    mem_grow(&closings->heap, &closings->heap_capacity, closings->heap_count + 1,
             sizeof *closings->heap);
    struct closings_entry *heap = closings->heap;
    size_t place = closings->heap_count++;
    while (place && is_before(&entry, &heap[(place - 1) / 2])) {
        heap[place] = heap[(place - 1) / 2];
        place = (place - 1) / 2;
    }
    heap[place] = entry;
}

/* Puts the entry at the top and lets it sink to where it belongs. */
static void closings_sink(struct closings *closings, struct closings_entry entry) {
    struct closings_entry *heap = closings->heap;
    size_t place = 0;
    for (;;) {
        size_t child = 2 * place + 1;
        if (child + 1 < closings->heap_count) /* added, for nobody can foretell which it is */
            child += is_before(&heap[child + 1], &heap[child]);
        if (child >= closings->heap_count || !is_before(&heap[child], &entry))
            break;
        heap[place] = heap[child];
        place = child;
    }
    heap[place] = entry;
}

/* --- both */

static void closings_compare_first(struct closings *closings) {
    closings->is_queued =
        closings->queue_count &&
        (closings->heap_count == 0 || is_before(closings_queued(closings, 0), closings->heap));
}

static void closings_put(struct closings *closings, struct closings_entry entry) {
    if (closings_is_last(closings, &entry))
        closings_enqueue(closings, entry);
    else
        closings_push(closings, entry);
}

void closings_add(struct closings *closings, struct closings_entry entry) {
    closings_put(closings, entry);
    closings_compare_first(closings);
}

static void closings_dequeue(struct closings *closings) {
    if (++closings->queue_first == closings->queue_capacity)
        closings->queue_first = 0;
    closings->queue_count--;
}

void closings_remove_first(struct closings *closings) {
    if (closings->is_queued)
        closings_dequeue(closings);
    else if (--closings->heap_count)
        closings_sink(closings, closings->heap[closings->heap_count]);
    closings_compare_first(closings);
}

void closings_put_off_first(struct closings *closings, int64_t time) {
    struct closings_entry entry = *closings_first(closings);
    entry.time = time;
    if (closings->is_queued) {
        closings_dequeue(closings);
        closings_put(closings, entry);
    } else {
        closings_sink(closings, entry);
    }
    closings_compare_first(closings);
}

size_t closings_bytes(const struct closings *closings) {
    return (closings->heap_capacity + closings->queue_capacity) * sizeof *closings->heap;
}

void closings_free(struct closings *closings) {
    free(closings->heap);
    free(closings->queue);
    *closings = (struct closings){0};
}
