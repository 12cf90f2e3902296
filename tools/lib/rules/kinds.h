/* The kinds of rule, smo-rules(5): what each says. */
#ifndef SMO_LIB_RULES_KINDS_H
#define SMO_LIB_RULES_KINDS_H

#include "lib/rules/grammar.h"

/* Adds the rule that a line (which lives as long as the ruleset) holds. False and a fault with line
 * and column if it is bad. */
bool kinds_add_rule(struct ruleset *ruleset, struct span line, struct grammar_place place,
                    struct fault *fault);

/* `medium`, `tag` ... */
struct span kinds_name(enum rule_kind kind);

#endif
