/* The state of smo-funnel: all that must not be forgotten between two runs, as a stream of its own,
 * smo-stream(5). Its rows are orders that have counted, touches, last checkouts, and visits that
 * run or wait to be written. Each sort of row has a header of its own; the column `entry` names the
 * sort. N runs with a state write, joined, the rows that one run over all input writes. */
#ifndef SMO_FUNNEL_STATE_H
#define SMO_FUNNEL_STATE_H

#include "smo-funnel/funnel.h"

/* X(CONSTANT, "name"): all columns of all sorts of rows. */
#define STATE_COLUMNS(X)                                                                           \
    X(TIME, "time")                                                                                \
    X(END, "end")                                                                                  \
    X(ZONE, "zone")                                                                                \
    X(VISITOR, "visitor")                                                                          \
    X(HOST, "host")                                                                                \
    X(KIND, "kind")                                                                                \
    X(DEVICE, "device")                                                                            \
    X(APP, "app")                                                                                  \
    X(SOURCE, "source")                                                                            \
    X(MEDIUM, "medium")                                                                            \
    X(EVIDENCE, "evidence")                                                                        \
    X(PAID, "paid")                                                                                \
    X(CAMPAIGN, "campaign")                                                                        \
    X(CONTENT, "content")                                                                          \
    X(PLACE, "place")                                                                              \
    X(COUNTRY, "country")                                                                          \
    X(REGION, "region")                                                                            \
    X(CITY, "city")                                                                                \
    X(HITS, "hits")                                                                                \
    X(PAGES, "pages")                                                                              \
    X(ERRORS, "errors")                                                                            \
    X(OBSTACLES, "obstacles")                                                                      \
    X(RENDERED, "rendered")                                                                        \
    X(STEP, "step")                                                                                \
    X(STEPS, "steps")                                                                              \
    X(PATH, "path")                                                                                \
    X(EXIT, "exit")                                                                                \
    X(ACTIONS, "actions")                                                                          \
    X(ORDERS, "orders")                                                                            \
    X(ORDER_IDS, "order_ids")                                                                      \
    X(REVENUE, "revenue")                                                                          \
    X(CURRENCY, "currency")                                                                        \
    X(ENTRY, "entry") /* order, touch, checkout, visit */                                          \
    X(BY, "by")       /* what told the visitor apart: visitor, client */                           \
    X(NUMBER, "number")                                                                            \
    X(CLOSING, "closing") /* time, if it has closed and waits to be written */                     \
    X(CHECKOUT, "checkout")                                                                        \
    X(MARKS, "marks") /* list of the flags of struct visit */                                      \
    X(OFFER, "offer")                                                                              \
    X(OFFER_PAGE, "offer_page")                                                                    \
    X(ASKED, "asked")                                                                              \
    X(ASKED_PAGE, "asked_page")                                                                    \
    X(LANDING, "landing")                                                                          \
    X(LANDING_PAGE, "landing_page")                                                                \
    X(LANDING_STATUS, "landing_status")                                                            \
    X(IDLESS_REVENUE, "idless_revenue")                                                            \
    X(IDLESS_CURRENCY, "idless_currency")                                                          \
    X(HOPS, "hops")                                                                                \
    X(VIEWED, "viewed") /* hash of the url last shown */                                           \
    X(TOUCHES, "touches")                                                                          \
    X(TOUCH_PATH, "touch_path")                                                                    \
    X(FIRST_SOCIAL, "first_social")                                                                \
    X(FIRST_SOCIAL_TIME, "first_social_time")                                                      \
    X(LAST_SOCIAL, "last_social")                                                                  \
    X(LAST_SOCIAL_TIME, "last_social_time")                                                        \
    X(LAST_SOCIAL_CAMPAIGN, "last_social_campaign")                                                \
    X(ORDER, "order")

#define STATE_CONSTANT(constant, name) STATE_##constant,
enum state_column { STATE_COLUMNS(STATE_CONSTANT) STATE_COUNT };
extern const char *const state_columns[STATE_COUNT];

/* The flags of a visit, by their words in the column `marks`. */
enum state_mark {
    STATE_HAS_SOURCE = 1,
    STATE_HAS_PAGE_HIT = 2,
    STATE_SHOWS_ORDER_ID = 4,
    STATE_HAS_IDLESS_ORDER = 8,
    STATE_MARK_COUNT = 4
};
extern const char *const state_marks[STATE_MARK_COUNT];

/* Which key the hits and the state were made with: smo-classify names it in a note. */
struct state_key {
    struct buf fingerprint; /* empty: not known yet */
    uint32_t notes_known;   /* notes of the ledger that were looked through */
};

/* Looks at the notes that have come since the last call. False and a fault if they name another
 * key than the one known, or keys that change every day. Cheap when no note has come. */
bool state_check_key(struct state_key *key, const struct ledger *ledger, struct fault *fault);

/* Reads a state into a funnel that has seen nothing yet. False and a fault, with its line where
 * there is one, if the file is cut, damaged, or no state: the funnel is then of no use. */
bool state_load(struct funnel *funnel, struct state_key *key, const char *path,
                struct fault *fault);

/* Writes the state to an output that output_replace() made; the caller closes that. Forgets those
 * visitors first whom nobody can ask for any more. The same input gives the same bytes. */
void state_save(struct funnel *funnel, const struct state_key *key, struct output *output);

#endif
