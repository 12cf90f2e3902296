/* One hit in, one verdict out. Each distinct agent, referer, url and address is looked at once and
 * then remembered, so that cost follows distinct strings; memory is bounded, and forgetting changes
 * no verdict. */
#ifndef SMO_CLASSIFY_CLASSIFIER_H
#define SMO_CLASSIFY_CLASSIFIER_H

#include "smo-classify/geo.h"
#include "smo-classify/source.h"

#include "lib/stream/ledger.h"

/* A hit as its stream has it: all are cells, still escaped, "-" where there is nothing. */
struct hit {
    struct span time, zone, ip, user, host, method, url, status, bytes, referer, agent, seconds,
        cookie;
    struct span others; /* foreign cells, joined by TABs */
    bool has_agent;     /* the stream has a column for it */
};

/* What was found out. Lives until the next hit. Of a dropped one no more than what counts it. */
struct verdict {
    struct source_case evidence;
    struct span reason;           /* of a bot */
    const struct rule *kind_rule; /* that told the kind, or NULL */
    struct source source;
    struct span place;
    struct span site;
    uint64_t client;
    uint64_t visitor; /* 0: "-" */
    struct span geo;  /* country, region and city, joined by TABs */
    bool is_dropped;  /* an asset too many */
};

struct classifier;

/* What a classifier works with; all are kept by address. */
struct classifier_parts {
    const struct ruleset *rules;
    const char *rules_name; /* for a note; may be empty */
    struct keys *keys;
    struct sites *sites;
    struct geo *geo;
    bool keeps_assets;
    bool explains; /* dropped hits are judged to the end too */
};

struct classifier *classifier_new(const struct classifier_parts *parts);

/* Judges a hit and counts it. */
void classifier_judge(struct classifier *classifier, const struct hit *hit,
                      struct verdict *verdict);

/* Is the hit one of an asset, and which host that no rule knows refers to it (without `www.`, empty
 * if none)? For learning the site, before anything can be judged. */
bool classifier_is_asset(struct classifier *classifier, const struct hit *hit,
                         struct span *referer);

/* A site was added: what was remembered of referers no longer holds. */
void classifier_forget_sites(struct classifier *classifier);

/* The first database that was found damaged while it was asked; as geo_damage(). */
const char *classifier_damage(const struct classifier *classifier, const char **name);

/* Adds what was counted, and notes, to the ledger: at the end. */
void classifier_report(const struct classifier *classifier, struct ledger *ledger);

void classifier_free(struct classifier *classifier);

#endif
