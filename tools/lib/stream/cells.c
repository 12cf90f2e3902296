#include "lib/stream/cells.h"

size_t cells_split(struct span row, uint32_t *ends, size_t room) {
    size_t count = 0;
    for (size_t place = 0; place <= row.size; place++) {
        place += span_find(span_skip(row, place), '\t');
        if (count < room)
            ends[count] = (uint32_t)place;
        count++;
    }
    return count;
}

#ifdef __SSE2__
#include <emmintrin.h>

/* A bit for each of 64 bytes: set where it is this one. */
static inline uint64_t found_in_16(const char *at, __m128i wanted) {
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
    return (uint64_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, wanted));
}

static inline uint64_t found_in_64(const char *at, char byte) {
    __m128i wanted = _mm_set1_epi8(byte);
    return found_in_16(at, wanted) | found_in_16(at + 16, wanted) << 16 |
           found_in_16(at + 32, wanted) << 32 | found_in_16(at + 48, wanted) << 48;
}
#else
static inline uint64_t found_in_64(const char *at, char byte) {
    uint64_t found = 0;
    for (int i = 0; i < 64; i++)
        found |= (uint64_t)(at[i] == byte) << i;
    return found;
}
#endif

/* The bits of `found` below the lowest of `ending`, which is not 0. */
static inline uint64_t bits_before(uint64_t found, uint64_t ending) {
    return found & ((ending & -ending) - 1);
}

size_t cells_scan(struct span text, uint32_t *ends, size_t room, size_t *size) {
    size_t count = 0;
    for (size_t place = 0; place < text.size && count <= room; place += 64) {
        uint64_t tabs = found_in_64(text.at + place, '\t');
        uint64_t lines = found_in_64(text.at + place, '\n');
        if (lines)
            tabs = bits_before(tabs, lines);
        for (; tabs; tabs &= tabs - 1)
            ends[count++] = (uint32_t)place + (uint32_t)__builtin_ctzll(tabs);
        if (!lines)
            continue;
        *size = place + (size_t)__builtin_ctzll(lines);
        ends[count++] = (uint32_t)*size;
        return *size < text.size && count <= room ? count : 0;
    }
    return 0;
}
