/* Report "dark": how many direct visits may have come from links shared in private chats. */
#ifndef SMO_REPORT_DARK_H
#define SMO_REPORT_DARK_H

#include "smo-report/report.h"

extern const struct report dark_report;

#endif
