/* A book: the reports asked for, each with what it gathered, once for all visits and, with --by,
 * once for each period. */
#ifndef SMO_REPORT_BOOK_H
#define SMO_REPORT_BOOK_H

#include "smo-report/options.h"

struct book;

/* The options are kept by address. */
struct book *book_new(const struct options *options);

/* Hands a visit to every report. */
void book_take(struct book *book, const struct visit *visit);

/* Fills a sheet with what a report found, by its place in the options. With --by its first column
 * is `period`, and the sheet lives until the next call. Free it with sheet_free(). */
void book_sheet(struct book *book, size_t report, const struct cover *cover, struct sheet *sheet);

/* Adds to a report's sheet, which is filled, what changed since the visits of another book of the
 * same options. */
void book_compare(struct book *book, struct book *before, size_t report, bool shows_orders,
                  struct sheet *sheet);

void book_free(struct book *book);

#endif
