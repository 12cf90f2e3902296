/* links: smo-classify/crowd.c */
/* Does one address make a great part of all hits? */
#include "check.h"

#include "smo-classify/crowd.h"

static void few_addresses_are_counted_exactly(void **state) {
    (void)state;
    struct crowd crowd = {0};
    uint64_t hits;
    for (uint64_t address = 1; address <= CROWD_COUNTERS; address++)
        for (uint64_t i = 0; i < address; i++)
            crowd_add(&crowd, address);
    assert_true(crowd_greatest(&crowd, &hits) == CROWD_COUNTERS);
    assert_true(hits == CROWD_COUNTERS);
    assert_true(crowd.total == CROWD_COUNTERS * (CROWD_COUNTERS + 1) / 2);
}

static void a_fifth_among_many_is_found_and_never_overstated(void **state) {
    (void)state;
    struct crowd crowd = {0};
    uint64_t hits;
    for (uint64_t i = 0; i < 100000; i++)
        crowd_add(&crowd, i % 4 == 0 ? 7 : 1000 + i);
    assert_true(crowd_greatest(&crowd, &hits) == 7);
    assert_true(hits <= 25000 && hits >= 25000 - 100000 / CROWD_COUNTERS);
}

static void all_different_is_nobody(void **state) {
    (void)state;
    struct crowd crowd = {0};
    uint64_t hits;
    for (uint64_t i = 1; i <= 100000; i++)
        crowd_add(&crowd, i);
    crowd_greatest(&crowd, &hits);
    assert_true(hits <= 1);
}

static void none_at_all(void **state) {
    (void)state;
    struct crowd crowd = {0};
    uint64_t hits = 1;
    crowd_greatest(&crowd, &hits);
    assert_true(hits == 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_addresses_are_counted_exactly),
        cmocka_unit_test(a_fifth_among_many_is_found_and_never_overstated),
        cmocka_unit_test(all_different_is_nobody),
        cmocka_unit_test(none_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
