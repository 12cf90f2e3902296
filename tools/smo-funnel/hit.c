#include "smo-funnel/hit.h"

#include "lib/base/number.h"

#define HIT_NAME(constant, name) name,
const char *const hit_columns[HIT_COLUMNS] = {RECORD_CLASSIFIED_COLUMNS(HIT_NAME) "offer_page"};
#undef HIT_NAME

enum hit_method { METHOD_GET, METHOD_POST, METHOD_HEAD, METHOD_OPTIONS, METHOD_OTHER, METHOD_NONE };

static enum hit_method hit_method_of(struct span cell) {
    static const struct {
        struct span name;
        enum hit_method method;
    } methods[] = {{SPAN("GET"), METHOD_GET},
                   {SPAN("POST"), METHOD_POST},
                   {SPAN("HEAD"), METHOD_HEAD},
                   {SPAN("OPTIONS"), METHOD_OPTIONS}};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (span_equals(cell, methods[i].name))
            return methods[i].method;
    return span_is_absent(cell) ? METHOD_NONE : METHOD_OTHER;
}

static enum hit_kind hit_kind_of(struct span cell) {
    if (span_is(cell, "bot"))
        return HIT_BOT;
    return span_is(cell, "preview") ? HIT_PREVIEW : HIT_HUMAN;
}

/* Nearly all have three digits. */
static unsigned hit_status_of(struct span cell) {
    if (cell.size == 3 && number_is_digit(cell.at[0]) && number_is_digit(cell.at[1]) &&
        number_is_digit(cell.at[2]))
        return (unsigned)((cell.at[0] - '0') * 100 + (cell.at[1] - '0') * 10 + (cell.at[2] - '0'));
    uint64_t status;
    return number_read(cell, &status) && status <= 999 ? (unsigned)status : 0;
}

static bool is_redirect(unsigned status) {
    return status >= 300 && status <= 399 && status != 304;
}

/* 1xx, 408, 444 and 499 (nginx: the client went away) show nothing to anybody. */
static bool shows_a_page(unsigned status) {
    return !is_redirect(status) && (status == 0 || status >= 200) && status != 408 &&
           status != 444 && status != 499;
}

/* A redirect reaches a step only as the answer to a form: post, then redirect. */
static bool hit_status_reaches(unsigned status, enum hit_method method) {
    if (is_redirect(status))
        return method != METHOD_GET;
    return status == 0 || status == 304 || (status >= 200 && status <= 299);
}

/* What the words mean for this request. HEAD and OPTIONS ask about a page, and are none. */
static void hit_judge(struct hit *hit, enum hit_method method) {
    bool asks = method == METHOD_HEAD || method == METHOD_OPTIONS || method == METHOD_NONE;
    bool is_asset = hit->paged.is_asset || method == METHOD_NONE, is_api = hit->paged.is_api;
    bool names_step = hit->paged.step != NAMES_NO_STEP || hit->acted.step != NAMES_NO_STEP;
    hit->is_asset = is_asset;
    hit->renders = is_asset || is_api;
    hit->is_page = !is_asset && !is_api && (method == METHOD_GET || method == METHOD_POST);
    hit->is_hop = hit->is_page && is_redirect(hit->status);
    hit->is_view = hit->is_page && shows_a_page(hit->status);
    hit->is_step = !asks && names_step;
    hit->has_reached = !asks && hit_status_reaches(hit->status, method);
    hit->is_order = hit->has_reached && (hit->paged.is_order || hit->acted.is_order);
    hit->is_checkout = hit->has_reached && (hit->paged.is_checkout || hit->acted.is_checkout);
    bool concerns_more = names_step || !hit->acted.is_absent || hit->is_order;
    bool is_alive_by_itself = !is_asset && !(is_api && method == METHOD_GET);
    hit->keeps_alive = !asks && (is_alive_by_itself || concerns_more);
}

static void hit_read_keys(struct hit *hit, struct names *names) {
    uint32_t site = names_site(names, hit_cell(hit, CLASSIFIED_HOST));
    struct span visitor = hit_cell(hit, CLASSIFIED_VISITOR);
    hit->client = names_key(names, hit_cell(hit, CLASSIFIED_CLIENT), site, false);
    hit->has_visitor = !span_is_absent(visitor);
    hit->visitor = hit->has_visitor ? names_key(names, visitor, site, true) : hit->client;
}

static void hit_read_words(struct hit *hit, struct names *names) {
    hit->page = names_word(names, hit_cell(hit, CLASSIFIED_PAGE));
    hit->action = names_word(names, hit_cell(hit, CLASSIFIED_ACTION));
    uint32_t medium = names_word(names, hit_cell(hit, CLASSIFIED_MEDIUM));
    hit->paged = *names_meaning(names, hit->page);
    hit->acted = *names_meaning(names, hit->action);
    hit->came = *names_meaning(names, medium);
}

bool hit_read(struct hit *hit, const struct reader *reader, struct names *names) {
    hit->reader = reader;
    if (!moment_read(hit_cell(hit, CLASSIFIED_TIME), &hit->time, &hit->digits))
        return false;
    hit->kind = hit_kind_of(hit_cell(hit, CLASSIFIED_KIND));
    hit->status = hit_status_of(hit_cell(hit, CLASSIFIED_STATUS));
    hit->url = hit_cell(hit, CLASSIFIED_URL);
    hit_read_keys(hit, names);
    hit_read_words(hit, names);
    hit_judge(hit, hit_method_of(hit_cell(hit, CLASSIFIED_METHOD)));
    return true;
}
