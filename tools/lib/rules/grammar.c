#include "lib/rules/grammar.h"

#include "lib/base/escape.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"
#include "lib/rules/rulefile.h"

enum { GRAMMAR_ID_BYTES = 64, GRAMMAR_SHOWN_BYTES = 40 };

/* --- faults */

/* The place of the fault that was set. */
static bool grammar_fail_at(struct grammar *grammar, const char *at) {
    grammar->fault->line = grammar->place.line;
    grammar->fault->column = grammar->place.indent + (uint64_t)(at - grammar->line.at) + 1;
    return false;
}

bool grammar_fail(struct grammar *grammar, const char *at, const char *text) {
    fault_set(grammar->fault, "%s", text);
    return grammar_fail_at(grammar, at);
}

bool grammar_fail_word(struct grammar *grammar, struct span word, const char *text) {
    char shown[GRAMMAR_SHOWN_BYTES * ESCAPE_GROWTH + 1];
    shown[escape_write(shown, span_take(word, GRAMMAR_SHOWN_BYTES))] = '\0';
    fault_set(grammar->fault, "%s: %s", text, shown);
    return grammar_fail_at(grammar, word.at);
}

bool grammar_fail_within(struct grammar *grammar, const char *part) {
    grammar->fault->line = grammar->place.line;
    grammar->fault->column += grammar->place.indent + (uint64_t)(part - grammar->line.at);
    return false;
}

bool grammar_missing(struct grammar *grammar, const char *text) {
    return grammar_fail(grammar, grammar->line.at + grammar->line.size, text);
}

/* --- words */

bool grammar_word(struct grammar *grammar, struct span *word, const char *missing) {
    *word = rulefile_cut_word(&grammar->rest);
    return word->size || grammar_missing(grammar, missing);
}

bool grammar_end(struct grammar *grammar) {
    return span_is_empty(grammar->rest) ||
           grammar_fail_word(grammar, grammar->rest, "the rule is complete before");
}

static bool grammar_is_id_byte(char byte) {
    return (byte >= 'a' && byte <= 'z') || number_is_digit(byte) || byte == '_' || byte == '-';
}

bool grammar_id(struct grammar *grammar, const char *missing) {
    struct span id;
    if (!grammar_word(grammar, &id, missing))
        return false;
    for (size_t i = 0; i < id.size; i++)
        if (!grammar_is_id_byte(id.at[i]) || (i == 0 && id.at[0] == '-' && id.size > 1))
            return grammar_fail_word(grammar, id, "an id is made of a-z 0-9 _ -");
    if (id.size > GRAMMAR_ID_BYTES)
        return grammar_fail_word(grammar, id, "an id has at most 64 bytes");
    grammar->rule->id = id;
    return true;
}

bool grammar_used_id(struct grammar *grammar, bool may_be_none) {
    struct ruleset *ruleset = grammar->ruleset;
    if (!grammar_id(grammar, "the id of a medium is missing"))
        return false;
    if (span_is(grammar->rule->id, "-"))
        return may_be_none || grammar_fail(grammar, grammar->rule->id.at, "an id is wanted here");
    mem_grow(&ruleset->uses, &ruleset->use_capacity, ruleset->use_count + 1, sizeof *ruleset->uses);
    uint32_t column =
        grammar->place.indent + (uint32_t)(grammar->rule->id.at - grammar->line.at) + 1;
    ruleset->uses[ruleset->use_count++] = (struct ruleset_use){grammar->rule, column};
    return true;
}

bool grammar_medium(struct grammar *grammar) {
    struct span word;
    if (!grammar_word(grammar, &word, "the kind of medium is missing"))
        return false;
    grammar->rule->medium = medium_of(word);
    return (grammar->rule->medium < MEDIUM_COUNT && medium_is_outside(grammar->rule->medium)) ||
           grammar_fail_word(grammar, word, "no such kind of medium");
}

bool grammar_paid(struct grammar *grammar) {
    struct span word = rulefile_cut_word(&grammar->rest);
    if (span_is(word, "paid"))
        grammar->rule->paid = RULE_PAID;
    else if (span_is(word, "organic"))
        grammar->rule->paid = RULE_ORGANIC;
    else if (word.size)
        return grammar_fail_word(grammar, word, "neither paid nor organic");
    return grammar_end(grammar);
}

struct ruleset_word *grammar_remember(struct grammar *grammar, struct span text) {
    struct ruleset *ruleset = grammar->ruleset;
    mem_grow(&ruleset->words, &ruleset->word_capacity, ruleset->word_count + 1,
             sizeof *ruleset->words);
    struct ruleset_word *word = &ruleset->words[ruleset->word_count++];
    *word = (struct ruleset_word){.rule = grammar->rule, .text = text, .is_lone = true};
    return word;
}

/* --- patterns */

static struct sieve *grammar_sieve(struct grammar *grammar, struct span label) {
    struct sieve *sieve = ruleset_sieve(grammar->ruleset, grammar->rule->kind);
    sieve_begin(sieve, grammar->rule->number, label);
    return sieve;
}

static bool grammar_is_capitals(struct span word) {
    for (size_t i = 0; i < word.size; i++)
        if (word.at[i] < 'A' || word.at[i] > 'Z')
            return false;
    return word.size > 0;
}

struct span grammar_method(struct span *rest) {
    struct span behind = *rest, word = rulefile_cut_word(&behind);
    if (!grammar_is_capitals(word) || span_is_empty(behind))
        return (struct span){NULL, 0};
    *rest = behind;
    return word;
}

/* Whether the pattern's named groups are among those (a list that ends with NULL) that have a
 * meaning in such a rule: a misspelt one would be a loss nobody notices. */
static bool grammar_check_groups(struct grammar *grammar, const struct pattern *pattern,
                                 struct span source, const char *const *groups) {
    for (size_t i = 0; i < pattern_name_count(pattern); i++) {
        struct span name = pattern_name(pattern, i);
        const char *const *group = groups;
        while (*group && !span_is(name, *group))
            group++;
        if (*group)
            continue;
        const char *at = memmem(source.at, source.size, name.at, name.size);
        return grammar_fail_word(grammar, (struct span){at ? at : source.at, name.size},
                                 "a group of this name means nothing here");
    }
    return true;
}

bool grammar_pattern(struct grammar *grammar, struct span label, const char *const *groups) {
    struct span source = grammar->rest;
    if (span_is_empty(source))
        return grammar_missing(grammar, "the pattern is missing");
    /* Who looks for weak spots spells as he likes. */
    enum pattern_case fold =
        grammar->rule->kind == RULE_SCAN ? PATTERN_CASE_IGNORED : PATTERN_CASE_MATTERS;
    struct pattern *pattern = pattern_new(source, fold, grammar->fault);
    if (!pattern)
        return grammar_fail_within(grammar, source.at);
    sieve_add_pattern(grammar_sieve(grammar, label), source, pattern);
    struct ruleset_word *word = grammar_remember(grammar, source);
    word->label = label;
    word->pattern = pattern;
    return grammar_check_groups(grammar, pattern, source, groups);
}

bool grammar_url_pattern(struct grammar *grammar) {
    static const char *const groups[] = {"order", "revenue", "cents", "currency", "network", NULL};
    static const char *const no_groups[] = {NULL};
    bool catches = grammar->rule->kind == RULE_PAGE || grammar->rule->kind == RULE_ACTION;
    struct span method = grammar_method(&grammar->rest);
    return grammar_pattern(grammar, method, catches ? groups : no_groups);
}

/* --- tokens and values */

static bool grammar_pattern_token(struct grammar *grammar, struct sieve *sieve, struct span source,
                                  bool is_veto) {
    struct pattern *pattern = pattern_new(source, PATTERN_CASE_MATTERS, grammar->fault);
    if (!pattern)
        return grammar_fail_within(grammar, source.at);
    if (is_veto) {
        sieve_veto_pattern(sieve, source, pattern);
    } else {
        sieve_add_pattern(sieve, source, pattern);
        grammar_remember(grammar, source)->pattern = pattern;
    }
    return true;
}

static bool grammar_token(struct grammar *grammar, struct sieve *sieve, struct span token,
                          enum grammar_token where) {
    bool is_veto = token.at[0] == '!';
    struct span text = span_skip(token, is_veto);
    if (span_is_empty(text))
        return grammar_fail(grammar, token.at, "a token is missing behind !");
    if (text.at[0] == '/') {
        if (text.size < 3 || text.at[text.size - 1] != '/')
            return grammar_fail(grammar, text.at, "a pattern between slashes does not end");
        struct span source = span_take(span_skip(text, 1), text.size - 2);
        return grammar_pattern_token(grammar, sieve, source, is_veto);
    }
    if (is_veto) {
        sieve_veto_literal(sieve, text);
        return true;
    }
    if (where == GRAMMAR_WHOLE)
        sieve_add_whole(sieve, text);
    else
        sieve_add_literal(sieve, text);
    grammar_remember(grammar, text);
    return true;
}

bool grammar_tokens(struct grammar *grammar, enum grammar_token where) {
    struct sieve *sieve = grammar_sieve(grammar, (struct span){NULL, 0});
    size_t first_word = grammar->ruleset->word_count, tests = 0, vetoes = 0;
    while (grammar->rest.size) {
        struct span token = rulefile_cut_token(&grammar->rest);
        if (!grammar_token(grammar, sieve, token, where))
            return false;
        *(token.at[0] == '!' ? &vetoes : &tests) += 1;
    }
    for (size_t i = first_word; vetoes && i < grammar->ruleset->word_count; i++)
        grammar->ruleset->words[i].is_lone = false;
    return tests + vetoes > 0 || grammar_missing(grammar, "a token is missing");
}

bool grammar_value(struct grammar *grammar, struct span *value, const char *missing) {
    if (!grammar_word(grammar, value, missing))
        return false;
    sieve_add_whole(grammar_sieve(grammar, (struct span){NULL, 0}), *value);
    grammar_remember(grammar, *value);
    return true;
}

/* --- hosts */

bool grammar_host(struct grammar *grammar, struct span host) {
    uint32_t before;
    if (span_ends_with(host, (struct span)SPAN(".*")) && grammar->rule->kind != RULE_RETURN)
        return grammar_fail_word(grammar, host, "only return rules end a host with *");
    if (!hosts_add(grammar->ruleset->hosts, host, grammar->rule->number, &before, grammar->fault))
        return grammar_fail_within(grammar, host.at);
    grammar_remember(grammar, host);
    return true;
}

bool grammar_hosts(struct grammar *grammar) {
    while (grammar->rest.size)
        if (!grammar_host(grammar, rulefile_cut_word(&grammar->rest)))
            return false;
    return true;
}
