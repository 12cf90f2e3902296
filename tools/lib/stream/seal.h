/* Whether a stream is whole: what its `#end` lines declare held against the rows that came. */
#ifndef SMO_LIB_STREAM_SEAL_H
#define SMO_LIB_STREAM_SEAL_H

#include <stdbool.h>
#include <stdint.h>

/* Zero-initialise for each file. */
struct seal {
    uint64_t declared;        /* by all #end lines so far */
    uint64_t rows;            /* so far */
    uint64_t rows_in_part;    /* since the last #end */
    uint64_t missing;         /* rows declared and not there: somebody filtered */
    bool has_end;             /* any #end at all */
    bool has_end_behind_rows; /* an #end that closes rows, not one that sort(1) brought first */
    bool has_open_header;     /* a header since the last #end */
    bool has_end_behind_header;
    bool is_broken;     /* a part had more rows than its #end declares */
    bool has_torn_line; /* a last line without LF */
};

void seal_add_header(struct seal *seal);
void seal_add_row(struct seal *seal);

/* An #end line that declares this many rows. */
void seal_add_end(struct seal *seal, uint64_t declared);

/* At the end of the file: why it is cut, in plain words, or NULL if it is whole. Then `missing` is
 * final. */
const char *seal_problem(struct seal *seal);

#endif
