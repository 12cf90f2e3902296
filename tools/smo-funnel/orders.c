#include "smo-funnel/orders.h"

#include "lib/base/mem.h"
#include "smo-funnel/settings.h"

#include <stdlib.h>

void orders_init(struct orders *orders) {
    *orders = (struct orders){0};
    table_init(&orders->ids);
}

/* The entry of an id; *is_new tells that it was made just now. */
static struct orders_entry *orders_entry(struct orders *orders, struct span site, struct span id,
                                         bool *is_new) {
    buf_clear(&orders->name);
    buf_add(&orders->name, site);
    buf_add_byte(&orders->name, '\t');
    buf_add(&orders->name, id);
    uint32_t known = orders->ids.count;
    uint32_t number = table_number(&orders->ids, buf_span(&orders->name));
    mem_grow(&orders->entries, &orders->entries_capacity, (size_t)number + 1,
             sizeof *orders->entries);
    *is_new = number == known;
    return &orders->entries[number];
}

struct orders_verdict orders_take(struct orders *orders, struct span site, struct span id,
                                  int64_t time, bool shows_revenue) {
    struct orders_verdict verdict;
    struct orders_entry *entry = orders_entry(orders, site, id, &verdict.is_new);
    if (!verdict.is_new && time - entry->time > SETTINGS_ORDERS)
        verdict.is_new = true;
    if (verdict.is_new)
        *entry = (struct orders_entry){.time = time};
    verdict.brings_revenue = shows_revenue && !entry->has_revenue;
    entry->has_revenue |= shows_revenue;
    return verdict;
}

void orders_restore(struct orders *orders, struct span site, struct span id,
                    struct orders_entry entry) {
    bool is_new;
    *orders_entry(orders, site, id, &is_new) = entry;
}

size_t orders_bytes(const struct orders *orders) {
    return table_bytes(&orders->ids) + orders->entries_capacity * sizeof *orders->entries;
}

void orders_free(struct orders *orders) {
    table_free(&orders->ids);
    free(orders->entries);
    buf_free(&orders->name);
    *orders = (struct orders){0};
}
