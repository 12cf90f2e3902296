/* links: smo-classify/thin.c */
/* Which assets are dropped: the same whether the caller keeps a memo or not. */
#include "check.h"

#include "smo-classify/thin.h"

#include <stdlib.h>

enum { CLIENTS = 40000, VISITORS = 30, SITES = 2 };

static uint32_t next_random(uint32_t *random) {
    *random = *random * 1664525 + 1013904223;
    return *random >> 8;
}

static void the_first_asset_after_a_page_is_passed_on(void **state) {
    (void)state;
    struct thin *thin = thin_new();
    struct thin_owner owner = {.client = 7, .site = 1};
    for (int page = 0; page < 3; page++) {
        thin_page(thin, &owner);
        assert_true(thin_is_first(thin, &owner));
        assert_false(thin_is_first(thin, &owner));
    }
    struct thin_owner elsewhere = {.client = 7, .site = 2};
    assert_true(thin_is_first(thin, &elsewhere));
    thin_free(thin);
}

/* More names than are kept, so that all are forgotten some times. */
static void a_memo_changes_nothing(void **state) {
    (void)state;
    struct thin *plain = thin_new(), *helped = thin_new();
    uint32_t *memos = calloc(CLIENTS, sizeof *memos);
    uint32_t random = 1;
    size_t dropped = 0;
    for (int round = 0; round < 400000; round++) {
        uint32_t client = next_random(&random) % CLIENTS;
        struct thin_owner owner = {
            .client = client + 1,
            .visitor = next_random(&random) % 4 ? 0 : client % VISITORS + 1,
            .site = next_random(&random) % SITES,
        };
        struct thin_owner known = owner;
        known.memo = &memos[client];
        if (next_random(&random) % 3 == 0) {
            thin_page(plain, &owner);
            thin_page(helped, &known);
            continue;
        }
        bool is_first = thin_is_first(plain, &owner);
        assert_true(thin_is_first(helped, &known) == is_first);
        dropped += !is_first;
    }
    assert_true(dropped > 1000);
    free(memos);
    thin_free(plain);
    thin_free(helped);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_asset_after_a_page_is_passed_on),
        cmocka_unit_test(a_memo_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
