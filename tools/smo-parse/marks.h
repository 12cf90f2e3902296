/* The marks of a text: where in it stand quotes, ends of lines, and whatever else may not stand in
 * a cell of a stream as it is (see scan_is_clean()). Drawn in one pass over many lines, 64 bytes a
 * step, with no branch that depends on how long a line is or what stands in it. Lines that are as
 * nearly all are can then be read by their marks alone: see usual.h. */
#ifndef SMO_PARSE_MARKS_H
#define SMO_PARSE_MARKS_H

#include "lib/base/places.h"
#include "lib/base/span.h"

/* What is drawn at once: with the rows made of it, it fits a core's first cache. */
enum { MARKS_TEXT_BYTES = 16 * 1024 };

/* Zero-initialise. */
struct marks {
    const char *start; /* what the places are counted from */
    size_t count, next;
    uint32_t places[MARKS_TEXT_BYTES + PLACES_SLACK];
};

/* Draws the marks of the first MARKS_TEXT_BYTES of the text. SCAN_SLACK bytes behind it must be
 * readable; what they hold does not matter. */
void marks_draw(struct marks *marks, struct span text);

/* Forgets them: for another text. */
static inline void marks_clear(struct marks *marks) {
    marks->start = NULL;
    marks->count = marks->next = 0;
}

/* The next `wanted` marks of the text that begins with `rest`, as offsets from marks->start; NULL
 * if it has fewer within reach. `rest` is what is left of one and the same text each time. */
static inline const uint32_t *marks_from(struct marks *marks, struct span rest, size_t wanted) {
    while (marks->next < marks->count && marks->start + marks->places[marks->next] < rest.at)
        marks->next++;
    if (marks->count - marks->next < wanted)
        marks_draw(marks, rest);
    return marks->count - marks->next < wanted ? NULL : marks->places + marks->next;
}

/* The twins: write the places of the marks of a text of at most MARKS_TEXT_BYTES, and return how
 * many there are, as one of them does for marks_draw(). */
size_t marks_scan(struct span text, uint32_t *places);
size_t marks_scan_by_avx2(struct span text, uint32_t *places);
size_t marks_scan_anywhere(struct span text, uint32_t *places);

#endif
