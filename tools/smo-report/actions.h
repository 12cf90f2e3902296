/* Report "actions": how often visitors of each medium share, log in, comment, subscribe and so on.
 */
#ifndef SMO_REPORT_ACTIONS_H
#define SMO_REPORT_ACTIONS_H

#include "smo-report/report.h"

extern const struct report actions_report;

#endif
