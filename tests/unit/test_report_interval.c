/* links: smo-report/interval.c */
/* Intervals against the worked examples of the papers they come from. */
#include "check.h"

#include "smo-report/interval.h"

#include <math.h>

static void assert_near(double got, double want) {
    if (fabs(got - want) > 0.00006)
        fail_msg("%.5f is not %.4f", got, want);
}

/* Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table I, method 3.
 */
static void rates_are_wilsons(void **state) {
    (void)state;
    static const struct {
        uint64_t part, whole;
        double low, high;
    } cases[] = {{81, 263, 0.2553, 0.3662},
                 {15, 148, 0.0624, 0.1605},
                 {0, 20, 0, 0.1611},
                 {1, 29, 0.0061, 0.1718}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct interval got = interval_of_rate(cases[i].part, cases[i].whole);
        assert_near(got.low, cases[i].low);
        assert_near(got.high, cases[i].high);
    }
    assert_true(interval_of_rate(5, 5).high == 1);
    assert_true(interval_of_rate(0, 0).low == 0 && interval_of_rate(0, 0).high == 1);
}

/* Newcombe, "Interval Estimation for the Difference" (1998), table II, method 10. */
static void differences_are_newcombes(void **state) {
    (void)state;
    static const struct {
        struct interval_pair pair;
        double low, high;
    } cases[] = {
        {{56, 70, 48, 80}, 0.0524, 0.3339},
        {{9, 10, 3, 10}, 0.1705, 0.8090},
        {{10, 10, 0, 20}, 0.6791, 1.0},
        {{0, 10, 0, 20}, -0.1611, 0.2775},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct interval got = interval_of_difference(&cases[i].pair);
        assert_near(got.low, cases[i].low);
        assert_near(got.high, cases[i].high);
    }
}

static void one_stratum_is_the_plain_difference(void **state) {
    (void)state;
    struct interval_pair strata[] = {{56, 70, 48, 80}, {0, 0, 5, 50}};
    struct interval plain = interval_of_difference(&strata[0]);
    struct interval got = interval_of_strata(strata, 2);
    assert_near(got.value, plain.value);
    assert_near(got.low, plain.low);
    assert_near(got.high, plain.high);
}

/* Simpson's paradox: in both strata a is better by 10 points, though on the whole it is worse. */
static void strata_are_compared_within_themselves(void **state) {
    (void)state;
    struct interval_pair strata[] = {{270, 900, 20, 100}, {80, 100, 630, 900}};
    struct interval got = interval_of_strata(strata, 2);
    assert_near(got.value, 0.1);
    assert_true(got.low > 0 && got.high < 0.2);
    assert_true(interval_of_strata(strata, 0).high == 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rates_are_wilsons),
        cmocka_unit_test(differences_are_newcombes),
        cmocka_unit_test(one_stratum_is_the_plain_difference),
        cmocka_unit_test(strata_are_compared_within_themselves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
