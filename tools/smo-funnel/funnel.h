/* The funnel itself: follows each visitor through the hits and writes the visits as they close. */
#ifndef SMO_FUNNEL_FUNNEL_H
#define SMO_FUNNEL_FUNNEL_H

#include "lib/stream/writer.h"
#include "smo-funnel/ahead.h"
#include "smo-funnel/row.h"
#include "smo-funnel/visit.h"
#include "smo-funnel/visitors.h"

/* What became of every hit and every visit: X(NAME), written as funnel.NAME. The sums that hold
 * are told in smo-funnel(1), LEDGER. */
#define FUNNEL_COUNTS(X)                                                                           \
    X(hits)                                                                                        \
    X(in_visits)                                                                                   \
    X(astray)                                                                                      \
    X(preview)                                                                                     \
    X(bot)                                                                                         \
    X(untimed)                                                                                     \
    X(late)                                                                                        \
    X(takeovers)                                                                                   \
    X(visits)                                                                                      \
    X(previews)                                                                                    \
    X(bots)                                                                                        \
    X(orders)                                                                                      \
    X(order_repeats)                                                                               \
    X(bot_orders)

#define FUNNEL_COUNT_MEMBER(name) uint64_t name;

struct funnel_counts {
    FUNNEL_COUNTS(FUNNEL_COUNT_MEMBER)
};

/* While fewer visits run than many, they fit the processor's cache: prefetching does not pay. */
enum { FUNNEL_HITS_AT_ONCE = 32, FUNNEL_MANY_VISITS = 4096 };

struct funnel {
    const struct settings *settings;
    struct writer *writer; /* NULL: visits are not written */
    struct names names;
    struct hit_natures natures;
    struct paths paths;
    struct orders orders;
    struct trails *trails; /* or NULL */
    struct visits visits;
    struct pool attributions;
    struct keys running; /* the visits that run, by key */
    struct visitors visitors;
    struct closings closings;
    struct row row;
    struct funnel_counts counts;
    int64_t now;             /* time of the hit at hand */
    int64_t latest;          /* of all hits, those that the state has seen as well */
    uint32_t many_visits;    /* FUNNEL_MANY_VISITS, except in tests */
    uint32_t visitors_limit; /* where there are more, outdated ones are looked for */
    size_t texts_limit;      /* where they take more, those nothing refers to are dropped */
    struct hit hits[FUNNEL_HITS_AT_ONCE]; /* read together */
    struct ahead ahead;
};

/* What the row of a closed visit, which waits to be written, will say of touches. */
static inline struct visitors_attribution *funnel_attribution_of(const struct funnel *funnel,
                                                                 const struct visit *visit) {
    return pool_at(&funnel->attributions, visit->attribution);
}

/* All arguments are the caller's, and live as long. `writer` or `trails` may be NULL. */
void funnel_init(struct funnel *funnel, const struct settings *settings, struct writer *writer,
                 struct trails *trails);

/* Reads the reader's row as a hit and takes it; a row without a time is counted, and false. Visits
 * that close by it are written. */
bool funnel_take_row(struct funnel *funnel, const struct reader *reader);

/* True if so many visits run that it pays to read several hits at once. */
static inline bool funnel_has_many(const struct funnel *funnel) {
    return funnel->running.count >= funnel->many_visits;
}

/* funnel_take_row() in two steps. Reads the row that the reader holds, and those behind it that
 * were split together with it; returns how many. All are to be taken in order, from place 0 on. */
size_t funnel_read(struct funnel *funnel, struct reader *reader);
bool funnel_take_read(struct funnel *funnel, size_t place);

/* Closes and writes the visits that have ended by then: all hits from before were taken. Where it
 * is a day, each visit's own zone decides. Costs the visits that are written. */
void funnel_end(struct funnel *funnel, const struct moment_bound *until);

/* Closes and writes all visits. */
void funnel_flush(struct funnel *funnel);

/* Forgets the visitors that nothing to come can ask for, and the texts that nothing refers to. The
 * funnel does so by itself whenever either has doubled. */
void funnel_forget(struct funnel *funnel);

/* Puts a visit (human or not) among those that run or wait to be written: from a state. */
void funnel_restore_visit(struct funnel *funnel, uint32_t visit);

/* Adds the counts to the ledger. */
void funnel_account(const struct funnel *funnel, struct ledger *ledger);

/* True if it needs more memory than --max-memory allows, even once it has forgotten what it can. */
bool funnel_is_too_large(struct funnel *funnel);

/* What all of it costs in memory now, in bytes. */
size_t funnel_bytes(const struct funnel *funnel);

void funnel_free(struct funnel *funnel);

#endif
