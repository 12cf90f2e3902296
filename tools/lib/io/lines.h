/* Lines of an input. */
#ifndef SMO_LIB_IO_LINES_H
#define SMO_LIB_IO_LINES_H

#include "lib/io/input.h"

/* The longest line of a log that is handed out whole (contract, Lines), and of a stream, where
 * escapes can make four bytes of one. */
enum { LINES_MAX_LOG = 1024 * 1024, LINES_MAX_STREAM = 8 * 1024 * 1024 };

struct line {
    struct span text; /* without LF; valid until the next lines_next() */
    uint64_t number;  /* 1 and up */
    uint64_t byte;    /* where it starts in the decompressed text */
    bool is_too_long; /* longer than max_bytes: text holds only its first 1000 bytes */
    bool is_cut;      /* no LF behind it: the last line of the input */
};

struct lines;

/* Takes over the input, which lines_close() closes. Lines of more than max_bytes bytes are passed
 * over, each told as one line that is_too_long. Memory: the longest line and half a MiB. */
struct lines *lines_open(struct input *input, size_t max_bytes);

/* The next line, or false at the end. */
bool lines_next(struct lines *lines, struct line *line);

/* What was read and not yet handed out, often many lines; the last one may go on behind it. Behind
 * it LINES_SLACK more bytes can be read, of no meaning: so a search can go by large steps. For who
 * finds the ends of lines while he looks for other things; valid until the next lines_next(). */
enum { LINES_SLACK = 64 };
struct span lines_waiting(const struct lines *lines);

/* Takes the first `size` bytes of what waits as the next line: an LF must stand behind them, and
 * none among them. Returns its number. */
uint64_t lines_accept(struct lines *lines, size_t size);

/* The input below: its name and its fault. */
const struct input *lines_input(const struct lines *lines);

void lines_close(struct lines *lines);

#endif
