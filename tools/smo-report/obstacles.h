/* Report "obstacles": what stood in the way of social visitors, and what in-app browsers cost. */
#ifndef SMO_REPORT_OBSTACLES_H
#define SMO_REPORT_OBSTACLES_H

#include "smo-report/report.h"

extern const struct report obstacles_report;

#endif
