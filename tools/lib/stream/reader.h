/* Reads a record stream, smo-stream(5): from one file or several, one after the other as cat(1)
 * would join them. Neither prints nor exits: what is wrong is told by reader_fault(). */
#ifndef SMO_LIB_STREAM_READER_H
#define SMO_LIB_STREAM_READER_H

#include "lib/base/fault.h"
#include "lib/base/span.h"
#include "lib/stream/ledger.h"

/* What a tool wants of its input. All arrays are kept by address. */
struct reader_plan {
    const char *const *wanted; /* columns it reads, by names, in the order of an enum of its own */
    size_t wanted_count;
    uint64_t needed; /* bit i: without wanted[i] there is nothing to do (fault) */
    bool is_part;    /* --part: a missing #end is no fault */
};

enum reader_event {
    READER_ROW,    /* reader_cell() and reader_others() hold its cells */
    READER_HEADER, /* a header that differs from the last one (or the first): reader_others_names()
                    */
    READER_END,    /* nothing more; the ledger and reader_is_cut() are final */
    READER_REFUSED /* not a stream this tool can use: reader_fault(); the tool exits with 2 */
};

struct reader;

/* The row at hand, as reader_cell() sees it: struct reader begins with it. `ends`, which changes
 * from row to row, stands last: next to it, another member would be copied along with it by one
 * wide load, which has to wait for the store just made. */
struct reader_row {
    const char *text;
    const int *places;    /* of each wanted column, or -1 */
    const uint32_t *ends; /* of its cells in the text; at ends[-1] + 1 the first begins */
};

/* Starts reading. No paths, or "-", is standard input. A file that cannot be opened is passed over
 * with a warning, and the stream is incomplete; if no file could be opened, the first reader_next()
 * is READER_REFUSED. `paths` is kept by address. */
struct reader *reader_open(const struct reader_plan *plan, char *const *paths, size_t count);

enum reader_event reader_next(struct reader *reader);

/* After a READER_ROW: takes the next row if it lies in memory, so that cells handed out before stay
 * valid: for callers that take several rows at once. False: go on with reader_next(). Always false
 * where the stream has columns that nobody wanted. */
bool reader_next_near(struct reader *reader);

/* The same, but only if the next row was split together with the one at hand: then what
 * reader_row() gave for the rows before stays valid, too. */
bool reader_next_split(struct reader *reader);

/* The cell of a wanted column (by its place in plan->wanted) as it stands, escapes and all;
 * "-" if the stream has no such column. Valid until the next reader_next(). */
static inline struct span reader_cell(const struct reader *reader, size_t wanted);

/* True if the stream (by the header in force) has this wanted column at all. */
bool reader_has(const struct reader *reader, size_t wanted);

/* The columns nobody wanted, in the order of the header: whether there are any, their names joined
 * by TAB, and the cells of the row joined by TAB (empty if there are none). */
bool reader_has_others(const struct reader *reader);
struct span reader_others_names(const struct reader *reader);
struct span reader_others(struct reader *reader);

/* Ledger and notes of all that was read, summed; yours to add to. */
struct ledger *reader_ledger(struct reader *reader);

/* True if any file lacked its #end or had more rows than declared (is_part excuses both), could not
 * be read or was damaged, or had lines that are no part of a stream. The ledger's is_complete is
 * false then, and also where an #end says status=incomplete. */
bool reader_is_cut(const struct reader *reader);

/* The next warning that was not taken yet, for complain_fault(); false if there is none. *file
 * lives as long as the reader. Take them at each header and at the end: at most 64 wait. */
bool reader_next_warning(struct reader *reader, const char **file, struct fault *fault);

/* The file and line being read, and why it was refused. */
const char *reader_file(const struct reader *reader);
uint64_t reader_line(const struct reader *reader);
const struct fault *reader_fault(const struct reader *reader);

void reader_close(struct reader *reader);

/* The row at hand, for callers that read many cells at once: those of places that are not -1. */
static inline struct reader_row reader_row(const struct reader *reader) {
    return *(const struct reader_row *)(const void *)reader;
}

/* The cell at a place of the row; "-" where it is empty. */
static inline struct span reader_row_cell(const struct reader_row *row, size_t place) {
    uint32_t start = row->ends[(ptrdiff_t)place - 1] + 1;
    struct span cell = {row->text + start, row->ends[place] - start};
    return span_is_empty(cell) ? SPAN_ABSENT : cell;
}

/* The first so many cells, each put to cells[numbers[its place]]. */
static inline void reader_row_cells(const struct reader_row *row, const unsigned char *numbers,
                                    size_t count, struct span *cells) {
    uint32_t start = row->ends[-1] + 1;
    for (size_t place = 0; place < count; place++) {
        uint32_t end = row->ends[place];
        cells[numbers[place]] =
            start < end ? (struct span){row->text + start, end - start} : SPAN_ABSENT;
        start = end + 1;
    }
}

/* The cell of a wanted column of that row. */
static inline struct span reader_row_wanted(const struct reader_row *row, size_t wanted) {
    int place = row->places[wanted];
    return place < 0 ? SPAN_ABSENT : reader_row_cell(row, (size_t)place);
}

static inline struct span reader_cell(const struct reader *reader, size_t wanted) {
    return reader_row_wanted((const struct reader_row *)(const void *)reader, wanted);
}

#endif
