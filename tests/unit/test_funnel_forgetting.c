/* links: smo-funnel
 * What the funnel forgets of itself, and how often it looks for that. */
#include "check.h"

#include "smo-funnel/funnel.h"

#include <stdio.h>

/* So many visitors with a touch each, of an origin of their own. */
static void add_visitors(struct funnel *funnel, uint32_t count) {
    for (uint32_t i = 1; i <= count; i++) {
        char origin[200];
        snprintf(origin, sizeof origin, "blog-%u.example\treferral\treferer\torganic\t%0100u\t-\t-",
                 i, i);
        struct visitors_touch touch = {
            .time = MOMENT_DAY,
            .origin = names_text(&funnel->names, span_of(origin)) & INT32_MAX,
        };
        visitors_add_touch(&funnel->visitors, (struct key){i, 0}, touch);
    }
}

/* Else all would be looked through again and again, each time for the few that came meanwhile. */
static void what_is_left_may_double_before_it_is_looked_through_again(void **state) {
    (void)state;
    struct settings settings = {.window = 30 * MOMENT_DAY};
    for (uint32_t count = 1000; count <= 64000; count += count / 4) {
        struct funnel funnel;
        funnel_init(&funnel, &settings, NULL, NULL);
        funnel.now = 2 * MOMENT_DAY;
        add_visitors(&funnel, count);
        funnel_forget(&funnel);
        assert_int_equal(funnel.visitors.keys.count, count);
        assert_in_range(funnel.visitors_limit, 2 * count, UINT32_MAX);
        assert_in_range(funnel.texts_limit, 2 * table_bytes(&funnel.names.texts), SIZE_MAX);
        funnel_free(&funnel);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_left_may_double_before_it_is_looked_through_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
