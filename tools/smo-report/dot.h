/* The sheet of the report "paths" as a graph for dot(1). */
#ifndef SMO_REPORT_DOT_H
#define SMO_REPORT_DOT_H

#include "lib/base/buf.h"
#include "smo-report/sheet.h"

/* Types of pages are nodes; arrows tell how many visits went that way, the busiest 60 of them.
 * The sheet needs the columns `path` and `visits`. */
void dot_write(struct buf *page, const struct sheet *sheet);

#endif
