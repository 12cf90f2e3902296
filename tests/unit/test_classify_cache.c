/* links: smo-classify/cache.c */
/* smo-classify's cache: answers are those of their keys, however much is forgotten. */
#include "check.h"

#include "smo-classify/cache.h"

#include <stdio.h>

enum { LIMIT_BYTES = 256 * 1024 };

/* Asks for the key "number"; its answer is the number itself. */
static bool ask(struct cache *cache, int number) {
    char key[32];
    int size = snprintf(key, sizeof key, "%d", number);
    struct span name = {key, (size_t)size};
    uint64_t hash = cache_hash(cache, name);
    if (number % 2) {
        cache_expect(cache, hash);
        cache_fetch(cache, hash);
    }
    int *answer = cache_get(cache, name, hash);
    bool is_new = !answer;
    if (is_new) {
        answer = cache_add(cache, name, hash);
        assert_int_equal(*answer, 0);
        *answer = number;
    }
    assert_int_equal(*answer, number);
    assert_true(span_equals(cache_key(cache, (const char *)answer), name));
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
    char zeros[200] = {0};
    cache_init(&cache, 1, LIMIT_BYTES);
    for (size_t size = 0; size <= sizeof zeros; size++) {
        struct span key = {zeros, size};
        uint64_t hash = cache_hash(&cache, key);
        assert_null(cache_get(&cache, key, hash));
        cache_add(&cache, key, hash);
    }
    struct span seven = {zeros, 7};
    assert_non_null(cache_get(&cache, seven, cache_hash(&cache, seven)));
    cache_free(&cache);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_is_kept),
        cmocka_unit_test(more_than_fits_is_forgotten_and_asked_again),
        cmocka_unit_test(keys_are_bytes_of_any_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
