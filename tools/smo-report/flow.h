/* The ways through the shop as a drawing of flows (after M. H. P. R. Sankey, 1898), for the HTML
 * page. */
#ifndef SMO_REPORT_FLOW_H
#define SMO_REPORT_FLOW_H

#include "lib/base/buf.h"
#include "smo-report/sheet.h"

/* The first five pages of each way, from the sheet of the report "paths". */
void flow_draw(struct buf *page, const struct sheet *sheet);

#endif
