/* Report "attribution": to which medium orders are put down, by five rules side by side. */
#ifndef SMO_REPORT_ATTRIBUTION_H
#define SMO_REPORT_ATTRIBUTION_H

#include "smo-report/report.h"

extern const struct report attribution_report;

#endif
