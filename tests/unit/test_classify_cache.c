/* links: smo-classify/cache.c */
/* smo-classify's cache: answers are those of their keys, however much is forgotten. */
#include "check.h"

#include "smo-classify/cache.h"

#include <stdio.h>

enum { LIMIT_BYTES = 256 * 1024 };

/* Asks for the key "number"; its answer is the number itself. */
static bool ask(struct cache *cache, int number) {
    char key[16];
    bool is_new;
    int size = snprintf(key, sizeof key, "%d", number);
    struct span name = {key, (size_t)size};
    if (number % 2)
        cache_expect(cache, name);
    int *answer = cache_find(cache, name, &is_new);
    if (is_new) {
        assert_int_equal(*answer, 0);
        *answer = number;
    }
    assert_int_equal(*answer, number);
    return is_new;
}

static void an_answer_is_kept(void **state) {
    (void)state;
    struct cache cache;
    cache_init(&cache, sizeof(int), LIMIT_BYTES);
    for (int round = 0; round < 3; round++)
        for (int number = 1; number <= 1000; number++)
            assert_true(ask(&cache, number) == (round == 0));
    cache_clear(&cache);
    assert_true(ask(&cache, 1));
    cache_free(&cache);
}

static void more_than_fits_is_forgotten_and_asked_again(void **state) {
    (void)state;
    struct cache cache;
    cache_init(&cache, sizeof(int), LIMIT_BYTES);
    int asked_again = 0;
    for (int round = 0; round < 2; round++)
        for (int number = 1; number <= 50000; number++) {
            asked_again += ask(&cache, number) && round;
            assert_true(cache.arena.bytes <= 2 * LIMIT_BYTES);
        }
    assert_true(asked_again > 0);
    cache_free(&cache);
}

static void keys_are_bytes_of_any_length(void **state) {
    (void)state;
    struct cache cache;
    bool is_new;
    char zeros[64] = {0};
    cache_init(&cache, 1, LIMIT_BYTES);
    for (size_t size = 0; size <= sizeof zeros; size++) {
        cache_find(&cache, (struct span){zeros, size}, &is_new);
        assert_true(is_new);
    }
    cache_find(&cache, (struct span){zeros, 7}, &is_new);
    assert_false(is_new);
    cache_free(&cache);
}

static void the_same_place_may_hold_another_key(void **state) {
    (void)state;
    struct cache cache;
    bool is_new;
    char text[] = "first";
    struct span key = {text, 5};
    cache_init(&cache, sizeof(int), LIMIT_BYTES);
    cache_expect(&cache, key);
    *(int *)cache_find(&cache, key, &is_new) = 1;
    memcpy(text, "other", 5);
    *(int *)cache_find(&cache, key, &is_new) = 2;
    assert_true(is_new);
    memcpy(text, "first", 5);
    assert_int_equal(*(int *)cache_find(&cache, key, &is_new), 1);
    cache_free(&cache);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_is_kept),
        cmocka_unit_test(more_than_fits_is_forgotten_and_asked_again),
        cmocka_unit_test(keys_are_bytes_of_any_length),
        cmocka_unit_test(the_same_place_may_hold_another_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
