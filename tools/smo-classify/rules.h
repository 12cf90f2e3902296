/* The rules of a run: user's files, an engine's, the shipped ones. */
#ifndef SMO_CLASSIFY_RULES_H
#define SMO_CLASSIFY_RULES_H

#include "smo-classify/options.h"
#include "smo-classify/shelf.h"

#include "lib/io/complain.h"

/* Loads those of -c in order, those of the engine (NULL: none), then the shipped ones, and closes
 * the set. NULL, once it was said why, if a file is missing or has a bad rule. */
struct ruleset *rules_load(const struct options *options, const struct shelf *shelf,
                           const char *engine, struct complain *complain);

/* What a note says of them: `mine.rules, bitrix, shipped 0.1.0`. Free with free(). */
char *rules_describe(const struct options *options, const char *engine);

/* True if there is an `offer` rule. */
bool rules_have_offers(const struct ruleset *rules);

/* The parameters of all `identity` rules, each once, joined by commas. Free with free(). */
char *rules_identity(const struct ruleset *rules);

#endif
