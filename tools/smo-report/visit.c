#include "smo-report/visit.h"

#include "lib/base/date.h"
#include "lib/base/escape.h"
#include "lib/base/number.h"
#include "lib/rules/medium.h"

bool visit_medium_is_social(struct span medium) {
    return medium_is_social(medium_of(medium));
}

/* Most are whole seconds. */
static double read_time(struct span cell) {
    uint64_t whole;
    struct decimal seconds;
    if (cell.size <= DECIMAL_MAX_DIGITS && number_read(cell, &whole))
        return (double)whole;
    return decimal_read(cell, &seconds) ? decimal_approximately(seconds) : 0;
}

/* Most are of one digit. */
static uint64_t read_count(struct span cell) {
    uint64_t count;
    if (cell.size == 1 && number_is_digit(cell.at[0]))
        return (uint64_t)(cell.at[0] - '0');
    return number_read(cell, &count) ? count : 0;
}

void visit_read(struct visit *visit, const struct reader *reader) {
    const struct reader_row row = reader_row(reader);
    for (size_t i = 0; i < VISIT_COUNT; i++)
        visit->cells[i] = reader_row_wanted(&row, i);
    visit->time = read_time(visit->cells[VISIT_TIME]);
    visit->end = read_time(visit->cells[VISIT_END]);
    visit->zone_seconds = 0;
    date_read_zone(visit->cells[VISIT_ZONE], &visit->zone_seconds);
    visit->pages = read_count(visit->cells[VISIT_PAGES]);
    visit->orders = read_count(visit->cells[VISIT_ORDERS]);
    visit->touches = read_count(visit->cells[VISIT_TOUCHES]);
    visit->steps = 0;
    visit->steps_in_order = 0;
    visit->is_human = span_is(visit->cells[VISIT_KIND], "human");
    visit->is_social = visit_medium_is_social(visit->cells[VISIT_MEDIUM]);
    visit->is_rendered = span_is(visit->cells[VISIT_RENDERED], "yes");
    visit->has_revenue = !span_is_absent(visit->cells[VISIT_REVENUE]);
}

struct span visit_plain_item(struct buf *plain, struct span item) {
    struct buf undone = {0};
    item = escape_undo(&undone, item);
    buf_clear(plain);
    for (size_t i = 0; i < item.size; i++) {
        struct span rest = span_take(span_skip(item, i), 3);
        bool is_mark = span_is(rest, "%3E") || span_is(rest, "%2C");
        buf_add_byte(plain, !is_mark ? item.at[i] : rest.at[1] == '3' ? '>' : ',');
        i += is_mark ? 2 : 0;
    }
    buf_free(&undone);
    return buf_span(plain);
}

/* The piece of a comma list at a place, empty behind its end. */
static struct span list_item(struct span list, size_t place) {
    struct span item = {NULL, 0};
    for (size_t i = 0; i <= place; i++) {
        if (!list.at)
            return (struct span){NULL, 0};
        item = span_cut(&list, ',');
    }
    return item;
}

bool visit_next_revenue(const struct visit *visit, size_t *place, struct decimal *amount,
                        struct span *currency) {
    if (!visit->has_revenue)
        return false;
    struct span text;
    while (!span_is_empty(text = list_item(visit->cells[VISIT_REVENUE], *place))) {
        *currency = list_item(visit->cells[VISIT_CURRENCY], *place);
        if (span_is_empty(*currency))
            *currency = SPAN_ABSENT;
        ++*place;
        if (decimal_read_sum(text, DECIMAL_SUM_DIGITS, amount))
            return true;
    }
    return false;
}

size_t visit_unread_amounts(const struct visit *visit) {
    struct decimal amount;
    struct span currency;
    size_t place = 0, read = 0, count = 0;
    while (visit_next_revenue(visit, &place, &amount, &currency))
        read++;
    while (visit->has_revenue && !span_is_empty(list_item(visit->cells[VISIT_REVENUE], count)))
        count++;
    return count - read;
}
