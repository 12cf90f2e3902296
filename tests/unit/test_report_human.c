/* links: smo-report/human.c smo-report/punycode.c smo-report/words.c */
/* Numbers, moments and names as people read them. */
#include "check.h"

#include "smo-report/human.h"

static struct buf text;

static void assert_text(const char *wanted) {
    assert_string_equal(buf_string(&text), wanted);
    buf_clear(&text);
}

static void counts_are_grouped(void **state) {
    (void)state;
    human_count(&text, NULL, 0);
    assert_text("0");
    human_count(&text, NULL, 999);
    assert_text("999");
    human_count(&text, NULL, 1000);
    assert_text("1,000");
    human_count(&text, NULL, UINT64_MAX);
    assert_text("18,446,744,073,709,551,615");
}

static void rates_keep_two_digits(void **state) {
    (void)state;
    static const struct {
        double rate;
        const char *text;
    } cases[] = {{0, "0%"},          {1, "100%"},       {0.0234, "2.3%"},    {0.234, "23%"},
                 {0.00123, "0.12%"}, {0.0999, "10.0%"}, {0.00012, "0.012%"}, {-0.05, "-5.0%"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        human_rate(&text, NULL, cases[i].rate);
        assert_text(cases[i].text);
    }
}

static void money_is_rounded_from_a_thousand_on(void **state) {
    (void)state;
    human_money(&text, NULL, (struct decimal){99999, 2});
    assert_text("999.99");
    human_money(&text, NULL, (struct decimal){100050, 2});
    assert_text("1,001");
    human_money(&text, NULL, (struct decimal){100049, 2});
    assert_text("1,000");
    human_money(&text, NULL, (struct decimal){-599050, 2});
    assert_text("-5,991");
}

static void durations_have_one_unit(void **state) {
    (void)state;
    human_duration(&text, NULL, 3.25);
    assert_text("3.2 s");
    human_duration(&text, NULL, 600);
    assert_text("10 min");
    human_duration(&text, NULL, 7 * 3600);
    assert_text("7 h");
    human_duration(&text, NULL, 5 * 86400);
    assert_text("5 d");
}

static void moments_are_in_the_zone(void **state) {
    (void)state;
    human_moment(&text, NULL, 1763798400, 3 * 3600);
    assert_text("2025-11-22 11:00");
}

static void names_are_decoded_where_harmless(void **state) {
    (void)state;
    static const struct {
        const char *plain, *shown;
    } cases[] = {
        {"vk", "vk"},
        {"%D0%BC%D0%B8%D1%80", "мир"},
        {"100%", "100%"},
        {"a%zzb", "a%zzb"},
        {"a%1b%5b31m", "a%1b%5b31m"},
        {"a%E2%80%AEb", "a%E2%80%AEb"},
        {"a%ffb", "a%ffb"},
        {"a\033[31m", "a\\x1B[31m"},
        {"xn--80aswg.xn--p1ai", "сайт.рф"},
        {"XN--E1AYBC.example", "тест.example"},
        {"xn--mnchen-3ya.de", "münchen.de"},
        {"xn--pple-43d.com", "xn--pple-43d.com"}, /* Cyrillic a, Latin pple */
        {"xn--.com", "xn--.com"},
        {"xn--99999999999.com", "xn--99999999999.com"},
        {"xn--a<b", "xn--a<b"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        human_text(&text, span_of(cases[i].plain));
        assert_text(cases[i].shown);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_are_grouped),
        cmocka_unit_test(rates_keep_two_digits),
        cmocka_unit_test(money_is_rounded_from_a_thousand_on),
        cmocka_unit_test(durations_have_one_unit),
        cmocka_unit_test(moments_are_in_the_zone),
        cmocka_unit_test(names_are_decoded_where_harmless),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    buf_free(&text);
    return failed;
}
