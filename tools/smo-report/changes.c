#include "smo-report/changes.h"

#include <math.h>

static const char *told_change(struct sheet *sheet, uint64_t now, uint64_t before) {
    if (before == 0)
        return "-";
    double change = (double)now / (double)before - 1;
    const char *told = sheet_told_rate(sheet, fabs(change));
    struct buf text = {0};
    buf_addf(&text, "%s%s", change < 0 ? "-" : "+", told);
    told = arena_copy(&sheet->arena, buf_span(&text)).at;
    buf_free(&text);
    return told;
}

static void say_visits(const struct tally_row *now, const struct tally_row *before,
                       struct sheet *sheet) {
    sheet_remark(sheet, REMARK_CHANGE, "Changed: social visits %s, before %s (%s).",
                 sheet_told_count(sheet, now->visits), sheet_told_count(sheet, before->visits),
                 told_change(sheet, now->visits, before->visits));
}

static void say_orders(const struct tally_row *now, const struct tally_row *before,
                       struct sheet *sheet) {
    sheet_remark(sheet, REMARK_CHANGE,
                 "Changed: social visits %s, before %s (%s); their orders %s, before %s (%s).",
                 sheet_told_count(sheet, now->visits), sheet_told_count(sheet, before->visits),
                 told_change(sheet, now->visits, before->visits),
                 sheet_told_count(sheet, now->orders), sheet_told_count(sheet, before->orders),
                 told_change(sheet, now->orders, before->orders));
}

static void say_conversion(const struct tally_row *now, const struct tally_row *before,
                           struct sheet *sheet) {
    if (now->visits < CHANGES_VISITS_MIN || before->visits < CHANGES_VISITS_MIN ||
        now->ordering_visits + before->ordering_visits < CHANGES_ORDERS_MIN)
        return;
    struct interval_pair pair = {now->ordering_visits, now->visits, before->ordering_visits,
                                 before->visits};
    struct interval change = interval_of_difference(&pair);
    bool is_certain = change.low > 0 || change.high < 0;
    sheet_remark(sheet, REMARK_CHANGE,
                 "Of social visits %s ordered, before %s: a change of %s points (95%% interval %s "
                 "to %s)%s.",
                 sheet_told_rate(sheet, (double)pair.part_a / (double)pair.whole_a),
                 sheet_told_rate(sheet, (double)pair.part_b / (double)pair.whole_b),
                 sheet_told_number(sheet, 100 * change.value, 1),
                 sheet_told_number(sheet, 100 * change.low, 1),
                 sheet_told_number(sheet, 100 * change.high, 1),
                 is_certain ? "" : words_say(sheet->words, ": it may be chance"));
}

/* A source in both periods; an absent row counts nothing. */
struct mover {
    struct span source;
    struct tally_row now, before;
    uint64_t orders, visits; /* the size of the change */
};

static uint64_t distance(uint64_t a, uint64_t b) {
    return a > b ? a - b : b - a;
}

static struct tally_row row_of(const struct tally *tally, struct span source) {
    struct tally_row none = {0};
    uint32_t number = table_find(&tally->keys, source);
    return number == TABLE_NONE ? none : tally->rows[number];
}

/* Looks at the sources of one tally; those that are in both come twice, to no effect. */
static void find_mover(const struct tally *sources, const struct tally *now,
                       const struct tally *before, struct mover *greatest) {
    for (uint32_t i = 0; i < sources->keys.count; i++) {
        struct mover mover = {.source = table_name(&sources->keys, i)};
        mover.now = row_of(now, mover.source);
        mover.before = row_of(before, mover.source);
        mover.orders = distance(mover.now.orders, mover.before.orders);
        mover.visits = distance(mover.now.visits, mover.before.visits);
        if (mover.now.visits + mover.before.visits < CHANGES_VISITS_MIN ||
            span_is(mover.source, "(other)"))
            continue;
        if (mover.orders > greatest->orders ||
            (mover.orders == greatest->orders && mover.visits > greatest->visits))
            *greatest = mover;
    }
}

static void say_mover(const struct mover *mover, bool shows_orders, struct sheet *sheet) {
    if (mover->orders == 0 && mover->visits == 0)
        return;
    struct cell cell = sheet_text(sheet, mover->source);
    const char *source = cell.kind == CELL_TEXT ? sheet_told_term(sheet, cell.text) : "-";
    if (shows_orders)
        sheet_remark(sheet, REMARK_CHANGE,
                     "What changed most is %s: visits %s, before %s; orders %s, before %s.", source,
                     sheet_told_count(sheet, mover->now.visits),
                     sheet_told_count(sheet, mover->before.visits),
                     sheet_told_count(sheet, mover->now.orders),
                     sheet_told_count(sheet, mover->before.orders));
    else
        sheet_remark(sheet, REMARK_CHANGE, "What changed most is %s: visits %s, before %s.", source,
                     sheet_told_count(sheet, mover->now.visits),
                     sheet_told_count(sheet, mover->before.visits));
}

void changes_say(const struct tally *now, const struct tally *before, bool shows_orders,
                 struct sheet *sheet) {
    if (shows_orders) {
        say_orders(&now->total, &before->total, sheet);
        say_conversion(&now->total, &before->total, sheet);
    } else {
        say_visits(&now->total, &before->total, sheet);
    }
    struct mover greatest = {.orders = 0};
    find_mover(now, now, before, &greatest);
    find_mover(before, now, before, &greatest);
    say_mover(&greatest, shows_orders, sheet);
}
