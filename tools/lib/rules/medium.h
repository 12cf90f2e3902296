/* The kinds of medium that a visit can come from: a closed list, the stream's column `medium`. */
#ifndef SMO_LIB_RULES_MEDIUM_H
#define SMO_LIB_RULES_MEDIUM_H

#include "lib/base/span.h"

/* The nine social kinds come first. */
enum medium {
    MEDIUM_NETWORK,
    MEDIUM_VIDEO,
    MEDIUM_MESSENGER,
    MEDIUM_QA,
    MEDIUM_FORUM,
    MEDIUM_BLOG,
    MEDIUM_NEWS,
    MEDIUM_BOOKMARK,
    MEDIUM_MARKET,
    MEDIUM_SEARCH,
    MEDIUM_AI,
    MEDIUM_MAIL,
    MEDIUM_ADS,
    MEDIUM_REFERRAL,
    MEDIUM_DIRECT, /* this and the next two are found by smo-classify, never named by a rule */
    MEDIUM_INTERNAL,
    MEDIUM_RETURN,
    MEDIUM_COUNT
};

/* `network`, `video` ...: as the stream and the rules spell it. */
struct span medium_name(enum medium medium);

/* The medium of that name, or MEDIUM_COUNT. */
enum medium medium_of(struct span name);

static inline bool medium_is_social(enum medium medium) {
    return medium <= MEDIUM_MARKET;
}

/* True for what a rule may give: not direct, internal, return. */
static inline bool medium_is_outside(enum medium medium) {
    return medium < MEDIUM_DIRECT;
}

#endif
