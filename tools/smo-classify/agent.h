/* Who asks: a person, a preview fetcher or a robot; with what; inside which app. */
#ifndef SMO_CLASSIFY_AGENT_H
#define SMO_CLASSIFY_AGENT_H

#include "smo-classify/keys.h"

#include "lib/rules/ruleset.h"

enum agent_kind { AGENT_HUMAN, AGENT_PREVIEW, AGENT_BOT };

/* `human`, `preview`, `bot`. */
struct span agent_kind_name(enum agent_kind kind);

/* What an agent tells. Texts are cells, "-" where there is nothing. */
struct agent {
    struct span reason; /* why it is a bot: the rule's id, or `empty` */
    struct span device;
    struct span app;         /* the network inside whose app a person reads */
    const struct rule *rule; /* the preview, bot or inapp rule that decided, or NULL */
    uint64_t key;            /* keys_of_agent() */
    /* What every hit asks for, last: near the bytes that it is compared with. */
    uint32_t limits; /* searches given up */
    enum agent_kind kind;
    struct span cells; /* kind, device and app, joined by TABs; for arena_put() */
    struct span cell;  /* as the stream has the agent; empty: it has none */
};

/* Prefetches what every hit asks of an agent. */
static inline void agent_fetch_known(const struct agent *agent) {
    const char *hot = (const char *)&agent->limits;
    __builtin_prefetch(hot);
    __builtin_prefetch(hot + 64);
    __builtin_prefetch(hot + 128);
}

struct agents;

/* All are kept by address. */
struct agents *agents_new(const struct ruleset *rules, struct pattern_matcher *matcher,
                          const struct keys *keys);

/* The hash of a cell that may be asked for; the agent is expected and fetched as in cache.h. */
uint64_t agent_expect(const struct agents *agents, struct span cell);
void agent_fetch(const struct agents *agents, uint64_t hash);

/* The agent of a cell; lives until agents_forgotten() tells another number. An agent that was
 * logged as absent is a bot. */
const struct agent *agent_of_cell(struct agents *agents, struct span cell, uint64_t hash);

/* Says that agents were found so many times on cards, without being asked for here: they are worth
 * keeping. */
void agents_add_found(struct agents *agents, uint64_t times);

/* How often all agents were forgotten. */
uint64_t agents_forgotten(const struct agents *agents);

/* The agent of hits in a log that has none: human. */
const struct agent *agent_not_logged(const struct agents *agents);

void agents_free(struct agents *agents);

#endif
