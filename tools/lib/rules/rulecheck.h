/* Finds rules that are good by themselves but cannot do what their author wants: smo-classify
 * --check. */
#ifndef SMO_LIB_RULES_RULECHECK_H
#define SMO_LIB_RULES_RULECHECK_H

#include "lib/rules/ruleset.h"

/* Looks through a closed ruleset for words, hosts and patterns that stand there twice, or never
 * match because a rule before takes all that they could; then for media that no rule leads to.
 * Tells each to say(listener, rule, text): the rule, and what is wrong with it in plain words,
 * bytes of the file escaped. A shipped rule that a user's rule takes over from is not told: that is
 * what user's rules are for. Returns how many it has told. */
uint32_t rulecheck_all(const struct ruleset *ruleset,
                       void (*say)(void *listener, const struct rule *rule, const char *text),
                       void *listener);

#endif
