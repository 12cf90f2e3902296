/* A batch: a block of a log turned into rows, with what became of its other lines. Batches of one
 * file may be made by several threads at once; nothing in them depends on another. */
#ifndef SMO_PARSE_BATCH_H
#define SMO_PARSE_BATCH_H

#include "smo-parse/blocks.h"
#include "smo-parse/format.h"
#include "smo-parse/period.h"
#include "smo-parse/row.h"

#include <pthread.h>

/* What all batches of a run have in common. */
struct batch_plan {
    struct row_plan row;
    struct period period;
    struct span only_host; /* lower case; empty: all */
    struct hit_rules rules;
};

/* When a row's hit was: what files are merged by. */
struct batch_time {
    int64_t seconds;
    uint32_t nanoseconds;
};

struct batch_row {
    struct batch_time time;
    uint32_t size;
};

struct batch_reject {
    enum outcome outcome;
    uint64_t line, byte; /* both from 0, within the block */
    size_t column;       /* from 0: where the format stopped to fit */
    struct span text;    /* into the block */
};

/* Where lines stand in relation to the period. */
enum batch_place {
    BATCH_UNPLACED, /* not known: no line had a time yet */
    BATCH_INSIDE,
    BATCH_OUTSIDE
};

struct batch {
    struct block block;
    const struct format *format;
    uint32_t columns; /* of its rows, bits 1 << HIT_* */
    struct buf text;  /* of its rows, one after the other */
    struct batch_row *rows;
    size_t row_count, row_capacity;
    struct batch_reject *rejects;
    size_t reject_count, reject_capacity;
    uint64_t lines;
    uint64_t outcomes[OUTCOME_COUNT];
    enum batch_place place;           /* of the last line that has a time */
    uint64_t unplaced[OUTCOME_COUNT]; /* of outcomes: the lines before the first that has one */
    size_t unplaced_rejects;          /* the first of rejects */
    struct row_clock clock;
    struct buf undone;
    struct arena arena; /* of formats that the block announces: #Fields: */
    struct batch *next; /* for the pool */
};

/* Batches that are not in use, for all threads. What was given back last is taken first: its memory
 * is the likeliest to be in a core's cache still, and no file needs new memory after another. */
struct batch_pool {
    pthread_mutex_t lock;
    struct batch *first;
    size_t count, most; /* kept */
};

void batch_pool_init(struct batch_pool *pool, size_t most);
struct batch *batch_take(struct batch_pool *pool);
void batch_give_back(struct batch_pool *pool, struct batch *batch);
void batch_pool_free(struct batch_pool *pool);

/* Parses batch->block by batch->format. `is_damaged` says that a line without LF at its end was cut
 * by damage. */
void batch_parse(struct batch *batch, const struct batch_plan *plan, struct format_reader *reader,
                 bool is_damaged);

/* Takes the unplaced lines for lines outside the period: the line before this block was. */
void batch_leave_out_unplaced(struct batch *batch);

/* The next line of a block's text, without LF, CR and byte order mark; false at its end. */
bool batch_cut_line(struct span *rest, struct span *line);

/* OUTCOME_BLANK or OUTCOME_COMMENT for a line that every format ignores, else OUTCOME_ACCEPTED. */
enum outcome batch_look(struct span line);

static inline int batch_compare_times(struct batch_time a, struct batch_time b) {
    if (a.seconds != b.seconds)
        return a.seconds < b.seconds ? -1 : 1;
    return a.nanoseconds < b.nanoseconds ? -1 : a.nanoseconds > b.nanoseconds;
}

/* Frees what a batch holds that is no pool's. */
void batch_free(struct batch *batch);

#endif
