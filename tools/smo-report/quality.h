/* Report "quality": what became of every line ever read, and how far the figures can be trusted. */
#ifndef SMO_REPORT_QUALITY_H
#define SMO_REPORT_QUALITY_H

#include "smo-report/report.h"

extern const struct report quality_report;

#endif
