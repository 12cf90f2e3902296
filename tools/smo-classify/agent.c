#include "smo-classify/agent.h"

#include "smo-classify/cache.h"
#include "smo-classify/device.h"

#include "lib/base/escape.h"
#include "lib/base/mem.h"
#include "lib/rules/sieve.h"

#include <stdlib.h>

enum { AGENT_CACHE_BYTES = 3 * 1024 * 1024, AGENT_PLAIN_KINDS = 16 };

/* As much as most browsers of a kind have in common, up to their version. */
enum { AGENT_HEAD_BYTES = 80, AGENT_HEADS = 256 };
_Static_assert(AGENT_HEAD_BYTES % 8 == 0, "keys_begin_agent() takes whole words");

/* How new agents began lately. What a head tells is worked out when it comes a second time. */
struct agent_head {
    char text[AGENT_HEAD_BYTES];
    bool is_read;
    enum device device;
    struct hash_begun key;
    struct sieve_head *rules;
};

/* The cells of agents that came lately: most agents share theirs with many others. */
struct agent_plain {
    uint64_t era; /* 1 + how often the cache, in which the cells lie, was cleared */
    enum agent_kind kind;
    const char *device, *app; /* where these words stand */
    struct span cells;
};

struct agents {
    const struct ruleset *rules;
    struct pattern_matcher *matcher;
    const struct keys *keys;
    struct cache cache;
    struct agent_head heads[AGENT_HEADS]; /* by hash */
    struct agent_plain plain[AGENT_PLAIN_KINDS];
    struct buf decoded, cells;
    struct agent not_logged;
};

struct span agent_kind_name(enum agent_kind kind) {
    static const struct span names[] = {SPAN("human"), SPAN("preview"), SPAN("bot")};
    return names[kind];
}

/* As long as what arena_put() reads. */
static const char agent_human_cells[ARENA_SLACK] = "human\t-\t-";

struct agents *agents_new(const struct ruleset *rules, struct pattern_matcher *matcher,
                          const struct keys *keys) {
    struct agents *agents = mem_zeroed(1, sizeof *agents);
    agents->rules = rules;
    agents->matcher = matcher;
    agents->keys = keys;
    cache_init(&agents->cache, sizeof(struct agent), AGENT_CACHE_BYTES);
    agents->not_logged = (struct agent){.kind = AGENT_HUMAN,
                                        .reason = SPAN_ABSENT,
                                        .device = SPAN_ABSENT,
                                        .app = SPAN_ABSENT,
                                        .cells = span_of(agent_human_cells),
                                        .key = keys_of_agent(keys, SPAN_ABSENT)};
    return agents;
}

/* A rule whose id is "-" says that later ones do not hold. */
static bool agent_rule_holds(const struct rule *rule) {
    return rule && !span_is_absent(rule->id);
}

static void agent_read_head(const struct agents *agents, struct agent_head *head) {
    struct span text = {head->text, sizeof head->text};
    head->device = device_in(text, DEVICE_NONE);
    head->key = keys_begin_agent(agents->keys, text);
    head->rules = ruleset_agent_head(agents->rules, agents->matcher, text);
    head->is_read = true;
}

/* The head of an agent, or NULL if it is new, or the agent no longer than that. */
static const struct agent_head *agent_head(struct agents *agents, struct span text) {
    struct span first = span_take(text, AGENT_HEAD_BYTES);
    if (first.size == text.size)
        return NULL;
    struct agent_head *head =
        &agents->heads[hash_cell(first, &agents->cache.key) % AGENT_HEADS];
    if (!span_equals(first, (struct span){head->text, sizeof head->text})) {
        free(head->rules);
        *head = (struct agent_head){.is_read = false};
        span_copy(head->text, first);
        return NULL;
    }
    if (!head->is_read)
        agent_read_head(agents, head);
    return head;
}

static uint64_t agent_key(const struct agents *agents, const struct agent_head *head,
                          struct span cell) {
    return head ? keys_end_agent(agents->keys, &head->key, cell)
                : keys_of_agent(agents->keys, cell);
}

/* A word may begin in the head and end behind it. */
static struct span agent_device(const struct agent_head *head, struct span text) {
    if (!head)
        return device_name(device_in(text, DEVICE_NONE));
    struct span rest = span_skip(text, AGENT_HEAD_BYTES - (DEVICE_WORD_BYTES - 1));
    return device_name(device_in(rest, head->device));
}

static void agent_judge(const struct agents *agents, const struct agent_head *head,
                        struct span text, struct agent *agent) {
    uint64_t limits = pattern_limit_hits(agents->matcher);
    struct ruleset_agent answer =
        ruleset_agent(agents->rules, agents->matcher, head ? head->rules : NULL, text);
    agent->limits = (uint32_t)(pattern_limit_hits(agents->matcher) - limits);
    if (agent_rule_holds(answer.preview)) {
        agent->kind = AGENT_PREVIEW;
        agent->rule = answer.preview;
    } else if (agent_rule_holds(answer.bot)) {
        agent->kind = AGENT_BOT;
        agent->rule = answer.bot;
        agent->reason = answer.bot->id;
    } else if (agent_rule_holds(answer.inapp)) {
        agent->rule = answer.inapp;
        agent->app = answer.inapp->id;
    }
}

static struct span agent_write_cells(struct agents *agents, const struct agent *agent) {
    struct buf *cells = &agents->cells;
    buf_clear(cells);
    buf_add(cells, agent_kind_name(agent->kind));
    buf_add_byte(cells, '\t');
    buf_add(cells, agent->device);
    buf_add_byte(cells, '\t');
    buf_add(cells, agent->app);
    return arena_copy(&agents->cache.arena, buf_span(cells));
}

/* What a row says of an agent. */
static struct span agent_cells(struct agents *agents, const struct agent *agent) {
    size_t place = agent->device.size + 3 * agent->app.size + (size_t)agent->kind;
    struct agent_plain *plain = &agents->plain[place % AGENT_PLAIN_KINDS];
    uint64_t era = agents->cache.forgotten + 1;
    if (plain->era != era || plain->kind != agent->kind || plain->device != agent->device.at ||
        plain->app != agent->app.at)
        *plain = (struct agent_plain){era, agent->kind, agent->device.at, agent->app.at,
                                      agent_write_cells(agents, agent)};
    return plain->cells;
}

uint64_t agent_expect(const struct agents *agents, struct span cell) {
    uint64_t hash = cache_hash(&agents->cache, cell);
    cache_expect(&agents->cache, hash);
    return hash;
}

void agent_fetch(const struct agents *agents, uint64_t hash) {
    cache_fetch(&agents->cache, hash);
}

const struct agent *agent_of_cell(struct agents *agents, struct span cell, uint64_t hash) {
    struct agent *agent = cache_get(&agents->cache, cell, hash);
    if (agent)
        return agent;
    agent = cache_add(&agents->cache, cell, hash);
    *agent = agents->not_logged;
    agent->cell = cache_key(&agents->cache, (const char *)agent);
    if (span_is_absent(cell)) {
        agent->key = keys_of_agent(agents->keys, cell);
        agent->kind = AGENT_BOT;
        agent->reason = span_of("empty");
    } else {
        struct span text = escape_undo(&agents->decoded, cell);
        /* Heads are of texts as they stand in the stream, which keys are of. */
        const struct agent_head *head = text.at == cell.at ? agent_head(agents, text) : NULL;
        agent->key = agent_key(agents, head, cell);
        agent->device = agent_device(head, text);
        agent_judge(agents, head, text, agent);
    }
    agent->cells = agent_cells(agents, agent);
    return agent;
}

void agents_add_found(struct agents *agents, uint64_t times) {
    agents->cache.found += times;
}

uint64_t agents_forgotten(const struct agents *agents) {
    return agents->cache.forgotten;
}

const struct agent *agent_not_logged(const struct agents *agents) {
    return &agents->not_logged;
}

void agents_free(struct agents *agents) {
    if (!agents)
        return;
    for (size_t i = 0; i < AGENT_HEADS; i++)
        free(agents->heads[i].rules);
    cache_free(&agents->cache);
    buf_free(&agents->decoded);
    buf_free(&agents->cells);
    free(agents);
}
