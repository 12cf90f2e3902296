#include "lib/rules/kinds.h"

#include "lib/base/mem.h"
#include "lib/rules/rulefile.h"

/* What smo-classify itself writes as a source. */
static bool kinds_is_reserved(struct span id) {
    enum medium medium = medium_of(id);
    return span_is(id, "-") || (medium >= MEDIUM_REFERRAL && medium < MEDIUM_COUNT);
}

static bool kinds_read_medium(struct grammar *grammar) {
    struct ruleset *ruleset = grammar->ruleset;
    struct rule *rule = grammar->rule;
    if (!grammar_id(grammar, "the id of the medium is missing"))
        return false;
    if (kinds_is_reserved(rule->id))
        return grammar_fail_word(grammar, rule->id, "no medium may have the id");
    if (!grammar_medium(grammar))
        return false;
    uint32_t known = ruleset->ids.count, number = table_number(&ruleset->ids, rule->id);
    if (number == known) {
        mem_grow(&ruleset->media, &ruleset->media_capacity, (size_t)number + 1,
                 sizeof *ruleset->media);
        ruleset->media[number] = (struct ruleset_medium){rule->medium, rule, false};
    }
    struct ruleset_medium *medium = &ruleset->media[number];
    /* A user's rules may contradict the shipped ones, but no set of rules itself. */
    if (medium->medium != rule->medium && medium->rule->is_shipped == rule->is_shipped)
        return grammar_fail_word(grammar, rule->id, "a rule before gives another kind to");
    rule->medium = medium->medium;
    medium->has_way |= grammar->rest.size > 0;
    return grammar_hosts(grammar);
}

static bool kinds_read_tag(struct grammar *grammar) {
    return grammar_used_id(grammar, false) && grammar_tokens(grammar, GRAMMAR_WHOLE);
}

/* Adds a rule to the chain of its parameter. */
static struct ruleset_click *kinds_add_click(struct grammar *grammar, struct span word) {
    struct ruleset *ruleset = grammar->ruleset;
    struct span value = word, name = span_cut(&value, '=');
    struct ruleset_parameter *parameter = ruleset_parameter(ruleset, name);
    /* `from=timeline` makes no tracking parameter of `from`. */
    parameter->is_tracking |= value.at == NULL;
    uint32_t *link = &parameter->first_click;
    while (*link != RULESET_NONE)
        link = &ruleset->clicks[*link].next;
    *link = (uint32_t)ruleset->click_count;
    mem_grow(&ruleset->clicks, &ruleset->click_capacity, ruleset->click_count + 1,
             sizeof *ruleset->clicks);
    struct ruleset_click *click = &ruleset->clicks[ruleset->click_count++];
    *click = (struct ruleset_click){grammar->rule, value, NULL, RULESET_NONE};
    return click;
}

static bool kinds_read_click(struct grammar *grammar) {
    struct span word;
    if (!grammar_word(grammar, &word, "the name of a parameter is missing"))
        return false;
    if (word.at[0] == '=')
        return grammar_fail(grammar, word.at, "the name of a parameter is missing");
    struct ruleset_click *click = kinds_add_click(grammar, word);
    struct span value = click->value;
    if (value.size > 1 && value.at[0] == '/') {
        if (value.size < 3 || value.at[value.size - 1] != '/')
            return grammar_fail(grammar, value.at, "a pattern between slashes does not end");
        struct span source = span_take(span_skip(value, 1), value.size - 2);
        click->pattern = pattern_new(source, PATTERN_CASE_MATTERS, grammar->fault);
        if (!click->pattern)
            return grammar_fail_within(grammar, source.at);
    }
    grammar_remember(grammar, word);
    return grammar_used_id(grammar, true) && grammar_paid(grammar);
}

static bool kinds_read_utm_medium(struct grammar *grammar) {
    struct span value;
    return grammar_value(grammar, &value, "the value of utm_medium is missing") &&
           grammar_medium(grammar) && grammar_paid(grammar);
}

static bool kinds_read_agent(struct grammar *grammar) {
    return grammar_used_id(grammar, true) && grammar_tokens(grammar, GRAMMAR_SOMEWHERE);
}

static bool kinds_read_bot(struct grammar *grammar) {
    if (!grammar_id(grammar, "the reason is missing"))
        return false;
    struct span id = grammar->rule->id;
    if (id.size > 1 && span_find(id, '-') < id.size) /* it becomes a name of the ledger */
        return grammar_fail_word(grammar, id, "a reason is made of a-z 0-9 _");
    return grammar_tokens(grammar, GRAMMAR_SOMEWHERE);
}

static bool kinds_begins_pattern(struct span text) {
    grammar_method(&text);
    return text.at[0] == '^' || text.at[0] == '(';
}

static bool kinds_read_return(struct grammar *grammar) {
    if (span_is_empty(grammar->rest))
        return grammar_missing(grammar, "a host or a pattern is missing");
    while (grammar->rest.size) {
        if (kinds_begins_pattern(grammar->rest))
            return grammar_url_pattern(grammar);
        if (!grammar_host(grammar, rulefile_cut_word(&grammar->rest)))
            return false;
    }
    return true;
}

static bool kinds_read_spam(struct grammar *grammar) {
    if (span_is_empty(grammar->rest))
        return grammar_missing(grammar, "a host is missing");
    return grammar_hosts(grammar);
}

static bool kinds_read_place(struct grammar *grammar) {
    static const char *const groups[] = {"place", NULL};
    if (!grammar_used_id(grammar, false))
        return false;
    struct span source = grammar->rest;
    if (!grammar_pattern(grammar, grammar->rule->id, groups))
        return false;
    const struct ruleset *ruleset = grammar->ruleset;
    return pattern_name_count(ruleset->words[ruleset->word_count - 1].pattern) ||
           grammar_fail(grammar, source.at, "the pattern has no group (?<place>...)");
}

/* `hsa_*`: all parameters whose names begin so. */
static bool kinds_read_prefix(struct grammar *grammar, struct span word) {
    if (grammar->rule->kind != RULE_TRACK)
        return grammar_fail_word(grammar, word, "only track rules end a name with *");
    ruleset_track_prefix(grammar->ruleset, span_take(word, word.size - 1));
    return true;
}

static bool kinds_read_parameters(struct grammar *grammar) {
    struct span word;
    if (!grammar_word(grammar, &word, "the name of a parameter is missing"))
        return false;
    for (; word.size; word = rulefile_cut_word(&grammar->rest)) {
        grammar_remember(grammar, word);
        if (word.at[word.size - 1] == '*') {
            if (!kinds_read_prefix(grammar, word))
                return false;
            continue;
        }
        if (grammar->rule->kind == RULE_TRACK)
            ruleset_parameter(grammar->ruleset, word)->is_tracking = true;
    }
    return true;
}

static bool kinds_read_page(struct grammar *grammar) {
    if (!grammar_id(grammar, "the type of the page is missing"))
        return false;
    if (span_is(grammar->rule->id, "-"))
        return grammar_fail(grammar, grammar->rule->id.at, "an id is wanted here");
    return grammar_url_pattern(grammar);
}

static bool kinds_read_scan(struct grammar *grammar) {
    return grammar_url_pattern(grammar);
}

static bool kinds_read_offer(struct grammar *grammar) {
    struct span path;
    if (!grammar_value(grammar, &grammar->rule->id, "the campaign or content is missing") ||
        !grammar_word(grammar, &path, "the path that is offered is missing"))
        return false;
    grammar->rule->path = path;
    return path.at[0] == '/' ? grammar_end(grammar)
                             : grammar_fail(grammar, path.at, "a path begins with /");
}

static const struct {
    struct span name;
    bool (*read)(struct grammar *grammar);
} kinds[RULE_KIND_COUNT] = {
    [RULE_MEDIUM] = {SPAN("medium"), kinds_read_medium},
    [RULE_TAG] = {SPAN("tag"), kinds_read_tag},
    [RULE_CLICK] = {SPAN("click"), kinds_read_click},
    [RULE_UTM_MEDIUM] = {SPAN("utm_medium"), kinds_read_utm_medium},
    [RULE_INAPP] = {SPAN("inapp"), kinds_read_agent},
    [RULE_PREVIEW] = {SPAN("preview"), kinds_read_agent},
    [RULE_BOT] = {SPAN("bot"), kinds_read_bot},
    [RULE_RETURN] = {SPAN("return"), kinds_read_return},
    [RULE_SPAM] = {SPAN("spam"), kinds_read_spam},
    [RULE_SCAN] = {SPAN("scan"), kinds_read_scan},
    [RULE_PLACE] = {SPAN("place"), kinds_read_place},
    [RULE_TRACK] = {SPAN("track"), kinds_read_parameters},
    [RULE_IDENTITY] = {SPAN("identity"), kinds_read_parameters},
    [RULE_PAGE] = {SPAN("page"), kinds_read_page},
    [RULE_OFFER] = {SPAN("offer"), kinds_read_offer},
    [RULE_ACTION] = {SPAN("action"), kinds_read_page},
};

struct span kinds_name(enum rule_kind kind) {
    return kinds[kind].name;
}

bool kinds_add_rule(struct ruleset *ruleset, struct span line, struct grammar_place place,
                    struct fault *fault) {
    struct grammar grammar = {ruleset, NULL, line, line, place, fault};
    struct span name = rulefile_cut_word(&grammar.rest);
    enum rule_kind kind = RULE_MEDIUM;
    while (kind < RULE_KIND_COUNT && !span_equals(kinds[kind].name, name))
        kind++;
    if (kind == RULE_KIND_COUNT)
        return grammar_fail_word(&grammar, name, "no such kind of rule");
    grammar.rule = arena_zeroed(&ruleset->arena, sizeof *grammar.rule);
    *grammar.rule = (struct rule){
        .kind = kind,
        .number = (uint32_t)ruleset->rule_count,
        .medium = MEDIUM_COUNT,
        .file = place.file,
        .line = place.line,
        .is_shipped = place.is_shipped,
        .text = line,
    };
    mem_grow(&ruleset->rules, &ruleset->rule_capacity, ruleset->rule_count + 1,
             sizeof *ruleset->rules);
    ruleset->rules[ruleset->rule_count++] = grammar.rule;
    return kinds[kind].read(&grammar);
}
