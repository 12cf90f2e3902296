/* links: smo-classify/cache.c */
/* smo-classify's cache: answers are those of their keys, however much is forgotten. */
#include "check.h"

#include "smo-classify/cache.h"

#include <stdio.h>

enum { LIMIT_BYTES = 256 * 1024, LARGE_LIMIT_BYTES = 4 * 1024 * 1024 };

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

/* How many new keys a round holds that began just now. */
static int measure_round(struct cache *cache, int *next) {
    uint64_t forgotten = cache->forgotten;
    int first = *next;
    while (cache->forgotten == forgotten)
        ask(cache, (*next)++);
    return *next - first;
}

static void rounds_are_short_as_long_as_nothing_is_found_again(void **state) {
    (void)state;
    struct cache cache;
    int next = 1;
    cache_init(&cache, sizeof(int), LARGE_LIMIT_BYTES);
    int keys = measure_round(&cache, &next);
    for (int round = 0; round < 100; round++) {
        assert_true(measure_round(&cache, &next) < keys / 4);
        assert_true(cache_bytes(&cache) < LARGE_LIMIT_BYTES / 4);
    }
    for (int number = next - 1000; number < next; number++)
        ask(&cache, number);
    for (int number = 1; number < 1000; number++)
        for (int times = 0; times < 10; times++)
            ask(&cache, number);
    measure_round(&cache, &next);
    assert_true(measure_round(&cache, &next) > keys / 2);
    cache_free(&cache);
}

static void after_many_short_rounds_comes_a_long_one(void **state) {
    (void)state;
    struct cache cache;
    int next = 1, longest = 0;
    cache_init(&cache, sizeof(int), LARGE_LIMIT_BYTES);
    int keys = measure_round(&cache, &next);
    for (int round = 0; round < 200 && longest < keys / 2; round++) {
        int size = measure_round(&cache, &next);
        longest = longest < size ? size : longest;
    }
    assert_true(longest > keys / 2);
    cache_free(&cache);
}

/* As if a site were added, again and again. */
static void to_be_cleared_when_it_is_empty_makes_no_round_short(void **state) {
    (void)state;
    struct cache cache;
    int next = 1;
    cache_init(&cache, sizeof(int), LARGE_LIMIT_BYTES);
    for (int times = 0; times < 10; times++)
        cache_clear(&cache);
    for (int times = 0; times < 3; times++)
        ask(&cache, 1);
    assert_int_equal(cache.round_bytes, LARGE_LIMIT_BYTES);
    assert_true(measure_round(&cache, &next) > 10000);
    cache_free(&cache);
}

/* Its answers may be pointed to by the first one's: both are forgotten at once. */
static void one_behind_another_has_the_same_rounds(void **state) {
    (void)state;
    struct cache first, second;
    int next = 1;
    cache_init(&first, sizeof(int), LARGE_LIMIT_BYTES);
    cache_init(&second, sizeof(int), LARGE_LIMIT_BYTES);
    for (int number = 1; number <= 20000; number++)
        ask(&second, number);
    measure_round(&first, &next);
    cache_clear_behind(&second, &first);
    assert_int_equal(second.round_bytes, first.round_bytes);
    assert_true(cache_bytes(&second) < first.round_bytes / 2);
    assert_true(ask(&second, 1));
    cache_free(&first);
    cache_free(&second);
}

/* They share the limit of the first one: what is left of them when they are cleared must not fill
 * it, else each new answer would clear them again. */
static void four_that_share_a_limit_begin_a_short_round_with_room(void **state) {
    (void)state;
    struct cache caches[4];
    size_t bytes = 0;
    int next = 1;
    for (size_t i = 0; i < 4; i++)
        cache_init(&caches[i], sizeof(int), LARGE_LIMIT_BYTES);
    for (size_t i = 1; i < 4; i++)
        for (int number = 1; number <= 20000; number++)
            ask(&caches[i], number);
    measure_round(&caches[0], &next);
    for (size_t i = 1; i < 4; i++)
        cache_clear_behind(&caches[i], &caches[0]);
    assert_true(caches[0].short_rounds);
    for (size_t i = 0; i < 4; i++) {
        ask(&caches[i], 1);
        bytes += cache_bytes(&caches[i]);
    }
    assert_true(bytes < caches[0].round_bytes / 2);
    for (size_t i = 0; i < 4; i++)
        cache_free(&caches[i]);
}

static void a_huge_key_does_not_make_all_others_be_forgotten(void **state) {
    (void)state;
    struct cache cache;
    static char zeros[2 * LIMIT_BYTES];
    struct span huge = {zeros, sizeof zeros};
    cache_init(&cache, 1, LIMIT_BYTES);
    cache_add(&cache, huge, cache_hash(&cache, huge));
    cache_clear(&cache);
    for (int round = 0; round < 2; round++)
        for (unsigned char byte = 1; byte < 200; byte++) {
            struct span key = {(const char *)&byte, 1};
            uint64_t hash = cache_hash(&cache, key);
            assert_true((cache_get(&cache, key, hash) != NULL) == (round == 1));
            if (round == 0)
                cache_add(&cache, key, hash);
        }
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
        cmocka_unit_test(rounds_are_short_as_long_as_nothing_is_found_again),
        cmocka_unit_test(after_many_short_rounds_comes_a_long_one),
        cmocka_unit_test(to_be_cleared_when_it_is_empty_makes_no_round_short),
        cmocka_unit_test(one_behind_another_has_the_same_rounds),
        cmocka_unit_test(four_that_share_a_limit_begin_a_short_round_with_room),
        cmocka_unit_test(a_huge_key_does_not_make_all_others_be_forgotten),
        cmocka_unit_test(keys_are_bytes_of_any_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
