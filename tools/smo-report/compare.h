/* Two periods side by side: --compare. */
#ifndef SMO_REPORT_COMPARE_H
#define SMO_REPORT_COMPARE_H

#include "smo-report/sheet.h"

/* True for the sheets of visits counted by a key, which are those that can be compared. */
bool compare_is_possible(const struct sheet *sheet);

/* Adds to a sheet the columns visits_before, visits_change, orders_before, conversion_before,
 * conversion_change, conversion_change_low and _high (Newcombe's interval), with the figures of the
 * rows that have the same key in `before`; rows that only that one has come last. `sheet` is
 * changed; `before` must live as long as it does. */
void compare_sheets(struct sheet *sheet, const struct sheet *before);

#endif
