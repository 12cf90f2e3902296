/* Report "landings": what visitors of each source were promised, where they landed, and what the
 * wrong landing costs. */
#ifndef SMO_REPORT_LANDINGS_H
#define SMO_REPORT_LANDINGS_H

#include "smo-report/report.h"

extern const struct report landings_report;

#endif
