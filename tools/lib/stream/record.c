#include "lib/stream/record.h"

#include <stddef.h>
#include <string.h>

#define RECORD_NAME(constant, name) name,

const char *const record_hit_names[HIT_COUNT] = {RECORD_HIT_COLUMNS(RECORD_NAME)};
const char *const record_classified_names[CLASSIFIED_COUNT] = {
    RECORD_CLASSIFIED_COLUMNS(RECORD_NAME)};
const char *const record_visit_names[VISIT_COUNT] = {RECORD_VISIT_COLUMNS(RECORD_NAME)};

static const char *maker_if_named(const char *name, const char *const *names, size_t count,
                                  const char *maker) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return maker;
    return NULL;
}

const char *record_maker(const char *name) {
    const char *maker = maker_if_named(name, record_hit_names, HIT_COUNT, "smo-parse");
    if (!maker)
        maker = maker_if_named(name, record_classified_names, CLASSIFIED_COUNT, "smo-classify");
    if (!maker)
        maker = maker_if_named(name, record_visit_names, VISIT_COUNT, "smo-funnel");
    return maker;
}
