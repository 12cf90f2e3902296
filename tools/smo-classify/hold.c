#include "smo-classify/hold.h"

#include <sys/mman.h>
#include <unistd.h>

enum { HOLD_FREE_BYTES = 256 * 1024 }; /* at least so many at once */

/* What is kept is a tag byte and spans, each a size and its bytes: 4 bytes a cell beside the text.
 */
/* Writes to room that was reserved; returns what follows. */
static char *hold_put(char *at, struct span text) {
    uint32_t size = (uint32_t)text.size; /* a cell of a line of 8 MiB at most */
    memcpy(at, &size, sizeof size);
    if (text.size)
        memcpy(at + sizeof size, text.at, text.size);
    return at + sizeof size + text.size;
}

static struct span hold_take(struct hold *hold) {
    uint32_t size;
    memcpy(&size, hold->bytes.at + hold->taken, sizeof size);
    struct span text = {hold->bytes.at + hold->taken + sizeof size, size};
    hold->taken += sizeof size + size;
    return text;
}

void hold_hit(struct hold *hold, const struct hit *hit) {
    size_t size = 1 + (HIT_COUNT + 1) * sizeof(uint32_t) + hit->others.size;
    for (size_t i = 0; i < HIT_COUNT; i++)
        size += hit->cells[i].size;
    char *at = buf_reserve(&hold->bytes, size);
    *at++ = hit->has_agent ? 'a' : 'n';
    for (size_t i = 0; i < HIT_COUNT; i++)
        at = hold_put(at, hit->cells[i]);
    hold_put(at, hit->others);
    hold->bytes.size += size;
    hold->hits++;
}

void hold_header(struct hold *hold, struct span others) {
    size_t size = 1 + sizeof(uint32_t) + others.size;
    char *at = buf_reserve(&hold->bytes, size);
    *at++ = 'h';
    hold_put(at, others);
    hold->bytes.size += size;
}

enum hold_event hold_next(struct hold *hold, struct hit *hit, struct span *others) {
    if (hold->taken == hold->bytes.size)
        return HOLD_END;
    char tag = hold->bytes.at[hold->taken++];
    if (tag == 'h') {
        *others = hold_take(hold);
        return HOLD_HEADER;
    }
    for (size_t i = 0; i < HIT_COUNT; i++)
        hit->cells[i] = hold_take(hold);
    hit->others = hold_take(hold);
    hit->has_agent = tag == 'a';
    return HOLD_HIT;
}

/* Whole pages only. */
void hold_free_taken(struct hold *hold) {
    if (hold->taken - hold->freed < HOLD_FREE_BYTES)
        return;
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    uintptr_t start = (uintptr_t)hold->bytes.at + hold->freed,
              end = (uintptr_t)hold->bytes.at + hold->taken;
    start = (start + page - 1) / page * page;
    end = end / page * page;
    madvise((void *)start, end - start, MADV_DONTNEED);
    hold->freed = hold->taken;
}

void hold_clear(struct hold *hold) {
    buf_clear(&hold->bytes);
    hold->taken = 0;
    hold->freed = 0;
    hold->hits = 0;
}

void hold_free(struct hold *hold) {
    buf_free(&hold->bytes);
    *hold = (struct hold){0};
}
