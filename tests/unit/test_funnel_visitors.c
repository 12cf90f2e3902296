/* links: smo-funnel
 * What is remembered of visitors, and the order ids. */
#include "check.h"

#include "smo-funnel/orders.h"
#include "smo-funnel/visitors.h"

#include <stdlib.h>

struct fixture {
    struct settings settings;
    struct names names;
    struct visitors visitors;
};

static int begin(void **state) {
    static struct fixture fixture;
    fixture.settings = (struct settings){.window = 10 * MOMENT_DAY};
    names_init(&fixture.names, &fixture.settings);
    visitors_init(&fixture.visitors, &fixture.settings, &fixture.names);
    *state = &fixture;
    return 0;
}

static int end(void **state) {
    struct fixture *fixture = *state;
    visitors_free(&fixture->visitors);
    names_free(&fixture->names);
    return 0;
}

static struct key key_of(uint64_t value) {
    return (struct key){value, 4};
}

static uint32_t origin(struct fixture *fixture, const char *source, const char *medium) {
    struct buf joined = {0};
    buf_addf(&joined, "%s\t%s\t-\t-\tcampaign of %s\t-\t-", source, medium, source);
    uint32_t text = names_text(&fixture->names, buf_span(&joined));
    buf_free(&joined);
    return text;
}

static void touch(struct fixture *fixture, uint64_t key, int64_t day, const char *source) {
    visitors_add_touch(
        &fixture->visitors, key_of(key),
        (struct visitors_touch){
            .time = day * MOMENT_DAY,
            .origin = origin(fixture, source, source[0] == 'g' ? "search" : "network") & INT32_MAX,
            .is_social = source[0] != 'g'});
}

/* The path of touches, which lives until the next call. */
static struct span path_of(struct fixture *fixture,
                           const struct visitors_attribution *attribution) {
    static char path[4096];
    char *at = path;
    for (size_t i = 0; i < VISITORS_SHOWN && attribution->shown[i]; i++) {
        if (i)
            *at++ = '>';
        at = origin_write_step(at, origin_look(&fixture->names, attribution->shown[i]));
    }
    return at == path ? SPAN_ABSENT : span_between(path, at);
}

static void expect_path(struct fixture *fixture, uint64_t key, int64_t day, uint32_t touches,
                        const char *path) {
    struct visitors_attribution attribution =
        visitors_attribute(&fixture->visitors, key_of(key), day * MOMENT_DAY);
    assert_int_equal(attribution.touches, touches);
    struct span got = path_of(fixture, &attribution);
    if (!span_is(got, path))
        fail_msg("%.*s, not %s", (int)got.size, got.at, path);
}

static void test_touches_leave_with_the_window(void **state) {
    struct fixture *fixture = *state;
    expect_path(fixture, 1, 5, 0, "-");
    touch(fixture, 1, 1, "vk");
    touch(fixture, 1, 3, "google");
    touch(fixture, 1, 5, "ok");
    expect_path(fixture, 1, 5, 3, "vk/network>google/search>ok/network");
    expect_path(fixture, 1, 11, 3, "vk/network>google/search>ok/network");
    expect_path(fixture, 1, 12, 2, "google/search>ok/network");
    expect_path(fixture, 1, 15, 1, "ok/network");
    expect_path(fixture, 1, 40, 0, "-");
    expect_path(fixture, 2, 5, 0, "-");
    assert_int_equal(fixture->visitors.touches.count, 0);
}

static void test_first_and_last_social(void **state) {
    struct fixture *fixture = *state;
    touch(fixture, 1, 1, "google");
    struct visitors_attribution none =
        visitors_attribute(&fixture->visitors, key_of(1), 2 * MOMENT_DAY);
    assert_int_equal(none.first.origin, NAMES_ABSENT);
    touch(fixture, 1, 2, "vk");
    touch(fixture, 1, 3, "ok");
    touch(fixture, 1, 4, "google");
    struct visitors_attribution both =
        visitors_attribute(&fixture->visitors, key_of(1), 4 * MOMENT_DAY);
    assert_int_equal(both.first.time, 2 * MOMENT_DAY);
    assert_int_equal(both.last.time, 3 * MOMENT_DAY);
    assert_true(
        span_is(origin_look(&fixture->names, both.last.origin)->campaign, "campaign of ok"));
}

static void test_of_very_many_the_first_and_the_latest_stay(void **state) {
    struct fixture *fixture = *state;
    touch(fixture, 1, 1, "first");
    for (int i = 0; i < 3 * VISITORS_MAX_TOUCHES; i++)
        touch(fixture, 1, 2, i % 2 ? "vk" : "ok");
    struct visitors_attribution attribution =
        visitors_attribute(&fixture->visitors, key_of(1), 3 * MOMENT_DAY);
    assert_int_equal(attribution.touches, VISITORS_MAX_TOUCHES);
    assert_int_equal(fixture->visitors.touches.count, VISITORS_MAX_TOUCHES - 1);
    struct span path = path_of(fixture, &attribution);
    assert_true(span_starts_with(path, (struct span)SPAN("first/network>vk/network>ok/network>")));
    size_t items = 1;
    for (size_t i = 0; i < path.size; i++)
        items += path.at[i] == '>';
    assert_int_equal(items, VISITORS_FIRST_SHOWN + VISITORS_LAST_SHOWN);
}

/* What visitors_attribute() does, by a plain array of all touches that are remembered. */
struct remembered {
    struct visitors_touch touches[VISITORS_MAX_TOUCHES + 1];
    uint32_t count;
};

static void remember(struct remembered *all, struct visitors_touch touch) {
    all->touches[all->count++] = touch;
    if (all->count <= VISITORS_MAX_TOUCHES)
        return;
    all->count--;
    memmove(all->touches + 1, all->touches + 2, (all->count - 1) * sizeof *all->touches);
}

static struct visitors_attribution attribute(struct remembered *all, int64_t window,
                                             int64_t start) {
    struct visitors_attribution wanted = {0};
    uint32_t origins[VISITORS_MAX_TOUCHES];
    while (all->count && all->touches[0].time < start - window - MOMENT_DAY)
        memmove(all->touches, all->touches + 1, --all->count * sizeof *all->touches);
    for (uint32_t i = 0; i < all->count; i++) {
        struct visitors_touch touch = all->touches[i];
        if (touch.time < start - window)
            continue;
        origins[wanted.touches++] = touch.origin;
        if (touch.is_social)
            wanted.last = touch;
        if (touch.is_social && !wanted.first.origin)
            wanted.first = touch;
    }
    for (uint32_t i = 0, at = 0; i < wanted.touches; i++)
        if (i < VISITORS_FIRST_SHOWN || i + VISITORS_LAST_SHOWN >= wanted.touches)
            wanted.shown[at++] = origins[i];
    return wanted;
}

static void expect_same(const struct visitors_attribution *got,
                        const struct visitors_attribution *wanted) {
    assert_int_equal(got->touches, wanted->touches);
    assert_memory_equal(got->shown, wanted->shown, sizeof wanted->shown);
    assert_int_equal(got->first.origin, wanted->first.origin);
    assert_int_equal(got->first.time, wanted->first.time);
    assert_int_equal(got->last.origin, wanted->last.origin);
    assert_int_equal(got->last.time, wanted->last.time);
}

/* By visits close together and days apart, in their order and now and then out of it. */
static void test_many_touches_are_what_a_walk_through_all_finds(void **state) {
    struct fixture *fixture = *state;
    static const char *const sources[] = {"vk", "google", "ok", "gmail"};
    static struct remembered all;
    int64_t time = 100 * MOMENT_DAY;
    uint32_t most = 0;
    srand(7);
    all.count = 0;
    for (int i = 0; i < 20000; i++) {
        bool is_dense = i / 1000 % 2;
        time += rand() % (is_dense ? 900 : 72000) * MOMENT_SECOND;
        int64_t start = rand() % 50 ? time : time - MOMENT_DAY;
        const char *source = sources[i / 3000 % 2 ? 1 : rand() % 4];
        struct visitors_touch touch = {
            .time = start,
            .origin = origin(fixture, source, source[0] == 'g' ? "search" : "network") & INT32_MAX,
            .is_social = source[0] != 'g'};
        if (rand() % 8) {
            visitors_add_touch(&fixture->visitors, key_of(1), touch);
            remember(&all, touch);
        }
        struct visitors_attribution got = visitors_attribute(&fixture->visitors, key_of(1), start);
        struct visitors_attribution wanted = attribute(&all, fixture->settings.window, start);
        expect_same(&got, &wanted);
        most = got.touches > most ? got.touches : most;
        assert_int_equal(fixture->visitors.manies.count, all.count > VISITORS_MANY_TOUCHES);
    }
    assert_int_equal(most, VISITORS_MAX_TOUCHES);
}

static void test_who_turns_out_to_be_another_brings_all_along(void **state) {
    struct fixture *fixture = *state;
    touch(fixture, 1, 1, "a");
    touch(fixture, 1, 3, "c");
    touch(fixture, 2, 2, "b");
    touch(fixture, 2, 3, "d");
    touch(fixture, 2, 4, "e");
    visitors_add_checkout(&fixture->visitors, key_of(1),
                          (struct visitors_checkout){7 * MOMENT_HOUR, origin(fixture, "a", "-")});
    visitors_add_checkout(&fixture->visitors, key_of(2),
                          (struct visitors_checkout){5 * MOMENT_HOUR, origin(fixture, "b", "-")});
    visitors_move(&fixture->visitors, key_of(1), key_of(2));
    expect_path(fixture, 2, 5, 5, "a/network>b/network>d/network>c/network>e/network");
    expect_path(fixture, 1, 5, 0, "-");
    assert_int_equal(visitors_last_checkout(&fixture->visitors, key_of(2), 8 * MOMENT_HOUR).time,
                     7 * MOMENT_HOUR);
    visitors_move(&fixture->visitors, key_of(2), key_of(3)); /* to somebody new */
    expect_path(fixture, 3, 5, 5, "a/network>b/network>d/network>c/network>e/network");
    visitors_move(&fixture->visitors, key_of(9), key_of(3)); /* nobody */
    expect_path(fixture, 3, 5, 5, "a/network>b/network>d/network>c/network>e/network");
    assert_int_equal(fixture->visitors.keys.count, 1);
    assert_int_equal(fixture->visitors.touches.count, 4);
    assert_int_equal(fixture->visitors.checkouts.count, 1);
}

static void test_a_checkout_holds_for_24_hours(void **state) {
    struct fixture *fixture = *state;
    visitors_add_checkout(&fixture->visitors, key_of(1),
                          (struct visitors_checkout){MOMENT_DAY, origin(fixture, "vk", "network")});
    assert_int_not_equal(
        visitors_last_checkout(&fixture->visitors, key_of(1), 2 * MOMENT_DAY).origin, 0);
    assert_int_equal(
        visitors_last_checkout(&fixture->visitors, key_of(1), 2 * MOMENT_DAY + 1).origin, 0);
    assert_int_equal(visitors_last_checkout(&fixture->visitors, key_of(2), MOMENT_DAY).origin, 0);
}

static bool is_the_fifth(const void *asker, struct key key) {
    (void)asker;
    return key.value == 5;
}

static void test_the_outdated_are_forgotten_unless_needed(void **state) {
    struct fixture *fixture = *state;
    for (uint64_t key = 1; key <= 2000; key++)
        touch(fixture, key, key <= 1500 ? 1 : 8, "vk");
    visitors_forget(&fixture->visitors, 11 * MOMENT_DAY, is_the_fifth, NULL);
    assert_int_equal(fixture->visitors.keys.count, 2000);
    assert_false(visitors_may_forget(&fixture->visitors, 12 * MOMENT_DAY));
    assert_true(visitors_may_forget(&fixture->visitors, 12 * MOMENT_DAY + 1));
    visitors_forget(&fixture->visitors, 13 * MOMENT_DAY, is_the_fifth, NULL);
    assert_int_equal(fixture->visitors.keys.count, 501);
    assert_true(visitors_may_forget(&fixture->visitors, 13 * MOMENT_DAY)); /* the fifth, kept */
    assert_int_equal(fixture->visitors.ones.count, 501);
    for (uint64_t key = 1501; key <= 2000; key++)
        expect_path(fixture, key, 9, 1, "vk/network");
    expect_path(fixture, 5, 9, 1, "vk/network");
}

/* So a state does not depend on when the visitors were last gone through. */
static void test_an_outdated_checkout_is_forgotten_before_its_visitor(void **state) {
    struct fixture *fixture = *state;
    struct visitors_checkout checkout = {MOMENT_DAY, origin(fixture, "vk", "network")};
    touch(fixture, 1, 1, "vk");
    visitors_add_checkout(&fixture->visitors, key_of(1), checkout);
    visitors_add_checkout(&fixture->visitors, key_of(5), checkout);
    visitors_forget(&fixture->visitors, 3 * MOMENT_DAY, is_the_fifth, NULL);
    assert_int_equal(fixture->visitors.checkouts.count, 2);
    visitors_forget(&fixture->visitors, 3 * MOMENT_DAY + 1, is_the_fifth, NULL);
    assert_int_equal(fixture->visitors.checkouts.count, 0);
    assert_int_equal(fixture->visitors.keys.count, 1);
    expect_path(fixture, 1, 3, 1, "vk/network");
}

static void test_an_order_id_counts_once_for_400_days(void **state) {
    (void)state;
    struct orders orders;
    orders_init(&orders);
    struct span a = SPAN("a.example"), b = SPAN("b.example"), id = SPAN("7");
    struct orders_verdict verdict = orders_take(&orders, a, id, 0, false);
    assert_true(verdict.is_new && !verdict.brings_revenue);
    verdict = orders_take(&orders, a, id, MOMENT_DAY, true);
    assert_true(!verdict.is_new && verdict.brings_revenue);
    verdict = orders_take(&orders, a, id, 400 * MOMENT_DAY, true);
    assert_true(!verdict.is_new && !verdict.brings_revenue);
    verdict = orders_take(&orders, b, id, MOMENT_DAY, true);
    assert_true(verdict.is_new && verdict.brings_revenue);
    verdict = orders_take(&orders, a, id, 400 * MOMENT_DAY + 1, true);
    assert_true(verdict.is_new && verdict.brings_revenue);
    verdict = orders_take(&orders, a, id, 700 * MOMENT_DAY, true);
    assert_true(!verdict.is_new && !verdict.brings_revenue);
    orders_free(&orders);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_touches_leave_with_the_window, begin, end),
        cmocka_unit_test_setup_teardown(test_first_and_last_social, begin, end),
        cmocka_unit_test_setup_teardown(test_of_very_many_the_first_and_the_latest_stay, begin,
                                        end),
        cmocka_unit_test_setup_teardown(test_many_touches_are_what_a_walk_through_all_finds, begin,
                                        end),
        cmocka_unit_test_setup_teardown(test_who_turns_out_to_be_another_brings_all_along, begin,
                                        end),
        cmocka_unit_test_setup_teardown(test_a_checkout_holds_for_24_hours, begin, end),
        cmocka_unit_test_setup_teardown(test_the_outdated_are_forgotten_unless_needed, begin, end),
        cmocka_unit_test_setup_teardown(test_an_outdated_checkout_is_forgotten_before_its_visitor,
                                        begin, end),
        cmocka_unit_test(test_an_order_id_counts_once_for_400_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
