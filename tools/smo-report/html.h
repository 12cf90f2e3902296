/* Reports as one HTML page that needs nothing else: no script, no request, its style inside. Made
 * to be mailed, printed, or put behind a web server. A Content-Security-Policy allows that style
 * and nothing more. */
#ifndef SMO_REPORT_HTML_H
#define SMO_REPORT_HTML_H

#include "lib/base/buf.h"
#include "smo-report/cover.h"
#include "smo-report/report.h"

/* The head of the page, with links to the reports. */
void html_open(struct buf *page, const struct cover *cover, const struct sheet *remarks,
               const struct report *const *reports, size_t count);

void html_sheet(struct buf *page, const struct sheet *sheet);

void html_close(struct buf *page);

#endif
