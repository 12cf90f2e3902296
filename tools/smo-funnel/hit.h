/* One classified hit, understood: what it is in the terms of smo-funnel(1). */
#ifndef SMO_FUNNEL_HIT_H
#define SMO_FUNNEL_HIT_H

#include "lib/stream/reader.h"
#include "lib/stream/record.h"
#include "smo-funnel/names.h"

enum hit_kind { HIT_HUMAN, HIT_PREVIEW, HIT_BOT };
enum { HIT_RECENT = 512 };

/* The columns that are read: the classified ones, and one that may follow them. */
enum { HIT_OFFER_PAGE = CLASSIFIED_COUNT, HIT_COLUMNS };
extern const char *const hit_columns[HIT_COLUMNS];

/* Without these columns nothing can be counted: bits for struct reader_plan. */
#define HIT_NEEDED                                                                                 \
    (UINT64_C(1) << CLASSIFIED_TIME | UINT64_C(1) << CLASSIFIED_CLIENT |                           \
     UINT64_C(1) << CLASSIFIED_KIND | UINT64_C(1) << CLASSIFIED_SOURCE |                           \
     UINT64_C(1) << CLASSIFIED_MEDIUM | UINT64_C(1) << CLASSIFIED_PAGE)

/* What a hit is by its page, action, method and status. */
struct hit_nature {
    uint32_t page, action;          /* words */
    uint16_t status;                /* 0: not logged */
    uint8_t page_step, action_step; /* places in --steps, or NAMES_NO_STEP */
    bool has_action;
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

/* The natures found last, by the bytes they were found from: the same few combinations come over
 * and over. Only short cells are kept, of which `pages` and `request` are the whole: an entry that
 * is equal is the right one. Zero-initialise. */
struct hit_natures {
    struct hit_seen {
        struct names_look pages; /* the cells of page and action, with the TAB between */
        uint64_t request; /* four bytes each of method and status; behind three, a TAB or LF */
        struct hit_nature nature;
    } recent[HIT_RECENT];
};

/* Lives as long as the reader keeps its row. */
struct hit {
    struct reader_row row; /* for the cells that are seldom looked at */
    bool has_time;         /* else nothing below is known */
    int64_t time;          /* nanoseconds */
    unsigned digits;       /* of its decimals */
    enum hit_kind kind;
    enum medium medium; /* of hits that start a visit or keep one alive */
    struct key client, visitor;
    bool has_visitor;
    struct hit_nature nature;
    uint32_t spread; /* of the visitor's key */
    uint32_t guess;  /* which visit it may belong to: see ahead.h */
};

/* Understands the row that the reader holds. Of a robot's hit that is counted and no more, the keys
 * are left out. */
void hit_read(struct hit *hit, const struct reader *reader, struct names *names,
              struct hit_natures *natures);

/* The same for one of several hits that are read before the first of them is taken. One without a
 * time has no visitor, time 0 and the medium of a hit from inside; its `nature` may be an older
 * hit's, which only prefetching sees. */
void hit_read_for_later(struct hit *hit, const struct reader *reader, struct names *names,
                        struct hit_natures *natures);

/* The cells from one wanted column to another, with TABs between, as they stand in the row. Empty
 * if they are not side by side there, or one of them is empty. */
struct span hit_neighbours(const struct reader_row *row, size_t first, size_t last);

/* The same whatever the row: if need be they are joined in `room`, "-" for an empty one. */
struct span hit_join(const struct reader_row *row, size_t first, size_t last, struct buf *room);

static inline __attribute__((always_inline)) struct span hit_cell(const struct hit *hit,
                                                                  size_t column) {
    return reader_row_wanted(&hit->row, column);
}

/* True if it came from somewhere else: not direct, not from the site itself, no return. */
static inline bool hit_is_from_outside(const struct hit *hit) {
    return medium_is_outside(hit->medium);
}

#endif
