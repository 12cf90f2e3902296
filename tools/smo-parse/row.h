/* Rows: a hit in the columns of smo-stream(5). */
#ifndef SMO_PARSE_ROW_H
#define SMO_PARSE_ROW_H

#include "lib/stream/writer.h"
#include "smo-parse/format.h"
#include "smo-parse/usual.h"

/* The same for all rows of a run. */
struct row_plan {
    struct span host; /* -H: where the log has none; lower case; may be empty */
};

/* The last time and zone written: in the next row mostly the last digits of the time differ.
 * Zero-initialise. */
struct row_clock {
    int64_t ten_thousands; /* of seconds */
    char text[24];
    size_t size;
    int zone_seconds;
    char zone[8]; /* "\t+0300": 6 bytes, copied as 8; starts with NUL: none yet */
};

/* The most room that the row of a line of `line_bytes` bytes takes. */
size_t row_room(const struct row_plan *plan, size_t line_bytes);

/* Writes the row, with its LF, at `at`: the columns that the header in force has, bits 1 << HIT_*.
 * Returns its end. `undone` is for cells whose escapes have to be undone first. */
char *row_write(char *at, uint32_t columns, const struct row_plan *plan, const struct hit *hit,
                const struct format *format, struct row_clock *clock, struct buf *undone);

/* The same for a usual line, in columns for which usual_serves() is true. */
char *row_write_usual(char *at, uint32_t columns, const struct row_plan *plan,
                      const struct usual *usual, const struct hit *hit, struct row_clock *clock,
                      struct buf *undone);

/* Writes the header of rows with these columns, unless it is in force. */
void row_write_header(struct writer *writer, uint32_t columns);

/* The host of a hit: as the log has it, in lower case and without port, or by -H. Written to
 * `undone` where it differs from the log. */
struct span row_host(const struct row_plan *plan, const struct hit *hit,
                     const struct format *format, struct buf *undone);

#endif
