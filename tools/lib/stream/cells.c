#include "lib/stream/cells.h"

#ifdef __SSE2__
#include <emmintrin.h>

/* A bit for each of 16 bytes: set where it is a TAB. */
static unsigned tabs_in_16(const char *at) {
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
    return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\t')));
}

static size_t split_blocks(struct span row, uint32_t *ends, size_t room, size_t *count) {
    size_t place = 0;
    for (; place + 16 <= row.size; place += 16) {
        for (unsigned tabs = tabs_in_16(row.at + place); tabs; tabs &= tabs - 1) {
            if (*count < room)
                ends[*count] = (uint32_t)place + (uint32_t)__builtin_ctz(tabs);
            ++*count;
        }
    }
    return place;
}
#else
static size_t split_blocks(struct span row, uint32_t *ends, size_t room, size_t *count) {
    (void)row, (void)ends, (void)room, (void)count;
    return 0;
}
#endif

size_t cells_split(struct span row, uint32_t *ends, size_t room) {
    size_t count = 0;
    for (size_t place = split_blocks(row, ends, room, &count); place <= row.size; place++) {
        if (place < row.size && row.at[place] != '\t')
            continue;
        if (count < room)
            ends[count] = (uint32_t)place;
        count++;
    }
    return count;
}
