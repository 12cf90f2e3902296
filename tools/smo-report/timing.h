/* Report "timing": when visits and orders come, and how long after the first touch. */
#ifndef SMO_REPORT_TIMING_H
#define SMO_REPORT_TIMING_H

#include "smo-report/report.h"

extern const struct report timing_report;

#endif
