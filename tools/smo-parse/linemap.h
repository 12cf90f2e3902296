/* A line of a log with a map of it: drawn in one pass, 64 bytes a step, while the line's end is
 * looked for. What reads the line then finds where a field ends by a few instructions, however long
 * the field is, and copies a line that is known to be clean without a look at its bytes. By SSE2,
 * or by AVX2 if the machine turns out to have it, with a portable twin. */
#ifndef SMO_PARSE_LINEMAP_H
#define SMO_PARSE_LINEMAP_H

#include "lib/base/span.h"

#include <endian.h>
#include <stdint.h>

/* Zero-initialise; free with linemap_free(). It keeps its memory, an eighth of the longest line
 * twice over, from one line to the next. */
struct linemap {
    struct span text;  /* the line, without LF, CR and byte order mark */
    bool is_clean;     /* all of it may stand in a cell of a stream as it is: see scan_is_clean() */
    const char *start; /* the byte that the first bits stand for */
    uint64_t *blanks;  /* a bit for each byte: set for blanks and the line's end */
    uint64_t *quotes;  /* set for quotes that no backslash escapes, and for the line's end */
    size_t room;       /* words in each; they are in little-endian order */
};

/* Takes the next line from *rest; false if that is empty. SCAN_SLACK bytes behind it must be
 * readable; what they hold does not matter. */
bool linemap_next(struct linemap *map, struct span *rest);

/* Maps a line that was found otherwise, as it is; it holds no LF. */
void linemap_draw(struct linemap *map, struct span line);

/* A line without CR and the byte order mark of UTF-8. */
struct span linemap_trimmed(struct span line);

/* The twins: they map the line that `text` begins with, as one of them does for linemap_next(). */
struct linemap_ends {
    size_t line;  /* where the line ends; SIZE_MAX: `room` does not suffice */
    size_t clean; /* where its first byte stands that is not clean, if that is within it */
};
struct linemap_ends linemap_scan(const struct linemap *map, struct span text);
struct linemap_ends linemap_scan_anywhere(const struct linemap *map, struct span text);

void linemap_free(struct linemap *map);

/* The first byte from `at` on, which is within the line or its end, that is marked in `bits`, one
 * of the two above; or the line's end, or what was trimmed behind it. The 57 bits or more that
 * begin with that of `at` are read at once, wherever in a word it lies. */
static inline const char *linemap_find(const struct linemap *map, const uint64_t *bits,
                                       const char *at) {
    size_t place = (size_t)(at - map->start);
    for (;;) {
        uint64_t window;
        memcpy(&window, (const char *)bits + place / 8, sizeof window);
        window = le64toh(window) >> place % 8;
        if (window)
            return map->start + place + (unsigned)__builtin_ctzll(window);
        place += 64 - place % 8;
    }
}

#endif
