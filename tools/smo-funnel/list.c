#include "smo-funnel/list.h"

void list_init(struct pool *links) {
    pool_init(links, sizeof(struct list_link));
}

void list_add(struct pool *links, uint32_t *list, uint32_t value) {
    uint32_t added = pool_take(links);
    struct list_link *link = list_at(links, added);
    link->value = value;
    link->next = added;
    if (*list) {
        link->next = list_at(links, *list)->next;
        list_at(links, *list)->next = added;
    }
    *list = added;
}

size_t list_count(const struct pool *links, uint32_t list, uint32_t value) {
    size_t count = 0;
    for (uint32_t link = list_first(links, list); link; link = list_next(links, list, link))
        count += list_at(links, link)->value == value;
    return count;
}

/* The chain that a pool makes of what is given back leads from link to link by their first bytes,
 * as a list does: it takes the list as it is. */
void list_clear(struct pool *links, uint32_t *list) {
    uint32_t last = *list;
    if (last == 0)
        return;
    uint32_t first = list_at(links, last)->next;
    list_at(links, last)->next = links->free_item;
    links->free_item = first;
    for (uint32_t link = first;; link = list_at(links, link)->next) {
        list_at(links, link)->value = 0;
        links->count--;
        if (link == last)
            break;
    }
    *list = 0;
}
