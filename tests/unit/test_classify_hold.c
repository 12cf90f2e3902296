/* links: smo-classify/hold.c */
/* Hits held back come out as they went in. */
#include "check.h"

#include "smo-classify/hold.h"

static struct hit hit_of(struct span text) {
    struct hit hit = {.others = text, .has_agent = text.size % 2 == 0};
    for (size_t i = 0; i < HIT_COUNT; i++)
        hit.cells[i] = text;
    return hit;
}

static void everything_comes_back_in_order(void **state) {
    (void)state;
    static const struct span texts[] = {SPAN("-"), SPAN(""), SPAN("a\\tb"), SPAN("longer than it")};
    struct hold hold = {0};
    struct hit hit;
    struct span others;
    hold_header(&hold, (struct span)SPAN("mine"));
    for (size_t i = 0; i < 4; i++) {
        hit = hit_of(texts[i]);
        hold_hit(&hold, &hit);
    }
    hold_header(&hold, (struct span)SPAN(""));
    assert_int_equal(hold.hits, 4);

    assert_int_equal(hold_next(&hold, &hit, &others), HOLD_HEADER);
    assert_true(span_is(others, "mine"));
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(hold_next(&hold, &hit, &others), HOLD_HIT);
        assert_true(span_equals(hit.time, texts[i]));
        assert_true(span_equals(hit.agent, texts[i]));
        assert_true(span_equals(hit.others, texts[i]));
        assert_true(hit.has_agent == (texts[i].size % 2 == 0));
    }
    assert_int_equal(hold_next(&hold, &hit, &others), HOLD_HEADER);
    assert_true(span_is_empty(others));
    assert_int_equal(hold_next(&hold, &hit, &others), HOLD_END);
    hold_free(&hold);
}

/* What was taken is freed each time; all that follows is still there. */
static void what_was_taken_can_be_freed(void **state) {
    (void)state;
    enum { HITS = 3000 };
    struct hold hold = {0};
    char text[200];
    memset(text, 'x', sizeof text);
    for (size_t i = 0; i < HITS; i++) {
        struct hit hit = hit_of((struct span){text, i % sizeof text});
        hold_hit(&hold, &hit);
    }
    size_t size = hold.bytes.size;
    for (size_t i = 0; i < HITS; i++) {
        struct hit hit;
        struct span others, expected = {text, i % sizeof text};
        hold_free_taken(&hold);
        assert_int_equal(hold_next(&hold, &hit, &others), HOLD_HIT);
        for (size_t cell = 0; cell < HIT_COUNT; cell++)
            assert_true(span_equals(hit.cells[cell], expected));
    }
    assert_true(hold.freed > size / 2);
    hold_free(&hold);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_comes_back_in_order),
        cmocka_unit_test(what_was_taken_can_be_freed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
