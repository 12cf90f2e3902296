/* What campaigns cost: --costs FILE, a table with the columns source, campaign, cost and perhaps
 * currency. */
#ifndef SMO_REPORT_COSTS_H
#define SMO_REPORT_COSTS_H

#include "lib/base/fault.h"
#include "smo-report/purse.h"

struct costs {
    struct table keys; /* "source TAB campaign" */
    struct table currencies;
    struct purse *sums; /* by number in keys; rows of one campaign are summed */
    size_t capacity;
};

/* NULL and a fault if the file cannot be read, lacks a column, or has a cost that is no amount. */
struct costs *costs_load(const char *path, struct fault *fault);

void costs_free(struct costs *costs);

#endif
