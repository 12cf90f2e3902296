/* One hit in, one verdict out. Each distinct agent, referer, url and address is looked at once and
 * then remembered, so that cost follows distinct strings; memory is bounded, and forgetting changes
 * no verdict. */
#ifndef SMO_CLASSIFY_CLASSIFIER_H
#define SMO_CLASSIFY_CLASSIFIER_H

#include "smo-classify/client.h"
#include "smo-classify/source.h"

#include "lib/stream/ledger.h"
#include "lib/stream/record.h"

/* A hit as its stream has it: all are cells, still escaped, "-" where there is nothing; by the
 * numbers of record.h, or by name. */
struct hit {
    union {
        struct span cells[HIT_COUNT + 1]; /* the last: any that nobody looks at */
        struct {
            struct span time, zone, ip, user, host, method, url, status, bytes, referer, agent,
                seconds, cookie;
        };
    };
    struct span others; /* foreign cells, joined by TABs */
    bool has_agent;     /* the stream has a column for it */
};

/* The search for what is known of a hit: by hashes, which differ from classifier to classifier; or
 * it is what was known of the hit before, whose lookup stands before this one. */
struct lookup {
    const struct hit *hit;
    bool is_same_client, is_same_referer; /* as those of the hit before */
    uint64_t client_hash, agent_hash, referer_hash, page_hash;
    const struct client *card;     /* most probably the client's; NULL: new, or is_same_client */
    struct client *client;         /* once the hit was judged */
    const struct referer *referer; /* the same */
};

/* What of a hit is thinned and counted by: see tally.h. */
struct mark {
    struct thin_owner owner; /* of what may be thinned; its visitor is 0 for "-" */
    uint64_t address;        /* must not leave the program */
    const struct site *site; /* called "-": none */
    struct span reason;      /* of a bot; lives as long as the rules */
    enum agent_kind kind;
    unsigned conflicts;    /* bits of enum source_conflict */
    uint32_t limits;       /* searches given up for what the hit says, and ... */
    uint32_t place_limits; /* ... for where it came from */
    bool is_agentless, is_page, is_asset;
    bool may_be_thinned; /* an asset that stands for nothing else */
};

/* What was found out. Lives until the next hit. Before classifier_trace() it has only what the hit
 * is counted by. */
struct verdict {
    struct source_case evidence;
    const struct rule *kind_rule; /* that told the kind, or NULL */
    const struct source *source;
    struct span place;
    const struct client *client;
    struct mark mark;
    bool is_dropped; /* an asset too many */
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

/* Another one for another thread, with sites, keys and caches of its own; rules and databases are
 * shared. Answers as the first does. */
struct classifier *classifier_twin(const struct classifier *classifier);

/* Begins the search for what is known of some hits, and prefetches what it needs: waiting for
 * memory would cost more than all else. The hits are then judged in order. Hits and lookups are
 * kept by address until they are. */
void classifier_look_up(struct classifier *classifier, const struct hit *hits, size_t count,
                        struct lookup *lookups);

/* Tells who it was, as far as the agent says, and at which site: the owner in the verdict's mark is
 * most probably the one that the next call finds. */
void classifier_recognise(struct classifier *classifier, struct lookup *lookup,
                          struct verdict *verdict);

/* Then judges the hit: who it was, and what he asked for. */
void classifier_judge(struct classifier *classifier, struct lookup *lookup,
                      struct verdict *verdict);

/* Then tells where the hit came from. */
void classifier_trace(struct classifier *classifier, struct verdict *verdict);

/* Is the hit one of an asset, and which host that no rule knows refers to it (without `www.`, empty
 * if none)? For learning the site, before anything can be judged. */
bool classifier_is_asset(struct classifier *classifier, const struct lookup *lookup,
                         struct span *referer);

/* Adds a site that was learned, as sites_add(): what was remembered of referers no longer holds. */
void classifier_add_site(struct classifier *classifier, struct span hosts);

/* The site of hits that name no host, or empty. */
struct span classifier_site_unnamed(const struct classifier *classifier);

/* The first database that was found damaged while it was asked; as geo_damage(). */
const char *classifier_damage(const struct classifier *classifier, const char **name);

void classifier_free(struct classifier *classifier);

#endif
