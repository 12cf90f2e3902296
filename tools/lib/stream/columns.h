/* The header in force: which cell of a row is the column somebody wants. */
#ifndef SMO_LIB_STREAM_COLUMNS_H
#define SMO_LIB_STREAM_COLUMNS_H

#include "lib/base/buf.h"
#include "lib/base/span.h"

enum { COLUMNS_MAX = 1024 }; /* no header has more */

/* Zero-initialise. */
struct columns {
    const char *const *wanted; /* as the tool's plan has them */
    size_t wanted_count;
    struct buf header; /* the header line */
    size_t count;      /* of its columns; 0: none yet */
    int *places;       /* of each wanted column in a row, or -1 */
    size_t *others;    /* places of the rest, in order */
    size_t others_count;
    struct buf others_names; /* joined by TAB */
};

void columns_init(struct columns *columns, const char *const *wanted, size_t wanted_count);

/* Takes a header line. False if it has too many columns. */
bool columns_set(struct columns *columns, struct span header);

/* The header that rows without one are read by, known by their number of fields: hits with all
 * columns or as `common`, `combined` and `vhost` logs have them, classified hits, visits. False if
 * it is none of these. */
bool columns_set_canonical(struct columns *columns, size_t fields);

void columns_free(struct columns *columns);

#endif
