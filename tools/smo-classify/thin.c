#include "smo-classify/thin.h"

#include "lib/base/hash.h"
#include "lib/base/mem.h"

#include <stdlib.h>

enum { THIN_SLOTS = 2 * THIN_KNOWN };

/* What is known of a client or a visitor on a site, or of both together; thin_name() keeps these
 * apart. */
struct thin_entry {
    uint64_t name;
    union {
        struct { /* of one: its page hits; of a client, 1 + these when an asset last passed */
            uint32_t pages, passed; /* passed is 0: none has */
        };
        struct { /* of both: the page hits of each when an asset last passed */
            uint32_t client_pages, visitor_pages;
        };
    };
};

/* Entries stand in order of first sight: those in use lie close together. Most names are new, and
 * most slots of others are told by one byte, the tag, without waiting for an entry. */
struct thin {
    unsigned char tags[THIN_SLOTS]; /* of the names in the slots; 0: free */
    uint32_t slots[THIN_SLOTS];     /* places of entries, by name */
    struct thin_entry entries[THIN_KNOWN];
    uint32_t count;
};

struct thin *thin_new(void) {
    return mem_zeroed(1, sizeof(struct thin));
}

void thin_free(struct thin *thin) {
    free(thin);
}

/* A client's name has visitor 0, a visitor's has client 0, that of both has neither. The keys are
 * hashes, which nobody can choose. */
static uint64_t thin_name(uint64_t client, uint64_t visitor, uint64_t site) {
    uint64_t parts[3] = {client, visitor, site};
    return hash_bytes((struct span){(const char *)parts, sizeof parts}, 0);
}

static unsigned char thin_tag(uint64_t name) {
    unsigned char upper = (unsigned char)(name >> 56);
    return upper ? upper : 1;
}

static bool thin_is_taken(const struct thin *thin, uint64_t slot) {
    return thin->tags[slot] != 0;
}

static bool thin_is_in(const struct thin *thin, uint64_t slot, uint64_t name) {
    return thin->tags[slot] == thin_tag(name) && thin->entries[thin->slots[slot]].name == name;
}

/* The slot of a name, or the free one where it would go. */
static uint64_t thin_slot(const struct thin *thin, uint64_t name) {
    uint64_t slot = name % THIN_SLOTS;
    while (thin_is_taken(thin, slot) && !thin_is_in(thin, slot, name))
        slot = (slot + 1) % THIN_SLOTS;
    return slot;
}

/* The place of a name that may be new. */
static uint32_t thin_known(struct thin *thin, uint64_t name) {
    uint64_t slot = thin_slot(thin, name);
    if (thin_is_taken(thin, slot))
        return thin->slots[slot];
    thin->tags[slot] = thin_tag(name);
    thin->entries[thin->count] = (struct thin_entry){.name = name};
    return thin->slots[slot] = thin->count++;
}

void thin_fetch(const struct thin *thin, uint32_t memo) {
    if (memo)
        __builtin_prefetch(&thin->entries[memo - 1], 1);
}

void thin_expect(const struct thin *thin, const struct thin_owner *owner) {
    if (owner->memo && *owner->memo)
        return;
    uint64_t slot = thin_name(owner->client, 0, owner->site) % THIN_SLOTS;
    __builtin_prefetch(&thin->tags[slot], 1);
    __builtin_prefetch(&thin->slots[slot], 1);
}

/* A memo is 1 + a place, at which another may be found by now. */
static struct thin_entry *thin_client(struct thin *thin, const struct thin_owner *owner) {
    uint64_t name = thin_name(owner->client, 0, owner->site);
    uint32_t memo = owner->memo ? *owner->memo : 0;
    if (memo && memo <= thin->count && thin->entries[memo - 1].name == name)
        return &thin->entries[memo - 1];
    uint32_t place = thin_known(thin, name);
    if (owner->memo)
        *owner->memo = place + 1;
    return &thin->entries[place];
}

/* Before a hit adds its three names at most. */
static void thin_make_room(struct thin *thin) {
    if (thin->count + 3 <= THIN_KNOWN)
        return;
    memset(thin->tags, 0, sizeof thin->tags);
    thin->count = 0;
}

void thin_page(struct thin *thin, const struct thin_owner *owner) {
    thin_make_room(thin);
    thin_client(thin, owner)->pages++;
    if (owner->visitor)
        thin->entries[thin_known(thin, thin_name(0, owner->visitor, owner->site))].pages++;
}

/* The same for a client with a visitor's cookie or login: the asset is the first if either has had
 * a page hit since one passed, or if none has. */
static bool thin_is_first_of_both(struct thin *thin, const struct thin_owner *owner,
                                  uint32_t client_pages) {
    uint64_t visitor = thin_slot(thin, thin_name(0, owner->visitor, owner->site));
    uint32_t visitor_pages =
        thin_is_taken(thin, visitor) ? thin->entries[thin->slots[visitor]].pages : 0;
    uint32_t known = thin->count;
    uint32_t place = thin_known(thin, thin_name(owner->client, owner->visitor, owner->site));
    struct thin_entry *both = &thin->entries[place];
    bool is_new = thin->count > known;
    bool is_first =
        is_new || both->client_pages != client_pages || both->visitor_pages != visitor_pages;
    both->client_pages = client_pages;
    both->visitor_pages = visitor_pages;
    return is_first;
}

bool thin_is_first(struct thin *thin, const struct thin_owner *owner) {
    thin_make_room(thin);
    struct thin_entry *client = thin_client(thin, owner);
    if (owner->visitor)
        return thin_is_first_of_both(thin, owner, client->pages);
    bool is_first = client->passed != client->pages + 1;
    client->passed = client->pages + 1;
    return is_first;
}
