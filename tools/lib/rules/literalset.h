/* Sets of literals, from which literals.c puts together what a pattern says. */
#ifndef SMO_LIB_RULES_LITERALSET_H
#define SMO_LIB_RULES_LITERALSET_H

#include "lib/rules/literals.h"

/* The empty text and nothing else. As what texts begin or end with it says nothing. */
void literalset_start(struct literals *set);

/* A copy: cheaper than an assignment, for most sets are small. */
void literalset_copy(struct literals *to, const struct literals *from);

/* Adds all of `more`. False, the set left alone, if they do not fit. */
bool literalset_unite(struct literals *set, const struct literals *more);

/* The same of what texts end with: what ends with another one of the set is not kept beside it. */
bool literalset_unite_tails(struct literals *set, const struct literals *more);

/* What is left of a text that is longer than a literal may be. */
enum literalset_keep { LITERALSET_HEADS, LITERALSET_TAILS };

/* set = each of set followed by each of `tails`, but for what can follow nothing. *is_whole is made
 * false if any of these had to be cut. False, the set left alone, if they are too many. */
bool literalset_join(struct literals *set, const struct literals *tails, enum literalset_keep keep,
                     bool *is_whole);

/* What the literal that tells least is worth; 0 if that is not above `least`. */
unsigned literalset_worth(const struct literals *set, unsigned least);

#endif
