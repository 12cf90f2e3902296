/* What a referer tells, before anything else is known of the hit. */
#ifndef SMO_CLASSIFY_REFERER_H
#define SMO_CLASSIFY_REFERER_H

#include "smo-classify/site.h"

#include "lib/rules/ruleset.h"

struct referer {
    enum url_referer_kind kind; /* URL_NO_REFERER: the rest is empty */
    const struct rule *rule;    /* medium, return or spam: what is known of its host, or NULL */
    struct span site;           /* the site of its host, as site_of_host() tells */
    struct span host;           /* lower case, without `www.`; a cell */
    struct span place;          /* by the place rules of its medium; a cell, "-" if there is none */
    uint32_t limits;            /* searches given up */
};

struct referers;

/* All are kept by address. */
struct referers *referers_new(const struct ruleset *rules, struct pattern_matcher *matcher,
                              struct sites *sites);

/* The hash of a cell that will be asked for; the referer is expected and fetched as in cache.h. */
uint64_t referer_expect(const struct referers *referers, struct span cell);
void referer_fetch(const struct referers *referers, uint64_t hash);

/* The referer of a cell; lives until the next call. */
const struct referer *referer_of_cell(struct referers *referers, struct span cell, uint64_t hash);

/* Forgets what was found out: after a site was added. */
void referers_forget(struct referers *referers);

void referers_free(struct referers *referers);

#endif
