/* All reports, by name. */
#ifndef SMO_REPORT_REPORTS_H
#define SMO_REPORT_REPORTS_H

#include "smo-report/report.h"

enum { REPORTS_MAX = 32 };

/* The report of a name, or NULL. */
const struct report *reports_find(struct span name);

/* Report number 0, 1, 2 ... in the order of the manual, or NULL beyond the last. */
const struct report *reports_at(size_t number);

#endif
