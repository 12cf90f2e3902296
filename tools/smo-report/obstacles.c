#include "smo-report/obstacles.h"

#include "lib/base/mem.h"
#include "smo-report/tally.h"

#include <stdlib.h>

enum { PART, NAME, WHERE, TALLIED, DIFFERENCE = TALLIED + TALLY_COLUMNS, LOST = DIFFERENCE + 3 };

static const struct column obstacles_columns[] = {
    {.name = "part"},
    {.name = "name", .label = N_("what")},
    {.name = "where", .label = N_("where")},
    {.name = "visits", .label = N_("visits")},
    {.name = "bounces"},
    {.name = "pages"},
    {.name = "orders", .label = N_("orders")},
    {.name = "ordering_visits"},
    {.name = "conversion", .label = N_("conv.")},
    {.name = "conversion_low"},
    {.name = "conversion_high"},
    {.name = "revenue", .label = N_("revenue"), .is_wide = true},
    {.name = "currency"},
    {.name = "difference"},
    {.name = "difference_low"},
    {.name = "difference_high"},
    {.name = "lost_orders", .label = N_("lost")},
    {.name = "lost_orders_low", .label = N_("from")},
    {.name = "lost_orders_high", .label = N_("to")},
};
enum { OBSTACLES_COLUMNS = sizeof obstacles_columns / sizeof *obstacles_columns };

/* Fewer visits or orders allow no comparison. */
enum { OBSTACLES_VISITS_MIN = 30, OBSTACLES_ORDERS_MIN = 5, OBSTACLES_SAID = 2 };

struct obstacles {
    struct tally met;      /* social visits by obstacle */
    struct tally browsers; /* social visits of networks with an in-app browser, by app and source */
    uint64_t (*beyond)[STEPS_MAX]; /* of browsers */
    size_t beyond_capacity;
    struct interval_pair pair; /* a: met none, b: met any */
};

static void *obstacles_new(const struct settings *settings) {
    struct obstacles *obstacles = mem_zeroed(1, sizeof *obstacles);
    tally_init(&obstacles->met, settings);
    tally_init(&obstacles->browsers, settings);
    obstacles->met.is_by_visits = true;
    return obstacles;
}

static const char in_app[] = N_("in-app browser"), other_browser[] = N_("other browser");

/* In-app or another browser of phones and tablets, for on these the choice is open. */
static void take_browser(struct obstacles *obstacles, const struct visit *visit) {
    struct tally *tally = &obstacles->browsers;
    struct span app = visit->cells[VISIT_APP], source = visit->cells[VISIT_SOURCE];
    bool is_handheld = span_is(visit->cells[VISIT_DEVICE], "mobile") ||
                       span_is(visit->cells[VISIT_DEVICE], "tablet");
    bool is_inside = span_equals(app, source);
    if (!is_handheld || (!is_inside && !span_is_absent(app)))
        return;
    buf_clear(&tally->key);
    buf_add_string(&tally->key, is_inside ? in_app : other_browser);
    buf_add_byte(&tally->key, '\t');
    buf_add(&tally->key, span_take(source, 256));
    uint32_t known = tally->keys.count, number = tally_add(tally, buf_span(&tally->key), visit);
    mem_grow(&obstacles->beyond, &obstacles->beyond_capacity, (size_t)number + 1,
             sizeof *obstacles->beyond);
    if (number == known)
        memset(obstacles->beyond[number], 0, sizeof obstacles->beyond[number]);
    for (unsigned i = 0; visit->steps >> i; i++)
        obstacles->beyond[number][i]++;
}

static void obstacles_take(void *state, const struct visit *visit) {
    struct obstacles *obstacles = state;
    struct tally *tally = &obstacles->met;
    struct span list = visit->cells[VISIT_OBSTACLES];
    if (!visit->is_human || !visit->is_social)
        return;
    take_browser(obstacles, visit);
    bool has_met = !span_is_absent(list);
    uint64_t *whole = has_met ? &obstacles->pair.whole_b : &obstacles->pair.whole_a;
    uint64_t *part = has_met ? &obstacles->pair.part_b : &obstacles->pair.part_a;
    ++*whole;
    *part += visit->orders > 0;
    while (has_met && list.at) {
        struct span where = span_cut(&list, ',');
        struct span name = span_cut(&where, ':');
        buf_clear(&tally->key);
        buf_add(&tally->key, span_take(name, 256));
        buf_add_byte(&tally->key, '\t');
        buf_add(&tally->key, span_take(where, 256));
        tally_add(tally, buf_span(&tally->key), visit);
    }
}

static bool is_enough(const struct interval_pair *pair) {
    return pair->whole_a >= OBSTACLES_VISITS_MIN && pair->whole_b >= OBSTACLES_VISITS_MIN &&
           pair->part_a + pair->part_b >= OBSTACLES_ORDERS_MIN;
}

static void show_difference(const struct interval_pair *pair, const struct cover *cover,
                            struct cell *cells) {
    if (!cover->shows_orders || !is_enough(pair))
        return;
    struct interval difference = interval_of_difference(pair);
    cells[DIFFERENCE] = sheet_fraction(difference.value);
    cells[DIFFERENCE + 1] = sheet_fraction(difference.low);
    cells[DIFFERENCE + 2] = sheet_fraction(difference.high);
    cells[LOST] = sheet_number(difference.value * (double)pair->whole_b);
    cells[LOST + 1] = sheet_number(difference.low * (double)pair->whole_b);
    cells[LOST + 2] = sheet_number(difference.high * (double)pair->whole_b);
}

static struct cell *add_row(const struct tally *tally, uint32_t number, const char *part,
                            const struct cover *cover, struct sheet *sheet) {
    struct cell *cells = sheet_add_row(sheet);
    cells[PART] = sheet_word(part);
    tally_show_key(tally, number, sheet, cells + NAME, 2);
    cells[NAME].is_word = strcmp(part, "browser") == 0;
    tally_show(tally, &tally->rows[number], cover, sheet, cells + TALLIED);
    return cells;
}

/* Rows from one rank to another. All social visits that met none stand against those that met this
 * one. */
static void fill_met(const struct obstacles *obstacles, size_t from, size_t to,
                     const struct cover *cover, struct sheet *sheet) {
    const struct tally *tally = &obstacles->met;
    uint32_t *ranking = tally_ranking(tally);
    for (size_t i = from; i < to && i < tally->keys.count; i++) {
        const struct tally_row *row = &tally->rows[ranking[i]];
        struct interval_pair pair = obstacles->pair;
        pair.whole_b = row->visits;
        pair.part_b = row->ordering_visits;
        show_difference(&pair, cover, add_row(tally, ranking[i], "obstacle", cover, sheet));
    }
    free(ranking);
}

static void say_browser_steps(const struct obstacles *obstacles, uint32_t number,
                              const struct cover *cover, struct sheet *sheet) {
    struct buf text = {0};
    struct span source = table_name(&obstacles->browsers.keys, number);
    struct span name = span_cut(&source, '\t');
    uint64_t before = obstacles->browsers.rows[number].visits;
    for (unsigned i = 0; i < cover->steps.count && before; i++) {
        if (!(cover->steps_seen >> i & 1))
            continue;
        uint64_t visits = obstacles->beyond[number][i];
        buf_addf(&text, "%s%s %s", text.size ? ", " : "",
                 sheet_told_term(sheet, cover->steps.names[i]),
                 sheet_told_rate(sheet, (double)visits / (double)before));
        before = visits;
    }
    if (text.size)
        sheet_remark(sheet, REMARK_FIND, "%s, %s, step by step: %s.",
                     sheet_told_text(sheet, source),
                     words_say(sheet->words, sheet_told_text(sheet, name)), buf_string(&text));
    buf_free(&text);
}

/* Pairs of rows of one network: in its own browser, and in others. */
static void fill_browsers(const struct obstacles *obstacles, const struct cover *cover,
                          struct sheet *sheet) {
    const struct tally *tally = &obstacles->browsers;
    uint32_t *ranking = tally_ranking(tally);
    struct buf key = {0};
    unsigned said = 0;
    for (uint32_t i = 0; i < tally->keys.count; i++) {
        struct span source = table_name(&tally->keys, ranking[i]);
        if (!span_is(span_cut(&source, '\t'), in_app))
            continue;
        buf_clear(&key);
        buf_add_string(&key, other_browser);
        buf_add_byte(&key, '\t');
        buf_add(&key, source);
        uint32_t other = table_find(&tally->keys, buf_span(&key));
        struct cell *cells = add_row(tally, ranking[i], "browser", cover, sheet);
        if (other == TABLE_NONE)
            continue;
        const struct tally_row *inside = &tally->rows[ranking[i]], *outside = &tally->rows[other];
        struct interval_pair pair = {outside->ordering_visits, outside->visits,
                                     inside->ordering_visits, inside->visits};
        show_difference(&pair, cover, cells);
        add_row(tally, other, "browser", cover, sheet);
        if (is_enough(&pair) && said++ < OBSTACLES_SAID) {
            say_browser_steps(obstacles, ranking[i], cover, sheet);
            say_browser_steps(obstacles, other, cover, sheet);
        }
    }
    buf_free(&key);
    free(ranking);
}

static void say_loss(const struct obstacles *obstacles, const struct cover *cover,
                     struct sheet *sheet) {
    const struct interval_pair *pair = &obstacles->pair;
    if (!cover->shows_orders)
        return;
    if (!is_enough(pair)) {
        sheet_remark(sheet, REMARK_FIND,
                     "What obstacles cost cannot be told yet: it takes %d visits with and "
                     "without, and %d with orders.",
                     OBSTACLES_VISITS_MIN, OBSTACLES_ORDERS_MIN);
        return;
    }
    struct interval difference = interval_of_difference(pair);
    double visits = (double)pair->whole_b;
    sheet_remark_count(
        sheet, REMARK_FIND, pair->whole_b,
        "%s social visit met an obstacle; %s of them ordered, against %s of those that met none: "
        "orders lost %s (95%% interval %s to %s). Who looks at more pages meets more obstacles "
        "and orders more, so the true loss may be greater.",
        "%s social visits met an obstacle; %s of them ordered, against %s of those that met none: "
        "orders lost %s (95%% interval %s to %s). Who looks at more pages meets more obstacles "
        "and orders more, so the true loss may be greater.",
        sheet_told_count(sheet, pair->whole_b),
        sheet_told_rate(sheet, (double)pair->part_b / visits),
        sheet_told_rate(sheet, (double)pair->part_a / (double)pair->whole_a),
        sheet_told_number(sheet, difference.value * visits, 0),
        sheet_told_number(sheet, difference.low * visits, 0),
        sheet_told_number(sheet, difference.high * visits, 0));
}

static void obstacles_finish(void *state, const struct cover *cover, struct sheet *sheet) {
    struct obstacles *obstacles = state;
    size_t people_rows = obstacles->met.settings->people_rows;
    size_t first_obstacles = people_rows ? people_rows / 2 + 1 : SIZE_MAX;
    sheet_init(sheet, obstacles_columns, OBSTACLES_COLUMNS);
    say_loss(obstacles, cover, sheet);
    fill_met(obstacles, 0, first_obstacles, cover, sheet);
    fill_browsers(obstacles, cover, sheet);
    size_t first_rows = sheet->rows_count;
    fill_met(obstacles, first_obstacles, SIZE_MAX, cover, sheet);
    if (sheet->rows_count > first_rows) {
        struct cell *rest = sheet_add_rest(sheet, first_rows);
        rest[NAME] = rest[PART];
    }
    sheet_remark(sheet, REMARK_NOTE,
                 "\"lost\" is the difference of the rate of ordering to visits that met no "
                 "obstacle, or to other browsers of the same network on phones and tablets, times "
                 "the visits; \"from\" and \"to\" hold it with 95%% certainty. Where 0 lies "
                 "between them it may be nothing. A visit that is handed over from an in-app "
                 "browser to another one goes on there as a new, direct visit; a log without "
                 "cookies cannot tell.");
}

static void obstacles_free(void *state) {
    struct obstacles *obstacles = state;
    tally_free(&obstacles->met);
    tally_free(&obstacles->browsers);
    free(obstacles->beyond);
    free(obstacles);
}

const struct report obstacles_report = {
    .name = "obstacles",
    .title = N_("What stands in the way"),
    .question = N_("Which errors, slow pages and browsers keep social visitors from ordering?"),
    .new = obstacles_new,
    .take = obstacles_take,
    .finish = obstacles_finish,
    .free = obstacles_free,
};
