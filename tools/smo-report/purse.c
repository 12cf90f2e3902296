#include "smo-report/purse.h"

#include "lib/base/mem.h"

#include <stdlib.h>

enum { PURSE_CURRENCIES = 15 };

/* From one sum on, not from eight as mem_grow() does: most purses hold one currency for ever. */
static void grow(struct purse *purse) {
    size_t capacity = purse->capacity ? 2 * purse->capacity : 1;
    struct purse_sum *sums = mem_alloc(capacity, sizeof *sums);
    if (purse->count)
        memcpy(sums, purse->sums, purse->count * sizeof *sums);
    free(purse->sums);
    purse->sums = sums;
    purse->capacity = capacity;
}

static void add_amount(struct purse *purse, uint32_t currency, struct decimal amount) {
    for (size_t i = 0; i < purse->count; i++) {
        if (purse->sums[i].currency == currency) {
            purse->sums[i].amount = decimal_add(purse->sums[i].amount, amount);
            return;
        }
    }
    if (purse->count == purse->capacity)
        grow(purse);
    purse->sums[purse->count++] = (struct purse_sum){currency, amount};
}

static uint32_t currency_number(struct table *currencies, struct span name) {
    uint32_t known = table_find(currencies, name);
    if (known != TABLE_NONE)
        return known;
    return table_number(currencies,
                        currencies->count < PURSE_CURRENCIES ? name : (struct span)SPAN("?"));
}

void purse_add_amount(struct purse *purse, struct table *currencies, struct span currency,
                      struct decimal amount) {
    add_amount(purse, currency_number(currencies, currency), amount);
}

void purse_add_revenue(struct purse *purse, struct table *currencies, const struct visit *visit) {
    struct decimal amount;
    struct span currency;
    for (size_t place = 0; visit_next_revenue(visit, &place, &amount, &currency);)
        purse_add_amount(purse, currencies, currency, amount);
}

void purse_add(struct purse *purse, const struct purse *other) {
    for (size_t i = 0; i < other->count; i++)
        add_amount(purse, other->sums[i].currency, other->sums[i].amount);
}

int purse_compare(const struct purse *a, const struct purse *b) {
    static const struct decimal nothing = {0};
    return decimal_compare(a->count ? a->sums[0].amount : nothing,
                           b->count ? b->sums[0].amount : nothing);
}

void purse_free(struct purse *purse) {
    free(purse->sums);
    *purse = (struct purse){0};
}
