#include "smo-classify/classifier.h"

#include "lib/base/date.h"
#include "lib/base/escape.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"

#include <stdlib.h>

struct classifier {
    struct classifier_parts parts;
    bool is_twin; /* sites and geo are its own */
    struct keys keys;
    struct pattern_matcher *matcher;
    struct agents *agents;
    struct referers *referers;
    struct pages *pages;
    struct clients *clients;
    struct buf host_cell, site_name; /* of the last hit: they seldom change */
    struct site site;
    struct buf host;
    struct source source; /* of the last hit, unless it is one that many hits have */
    struct source_places places;
};

struct classifier *classifier_new(const struct classifier_parts *parts) {
    struct classifier *classifier = mem_zeroed(1, sizeof *classifier);
    classifier->parts = *parts;
    classifier->keys = *parts->keys;
    classifier->matcher = pattern_matcher_new(PATTERN_SUBJECT_BYTES);
    classifier->agents = agents_new(parts->rules, classifier->matcher, &classifier->keys);
    classifier->referers = referers_new(parts->rules, classifier->matcher, parts->sites);
    classifier->pages = pages_new(parts->rules, classifier->matcher);
    classifier->places = (struct source_places){parts->rules, classifier->matcher, {0}};
    classifier->clients = clients_new(classifier->agents, &classifier->keys, parts->geo);
    return classifier;
}

struct classifier *classifier_twin(const struct classifier *classifier) {
    struct classifier_parts parts = classifier->parts;
    parts.sites = sites_copy(classifier->parts.sites);
    parts.geo = geo_twin(classifier->parts.geo);
    struct classifier *twin = classifier_new(&parts);
    twin->is_twin = true;
    return twin;
}

void classifier_free(struct classifier *classifier) {
    if (!classifier)
        return;
    clients_free(classifier->clients);
    agents_free(classifier->agents);
    referers_free(classifier->referers);
    pages_free(classifier->pages);
    buf_free(&classifier->host_cell);
    buf_free(&classifier->site_name);
    buf_free(&classifier->host);
    buf_free(&classifier->places.found);
    pattern_matcher_free(classifier->matcher);
    if (classifier->is_twin) {
        sites_free(classifier->parts.sites);
        geo_free(classifier->parts.geo);
    }
    free(classifier);
}

/* --- who */

/* The hit's day in its own zone; only daily keys ask. */
SELDOM static int64_t classifier_day(const struct hit *hit) {
    uint64_t seconds = 0;
    int zone_seconds = 0;
    number_read(span_take(hit->time, span_find(hit->time, '.')), &seconds);
    date_read_zone(hit->zone, &zone_seconds);
    return ((int64_t)seconds + zone_seconds) / 86400;
}

/* 0: "-". */
static uint64_t classifier_visitor(struct classifier *classifier, const struct hit *hit,
                                   int64_t day) {
    struct keys *keys = &classifier->keys;
    if (!span_is_absent(hit->cookie))
        return keys_visitor(keys, day, keys_of_cookie(keys, hit->cookie));
    if (!span_is_absent(hit->user))
        return keys_visitor(keys, day, keys_of_login(keys, hit->user));
    return 0;
}

/* Agents tell most robots; some betray themselves by what they claim or ask for. */
static void classifier_tell_kind(const struct hit *hit, struct verdict *verdict) {
    const struct agent *agent = verdict->evidence.agent;
    const struct rule *referer = verdict->evidence.referer->rule;
    verdict->evidence.kind = agent->kind;
    verdict->mark.reason = (struct span){NULL, 0};
    verdict->kind_rule = NULL;
    if (agent->kind != AGENT_HUMAN) {
        verdict->mark.reason = agent->reason;
        verdict->kind_rule = agent->rule;
    } else if (referer && referer->kind == RULE_SPAM) {
        verdict->evidence.kind = AGENT_BOT;
        verdict->mark.reason = span_of("spam");
        verdict->kind_rule = referer;
    } else if (verdict->evidence.page->is_scan && hit->status.size == 3 &&
               hit->status.at[0] >= '4') {
        verdict->evidence.kind = AGENT_BOT;
        verdict->mark.reason = span_of("scan");
        verdict->kind_rule = verdict->evidence.page->scan_rule;
    }
}

/* --- judging */

/* The site that thinning goes by. Robots have one apart from people: by `--client ip` they can
 * share a key, and the robot's assets must not use up the person's. */
static uint64_t classifier_thin_site(const struct source_case *evidence) {
    return evidence->site->key + evidence->kind;
}

static void classifier_mark(const struct hit *hit, const struct client *client,
                            struct verdict *verdict) {
    const struct source_case *evidence = &verdict->evidence;
    const struct page *page = evidence->page;
    struct mark *mark = &verdict->mark;
    mark->owner.site = classifier_thin_site(evidence);
    mark->address = client->address;
    mark->site = evidence->site;
    mark->kind = evidence->kind;
    mark->limits = evidence->agent->limits + evidence->referer->limits + page->limits;
    mark->place_limits = mark->conflicts = 0;
    mark->is_agentless = !hit->has_agent;
    mark->is_asset = page->is_asset;
    mark->is_page = !page->is_asset && !page->is_api;
    mark->may_be_thinned = page->may_be_thinned;
}

SELDOM static void classifier_change_site(struct classifier *classifier, struct span host) {
    const struct site *site =
        site_of_host(classifier->parts.sites, escape_undo(&classifier->host, host));
    buf_clear(&classifier->host_cell);
    buf_add(&classifier->host_cell, host);
    buf_clear(&classifier->site_name);
    buf_add(&classifier->site_name, site->name);
    classifier->site = (struct site){buf_span(&classifier->site_name), site->key};
}

static const struct site *classifier_site(struct classifier *classifier, const struct hit *hit) {
    if (!span_equals(hit->host, buf_span(&classifier->host_cell)))
        classifier_change_site(classifier, hit->host);
    return &classifier->site;
}

/* Where the log has no agents a client has none, which differs from one logged as absent. */
static struct span classifier_agent(const struct hit *hit) {
    return hit->has_agent ? hit->agent : (struct span){NULL, 0};
}

/* A visitor asks for a page and all that belongs to it in a row: most hits have the client of the
 * hit before, many its referer. */
static void classifier_expect(struct classifier *classifier, struct lookup *lookup, bool is_first) {
    const struct hit *hit = lookup->hit;
    const struct lookup *before = is_first ? NULL : lookup - 1;
    lookup->is_same_client = before && !classifier->keys.is_daily &&
                             span_equals(hit->ip, before->hit->ip) &&
                             span_equals(hit->agent, before->hit->agent);
    lookup->is_same_referer = before && span_equals(hit->referer, before->hit->referer);
    if (!lookup->is_same_client)
        lookup->client_hash = client_expect(classifier->clients, hit->ip, classifier_agent(hit));
    if (!lookup->is_same_referer)
        lookup->referer_hash = referer_expect(classifier->referers, hit->referer);
    lookup->page_hash = page_expect(classifier->pages, hit->method, hit->url);
}

static void classifier_fetch(const struct classifier *classifier, struct lookup *lookup) {
    lookup->card = NULL;
    lookup->agent_hash = 0;
    if (!lookup->is_same_client) {
        lookup->card = client_fetch(classifier->clients, lookup->client_hash);
        if (!lookup->card)
            lookup->agent_hash = agent_expect(classifier->agents, classifier_agent(lookup->hit));
    }
    if (!lookup->is_same_referer)
        referer_fetch(classifier->referers, lookup->referer_hash);
    page_fetch(classifier->pages, lookup->page_hash);
}

static void classifier_fetch_parts(const struct classifier *classifier,
                                   const struct lookup *lookup) {
    if (lookup->card)
        client_fetch_parts(lookup->card);
    else if (lookup->agent_hash)
        agent_fetch(classifier->agents, lookup->agent_hash);
}

/* Three rounds over all hits, so that what a round prefetches has arrived when the next one needs
 * it: the slots; the cards and answers that slots point to; what cards point to. */
void classifier_look_up(struct classifier *classifier, const struct hit *hits, size_t count,
                        struct lookup *lookups) {
    for (size_t i = 0; i < count; i++) {
        lookups[i].hit = &hits[i];
        classifier_expect(classifier, &lookups[i], i == 0);
    }
    for (size_t i = 0; i < count; i++)
        classifier_fetch(classifier, &lookups[i]);
    for (size_t i = 0; i < count; i++)
        classifier_fetch_parts(classifier, &lookups[i]);
}

static void classifier_find(struct classifier *classifier, struct lookup *lookup, int64_t day) {
    const struct hit *hit = lookup->hit;
    lookup->client = lookup->is_same_client
                         ? lookup[-1].client
                         : client_of_cells(classifier->clients, hit->ip, classifier_agent(hit), day,
                                           lookup->client_hash, lookup->agent_hash);
    lookup->referer = lookup->is_same_referer ? lookup[-1].referer
                                              : referer_of_cell(classifier->referers, hit->referer,
                                                                lookup->referer_hash);
}

void classifier_recognise(struct classifier *classifier, struct lookup *lookup,
                          struct verdict *verdict) {
    const struct hit *hit = lookup->hit;
    int64_t day = classifier->keys.is_daily ? classifier_day(hit) : 0;
    struct source_case *evidence = &verdict->evidence;
    classifier_find(classifier, lookup, day);
    evidence->agent = lookup->client->agent;
    evidence->referer = lookup->referer;
    evidence->site = classifier_site(classifier, hit);
    evidence->kind = evidence->agent->kind;
    verdict->client = lookup->client;
    verdict->mark.owner = (struct thin_owner){.client = lookup->client->key,
                                              .visitor = classifier_visitor(classifier, hit, day),
                                              .site = classifier_thin_site(evidence),
                                              .memo = &lookup->client->thin};
}

void classifier_judge(struct classifier *classifier, struct lookup *lookup,
                      struct verdict *verdict) {
    const struct hit *hit = lookup->hit;
    verdict->evidence.page =
        page_of_cells(classifier->pages, hit->method, hit->url, lookup->page_hash);
    classifier_tell_kind(hit, verdict);
    classifier_mark(hit, lookup->client, verdict);
}

void classifier_trace(struct classifier *classifier, struct verdict *verdict) {
    const struct source_case *evidence = &verdict->evidence;
    uint64_t limits = pattern_limit_hits(classifier->matcher);
    verdict->source = source_of_hit(evidence, &classifier->source);
    verdict->place = source_place(evidence, verdict->source, &classifier->places);
    verdict->mark.place_limits = (uint32_t)(pattern_limit_hits(classifier->matcher) - limits);
    const struct tags *tags = evidence->page->tags;
    verdict->mark.conflicts =
        tags->tag || tags->click ? source_conflicts(evidence, verdict->source) : 0;
}

bool classifier_is_asset(struct classifier *classifier, const struct lookup *lookup,
                         struct span *referer) {
    const struct hit *hit = lookup->hit;
    *referer = (struct span){NULL, 0};
    if (!page_of_cells(classifier->pages, hit->method, hit->url, lookup->page_hash)->is_asset)
        return false;
    const struct referer *seen =
        referer_of_cell(classifier->referers, hit->referer, lookup->referer_hash);
    if (seen->kind == URL_WEB_REFERER && !seen->rule)
        *referer = seen->host;
    return true;
}

void classifier_add_site(struct classifier *classifier, struct span hosts) {
    sites_add(classifier->parts.sites, hosts);
    buf_clear(&classifier->host_cell);
    referers_forget(classifier->referers);
}

struct span classifier_site_unnamed(const struct classifier *classifier) {
    return site_unnamed(classifier->parts.sites);
}

const char *classifier_damage(const struct classifier *classifier, const char **name) {
    return geo_damage(classifier->parts.geo, name);
}
