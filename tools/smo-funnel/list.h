/* Short lists of numbers, such as the steps of a visit: 8 bytes an entry, 4 for the list itself,
 * which is the number of its last link; that one leads on to the first. 0 is the empty list. */
#ifndef SMO_FUNNEL_LIST_H
#define SMO_FUNNEL_LIST_H

#include "smo-funnel/pool.h"

#include <stdbool.h>

struct list_link {
    uint32_t next;
    uint32_t value;
};

/* A pool for the links of any number of lists. */
void list_init(struct pool *links);

void list_add(struct pool *links, uint32_t *list, uint32_t value);

/* How often the value stands in the list. Linear. */
size_t list_count(const struct pool *links, uint32_t list, uint32_t value);

/* Empties the list. Linear. */
void list_clear(struct pool *links, uint32_t *list);

static inline struct list_link *list_at(const struct pool *links, uint32_t link) {
    return pool_at_size(links, link, sizeof(struct list_link));
}

/* The first link, and the one after `link`; 0 at the end. */
static inline uint32_t list_first(const struct pool *links, uint32_t list) {
    return list ? list_at(links, list)->next : 0;
}

static inline uint32_t list_next(const struct pool *links, uint32_t list, uint32_t link) {
    return link == list ? 0 : list_at(links, link)->next;
}

#endif
