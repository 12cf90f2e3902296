#include "smo-report/attribution.h"

#include "lib/base/mem.h"
#include "smo-report/tally.h"

#include <stdlib.h>

/* The rules by which an order is put down to a medium. */
enum rule { OWN, LAST_OUTSIDE, LAST_SOCIAL, FIRST_SOCIAL, LINEAR, RULES };

enum {
    SOURCE,
    MEDIUM,
    ORDERS,
    ASSISTED = ORDERS + RULES,
    REVENUE,
    CURRENCY = REVENUE + RULES,
    COLUMNS
};

static const struct column attribution_columns[COLUMNS] = {
    {.name = "source", .label = N_("source")},
    {.name = "medium"},
    {.name = "orders", .label = N_("own visit")},
    {.name = "orders_last_nondirect", .label = N_("last outside")},
    {.name = "orders_last_social", .label = N_("last social")},
    {.name = "orders_first_social", .label = N_("first social")},
    {.name = "orders_linear", .label = N_("linear")},
    {.name = "orders_assisted", .label = N_("assisted")},
    {.name = "revenue"},
    {.name = "revenue_last_nondirect"},
    {.name = "revenue_last_social"},
    {.name = "revenue_first_social"},
    {.name = "revenue_linear"},
    {.name = "currency"},
};

enum { TOUCHES_SHOWN = 20, ORDER_PLACES = 2 };

struct credit {
    struct span medium; /* in the arena */
    struct decimal orders[RULES];
    struct purse revenue[RULES];
    uint64_t assisted;
};

struct attribution {
    const struct settings *settings;
    struct table sources;
    struct credit *credits; /* by number in sources */
    size_t capacity;
    struct table currencies;
    struct arena arena;
    struct buf name;
};

/* A touch, or the visit itself. */
struct origin {
    struct span source, medium;
};

static void *attribution_new(const struct settings *settings) {
    struct attribution *attribution = mem_zeroed(1, sizeof *attribution);
    attribution->settings = settings;
    table_init(&attribution->sources);
    table_init(&attribution->currencies);
    return attribution;
}

static struct credit *credit_of(struct attribution *attribution, struct origin origin) {
    struct span source = visit_plain_item(&attribution->name, span_take(origin.source, 256));
    uint32_t known = attribution->sources.count;
    bool is_full = known >= attribution->settings->max_keys / 2 ||
                   table_bytes(&attribution->sources) > attribution->settings->max_bytes;
    if (is_full && table_find(&attribution->sources, source) == TABLE_NONE)
        source = (struct span)SPAN("(other)");
    uint32_t number = table_number(&attribution->sources, source);
    mem_grow(&attribution->credits, &attribution->capacity, (size_t)number + 1,
             sizeof *attribution->credits);
    if (number == known)
        attribution->credits[number] = (struct credit){
            .medium = arena_copy(&attribution->arena, span_take(origin.medium, 256))};
    return &attribution->credits[number];
}

/* One of `parts` equal parts, cut to the places; what is left over goes to the first. */
static struct decimal part_of(struct decimal amount, size_t parts, bool is_first) {
    static const struct decimal hundredth = {0, ORDER_PLACES};
    struct decimal whole = decimal_add(amount, hundredth);
    struct decimal part = {whole.units / (__int128)parts, whole.places};
    if (is_first)
        part.units = whole.units - part.units * (__int128)(parts - 1);
    return part;
}

static void put_down(struct attribution *attribution, enum rule rule, struct origin origin,
                     const struct visit *visit, size_t parts, bool is_first) {
    struct credit *credit = credit_of(attribution, origin);
    struct decimal orders = {(__int128)visit->orders, 0}, amount;
    credit->orders[rule] =
        decimal_add(credit->orders[rule], parts == 1 ? orders : part_of(orders, parts, is_first));
    struct span currency;
    for (size_t place = 0; visit_next_revenue(visit, &place, &amount, &currency);)
        purse_add_amount(&credit->revenue[rule], &attribution->currencies, currency,
                         parts == 1 ? amount : part_of(amount, parts, is_first));
}

static size_t touches_of(const struct visit *visit, struct origin touches[TOUCHES_SHOWN]) {
    struct span path = visit->cells[VISIT_TOUCH_PATH];
    size_t count = 0;
    while (!span_is_absent(path) && count < TOUCHES_SHOWN) {
        struct span medium = span_cut(&path, '>');
        struct span source = span_cut(&medium, '/');
        touches[count++] = (struct origin){source, medium};
    }
    return count;
}

/* The touch of that source, for its medium. */
static struct origin social_of(struct span source, const struct origin *touches, size_t count,
                               struct origin otherwise) {
    if (span_is_absent(source))
        return otherwise;
    for (size_t i = 0; i < count; i++)
        if (span_equals(touches[i].source, source))
            return touches[i];
    return (struct origin){source, SPAN_ABSENT};
}

/* Other sources than the visit's own that led up to it, each once. */
static void count_assists(struct attribution *attribution, const struct visit *visit,
                          const struct origin *touches, size_t count) {
    for (size_t i = 0; i < count; i++) {
        bool is_new = !span_equals(touches[i].source, visit->cells[VISIT_SOURCE]);
        for (size_t before = 0; before < i; before++)
            is_new &= !span_equals(touches[i].source, touches[before].source);
        if (is_new)
            credit_of(attribution, touches[i])->assisted += visit->orders;
    }
}

static void attribution_take(void *state, const struct visit *visit) {
    struct attribution *attribution = state;
    struct origin touches[TOUCHES_SHOWN];
    if (!visit->is_human || visit->orders == 0)
        return;
    struct origin own = {visit->cells[VISIT_SOURCE], visit->cells[VISIT_MEDIUM]};
    size_t count = touches_of(visit, touches);
    bool is_inside = span_is(own.medium, "direct") || span_is(own.medium, "internal") ||
                     span_is(own.medium, "return");
    struct origin last = is_inside && count ? touches[count - 1] : own;
    put_down(attribution, OWN, own, visit, 1, true);
    put_down(attribution, LAST_OUTSIDE, last, visit, 1, true);
    put_down(attribution, LAST_SOCIAL,
             social_of(visit->cells[VISIT_LAST_SOCIAL], touches, count, last), visit, 1, true);
    put_down(attribution, FIRST_SOCIAL,
             social_of(visit->cells[VISIT_FIRST_SOCIAL], touches, count, last), visit, 1, true);
    for (size_t i = 0; i < count; i++)
        put_down(attribution, LINEAR, touches[i], visit, count, i == 0);
    if (count == 0)
        put_down(attribution, LINEAR, own, visit, 1, true);
    count_assists(attribution, visit, touches, count);
}

static int compare_credits(const void *left, const void *right, void *address) {
    const struct attribution *attribution = address;
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    for (int rule = OWN; rule < RULES; rule++) {
        int order = decimal_compare(attribution->credits[b].orders[rule],
                                    attribution->credits[a].orders[rule]);
        if (order)
            return order;
    }
    return span_compare(table_name(&attribution->sources, a), table_name(&attribution->sources, b));
}

/* All rules' amounts in the same currencies, so that one column names them. */
static struct cell aligned_revenue(const struct attribution *attribution, const struct purse *purse,
                                   struct sheet *sheet) {
    struct buf amounts = {0};
    struct decimal first = {0, 0};
    for (uint32_t currency = 0; currency < attribution->currencies.count; currency++) {
        struct decimal amount = {0, 0};
        for (size_t i = 0; i < purse->count; i++)
            if (purse->sums[i].currency == currency)
                amount = purse->sums[i].amount;
        first = currency == 0 ? amount : first;
        buf_add_string(&amounts, currency ? "," : "");
        decimal_write(&amounts, amount);
    }
    struct cell cell = sheet_money(first);
    cell.text = arena_copy(&sheet->arena, buf_span(&amounts));
    buf_free(&amounts);
    return cell;
}

static void show_credit(const struct attribution *attribution, const struct credit *credit,
                        struct sheet *sheet, struct cell *cells) {
    for (int rule = OWN; rule < RULES; rule++) {
        cells[ORDERS + rule] = rule == LINEAR
                                   ? sheet_number(decimal_approximately(credit->orders[rule]))
                                   : sheet_count((uint64_t)credit->orders[rule].units);
        if (attribution->currencies.count)
            cells[REVENUE + rule] = aligned_revenue(attribution, &credit->revenue[rule], sheet);
    }
    cells[ASSISTED] = sheet_count(credit->assisted);
    struct buf names = {0};
    for (uint32_t i = 0; i < attribution->currencies.count; i++) {
        buf_add_string(&names, i ? "," : "");
        buf_add(&names, table_name(&attribution->currencies, i));
    }
    cells[CURRENCY] = sheet_text(sheet, buf_span(&names));
    buf_free(&names);
}

static void add_credit(struct credit *sum, const struct credit *credit) {
    for (int rule = OWN; rule < RULES; rule++) {
        sum->orders[rule] = decimal_add(sum->orders[rule], credit->orders[rule]);
        purse_add(&sum->revenue[rule], &credit->revenue[rule]);
    }
    sum->assisted += credit->assisted;
}

static void free_purses(struct credit *credit) {
    for (int rule = OWN; rule < RULES; rule++)
        purse_free(&credit->revenue[rule]);
}

/* The sum of the credits from a rank on, in some row's cells. */
static void show_sum(const struct attribution *attribution, const uint32_t *ranking, uint32_t from,
                     struct sheet *sheet, struct cell *cells) {
    struct credit sum = {.assisted = 0};
    for (uint32_t i = from; i < attribution->sources.count; i++)
        add_credit(&sum, &attribution->credits[ranking[i]]);
    show_credit(attribution, &sum, sheet, cells);
    free_purses(&sum);
}

static void attribution_finish(void *state, const struct cover *cover, struct sheet *sheet) {
    struct attribution *attribution = state;
    uint32_t count = attribution->sources.count;
    size_t people_rows = attribution->settings->people_rows;
    (void)cover;
    sheet_init(sheet, attribution_columns, COLUMNS);
    uint32_t *ranking = mem_alloc(count, sizeof *ranking);
    for (uint32_t i = 0; i < count; i++)
        ranking[i] = i;
    qsort_r(ranking, count, sizeof *ranking, compare_credits, attribution);
    for (uint32_t i = 0; i < count; i++) {
        struct cell *cells = sheet_add_row(sheet);
        cells[SOURCE] = sheet_plain(sheet, table_name(&attribution->sources, ranking[i]));
        cells[MEDIUM] = sheet_text(sheet, attribution->credits[ranking[i]].medium);
        show_credit(attribution, &attribution->credits[ranking[i]], sheet, cells);
    }
    if (people_rows && count > people_rows + 1)
        show_sum(attribution, ranking, (uint32_t)people_rows, sheet,
                 sheet_add_rest(sheet, people_rows));
    show_sum(attribution, ranking, 0, sheet, sheet_add_total(sheet));
    free(ranking);
    sheet_remark(sheet, REMARK_NOTE,
                 "Orders by the source of the visit they were placed in; by the last source from "
                 "outside; by the last and the first social one in the window (where there was "
                 "none, by the last from outside); and in equal parts to all touches. "
                 "\"assisted\": orders placed in a visit from elsewhere that this source had "
                 "brought the visitor for before.");
}

static void attribution_free(void *state) {
    struct attribution *attribution = state;
    for (uint32_t i = 0; i < attribution->sources.count; i++)
        free_purses(&attribution->credits[i]);
    free(attribution->credits);
    table_free(&attribution->sources);
    table_free(&attribution->currencies);
    arena_free(&attribution->arena);
    buf_free(&attribution->name);
    free(attribution);
}

const struct report attribution_report = {
    .name = "attribution",
    .title = N_("Which medium an order is put down to"),
    .question = N_("Which media take part in orders, by the rule one chooses to put them down?"),
    .new = attribution_new,
    .take = attribution_take,
    .finish = attribution_finish,
    .free = attribution_free,
};
