/* A table that the shop wrote: csv or tsv with a header, as spreadsheets save it. */
#ifndef SMO_REPORT_TABLEFILE_H
#define SMO_REPORT_TABLEFILE_H

#include "lib/base/decimal.h"
#include "lib/base/fault.h"

struct tablefile;

/* Opens it and reads the header; plain or compressed. The separator is the first of TAB, `;` and
 * `,` that the header has. NULL and a fault if it cannot be read or is empty. */
struct tablefile *tablefile_open(const char *path, struct fault *fault);

/* The place of the first column that has one of these names (a list ended by NULL; ASCII case does
 * not matter), or -1. */
int tablefile_column(const struct tablefile *table, const char *const *names);

/* The next row that is not empty. False at the end, and with a fault where the file is damaged or a
 * quote is not closed on its line. */
bool tablefile_next(struct tablefile *table, struct fault *fault);

/* A cell of the row, trimmed; empty if the row is shorter. Valid until the next row. */
struct span tablefile_cell(const struct tablefile *table, int column);

/* An amount as people write it: blanks (also U+00A0, U+202F) are dropped, and a comma without a
 * point is the decimal mark. */
bool tablefile_amount(struct span cell, struct decimal *amount);

/* Of the row: 2 and up. */
uint64_t tablefile_line(const struct tablefile *table);

void tablefile_close(struct tablefile *table);

#endif
