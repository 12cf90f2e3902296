/* Report "geo": visits, orders and revenue by the place where the address is registered. */
#ifndef SMO_REPORT_GEO_H
#define SMO_REPORT_GEO_H

#include "smo-report/report.h"

extern const struct report geo_report;

#endif
