#include "smo-funnel/restoring.h"

#include "lib/base/number.h"

/* The sum of so many orders, each of DECIMAL_MAX_DIGITS, has no more than DECIMAL_MAX_SUM_DIGITS
 * before the point; and a count of so many leaves room to go on counting. */
enum { RESTORING_MAX_COUNT = INT32_MAX };

/* A row being read: the first cell that makes no sense is told, and the rest read as nothing. */
struct restoring {
    struct funnel *funnel;
    const struct reader *reader;
    struct fault *fault;
    bool is_bad;
};

static struct span restoring_cell(const struct restoring *row, enum state_column column) {
    return reader_cell(row->reader, column);
}

static void restoring_refuse(struct restoring *row, enum state_column column) {
    fault_set(row->fault, "no state of smo-funnel has such a cell in column \"%s\"",
              state_columns[column]);
    row->is_bad = true;
}

static int64_t restoring_time(struct restoring *row, enum state_column column, unsigned *digits) {
    int64_t time = 0;
    *digits = 0;
    if (!moment_read(restoring_cell(row, column), &time, digits))
        restoring_refuse(row, column);
    return time;
}

/* A time that may be absent. */
static int64_t restoring_time_or(struct restoring *row, enum state_column column, int64_t absent) {
    unsigned digits;
    return span_is_absent(restoring_cell(row, column)) ? absent
                                                       : restoring_time(row, column, &digits);
}

static uint64_t restoring_number(struct restoring *row, enum state_column column, uint64_t most) {
    uint64_t number = 0;
    if (!number_read(restoring_cell(row, column), &number) || number > most)
        restoring_refuse(row, column);
    return number <= most ? number : 0;
}

static uint32_t restoring_text(struct restoring *row, enum state_column column) {
    return names_text(&row->funnel->names, restoring_cell(row, column));
}

static uint32_t restoring_word(struct restoring *row, enum state_column column) {
    return names_word(&row->funnel->names, restoring_cell(row, column));
}

/* Several columns as one text, joined by TAB. */
static uint32_t restoring_texts(struct restoring *row, enum state_column from,
                                enum state_column to) {
    struct funnel *funnel = row->funnel;
    const struct reader_row cells = reader_row(row->reader);
    return names_text(&funnel->names, hit_join(&cells, from, to, &funnel->visits.room));
}

static struct key restoring_key(struct restoring *row) {
    struct names *names = &row->funnel->names;
    struct span by = restoring_cell(row, STATE_BY);
    if (!span_is(by, "visitor") && !span_is(by, "client"))
        restoring_refuse(row, STATE_BY);
    uint32_t site = names_site(names, restoring_cell(row, STATE_HOST));
    return names_key(names, restoring_cell(row, STATE_VISITOR), site, span_is(by, "visitor"));
}

/* --- orders, touches, checkouts */

static void restoring_order(struct restoring *row) {
    unsigned digits;
    struct orders_entry entry = {.time = restoring_time(row, STATE_TIME, &digits),
                                 .has_revenue = span_is(restoring_cell(row, STATE_REVENUE), "yes")};
    orders_restore(&row->funnel->orders, restoring_cell(row, STATE_HOST),
                   restoring_cell(row, STATE_ORDER), entry);
}

static void restoring_touch(struct restoring *row) {
    unsigned digits;
    struct visitors_touch touch = {.time = restoring_time(row, STATE_TIME, &digits),
                                   .origin = restoring_texts(row, STATE_SOURCE, STATE_PLACE)};
    touch.digits = digits & 0xf;
    touch.is_social = medium_is_social(origin_medium(&row->funnel->names, touch.origin));
    visitors_add_touch(&row->funnel->visitors, restoring_key(row), touch);
}

static void restoring_checkout(struct restoring *row) {
    unsigned digits;
    struct visitors_checkout checkout = {.time = restoring_time(row, STATE_TIME, &digits),
                                         .origin = restoring_texts(row, STATE_SOURCE, STATE_PLACE)};
    visitors_add_checkout(&row->funnel->visitors, restoring_key(row), checkout);
}

/* --- lists of a visit */

/* Returns how many items there are. */
static uint64_t restoring_items(struct restoring *row, struct span cell, char separator,
                                uint32_t (*number)(struct names *names, struct span item),
                                uint32_t *list) {
    uint64_t count = 0;
    if (span_is_absent(cell))
        return 0;
    for (struct span rest = cell; rest.at; count++)
        list_add(&row->funnel->visits.links, list,
                 number(&row->funnel->names, span_cut(&rest, separator)));
    return count;
}

/* A list of texts. Returns how many there are: no more than `most`. */
static uint8_t restoring_list(struct restoring *row, enum state_column column, uint8_t most,
                              uint32_t *list) {
    uint64_t count = restoring_items(row, restoring_cell(row, column), ',', names_text, list);
    if (count > most)
        restoring_refuse(row, column);
    return (uint8_t)(count < most ? count : most);
}

/* Steps that --steps no longer names are left out. */
static void restoring_steps(struct restoring *row, struct visit *visit) {
    struct span rest = restoring_cell(row, STATE_STEPS);
    while (!span_is_absent(rest) && rest.at) {
        uint32_t word = names_word(&row->funnel->names, span_cut(&rest, ','));
        uint8_t step = names_meaning(&row->funnel->names, word)->step;
        if (step != NAMES_NO_STEP)
            list_add(&row->funnel->visits.links, &visit->steps, step);
    }
}

static void restoring_path(struct restoring *row, struct visit *visit) {
    static const struct span more = SPAN(">...");
    struct span path = restoring_cell(row, STATE_PATH);
    bool has_more = span_ends_with(path, more);
    if (has_more)
        path.size -= more.size;
    uint64_t count = restoring_items(row, path, '>', names_word, &visit->path);
    if (count > VISIT_MAX_PATH)
        restoring_refuse(row, STATE_PATH);
    else
        visit->path_count = (uint8_t)(count + has_more);
}

static void restoring_lists(struct restoring *row, struct visit *visit) {
    restoring_path(row, visit);
    restoring_steps(row, visit);
    visit->actions_count = restoring_list(row, STATE_ACTIONS, VISIT_MAX_ACTIONS, &visit->actions);
    visit->obstacles_count =
        restoring_list(row, STATE_OBSTACLES, VISIT_MAX_OBSTACLES, &visit->obstacles);
    visit->hops_count = restoring_list(row, STATE_HOPS, VISIT_MAX_HOPS, &visit->hops);
    restoring_items(row, restoring_cell(row, STATE_ORDER_IDS), ',', names_text, &visit->order_ids);
}

/* --- money. Two sums so long are never added: that might be more than the type holds. */

static void restoring_amounts(struct restoring *row, enum state_column sums_column,
                              enum state_column currencies_column, uint32_t *amounts) {
    struct span sums = restoring_cell(row, sums_column);
    struct span currencies = restoring_cell(row, currencies_column);
    if (span_is_absent(sums))
        return;
    for (unsigned count = 1; sums.at && currencies.at; count++) {
        struct decimal sum;
        uint32_t currency = names_text(&row->funnel->names, span_cut(&currencies, ','));
        if (!decimal_read_sum(span_cut(&sums, ','), DECIMAL_MAX_SUM_DIGITS, &sum) ||
            count > VISIT_MAX_CURRENCIES + 1) {
            restoring_refuse(row, sums_column);
            return;
        }
        if (visit_has_amount(&row->funnel->visits, *amounts, currency)) {
            restoring_refuse(row, currencies_column);
            return;
        }
        visit_add_amount(&row->funnel->visits, amounts, currency, sum);
    }
}

/* --- the rest of a visit */

static unsigned restoring_marks(struct restoring *row) {
    struct span rest = restoring_cell(row, STATE_MARKS);
    unsigned marks = 0;
    while (!span_is_absent(rest) && rest.at) {
        struct span word = span_cut(&rest, ',');
        for (unsigned i = 0; i < STATE_MARK_COUNT; i++)
            if (span_is(word, state_marks[i]))
                marks |= 1U << i;
    }
    return marks;
}

static uint8_t restoring_kind(struct restoring *row) {
    struct span kind = restoring_cell(row, STATE_KIND);
    if (span_is(kind, "bot"))
        return HIT_BOT;
    return span_is(kind, "preview") ? HIT_PREVIEW : HIT_HUMAN;
}

static void restoring_head(struct restoring *row, struct visit *visit) {
    unsigned start_digits, end_digits;
    visit->key = restoring_key(row);
    visit->serial = restoring_number(row, STATE_NUMBER, INT64_MAX); /* others follow */
    visit->start = restoring_time(row, STATE_TIME, &start_digits);
    visit->end = restoring_time(row, STATE_END, &end_digits);
    visit->start_digits = (uint8_t)start_digits;
    visit->end_digits = (uint8_t)end_digits;
    visit->zone = restoring_text(row, STATE_ZONE);
    visit->kind = restoring_kind(row);
    visit->device = restoring_texts(row, STATE_DEVICE, STATE_APP);
    uint32_t origin = restoring_texts(row, STATE_SOURCE, STATE_PLACE);
    visit_set_origin(visit, origin, origin_medium(&row->funnel->names, origin));
    visit->geography = restoring_texts(row, STATE_COUNTRY, STATE_CITY);
}

static void restoring_course(struct restoring *row, struct visit *visit) {
    unsigned marks = restoring_marks(row);
    visit->has_source = (marks & STATE_HAS_SOURCE) != 0;
    visit->has_page_hit = (marks & STATE_HAS_PAGE_HIT) != 0;
    visit->shows_order_id = (marks & STATE_SHOWS_ORDER_ID) != 0;
    visit->has_idless_order = (marks & STATE_HAS_IDLESS_ORDER) != 0;
    visit->is_rendered = span_is(restoring_cell(row, STATE_RENDERED), "yes");
    visit->is_closed = !span_is_absent(restoring_cell(row, STATE_CLOSING));
    visit->closing = restoring_time_or(row, STATE_CLOSING, 0);
    visit->checkout = restoring_time_or(row, STATE_CHECKOUT, VISIT_NEVER);
    visit->offer = restoring_text(row, STATE_OFFER);
    visit->offer_page = restoring_word(row, STATE_OFFER_PAGE);
    visit->asked = restoring_text(row, STATE_ASKED);
    visit->asked_page = restoring_word(row, STATE_ASKED_PAGE);
    visit->landing = restoring_text(row, STATE_LANDING);
    visit->landing_page = restoring_word(row, STATE_LANDING_PAGE);
    visit->exit = restoring_word(row, STATE_EXIT);
    visit->viewed_url = restoring_number(row, STATE_VIEWED, UINT64_MAX);
}

static void restoring_counts(struct restoring *row, struct visit *visit) {
    visit->landing_status = (uint16_t)restoring_number(row, STATE_LANDING_STATUS, 999);
    visit->hits = (uint32_t)restoring_number(row, STATE_HITS, RESTORING_MAX_COUNT);
    visit->pages = (uint32_t)restoring_number(row, STATE_PAGES, RESTORING_MAX_COUNT);
    visit->errors = (uint32_t)restoring_number(row, STATE_ERRORS, RESTORING_MAX_COUNT);
    visit->orders = (uint32_t)restoring_number(row, STATE_ORDERS, RESTORING_MAX_COUNT);
}

/* All that the row says of a social touch is its source and campaign. */
static struct visitors_touch restoring_social(struct restoring *row, enum state_column source,
                                              enum state_column time, struct span campaign) {
    struct visitors_touch touch = {0};
    struct buf *joined = &row->funnel->visits.room;
    unsigned digits;
    if (span_is_absent(restoring_cell(row, source)))
        return touch;
    buf_clear(joined);
    buf_add(joined, restoring_cell(row, source));
    buf_add_string(joined, "\t-\t-\t-\t");
    buf_add(joined, campaign);
    buf_add_string(joined, "\t-\t-");
    touch.origin = names_text(&row->funnel->names, buf_span(joined)) & INT32_MAX;
    touch.time = restoring_time(row, time, &digits);
    touch.digits = digits & 0xf;
    return touch;
}

static void restoring_attribution(struct restoring *row, struct visit *visit) {
    visit->attribution = pool_take(&row->funnel->attributions);
    *funnel_attribution_of(row->funnel, visit) = (struct visitors_attribution){
        .touches = (uint32_t)restoring_number(row, STATE_TOUCHES, UINT32_MAX),
        .path = restoring_text(row, STATE_TOUCH_PATH),
        .first = restoring_social(row, STATE_FIRST_SOCIAL, STATE_FIRST_SOCIAL_TIME, SPAN_ABSENT),
        .last = restoring_social(row, STATE_LAST_SOCIAL, STATE_LAST_SOCIAL_TIME,
                                 restoring_cell(row, STATE_LAST_SOCIAL_CAMPAIGN)),
    };
}

static void restoring_visit(struct restoring *row) {
    struct funnel *funnel = row->funnel;
    uint32_t number = pool_take(&funnel->visits.pool);
    struct visit *visit = visit_at(&funnel->visits, number);
    restoring_head(row, visit);
    restoring_course(row, visit);
    restoring_counts(row, visit);
    restoring_lists(row, visit);
    restoring_amounts(row, STATE_REVENUE, STATE_CURRENCY, &visit->amounts);
    restoring_amounts(row, STATE_IDLESS_REVENUE, STATE_IDLESS_CURRENCY, &visit->idless_amount);
    if (visit->is_closed)
        restoring_attribution(row, visit);
    bool is_second = !visit->is_closed && keys_find(&funnel->running, visit->key);
    if (is_second || visit->serial == 0)
        restoring_refuse(row, is_second ? STATE_VISITOR : STATE_NUMBER);
    else
        funnel_restore_visit(funnel, number);
}

bool restoring_take(struct funnel *funnel, const struct reader *reader, struct fault *fault) {
    static const struct {
        const char *entry;
        void (*take)(struct restoring *row);
    } sorts[] = {{"order", restoring_order},
                 {"touch", restoring_touch},
                 {"checkout", restoring_checkout},
                 {"visit", restoring_visit}};
    struct restoring row = {funnel, reader, fault, false};
    for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++) {
        if (span_is(restoring_cell(&row, STATE_ENTRY), sorts[i].entry)) {
            sorts[i].take(&row);
            return !row.is_bad;
        }
    }
    restoring_refuse(&row, STATE_ENTRY);
    return false;
}
