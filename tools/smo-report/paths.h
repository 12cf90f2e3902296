/* Report "paths": the ways through the shop, by types of pages, to the order and out. */
#ifndef SMO_REPORT_PATHS_H
#define SMO_REPORT_PATHS_H

#include "smo-report/report.h"

extern const struct report paths_report;

#endif
