/* What landing on the home page costs: social visitors whom a post promised a product, and who
 * were shown the home page instead, against those who were shown the product.
 *
 * Landing was not assigned by chance: people of another campaign, network or device land elsewhere
 * and buy otherwise. So rates are compared only within one source, device and campaign (a stratum),
 * and the differences put together by interval_of_strata(). What else differs stays in the figure;
 * whoever prints it says so. */
#ifndef SMO_REPORT_LOSS_H
#define SMO_REPORT_LOSS_H

#include "smo-report/interval.h"
#include "smo-report/purse.h"
#include "smo-report/settings.h"

struct loss;

/* No figure is told of fewer visits in either group, or of fewer visits with orders in both. */
enum { LOSS_VISITS_MIN = 30, LOSS_ORDERS_MIN = 5 };

struct loss *loss_new(const struct settings *settings);

void loss_take(struct loss *loss, const struct visit *visit);

struct loss_found {
    uint64_t home_visits, product_visits;     /* of all strata */
    uint64_t home_orders, product_orders;     /* visits with an order among them */
    uint64_t compared_home, compared_product; /* in strata that have both */
    bool is_enough;                           /* what follows is meaningful */
    struct interval difference;               /* rate on the product less rate on the home page */
    struct interval orders;                   /* lost: difference times compared_home */
    bool has_revenue;                         /* one currency, so that a mean order can be told */
    struct decimal revenue; /* lost, rounded to whole units: orders times the mean order */
    double mean_order;      /* of those who were shown the product */
    struct span currency;
};

/* Of one source, or of all if it is empty. */
struct loss_found loss_find(const struct loss *loss, struct span source);

void loss_free(struct loss *loss);

#endif
