#include "smo-funnel/hit.h"

#include "lib/base/number.h"
#include "lib/stream/cells.h"

#define HIT_NAME(constant, name) name,
const char *const hit_columns[HIT_COLUMNS] = {RECORD_CLASSIFIED_COLUMNS(HIT_NAME) "offer_page"};
#undef HIT_NAME

enum hit_method { METHOD_GET, METHOD_POST, METHOD_HEAD, METHOD_OPTIONS, METHOD_OTHER, METHOD_NONE };

static enum hit_method hit_method_of(struct span cell) {
    if (span_is(cell, "GET"))
        return METHOD_GET;
    if (span_is(cell, "POST"))
        return METHOD_POST;
    if (span_is(cell, "HEAD"))
        return METHOD_HEAD;
    if (span_is(cell, "OPTIONS"))
        return METHOD_OPTIONS;
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

/* A cell as it stands: it may be empty, which means the same as "-". */
static inline __attribute__((always_inline)) struct span cell_of(const struct reader_row *row,
                                                                 size_t column) {
    int place = row->places[column];
    if (place < 0)
        return SPAN_ABSENT;
    uint32_t start = row->ends[place - 1] + 1;
    return (struct span){row->text + start, row->ends[place] - start};
}

/* What the words mean for this request. HEAD and OPTIONS ask about a page, and are none. */
static struct hit_nature hit_judge(const struct names *names, uint32_t page, uint32_t action,
                                   enum hit_method method, unsigned status) {
    const struct names_word *paged = names_meaning(names, page);
    const struct names_word *acted = names_meaning(names, action);
    bool asks = method == METHOD_HEAD || method == METHOD_OPTIONS || method == METHOD_NONE;
    bool is_asset = paged->is_asset || method == METHOD_NONE, is_api = paged->is_api;
    bool names_step = paged->step != NAMES_NO_STEP || acted->step != NAMES_NO_STEP;
    struct hit_nature nature = {.page = page,
                                .action = action,
                                .status = (uint16_t)status,
                                .page_step = paged->step,
                                .action_step = acted->step,
                                .has_action = !acted->is_absent,
                                .is_asset = is_asset,
                                .renders = is_asset || is_api,
                                .is_step = !asks && names_step};
    nature.is_page = !is_asset && !is_api && (method == METHOD_GET || method == METHOD_POST);
    nature.is_hop = nature.is_page && is_redirect(status);
    nature.is_view = nature.is_page && shows_a_page(status);
    nature.has_reached = !asks && hit_status_reaches(status, method);
    nature.is_order = nature.has_reached && (paged->is_order || acted->is_order);
    nature.is_checkout = nature.has_reached && (paged->is_checkout || acted->is_checkout);
    bool concerns_more = names_step || nature.has_action || nature.is_order;
    bool is_alive_by_itself = !is_asset && !(is_api && method == METHOD_GET);
    nature.keeps_alive = !asks && (is_alive_by_itself || concerns_more);
    return nature;
}

static inline __attribute__((always_inline)) const struct hit_nature *
hit_nature_of(struct hit_natures *natures, struct names *names, const struct reader_row *row) {
    struct span page = cell_of(row, CLASSIFIED_PAGE), action = cell_of(row, CLASSIFIED_ACTION);
    struct span method = cell_of(row, CLASSIFIED_METHOD), status = cell_of(row, CLASSIFIED_STATUS);
    struct span pages = {page.at, page.size + 1 + action.size};
    struct names_look look = {0, 0, 0}; /* that of nothing */
    uint64_t request = 0;
    /* Method and status are read as four bytes each: behind a cell of three there is a TAB or LF,
     * which no cell has within it. */
    if (cells_are_neighbours(page, action) && pages.size <= NAMES_SEEN_WHOLE && status.size == 3 &&
        (method.size == 3 || method.size == 4)) {
        look = names_look_of(pages);
        request = (uint64_t)span_half_word(method.at) << 32 | span_half_word(status.at);
    }
    size_t place = (names_place(look) + (request >> 32) + (request >> 8)) % HIT_RECENT;
    struct hit_seen *recent = &natures->recent[place];
    bool is_known =
        look.size && names_looks_same(recent->pages, look) && recent->request == request;
    if (!is_known)
        *recent =
            (struct hit_seen){look, request,
                              hit_judge(names, names_word(names, page), names_word(names, action),
                                        hit_method_of(method), hit_status_of(status))};
    return &recent->nature;
}

static inline __attribute__((always_inline)) void
hit_read_keys(struct hit *hit, const struct reader_row *row, struct names *names) {
    uint32_t site = names_site(names, cell_of(row, CLASSIFIED_HOST));
    struct span visitor = cell_of(row, CLASSIFIED_VISITOR);
    struct key client = names_key(names, cell_of(row, CLASSIFIED_CLIENT), site, false);
    hit->has_visitor = !span_is_absent(visitor);
    hit->client = client;
    hit->visitor = hit->has_visitor ? names_key(names, visitor, site, true) : client;
}

static inline __attribute__((always_inline)) void
hit_read_medium(struct hit *hit, const struct reader_row *row, struct names *names) {
    struct span cell = cell_of(row, CLASSIFIED_MEDIUM);
    hit->medium = MEDIUM_INTERNAL; /* most are */
    if (!span_is(cell, "internal"))
        hit->medium = (enum medium)names_meaning(names, names_word(names, cell))->medium;
}

static inline __attribute__((always_inline)) void hit_understand(struct hit *hit,
                                                                 const struct reader *reader,
                                                                 struct names *names,
                                                                 struct hit_natures *natures) {
    const struct reader_row row = reader_row(reader);
    hit->row = row;
    hit->has_time = moment_read(cell_of(&row, CLASSIFIED_TIME), &hit->time, &hit->digits);
    if (!hit->has_time)
        return;
    hit->kind = hit_kind_of(cell_of(&row, CLASSIFIED_KIND));
    hit->nature = *hit_nature_of(natures, names, &row);
    if (hit->kind == HIT_BOT && !names->settings->keeps_bots)
        return;
    hit_read_keys(hit, &row, names);
    if (hit->nature.keeps_alive || hit->kind != HIT_HUMAN)
        hit_read_medium(hit, &row, names);
}

void hit_read(struct hit *hit, const struct reader *reader, struct names *names,
              struct hit_natures *natures) {
    hit_understand(hit, reader, names, natures);
}

void hit_read_for_later(struct hit *hit, const struct reader *reader, struct names *names,
                        struct hit_natures *natures) {
    hit->visitor = (struct key){0};
    hit->medium = MEDIUM_INTERNAL;
    hit->time = 0;
    hit_understand(hit, reader, names, natures);
}

/* --- several cells as one text */

struct span hit_neighbours(const struct reader_row *row, size_t first, size_t last) {
    static const struct span none = SPAN("");
    int place = row->places[first];
    if (place < 0)
        return none;
    uint32_t start = row->ends[place - 1] + 1;
    for (size_t column = first; column <= last; column++, place++)
        if (row->places[column] != place || row->ends[place] == row->ends[place - 1] + 1)
            return none;
    return (struct span){row->text + start, row->ends[place - 1] - start};
}

struct span hit_join(const struct reader_row *row, size_t first, size_t last, struct buf *room) {
    struct span together = hit_neighbours(row, first, last);
    if (!span_is_empty(together))
        return together;
    buf_clear(room);
    for (size_t column = first; column <= last; column++) {
        if (column > first)
            buf_add_byte(room, '\t');
        buf_add(room, reader_row_wanted(row, column));
    }
    return buf_span(room);
}
