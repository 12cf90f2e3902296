/* A purse: exact sums of money, one for each currency, for currencies are never summed. */
#ifndef SMO_REPORT_PURSE_H
#define SMO_REPORT_PURSE_H

#include "lib/base/decimal.h"
#include "lib/base/table.h"
#include "smo-report/visit.h"

struct purse_sum {
    uint32_t currency; /* its number in the table of currencies */
    struct decimal amount;
};

/* Zero-initialise; free with purse_free(). Sums stand in order of first sight. */
struct purse {
    struct purse_sum *sums;
    size_t count, capacity;
};

/* Adds all the revenue of a visit; currencies are named in *currencies ("-" where the shop does
 * not tell). Beyond 15 currencies, which no shop has, the rest go by the name "?". */
void purse_add_revenue(struct purse *purse, struct table *currencies, const struct visit *visit);
static inline void purse_add_visit(struct purse *purse, struct table *currencies,
                                   const struct visit *visit) {
    if (visit->has_revenue) /* few have any */
        purse_add_revenue(purse, currencies, visit);
}

/* Adds one amount. */
void purse_add_amount(struct purse *purse, struct table *currencies, struct span currency,
                      struct decimal amount);

/* Adds another purse. */
void purse_add(struct purse *purse, const struct purse *other);

/* For sorting: the order of the first currency's sums, an empty purse being the least. */
int purse_compare(const struct purse *a, const struct purse *b);

void purse_free(struct purse *purse);

#endif
