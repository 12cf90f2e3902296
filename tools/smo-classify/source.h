/* Where a hit came from: the order of evidence of smo-classify(1), Source, is here and nowhere
 * else. */
#ifndef SMO_CLASSIFY_SOURCE_H
#define SMO_CLASSIFY_SOURCE_H

#include "smo-classify/agent.h"
#include "smo-classify/page.h"
#include "smo-classify/referer.h"

/* What is known of a hit. The site is that of the hit's host, "-" if there is none. */
struct source_case {
    enum agent_kind kind; /* as told by all that is known, not by the agent alone */
    const struct agent *agent;
    const struct referer *referer;
    const struct page *page;
    const struct site *site;
};

enum source_evidence { SOURCE_NO_EVIDENCE, SOURCE_UTM, SOURCE_CLICK, SOURCE_REFERER, SOURCE_APP };
enum source_paid { SOURCE_PAID_UNKNOWN, SOURCE_PAID, SOURCE_ORGANIC };

/* `-`, `utm`, `click`, `referer`, `app`; `-`, `paid`, `organic`. */
struct span source_evidence_name(enum source_evidence evidence);
struct span source_paid_name(enum source_paid paid);

struct source {
    struct span id;     /* a cell, living as long as what it came from */
    enum medium medium; /* MEDIUM_COUNT: "-" */
    enum source_evidence evidence;
    enum source_paid paid;
    const struct rule *rule; /* the one that decided, or NULL */
    /* Source to place as they are where the url has no tags, each with a TAB behind it: as a whole
     * they are copied in one step. Empty where these differ. */
    char plain_cells[48];
    size_t plain_size;
};

/* Which two of the three kinds of evidence name different media. */
enum source_conflict {
    SOURCE_TAG_CLICK = 1 << 0,
    SOURCE_TAG_REFERER = 1 << 1,
    SOURCE_CLICK_REFERER = 1 << 2
};

/* True for a referer of the site itself. */
bool source_is_internal(const struct referer *referer, const struct site *site);

/* Weighs the evidence. What is found is one of those that many hits have, or is put into *room. */
const struct source *source_of_hit(const struct source_case *hit, struct source *room);

/* Bits of enum source_conflict; only where a social medium is one of the two, for a click on an ad
 * of a search engine names both the engine and its advertising. */
unsigned source_conflicts(const struct source_case *hit, const struct source *source);

/* What place rules look with, and the buffer for what they find. */
struct source_places {
    const struct ruleset *rules;
    struct pattern_matcher *matcher;
    struct buf found;
};

/* Community, channel, post: by the place rules of the source, in the referer if it is of that
 * medium, then in utm_content. A cell, "-" if there is none; lives until the next call. */
struct span source_place(const struct source_case *hit, const struct source *source,
                         struct source_places *places);

#endif
