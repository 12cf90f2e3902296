#include "lib/rules/sieve.h"

#include "lib/base/arena.h"
#include "lib/base/mem.h"
#include "lib/rules/finder.h"
#include "lib/rules/literals.h"
#include "lib/rules/wholes.h"

#include <stdlib.h>

enum { SIEVE_WORDS = SIEVE_MAX_TESTS / 64 };

/* A literal of one byte that may stand anywhere is in nearly every text: not worth looking for. */
enum { SIEVE_LEAST_LITERAL = 2 };

struct sieve_test {
    uint32_t rule;           /* place in sieve->rules */
    size_t longest;          /* of the texts that may pass */
    struct pattern *pattern; /* NULL: the literal is enough, or the vetoes are */
};

struct sieve_veto {
    struct span literal; /* lower case; or ... */
    struct pattern *pattern;
    size_t reach; /* so many bytes from the start of a text decide; SIZE_MAX: any number may */
};

struct sieve_rule {
    uint32_t number;
    struct span label;
    size_t first_test;
    size_t first_veto, veto_count;
};

struct sieve {
    struct finder *finder; /* the group's; a meaning is a bit of struct sieve_marks */
    struct wholes *wholes; /* the same */
    size_t member;         /* its number in the group */
    struct sieve_test *tests;
    size_t test_count, test_capacity;
    struct sieve_rule *rules;
    size_t rule_count, rule_capacity;
    struct sieve_veto *vetoes;
    size_t veto_count, veto_capacity;
    uint64_t always[SIEVE_WORDS]; /* tests that are tried whatever literals there are */
    struct arena arena;
};

struct sieve_group {
    struct finder *finder;
    struct wholes *wholes;
    struct sieve *members[SIEVE_GROUP_MOST];
    size_t count;
};

struct sieve_group *sieve_group_new(void) {
    struct sieve_group *group = mem_zeroed(1, sizeof *group);
    group->finder = finder_new();
    group->wholes = wholes_new();
    return group;
}

struct sieve *sieve_new(struct sieve_group *group) {
    struct sieve *sieve = mem_zeroed(1, sizeof *sieve);
    sieve->finder = group->finder;
    sieve->wholes = group->wholes;
    sieve->member = group->count;
    return group->members[group->count++] = sieve;
}

static void sieve_free(struct sieve *sieve) {
    for (size_t i = 0; i < sieve->test_count; i++)
        pattern_free(sieve->tests[i].pattern);
    for (size_t i = 0; i < sieve->veto_count; i++)
        pattern_free(sieve->vetoes[i].pattern);
    free(sieve->tests);
    free(sieve->rules);
    free(sieve->vetoes);
    arena_free(&sieve->arena);
    free(sieve);
}

void sieve_group_free(struct sieve_group *group) {
    if (!group)
        return;
    for (size_t i = 0; i < group->count; i++)
        sieve_free(group->members[i]);
    finder_free(group->finder);
    wholes_free(group->wholes);
    free(group);
}

static void sieve_add_test(struct sieve *sieve, struct sieve_test test) {
    mem_grow(&sieve->tests, &sieve->test_capacity, sieve->test_count + 1, sizeof *sieve->tests);
    test.rule = (uint32_t)(sieve->rule_count - 1);
    sieve->tests[sieve->test_count++] = test;
}

static bool sieve_has_room(const struct sieve *sieve) {
    return sieve->test_count < SIEVE_MAX_TESTS;
}

static void sieve_try_always(struct sieve *sieve, size_t test) {
    sieve->always[test / 64] |= (uint64_t)1 << test % 64;
}

/* The rule that stands last in the sieve is complete. */
static void sieve_end(struct sieve *sieve) {
    if (sieve->rule_count == 0)
        return;
    struct sieve_rule *rule = &sieve->rules[sieve->rule_count - 1];
    rule->veto_count = sieve->veto_count - rule->first_veto;
    if (rule->veto_count && rule->first_test == sieve->test_count) {
        if (sieve_has_room(sieve))
            sieve_try_always(sieve, sieve->test_count);
        sieve_add_test(sieve, (struct sieve_test){.longest = SIZE_MAX});
    }
}

void sieve_begin(struct sieve *sieve, uint32_t number, struct span label) {
    sieve_end(sieve);
    mem_grow(&sieve->rules, &sieve->rule_capacity, sieve->rule_count + 1, sizeof *sieve->rules);
    sieve->rules[sieve->rule_count++] =
        (struct sieve_rule){number, label, sieve->test_count, sieve->veto_count, 0};
}

/* The bit of struct sieve_marks that belongs to the next test. */
static uint32_t sieve_next_mark(const struct sieve *sieve) {
    return (uint32_t)(sieve->member * SIEVE_MAX_TESTS + sieve->test_count);
}

static void sieve_expect(struct sieve *sieve, struct span literal, bool is_first, bool is_last) {
    if (sieve_has_room(sieve))
        finder_add_bound(sieve->finder, literal, is_first, is_last, sieve_next_mark(sieve));
}

void sieve_add_whole(struct sieve *sieve, struct span literal) {
    if (literal.size > WHOLES_MAX_BYTES)
        sieve_expect(sieve, literal, true, true);
    else if (sieve_has_room(sieve))
        wholes_add(sieve->wholes, literal, sieve_next_mark(sieve));
    sieve_add_test(sieve, (struct sieve_test){.longest = SIZE_MAX});
}

void sieve_add_literal(struct sieve *sieve, struct span literal) {
    sieve_expect(sieve, literal, false, false);
    sieve_add_test(sieve, (struct sieve_test){.longest = SIZE_MAX});
}

void sieve_add_pattern(struct sieve *sieve, struct span source, struct pattern *pattern) {
    struct literals literals;
    unsigned longest;
    literals_find(&literals, &longest, source);
    bool is_telling = literals.count > 0;
    for (unsigned i = 0; i < literals.count; i++)
        is_telling &= literals_size(&literals.list[i]) >= SIEVE_LEAST_LITERAL;
    for (unsigned i = 0; is_telling && i < literals.count; i++) {
        const struct literal *literal = &literals.list[i];
        sieve_expect(sieve, (struct span){literal->at, literal->size}, literal->is_first,
                     literal->is_last);
    }
    if (!is_telling && sieve_has_room(sieve))
        sieve_try_always(sieve, sieve->test_count);
    sieve_add_test(sieve, (struct sieve_test){
                              .longest = longest < LITERALS_NO_LIMIT ? longest : SIZE_MAX,
                              .pattern = pattern,
                          });
}

static void sieve_add_veto(struct sieve *sieve, struct sieve_veto veto) {
    mem_grow(&sieve->vetoes, &sieve->veto_capacity, sieve->veto_count + 1, sizeof *sieve->vetoes);
    sieve->vetoes[sieve->veto_count++] = veto;
}

void sieve_veto_literal(struct sieve *sieve, struct span literal) {
    char *lower = arena_alloc(&sieve->arena, literal.size);
    span_lower(lower, literal);
    sieve_add_veto(sieve, (struct sieve_veto){.literal = {lower, literal.size}});
}

void sieve_veto_pattern(struct sieve *sieve, struct span source, struct pattern *pattern) {
    unsigned reach = literals_reach(source);
    sieve_add_veto(sieve, (struct sieve_veto){
                              .pattern = pattern,
                              .reach = reach < LITERALS_NO_LIMIT ? reach : SIZE_MAX,
                          });
}

bool sieve_group_close(struct sieve_group *group, struct fault *fault) {
    bool is_good = true;
    for (size_t i = 0; i < group->count; i++) {
        sieve_end(group->members[i]);
        is_good = is_good && group->members[i]->test_count <= SIEVE_MAX_TESTS;
    }
    finder_close(group->finder);
    return is_good ||
           fault_set(fault, "more than %d patterns and tokens of one kind", SIEVE_MAX_TESTS);
}

static size_t sieve_words(const struct sieve *sieve) {
    return (sieve->test_count + 63) / 64;
}

static void sieve_mark_always(const struct sieve_group *group, struct sieve_marks *marks) {
    for (size_t i = 0; i < group->count; i++)
        memcpy(marks->tests[i], group->members[i]->always,
               sieve_words(group->members[i]) * sizeof *marks->tests[i]);
}

struct sieve_head {
    size_t size;      /* of the bytes */
    uint32_t state;   /* of the finder behind them */
    uint64_t marks[]; /* as many as each member needs, one member after the other */
};

/* Whether what a text begins with is enough for a veto of the rule. */
static bool sieve_head_vetoes(const struct sieve *sieve, const struct sieve_rule *rule,
                              struct pattern_matcher *matcher, struct span first) {
    for (size_t i = 0; i < rule->veto_count; i++) {
        const struct sieve_veto *veto = &sieve->vetoes[rule->first_veto + i];
        if (veto->pattern && veto->reach <= first.size &&
            pattern_search(veto->pattern, matcher, first) == PATTERN_MATCH)
            return true;
    }
    return false;
}

/* Takes the marks from those tests that would be tried always and always in vain. */
static void sieve_unmark_vetoed(const struct sieve *sieve, struct pattern_matcher *matcher,
                                struct span first, uint64_t *marks) {
    for (size_t word = 0, words = sieve_words(sieve); word < words; word++)
        for (uint64_t left = sieve->always[word]; left; left &= left - 1) {
            const struct sieve_test *test =
                &sieve->tests[word * 64 + (size_t)__builtin_ctzll(left)];
            if (sieve_head_vetoes(sieve, &sieve->rules[test->rule], matcher, first))
                marks[word] &= ~(left & -left);
        }
}

struct sieve_head *sieve_head_new(const struct sieve_group *group, struct pattern_matcher *matcher,
                                  struct span first) {
    struct sieve_marks marks;
    sieve_mark_always(group, &marks);
    for (size_t i = 0; i < group->count; i++)
        sieve_unmark_vetoed(group->members[i], matcher, first, marks.tests[i]);
    uint32_t state = finder_start(group->finder, marks.tests[0]);
    state = finder_go_on(group->finder, state, first, marks.tests[0]);
    size_t words = 0;
    for (size_t i = 0; i < group->count; i++)
        words += sieve_words(group->members[i]);
    struct sieve_head *head = mem_alloc(1, sizeof *head + words * sizeof *head->marks);
    *head = (struct sieve_head){first.size, state};
    uint64_t *to = head->marks;
    for (size_t i = 0; i < group->count; i++) {
        words = sieve_words(group->members[i]);
        memcpy(to, marks.tests[i], words * sizeof *to);
        to += words;
    }
    return head;
}

static void sieve_mark_head(const struct sieve_group *group, const struct sieve_head *head,
                            struct sieve_marks *marks) {
    const uint64_t *from = head->marks;
    for (size_t i = 0; i < group->count; i++) {
        size_t words = sieve_words(group->members[i]);
        memcpy(marks->tests[i], from, words * sizeof *from);
        from += words;
    }
}

void sieve_group_mark(const struct sieve_group *group, const struct sieve_head *head,
                      struct span text, struct sieve_marks *marks) {
    if (head) {
        sieve_mark_head(group, head, marks);
        finder_end(group->finder, head->state, span_skip(text, head->size), marks->tests[0]);
    } else {
        sieve_mark_always(group, marks);
        finder_mark(group->finder, text, marks->tests[0]);
    }
    wholes_mark(group->wholes, text, marks->tests[0]);
    /* Again, for literals that count at the end of a text: patterns see it end there. */
    if (text.size > PATTERN_SUBJECT_BYTES)
        finder_mark(group->finder, span_take(text, PATTERN_SUBJECT_BYTES), marks->tests[0]);
}

static enum pattern_result sieve_vetoed(const struct sieve *sieve, const struct sieve_rule *rule,
                                        struct pattern_matcher *matcher, struct span text) {
    for (size_t i = 0; i < rule->veto_count; i++) {
        const struct sieve_veto *veto = &sieve->vetoes[rule->first_veto + i];
        enum pattern_result result = PATTERN_NO_MATCH;
        if (veto->pattern)
            result = pattern_search(veto->pattern, matcher, text);
        else if (span_find_folded(text, veto->literal) < text.size)
            result = PATTERN_MATCH;
        if (result != PATTERN_NO_MATCH)
            return result;
    }
    return PATTERN_NO_MATCH;
}

static enum pattern_result sieve_try(const struct sieve *sieve, const struct sieve_test *test,
                                     struct pattern_matcher *matcher, struct span label,
                                     struct span text) {
    if (text.size > test->longest)
        return PATTERN_NO_MATCH;
    const struct sieve_rule *rule = &sieve->rules[test->rule];
    if (!span_is_empty(rule->label) && !span_equals(rule->label, label))
        return PATTERN_NO_MATCH;
    /* The vetoes first: what the pattern's groups caught must stay in the matcher. */
    enum pattern_result vetoed = sieve_vetoed(sieve, rule, matcher, text);
    if (vetoed != PATTERN_NO_MATCH)
        return vetoed == PATTERN_LIMIT ? PATTERN_LIMIT : PATTERN_NO_MATCH;
    return test->pattern ? pattern_search(test->pattern, matcher, text) : PATTERN_MATCH;
}

enum pattern_result sieve_find(const struct sieve *sieve, struct pattern_matcher *matcher,
                               struct span label, struct span text, const struct sieve_marks *marks,
                               struct sieve_found *found) {
    *found = (struct sieve_found){SIEVE_NONE, NULL};
    const uint64_t *marked = marks->tests[sieve->member];
    for (size_t word = 0, words = sieve_words(sieve); word < words; word++)
        for (uint64_t left = marked[word]; left; left &= left - 1) {
            const struct sieve_test *test =
                &sieve->tests[word * 64 + (size_t)__builtin_ctzll(left)];
            enum pattern_result result = sieve_try(sieve, test, matcher, label, text);
            if (result == PATTERN_NO_MATCH)
                continue;
            *found = (struct sieve_found){sieve->rules[test->rule].number, test->pattern};
            return result;
        }
    return PATTERN_NO_MATCH;
}
