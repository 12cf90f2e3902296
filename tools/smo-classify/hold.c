#include "smo-classify/hold.h"

/* What is kept is a tag byte and spans, each a size and its bytes: 4 bytes a cell beside the text.
 */
enum { HOLD_CELLS = 14 };

static void hold_add(struct hold *hold, struct span text) {
    uint32_t size = (uint32_t)text.size; /* a cell of a line of 8 MiB at most */
    buf_add(&hold->bytes, (struct span){(const char *)&size, sizeof size});
    buf_add(&hold->bytes, text);
}

static struct span hold_take(struct hold *hold) {
    uint32_t size;
    memcpy(&size, hold->bytes.at + hold->taken, sizeof size);
    struct span text = {hold->bytes.at + hold->taken + sizeof size, size};
    hold->taken += sizeof size + size;
    return text;
}

void hold_hit(struct hold *hold, const struct hit *hit) {
    const struct span cells[HOLD_CELLS] = {
        hit->time,   hit->zone,  hit->ip,      hit->user,  hit->host,    hit->method, hit->url,
        hit->status, hit->bytes, hit->referer, hit->agent, hit->seconds, hit->cookie, hit->others};
    buf_add_byte(&hold->bytes, hit->has_agent ? 'a' : 'n');
    for (size_t i = 0; i < HOLD_CELLS; i++)
        hold_add(hold, cells[i]);
    hold->hits++;
}

void hold_header(struct hold *hold, struct span others) {
    buf_add_byte(&hold->bytes, 'h');
    hold_add(hold, others);
}

enum hold_event hold_next(struct hold *hold, struct hit *hit, struct span *others) {
    if (hold->taken == hold->bytes.size)
        return HOLD_END;
    char tag = hold->bytes.at[hold->taken++];
    if (tag == 'h') {
        *others = hold_take(hold);
        return HOLD_HEADER;
    }
    struct span *cells[HOLD_CELLS] = {&hit->time,   &hit->zone,    &hit->ip,    &hit->user,
                                      &hit->host,   &hit->method,  &hit->url,   &hit->status,
                                      &hit->bytes,  &hit->referer, &hit->agent, &hit->seconds,
                                      &hit->cookie, &hit->others};
    for (size_t i = 0; i < HOLD_CELLS; i++)
        *cells[i] = hold_take(hold);
    hit->has_agent = tag == 'a';
    return HOLD_HIT;
}

void hold_free(struct hold *hold) {
    buf_free(&hold->bytes);
    *hold = (struct hold){0};
}
