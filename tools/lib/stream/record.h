/* The columns of the record stream, smo-stream(5), in canonical order: the one place in the code
 * where their names stand. */
#ifndef SMO_LIB_STREAM_RECORD_H
#define SMO_LIB_STREAM_RECORD_H

/* X(CONSTANT, "name") */
#define RECORD_HIT_COLUMNS(X)                                                                      \
    X(TIME, "time")                                                                                \
    X(ZONE, "zone")                                                                                \
    X(IP, "ip")                                                                                    \
    X(USER, "user")                                                                                \
    X(HOST, "host")                                                                                \
    X(METHOD, "method")                                                                            \
    X(URL, "url")                                                                                  \
    X(STATUS, "status")                                                                            \
    X(BYTES, "bytes")                                                                              \
    X(REFERER, "referer")                                                                          \
    X(AGENT, "agent")                                                                              \
    X(SECONDS, "seconds")                                                                          \
    X(COOKIE, "cookie")

/* What smo-classify finds out about a hit. */
#define RECORD_VERDICT_COLUMNS(X)                                                                  \
    X(KIND, "kind")                                                                                \
    X(DEVICE, "device")                                                                            \
    X(APP, "app")                                                                                  \
    X(SOURCE, "source")                                                                            \
    X(MEDIUM, "medium")                                                                            \
    X(EVIDENCE, "evidence")                                                                        \
    X(PAID, "paid")                                                                                \
    X(CAMPAIGN, "campaign")                                                                        \
    X(CONTENT, "content")                                                                          \
    X(OFFER, "offer")                                                                              \
    X(PLACE, "place")                                                                              \
    X(COUNTRY, "country")                                                                          \
    X(REGION, "region")                                                                            \
    X(CITY, "city")                                                                                \
    X(PAGE, "page")                                                                                \
    X(ACTION, "action")                                                                            \
    X(NETWORK, "network")                                                                          \
    X(ORDER, "order")                                                                              \
    X(REVENUE, "revenue")                                                                          \
    X(CURRENCY, "currency")

#define RECORD_CLASSIFIED_COLUMNS(X)                                                               \
    X(TIME, "time")                                                                                \
    X(ZONE, "zone")                                                                                \
    X(CLIENT, "client")                                                                            \
    X(VISITOR, "visitor")                                                                          \
    X(HOST, "host")                                                                                \
    X(METHOD, "method")                                                                            \
    X(URL, "url")                                                                                  \
    X(STATUS, "status")                                                                            \
    X(SECONDS, "seconds")                                                                          \
    RECORD_VERDICT_COLUMNS(X)

#define RECORD_VISIT_COLUMNS(X)                                                                    \
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
    X(OFFERED, "offered")                                                                          \
    X(OFFERED_PAGE, "offered_page")                                                                \
    X(LANDING, "landing")                                                                          \
    X(LANDING_PAGE, "landing_page")                                                                \
    X(LANDING_STATUS, "landing_status")                                                            \
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
    X(TOUCHES, "touches")                                                                          \
    X(TOUCH_PATH, "touch_path")                                                                    \
    X(FIRST_SOCIAL, "first_social")                                                                \
    X(FIRST_SOCIAL_TIME, "first_social_time")                                                      \
    X(LAST_SOCIAL, "last_social")                                                                  \
    X(LAST_SOCIAL_TIME, "last_social_time")                                                        \
    X(LAST_SOCIAL_CAMPAIGN, "last_social_campaign")

#define RECORD_HIT_CONSTANT(constant, name) HIT_##constant,
#define RECORD_CLASSIFIED_CONSTANT(constant, name) CLASSIFIED_##constant,
#define RECORD_VISIT_CONSTANT(constant, name) VISIT_##constant,

/* HIT_TIME ... HIT_COUNT, CLASSIFIED_TIME ..., VISIT_TIME ...: places in canonical order. */
enum record_hit { RECORD_HIT_COLUMNS(RECORD_HIT_CONSTANT) HIT_COUNT };
enum record_classified { RECORD_CLASSIFIED_COLUMNS(RECORD_CLASSIFIED_CONSTANT) CLASSIFIED_COUNT };
enum record_visit { RECORD_VISIT_COLUMNS(RECORD_VISIT_CONSTANT) VISIT_COUNT };

/* Their names, by these constants. */
extern const char *const record_hit_names[HIT_COUNT];
extern const char *const record_classified_names[CLASSIFIED_COUNT];
extern const char *const record_visit_names[VISIT_COUNT];

/* The tool that makes a column ("smo-parse" for "referer", ...), or NULL: for the message that
 * names what is missing. */
const char *record_maker(const char *name);

#endif
