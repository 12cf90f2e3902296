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
#include <immintrin.h>

#define WITH_AVX2 __attribute__((target("avx2,bmi,popcnt")))

WITH_AVX2 static inline uint64_t found_by_avx2(__m256i low, __m256i high, char byte) {
    __m256i wanted = _mm256_set1_epi8(byte);
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted)) |
           (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted)) << 32;
}

/* Eight ends are written at a time, be there as many or not: the end of a loop over just as many
 * would be guessed wrong in nearly every row. */
WITH_AVX2 static inline void write_ends(uint32_t *ends, uint32_t place, uint64_t tabs) {
    for (; tabs; ends += 8)
        for (int i = 0; i < 8; i++, tabs &= tabs - 1)
            ends[i] = place + (uint32_t)_tzcnt_u64(tabs);
}

WITH_AVX2 static size_t scan_by_avx2(struct span text, uint32_t *ends, size_t room, size_t *size) {
    size_t count = 0;
    for (size_t place = 0; place < text.size && count <= room; place += 64) {
        __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)(text.at + place));
        __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(text.at + place + 32));
        uint64_t tabs = found_by_avx2(low, high, '\t'), lines = found_by_avx2(low, high, '\n');
        if (lines)
            tabs = bits_before(tabs, lines);
        write_ends(ends + count, (uint32_t)place, tabs);
        count += (size_t)__builtin_popcountll(tabs);
        if (!lines)
            continue;
        *size = place + (size_t)_tzcnt_u64(lines);
        ends[count++] = (uint32_t)*size;
        return *size < text.size && count <= room ? count : 0;
    }
    return 0;
}

#define WITH_AVX512 __attribute__((target("avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi,popcnt")))

/* The places of the set bits are packed into bytes at once, and written 16 at a time. */
WITH_AVX512 static inline void write_packed_ends(uint32_t *ends, uint32_t place, uint64_t tabs) {
    static const unsigned char offsets[64] = {
        0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
        22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
        44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
    __m512i packed = _mm512_maskz_compress_epi8(tabs, _mm512_loadu_si512(offsets));
    __m512i places = _mm512_set1_epi32((int)place);
    for (size_t left = (size_t)__builtin_popcountll(tabs);; left -= 16, ends += 16) {
        __m512i sixteen = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(packed));
        _mm512_storeu_si512(ends, _mm512_add_epi32(places, sixteen));
        if (left <= 16)
            return;
        packed = _mm512_alignr_epi32(_mm512_setzero_si512(), packed, 4);
    }
}

WITH_AVX512 static size_t scan_by_avx512(struct span text, uint32_t *ends, size_t room,
                                         size_t *size) {
    const __m512i tab = _mm512_set1_epi8('\t'), line = _mm512_set1_epi8('\n');
    size_t count = 0;
    for (size_t place = 0; place < text.size && count <= room; place += 64) {
        __m512i bytes = _mm512_loadu_si512(text.at + place);
        uint64_t tabs = _mm512_cmpeq_epi8_mask(bytes, tab);
        uint64_t lines = _mm512_cmpeq_epi8_mask(bytes, line);
        if (lines)
            tabs = bits_before(tabs, lines);
        write_packed_ends(ends + count, (uint32_t)place, tabs);
        count += (size_t)__builtin_popcountll(tabs);
        if (!lines)
            continue;
        *size = place + (size_t)_tzcnt_u64(lines);
        ends[count++] = (uint32_t)*size;
        return *size < text.size && count <= room ? count : 0;
    }
    return 0;
}

static bool has_avx2(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi");
}

static bool has_avx512(void) {
    return __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512vbmi") &&
           __builtin_cpu_supports("avx512bw");
}

size_t cells_scan(struct span text, uint32_t *ends, size_t room, size_t *size) {
    if (has_avx512())
        return scan_by_avx512(text, ends, room, size);
    return has_avx2() ? scan_by_avx2(text, ends, room, size)
                      : cells_scan_anywhere(text, ends, room, size);
}

size_t cells_scan_by_avx2(struct span text, uint32_t *ends, size_t room, size_t *size) {
    return has_avx2() ? scan_by_avx2(text, ends, room, size)
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
