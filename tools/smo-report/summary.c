#include "smo-report/summary.h"

#include "lib/base/mem.h"
#include "smo-report/advice.h"
#include "smo-report/changes.h"
#include "smo-report/losswords.h"
#include "smo-report/tally.h"

#include <stdlib.h>

/* One screen: the best social media, the rest of them in one row, and everything beside them. */
enum { SUMMARY_SOCIAL_ROWS = 6, SUMMARY_OBSTACLES = 2 };

static const struct column summary_columns[] = {
    {.name = "group"},
    {.name = "source", .label = N_("source")},
    TALLY_SHOWN,
};
enum { SUMMARY_COLUMNS = sizeof summary_columns / sizeof *summary_columns };

struct summary {
    struct tally social;    /* by source */
    struct tally others;    /* by group */
    struct tally obstacles; /* social visits that met them */
    struct tally all;       /* one row */
    struct loss *loss;
    struct advice *advice;
    uint64_t beyond[STEPS_MAX]; /* social visits at or beyond each step */
};

static void *summary_new(const struct settings *settings) {
    struct summary *summary = mem_zeroed(1, sizeof *summary);
    tally_init(&summary->social, settings);
    tally_init(&summary->others, settings);
    tally_init(&summary->obstacles, settings);
    tally_init(&summary->all, settings);
    summary->obstacles.is_by_visits = true;
    summary->loss = loss_new(settings);
    summary->advice = advice_new(settings);
    return summary;
}

static const char direct[] = N_("direct"), start_unseen[] = N_("start not seen"),
                  unrendered[] = N_("no asset asked for");

static void take_social(struct summary *summary, const struct visit *visit) {
    tally_add(&summary->social, visit->cells[VISIT_SOURCE], visit);
    for (unsigned i = 0; visit->steps >> i; i++)
        summary->beyond[i]++;
    struct span list = visit->cells[VISIT_OBSTACLES];
    while (list.at && !span_is_absent(visit->cells[VISIT_OBSTACLES]))
        tally_add(&summary->obstacles, span_cut(&list, ','), visit);
}

static void summary_take(void *state, const struct visit *visit) {
    struct summary *summary = state;
    struct span medium = visit->cells[VISIT_MEDIUM];
    if (!visit->is_human)
        return;
    loss_take(summary->loss, visit);
    advice_take(summary->advice, visit);
    tally_add(&summary->all, span_of("all"), visit);
    if (visit->is_social)
        take_social(summary, visit);
    else if (span_is(medium, "internal") || span_is(medium, "return"))
        tally_add(&summary->others, span_of(start_unseen), visit);
    else if (span_is(medium, direct) && !visit->is_rendered)
        tally_add(&summary->others, span_of(unrendered), visit);
    else
        tally_add(&summary->others, medium, visit);
}

static void add_row(const struct tally *tally, const struct tally_row *row, const char *group,
                    struct cell name, const struct cover *cover, struct sheet *sheet) {
    struct cell *cells = sheet_add_row(sheet);
    cells[0] = sheet_word(group);
    cells[1] = name;
    tally_show(tally, row, cover, sheet, cells + 2);
}

static void fill_social(const struct summary *summary, const struct cover *cover,
                        struct sheet *sheet) {
    uint32_t *ranking = tally_ranking(&summary->social);
    struct tally_row rest = {0};
    uint32_t count = summary->social.keys.count;
    uint32_t own_rows = count > SUMMARY_SOCIAL_ROWS + 1 ? SUMMARY_SOCIAL_ROWS : count;
    for (uint32_t i = 0; i < count; i++) {
        const struct tally_row *row = &summary->social.rows[ranking[i]];
        if (i < own_rows)
            add_row(&summary->social, row, "social",
                    sheet_text(sheet, table_name(&summary->social.keys, ranking[i])), cover, sheet);
        else
            tally_add_row(&rest, row);
    }
    if (count > own_rows)
        add_row(&summary->social, &rest, "social", sheet_word("other social media"), cover, sheet);
    purse_free(&rest.revenue);
    free(ranking);
}

/* Where no visit at all asked for an asset, the log has none, and not asking means nothing. */
static void fill_others(struct summary *summary, const struct cover *cover, struct sheet *sheet) {
    static const char *const order[] = {N_("search"),   N_("ai"), N_("mail"),   N_("ads"),
                                        N_("referral"), direct,   start_unseen, unrendered};
    struct tally *others = &summary->others;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        uint32_t number = table_find(&others->keys, span_of(order[i]));
        bool is_direct = cover->rendered == 0 && order[i] == unrendered;
        if (number != TABLE_NONE)
            add_row(others, &others->rows[number], is_direct ? direct : order[i],
                    sheet_word(is_direct ? direct : order[i]), cover, sheet);
    }
    for (uint32_t i = 0; i < others->keys.count; i++) { /* media of a stranger's rules */
        struct span name = table_name(&others->keys, i);
        bool is_known = false;
        for (size_t j = 0; j < sizeof order / sizeof *order; j++)
            is_known |= span_is(name, order[j]);
        if (!is_known)
            add_row(others, &others->rows[i], "other", sheet_text(sheet, name), cover, sheet);
    }
}

static double share(uint64_t part, uint64_t whole) {
    return whole ? (double)part / (double)whole : 0;
}

static void say_social_share(const struct summary *summary, const struct cover *cover,
                             struct sheet *sheet) {
    const struct tally_row *social = &summary->social.total, *all = &summary->all.total;
    if (social->visits == 0)
        sheet_remark(sheet, REMARK_FIND, "No visit came from a social medium.");
    else if (!cover->shows_orders || all->orders == 0)
        sheet_remark(sheet, REMARK_FIND, "Social media brought %s of the visits.",
                     sheet_told_rate(sheet, share(social->visits, all->visits)));
    else
        sheet_remark(sheet, REMARK_FIND,
                     "Social media brought %s of the visits and %s of the orders (%s of %s).",
                     sheet_told_rate(sheet, share(social->visits, all->visits)),
                     sheet_told_rate(sheet, share(social->orders, all->orders)),
                     sheet_told_count(sheet, social->orders), sheet_told_count(sheet, all->orders));
}

/* Of the steps that this shop shows at all. */
static void say_steps(const struct summary *summary, const struct cover *cover,
                      struct sheet *sheet) {
    struct buf text = {0};
    uint64_t before = summary->social.total.visits;
    for (unsigned i = 0; i < cover->steps.count && before; i++) {
        if (!(cover->steps_seen >> i & 1))
            continue;
        uint64_t visits = summary->beyond[i];
        buf_addf(&text, "%s%s %s (%s)", text.size ? ", " : "",
                 sheet_told_term(sheet, cover->steps.names[i]), sheet_told_count(sheet, visits),
                 sheet_told_rate(sheet, share(visits, before)));
        before = visits;
    }
    if (text.size)
        sheet_remark(sheet, REMARK_FIND,
                     "Steps of the %s social visits, with the share of the step before: %s.",
                     sheet_told_count(sheet, summary->social.total.visits), buf_string(&text));
    buf_free(&text);
}

static void say_obstacles(const struct summary *summary, struct sheet *sheet) {
    struct buf text = {0};
    uint32_t *ranking = tally_ranking(&summary->obstacles);
    for (uint32_t i = 0; i < summary->obstacles.keys.count && i < SUMMARY_OBSTACLES; i++) {
        struct span obstacle = table_name(&summary->obstacles.keys, ranking[i]);
        buf_addf(&text, "%s%s (%s)", i ? ", " : "", sheet_told_text(sheet, span_take(obstacle, 60)),
                 sheet_told_count(sheet, summary->obstacles.rows[ranking[i]].visits));
    }
    free(ranking);
    if (text.size)
        sheet_remark(sheet, REMARK_FIND,
                     "What stood in the way of social visitors most often (visits): %s.",
                     buf_string(&text));
    buf_free(&text);
}

static void say_notes(const struct cover *cover, struct sheet *sheet) {
    if (cover->humans && cover->located == 0)
        sheet_remark(sheet, REMARK_NOTE,
                     "No countries: smo-classify(1) had no database. smo-geo(1) makes one.");
    if (cover->humans && cover->rendered == 0)
        sheet_remark(sheet, REMARK_NOTE,
                     "The log has no images or scripts, so robots that pose as browsers cannot "
                     "be told by their not asking for any.");
    if (cover->shows_orders)
        sheet_remark(
            sheet, REMARK_NOTE,
            "\"conv.\": the share of visits with an order; \"from\", \"to\": its 95%% interval.");
    sheet_remark(sheet, REMARK_NOTE,
                 "Not counted here: previews of shared links (%s), hits of robots (%s). "
                 "More: smo-report -r networks,landings,funnel,obstacles,quality.",
                 sheet_told_count(sheet, cover->previews),
                 sheet_told_count(sheet, ledger_count(cover->ledger, "classify.bot")));
}

static void summary_finish(void *state, const struct cover *cover, struct sheet *sheet) {
    struct summary *summary = state;
    sheet_init(sheet, summary_columns, SUMMARY_COLUMNS);
    fill_social(summary, cover, sheet);
    fill_others(summary, cover, sheet);
    struct cell *total = sheet_add_total(sheet);
    total[1] = total[0];
    tally_show(&summary->all, &summary->all.total, cover, sheet, total + 2);
    say_social_share(summary, cover, sheet);
    struct loss_found found = loss_find(summary->loss, (struct span){NULL, 0});
    if (cover->shows_orders)
        losswords_say(sheet, &found);
    say_steps(summary, cover, sheet);
    say_obstacles(summary, sheet);
    advice_say(summary->advice, &found, &summary->obstacles, cover, sheet);
    say_notes(cover, sheet);
}

static void summary_compare(void *state, void *before, bool shows_orders, struct sheet *sheet) {
    const struct summary *summary = state, *old = before;
    changes_say(&summary->social, &old->social, shows_orders, sheet);
}

static void summary_free(void *state) {
    struct summary *summary = state;
    tally_free(&summary->social);
    tally_free(&summary->others);
    tally_free(&summary->obstacles);
    tally_free(&summary->all);
    loss_free(summary->loss);
    advice_free(summary->advice);
    free(summary);
}

const struct report summary_report = {
    .name = "summary",
    .title = N_("What brings orders"),
    .question = N_("What brings orders, what loses them, and where to look first?"),
    .new = summary_new,
    .take = summary_take,
    .finish = summary_finish,
    .compare = summary_compare,
    .free = summary_free,
};
