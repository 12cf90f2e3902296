/* Report "networks": visits, orders and revenue by the medium that each visit came from. */
#ifndef SMO_REPORT_NETWORKS_H
#define SMO_REPORT_NETWORKS_H

#include "smo-report/report.h"

extern const struct report networks_report;

#endif
