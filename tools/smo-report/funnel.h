/* Report "funnel": how far the visits of each medium came, step by step. */
#ifndef SMO_REPORT_FUNNEL_H
#define SMO_REPORT_FUNNEL_H

#include "smo-report/report.h"

extern const struct report funnel_report;

#endif
