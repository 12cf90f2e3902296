/* What of a sheet people see, in whatever output: the rows, and cells as text. */
#ifndef SMO_REPORT_SHOWN_H
#define SMO_REPORT_SHOWN_H

#include "lib/base/buf.h"
#include "smo-report/sheet.h"

/* How many rows people see: the first ones, one that puts the rest together, and the total. */
size_t shown_rows(const struct sheet *sheet);

/* One of them. */
const struct cell *shown_row(const struct sheet *sheet, size_t row);

static inline bool shown_is_total(const struct sheet *sheet, size_t row) {
    return sheet->total && shown_row(sheet, row) == sheet->total;
}

/* The cell in words, harmless for a terminal. A money cell looks at the currency in the cell behind
 * it. */
void shown_cell(struct buf *text, const struct sheet *sheet, const struct cell *cell);

/* How long a bar is, as a share of the longest in its column; 0 for the rest and the total. */
double shown_bar(const struct sheet *sheet, size_t row, size_t column);

/* True for a column of words, which stands at the left. */
bool shown_is_text(const struct sheet *sheet, size_t column);

#endif
