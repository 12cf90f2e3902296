/* What the options of smo-funnel(1) set, and the figures that the contract fixes. */
#ifndef SMO_FUNNEL_SETTINGS_H
#define SMO_FUNNEL_SETTINGS_H

#include "smo-funnel/moment.h"

enum { SETTINGS_MAX_STEPS = 32 };

/* All times in nanoseconds. */
struct settings {
    int64_t timeout; /* idle for more than this ends a visit */
    int64_t window;  /* touches count for so long */
    int64_t slow;    /* a page that takes longer is an obstacle */
    struct span steps[SETTINGS_MAX_STEPS];
    unsigned steps_count;
    bool keeps_bots;
    uint64_t max_memory_bytes; /* 0: no limit */
};

/* No campaign splits a visit so soon after a checkout step. */
#define SETTINGS_SHIELD (30 * MOMENT_MINUTE)

/* So long after a checkout a visitor who returns still belongs to that visit's source. */
#define SETTINGS_RETURN (24 * MOMENT_HOUR)

/* A hit that is later than this is counted as late; rows wait so long for such hits. */
#define SETTINGS_LATE (5 * MOMENT_MINUTE)

/* Order ids are known for so long. */
#define SETTINGS_ORDERS (400 * MOMENT_DAY)

#endif
