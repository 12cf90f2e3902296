/* Alerts: conditions on the figures of the report "networks", for cron(8).
 *
 *     orders{vk} < -30%          the change against --compare
 *     conversion{social} < 1.5%  a rate
 *     visits < 100               a number
 *
 * FIGURE is visits, bounces, pages, orders, ordering_visits, conversion or revenue. The name in
 * braces is a source, a medium, or `social`; without it all visits count. The comparison is < <= >
 * or >=. A value with % and a sign is a change; of `conversion`, a value with % and no sign is a
 * rate. */
#ifndef SMO_REPORT_ALERT_H
#define SMO_REPORT_ALERT_H

#include "smo-report/tally.h"

struct alert {
    struct span figure, name;
    bool is_change; /* against the other period */
    bool is_less, is_or_equal;
    double value; /* fractions, not per cent */
};

/* Reads a condition, which must outlive the alert. False if it is none. */
bool alert_read(struct span text, struct alert *alert);

/* True if it holds for these tallies by source and medium; then *told is what was seen. `before` is
 * NULL without --compare. A figure that cannot be told (a rate or a change of nothing, revenue in
 * several currencies) raises no alert. */
bool alert_holds(const struct alert *alert, const struct tally *now, const struct tally *before,
                 struct buf *told);

#endif
