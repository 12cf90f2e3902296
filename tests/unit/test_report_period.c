/* links: smo-report/period.c */
/* Hours, days, ISO weeks and months, in a visit's own zone. */
#include "check.h"

#include "smo-report/period.h"

static void assert_period(enum period period, double seconds, int zone, const char *wanted) {
    struct buf name = {0};
    period_write(&name, period, seconds, zone);
    assert_string_equal(buf_string(&name), wanted);
    buf_free(&name);
}

static void periods_go_by_the_zone(void **state) {
    (void)state;
    /* 2025-12-31 22:30 UTC */
    const double late = 1767220200;
    assert_period(PERIOD_HOUR, late, 0, "2025-12-31 22");
    assert_period(PERIOD_DAY, late, 3 * 3600, "2026-01-01");
    assert_period(PERIOD_MONTH, late, 0, "2025-12");
    assert_period(PERIOD_MONTH, late, 3 * 3600, "2026-01");
}

static void weeks_are_those_of_iso_8601(void **state) {
    (void)state;
    const double day = 86400;
    assert_period(PERIOD_WEEK, 1767139200, 0, "2026-W01"); /* 2025-12-31, a Wednesday */
    assert_period(PERIOD_WEEK, 1767484800, 0, "2026-W01"); /* 2026-01-04, a Sunday */
    assert_period(PERIOD_WEEK, 1767484800 + day, 0, "2026-W02");
    assert_period(PERIOD_WEEK, 1609459200, 0, "2020-W53"); /* 2021-01-01 */
}

static void words_are_known(void **state) {
    (void)state;
    enum period period = PERIOD_NONE;
    assert_true(period_read(span_of("week"), &period));
    assert_int_equal(period, PERIOD_WEEK);
    assert_false(period_read(span_of("year"), &period));
    assert_false(period_read(span_of(""), &period));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(periods_go_by_the_zone),
        cmocka_unit_test(weeks_are_those_of_iso_8601),
        cmocka_unit_test(words_are_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
