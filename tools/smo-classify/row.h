/* Classified hits as rows of a stream. */
#ifndef SMO_CLASSIFY_ROW_H
#define SMO_CLASSIFY_ROW_H

#include "smo-classify/classifier.h"

#include "lib/stream/writer.h"

/* Columns of the input that are passed on only if asked for. */
enum row_kept { ROW_IP, ROW_USER, ROW_BYTES, ROW_REFERER, ROW_AGENT, ROW_COOKIE, ROW_KEPT_COUNT };

struct row_plan {
    enum row_kept kept[ROW_KEPT_COUNT]; /* in the order asked for */
    size_t kept_count;
    bool has_offers;      /* the rules hold an offer: a column `offer_page` is written */
    const char *identity; /* parameters that belong to a page, joined by commas; may be empty */
};

/* Adds columns, separated by commas, to those kept. False, and the culprit in *name, if there is
 * no such column. */
bool row_keep(struct row_plan *plan, struct span names, struct span *name);

/* True if a column is kept. */
bool row_keeps(const struct row_plan *plan, enum row_kept column);

/* Writes the header, with the foreign columns' names, and before the first one the note that tells
 * smo-funnel the identity parameters. */
void row_header(const struct row_plan *plan, struct writer *writer, struct span others);

/* Adds a row, with its newline, to the rows. */
void row_add(const struct row_plan *plan, struct buf *rows, const struct hit *hit,
             const struct verdict *verdict);

#endif
