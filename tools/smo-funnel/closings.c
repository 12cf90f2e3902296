#include "smo-funnel/closings.h"

#include "lib/base/mem.h"

#include <stdlib.h>

static bool is_before_at_once(const struct closings_entry *a, const struct closings_entry *b) {
    return a->start != b->start ? a->start < b->start : a->serial < b->serial;
}

static inline bool is_before(const struct closings_entry *a, const struct closings_entry *b) {
    return a->time != b->time ? a->time < b->time : is_before_at_once(a, b);
}

/* --- queues */

enum { CLOSINGS_FIRST_CAPACITY = 1024 };

/* The entry at a place, counted from the first one, or where it would go. */
static inline struct closings_entry *queue_at(const struct closings_queue *queue, size_t place) {
    size_t at = queue->first + place;
    return &queue->ring[at < queue->capacity ? at : at - queue->capacity];
}

/* By a quarter only: a ring goes round through all of its memory, however few entries it holds. */
static void queue_widen(struct closings_queue *queue) {
    size_t capacity = queue->capacity / 4 * 5 + CLOSINGS_FIRST_CAPACITY;
    struct closings_entry *wider = mem_alloc(capacity, sizeof *wider);
    for (size_t i = 0; i < queue->count; i++)
        wider[i] = *queue_at(queue, i);
    free(queue->ring);
    queue->ring = wider;
    queue->first = 0;
    queue->capacity = capacity;
}

static void queue_add(struct closings_queue *queue, struct closings_entry entry) {
    if (queue->count == queue->capacity)
        queue_widen(queue);
    *queue_at(queue, queue->count++) = entry;
}

static void queue_remove_first(struct closings_queue *queue) {
    if (++queue->first == queue->capacity)
        queue->first = 0;
    queue->count--;
}

/* True if all that stand in the queue are before it. */
static bool queue_may_add(const struct closings_queue *queue, const struct closings_entry *entry) {
    return queue->count == 0 || is_before(queue_at(queue, queue->count - 1), entry);
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
        if (child + 1 < closings->heap_count) /* added: a branch could not be predicted */
            child += is_before(&heap[child + 1], &heap[child]);
        if (child >= closings->heap_count || !is_before(&heap[child], &entry))
            break;
        heap[place] = heap[child];
        place = child;
    }
    heap[place] = entry;
}

static void closings_pop(struct closings *closings) {
    if (--closings->heap_count)
        closings_sink(closings, closings->heap[closings->heap_count]);
}

/* --- both */

static void closings_compare_first(struct closings *closings) {
    const struct closings_entry *first = closings->heap_count ? closings->heap : NULL;
    closings->first_queue = NULL;
    for (size_t i = 0; i < CLOSINGS_SORTS; i++) {
        struct closings_queue *queue = &closings->queues[i];
        if (queue->count == 0 || (first && !is_before(queue_at(queue, 0), first)))
            continue;
        first = queue_at(queue, 0);
        closings->first_queue = queue;
    }
}

/* True if the first of all may be another one now: it is not if the entry went behind another one
 * in its queue. */
static bool closings_put(struct closings *closings, struct closings_entry entry,
                         enum closings_sort sort) {
    struct closings_queue *queue = &closings->queues[sort];
    if (!queue_may_add(queue, &entry)) {
        closings_push(closings, entry);
        return true;
    }
    queue_add(queue, entry);
    return queue->count == 1;
}

void closings_add(struct closings *closings, struct closings_entry entry, enum closings_sort sort) {
    if (closings_put(closings, entry, sort))
        closings_compare_first(closings);
}

void closings_remove_first(struct closings *closings) {
    if (closings->first_queue)
        queue_remove_first(closings->first_queue);
    else
        closings_pop(closings);
    closings_compare_first(closings);
}

void closings_put_off_first(struct closings *closings, int64_t time) {
    struct closings_entry entry = *closings_first(closings);
    entry.time = time;
    if (closings->first_queue) {
        queue_remove_first(closings->first_queue);
        closings_put(closings, entry, CLOSINGS_RUNNING);
    } else {
        closings_sink(closings, entry);
    }
    closings_compare_first(closings);
}

/* No entry of a heap is before the one above it: so each that is due is found from one that is. */
static size_t closings_due_in_heap(const struct closings *closings, int64_t time,
                                   struct closings_entry *due) {
    const struct closings_entry *heap = closings->heap;
    size_t places[CLOSINGS_DUE], count = 0;
    if (closings->heap_count && heap->time < time)
        places[count++] = 0;
    for (size_t i = 0; i < count; i++) {
        size_t child = 2 * places[i] + 1;
        due[i] = heap[places[i]];
        for (size_t end = child + 2; child < end && child < closings->heap_count; child++)
            if (count < CLOSINGS_DUE && heap[child].time < time)
                places[count++] = child;
    }
    return count;
}

size_t closings_due(const struct closings *closings, int64_t time,
                    struct closings_entry due[CLOSINGS_DUE]) {
    size_t count = closings_due_in_heap(closings, time, due);
    for (size_t i = 0; i < CLOSINGS_SORTS; i++) {
        const struct closings_queue *queue = &closings->queues[i];
        for (size_t place = 0; place < queue->count && count < CLOSINGS_DUE; place++) {
            if (queue_at(queue, place)->time >= time)
                break;
            due[count++] = *queue_at(queue, place);
        }
    }
    return count;
}

size_t closings_bytes(const struct closings *closings) {
    size_t entries = closings->heap_capacity;
    for (size_t i = 0; i < CLOSINGS_SORTS; i++)
        entries += closings->queues[i].capacity;
    return entries * sizeof(struct closings_entry);
}

void closings_free(struct closings *closings) {
    free(closings->heap);
    for (size_t i = 0; i < CLOSINGS_SORTS; i++)
        free(closings->queues[i].ring);
    *closings = (struct closings){0};
}
