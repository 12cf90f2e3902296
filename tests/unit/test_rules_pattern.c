/* Floor 2: patterns, and what lets most of them go untried. */
#include "check.h"

#include "lib/rules/finder.h"
#include "lib/rules/literals.h"
#include "lib/rules/pattern.h"
#include "lib/rules/sieve.h"
#include "lib/rules/wholes.h"

#include <stdlib.h>

#define S(literal) ((struct span)SPAN(literal))

static struct pattern *compile(const char *text) {
    struct fault fault = {0};
    struct pattern *pattern = pattern_new(span_of(text), PATTERN_CASE_MATTERS, &fault);
    if (!pattern)
        fail_msg("%s: %s", text, fault.text);
    return pattern;
}

static enum pattern_result search(const char *text, struct span subject) {
    struct pattern *pattern = compile(text);
    struct pattern_matcher *matcher = pattern_matcher_new(PATTERN_SUBJECT_BYTES);
    enum pattern_result result = pattern_search(pattern, matcher, subject);
    pattern_matcher_free(matcher);
    pattern_free(pattern);
    return result;
}

static void a_bad_pattern_is_refused_with_its_column(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint64_t column;
    } bad[] = {{"a(b", 4}, {"ab**c", 4}, {"[z-a]", 4}, {"(*UTF)a", 7}, {"(?<n", 5}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct fault fault = {0};
        assert_null(pattern_new(span_of(bad[i].text), PATTERN_CASE_MATTERS, &fault));
        assert_true(fault_is_set(&fault));
        assert_int_equal(fault.column, bad[i].column);
    }
}

static void more_groups_than_we_can_hold_are_refused(void **state) {
    (void)state;
    char text[3 * (PATTERN_MAX_GROUPS + 1)];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = "(a)"[i % 3];
    struct fault fault = {0};
    assert_null(pattern_new((struct span){text, sizeof text}, PATTERN_CASE_MATTERS, &fault));
    assert_string_equal(fault.text, "pattern: more than 63 groups; (?:...) catches nothing");
    struct pattern *pattern =
        pattern_new((struct span){text, sizeof text - 3}, PATTERN_CASE_MATTERS, &fault);
    assert_non_null(pattern);
    pattern_free(pattern);
}

static void no_byte_is_an_invalid_subject(void **state) {
    (void)state;
    assert_int_equal(search("^/a.b$", S("/a\xff"
                                        "b")),
                     PATTERN_MATCH);
    assert_int_equal(search("^a.b$", S("a\nb")), PATTERN_MATCH);
    assert_int_equal(search("b$", S("ab\n")), PATTERN_NO_MATCH);
    assert_int_equal(search("^$", (struct span){NULL, 0}), PATTERN_MATCH);
    assert_int_equal(search("\\x00b", S("a\0b")), PATTERN_MATCH);
    assert_int_equal(search("\xd0\xb2\xd0\xba", S("\xd0\xb2\xd0\xba")), PATTERN_MATCH);
}

static void a_regex_bomb_ends_at_the_limit(void **state) {
    (void)state;
    char subject[64];
    memset(subject, 'a', sizeof subject);
    struct pattern *pattern = compile("^(a+)+$|^(a|aa)+b");
    struct pattern_matcher *matcher = pattern_matcher_new(PATTERN_SUBJECT_BYTES);
    subject[sizeof subject - 1] = 'c';
    assert_int_equal(pattern_search(pattern, matcher, (struct span){subject, sizeof subject}),
                     PATTERN_LIMIT);
    assert_int_equal(pattern_limit_hits(matcher), 1);
    assert_int_equal(pattern_search(pattern, matcher, S("aaa")), PATTERN_MATCH);
    assert_int_equal(pattern_search(pattern, matcher, S("c")), PATTERN_NO_MATCH);
    assert_int_equal(pattern_limit_hits(matcher), 1);
    pattern_matcher_free(matcher);
    pattern_free(pattern);
}

/* A usual pattern must not run into the limit on the longest subject there is. */
static void an_honest_pattern_has_room_for_a_long_url(void **state) {
    (void)state;
    char url[PATTERN_SUBJECT_BYTES];
    memset(url, 'x', sizeof url);
    memcpy(url, "/thanks?", 8);
    struct span subject = {url, sizeof url};
    assert_int_equal(search("^/thanks\\?(.*&)?order=(?<order>[^&]+)", subject), PATTERN_NO_MATCH);
    assert_int_equal(search("[?&]order=(?<order>\\d+)", subject), PATTERN_NO_MATCH);
    memcpy(url + sizeof url - 9, "&order=77", 9);
    assert_int_equal(search("^/thanks\\?(.*&)?order=(?<order>[^&]+)", subject), PATTERN_MATCH);
}

static void a_long_subject_is_cut(void **state) {
    (void)state;
    struct pattern *pattern = compile("b");
    struct pattern_matcher *matcher = pattern_matcher_new(4);
    assert_int_equal(pattern_search(pattern, matcher, S("aaab")), PATTERN_MATCH);
    assert_int_equal(pattern_search(pattern, matcher, S("aaaab")), PATTERN_NO_MATCH);
    pattern_matcher_free(matcher);
    pattern_free(pattern);
}

static void groups_are_found_by_name(void **state) {
    (void)state;
    struct pattern *pattern = compile("^(x)?(?<zeta>\\d+)(?:-(?<alpha>\\d+)|:(?<alpha>[a-z]+))?");
    struct pattern_matcher *matcher = pattern_matcher_new(PATTERN_SUBJECT_BYTES);
    assert_int_equal(pattern_name_count(pattern), 2);
    assert_true(span_is(pattern_name(pattern, 0), "zeta"));
    assert_true(span_is(pattern_name(pattern, 1), "alpha"));
    assert_int_equal(pattern_find_name(pattern, S("alpha")), 1);
    assert_int_equal(pattern_find_name(pattern, S("beta")), -1);
    assert_int_equal(pattern_search(pattern, matcher, S("12:ab")), PATTERN_MATCH);
    assert_true(span_is(pattern_caught(pattern, matcher, 0), "12"));
    assert_true(span_is(pattern_caught(pattern, matcher, 1), "ab"));
    assert_int_equal(pattern_search(pattern, matcher, S("12-34")), PATTERN_MATCH);
    assert_true(span_is(pattern_caught(pattern, matcher, 1), "34"));
    assert_int_equal(pattern_search(pattern, matcher, S("12")), PATTERN_MATCH);
    assert_null(pattern_caught(pattern, matcher, 1).at);
    pattern_matcher_free(matcher);
    pattern_free(pattern);
}

static void say_literals(char *said, const struct literals *literals) {
    char *at = said;
    for (unsigned i = 0; i < literals->count; i++) {
        const struct literal *literal = &literals->list[i];
        if (literal->is_first)
            *at++ = '^';
        for (unsigned j = 0; j < literal->size; j++)
            *at++ = literal->at[j] == ' ' ? '_' : literal->at[j];
        if (literal->is_last)
            *at++ = '$';
        *at++ = ' ';
    }
    at[at > said ? -1 : 0] = '\0';
}

static void what_a_pattern_cannot_do_without(void **state) {
    (void)state;
    static const struct {
        const char *pattern;
        const char *literals; /* with blanks between them, _ for a blank, ^ and $ for what they are
                                 bound to; "" none */
    } cases[] = {
        {"^/(product|item)/", "^/product/ ^/item/"},
        {"^/(?:[a-z]{2}/)?cart/?(?:\\?|$)", "/cart? /cart/? /cart$ /cart/$"},
        {"^/(?:[^?]*/)?(?:feed|rss)$", "/feed$ /rss$"},
        {"(?i)Thank[-_]you", "thank-you thank_you"},
        {"^/thank-you\\?(.*&)?order=(?<order>[^&]+)", "^/thank-you?"},
        {"wall-?\\d+_\\d+|club\\d+", "wall wall- club"},
        {"colou?r", "color colour"},
        {"ab{2}c", "ab"},
        {"(?:abc){2,}x?", "abc"},
        {"(?:abc){0,2}", ""},
        {"ab(?:c|d.)*e", "ab"},
        {"a(?:b|.c)?d", "ad bd cd"},
        {"x(?:ab)*c", "xc abc"},
        {"x(?:ab)+c", "xab"},
        {"\\.(?:css|js)$", ".css$ .js$"},
        {"(?<!cu)bots?(?![a-z])", "bot bots"},
        {"a|", ""},
        {"a|\\d", ""},
        {".*", ""},
        {"", ""},
        {"^$", "^$"},
        {"^a?$", "^$ ^a$"},
        {"(?m)^ab$", "ab"},
        {"a$b", ""},
        {"ab(?:$c|d)", ""},
        {"[^a]bc[a-z]", "bc"},
        {"[]a]x", "]x ax"},
        {"[a-]x", "ax -x"},
        {"NT\\s[2-5]\\.", "nt_2. nt_3. nt_4. nt_5."},
        {"x[\\s-]y", "x_y x-y"},
        {"xy[a-c]", "xy"},
        {"[2-4-9]x", "2x 3x 4x -x 9x"}, /* behind a range `-` is itself */
        {"controller=order-confirmation", "controller=or"},
        {"a{,3}b", ""}, /* the same, or `b` behind up to three `a`, as PCRE2 is old or new */
        {"xya{,3}bc", ""},
        {"xya{1, 3}bc", ""},
        {"xya{1,3 }bc", ""},
        {"xya{1:3}bc", "xya{1:3}bc"},
        {"x\\10y", "x"},
        {"\\Qa.b\\E", ""},
        {"(*ANYCRLF)abc", ""},
        {"(?x)a b", ""},
        {"(?#comment)abc", ""},
        {"abc(?R)?", ""},
        {"a\\x41b", ""},
        {"^/[^?]*(?=.*(?:code|id)=)(?=.*state=)", "state="},
        {"(?<=under)way", "under"},
        {"(?<*a)|x>yy", ""}, /* what looks behind has no name */
        {"x(?!abc)y", "xy"},
        {"ab(?=cde)?", "ab ab"},
        {"Windows\\sNT.*bot", "bot"}, /* what browsers say tells little */
        {"Windows\\sNT.*x", "windows_nt"},
        {"Mozilla/5\\.0\\s\\(.*\\)$", ")$"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct literals literals;
        char said[LITERALS_MAX * (LITERAL_BYTES + 3)];
        unsigned longest;
        literals_find(&literals, &longest, span_of(cases[i].pattern));
        say_literals(said, &literals);
        if (literals.count == 1 && literals_size(&literals.list[0]) == 1 && !*cases[i].literals)
            continue; /* one byte is no help, but no lie */
        assert_string_equal(said, cases[i].literals);
    }
}

static void the_finder_finds_literals_within_each_other(void **state) {
    (void)state;
    static const char *const literals[] = {"he", "she", "his", "hers", "\xd0\xb2", "S"};
    struct finder *finder = finder_new();
    for (uint32_t i = 0; i < 6; i++)
        finder_add(finder, span_of(literals[i]), i + 60);
    finder_add(finder, S("hers"), 1);
    finder_close(finder);
    uint64_t marks[2] = {0};
    finder_mark(finder, S("uSHERs"), marks);
    assert_true(marks[0] == (1 << 1 | UINT64_C(1) << 60 | UINT64_C(1) << 61 | UINT64_C(1) << 63));
    assert_int_equal(marks[1], 1 << 1);
    memset(marks, 0, sizeof marks);
    finder_mark(finder, S("\xd0\xb2"), marks);
    assert_int_equal(marks[0], 0);
    assert_int_equal(marks[1], 1);
    finder_free(finder);
}

static void how_long_a_text_a_pattern_matches(void **state) {
    (void)state;
    enum { NO = LITERALS_NO_LIMIT };
    static const struct {
        const char *pattern;
        unsigned longest;
    } cases[] = {
        {"^/(?:en|de)?/?$", 4},
        {"(?i)^/(?:[a-z]{2}(?:-[A-Z]{2,3})?/)?$", 8},
        {"^(?=.*x)\\d\\w.[^/]$", 4},
        {"^a{0,3}b?$", 4},
        {"^$", 0},
        {"^a*$", NO},
        {"^a{2,}$", NO},
        {"^a{,3}$", NO},
        {"^a{2}{3}$", NO},
        {"^a{300}$", NO},
        {"^(?:a{16}){16}$", NO},
        {"^(a)\\1$", NO},
        {"^\\R$", NO},
        {"^ab", NO},
        {"ab$", NO},
        {"^ab\\$", NO},
        {"^ab$|c", NO},
        {"^?ab$", NO},
        {"(?:^|x)ab$", NO},
        {"(?m)^ab$", NO},
        {"^ab[$]", NO},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct literals literals;
        unsigned longest;
        literals_find(&literals, &longest, span_of(cases[i].pattern));
        if (longest != cases[i].longest)
            fail_msg("%s: %u", cases[i].pattern, longest);
    }
}

static void how_much_of_a_text_decides(void **state) {
    (void)state;
    enum { NO = LITERALS_NO_LIMIT };
    static const struct {
        const char *pattern;
        unsigned reach;
    } cases[] = {
        {"^ab", 2},      {"^(?:a|bc)d?", 3}, {"(?i)^mozilla\\s?\\/?\\s?\\d", 11},
        {"^", 0},        {"ab", NO},         {"^a|b", NO},
        {"^a*", NO},     {"^ab$", NO},       {"^a(?:b|$)", NO},
        {"^a\\b", NO},   {"^a(?=b)", NO},    {"^a(?!b)", NO},
        {"(?m)^ab", NO}, {"^(a)\\1", NO},    {"^a\\Z", NO},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (literals_reach(span_of(cases[i].pattern)) != cases[i].reach)
            fail_msg("%s: %u", cases[i].pattern, literals_reach(span_of(cases[i].pattern)));
}

static uint64_t next_random(uint64_t *state) {
    *state = *state * 6364136223846793005 + 1442695040888963407;
    return *state >> 33;
}

/* Texts of three letters, whose literals are searched for one by one. */
static void the_finder_finds_what_a_plain_search_finds(void **state) {
    (void)state;
    enum { LITERALS = 60, TEXTS = 2000, LONGEST = 40 };
    char literals[LITERALS][12], text[LONGEST];
    uint64_t random = 7;
    struct finder *finder = finder_new();
    for (uint32_t i = 0; i < LITERALS; i++) {
        size_t size = 2 + next_random(&random) % 9;
        for (size_t j = 0; j < size; j++)
            literals[i][j] = (char)('a' + next_random(&random) % 3);
        literals[i][size] = '\0';
        finder_add(finder, span_of(literals[i]), i);
    }
    finder_close(finder);
    for (int i = 0; i < TEXTS; i++) {
        struct span s = {text, next_random(&random) % LONGEST};
        for (size_t j = 0; j < s.size; j++)
            text[j] = "abcABC"[next_random(&random) % 6];
        uint64_t marks = 0, expected = 0;
        finder_mark(finder, s, &marks);
        for (uint32_t j = 0; j < LITERALS; j++)
            expected |= (uint64_t)(span_find_folded(s, span_of(literals[j])) < s.size) << j;
        assert_true(marks == expected);
        marks = 0;
        struct span head = span_take(s, next_random(&random) % LONGEST);
        uint32_t state_behind = finder_go_on(finder, finder_start(finder, &marks), head, &marks);
        finder_end(finder, state_behind, span_skip(s, head.size), &marks);
        assert_true(marks == expected);
    }
    finder_free(finder);
}

/* The plain search again, of literals that are bound to an end. */
static bool holds(struct span text, const struct literal *literal) {
    for (size_t i = 0; i + literal->size <= text.size; i++) {
        size_t same = 0;
        while (same < literal->size &&
               literal->at[same] == (strchr(" \t\v\f\r\n", text.at[i + same])
                                         ? ' '
                                         : span_lower_byte(text.at[i + same])))
            same++;
        if (same == literal->size && (!literal->is_first || i == 0) &&
            (!literal->is_last || i + same == text.size))
            return true;
    }
    return false;
}

static void add_some(char **at, uint64_t *random, const char *const *pieces) {
    size_t count = 0;
    while (pieces[count])
        count++;
    *at = stpcpy(*at, pieces[next_random(random) % count]);
}

/* Adds to a pattern, of a few words as they come. */
static void add_pattern(char **at, uint64_t *random, int depth) {
    static const char *const atoms[] = {"a",    "b",   "c",   "ab",    "A",      ".",       "[ab]",
                                        "[^a]", "\\s", "\\d", "[2-4]", "[\\sb]", "[1-2-3]", NULL};
    static const char *const ends[] = {"^", "$", "^", "$", "(?!b)", "(?<=a)", "\\b", NULL};
    static const char *const heads[] = {"(", "(?:", "(?:", "(?=", "(?!", NULL};
    static const char *const times[] = {"", "", "", "", "?", "*", "+", "{2}", "{0,2}", "??", NULL};
    for (uint64_t left = next_random(random) % 5; left > 0; left--) {
        uint64_t kind = next_random(random) % 12;
        if (kind == 0 && depth < 3) {
            add_some(at, random, heads);
            add_pattern(at, random, depth + 1);
            *at = stpcpy(*at, ")");
        } else if (kind == 1) {
            add_some(at, random, ends);
            continue;
        } else if (kind == 2 && left > 1) {
            *at = stpcpy(*at, "|");
            continue;
        } else {
            add_some(at, random, atoms);
        }
        add_some(at, random, times);
    }
}

/* Patterns by chance: what they match holds one of their literals, and the finder finds it. */
static void what_a_pattern_matches_holds_its_literals(void **state) {
    (void)state;
    enum { PATTERNS = 4000, TEXTS = 60, LONGEST = 9 };
    struct pattern_matcher *matcher = pattern_matcher_new(PATTERN_SUBJECT_BYTES);
    uint64_t random = 11, matches = 0, known_reaches = 0;
    for (int i = 0; i < PATTERNS; i++) {
        char source[2000], *at = source, text[LONGEST];
        *at = '\0';
        add_pattern(&at, &random, 0);
        struct pattern *pattern = compile(source);
        struct literals literals;
        unsigned longest;
        literals_find(&literals, &longest, span_of(source));
        unsigned reach = literals_reach(span_of(source));
        known_reaches += reach < LITERALS_NO_LIMIT;
        struct finder *finder = finder_new();
        for (unsigned j = 0; j < literals.count; j++)
            finder_add_bound(finder, (struct span){literals.list[j].at, literals.list[j].size},
                             literals.list[j].is_first, literals.list[j].is_last, j);
        finder_close(finder);
        for (int j = 0; j < TEXTS; j++) {
            struct span s = {text, next_random(&random) % LONGEST};
            for (size_t k = 0; k < s.size; k++)
                text[k] = "abcAB 13\t-"[next_random(&random) % 10];
            uint64_t marks[LITERALS_MAX / 64] = {0}, expected[LITERALS_MAX / 64] = {0};
            finder_mark(finder, s, marks);
            for (unsigned k = 0; k < literals.count; k++)
                expected[k / 64] |= (uint64_t)holds(s, &literals.list[k]) << k % 64;
            assert_memory_equal(marks, expected, sizeof marks);
            enum pattern_result result = pattern_search(pattern, matcher, s);
            if (reach < LITERALS_NO_LIMIT)
                assert_int_equal(pattern_search(pattern, matcher, span_take(s, reach)), result);
            if (result != PATTERN_MATCH)
                continue;
            matches++;
            if (literals.count && !marks[0] && !marks[1])
                fail_msg("%s matches '%.*s'", source, (int)s.size, s.at);
            if (longest < LITERALS_NO_LIMIT && s.size > longest)
                fail_msg("%s matches %zu bytes", source, s.size);
        }
        finder_free(finder);
        pattern_free(pattern);
    }
    assert_true(matches > PATTERNS);
    assert_true(known_reaches > 20);
    pattern_matcher_free(matcher);
}

static struct sieve_group *group_of_two(struct sieve **other, struct sieve **sieve) {
    struct sieve_group *group = sieve_group_new();
    *other = sieve_new(group);
    sieve_begin(*other, 1, S(""));
    sieve_add_literal(*other, S("other"));
    *sieve = sieve_new(group);
    return group;
}

static enum pattern_result find(const struct sieve_group *group, const struct sieve *sieve,
                                struct span label, struct span text, struct sieve_found *found) {
    struct pattern_matcher *matcher = pattern_matcher_new(PATTERN_SUBJECT_BYTES);
    struct sieve_marks marks;
    sieve_group_mark(group, NULL, text, &marks);
    enum pattern_result result = sieve_find(sieve, matcher, label, text, &marks, found);
    pattern_matcher_free(matcher);
    return result;
}

static uint32_t first(const struct sieve_group *group, const struct sieve *sieve, struct span label,
                      struct span text) {
    struct sieve_found found;
    enum pattern_result result = find(group, sieve, label, text, &found);
    assert_int_equal(result == PATTERN_MATCH, found.rule != SIEVE_NONE);
    return found.rule;
}

static void a_word_is_the_whole_of_a_text_or_nothing(void **state) {
    (void)state;
    struct fault fault = {0};
    struct sieve *other, *sieve;
    struct sieve_group *group = group_of_two(&other, &sieve);
    char text[2 * WHOLES_MAX_BYTES];
    memset(text, 'x', sizeof text);
    struct span longest = {text, WHOLES_MAX_BYTES}, longer = {text, WHOLES_MAX_BYTES + 1};
    sieve_begin(sieve, 1, S("mine"));
    sieve_add_whole(sieve, S("vk"));
    sieve_begin(sieve, 2, S(""));
    sieve_add_whole(sieve, S("VK Com"));
    sieve_add_whole(sieve, S("Vk"));
    sieve_begin(sieve, 3, S(""));
    sieve_add_whole(sieve, longest);
    sieve_begin(sieve, 4, S(""));
    sieve_add_whole(sieve, longer);
    assert_true(sieve_group_close(group, &fault));
    assert_int_equal(first(group, sieve, S("mine"), S("vK")), 1);
    assert_int_equal(first(group, sieve, S(""), S("vk")), 2);
    assert_int_equal(first(group, sieve, S(""), S("vk\tcom")), 2);
    assert_int_equal(first(group, sieve, S(""), S("vk com ")), SIEVE_NONE);
    assert_int_equal(first(group, sieve, S(""), S("v")), SIEVE_NONE);
    assert_int_equal(first(group, sieve, S(""), S("")), SIEVE_NONE);
    assert_int_equal(first(group, other, S(""), S("vk")), SIEVE_NONE);
    assert_int_equal(first(group, sieve, S(""), longest), 3);
    assert_int_equal(first(group, sieve, S(""), longer), 4);
    assert_int_equal(first(group, sieve, S(""), (struct span){text, sizeof text}), SIEVE_NONE);
    sieve_group_free(group);
}

static void a_sieve_gives_the_first_rule_that_holds(void **state) {
    (void)state;
    struct fault fault = {0};
    struct sieve *other, *sieve;
    struct sieve_group *group = group_of_two(&other, &sieve);
    sieve_begin(sieve, 10, S(""));
    sieve_add_literal(sieve, S("Ahrefs"));
    sieve_add_pattern(sieve, S("^x+$"), compile("^x+$"));
    sieve_begin(sieve, 11, S("GET"));
    sieve_add_whole(sieve, S("vk"));
    sieve_begin(sieve, 12, S(""));
    sieve_add_literal(sieve, S("bot"));
    sieve_veto_literal(sieve, S("Cubot"));
    sieve_veto_pattern(sieve, S("^no"), compile("^no"));
    sieve_begin(sieve, 13, S(""));
    sieve_veto_pattern(sieve, S("[aeiou]"), compile("[aeiou]"));
    assert_true(sieve_group_close(group, &fault));
    assert_int_equal(first(group, sieve, S(""), S("the AHREFSbot")), 10);
    assert_int_equal(first(group, sieve, S(""), S("xxx")), 10);
    assert_int_equal(first(group, sieve, S("GET"), S("VK")), 11);
    assert_int_equal(first(group, sieve, S("GET"), S("vks")), 13);
    assert_int_equal(first(group, sieve, S("POST"), S("vk")), 13);
    assert_int_equal(first(group, sieve, S(""), S("Robot")), 12);
    assert_int_equal(first(group, sieve, S(""), S("Robot CUBOT")), SIEVE_NONE);
    assert_int_equal(first(group, sieve, S(""), S("no bot")), SIEVE_NONE);
    assert_int_equal(first(group, sieve, S(""), S("")), 13);
    assert_int_equal(first(group, other, S(""), S("another bot")), 1);
    assert_int_equal(first(group, other, S(""), S("bot")), SIEVE_NONE);
    sieve_group_free(group);
}

static void a_sieve_tells_which_rule_it_could_not_decide(void **state) {
    (void)state;
    struct fault fault = {0};
    char subject[64];
    memset(subject, 'a', sizeof subject);
    struct sieve *other, *sieve;
    struct sieve_group *group = group_of_two(&other, &sieve);
    sieve_begin(sieve, 1, S(""));
    sieve_add_pattern(sieve, S("^(a+)+b"), compile("^(a+)+[bc]"));
    sieve_begin(sieve, 2, S(""));
    sieve_add_literal(sieve, S("aaa"));
    assert_true(sieve_group_close(group, &fault));
    struct sieve_found found;
    subject[63] = 'b';
    subject[62] = 'x';
    assert_int_equal(find(group, sieve, S(""), (struct span){subject, 64}, &found), PATTERN_LIMIT);
    assert_int_equal(found.rule, 1);
    sieve_group_free(group);
}

static void a_sieve_has_an_end(void **state) {
    (void)state;
    struct fault fault = {0};
    struct sieve *other, *sieve;
    struct sieve_group *group = group_of_two(&other, &sieve);
    sieve_begin(sieve, 1, S(""));
    for (int i = 0; i <= SIEVE_MAX_TESTS; i++)
        sieve_add_literal(sieve, S("same"));
    assert_false(sieve_group_close(group, &fault));
    assert_string_equal(fault.text, "more than 16384 patterns and tokens of one kind");
    sieve_group_free(group);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bad_pattern_is_refused_with_its_column),
        cmocka_unit_test(more_groups_than_we_can_hold_are_refused),
        cmocka_unit_test(no_byte_is_an_invalid_subject),
        cmocka_unit_test(a_regex_bomb_ends_at_the_limit),
        cmocka_unit_test(an_honest_pattern_has_room_for_a_long_url),
        cmocka_unit_test(a_long_subject_is_cut),
        cmocka_unit_test(groups_are_found_by_name),
        cmocka_unit_test(what_a_pattern_cannot_do_without),
        cmocka_unit_test(how_long_a_text_a_pattern_matches),
        cmocka_unit_test(how_much_of_a_text_decides),
        cmocka_unit_test(the_finder_finds_literals_within_each_other),
        cmocka_unit_test(the_finder_finds_what_a_plain_search_finds),
        cmocka_unit_test(what_a_pattern_matches_holds_its_literals),
        cmocka_unit_test(a_word_is_the_whole_of_a_text_or_nothing),
        cmocka_unit_test(a_sieve_gives_the_first_rule_that_holds),
        cmocka_unit_test(a_sieve_tells_which_rule_it_could_not_decide),
        cmocka_unit_test(a_sieve_has_an_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
