#include "lib/stream/cells.h"

#include "lib/base/places.h"

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

size_t cells_scan_anywhere(struct span text, uint32_t *ends, size_t room, size_t *size) {
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

#if defined __x86_64__ && defined __GNUC__
PLACES_BY_AVX2 static inline uint64_t found_by_avx2(__m256i low, __m256i high, char byte) {
    __m256i wanted = _mm256_set1_epi8(byte);
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted)) |
           (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted)) << 32;
}

PLACES_BY_AVX2 static size_t scan_by_avx2(struct span text, uint32_t *ends, size_t room,
                                          size_t *size) {
    size_t count = 0;
    for (size_t place = 0; place < text.size && count <= room; place += 64) {
        __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)(text.at + place));
        __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(text.at + place + 32));
        uint64_t tabs = found_by_avx2(low, high, '\t'), lines = found_by_avx2(low, high, '\n');
        if (lines)
            tabs = bits_before(tabs, lines);
        places_write_by_avx2(ends + count, (uint32_t)place, tabs, 8);
        count += (size_t)__builtin_popcountll(tabs);
        if (!lines)
            continue;
        *size = place + (size_t)_tzcnt_u64(lines);
        ends[count++] = (uint32_t)*size;
        return *size < text.size && count <= room ? count : 0;
    }
    return 0;
}

PLACES_BY_AVX512 static size_t scan_by_avx512(struct span text, uint32_t *ends, size_t room,
                                              size_t *size) {
    const __m512i tab = _mm512_set1_epi8('\t'), line = _mm512_set1_epi8('\n');
    size_t count = 0;
    for (size_t place = 0; place < text.size && count <= room; place += 64) {
        __m512i bytes = _mm512_loadu_si512(text.at + place);
        uint64_t tabs = _mm512_cmpeq_epi8_mask(bytes, tab);
        uint64_t lines = _mm512_cmpeq_epi8_mask(bytes, line);
        if (lines)
            tabs = bits_before(tabs, lines);
        places_write_by_avx512(ends + count, (uint32_t)place, tabs);
        count += (size_t)__builtin_popcountll(tabs);
        if (!lines)
            continue;
        *size = place + (size_t)_tzcnt_u64(lines);
        ends[count++] = (uint32_t)*size;
        return *size < text.size && count <= room ? count : 0;
    }
    return 0;
}

size_t cells_scan(struct span text, uint32_t *ends, size_t room, size_t *size) {
    if (places_have_avx512())
        return scan_by_avx512(text, ends, room, size);
    return places_have_avx2() ? scan_by_avx2(text, ends, room, size)
                              : cells_scan_anywhere(text, ends, room, size);
}

size_t cells_scan_by_avx2(struct span text, uint32_t *ends, size_t room, size_t *size) {
    return places_have_avx2() ? scan_by_avx2(text, ends, room, size)
                              : cells_scan_anywhere(text, ends, room, size);
}
#else
size_t cells_scan(struct span text, uint32_t *ends, size_t room, size_t *size) {
    return cells_scan_anywhere(text, ends, room, size);
}

size_t cells_scan_by_avx2(struct span text, uint32_t *ends, size_t room, size_t *size) {
    return cells_scan_anywhere(text, ends, room, size);
}
#endif
