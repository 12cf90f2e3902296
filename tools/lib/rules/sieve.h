/* A sieve: many tests in a row, of which the first that a text passes is wanted. All literals are
 * looked for in one pass, of all sieves of a group, which are asked about the same texts; only
 * tests whose literals are there are tried at all. */
#ifndef SMO_LIB_RULES_SIEVE_H
#define SMO_LIB_RULES_SIEVE_H

#include "lib/base/fault.h"
#include "lib/base/span.h"
#include "lib/rules/pattern.h"

#include <stdint.h>

#define SIEVE_NONE UINT32_MAX

enum { SIEVE_MAX_TESTS = 16384 };

enum { SIEVE_GROUP_MOST = 4 }; /* sieves in a group */

struct sieve;
struct sieve_group;

struct sieve_group *sieve_group_new(void);

/* Frees its sieves too. */
void sieve_group_free(struct sieve_group *group);

/* A further sieve of a group, which owns it. */
struct sieve *sieve_new(struct sieve_group *group);

/* Begins a rule: the tests that follow lead to `rule`, the caller's number, never smaller than the
 * one before. They are tried only for texts asked about under `label` (kept by address; empty:
 * any). The rule holds for a text if one of its tests does and none of its vetoes; a rule that has
 * nothing but vetoes holds wherever none of them does. */
void sieve_begin(struct sieve *sieve, uint32_t rule, struct span label);

/* Tests: the text is this literal or has it somewhere (not empty, ASCII case ignored); the pattern
 * (compiled from `source`; owned by the sieve from now on) is found in it. */
void sieve_add_whole(struct sieve *sieve, struct span literal);
void sieve_add_literal(struct sieve *sieve, struct span literal);
void sieve_add_pattern(struct sieve *sieve, struct span source, struct pattern *pattern);

/* Vetoes of the rule. */
void sieve_veto_literal(struct sieve *sieve, struct span literal);
void sieve_veto_pattern(struct sieve *sieve, struct span source, struct pattern *pattern);

/* After the last rule of its last sieve. False and a fault if any has more than SIEVE_MAX_TESTS
 * tests. Afterwards threads may share the group. */
bool sieve_group_close(struct sieve_group *group, struct fault *fault);

/* The tests of each sieve that may hold for a text. */
struct sieve_marks {
    uint64_t tests[SIEVE_GROUP_MOST][SIEVE_MAX_TESTS / 64];
};

/* What texts say that begin alike, as far as their first bytes tell: worked out once. */
struct sieve_head;

/* The head of texts that begin with these bytes. Vetoes that they decide are searched for, with the
 * matcher. To be freed with free(). */
struct sieve_head *sieve_head_new(const struct sieve_group *group, struct pattern_matcher *matcher,
                                  struct span first);

/* head: NULL, or that of bytes which the text begins with. */
void sieve_group_mark(const struct sieve_group *group, const struct sieve_head *head,
                      struct span text, struct sieve_marks *marks);

struct sieve_found {
    uint32_t rule;                 /* SIEVE_NONE: none */
    const struct pattern *pattern; /* that decided, NULL if a literal did */
};

/* The first rule that holds for a text, marked before. With PATTERN_LIMIT, the rule that could not
 * be decided. */
enum pattern_result sieve_find(const struct sieve *sieve, struct pattern_matcher *matcher,
                               struct span label, struct span text, const struct sieve_marks *marks,
                               struct sieve_found *found);

#endif
