#include "smo-classify/rules.h"

#include "lib/base/table.h"

#include <stdlib.h>

#ifdef SMO_VERSION
#define RULES_VERSION SMO_VERSION
#else
#define RULES_VERSION "unreleased"
#endif

static const char *const rules_shipped[] = {"media", "agents", "pages"};

static bool rules_load_file(struct ruleset *rules, const char *path, bool is_shipped,
                            const struct options *options, struct complain *complain) {
    struct fault fault = {0};
    if (options->is_verbose)
        complain_say(complain, "verbose", "rules: %s", path);
    if (ruleset_load(rules, path, is_shipped, &fault))
        return true;
    complain_fault(complain, "rules", path, &fault);
    return false;
}

static bool rules_load_named(struct ruleset *rules, const char *name, const struct options *options,
                             const struct shelf *shelf, struct complain *complain) {
    char *path = shelf_named_rules(shelf, name);
    bool is_loaded = rules_load_file(rules, path, false, options, complain);
    free(path);
    return is_loaded;
}

static bool rules_load_shipped(struct ruleset *rules, const char *name,
                               const struct options *options, const struct shelf *shelf,
                               struct complain *complain) {
    char *path = shelf_rules(shelf, name);
    if (!path) {
        complain_say(complain, "rules", "%s.rules: neither in %s/rules nor in %s/rules", name,
                     shelf->beside ? shelf->beside : "-", shelf->installed);
        return false;
    }
    bool is_loaded = rules_load_file(rules, path, true, options, complain);
    free(path);
    return is_loaded;
}

static bool rules_load_all(struct ruleset *rules, const struct options *options,
                           const struct shelf *shelf, const char *engine,
                           struct complain *complain) {
    for (size_t i = 0; i < options->rules_count; i++)
        if (!rules_load_named(rules, options->rules[i], options, shelf, complain))
            return false;
    if (engine && !rules_load_named(rules, engine, options, shelf, complain))
        return false;
    for (size_t i = 0; i < 3 && !options->has_no_default_rules; i++)
        if (!rules_load_shipped(rules, rules_shipped[i], options, shelf, complain))
            return false;
    return true;
}

struct ruleset *rules_load(const struct options *options, const struct shelf *shelf,
                           const char *engine, struct complain *complain) {
    struct ruleset *rules = ruleset_new();
    struct fault fault = {0};
    const char *file;
    if (rules_load_all(rules, options, shelf, engine, complain)) {
        if (ruleset_close(rules, &file, &fault))
            return rules;
        complain_fault(complain, "rules", file, &fault);
    }
    ruleset_free(rules);
    return NULL;
}

static void rules_add_name(struct buf *names, const char *name) {
    buf_add_string(names, names->size ? ", " : "");
    buf_add_string(names, name);
}

char *rules_describe(const struct options *options, const char *engine) {
    struct buf names = {0};
    for (size_t i = 0; i < options->rules_count; i++) {
        const char *slash = strrchr(options->rules[i], '/');
        rules_add_name(&names, slash ? slash + 1 : options->rules[i]);
    }
    if (engine)
        rules_add_name(&names, engine);
    if (!options->has_no_default_rules)
        rules_add_name(&names, "shipped " RULES_VERSION);
    return (char *)buf_string(&names);
}

bool rules_have_offers(const struct ruleset *rules) {
    for (uint32_t i = 0; i < ruleset_count(rules); i++)
        if (ruleset_rule(rules, i)->kind == RULE_OFFER)
            return true;
    return false;
}

/* Adds the words behind the rule's kind. */
static void rules_add_words(struct table *words, const struct rule *rule) {
    struct span rest = span_trim(span_skip(rule->text, ruleset_kind_name(rule->kind).size));
    while (rest.size) {
        size_t size = 0;
        while (size < rest.size && rest.at[size] != ' ' && rest.at[size] != '\t')
            size++;
        table_number(words, span_take(rest, size));
        rest = span_trim(span_skip(rest, size));
    }
}

char *rules_identity(const struct ruleset *rules) {
    struct table words;
    struct buf joined = {0};
    table_init(&words);
    for (uint32_t i = 0; i < ruleset_count(rules); i++)
        if (ruleset_rule(rules, i)->kind == RULE_IDENTITY)
            rules_add_words(&words, ruleset_rule(rules, i));
    for (uint32_t i = 0; i < words.count; i++) {
        buf_add_string(&joined, i ? "," : "");
        buf_add(&joined, table_name(&words, i));
    }
    table_free(&words);
    return (char *)buf_string(&joined);
}
