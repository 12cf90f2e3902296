/* One classified hit, understood: what it is in the terms of smo-funnel(1). */
#ifndef SMO_FUNNEL_HIT_H
#define SMO_FUNNEL_HIT_H

#include "lib/stream/reader.h"
#include "lib/stream/record.h"
#include "smo-funnel/names.h"

enum hit_kind { HIT_HUMAN, HIT_PREVIEW, HIT_BOT };

/* The columns that are read: the classified ones, and one that may follow them. */
enum { HIT_OFFER_PAGE = CLASSIFIED_COUNT, HIT_COLUMNS };
extern const char *const hit_columns[HIT_COLUMNS];

/* Without these columns nothing can be counted: bits for struct reader_plan. */
#define HIT_NEEDED                                                                                 \
    (UINT64_C(1) << CLASSIFIED_TIME | UINT64_C(1) << CLASSIFIED_CLIENT |                           \
     UINT64_C(1) << CLASSIFIED_KIND | UINT64_C(1) << CLASSIFIED_SOURCE |                           \
     UINT64_C(1) << CLASSIFIED_MEDIUM | UINT64_C(1) << CLASSIFIED_PAGE)

/* Spans live until the next row is read. */
struct hit {
    const struct reader *reader; /* for the cells that are seldom looked at */
    int64_t time;                /* nanoseconds */
    unsigned digits;             /* of its decimals */
    unsigned status;             /* 0: not logged */
    enum hit_kind kind;
    struct key client, visitor;
    bool has_visitor;
    uint32_t page, action;                /* words */
    struct names_word paged, acted, came; /* what page, action and medium mean */
    struct span url;
    bool is_page;     /* GET or POST of something that is neither asset nor api: a page hit */
    bool is_asset;    /* or no proper request */
    bool renders;     /* an asset or api hit, as browsers send and simple robots do not */
    bool is_hop;      /* a page hit that redirects elsewhere */
    bool is_view;     /* a page was shown */
    bool is_step;     /* it concerns a step, reached or not */
    bool has_reached; /* the status with which steps and orders count */
    bool is_order;
    bool is_checkout;
    bool keeps_alive; /* it starts a visit, or keeps one from timing out */
};

/* Understands the row that the reader holds. False if its time is none. */
bool hit_read(struct hit *hit, const struct reader *reader, struct names *names);

static inline struct span hit_cell(const struct hit *hit, size_t column) {
    return reader_cell(hit->reader, column);
}

/* True if it came from somewhere else: not direct, not from the site itself, no return. */
static inline bool hit_is_from_outside(const struct hit *hit) {
    return medium_is_outside((enum medium)hit->came.medium);
}

#endif
