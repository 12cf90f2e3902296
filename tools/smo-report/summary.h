/* Report "summary": one screen for the seller. */
#ifndef SMO_REPORT_SUMMARY_H
#define SMO_REPORT_SUMMARY_H

#include "smo-report/report.h"

extern const struct report summary_report;

#endif
