/* Writes a record stream, smo-stream(5): header, rows, notes and the #end with the ledger. */
#ifndef SMO_LIB_STREAM_WRITER_H
#define SMO_LIB_STREAM_WRITER_H

#include "lib/io/output.h"
#include "lib/stream/ledger.h"

struct writer;

/* The output stays the caller's. */
struct writer *writer_new(struct output *output);

/* Begins a header: writes the names (with TABs between), then `others` (names joined by TAB, may be
 * empty). Nothing is written if it equals the header in force. */
void writer_header(struct writer *writer, const char *const *names, size_t count,
                   struct span others);

/* A row, cell by cell; the first cell comes without a TAB, writer_row() ends the line.
 * writer_raw() takes a cell that is known to be clean, or escaped; an empty one becomes "-". */
void writer_raw(struct writer *writer, struct span cell);
void writer_number(struct writer *writer, uint64_t number);
void writer_row(struct writer *writer);

/* So many whole rows at once, each with its LF, written elsewhere by the same rules. */
void writer_block(struct writer *writer, struct span rows, uint64_t count);

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
