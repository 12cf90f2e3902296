#include "smo-report/fetches.h"

#include "lib/base/mem.h"

#include <stdlib.h>

enum { FETCHES_PATH_BYTES = 256 };

void fetches_init(struct fetches *fetches, const struct settings *settings) {
    *fetches = (struct fetches){.settings = settings};
    table_init(&fetches->paths);
}

void fetches_add(struct fetches *fetches, struct span path, double time) {
    path = span_take(path, FETCHES_PATH_BYTES);
    uint32_t known = fetches->paths.count;
    bool is_full = known >= fetches->settings->max_keys / 2 ||
                   table_bytes(&fetches->paths) > fetches->settings->max_bytes;
    if (is_full && table_find(&fetches->paths, path) == TABLE_NONE)
        return;
    uint32_t number = table_number(&fetches->paths, path);
    mem_grow(&fetches->of, &fetches->capacity, (size_t)number + 1, sizeof *fetches->of);
    struct fetches_of *of = &fetches->of[number];
    if (number == known)
        *of = (struct fetches_of){.count = 0};
    of->fetches++;
    double last = of->count ? of->times[(of->count - 1) % FETCHES_KEPT] : 0;
    if (of->count == 0 || time > last + FETCHES_SAME_SECONDS)
        of->times[of->count++ % FETCHES_KEPT] = time;
}

double fetches_lag(const struct fetches *fetches, struct span path, double time) {
    uint32_t number = table_find(&fetches->paths, span_take(path, FETCHES_PATH_BYTES));
    if (number == TABLE_NONE)
        return -1;
    const struct fetches_of *of = &fetches->of[number];
    for (uint64_t i = of->count; i > 0 && i + FETCHES_KEPT > of->count; i--)
        if (of->times[(i - 1) % FETCHES_KEPT] <= time)
            return time - of->times[(i - 1) % FETCHES_KEPT];
    return -1;
}

void fetches_free(struct fetches *fetches) {
    table_free(&fetches->paths);
    free(fetches->of);
}
