#include "smo-classify/client.h"

#include "lib/base/mem.h"

#include <stdlib.h>

enum {
    CLIENT_SETS = 4096,
    CLIENT_WAYS = 8,           /* places of a set, in which a client of that set may lie */
    CLIENT_LONG_IP_BYTES = 45, /* IPv6 as text; only names are longer, and not kept */
};

/* Upper halves of the hashes of the clients of a set; 0: a free place. */
struct client_tags {
    uint32_t upper[CLIENT_WAYS];
};

struct clients {
    struct agents *agents;
    struct keys *keys;
    struct geo *geo;
    uint64_t forgotten; /* how often agents, or places, were */
    struct hash_key hash_key;
    struct client_tags *tags; /* by set */
    struct client (*cards)[CLIENT_WAYS];
    char (*long_ips)[CLIENT_WAYS][CLIENT_LONG_IP_BYTES]; /* of cards that have no room for them */
    struct client unkept;                                /* one whose address is too long */
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
    clients->cards = client_alloc_lines(CLIENT_SETS * sizeof *clients->cards);
    clients->long_ips = mem_alloc(CLIENT_SETS, sizeof *clients->long_ips);
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

/* Without a hash the client was known when it was asked for, and is no longer. */
static const struct agent *client_agent(struct clients *clients, struct span agent, uint64_t hash) {
    if (span_is_empty(agent))
        return agent_not_logged(clients->agents);
    return agent_of_cell(clients->agents, agent,
                         hash ? hash : agent_expect(clients->agents, agent));
}

/* What cards point to may have been forgotten for the sake of a new one. */
static void clients_stay_true(struct clients *clients) {
    uint64_t forgotten = agents_forgotten(clients->agents) + geo_forgotten(clients->geo);
    if (forgotten != clients->forgotten)
        memset(clients->tags, 0, CLIENT_SETS * sizeof *clients->tags);
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

/* The place of a client of this hash in its set, or CLIENT_WAYS. All are looked at: it could not be
 * foretold where to stop. */
static size_t client_way(const struct clients *clients, uint64_t hash) {
    const struct client_tags *tags = client_tags(clients, hash);
    uint32_t tag = client_tag(hash);
    unsigned same = 1u << CLIENT_WAYS;
    for (unsigned way = 0; way < CLIENT_WAYS; way++)
        same |= (unsigned)(tags->upper[way] == tag) << way;
    return (size_t)__builtin_ctz(same);
}

static struct client *client_card(const struct clients *clients, uint64_t hash, size_t way) {
    return &clients->cards[hash % CLIENT_SETS][way];
}

static char *client_long_ip(const struct clients *clients, uint64_t hash, size_t way) {
    return clients->long_ips[hash % CLIENT_SETS][way];
}

/* Addresses tell nearly all clients apart, and a set has few places whatever lies in it: of a long
 * agent some words are enough. */
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
    const struct client *client = client_card(clients, hash, way);
    __builtin_prefetch(client);
    return client;
}

void client_fetch_parts(const struct client *client) {
    agent_fetch_known(client->agent);
    __builtin_prefetch(client->geo_at);
}

/* The card that the next client gets. In a set that is full, another one goes for each one that
 * comes. */
static struct client *client_next_card(const struct clients *clients, uint64_t hash) {
    return client_card(clients, hash, clients->added % CLIENT_WAYS);
}

static struct client *client_take_card(struct clients *clients, struct span ip, uint64_t hash) {
    if (ip.size > CLIENT_LONG_IP_BYTES)
        return &clients->unkept;
    struct client *card = client_next_card(clients, hash);
    client_tags(clients, hash)->upper[clients->added % CLIENT_WAYS] = client_tag(hash);
    if (ip.size > CLIENT_IP_BYTES)
        span_copy(client_long_ip(clients, hash, clients->added % CLIENT_WAYS), ip);
    clients->added++;
    return card;
}

/* Out of line: one that is known must not pay for the registers that a new one takes. The card is
 * written piece by piece: it is read so at once, and what was copied as a whole would be waited
 * for. */
SELDOM static struct client *client_new(struct clients *clients, struct span ip, struct span agent,
                                        int64_t day, uint64_t hash, uint64_t agent_hash) {
    __builtin_prefetch(client_next_card(clients, hash), 1);
    agents_add_found(clients->agents, clients->found);
    clients->found = 0;
    const struct agent *known = client_agent(clients, agent, agent_hash);
    struct span geo = geo_find(clients->geo, ip);
    clients_stay_true(clients);
    struct client *client = client_take_card(clients, ip, hash);
    client->agent = known;
    client->geo_at = geo.at;
    client->geo_size = (uint32_t)geo.size;
    client->address = keys_of_address(clients->keys, ip);
    client->ip_size = (unsigned char)span_take(ip, CLIENT_LONG_IP_BYTES).size;
    span_copy(client->ip, span_take(ip, CLIENT_IP_BYTES));
    client_name(clients, client, known->key, day);
    return client;
}

static bool client_has_ip(const struct clients *clients, uint64_t hash, size_t way,
                          struct span ip) {
    const struct client *client = client_card(clients, hash, way);
    const char *at = ip.size > CLIENT_IP_BYTES ? client_long_ip(clients, hash, way) : client->ip;
    return span_equals((struct span){at, client->ip_size}, ip);
}

struct client *client_of_cells(struct clients *clients, struct span ip, struct span agent,
                               int64_t day, uint64_t hash, uint64_t agent_hash) {
    size_t way = client_way(clients, hash);
    struct client *client = client_card(clients, hash, way);
    if (way == CLIENT_WAYS || !client_has_ip(clients, hash, way, ip) ||
        !span_equals(client->agent->cell, agent))
        return client_new(clients, ip, agent, day, hash, agent_hash);
    clients->found++;
    if (client->day != day)
        client_name(clients, client, client->agent->key, day);
    return client;
}
