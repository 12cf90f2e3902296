/* Report "campaigns": visits, orders and revenue of each campaign, paid or not, against its cost.
 */
#ifndef SMO_REPORT_CAMPAIGNS_H
#define SMO_REPORT_CAMPAIGNS_H

#include "smo-report/report.h"

extern const struct report campaigns_report;

#endif
