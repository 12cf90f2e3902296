/* links: smo-funnel
 * Keys of visitors, and the words and texts of smo-funnel. */
#include "check.h"

#include "lib/base/buf.h"
#include "smo-funnel/names.h"

#include <stdlib.h>

static struct key key_of(uint64_t value) {
    return (struct key){value, 1 << KEY_SITE_SHIFT};
}

static void test_keys_are_found_until_removed(void **state) {
    (void)state;
    struct keys keys;
    keys_init(&keys);
    enum { MANY = 5000 };
    for (uint32_t i = 1; i <= MANY; i++)
        keys_add(&keys, key_of(i * UINT64_C(0x9e3779b97f4a7c15)), i);
    for (uint32_t i = 1; i <= MANY; i += 3)
        keys_remove(&keys, key_of(i * UINT64_C(0x9e3779b97f4a7c15)));
    for (uint32_t i = 1; i <= MANY; i++)
        assert_int_equal(keys_find(&keys, key_of(i * UINT64_C(0x9e3779b97f4a7c15))),
                         i % 3 == 1 ? 0 : i);
    assert_int_equal(keys.count, MANY - (MANY + 2) / 3);
    keys_free(&keys);
}

/* What was removed and added in any order leaves a table as if it had only been added to. */
static void test_keys_survive_any_order(void **state) {
    (void)state;
    enum { NAMES = 900, STEPS = 200000 };
    uint32_t held[NAMES] = {0};
    struct keys keys;
    keys_init(&keys);
    srand(1);
    for (uint32_t step = 1; step <= STEPS; step++) {
        uint32_t name = (uint32_t)rand() % NAMES;
        assert_int_equal(keys_find(&keys, key_of(name)), held[name]);
        if (held[name])
            keys_remove(&keys, key_of(name));
        else
            keys_add(&keys, key_of(name), step);
        held[name] = held[name] ? 0 : step;
    }
    keys_free(&keys);
}

static void test_sites_and_forms_keep_keys_apart(void **state) {
    (void)state;
    struct keys keys;
    keys_init(&keys);
    keys_add(&keys, (struct key){7, 4}, 1);
    assert_int_equal(keys_find(&keys, (struct key){7, 5}), 0);
    assert_int_equal(keys_find(&keys, (struct key){7, 8}), 0);
    assert_int_equal(keys_find(&keys, (struct key){8, 4}), 0);
    assert_int_equal(keys_find(&keys, (struct key){7, 4}), 1);
    keys_free(&keys);
}

static void test_a_key_gives_its_cell_back(void **state) {
    (void)state;
    static const char *const cells[] = {"0123456789abcdef",
                                        "0000000000000000",
                                        "ffffffffffffffff",
                                        "0123456789ABCDEF",
                                        "bob",
                                        "0123456789abcde",
                                        "0123456789abcdeg",
                                        "0123456789abcdef0",
                                        "\\t"};
    struct settings settings = {0};
    struct names names;
    names_init(&names, &settings);
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        char hex[NAMES_KEY_BYTES];
        struct key key = names_key(&names, span_of(cells[i]), 3, i % 2);
        assert_true(span_is(names_key_cell(&names, key, hex), cells[i]));
        assert_int_equal(key.site & KEY_IS_VISITOR, i % 2);
        assert_int_equal(key.site >> KEY_SITE_SHIFT, 3);
    }
    names_free(&names);
}

static void test_words_mean_the_same_whenever_they_come(void **state) {
    (void)state;
    struct settings settings = {.steps = {SPAN("cart"), SPAN("order")}, .steps_count = 2};
    struct names names;
    names_init(&names, &settings);
    for (int round = 0; round < 3; round++) {
        for (char letter = 'a'; letter <= 'z'; letter++) {
            const char word[] = {letter, 'x', '\0'}; /* these push each other out of the cache */
            uint32_t number = names_word(&names, span_of(word));
            assert_true(span_is(table_name(&names.words, number), word));
        }
        const struct names_word *cart =
            names_meaning(&names, names_word(&names, (struct span)SPAN("cart")));
        assert_int_equal(cart->step, 0);
        assert_false(cart->is_order);
        const struct names_word *order =
            names_meaning(&names, names_word(&names, (struct span)SPAN("order")));
        assert_int_equal(order->step, 1);
        assert_true(order->is_order);
        assert_int_equal(names_word(&names, SPAN_ABSENT), 0);
        assert_int_equal(names_word(&names, (struct span){"", 0}), 0);
        assert_int_equal(names_meaning(&names, 0)->step, NAMES_NO_STEP);
    }
    names_free(&names);
}

/* Texts that look the same at both ends, and of which many share a guess. */
static void test_texts_keep_their_numbers(void **state) {
    (void)state;
    struct settings settings = {0};
    struct names names;
    names_init(&names, &settings);
    uint32_t numbers[1000];
    for (int round = 0; round < 3; round++) {
        for (unsigned i = 0; i < 1000; i++) {
            struct buf text = {0};
            buf_addf(&text, i % 2 ? "the same %u the same" : "%u", i);
            uint32_t number = names_text(&names, buf_span(&text));
            assert_true(span_equals(names_text_of(&names, number), buf_span(&text)));
            assert_true(round == 0 || numbers[i] == number);
            numbers[i] = number;
            buf_free(&text);
        }
    }
    assert_int_equal(names.texts.count, 1001);
    names_free(&names);
}

static void test_a_leading_www_does_not_matter(void **state) {
    (void)state;
    static const struct {
        const char *host, *site;
    } cases[] = {{"a.example", "a.example"},
                 {"www.a.example", "a.example"},
                 {"www.a.example", "a.example"},
                 {"www.www.a.example", "www.a.example"},
                 {"www.a.example", "a.example"},
                 {"www.", "-"},
                 {"", "-"},
                 {"-", "-"},
                 {"a.very.long.name.example", "a.very.long.name.example"},
                 {"a.very.1ong.name.example", "a.very.1ong.name.example"}};
    struct settings settings = {0};
    struct names names;
    names_init(&names, &settings);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t site = names_site(&names, span_of(cases[i].host));
        assert_true(span_is(table_name(&names.sites, site), cases[i].site));
    }
    names_free(&names);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keys_are_found_until_removed),
        cmocka_unit_test(test_keys_survive_any_order),
        cmocka_unit_test(test_sites_and_forms_keep_keys_apart),
        cmocka_unit_test(test_a_key_gives_its_cell_back),
        cmocka_unit_test(test_words_mean_the_same_whenever_they_come),
        cmocka_unit_test(test_texts_keep_their_numbers),
        cmocka_unit_test(test_a_leading_www_does_not_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
