#include "smo-classify/source.h"

#include "lib/base/escape.h"

struct span source_evidence_name(enum source_evidence evidence) {
    static const struct span names[] = {SPAN("-"), SPAN("utm"), SPAN("click"), SPAN("referer"),
                                        SPAN("app")};
    return names[evidence];
}

struct span source_paid_name(enum source_paid paid) {
    static const struct span names[] = {SPAN("-"), SPAN("paid"), SPAN("organic")};
    return names[paid];
}

bool source_is_internal(const struct referer *referer, const struct site *site) {
    return referer->kind == URL_WEB_REFERER && !span_is_absent(site->name) &&
           span_equals(referer->site, site->name);
}

static bool source_has_referer(const struct source_case *hit) {
    return hit->referer->kind != URL_NO_REFERER;
}

/* The rule of the referer's host, if it is of that kind. */
static const struct rule *source_host_rule(const struct source_case *hit, enum rule_kind kind) {
    const struct rule *rule = hit->referer->rule;
    return rule && rule->kind == kind ? rule : NULL;
}

#define SOURCE_PLAIN(cells) .plain_cells = cells, .plain_size = sizeof cells - 1

/* What most hits have. */
static const struct source source_of_robot = {
    .id = SPAN("-"), .medium = MEDIUM_COUNT, SOURCE_PLAIN("-\t-\t-\t-\t-\t-\t-\t-\t")};
static const struct source source_internal = {
    .id = SPAN("internal"),
    .medium = MEDIUM_INTERNAL,
    .evidence = SOURCE_REFERER,
    SOURCE_PLAIN("internal\tinternal\treferer\t-\t-\t-\t-\t-\t")};
static const struct source source_direct = {.id = SPAN("direct"),
                                            .medium = MEDIUM_DIRECT,
                                            SOURCE_PLAIN("direct\tdirect\t-\t-\t-\t-\t-\t-\t")};

/* Member by member: loads from a block copy just made would stall. */
static void source_put(struct source *source, struct span id, enum medium medium,
                       enum source_evidence evidence, const struct rule *rule) {
    source->id = id;
    source->medium = medium;
    source->evidence = evidence;
    source->paid = SOURCE_PAID_UNKNOWN;
    source->rule = rule;
    source->plain_size = 0;
}

static void source_put_rule(struct source *source, const struct rule *rule,
                            enum source_evidence evidence) {
    source_put(source, rule->id, rule->medium, evidence, rule);
}

/* (2) and (3): the site itself, and hosts that people come back from. */
static bool source_is_return(const struct source_case *hit) {
    if (!source_has_referer(hit))
        return false;
    if (hit->page->is_return)
        return true;
    return source_host_rule(hit, RULE_RETURN) && span_is_empty(hit->page->tags->source);
}

static void source_put_return(struct source *source, const struct source_case *hit) {
    const struct rule *page = hit->page->return_rule;
    source_put(source, medium_name(MEDIUM_RETURN), MEDIUM_RETURN, SOURCE_REFERER,
               page ? page : source_host_rule(hit, RULE_RETURN));
}

/* (7): its medium is what utm_medium says. */
static void source_put_unknown_tag(struct source *source, const struct tags *tags) {
    source_put(source, tags->source, tags->medium ? tags->medium->medium : MEDIUM_REFERRAL,
               SOURCE_UTM, tags->medium);
}

static enum source_paid source_paid_of(const struct source_case *hit, const struct source *source) {
    const struct tags *tags = hit->page->tags;
    if (!medium_is_outside(source->medium))
        return SOURCE_PAID_UNKNOWN;
    if (tags->has_erid || tags->paid || (tags->medium && tags->medium->paid == RULE_PAID))
        return SOURCE_PAID;
    if ((tags->medium && tags->medium->paid == RULE_ORGANIC) ||
        (source->evidence == SOURCE_REFERER && !tags->click))
        return SOURCE_ORGANIC;
    return SOURCE_PAID_UNKNOWN;
}

/* (2) to (10). */
static const struct source *source_weigh(const struct source_case *hit, struct source *room) {
    const struct tags *tags = hit->page->tags;
    const struct rule *referer = source_host_rule(hit, RULE_MEDIUM);
    if (source_is_internal(hit->referer, hit->site))
        return &source_internal;
    if (source_is_return(hit))
        source_put_return(room, hit);
    else if (tags->tag)
        source_put_rule(room, tags->tag, SOURCE_UTM);
    else if (tags->click)
        source_put_rule(room, tags->click, SOURCE_CLICK);
    else if (referer)
        source_put_rule(room, referer, SOURCE_REFERER);
    else if (tags->source.size)
        source_put_unknown_tag(room, tags);
    else if (source_has_referer(hit))
        source_put(room, hit->referer->host, MEDIUM_REFERRAL, SOURCE_REFERER, NULL);
    else if (!span_is_absent(hit->agent->app))
        source_put_rule(room, hit->agent->rule, SOURCE_APP);
    else
        return &source_direct;
    room->paid = source_paid_of(hit, room);
    return room;
}

const struct source *source_of_hit(const struct source_case *hit, struct source *room) {
    if (hit->kind == AGENT_BOT)
        return &source_of_robot;
    if (hit->kind == AGENT_HUMAN)
        return source_weigh(hit, room);
    source_put_rule(room, hit->agent->rule, SOURCE_NO_EVIDENCE);
    return room;
}

static bool source_differs(const struct rule *a, const struct rule *b) {
    return a && b && !span_equals(a->id, b->id) &&
           (medium_is_social(a->medium) || medium_is_social(b->medium));
}

unsigned source_conflicts(const struct source_case *hit, const struct source *source) {
    if (!medium_is_outside(source->medium) || hit->kind != AGENT_HUMAN)
        return 0;
    const struct rule *tag = hit->page->tags->tag, *click = hit->page->tags->click,
                      *referer = source_host_rule(hit, RULE_MEDIUM);
    return (source_differs(tag, click) ? SOURCE_TAG_CLICK : 0u) |
           (source_differs(tag, referer) ? SOURCE_TAG_REFERER : 0u) |
           (source_differs(click, referer) ? SOURCE_CLICK_REFERER : 0u);
}

struct span source_place(const struct source_case *hit, const struct source *source,
                         struct source_places *places) {
    if (!medium_is_outside(source->medium) || hit->kind != AGENT_HUMAN)
        return SPAN_ABSENT;
    const struct rule *referer = source_host_rule(hit, RULE_MEDIUM);
    if (referer && span_equals(referer->id, source->id) && !span_is_absent(hit->referer->place))
        return hit->referer->place;
    struct span content = hit->page->tags->content_text;
    if (!content.size)
        return SPAN_ABSENT;
    struct span place = ruleset_place(places->rules, places->matcher, source->id, content).place;
    if (span_is_absent(place))
        return SPAN_ABSENT;
    buf_clear(&places->found);
    escape_add(&places->found, place);
    return buf_span(&places->found);
}
