#include "smo-report/losswords.h"

#include "smo-report/human.h"

#include <math.h>

static const char *told_worth(struct sheet *sheet, const struct loss_found *found, double orders) {
    struct buf text = {0};
    human_money(&text, sheet->words, (struct decimal){llround(orders * found->mean_order), 0});
    const char *told = arena_copy(&sheet->arena, buf_span(&text)).at;
    buf_free(&text);
    return told;
}

/* The interval is that of the orders: how the mean order may vary is not in it. */
static const char *told_money(struct sheet *sheet, const struct loss_found *found,
                              struct interval lost) {
    struct buf text = {0};
    buf_addf(&text, ", %s %s", words_say(sheet->words, "about"),
             told_worth(sheet, found, lost.value));
    if (!span_is_absent(found->currency)) {
        buf_add_byte(&text, ' ');
        human_text(&text, found->currency);
    }
    buf_addf(&text, " (%s %s", words_say(sheet->words, "from"), told_worth(sheet, found, lost.low));
    buf_addf(&text, " %s %s)", words_say(sheet->words, "to"), told_worth(sheet, found, lost.high));
    const char *told = arena_copy(&sheet->arena, buf_span(&text)).at;
    buf_free(&text);
    return told;
}

static void say_too_little(struct sheet *sheet, const struct loss_found *found) {
    sheet_remark(sheet, REMARK_FIND,
                 "Home-page landings: what they cost cannot be told yet. It takes %d visits in "
                 "each group that share source, device and campaign, and %d with orders. There "
                 "are %s social visits that were promised a product and landed on the home page, "
                 "and %s that landed on the product.",
                 LOSS_VISITS_MIN, LOSS_ORDERS_MIN, sheet_told_count(sheet, found->home_visits),
                 sheet_told_count(sheet, found->product_visits));
}

void losswords_say(struct sheet *sheet, const struct loss_found *found) {
    if (found->home_visits == 0) {
        sheet_remark(sheet, REMARK_FIND,
                     "Home-page landings: no social visitor who was promised a product is known "
                     "to have landed on the home page.");
        return;
    }
    if (!found->is_enough) {
        say_too_little(sheet, found);
        return;
    }
    bool is_certain = found->difference.low > 0 || found->difference.high < 0;
    bool is_loss = found->orders.value > 0;
    sheet_remark(
        sheet, REMARK_FIND,
        "Home-page landings: of %s social visitors who were promised a product and landed on the "
        "home page, %s ordered; of %s who landed on the product, %s.",
        sheet_told_count(sheet, found->home_visits),
        sheet_told_rate(sheet, (double)found->home_orders / (double)found->home_visits),
        sheet_told_count(sheet, found->product_visits),
        sheet_told_rate(sheet, (double)found->product_orders / (double)found->product_visits));
    const char *format =
        is_loss
            ? N_("Within the same source, device and campaign that is about %s orders lost (95%% "
                 "interval %s to %s)%s%s. Landing was not assigned by chance, so part of this "
                 "may have other causes.")
            : N_("Within the same source, device and campaign that is about %s orders won (95%% "
                 "interval %s to %s)%s%s. Landing was not assigned by chance, so part of this "
                 "may have other causes.");
    struct interval orders = found->orders;
    if (!is_loss)
        orders = (struct interval){-orders.value, -orders.high, -orders.low};
    sheet_remark(sheet, REMARK_FIND, format, sheet_told_number(sheet, orders.value, 0),
                 sheet_told_number(sheet, orders.low, 0), sheet_told_number(sheet, orders.high, 0),
                 is_certain ? "" : words_say(sheet->words, ": it may be nothing"),
                 found->has_revenue ? told_money(sheet, found, orders) : "");
}
