#include "smo-classify/learn.h"

#include "lib/base/mem.h"

#include <stdlib.h>

enum {
    LEARN_MOST_HOSTS = 10, /* ten tenths */
    LEARN_STEP = 1000
};

void learn_init(struct learn *learn) {
    *learn = (struct learn){0};
    table_init(&learn->hosts);
}

void learn_asset(struct learn *learn, struct span referer) {
    learn->assets++;
    if (span_is_empty(referer))
        return;
    uint32_t known = learn->hosts.count, number = table_number(&learn->hosts, referer);
    mem_grow(&learn->counts, &learn->counts_capacity, (size_t)number + 1, sizeof *learn->counts);
    if (number == known)
        learn->counts[number] = 0;
    learn->counts[number]++;
}

/* Of a thousand assets, what is a tenth in truth is seen as less than a twentieth, or as more than
 * a fifth, in less than one case of a hundred million (binomial distribution). */
bool learn_is_sure(const struct learn *learn) {
    if (learn->assets == 0 || learn->assets % LEARN_STEP != 0)
        return false;
    bool has_host = false;
    for (uint32_t i = 0; i < learn->hosts.count; i++) {
        uint64_t count = learn->counts[i];
        if (count * 20 >= learn->assets && count * 5 <= learn->assets)
            return false;
        has_host = has_host || count * 5 > learn->assets;
    }
    return has_host;
}

static bool learn_comes_before(const struct learn *learn, uint32_t a, uint32_t b) {
    if (learn->counts[a] != learn->counts[b])
        return learn->counts[a] > learn->counts[b];
    return span_compare(table_name(&learn->hosts, a), table_name(&learn->hosts, b)) < 0;
}

struct span learn_hosts(const struct learn *learn, struct buf *hosts) {
    uint32_t found[LEARN_MOST_HOSTS];
    size_t count = 0;
    for (uint32_t i = 0; i < learn->hosts.count; i++) {
        if (learn->counts[i] * 10 < learn->assets)
            continue;
        size_t place = count++;
        for (; place && learn_comes_before(learn, i, found[place - 1]); place--)
            found[place] = found[place - 1];
        found[place] = i;
    }
    buf_clear(hosts);
    for (size_t i = 0; i < count; i++) {
        if (i)
            buf_add_byte(hosts, ',');
        buf_add(hosts, table_name(&learn->hosts, found[i]));
    }
    return buf_span(hosts);
}

void learn_free(struct learn *learn) {
    table_free(&learn->hosts);
    free(learn->counts);
    *learn = (struct learn){0};
}
