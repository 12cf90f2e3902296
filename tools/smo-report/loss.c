#include "smo-report/loss.h"

#include "lib/base/mem.h"
#include "smo-report/interval.h"

#include <math.h>
#include <stdlib.h>

enum { LOSS_CELL_BYTES = 256 };

/* One source, device and campaign. Group a landed on the product, group b on the home page. */
struct stratum {
    struct interval_pair pair;
    struct purse revenue; /* of group a */
};

struct loss {
    const struct settings *settings;
    struct table keys;
    struct table currencies;
    struct stratum *strata; /* by number in keys */
    size_t capacity;
    struct buf key;
};

struct loss *loss_new(const struct settings *settings) {
    struct loss *loss = mem_zeroed(1, sizeof *loss);
    loss->settings = settings;
    table_init(&loss->keys);
    table_init(&loss->currencies);
    return loss;
}

static struct stratum *stratum_of(struct loss *loss, const struct visit *visit) {
    static const enum record_visit columns[] = {VISIT_SOURCE, VISIT_DEVICE, VISIT_CAMPAIGN};
    buf_clear(&loss->key);
    for (size_t i = 0; i < 3; i++) {
        buf_add_string(&loss->key, i ? "\t" : "");
        buf_add(&loss->key, span_take(visit->cells[columns[i]], LOSS_CELL_BYTES));
    }
    uint32_t known = loss->keys.count;
    bool is_full =
        known >= loss->settings->max_keys || table_bytes(&loss->keys) > loss->settings->max_bytes;
    if (is_full && table_find(&loss->keys, buf_span(&loss->key)) == TABLE_NONE)
        return NULL;
    uint32_t number = table_number(&loss->keys, buf_span(&loss->key));
    mem_grow(&loss->strata, &loss->capacity, (size_t)number + 1, sizeof *loss->strata);
    if (number == known)
        loss->strata[number] = (struct stratum){0};
    return &loss->strata[number];
}

void loss_take(struct loss *loss, const struct visit *visit) {
    struct span offered = visit->cells[VISIT_OFFERED_PAGE];
    struct span landing = visit->cells[VISIT_LANDING_PAGE];
    bool is_promised = span_is(offered, "product");
    bool is_product = span_is(landing, "product") && (is_promised || span_is_absent(offered));
    bool is_home = span_is(landing, "home") && is_promised;
    if (!visit->is_human || !visit->is_social || (!is_product && !is_home))
        return;
    struct stratum *stratum = stratum_of(loss, visit);
    if (!stratum)
        return;
    if (is_home) {
        stratum->pair.whole_b++;
        stratum->pair.part_b += visit->orders > 0;
        return;
    }
    stratum->pair.whole_a++;
    stratum->pair.part_a += visit->orders > 0;
    purse_add_visit(&stratum->revenue, &loss->currencies, visit);
}

static bool is_of_source(const struct loss *loss, uint32_t number, struct span source) {
    struct span key = table_name(&loss->keys, number);
    return span_is_empty(source) || span_equals(span_cut(&key, '\t'), source);
}

static struct interval scaled(struct interval interval, double factor) {
    return (struct interval){interval.value * factor, interval.low * factor,
                             interval.high * factor};
}

/* A mean order of those who were shown the product, if there is one currency. */
static void find_revenue(const struct loss *loss, const struct purse *revenue, uint64_t orders,
                         struct loss_found *found) {
    found->has_revenue = revenue->count == 1 && orders > 0;
    if (!found->has_revenue)
        return;
    double mean = decimal_approximately(revenue->sums[0].amount) / (double)orders;
    found->has_revenue = fabs(mean) * (double)found->compared_home < 1e15;
    if (found->has_revenue)
        found->revenue = (struct decimal){llround(found->orders.value * mean), 0};
    found->mean_order = mean;
    found->currency = table_name(&loss->currencies, revenue->sums[0].currency);
}

struct loss_found loss_find(const struct loss *loss, struct span source) {
    struct loss_found found = {0};
    struct interval_pair *compared = mem_alloc(loss->keys.count, sizeof *compared);
    struct purse revenue = {0};
    uint64_t product_orders = 0, home_orders = 0;
    size_t count = 0;
    for (uint32_t i = 0; i < loss->keys.count; i++) {
        const struct interval_pair *pair = &loss->strata[i].pair;
        if (!is_of_source(loss, i, source))
            continue;
        found.product_visits += pair->whole_a;
        found.product_orders += pair->part_a;
        found.home_visits += pair->whole_b;
        found.home_orders += pair->part_b;
        if (pair->whole_a == 0 || pair->whole_b == 0)
            continue;
        compared[count++] = *pair;
        found.compared_product += pair->whole_a;
        found.compared_home += pair->whole_b;
        product_orders += pair->part_a;
        home_orders += pair->part_b;
        purse_add(&revenue, &loss->strata[i].revenue);
    }
    found.is_enough = found.compared_home >= LOSS_VISITS_MIN &&
                      found.compared_product >= LOSS_VISITS_MIN &&
                      product_orders + home_orders >= LOSS_ORDERS_MIN;
    if (found.is_enough) {
        found.difference = interval_of_strata(compared, count);
        found.orders = scaled(found.difference, (double)found.compared_home);
        find_revenue(loss, &revenue, product_orders, &found);
    }
    free(compared);
    purse_free(&revenue);
    return found;
}

void loss_free(struct loss *loss) {
    if (!loss)
        return;
    for (uint32_t i = 0; i < loss->keys.count; i++)
        purse_free(&loss->strata[i].revenue);
    free(loss->strata);
    table_free(&loss->keys);
    table_free(&loss->currencies);
    buf_free(&loss->key);
    free(loss);
}
