/* links: smo-classify/revenue.c */
/* Amounts of money in urls: no text breaks the reader, and what it writes is what streams hold. */
#include "check.h"

#include "smo-classify/revenue.h"

#include "lib/base/decimal.h"

#include <stdio.h>

/* Every text of 6 of these bytes is an amount that a decimal reads, or none. */
static void what_is_read_is_a_decimal(void **state) {
    (void)state;
    static const char bytes[] = "05., -";
    struct buf amount = {0};
    char text[6];
    int amounts = 0;
    for (int number = 0; number < 6 * 6 * 6 * 6 * 6 * 6; number++) {
        int rest = number;
        for (size_t i = 0; i < sizeof text; i++, rest /= 6)
            text[i] = bytes[rest % 6];
        struct decimal decimal;
        if (!revenue_read(&amount, (struct span){text, sizeof text})) {
            assert_int_equal(amount.size, 0);
            continue;
        }
        amounts++;
        assert_true(decimal_read(buf_span(&amount), &decimal));
        assert_true(memchr(text, '-', sizeof text) == NULL);
    }
    assert_true(amounts > 1000);
    buf_free(&amount);
}

static void minor_units(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"0", "0.00"},         {"7", "0.07"},     {"70", "0.70"},
        {"129900", "1299.00"}, {"00100", "1.00"}, {"1 299", "12.99"},
        {"1.5", ""},           {"", ""},          {"x", ""}};
    struct buf amount = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool is_read = revenue_read_cents(&amount, span_of(cases[i][0]));
        assert_true(is_read == (cases[i][1][0] != '\0'));
        assert_string_equal(buf_string(&amount), cases[i][1]);
    }
    buf_free(&amount);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_read_is_a_decimal),
        cmocka_unit_test(minor_units),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
