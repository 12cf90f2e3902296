/* Report "previews": which pages were shared where, as the fetchers of link previews show it. */
#ifndef SMO_REPORT_PREVIEWS_H
#define SMO_REPORT_PREVIEWS_H

#include "smo-report/report.h"

extern const struct report previews_report;

#endif
