/* The usual line: nearly all lines of nearly all logs are of the combined format, with neither
 * ident nor user, of the same day as the line before, with a request as browsers send it, and
 * clean. Such a line is told by its marks, and its row is written from the pieces as they stand, at
 * a fraction of the cost of the steps of a program (program.h). Whatever is the least bit unusual
 * is left to those steps: they alone say what a line means, and here the same is said sooner. */
#ifndef SMO_PARSE_USUAL_H
#define SMO_PARSE_USUAL_H

#include "smo-parse/format.h"
#include "smo-parse/marks.h"

/* Its pieces, which point into the line. */
struct usual {
    struct span line;
    struct span client;
    struct span words; /* method and url, with the blank between them: `GET /path?query` */
    size_t method_size;
    struct span numbers; /* status and bytes, likewise: `200 5120` */
    struct span referer, agent;
};

/* True if lines of this format, written in these columns (bits 1 << HIT_*), can be usual. */
bool usual_serves(const struct format *format, uint32_t columns);

/* The line at the start of `rest`; false if it is not usual. Sets time and zone of the reader's
 * hit. format_begin() must have been called when `rest` became another text. */
bool usual_read(struct usual *usual, const struct format *format, struct format_reader *reader,
                struct span rest);

#endif
