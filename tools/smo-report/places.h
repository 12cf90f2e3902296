/* Report "places": the communities, channels and posts that social visits came from. */
#ifndef SMO_REPORT_PLACES_H
#define SMO_REPORT_PLACES_H

#include "smo-report/report.h"

extern const struct report places_report;

#endif
