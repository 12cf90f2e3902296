/* What a ruleset is made of: for ruleset.c, which asks it, grammar.c and kinds.c, which fill it,
 * and rulecheck.c, which looks for mistakes in it. Nobody else includes this. */
#ifndef SMO_LIB_RULES_RULESET_PARTS_H
#define SMO_LIB_RULES_RULESET_PARTS_H

#include "lib/base/arena.h"
#include "lib/base/glimpse.h"
#include "lib/base/table.h"
#include "lib/rules/hosts.h"
#include "lib/rules/ruleset.h"
#include "lib/rules/sieve.h"

#define RULESET_NONE UINT32_MAX

/* An id that a rule uses, to be looked up when all media are known. */
struct ruleset_use {
    struct rule *rule;
    uint32_t column;
};

/* What a medium rule says of an id; by number in `ids`. */
struct ruleset_medium {
    enum medium medium;
    const struct rule *rule; /* the first one */
    bool has_way;            /* a host, tag, click or inapp rule leads to it */
};

/* A word or pattern that a rule looks for, or a host: for rulecheck_all(). */
struct ruleset_word {
    const struct rule *rule;
    struct span text;
    struct span label;             /* as in sieve_begin() */
    const struct pattern *pattern; /* NULL: a literal or a host */
    bool is_lone;                  /* the rule has no vetoes */
};

/* What the rules say of a parameter, by the number of its name in `parameter_names`. */
struct ruleset_parameter {
    bool is_tracking;
    uint32_t first_click;
};

/* Tracking parameters by the beginning of their names: `hsa_*`. */
struct ruleset_prefix {
    struct span prefix;
    struct ruleset_prefix *next;
};

/* A click rule; those of one parameter form a chain in order. */
struct ruleset_click {
    const struct rule *rule;
    struct span value;       /* {NULL, 0}: any */
    struct pattern *pattern; /* of the value; or NULL */
    uint32_t next;
};

struct ruleset {
    struct rule **rules; /* by number */
    size_t rule_count, rule_capacity;

    struct table ids;
    struct ruleset_medium *media;
    size_t media_capacity;
    struct ruleset_use *uses;
    size_t use_count, use_capacity;

    struct hosts *hosts;
    struct sieve *sieves[RULE_KIND_COUNT];       /* NULL for kinds that need none */
    struct sieve_group *groups[RULE_KIND_COUNT]; /* by the first kind of each; or NULL */

    struct table parameter_names;
    struct glimpse glimpse; /* of these, and of the tracking ones */
    struct ruleset_parameter *parameters;
    size_t parameter_capacity;
    struct ruleset_prefix *tracking;
    struct ruleset_click *clicks;
    size_t click_count, click_capacity;

    struct ruleset_word *words;
    size_t word_count, word_capacity;

    struct arena arena;
};

/* The sieve of a kind, new or old. */
struct sieve *ruleset_sieve(struct ruleset *ruleset, enum rule_kind kind);

/* The entry of a parameter's name, new or old. */
struct ruleset_parameter *ruleset_parameter(struct ruleset *ruleset, struct span name);

/* Names that begin so are tracking ones. */
void ruleset_track_prefix(struct ruleset *ruleset, struct span prefix);

#endif
