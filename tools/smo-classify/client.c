#include "smo-classify/client.h"

#include "lib/base/mem.h"

#include <stdlib.h>

/* The cards are a set-associative cache, as a processor's: the hash picks a set of CLIENT_WAYS
 * cards, and the tags of the set, half a cache line, tell which card may be the client's. A new
 * client overwrites the card whose turn it is, whether others of the set are free or not. */
enum {
    CLIENT_SETS = 4096,
    CLIENT_WAYS = 8, /* cards of a set, any of which may be a client's */
    CLIENT_CARDS = CLIENT_SETS * CLIENT_WAYS,
    CLIENT_LONG_IP_BYTES = 45, /* IPv6 as text; only names are longer, and not kept */
    CLIENT_LATEST = 1024,
};

/* Upper halves of the hashes of the clients of a set; 0: the card is free. */
struct client_tags {
    uint32_t upper[CLIENT_WAYS];
};

/* The last card that was made for an address of this hash; hash 0: none. */
struct client_latest {
    uint32_t hash, card;
};

struct clients {
    struct agents *agents;
    struct keys *keys;
    struct geo *geo;
    uint64_t forgotten; /* how often agents, or places, were */
    struct hash_key hash_key;
    struct client_tags *tags;               /* by set */
    struct client *cards;                   /* set by set */
    char (*long_ips)[CLIENT_LONG_IP_BYTES]; /* of cards that have no room for them */
    struct client unkept;                   /* one whose address is too long */
    struct client_latest latest[CLIENT_LATEST];
    size_t added;
    uint64_t found; /* since the last one was added */
};

/* So that each card is one line. */
static void *client_alloc_lines(size_t bytes) {
    void *lines = aligned_alloc(CLIENT_LINE_BYTES, bytes);
    if (!lines)
        mem_exhausted();
    return lines;
}

struct clients *clients_new(struct agents *agents, struct keys *keys, struct geo *geo) {
    struct clients *clients = mem_zeroed(1, sizeof *clients);
    clients->agents = agents;
    clients->keys = keys;
    clients->geo = geo;
    clients->hash_key = hash_random_key();
    clients->tags = mem_zeroed(CLIENT_SETS, sizeof *clients->tags);
    clients->cards = client_alloc_lines(CLIENT_CARDS * sizeof *clients->cards);
    clients->long_ips = mem_alloc(CLIENT_CARDS, sizeof *clients->long_ips);
    return clients;
}

void clients_free(struct clients *clients) {
    if (!clients)
        return;
    free(clients->tags);
    free(clients->cards);
    free(clients->long_ips);
    free(clients);
}

/* --- what stands on a card */

/* The hash is 0 if the client was known when it was looked up, and is known no longer. */
static const struct agent *client_agent(struct clients *clients, struct span agent, uint64_t hash) {
    if (span_is_empty(agent))
        return agent_not_logged(clients->agents);
    return agent_of_cell(clients->agents, agent,
                         hash ? hash : agent_expect(clients->agents, agent));
}

/* What cards point to may have been forgotten for the sake of a new client. */
static void clients_stay_true(struct clients *clients) {
    uint64_t forgotten = agents_forgotten(clients->agents) + geo_forgotten(clients->geo);
    if (forgotten == clients->forgotten)
        return;
    memset(clients->tags, 0, CLIENT_SETS * sizeof *clients->tags);
    memset(clients->latest, 0, sizeof clients->latest);
    clients->forgotten = forgotten;
}

static void client_name(struct clients *clients, struct client *client, uint64_t agent_key,
                        int64_t day) {
    client->day = day;
    client->thin = 0;
    client->key = keys_client(clients->keys, day, client->address, agent_key);
}

/* --- cards */

static struct client_tags *client_tags(const struct clients *clients, uint64_t hash) {
    return &clients->tags[hash % CLIENT_SETS];
}

static uint32_t client_tag(uint64_t hash) {
    uint32_t upper = (uint32_t)(hash >> 32);
    return upper ? upper : 1;
}

/* The way of a client of this hash in its set, or CLIENT_WAYS. All ways are compared: the processor
 * could not predict where to stop. */
static size_t client_way(const struct clients *clients, uint64_t hash) {
    const struct client_tags *tags = client_tags(clients, hash);
    uint32_t tag = client_tag(hash);
    unsigned same = 1u << CLIENT_WAYS;
    for (unsigned way = 0; way < CLIENT_WAYS; way++)
        same |= (unsigned)(tags->upper[way] == tag) << way;
    return (size_t)__builtin_ctz(same);
}

/* The way that the next new client gets, in whatever set. */
static size_t client_next_way(const struct clients *clients) {
    return clients->added % CLIENT_WAYS;
}

static size_t client_card(uint64_t hash, size_t way) {
    return hash % CLIENT_SETS * CLIENT_WAYS + way;
}

static bool client_has_ip(const struct clients *clients, size_t card, struct span ip) {
    const struct client *client = &clients->cards[card];
    const char *at = ip.size > CLIENT_IP_BYTES ? clients->long_ips[card] : client->ip;
    return span_equals((struct span){at, client->ip_size}, ip);
}

/* Addresses tell nearly all clients apart, and a set has few places whatever hashes to it: of a
 * long agent some words are enough. */
uint64_t client_expect(const struct clients *clients, struct span ip, struct span agent) {
    const struct hash_key *key = &clients->hash_key;
    uint64_t hash = hash_cell(ip, key);
    if (agent.size < 32) {
        hash ^= hash_cell(agent, key);
    } else {
        size_t step = agent.size / 4;
        hash = hash_fold(hash ^ agent.size, key->high ^ span_word(agent.at + step));
        hash = hash_fold(hash ^ span_word(agent.at + 2 * step),
                         key->high ^ span_word(agent.at + 3 * step));
    }
    __builtin_prefetch(client_tags(clients, hash));
    return hash;
}

const struct client *client_fetch(const struct clients *clients, uint64_t hash) {
    size_t way = client_way(clients, hash);
    if (way == CLIENT_WAYS)
        return NULL;
    const struct client *client = &clients->cards[client_card(hash, way)];
    __builtin_prefetch(client);
    return client;
}

void client_fetch_parts(const struct client *client) {
    agent_fetch_known(client->agent);
    __builtin_prefetch(client->geo_at);
}

/* Never 0. */
static uint32_t client_ip_hash(const struct clients *clients, struct span ip) {
    return (uint32_t)hash_cell(ip, &clients->hash_key) | 1;
}

static struct client_latest *client_latest(struct clients *clients, uint32_t ip_hash) {
    return &clients->latest[(ip_hash >> 1) % CLIENT_LATEST];
}

static struct client *client_take_card(struct clients *clients, struct span ip, uint64_t hash,
                                       uint32_t ip_hash) {
    if (ip.size > CLIENT_LONG_IP_BYTES)
        return &clients->unkept;
    size_t way = client_next_way(clients), card = client_card(hash, way);
    clients->added++;
    client_tags(clients, hash)->upper[way] = client_tag(hash);
    if (ip.size > CLIENT_IP_BYTES)
        span_copy(clients->long_ips[card], ip);
    *client_latest(clients, ip_hash) = (struct client_latest){ip_hash, (uint32_t)card};
    return &clients->cards[card];
}

/* What follows from the address alone. */
struct client_origin {
    uint64_t address;
    struct span geo;
};

/* It may stand on another client's card with this address: robots change their agents. */
static struct client_origin client_origin(struct clients *clients, struct span ip,
                                          uint32_t ip_hash) {
    const struct client_latest *latest = client_latest(clients, ip_hash);
    if (latest->hash == ip_hash && client_has_ip(clients, latest->card, ip)) {
        const struct client *other = &clients->cards[latest->card];
        return (struct client_origin){other->address, client_geo(other)};
    }
    return (struct client_origin){keys_of_address(clients->keys, ip), geo_find(clients->geo, ip)};
}

/* Out of line, so that a known client does not pay for the registers that a new one takes. Member
 * by member: the card is read again at once, and loads from a block copy just made would stall. */
SELDOM static struct client *client_new(struct clients *clients, struct span ip, struct span agent,
                                        int64_t day, uint64_t hash, uint64_t agent_hash) {
    __builtin_prefetch(&clients->cards[client_card(hash, client_next_way(clients))], 1);
    agents_add_found(clients->agents, clients->found);
    clients->found = 0;
    const struct agent *known = client_agent(clients, agent, agent_hash);
    uint32_t ip_hash = client_ip_hash(clients, ip);
    struct client_origin origin = client_origin(clients, ip, ip_hash);
    clients_stay_true(clients);
    struct client *client = client_take_card(clients, ip, hash, ip_hash);
    client->agent = known;
    client->geo_at = origin.geo.at;
    client->geo_size = (uint32_t)origin.geo.size;
    client->address = origin.address;
    client->ip_size = (unsigned char)span_take(ip, CLIENT_LONG_IP_BYTES).size;
    span_copy(client->ip, span_take(ip, CLIENT_IP_BYTES));
    client_name(clients, client, known->key, day);
    return client;
}

struct client *client_of_cells(struct clients *clients, struct span ip, struct span agent,
                               int64_t day, uint64_t hash, uint64_t agent_hash) {
    size_t way = client_way(clients, hash);
    struct client *client = &clients->cards[client_card(hash, way)];
    if (way == CLIENT_WAYS || !client_has_ip(clients, client_card(hash, way), ip) ||
        !span_equals(client->agent->cell, agent))
        return client_new(clients, ip, agent, day, hash, agent_hash);
    clients->found++;
    if (client->day != day)
        client_name(clients, client, client->agent->key, day);
    return client;
}
