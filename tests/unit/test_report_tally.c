/* links: smo-report/tally.c smo-report/purse.c smo-report/visit.c smo-report/sheet.c */
/* links: smo-report/human.c smo-report/punycode.c smo-report/interval.c smo-report/steps.c */
/* links: smo-report/words.c */
/* Visits and money counted by a key; steps of a funnel. */
#include "check.h"

#include "smo-report/steps.h"
#include "smo-report/tally.h"

#include <stdio.h>
#include <stdlib.h>

static struct visit visit_with(const char *source, uint64_t orders, const char *revenue,
                               const char *currency) {
    struct visit visit = {.pages = 1, .orders = orders, .is_human = true};
    for (size_t i = 0; i < VISIT_COUNT; i++)
        visit.cells[i] = SPAN_ABSENT;
    visit.cells[VISIT_SOURCE] = span_of(source);
    visit.cells[VISIT_REVENUE] = span_of(revenue);
    visit.has_revenue = strcmp(revenue, "-") != 0;
    visit.cells[VISIT_CURRENCY] = span_of(currency);
    return visit;
}

static void add(struct tally *tally, const char *source, uint64_t orders, const char *revenue,
                const char *currency) {
    struct visit visit = visit_with(source, orders, revenue, currency);
    tally_add(tally, visit.cells[VISIT_SOURCE], &visit);
}

static void assert_money(struct decimal amount, const char *wanted) {
    struct buf text = {0};
    decimal_write(&text, amount);
    assert_string_equal(buf_string(&text), wanted);
    buf_free(&text);
}

static void currencies_stay_apart(void **state) {
    (void)state;
    struct purse purse = {0};
    struct table currencies;
    table_init(&currencies);
    static const char *const visits[][2] = {
        {"0.10", "RUB"}, {"0.2,5", "RUB,EUR"}, {"7", "-"}, {"rubbish", "RUB"}, {"-", "RUB"}};
    for (size_t i = 0; i < sizeof visits / sizeof *visits; i++) {
        struct visit visit = visit_with("vk", 1, visits[i][0], visits[i][1]);
        purse_add_visit(&purse, &currencies, &visit);
    }
    assert_int_equal(purse.count, 3);
    assert_money(purse.sums[0].amount, "0.30");
    assert_money(purse.sums[1].amount, "5");
    assert_money(purse.sums[2].amount, "7");
    assert_true(span_is(table_name(&currencies, 2), "-"));
    purse_free(&purse);
    table_free(&currencies);
}

static void a_sixteenth_currency_has_no_name(void **state) {
    (void)state;
    struct purse purse = {0};
    struct table currencies;
    table_init(&currencies);
    char name[16];
    for (int i = 0; i < 40; i++) {
        snprintf(name, sizeof name, "C%d", i);
        struct visit visit = visit_with("vk", 1, "1", name);
        purse_add_visit(&purse, &currencies, &visit);
    }
    assert_int_equal(purse.count, 16);
    assert_true(span_is(table_name(&currencies, 15), "?"));
    assert_money(purse.sums[15].amount, "25");
    purse_free(&purse);
    table_free(&currencies);
}

static void the_best_come_first(void **state) {
    (void)state;
    static const struct settings settings = {.max_keys = 100, .max_bytes = SIZE_MAX};
    struct tally tally;
    tally_init(&tally, &settings);
    add(&tally, "z", 0, "-", "-");
    add(&tally, "few", 1, "5", "RUB");
    add(&tally, "rich", 1, "50", "RUB");
    add(&tally, "many", 2, "1", "RUB");
    add(&tally, "a", 0, "-", "-");
    static const char *const wanted[] = {"many", "rich", "few", "a", "z"};
    uint32_t *ranking = tally_ranking(&tally);
    for (size_t i = 0; i < 5; i++)
        assert_true(span_is(table_name(&tally.keys, ranking[i]), wanted[i]));
    free(ranking);
    assert_int_equal(tally.total.visits, 5);
    assert_int_equal(tally.total.ordering_visits, 3);
    tally_free(&tally);
}

static void beyond_the_bound_all_are_one(void **state) {
    (void)state;
    static const struct settings settings = {.max_keys = 2, .max_bytes = SIZE_MAX};
    struct tally tally;
    tally_init(&tally, &settings);
    add(&tally, "a", 0, "-", "-");
    add(&tally, "b", 0, "-", "-");
    add(&tally, "c", 1, "-", "-");
    add(&tally, "d", 0, "-", "-");
    add(&tally, "a", 0, "-", "-");
    assert_int_equal(tally.keys.count, 3);
    assert_true(span_is(table_name(&tally.keys, 2), "(other)"));
    assert_int_equal(tally.rows[2].visits, 2);
    assert_int_equal(tally.rows[0].visits, 2);
    tally_free(&tally);
}

static void steps_are_reached_in_order_or_not(void **state) {
    (void)state;
    struct steps steps = steps_of((struct span)SPAN("product,cart,checkout,order"));
    static const struct {
        const char *list;
        uint32_t reached;
        unsigned in_order;
    } cases[] = {{"-", 0, 0},
                 {"product,cart,checkout,order", 15, 4},
                 {"product,order", 9, 1},
                 {"cart,product,checkout", 7, 1},
                 {"cart", 2, 0},
                 {"stranger,product,cart", 3, 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct visit visit = visit_with("vk", 0, "-", "-");
        visit.cells[VISIT_STEPS] = span_of(cases[i].list);
        assert_int_equal(steps_reached(&steps, &visit), cases[i].reached);
        assert_int_equal(steps_in_order(&steps, &visit), cases[i].in_order);
    }
    assert_int_equal(steps_bit(&steps, "order"), 8);
    assert_int_equal(steps_bit(&steps, "nonsense"), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(currencies_stay_apart),
        cmocka_unit_test(a_sixteenth_currency_has_no_name),
        cmocka_unit_test(the_best_come_first),
        cmocka_unit_test(beyond_the_bound_all_are_one),
        cmocka_unit_test(steps_are_reached_in_order_or_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
