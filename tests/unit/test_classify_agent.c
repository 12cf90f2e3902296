/* links: smo-classify */
/* Agents: one that begins as others did is judged as if it were the first. */
#include "check.h"

#include "smo-classify/agent.h"

#include <stdio.h>
#include <stdlib.h>

static const char rules_text[] = "bot seen bot/ 0123456789-scanner\n"
                                 "inapp vk VKAndroidApp/\n"
                                 "medium vk network vk.com\n";

struct world {
    struct ruleset *rules;
    struct pattern_matcher *matcher;
    struct keys keys;
};

static int set_up(void **state) {
    struct world *world = calloc(1, sizeof *world);
    struct fault fault = {0};
    const char *file;
    world->rules = ruleset_new();
    world->matcher = pattern_matcher_new(PATTERN_SUBJECT_BYTES);
    *state = world;
    return ruleset_load_text(world->rules, "my.rules", span_of(rules_text), false, &fault) &&
                   ruleset_close(world->rules, &file, &fault)
               ? 0
               : 1;
}

static int tear_down(void **state) {
    struct world *world = *state;
    ruleset_free(world->rules);
    pattern_matcher_free(world->matcher);
    free(world);
    return 0;
}

static const struct agent *judge(struct agents *agents, const char *text) {
    return agent_of_cell(agents, span_of(text), agent_expect(agents, span_of(text)));
}

/* A telling word at each place around the 80th byte, in agents that begin alike and end
 * differently, some of them long: from the second on their head is known. */
static void a_word_across_the_end_of_a_known_head_tells(void **state) {
    struct world *world = *state;
    static const char *const words[] = {"Windows Phone", "iPad", "bot/", "0123456789-scanner",
                                        "VKAndroidApp/"};
    for (size_t word = 0; word < sizeof words / sizeof *words; word++)
        for (int before = 60; before < 100; before++) {
            struct agents *known = agents_new(world->rules, world->matcher, &world->keys);
            for (int number = 0; number < 3; number++) {
                char text[400];
                snprintf(text, sizeof text, "%-*s%s %*d", before, "Mozilla/5.0 (X", words[word],
                         100 * number, number);
                struct agents *fresh = agents_new(world->rules, world->matcher, &world->keys);
                const struct agent *expected = judge(fresh, text), *got = judge(known, text);
                assert_int_equal(got->kind, expected->kind);
                assert_true(got->key == expected->key);
                assert_true(span_equals(got->device, expected->device));
                assert_true(span_equals(got->app, expected->app));
                assert_true(!span_is(got->cells, "human\t-\t-"));
                agents_free(fresh);
            }
            agents_free(known);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_across_the_end_of_a_known_head_tells),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
