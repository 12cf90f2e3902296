#include "smo-classify/referer.h"

#include "smo-classify/cache.h"

#include "lib/base/escape.h"
#include "lib/base/mem.h"

#include <stdlib.h>

enum { REFERER_CACHE_BYTES = 3 * 1024 * 1024 };

/* What is kept of a cell. Most pages of a host tell the same: these are one. */
struct referer_known {
    const struct referer *referer;
};

/* What is known of a host, by url_referer_head(). */
struct referer_host {
    struct referer referer; /* from its front page: most others are the same */
    struct span name;       /* as sent */
    bool is_by_path;        /* others may have another rule */
};

struct referers {
    const struct ruleset *rules;
    struct pattern_matcher *matcher;
    struct sites *sites;
    /* The first points to the second, so both are forgotten at once. */
    struct cache cells;
    struct cache hosts;
    struct buf decoded, scratch;
};

struct referers *referers_new(const struct ruleset *rules, struct pattern_matcher *matcher,
                              struct sites *sites) {
    struct referers *referers = mem_zeroed(1, sizeof *referers);
    referers->rules = rules;
    referers->matcher = matcher;
    referers->sites = sites;
    cache_init(&referers->cells, sizeof(struct referer_known), REFERER_CACHE_BYTES); /* for both */
    cache_init(&referers->hosts, sizeof(struct referer_host), REFERER_CACHE_BYTES);
    return referers;
}

/* As a cell; lives until the next call. */
static struct span referer_host(struct referers *referers, struct span host) {
    static const struct span www = SPAN("www.");
    char lower[URL_HOST_BYTES];
    host = span_take(host, sizeof lower);
    span_lower(lower, host);
    struct span name = {lower, host.size};
    buf_clear(&referers->scratch);
    escape_add(&referers->scratch, span_starts_with(name, www) ? span_skip(name, www.size) : name);
    return buf_span(&referers->scratch);
}

static struct span referer_place(const struct referers *referers, const struct rule *rule,
                                 struct span target) {
    if (!rule || rule->kind != RULE_MEDIUM)
        return SPAN_ABSENT;
    return ruleset_place(referers->rules, referers->matcher, rule->id, target).place;
}

uint64_t referer_expect(const struct referers *referers, struct span cell) {
    uint64_t hash = cache_hash(&referers->cells, cell);
    cache_expect(&referers->cells, hash);
    return hash;
}

void referer_fetch(const struct referers *referers, uint64_t hash) {
    cache_fetch(&referers->cells, hash);
}

/* What a referer tells but its place, which is none; its host is copied to the arena. */
static struct referer referer_placeless(struct referers *referers, const struct url_referer *split,
                                        const struct rule *rule, struct arena *arena) {
    return (struct referer){
        .kind = split->kind,
        .rule = rule,
        .site = split->kind == URL_WEB_REFERER
                    ? arena_copy(arena, site_of_host(referers->sites, split->host)->name)
                    : (struct span){NULL, 0},
        .host = arena_copy(arena, referer_host(referers, split->host)),
        .place = SPAN_ABSENT,
    };
}

static const struct referer_host *referer_new_host(struct referers *referers, struct span head,
                                                   uint64_t hash) {
    struct referer_host *host = cache_add(&referers->hosts, head, hash);
    struct arena *arena = &referers->hosts.arena;
    struct url_referer split;
    if (!url_split_referer(head, &split))
        return host;
    const struct rule *rule = ruleset_host(referers->rules, &split, &host->is_by_path);
    host->referer = referer_placeless(referers, &split, rule, arena);
    host->name = arena_copy(arena, split.host);
    return host;
}

static const struct referer_host *referer_of_head(struct referers *referers, struct span head) {
    uint64_t hash = cache_hash(&referers->hosts, head);
    const struct referer_host *host = cache_get(&referers->hosts, head, hash);
    return host ? host : referer_new_host(referers, head, hash);
}

/* The referer of the same host with this rule and target. */
static const struct referer *referer_from(struct referers *referers, const struct referer *host,
                                          const struct rule *rule, struct span target) {
    uint64_t limits = pattern_limit_hits(referers->matcher);
    struct span place = referer_place(referers, rule, target);
    limits = pattern_limit_hits(referers->matcher) - limits;
    if (rule == host->rule && !limits && span_is_absent(place))
        return host;
    struct arena *arena = &referers->cells.arena;
    struct referer *referer = arena_alloc(arena, sizeof *referer);
    *referer = *host;
    referer->rule = rule;
    referer->limits = (uint32_t)limits;
    if (!span_is_absent(place)) {
        buf_clear(&referers->scratch);
        escape_add(&referers->scratch, place);
        referer->place = arena_copy(arena, buf_span(&referers->scratch));
    }
    return referer;
}

/* One that begins as most do: its host is likely to be known. */
static const struct referer *referer_judge_usual(struct referers *referers, struct span text,
                                                 struct span head) {
    const struct referer_host *host = referer_of_head(referers, head);
    struct span target = url_referer_target(span_skip(text, head.size));
    const struct rule *rule = host->referer.rule;
    if (host->is_by_path) {
        struct url_referer split = {host->referer.kind, host->name, target};
        rule = ruleset_host(referers->rules, &split, NULL);
    }
    return referer_from(referers, &host->referer, rule, target);
}

static const struct referer *referer_judge(struct referers *referers, struct span cell) {
    static const struct referer none = {.kind = URL_NO_REFERER};
    if (span_is_absent(cell))
        return &none;
    struct span text = escape_undo(&referers->decoded, cell), head = url_referer_head(text);
    if (head.size)
        return referer_judge_usual(referers, text, head);
    struct url_referer split;
    if (!url_split_referer(text, &split))
        return &none;
    struct arena *arena = &referers->cells.arena;
    const struct rule *rule = ruleset_host(referers->rules, &split, NULL);
    struct referer *referer = arena_alloc(arena, sizeof *referer);
    *referer = referer_placeless(referers, &split, rule, arena);
    return referer_from(referers, referer, rule, split.target);
}

SELDOM static const struct referer *referer_new(struct referers *referers, struct span cell,
                                                uint64_t hash) {
    if (cache_bytes(&referers->cells) + cache_bytes(&referers->hosts) >
        referers->cells.round_bytes)
        referers_forget(referers);
    struct referer_known *known = cache_add(&referers->cells, cell, hash);
    known->referer = referer_judge(referers, cell);
    return known->referer;
}

const struct referer *referer_of_cell(struct referers *referers, struct span cell, uint64_t hash) {
    const struct referer_known *known = cache_get(&referers->cells, cell, hash);
    return known ? known->referer : referer_new(referers, cell, hash);
}

void referers_forget(struct referers *referers) {
    cache_clear(&referers->cells);
    cache_clear_behind(&referers->hosts, &referers->cells);
}

void referers_free(struct referers *referers) {
    if (!referers)
        return;
    cache_free(&referers->cells);
    cache_free(&referers->hosts);
    buf_free(&referers->decoded);
    buf_free(&referers->scratch);
    free(referers);
}
