/* A log in blocks of whole lines: what is read at once, and what one thread parses. */
#ifndef SMO_PARSE_BLOCKS_H
#define SMO_PARSE_BLOCKS_H

#include "lib/base/buf.h"
#include "lib/io/input.h"

enum { BLOCKS_MAX_LINE = 1024 * 1024 }; /* contract: a longer line is one reject */

/* Whole lines, each with its LF, SCAN_SLACK readable bytes behind them. */
struct block {
    struct buf text;    /* its size may be less than what was read: see `bytes` */
    uint64_t bytes;     /* of the log that this block stands for */
    bool ends_too_long; /* the last line has only its first BLOCKS_MAX_LINE bytes here, and no LF */
    bool ends_open;     /* the last line has no LF: the input ends there */
};

/* Where the reading of one file stands. Zero-initialise but for `input`, which stays the
 * caller's. */
struct blocks {
    struct input *input;
    struct buf carried; /* the beginning of a line whose end comes with the next block */
    bool is_ended;
};

/* Reads about `room` bytes, more only if a line is longer. False at the end. The block keeps its
 * memory from one use to the next. */
bool blocks_next(struct blocks *blocks, struct block *block, size_t room);

void blocks_free(struct blocks *blocks);

#endif
