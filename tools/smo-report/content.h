/* Report "content": which pages social visitors land on, and what became of links that were shared.
 */
#ifndef SMO_REPORT_CONTENT_H
#define SMO_REPORT_CONTENT_H

#include "smo-report/report.h"

extern const struct report content_report;

#endif
