#include "lib/rules/rulecheck.h"

#include "lib/base/escape.h"
#include "lib/base/mem.h"
#include "lib/rules/finder.h"
#include "lib/rules/ruleset_parts.h"

#include <stdlib.h>

struct rulecheck {
    const struct ruleset *ruleset;
    struct pattern_matcher *matcher;
    void (*say)(void *listener, const struct rule *rule, const char *text);
    void *listener;
    struct buf text;
    uint32_t told;
};

/* Says that `word` is of no use because of `before`. */
static void rulecheck_tell(struct rulecheck *check, const struct ruleset_word *word,
                           const struct ruleset_word *before, const char *why) {
    if (word->rule->is_shipped && !before->rule->is_shipped)
        return;
    buf_clear(&check->text);
    escape_add(&check->text, word->text);
    buf_addf(&check->text, ": %s in line %u", why, before->rule->line);
    if (before->rule->file != word->rule->file) {
        buf_add_string(&check->text, " of ");
        escape_add(&check->text, span_of(before->rule->file));
    }
    check->say(check->listener, word->rule, buf_string(&check->text));
    check->told++;
}

static bool rulecheck_is_host(const struct ruleset_word *word) {
    enum rule_kind kind = word->rule->kind;
    return kind == RULE_MEDIUM || kind == RULE_SPAM || (kind == RULE_RETURN && !word->pattern);
}

/* What makes two words the same: hosts have one table, other kinds one each; of patterns case
 * matters. */
static struct span rulecheck_key(struct buf *key, const struct ruleset_word *word) {
    buf_clear(key);
    buf_add_string(key, rulecheck_is_host(word) ? "host" : ruleset_kind_name(word->rule->kind).at);
    buf_add_byte(key, word->pattern ? '/' : ' ');
    buf_add(key, word->label);
    buf_add_byte(key, ' ');
    for (size_t i = 0; i < word->text.size; i++)
        buf_add_byte(key, word->pattern ? word->text.at[i] : span_lower_byte(word->text.at[i]));
    return buf_span(key);
}

static void rulecheck_twice(struct rulecheck *check) {
    const struct ruleset *ruleset = check->ruleset;
    const struct ruleset_word **firsts = mem_alloc(ruleset->word_count, sizeof *firsts);
    struct table keys;
    struct buf key = {0};
    table_init(&keys);
    for (size_t i = 0; i < ruleset->word_count; i++) {
        const struct ruleset_word *word = &ruleset->words[i];
        if (!word->is_lone)
            continue;
        uint32_t known = keys.count, number = table_number(&keys, rulecheck_key(&key, word));
        if (number == known)
            firsts[number] = word;
        else
            rulecheck_tell(check, word, firsts[number], "said before");
    }
    buf_free(&key);
    table_free(&keys);
    free(firsts);
}

/* A literal of an agent that holds one of an earlier rule of its kind. */
static void rulecheck_tokens(struct rulecheck *check, enum rule_kind kind) {
    const struct ruleset *ruleset = check->ruleset;
    size_t words = ruleset->word_count / 64 + 1;
    uint64_t *marks = mem_alloc(words, sizeof *marks);
    struct finder *finder = finder_new();
    for (size_t i = 0; i < ruleset->word_count; i++)
        if (ruleset->words[i].rule->kind == kind && !ruleset->words[i].pattern &&
            ruleset->words[i].is_lone)
            finder_add(finder, ruleset->words[i].text, (uint32_t)i);
    finder_close(finder);
    for (size_t i = 0; i < ruleset->word_count; i++) {
        const struct ruleset_word *word = &ruleset->words[i];
        if (word->rule->kind != kind || word->pattern)
            continue;
        memset(marks, 0, words * sizeof *marks);
        finder_mark(finder, word->text, marks);
        size_t first = 0;
        while (first < i && !(marks[first / 64] >> first % 64 & 1))
            first++;
        /* The very same token is told as said before. */
        if (first < i && ruleset->words[first].text.size < word->text.size)
            rulecheck_tell(check, word, &ruleset->words[first],
                           "never matches, for a part of it is");
    }
    finder_free(finder);
    free(marks);
}

/* Matches whatever it is given, as far as two subjects tell that have nothing in common. */
static bool rulecheck_takes_all(struct rulecheck *check, const struct ruleset_word *word) {
    struct span nothing = SPAN(""), oddity = SPAN("\x01~\x02");
    return word->pattern && word->is_lone &&
           pattern_search(word->pattern, check->matcher, nothing) == PATTERN_MATCH &&
           pattern_search(word->pattern, check->matcher, oddity) == PATTERN_MATCH;
}

/* `^` and nothing but plain text. */
static bool rulecheck_is_beginning(struct span source) {
    if (source.size < 2 || source.at[0] != '^')
        return false;
    for (size_t i = 1; i < source.size; i++)
        if (memchr(".[]{}()\\*+?^$|", source.at[i], 14))
            return false;
    return true;
}

/* `^/product` before `^/product/sale`. */
static bool rulecheck_is_within(struct span before, struct span source) {
    return rulecheck_is_beginning(before) && source.size > before.size &&
           span_starts_with(source, before) && !memchr("*?{", source.at[before.size], 3) &&
           span_find(source, '|') == source.size;
}

static void rulecheck_patterns(struct rulecheck *check, enum rule_kind kind) {
    const struct ruleset *ruleset = check->ruleset;
    for (size_t i = 0; i < ruleset->word_count; i++) {
        const struct ruleset_word *before = &ruleset->words[i];
        if (before->rule->kind != kind || !before->pattern)
            continue;
        bool takes_all = rulecheck_takes_all(check, before);
        if (!takes_all && !rulecheck_is_beginning(before->text))
            continue;
        for (size_t j = i + 1; j < ruleset->word_count; j++) {
            const struct ruleset_word *word = &ruleset->words[j];
            if (word->rule->kind == kind && word->rule != before->rule && word->pattern &&
                (span_is_empty(before->label) || span_equals(before->label, word->label)) &&
                (takes_all || rulecheck_is_within(before->text, word->text)))
                rulecheck_tell(check, word, before, "never matches, for all it could is taken");
        }
    }
}

static void rulecheck_media(struct rulecheck *check) {
    for (uint32_t i = 0; i < check->ruleset->ids.count; i++) {
        const struct ruleset_medium *medium = &check->ruleset->media[i];
        if (medium->has_way)
            continue;
        buf_clear(&check->text);
        escape_add(&check->text, medium->rule->id);
        buf_add_string(&check->text, ": no host, tag, click or inapp rule leads to this medium");
        check->say(check->listener, medium->rule, buf_string(&check->text));
        check->told++;
    }
}

uint32_t rulecheck_all(const struct ruleset *ruleset,
                       void (*say)(void *listener, const struct rule *rule, const char *text),
                       void *listener) {
    static const enum rule_kind tokens[] = {RULE_INAPP, RULE_PREVIEW, RULE_BOT};
    static const enum rule_kind patterns[] = {RULE_INAPP, RULE_PREVIEW, RULE_BOT,
                                              RULE_TAG,   RULE_SCAN,    RULE_RETURN,
                                              RULE_PLACE, RULE_PAGE,    RULE_ACTION};
    struct rulecheck check = {
        .ruleset = ruleset,
        .matcher = pattern_matcher_new(PATTERN_SUBJECT_BYTES),
        .say = say,
        .listener = listener,
    };
    rulecheck_twice(&check);
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++)
        rulecheck_tokens(&check, tokens[i]);
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        rulecheck_patterns(&check, patterns[i]);
    rulecheck_media(&check);
    pattern_matcher_free(check.matcher);
    buf_free(&check.text);
    return check.told;
}
