/* Visits and orders day by day: the trend at the head of the page. */
#ifndef SMO_REPORT_DAYS_H
#define SMO_REPORT_DAYS_H

#include "smo-report/visit.h"

enum { DAYS_MAX = 400 }; /* the last ones */

struct day {
    uint64_t visits, social, orders;
};

/* Zero-initialise. */
struct days {
    int64_t first; /* days since 1970 of days[0] */
    size_t count;
    struct day days[DAYS_MAX];
};

/* Counts a visit of people. Days before the last DAYS_MAX are forgotten. */
void days_take(struct days *days, const struct visit *visit);

#endif
