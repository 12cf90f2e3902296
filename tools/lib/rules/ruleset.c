#include "lib/rules/ruleset.h"

#include "lib/base/mem.h"
#include "lib/io/input.h"
#include "lib/rules/kinds.h"
#include "lib/rules/rulefile.h"
#include "lib/rules/ruleset_parts.h"

#include <stdlib.h>

enum {
    RULESET_FILE_BYTES = 64 * 1024 * 1024, /* no list of rules is longer */
    RULESET_BLOCK_BYTES = 64 * 1024,
    RULESET_VALUE_BYTES = 512
};

struct ruleset *ruleset_new(void) {
    struct ruleset *ruleset = mem_zeroed(1, sizeof *ruleset);
    table_init(&ruleset->ids);
    table_init(&ruleset->parameter_names);
    ruleset_track_prefix(ruleset, (struct span)SPAN("utm_"));
    ruleset->hosts = hosts_new();
    return ruleset;
}

void ruleset_free(struct ruleset *ruleset) {
    if (!ruleset)
        return;
    for (int kind = 0; kind < RULE_KIND_COUNT; kind++)
        sieve_group_free(ruleset->groups[kind]);
    for (size_t i = 0; i < ruleset->click_count; i++)
        pattern_free(ruleset->clicks[i].pattern);
    hosts_free(ruleset->hosts);
    table_free(&ruleset->ids);
    table_free(&ruleset->parameter_names);
    free(ruleset->rules);
    free(ruleset->media);
    free(ruleset->uses);
    free(ruleset->parameters);
    free(ruleset->clicks);
    free(ruleset->words);
    arena_free(&ruleset->arena);
    free(ruleset);
}

/* --- loading */

bool ruleset_load_text(struct ruleset *ruleset, const char *name, struct span text, bool is_shipped,
                       struct fault *fault) {
    struct grammar_place place = {
        .file = arena_copy(&ruleset->arena, span_of(name)).at,
        .is_shipped = is_shipped,
    };
    struct rulefile file = {.rest = text};
    struct span line;
    while (rulefile_next_line(&file, &line, &place.indent)) {
        place.line = file.line;
        if (!kinds_add_rule(ruleset, arena_copy(&ruleset->arena, line), place, fault))
            return false;
    }
    return true;
}

static bool ruleset_read(struct buf *text, struct input *input, struct fault *fault) {
    size_t size = 1;
    while (size > 0 && text->size <= RULESET_FILE_BYTES) {
        size = input_read(input, buf_reserve(text, RULESET_BLOCK_BYTES), RULESET_BLOCK_BYTES);
        text->size += size;
    }
    if (size > 0)
        return fault_set(fault, "longer than any file of rules");
    if (fault_is_set(input_fault(input))) {
        *fault = *input_fault(input);
        return false;
    }
    return true;
}

bool ruleset_load(struct ruleset *ruleset, const char *path, bool is_shipped, struct fault *fault) {
    struct input *input = input_open(path, fault);
    if (!input)
        return false;
    struct buf text = {0};
    bool is_good =
        ruleset_read(&text, input, fault) &&
        ruleset_load_text(ruleset, input_name(input), buf_span(&text), is_shipped, fault);
    buf_free(&text);
    input_close(input);
    return is_good;
}

/* The kind that a group is kept by: kinds asked about agents share one, as do those about urls. */
static enum rule_kind ruleset_group(enum rule_kind kind) {
    switch (kind) {
    case RULE_INAPP:
    case RULE_PREVIEW:
    case RULE_BOT:
        return RULE_INAPP;
    case RULE_RETURN:
    case RULE_SCAN:
    case RULE_PAGE:
    case RULE_ACTION:
        return RULE_PAGE;
    default:
        return kind;
    }
}

struct sieve *ruleset_sieve(struct ruleset *ruleset, enum rule_kind kind) {
    struct sieve_group **group = &ruleset->groups[ruleset_group(kind)];
    if (!*group)
        *group = sieve_group_new();
    if (!ruleset->sieves[kind])
        ruleset->sieves[kind] = sieve_new(*group);
    return ruleset->sieves[kind];
}

void ruleset_track_prefix(struct ruleset *ruleset, struct span prefix) {
    char *lower = arena_alloc(&ruleset->arena, prefix.size);
    span_lower(lower, prefix);
    struct ruleset_prefix *added = arena_alloc(&ruleset->arena, sizeof *added);
    *added = (struct ruleset_prefix){{lower, prefix.size}, ruleset->tracking};
    ruleset->tracking = added;
    glimpse_add_prefix(&ruleset->glimpse, added->prefix);
}

struct ruleset_parameter *ruleset_parameter(struct ruleset *ruleset, struct span name) {
    char lower[URL_NAME_BYTES];
    name = span_take(name, sizeof lower);
    span_lower(lower, name);
    uint32_t known = ruleset->parameter_names.count;
    uint32_t number = table_number(&ruleset->parameter_names, (struct span){lower, name.size});
    if (number == known) {
        glimpse_add(&ruleset->glimpse, (struct span){lower, name.size});
        mem_grow(&ruleset->parameters, &ruleset->parameter_capacity, (size_t)number + 1,
                 sizeof *ruleset->parameters);
        ruleset->parameters[number] = (struct ruleset_parameter){.first_click = RULESET_NONE};
    }
    return &ruleset->parameters[number];
}

/* Gives each rule that uses an id the medium of it. */
static bool ruleset_resolve(struct ruleset *ruleset, struct ruleset_use *use, struct fault *fault) {
    struct rule *rule = use->rule;
    uint32_t number = table_find(&ruleset->ids, rule->id);
    if (number == TABLE_NONE) {
        fault_set(fault, "no medium rule has the id: %.*s", (int)rule->id.size, rule->id.at);
        fault->line = rule->line;
        fault->column = use->column;
        return false;
    }
    rule->medium = ruleset->media[number].medium;
    ruleset->media[number].has_way |=
        rule->kind == RULE_TAG || rule->kind == RULE_CLICK || rule->kind == RULE_INAPP;
    return true;
}

bool ruleset_close(struct ruleset *ruleset, const char **file, struct fault *fault) {
    for (size_t i = 0; i < ruleset->use_count; i++)
        if (!ruleset_resolve(ruleset, &ruleset->uses[i], fault)) {
            *file = ruleset->uses[i].rule->file;
            return false;
        }
    for (int kind = 0; kind < RULE_KIND_COUNT; kind++)
        if (ruleset->groups[kind] && !sieve_group_close(ruleset->groups[kind], fault)) {
            *file = ruleset->rules[ruleset->rule_count - 1]->file;
            return false;
        }
    return true;
}

uint32_t ruleset_count(const struct ruleset *ruleset) {
    return (uint32_t)ruleset->rule_count;
}

const struct rule *ruleset_rule(const struct ruleset *ruleset, uint32_t number) {
    return ruleset->rules[number];
}

enum medium ruleset_medium(const struct ruleset *ruleset, struct span id) {
    uint32_t number = table_find(&ruleset->ids, id);
    return number == TABLE_NONE ? MEDIUM_COUNT : ruleset->media[number].medium;
}

/* --- where a visit comes from */

const struct rule *ruleset_host(const struct ruleset *ruleset, const struct url_referer *referer,
                                bool *is_by_path) {
    uint32_t rule = hosts_find(ruleset->hosts, referer, is_by_path);
    return rule == HOSTS_NONE ? NULL : ruleset->rules[rule];
}

/* Where there are no rules of the group there is nobody who reads the marks. */
static void ruleset_mark(const struct ruleset *ruleset, enum rule_kind kind,
                         const struct sieve_head *head, struct span text,
                         struct sieve_marks *marks) {
    const struct sieve_group *group = ruleset->groups[ruleset_group(kind)];
    if (group)
        sieve_group_mark(group, head, text, marks);
}

/* The first rule of a kind, and the pattern that decided it. */
static enum pattern_result ruleset_find(const struct ruleset *ruleset, enum rule_kind kind,
                                        struct pattern_matcher *matcher, struct span label,
                                        struct span text, const struct sieve_marks *marks,
                                        struct sieve_found *found) {
    *found = (struct sieve_found){SIEVE_NONE, NULL};
    if (!ruleset->sieves[kind])
        return PATTERN_NO_MATCH;
    return sieve_find(ruleset->sieves[kind], matcher, label, text, marks, found);
}

/* The first rule of a kind that is asked alone and has no labels. */
static const struct rule *ruleset_first(const struct ruleset *ruleset, enum rule_kind kind,
                                        struct pattern_matcher *matcher, struct span text) {
    struct sieve_marks marks;
    struct sieve_found found;
    ruleset_mark(ruleset, kind, NULL, text, &marks);
    bool is_found = ruleset_find(ruleset, kind, matcher, (struct span){NULL, 0}, text, &marks,
                                 &found) == PATTERN_MATCH;
    return is_found ? ruleset->rules[found.rule] : NULL;
}

const struct rule *ruleset_tag(const struct ruleset *ruleset, struct pattern_matcher *matcher,
                               struct span source) {
    return ruleset_first(ruleset, RULE_TAG, matcher, source);
}

/* The values of utm_medium and offer rules are no patterns: these need no matcher. */

const struct rule *ruleset_utm_medium(const struct ruleset *ruleset, struct span medium) {
    return ruleset_first(ruleset, RULE_UTM_MEDIUM, NULL, medium);
}

const struct rule *ruleset_offer(const struct ruleset *ruleset, struct span campaign,
                                 struct span content) {
    const struct rule *a = ruleset_first(ruleset, RULE_OFFER, NULL, campaign);
    const struct rule *b = ruleset_first(ruleset, RULE_OFFER, NULL, content);
    return a && b ? (a->number < b->number ? a : b) : a ? a : b;
}

static bool ruleset_click_holds(const struct ruleset_click *click, struct pattern_matcher *matcher,
                                struct span encoded) {
    if (!click->value.at)
        return true;
    char decoded[RULESET_VALUE_BYTES];
    struct span value = {decoded, url_decode_to(decoded, sizeof decoded, encoded)};
    return click->pattern ? pattern_search(click->pattern, matcher, value) == PATTERN_MATCH
                          : span_equals_folded(click->value, value);
}

/* The first of the parameter's click rules that holds and names a medium, or says `paid`; or
 * `first`, if that comes before it. */
static const struct rule *ruleset_click_of(const struct ruleset *ruleset,
                                           struct pattern_matcher *matcher, uint32_t parameter,
                                           struct span value, bool is_paid,
                                           const struct rule *first) {
    uint32_t place = ruleset->parameters[parameter].first_click;
    for (; place != RULESET_NONE; place = ruleset->clicks[place].next) {
        const struct ruleset_click *click = &ruleset->clicks[place];
        if (first && first->number < click->rule->number)
            break;
        if ((is_paid ? click->rule->paid == RULE_PAID : click->rule->medium < MEDIUM_COUNT) &&
            ruleset_click_holds(click, matcher, value))
            return click->rule;
    }
    return first;
}

struct ruleset_clicks ruleset_clicks(const struct ruleset *ruleset, struct pattern_matcher *matcher,
                                     struct span query) {
    struct ruleset_clicks clicks = {NULL, NULL};
    struct url_parameter parameter;
    while (url_next_parameter(&query, &parameter)) {
        if (span_is_empty(parameter.value))
            continue;
        char at[URL_NAME_BYTES];
        struct span name = url_name(at, parameter.name);
        if (!glimpse_may_have(&ruleset->glimpse, name))
            continue;
        uint32_t number = table_find(&ruleset->parameter_names, name);
        if (number == TABLE_NONE)
            continue;
        clicks.first =
            ruleset_click_of(ruleset, matcher, number, parameter.value, false, clicks.first);
        clicks.paid =
            ruleset_click_of(ruleset, matcher, number, parameter.value, true, clicks.paid);
    }
    return clicks;
}

/* --- agents */

/* The first rule of a kind, an undecided one included. */
static const struct rule *ruleset_first_agent(const struct ruleset *ruleset, enum rule_kind kind,
                                              struct pattern_matcher *matcher, struct span agent,
                                              const struct sieve_marks *marks) {
    struct sieve_found found;
    if (ruleset_find(ruleset, kind, matcher, (struct span){NULL, 0}, agent, marks, &found) ==
        PATTERN_NO_MATCH)
        return NULL;
    const struct rule *rule = ruleset->rules[found.rule];
    return span_is(rule->id, "-") ? NULL : rule;
}

struct sieve_head *ruleset_agent_head(const struct ruleset *ruleset,
                                      struct pattern_matcher *matcher, struct span first) {
    const struct sieve_group *group = ruleset->groups[ruleset_group(RULE_INAPP)];
    return group ? sieve_head_new(group, matcher, first) : NULL;
}

struct ruleset_agent ruleset_agent(const struct ruleset *ruleset, struct pattern_matcher *matcher,
                                   const struct sieve_head *head, struct span agent) {
    struct sieve_marks marks;
    ruleset_mark(ruleset, RULE_INAPP, head, agent, &marks);
    return (struct ruleset_agent){
        .preview = ruleset_first_agent(ruleset, RULE_PREVIEW, matcher, agent, &marks),
        .bot = ruleset_first_agent(ruleset, RULE_BOT, matcher, agent, &marks),
        .inapp = ruleset_first_agent(ruleset, RULE_INAPP, matcher, agent, &marks),
    };
}

/* --- urls */

/* What the groups of a pattern caught that was found last. */
static void ruleset_catch(const struct pattern *pattern, const struct pattern_matcher *matcher,
                          struct ruleset_answer *answer) {
    const struct {
        const char *name;
        struct span *caught;
    } groups[] = {
        {"order", &answer->order},       {"revenue", &answer->revenue}, {"cents", &answer->cents},
        {"currency", &answer->currency}, {"network", &answer->network}, {"place", &answer->place},
    };
    for (size_t name = 0; name < pattern_name_count(pattern); name++)
        for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
            if (span_is(pattern_name(pattern, name), groups[i].name))
                *groups[i].caught = pattern_caught(pattern, matcher, name);
}

/* The answer is all zero before. */
static void ruleset_ask(const struct ruleset *ruleset, enum rule_kind kind,
                        struct pattern_matcher *matcher, struct span label, struct span text,
                        const struct sieve_marks *marks, struct ruleset_answer *answer) {
    struct sieve_found found;
    if (ruleset_find(ruleset, kind, matcher, label, text, marks, &found) != PATTERN_MATCH)
        return;
    answer->rule = ruleset->rules[found.rule];
    ruleset_catch(found.pattern, matcher, answer);
}

struct ruleset_url ruleset_url(const struct ruleset *ruleset, struct pattern_matcher *matcher,
                               struct span method, struct span bare, struct span url) {
    struct sieve_marks marks;
    struct ruleset_url answers = {0};
    ruleset_mark(ruleset, RULE_PAGE, NULL, bare, &marks);
    ruleset_ask(ruleset, RULE_PAGE, matcher, method, bare, &marks, &answers.page);
    ruleset_ask(ruleset, RULE_ACTION, matcher, method, bare, &marks, &answers.action);
    ruleset_ask(ruleset, RULE_RETURN, matcher, method, bare, &marks, &answers.back);
    if (!span_equals(bare, url))
        ruleset_mark(ruleset, RULE_SCAN, NULL, url, &marks);
    ruleset_ask(ruleset, RULE_SCAN, matcher, method, url, &marks, &answers.scan);
    return answers;
}

struct ruleset_answer ruleset_page(const struct ruleset *ruleset, struct pattern_matcher *matcher,
                                   struct span method, struct span url) {
    struct sieve_marks marks;
    struct ruleset_answer answer = {0};
    ruleset_mark(ruleset, RULE_PAGE, NULL, url, &marks);
    ruleset_ask(ruleset, RULE_PAGE, matcher, method, url, &marks, &answer);
    return answer;
}

struct ruleset_answer ruleset_place(const struct ruleset *ruleset, struct pattern_matcher *matcher,
                                    struct span id, struct span text) {
    struct sieve_marks marks;
    struct ruleset_answer answer = {0};
    ruleset_mark(ruleset, RULE_PLACE, NULL, text, &marks);
    ruleset_ask(ruleset, RULE_PLACE, matcher, id, text, &marks, &answer);
    return answer;
}

/* --- parameters */

static bool ruleset_begins(const struct ruleset_prefix *prefix, struct span name) {
    while (prefix && !span_equals_folded(span_take(name, prefix->prefix.size), prefix->prefix))
        prefix = prefix->next;
    return prefix != NULL;
}

bool ruleset_is_tracking(const struct ruleset *ruleset, struct span name) {
    if (!glimpse_may_have(&ruleset->glimpse, name))
        return false;
    uint32_t number = table_find(&ruleset->parameter_names, name);
    return (number != TABLE_NONE && ruleset->parameters[number].is_tracking) ||
           ruleset_begins(ruleset->tracking, name);
}

const struct glimpse *ruleset_parameter_names(const struct ruleset *ruleset) {
    return &ruleset->glimpse;
}

static bool ruleset_keeps_bare(const void *ruleset, struct span name) {
    return !ruleset_is_tracking(ruleset, name);
}

struct span ruleset_bare_url(const struct ruleset *ruleset, struct buf *buf, struct span url) {
    return url_filter(buf, url, ruleset_keeps_bare, ruleset);
}

struct span ruleset_kind_name(enum rule_kind kind) {
    return kinds_name(kind);
}
