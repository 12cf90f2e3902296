/* links: smo-classify/keys.c */
/* smo-classify's pseudonyms: what tells people apart and what does not. */
#include "check.h"

#include "smo-classify/keys.h"

#define S(literal) ((struct span)SPAN(literal))

static struct keys make_keys(void) {
    struct keys keys = {.client = KEYS_OF_ADDRESS_AND_AGENT};
    struct fault fault = {0};
    assert_true(keys_open(&keys, NULL, &fault));
    keys.secret = (struct hash_key){1, 2};
    return keys;
}

static void of_ipv6_the_first_64_bits_count(void **state) {
    (void)state;
    struct keys keys = make_keys();
    uint64_t one = keys_of_address(&keys, S("2001:db8:0:1::1"));
    assert_true(one == keys_of_address(&keys, S("2001:db8:0:1:ffff:ffff:ffff:ffff")));
    assert_true(one == keys_of_address(&keys, S("2001:0db8:0000:0001::")));
    assert_true(one != keys_of_address(&keys, S("2001:db8:0:2::1")));
    assert_true(keys_of_address(&keys, S("192.0.2.1")) != keys_of_address(&keys, S("192.0.2.2")));
    assert_true(keys_of_address(&keys, S("no:address")) != keys_of_address(&keys, S("no:other")));
}

static void equal_bytes_of_different_kinds_differ(void **state) {
    (void)state;
    struct keys keys = make_keys();
    const uint64_t parts[] = {keys_of_address(&keys, S("x")), keys_of_agent(&keys, S("x")),
                              keys_of_login(&keys, S("x")), keys_of_cookie(&keys, S("x"))};
    for (size_t i = 0; i < 4; i++)
        for (size_t j = 0; j < i; j++)
            assert_true(parts[i] != parts[j]);
}

static void a_long_agent_counts_to_its_end(void **state) {
    (void)state;
    struct keys keys = make_keys();
    char text[5000];
    memset(text, 'x', sizeof text);
    for (size_t size = 250; size < 260; size++) {
        uint64_t whole = keys_of_agent(&keys, (struct span){text, size});
        assert_true(whole != keys_of_agent(&keys, (struct span){text, size + 1}));
    }
    uint64_t before = keys_of_agent(&keys, (struct span){text, sizeof text});
    text[sizeof text - 1] = 'y';
    assert_true(before != keys_of_agent(&keys, (struct span){text, sizeof text}));
}

static void the_agent_counts_unless_told_otherwise(void **state) {
    (void)state;
    struct keys keys = make_keys();
    uint64_t both = keys_client(&keys, 0, 11, 22);
    assert_true(both == keys_client(&keys, 0, 11, 22));
    assert_true(both != keys_client(&keys, 0, 11, 23));
    assert_true(both != keys_client(&keys, 0, 12, 22));
    keys.client = KEYS_OF_ADDRESS;
    assert_true(keys_client(&keys, 0, 11, 22) == keys_client(&keys, 0, 11, 23));
}

static void daily_keys_change_with_the_day(void **state) {
    (void)state;
    struct keys keys = make_keys();
    assert_true(keys_client(&keys, 1, 11, 22) == keys_client(&keys, 2, 11, 22));
    keys.is_daily = true;
    uint64_t first = keys_client(&keys, 1, 11, 22), visitor = keys_visitor(&keys, 1, 33);
    assert_true(first != keys_client(&keys, 2, 11, 22));
    assert_true(visitor != keys_visitor(&keys, 2, 33));
    assert_true(first == keys_client(&keys, 1, 11, 22));
    assert_true(visitor == keys_visitor(&keys, 1, 33));
}

static void the_fingerprint_names_the_secret(void **state) {
    (void)state;
    struct keys keys = make_keys();
    char one[KEYS_NOTE_BYTES], other[KEYS_NOTE_BYTES];
    keys_fingerprint(&keys, one);
    assert_string_equal(one, "fresh");
    keys.is_kept = true;
    keys_fingerprint(&keys, one);
    assert_int_equal(strlen(one), 8);
    keys.secret.low++;
    keys_fingerprint(&keys, other);
    assert_string_not_equal(one, other);
    keys.is_daily = true;
    keys_fingerprint(&keys, one);
    assert_memory_equal(one, "daily", 5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_ipv6_the_first_64_bits_count),
        cmocka_unit_test(equal_bytes_of_different_kinds_differ),
        cmocka_unit_test(a_long_agent_counts_to_its_end),
        cmocka_unit_test(the_agent_counts_unless_told_otherwise),
        cmocka_unit_test(daily_keys_change_with_the_day),
        cmocka_unit_test(the_fingerprint_names_the_secret),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
