/* How a line of rules is read: its words, ids, patterns, tokens and hosts, each put where the
 * ruleset keeps it. kinds.c puts these parts together.
 *
 * All that return bool return false after a fault with line and column was set. Spans point into
 * the line. */
#ifndef SMO_LIB_RULES_GRAMMAR_H
#define SMO_LIB_RULES_GRAMMAR_H

#include "lib/rules/ruleset_parts.h"

/* The place of a rule. */
struct grammar_place {
    const char *file; /* lives as long as the ruleset */
    bool is_shipped;
    uint32_t line;
    uint32_t indent; /* bytes before the line's first */
};

/* A line on its way into the ruleset. */
struct grammar {
    struct ruleset *ruleset;
    struct rule *rule;
    struct span line; /* whole; lives as long as the ruleset */
    struct span rest; /* what was not read yet, without blanks before it */
    struct grammar_place place;
    struct fault *fault;
};

/* Faults: at a byte of the line; at its end; at a word, which is added to the text; within a part
 * of the line, from which the fault that was set already counts its column. All return false. */
bool grammar_fail(struct grammar *grammar, const char *at, const char *text);
bool grammar_missing(struct grammar *grammar, const char *text);
bool grammar_fail_word(struct grammar *grammar, struct span word, const char *text);
bool grammar_fail_within(struct grammar *grammar, const char *part);

/* The next word; `missing` is the fault if there is none. */
bool grammar_word(struct grammar *grammar, struct span *word, const char *missing);

/* Nothing more may follow. */
bool grammar_end(struct grammar *grammar);

/* The rule's id: any; or one that a medium rule, maybe of a later file, must have, or `-` if that
 * may be. */
bool grammar_id(struct grammar *grammar, const char *missing);
bool grammar_used_id(struct grammar *grammar, bool may_be_none);

/* `network`, `video` ...: the rule's medium. */
bool grammar_medium(struct grammar *grammar);

/* `paid`, `organic` or nothing, and the end. */
bool grammar_paid(struct grammar *grammar);

/* Keeps a word for rulecheck.c; what is returned may be filled further, until the next word. */
struct ruleset_word *grammar_remember(struct grammar *grammar, struct span text);

/* Cuts a method in capitals off *rest, if something follows it. */
struct span grammar_method(struct span *rest);

/* All that is left as a pattern of the rule's kind, tried under `label`. Its named groups must be
 * among `groups`, a list that ends with NULL. */
bool grammar_pattern(struct grammar *grammar, struct span label, const char *const *groups);

/* The same with a method as label, and the groups that such a rule may have. */
bool grammar_url_pattern(struct grammar *grammar);

/* All that is left as tokens that are looked for somewhere in a text, or are the whole of it. */
enum grammar_token { GRAMMAR_SOMEWHERE, GRAMMAR_WHOLE };
bool grammar_tokens(struct grammar *grammar, enum grammar_token where);

/* A word that is looked for as a whole text. */
bool grammar_value(struct grammar *grammar, struct span *value, const char *missing);

/* A host; all that is left as hosts. */
bool grammar_host(struct grammar *grammar, struct span host);
bool grammar_hosts(struct grammar *grammar);

#endif
