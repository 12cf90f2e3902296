/* What changed since another period, in words: --compare in the report "summary". */
#ifndef SMO_REPORT_CHANGES_H
#define SMO_REPORT_CHANGES_H

#include "smo-report/tally.h"

/* Less is no ground for words: social visits of each period for the change of their conversion,
 * with so many ordering ones in both; visits of a source in both for the greatest change. */
enum { CHANGES_VISITS_MIN = 30, CHANGES_ORDERS_MIN = 5 };

/* Visits, orders and conversion of social media, tallied by source, and the source whose orders,
 * or else visits, changed most. */
void changes_say(const struct tally *now, const struct tally *before, bool shows_orders,
                 struct sheet *sheet);

#endif
