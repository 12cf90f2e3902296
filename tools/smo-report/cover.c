#include "smo-report/cover.h"

#include "lib/base/escape.h"
#include "smo-report/human.h"
#include "smo-report/orders.h"

void cover_take(struct cover *cover, const struct visit *visit) {
    if (cover->rows++ == 0) {
        cover->first = visit->time;
        cover->last = visit->end;
        cover->zone_seconds = visit->zone_seconds;
    }
    if (visit->time < cover->first)
        cover->first = visit->time;
    if (visit->end > cover->last)
        cover->last = visit->end;
    cover->steps_seen |= visit->steps;
    days_take(&cover->days, visit);
    if (visit->is_human) {
        cover->humans++;
        cover->rendered += visit->is_rendered;
        cover->unread_amounts += visit->has_revenue ? visit_unread_amounts(visit) : 0;
        cover->located += !span_is_absent(visit->cells[VISIT_COUNTRY]);
        cover->shows_orders |=
            visit->orders > 0 || (visit->steps & steps_bit(&cover->steps, "order"));
    }
    cover->previews += span_is(visit->cells[VISIT_KIND], "preview");
    cover->bots += span_is(visit->cells[VISIT_KIND], "bot");
}

void cover_head(const struct cover *cover, const struct words *words, struct buf *head) {
    struct buf undone = {0};
    struct span site = ledger_noted(cover->ledger, "classify.site");
    human_text(head, span_is_absent(site) ? (struct span)SPAN("smo") : escape_undo(&undone, site));
    buf_free(&undone);
    if (cover->rows == 0)
        return;
    struct buf first = {0}, last = {0};
    human_moment(&first, words, cover->first, cover->zone_seconds);
    human_moment(&last, words, cover->last, cover->zone_seconds);
    buf_add_string(head, "  ");
    buf_addf(head, words_say(words, "%s to %s"), buf_string(&first), buf_string(&last));
    buf_free(&first);
    buf_free(&last);
}

static void say_missing_steps(const struct cover *cover, struct sheet *sheet) {
    struct buf missing = {0};
    steps_list_missing(&cover->steps, cover->steps_seen, &missing);
    const char *names = sheet_told_text(sheet, buf_span(&missing));
    if (!cover->shows_orders)
        sheet_remark(sheet, REMARK_ALARM,
                     "NO ORDER was seen in this log, so conversion and revenue cannot be told "
                     "(steps never reached: %s). Name the shop's own pages in a rules file, "
                     "see smo-rules(5), and read the log again with smo-classify -c FILE.",
                     *names ? names : "-");
    else if (missing.size)
        sheet_remark(sheet, REMARK_ALARM,
                     "No visit of this log reached: %s. If the shop has such pages, name them in "
                     "a rules file, see smo-rules(5), and use smo-classify -c FILE.",
                     names);
    buf_free(&missing);
}

/* What the shop's own list made of the orders. */
static void say_orders(const struct orders *orders, struct sheet *sheet) {
    struct orders_found found = orders_found(orders);
    sheet_remark(sheet, REMARK_FIND,
                 "By the shop's own list: orders confirmed %s; left out as cancelled %s, as not "
                 "in the list %s; without an id, not checked %s; in the list and never seen in "
                 "the log %s.",
                 sheet_told_count(sheet, found.confirmed), sheet_told_count(sheet, found.cancelled),
                 sheet_told_count(sheet, found.forged), sheet_told_count(sheet, found.without_id),
                 sheet_told_count(sheet, found.unseen));
}

/* A proxy whose address is logged in the place of the clients': all who have the same browser are
 * one visitor then. */
static void say_crowd(const struct cover *cover, struct sheet *sheet) {
    enum { LEAST_VISITS = 100 };
    struct span crowd = ledger_noted(cover->ledger, "classify.crowd");
    if (span_is_absent(crowd) || cover->humans < LEAST_VISITS)
        return;
    sheet_remark(sheet, REMARK_ALARM,
                 "%s of the page views of people came from one address. If it is a proxy's, "
                 "visitors are taken for one another: have the clients' own addresses logged, see "
                 "CLIENT in smo-parse(1).",
                 sheet_told_text(sheet, span_take(crowd, span_find(crowd, ' '))));
}

void cover_finish(const struct cover *cover, struct sheet *sheet) {
    const struct ledger *ledger = cover->ledger;
    uint64_t filtered = ledger_count(ledger, "stream.filtered");
    uint64_t agentless = ledger_count(ledger, "classify.agentless");
    uint64_t refererless = ledger_count(ledger, "parse.refererless");
    sheet_init(sheet, NULL, 0);
    if (!ledger->is_complete)
        sheet_remark(sheet, REMARK_ALARM,
                     "INCOMPLETE: some input was missing, damaged or cut. Counts are too low.");
    if (cover->humans == 0)
        sheet_remark(sheet, REMARK_ALARM, "There are no visits of people in the input.");
    else
        say_missing_steps(cover, sheet);
    if (agentless)
        sheet_remark_count(
            sheet, REMARK_ALARM, agentless,
            "Robots could not be told from people in %s hit: its log has no agents.",
            "Robots could not be told from people in %s hits: their log has no agents.",
            sheet_told_count(sheet, agentless));
    if (refererless)
        sheet_remark_count(
            sheet, REMARK_ALARM, refererless,
            "The log of %s hit has no referers: only tags and click ids tell its source, and "
            "without "
            "these it counts as direct.",
            "The log of %s hits has no referers: only tags and click ids tell their source, and "
            "without these they count as direct.",
            sheet_told_count(sheet, refererless));
    say_crowd(cover, sheet);
    if (cover->unread_amounts)
        sheet_remark_count(
            sheet, REMARK_ALARM, cover->unread_amounts,
            "%s amount of revenue is no sum of money, or too long for one: it is not counted here.",
            "%s amounts of revenue are no sums of money, or too long for one: they are not counted "
            "here.",
            sheet_told_count(sheet, cover->unread_amounts));
    if (cover->orders)
        say_orders(cover->orders, sheet);
    if (filtered)
        sheet_remark_count(sheet, REMARK_NOTE, filtered,
                           "Somebody filtered the input: %s of its rows is not counted here.",
                           "Somebody filtered the input: %s of its rows are not counted here.",
                           sheet_told_count(sheet, filtered));
}
