#include "smo-funnel/saving.h"

#include "lib/base/mem.h"

#include <stdlib.h>

enum { SAVING_MAX_COLUMNS = STATE_COUNT };

static void saving_header(struct writer *writer, const enum state_column *columns, size_t count) {
    const char *names[SAVING_MAX_COLUMNS];
    for (size_t i = 0; i < count; i++)
        names[i] = state_columns[columns[i]];
    writer_header(writer, names, count, (struct span){NULL, 0});
}

static void saving_text(const struct funnel *funnel, struct writer *writer, uint32_t text) {
    writer_raw(writer, names_text_of(&funnel->names, text));
}

static void saving_word(const struct funnel *funnel, struct writer *writer, uint32_t word) {
    writer_raw(writer, table_name(&funnel->names.words, word));
}

static void saving_string(struct writer *writer, const char *string) {
    writer_raw(writer, span_of(string));
}

/* --- orders */

static void saving_write_orders(const struct funnel *funnel, struct writer *writer) {
    static const enum state_column columns[] = {STATE_TIME, STATE_ENTRY, STATE_HOST, STATE_ORDER,
                                                STATE_REVENUE};
    const struct orders *orders = &funnel->orders;
    if (orders->ids.count)
        saving_header(writer, columns, sizeof columns / sizeof *columns);
    for (uint32_t i = 0; i < orders->ids.count; i++) {
        struct span id = table_name(&orders->ids, i);
        struct span site = span_cut(&id, '\t');
        if (funnel->now - orders->entries[i].time > SETTINGS_ORDERS)
            continue;
        row_write_time(writer, orders->entries[i].time, MOMENT_MAX_DIGITS);
        saving_string(writer, "order");
        writer_raw(writer, site);
        writer_raw(writer, id);
        saving_string(writer, orders->entries[i].has_revenue ? "yes" : "-");
        writer_row(writer);
    }
}

/* --- touches and checkouts */

struct saving_visitor {
    struct key key;
    uint32_t number;
    const struct names *names;
};

/* By site, then what the key is, then the key: never by the hash. */
static int saving_compare_visitors(const void *left, const void *right) {
    const struct saving_visitor *a = left, *b = right;
    int order = span_compare(names_site_of(a->names, a->key), names_site_of(b->names, b->key));
    uint32_t forms = KEY_IS_VISITOR | KEY_IS_ODD;
    if (order == 0)
        order = (int)(a->key.site & forms) - (int)(b->key.site & forms);
    if (order == 0 && a->key.site & KEY_IS_ODD) {
        char hex[NAMES_KEY_BYTES];
        order = span_compare(names_key_cell(a->names, a->key, hex),
                             names_key_cell(b->names, b->key, hex));
    }
    return order ? order : (a->key.value > b->key.value) - (a->key.value < b->key.value);
}

static struct saving_visitor *saving_sort_visitors(const struct funnel *funnel) {
    const struct keys *keys = &funnel->visitors.keys;
    struct saving_visitor *sorted = mem_alloc((size_t)keys->count + 1, sizeof *sorted);
    size_t count = 0;
    for (size_t i = 0; i <= keys->mask; i++) {
        const struct keys_slot *slot = &keys->slots[i];
        if (slot->number)
            sorted[count++] =
                (struct saving_visitor){{slot->value, slot->site}, slot->number, &funnel->names};
    }
    qsort(sorted, count, sizeof *sorted, saving_compare_visitors);
    return sorted;
}

static void saving_write_key(const struct funnel *funnel, struct writer *writer, struct key key) {
    char hex[NAMES_KEY_BYTES];
    writer_raw(writer, names_site_of(&funnel->names, key));
    writer_raw(writer, names_key_cell(&funnel->names, key, hex));
    saving_string(writer, key.site & KEY_IS_VISITOR ? "visitor" : "client");
}

static void saving_write_visitor(const struct funnel *funnel, struct writer *writer,
                                 const struct saving_visitor *visitor) {
    const struct visitors *visitors = &funnel->visitors;
    const struct visitors_one *one = pool_at(&visitors->ones, visitor->number);
    for (uint32_t left = one->touches, place = 0; left; left--) {
        const struct visitors_touch *at = visitors_next_touch(visitors, one, left, &place);
        row_write_time(writer, at->time, at->digits);
        saving_string(writer, "touch");
        saving_write_key(funnel, writer, visitor->key);
        saving_text(funnel, writer, at->origin);
        writer_row(writer);
    }
    if (one->checkout) {
        const struct visitors_checkout *at = pool_at(&visitors->checkouts, one->checkout);
        row_write_time(writer, at->time, MOMENT_MAX_DIGITS);
        saving_string(writer, "checkout");
        saving_write_key(funnel, writer, visitor->key);
        saving_text(funnel, writer, at->origin);
        writer_row(writer);
    }
}

static void saving_write_visitors(const struct funnel *funnel, struct writer *writer) {
    static const enum state_column columns[] = {
        STATE_TIME,   STATE_ENTRY,    STATE_HOST, STATE_VISITOR,  STATE_BY,      STATE_SOURCE,
        STATE_MEDIUM, STATE_EVIDENCE, STATE_PAID, STATE_CAMPAIGN, STATE_CONTENT, STATE_PLACE};
    size_t count = funnel->visitors.keys.count;
    if (count == 0)
        return;
    saving_header(writer, columns, sizeof columns / sizeof *columns);
    struct saving_visitor *sorted = saving_sort_visitors(funnel);
    for (size_t i = 0; i < count; i++)
        saving_write_visitor(funnel, writer, &sorted[i]);
    free(sorted);
}

/* --- visits */

static void saving_time_or_nothing(struct writer *writer, bool is_there, int64_t time) {
    if (is_there)
        row_write_time(writer, time, MOMENT_MAX_DIGITS);
    else
        writer_raw(writer, SPAN_ABSENT);
}

static void saving_write_marks(struct buf *cell, struct writer *writer, const struct visit *visit) {
    unsigned marks = (visit->has_source ? STATE_HAS_SOURCE : 0) |
                     (visit->has_page_hit ? STATE_HAS_PAGE_HIT : 0) |
                     (visit->shows_order_id ? STATE_SHOWS_ORDER_ID : 0) |
                     (visit->has_idless_order ? STATE_HAS_IDLESS_ORDER : 0);
    buf_clear(cell);
    for (unsigned i = 0; i < STATE_MARK_COUNT; i++) {
        if (!(marks >> i & 1))
            continue;
        if (cell->size)
            buf_add_byte(cell, ',');
        buf_add_string(cell, state_marks[i]);
    }
    writer_raw(writer, buf_span(cell));
}

static void saving_write_hops(const struct funnel *funnel, struct buf *cell, struct writer *writer,
                              const struct visit *visit) {
    const struct pool *links = &funnel->visits.links;
    buf_clear(cell);
    for (uint32_t link = list_first(links, visit->hops); link;
         link = list_next(links, visit->hops, link)) {
        if (cell->size)
            buf_add_byte(cell, ',');
        buf_add(cell, names_text_of(&funnel->names, list_at(links, link)->value));
    }
    writer_raw(writer, buf_span(cell));
}

static void saving_write_attribution(const struct funnel *funnel, struct writer *writer,
                                     const struct visit *visit) {
    static const struct visitors_attribution nothing = {0};
    const struct visitors_attribution *attribution =
        visit->attribution ? funnel_attribution_of(funnel, visit) : &nothing;
    row_write_touches(writer, funnel->visits.names, attribution);
}

/* The cells of STATE_ENTRY to STATE_LANDING_STATUS, in this order. */
static void saving_write_course(const struct funnel *funnel, struct buf *cell,
                                struct writer *writer, const struct visit *visit) {
    saving_string(writer, "visit");
    saving_string(writer, visit->key.site & KEY_IS_VISITOR ? "visitor" : "client");
    writer_number(writer, visit->serial);
    saving_time_or_nothing(writer, visit->is_closed, visit->closing);
    saving_time_or_nothing(writer, visit->checkout != VISIT_NEVER, visit->checkout);
    saving_write_marks(cell, writer, visit);
    saving_text(funnel, writer, visit->offer);
    saving_word(funnel, writer, visit->offer_page);
    saving_text(funnel, writer, visit->asked);
    saving_word(funnel, writer, visit->asked_page);
    saving_text(funnel, writer, visit->landing);
    saving_word(funnel, writer, visit->landing_page);
    writer_number(writer, visit->landing_status);
}

static void saving_write_visit(const struct funnel *funnel, struct row *row, struct writer *writer,
                               const struct visit *visit) {
    row_write_head(writer, &funnel->visits, visit);
    row_write_body(row, writer, &funnel->visits, visit);
    saving_write_course(funnel, &row->cell, writer, visit);
    row_write_amounts(row, writer, &funnel->visits, visit->idless_amount);
    saving_write_hops(funnel, &row->cell, writer, visit);
    writer_number(writer, visit->viewed_url);
    saving_write_attribution(funnel, writer, visit);
    writer_row(writer);
}

static int saving_compare_visits(const void *left, const void *right) {
    const struct visit *const *a = left, *const *b = right;
    return ((*a)->serial > (*b)->serial) - ((*a)->serial < (*b)->serial);
}

static const struct visit **saving_sort_visits(const struct funnel *funnel) {
    const struct pool *pool = &funnel->visits.pool;
    const struct visit **sorted = mem_alloc((size_t)pool->count + 1, sizeof *sorted);
    size_t count = 0;
    for (uint32_t i = 1; i < pool->used; i++)
        if (visit_at(&funnel->visits, i)->serial)
            sorted[count++] = visit_at(&funnel->visits, i);
    qsort(sorted, count, sizeof *sorted, saving_compare_visits);
    return sorted;
}

/* All columns of a state but the last, which only orders have, stand in the order of a visit. */
static void saving_write_visits(const struct funnel *funnel, struct writer *writer) {
    enum state_column columns[STATE_ORDER];
    size_t count = funnel->visits.pool.count;
    struct row row = {0};
    if (count == 0)
        return;
    for (size_t i = 0; i < STATE_ORDER; i++)
        columns[i] = (enum state_column)i;
    saving_header(writer, columns, STATE_ORDER);
    const struct visit **sorted = saving_sort_visits(funnel);
    for (size_t i = 0; i < count; i++)
        saving_write_visit(funnel, &row, writer, sorted[i]);
    free(sorted);
    row_free(&row);
}

void saving_write(const struct funnel *funnel, struct writer *writer) {
    saving_write_orders(funnel, writer);
    saving_write_visitors(funnel, writer);
    saving_write_visits(funnel, writer);
}
