/* Writes a record stream, smo-stream(5): header, rows, notes and the #end with the ledger. */
#ifndef SMO_LIB_STREAM_WRITER_H
#define SMO_LIB_STREAM_WRITER_H

#include "lib/io/output.h"
#include "lib/stream/ledger.h"

/* Known here for the sake of writer_room() alone. */
struct writer {
    struct output *output;
    struct buf header;  /* the one in force, with its LF */
    struct table notes; /* those written */
    uint64_t rows;
};

/* The output stays the caller's. */
struct writer *writer_new(struct output *output);

/* Begins a header: writes the names (with TABs between), then `others` (names joined by TAB, may be
 * empty). Nothing is written if it equals the header in force. */
void writer_header(struct writer *writer, const char *const *names, size_t count,
                   struct span others);

/* A row, cell by cell; writer_row() ends the line, which has one cell at least. writer_raw() takes
 * a cell that is known to be clean, or escaped; an empty one becomes "-". */
static inline void writer_raw(struct writer *writer, struct span cell);
void writer_number(struct writer *writer, uint64_t number);
void writer_row(struct writer *writer);

/* Where the next cells go: room for so many bytes. What was written there, each cell with a TAB
 * behind it, is told by writer_reached() before the next call of any of these. */
static inline char *writer_room(struct writer *writer, size_t size) {
    return output_reserve(writer->output, size);
}

static inline void writer_reached(struct writer *writer, const char *end) {
    struct buf *block = output_block(writer->output);
    block->size = (size_t)(end - block->at);
}

static inline void writer_raw(struct writer *writer, struct span cell) {
    if (span_is_empty(cell))
        cell = SPAN_ABSENT;
    char *end = span_copy(writer_room(writer, cell.size + 1), cell);
    *end = '\t';
    writer_reached(writer, end + 1);
}

/* So many whole rows at once, each with its LF, written elsewhere by the same rules. */
void writer_block(struct writer *writer, struct span rows, uint64_t count);

/* The same of a buffer that the output may keep: output_give(). */
void writer_give(struct writer *writer, struct buf *rows, uint64_t count);

/* A note in passing: written at once, as `#note<TAB>text` (already escaped). */
void writer_note(struct writer *writer, struct span note);

/* Ends the stream: notes not written yet, `#end` with the number of rows, the status and all counts
 * of the ledger. Flushes. A stream without rows still has a header, if writer_header() was called.
 */
void writer_end(struct writer *writer, const struct ledger *ledger);

/* Rows written so far. */
uint64_t writer_rows(const struct writer *writer);

void writer_free(struct writer *writer);

#endif
