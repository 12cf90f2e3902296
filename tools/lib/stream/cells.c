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

/* How far a scan has come. */
struct scan {
    size_t columns;
    size_t ends;     /* written so far */
    size_t next_end; /* how many they are when the next row has ended */
};

/* Counts the cells that end in 64 bytes: `lines` are the LFs, `found` the LFs and TABs. False at a
 * row of another number of cells. Whether there is an LF cannot be predicted, so no branch asks;
 * two in 64 bytes are rare. */
static inline bool scan_count(struct scan *scan, uint64_t found, uint64_t lines) {
    do {
        bool is_row = lines != 0;
        uint64_t up_to_line = lines ^ (lines - 1);
        size_t end = scan->ends + (size_t)__builtin_popcountll(found & up_to_line);
        if (is_row & (end != scan->next_end))
            return false;
        scan->next_end += is_row ? scan->columns : 0;
        lines &= lines - 1;
    } while (lines);
    scan->ends += (size_t)__builtin_popcountll(found);
    return true;
}

/* How many rows were counted. What ended in the last 64 bytes may lie behind the text. */
static size_t scan_rows(const struct scan *scan, const uint32_t *ends, size_t size) {
    size_t rows = scan->next_end / scan->columns - 1;
    while (rows && ends[rows * scan->columns - 1] >= size)
        rows--;
    return rows;
}

size_t cells_scan_anywhere(struct span text, size_t columns, uint32_t *ends) {
    struct scan scan = {columns, 0, columns};
    for (size_t place = 0; place < text.size && place < CELLS_TEXT_BYTES; place += 64) {
        uint64_t lines = found_in_64(text.at + place, '\n');
        uint64_t found = found_in_64(text.at + place, '\t') | lines;
        uint32_t *next = ends + scan.ends;
        for (uint64_t rest = found; rest; rest &= rest - 1)
            *next++ = (uint32_t)place + (uint32_t)__builtin_ctzll(rest);
        if (!scan_count(&scan, found, lines))
            break;
    }
    return scan_rows(&scan, ends, text.size);
}

#ifdef CPU_AVX2
CPU_AVX2 static inline uint64_t found_by_avx2(__m256i low, __m256i high, char byte) {
    __m256i wanted = _mm256_set1_epi8(byte);
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted)) |
           (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted)) << 32;
}

CPU_AVX2 static size_t scan_by_avx2(struct span text, size_t columns, uint32_t *ends) {
    struct scan scan = {columns, 0, columns};
    for (size_t place = 0; place < text.size && place < CELLS_TEXT_BYTES; place += 64) {
        __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)(text.at + place));
        __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(text.at + place + 32));
        uint64_t lines = found_by_avx2(low, high, '\n');
        uint64_t found = found_by_avx2(low, high, '\t') | lines;
        places_write_by_avx2(ends + scan.ends, (uint32_t)place, found, 8);
        if (!scan_count(&scan, found, lines))
            break;
    }
    return scan_rows(&scan, ends, text.size);
}

CPU_AVX512 static size_t scan_by_avx512(struct span text, size_t columns, uint32_t *ends) {
    const __m512i tab = _mm512_set1_epi8('\t'), line = _mm512_set1_epi8('\n');
    struct scan scan = {columns, 0, columns};
    for (size_t place = 0; place < text.size && place < CELLS_TEXT_BYTES; place += 64) {
        __m512i bytes = _mm512_loadu_si512(text.at + place);
        uint64_t lines = _mm512_cmpeq_epi8_mask(bytes, line);
        uint64_t found = _mm512_cmpeq_epi8_mask(bytes, tab) | lines;
        places_write_by_avx512(ends + scan.ends, (uint32_t)place, found);
        if (!scan_count(&scan, found, lines))
            break;
    }
    return scan_rows(&scan, ends, text.size);
}

size_t cells_scan(struct span text, size_t columns, uint32_t *ends) {
    return cpu_has_avx512() ? scan_by_avx512(text, columns, ends)
                            : cells_scan_by_avx2(text, columns, ends);
}

size_t cells_scan_by_avx2(struct span text, size_t columns, uint32_t *ends) {
    return cpu_has_avx2() ? scan_by_avx2(text, columns, ends)
                          : cells_scan_anywhere(text, columns, ends);
}
#else
size_t cells_scan(struct span text, size_t columns, uint32_t *ends) {
    return cells_scan_anywhere(text, columns, ends);
}

size_t cells_scan_by_avx2(struct span text, size_t columns, uint32_t *ends) {
    return cells_scan_anywhere(text, columns, ends);
}
#endif
