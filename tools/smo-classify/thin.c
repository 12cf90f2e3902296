#include "smo-classify/thin.h"

#include "lib/base/hash.h"
#include "lib/base/mem.h"

#include <stdlib.h>

enum { THIN_SLOTS = 2 * THIN_KNOWN };

/* Of a client or a visitor on a site: `pages` counts its page hits, `passed` is 1 + that count when
 * a client without visitor last had an asset passed on. Of a client with a visitor: both counts at
 * that time. */
struct thin_slot {
    uint64_t name; /* 0: free */
    uint32_t pages, passed;
};

struct thin {
    struct thin_slot slots[THIN_SLOTS];
    uint32_t count;
};

struct thin *thin_new(void) {
    return mem_zeroed(1, sizeof(struct thin));
}

void thin_free(struct thin *thin) {
    free(thin);
}

/* Kinds of names differ in what they leave 0. The keys in them are hashes that nobody can choose.
 */
static uint64_t thin_name(uint64_t client, uint64_t visitor, uint64_t site) {
    uint64_t parts[3] = {client, visitor, site};
    return hash_bytes((struct span){(const char *)parts, sizeof parts}, 0) | 1;
}

static struct thin_slot *thin_slot(struct thin *thin, uint64_t name) {
    uint64_t place = (name >> 1) % THIN_SLOTS;
    while (thin->slots[place].name && thin->slots[place].name != name)
        place = (place + 1) % THIN_SLOTS;
    return &thin->slots[place];
}

/* The slot of a name that may be new. Valid until the next call. */
static struct thin_slot *thin_known_slot(struct thin *thin, uint64_t name) {
    struct thin_slot *slot = thin_slot(thin, name);
    if (!slot->name) {
        slot->name = name;
        thin->count++;
    }
    return slot;
}

/* Before a hit adds its three names at most. */
static void thin_make_room(struct thin *thin) {
    if (thin->count + 3 <= THIN_KNOWN)
        return;
    memset(thin->slots, 0, sizeof thin->slots);
    thin->count = 0;
}

void thin_page(struct thin *thin, const struct thin_owner *owner) {
    thin_make_room(thin);
    thin_known_slot(thin, thin_name(owner->client, 0, owner->site))->pages++;
    if (owner->visitor)
        thin_known_slot(thin, thin_name(0, owner->visitor, owner->site))->pages++;
}

bool thin_is_first(struct thin *thin, const struct thin_owner *owner) {
    thin_make_room(thin);
    struct thin_slot *client = thin_known_slot(thin, thin_name(owner->client, 0, owner->site));
    uint32_t client_pages = client->pages;
    if (!owner->visitor) {
        bool is_first = client->passed != client_pages + 1;
        client->passed = client_pages + 1;
        return is_first;
    }
    uint32_t visitor_pages = thin_slot(thin, thin_name(0, owner->visitor, owner->site))->pages;
    uint64_t both = thin_name(owner->client, owner->visitor, owner->site);
    bool is_known = thin_slot(thin, both)->name == both;
    struct thin_slot *slot = thin_known_slot(thin, both);
    bool is_first = !is_known || slot->pages != client_pages || slot->passed != visitor_pages;
    slot->pages = client_pages;
    slot->passed = visitor_pages;
    return is_first;
}
