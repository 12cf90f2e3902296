#include "lib/rules/medium.h"

static const struct span names[MEDIUM_COUNT] = {
    [MEDIUM_NETWORK] = SPAN("network"),
    [MEDIUM_VIDEO] = SPAN("video"),
    [MEDIUM_MESSENGER] = SPAN("messenger"),
    [MEDIUM_QA] = SPAN("qa"),
    [MEDIUM_FORUM] = SPAN("forum"),
    [MEDIUM_BLOG] = SPAN("blog"),
    [MEDIUM_NEWS] = SPAN("news"),
    [MEDIUM_BOOKMARK] = SPAN("bookmark"),
    [MEDIUM_MARKET] = SPAN("market"),
    [MEDIUM_SEARCH] = SPAN("search"),
    [MEDIUM_AI] = SPAN("ai"),
    [MEDIUM_MAIL] = SPAN("mail"),
    [MEDIUM_ADS] = SPAN("ads"),
    [MEDIUM_REFERRAL] = SPAN("referral"),
    [MEDIUM_DIRECT] = SPAN("direct"),
    [MEDIUM_INTERNAL] = SPAN("internal"),
    [MEDIUM_RETURN] = SPAN("return"),
};

struct span medium_name(enum medium medium) {
    return names[medium];
}

enum medium medium_of(struct span name) {
    enum medium medium = MEDIUM_NETWORK;
    while (medium < MEDIUM_COUNT && !span_equals(names[medium], name))
        medium++;
    return medium;
}
