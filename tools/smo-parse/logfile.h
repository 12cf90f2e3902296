/* A log: looked into once to learn its format and when it begins, then, when its time has come,
 * read in batches. Between the two it costs neither memory nor a file handle, so that hundreds of
 * rotated files can be named at once. */
#ifndef SMO_PARSE_LOGFILE_H
#define SMO_PARSE_LOGFILE_H

#include "lib/io/input.h"
#include "lib/io/parallel.h"
#include "smo-parse/batch.h"
#include "smo-parse/detect.h"
#include "smo-parse/rejects.h"

#include <pthread.h>
#include <sys/types.h>

/* What all logs of a run share. */
struct logfile_shared {
    const struct batch_plan *plan;
    struct parallel *parallel;
    struct format_reader **readers; /* one for each worker */
    struct batch_pool *batches;
    struct rejects *rejects;
    const struct format *format; /* -f; NULL: told by content */
    struct detector *detector;
};

enum logfile_state {
    LOGFILE_WAITING,      /* looked into */
    LOGFILE_OPEN,         /* being read */
    LOGFILE_DONE,         /* read to its end */
    LOGFILE_UNREADABLE,   /* could not be opened */
    LOGFILE_UNRECOGNISED, /* fits no format */
    LOGFILE_TWIN,         /* the same as another */
    LOGFILE_OUTSIDE       /* wholly before --since or after --until */
};

/* The first line that was rejected, for the message. */
struct logfile_bad {
    uint64_t line; /* 0: none */
    size_t column;
    enum outcome outcome;
    struct buf text; /* its beginning */
};

struct logfile_slot {
    struct parallel_task task;
    struct batch *batch; /* while it is being made, and until it is used */
    bool is_filled;      /* the batch is ready, or the end has come */
    bool is_end;
};

struct logfile {
    const char *path; /* as given */
    const char *name; /* for messages and the reject file */
    const struct logfile_shared *shared;
    enum logfile_state state;
    bool is_told;       /* the user knows why it is not read */
    struct fault fault; /* why it is unreadable, unrecognised or damaged */
    const struct format *format;
    uint32_t columns;       /* of its rows, bits 1 << HIT_*: set before it is opened */
    bool is_format_guessed; /* no line told it */
    struct arena arena;     /* of formats that this log announces */
    struct buf first_line;  /* its beginning, of an unrecognised one */
    const char *compression;
    const struct logfile *twin_of;

    dev_t device; /* of a regular file, with the inode: who it is */
    ino_t inode;
    bool is_regular, is_empty;
    uint64_t stored_bytes; /* the size of the file */
    uint64_t head_hash;    /* of the first block */
    size_t head_bytes;
    bool has_first; /* a line could be read */
    bool is_inside; /* the period: the last line that has a time, before it the first hit */
    struct batch_time first; /* when that was */
    size_t rank;             /* among logs whose next rows have the same time */

    /* Being read. */
    struct input *input;
    struct blocks blocks;
    struct block head; /* read when it was looked into, for inputs that cannot be read again */
    bool has_head;
    size_t room; /* of a block */
    pthread_mutex_t reading;
    uint64_t stored_read; /* bytes of the file, as stored */
    struct logfile_slot *slots;
    size_t slot_count;
    size_t started, filled, taken; /* batches: asked for, begun (under the lock), used */
    struct batch *batch;           /* the one whose rows come next */
    size_t row, row_byte;

    /* What it was found to hold. */
    uint64_t lines, bytes;
    bool ends_open; /* the last line has no LF */
    uint64_t outcomes[OUTCOME_COUNT];
    struct logfile_bad bad;
};

/* Looks into the log: state, format, first time. One that is `only` is kept open if its first block
 * tells all that, for there is nobody to wait for; so is what cannot be read twice. */
void logfile_look(struct logfile *logfile, const char *path, const struct logfile_shared *shared,
                  bool is_only);

/* Begins to read it, in blocks of `room` bytes, `depth` of them in the making at once. False if it
 * can no longer be opened, or is not the file it was: the state and fault then tell. */
bool logfile_open(struct logfile *logfile, size_t room, size_t depth);

/* Goes on to the next batch that has rows: logfile->batch, from row 0. False at the end: it is then
 * closed. */
bool logfile_next_batch(struct logfile *logfile);

/* Bytes of the file read so far, as stored: for progress. */
uint64_t logfile_stored_bytes(struct logfile *logfile);

/* When its next row was. Only while there is a batch. */
static inline struct batch_time logfile_time(const struct logfile *logfile) {
    return logfile->batch->rows[logfile->row].time;
}

void logfile_free(struct logfile *logfile);

#endif
