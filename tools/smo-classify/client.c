#include "smo-classify/client.h"

#include "lib/base/mem.h"

#include <stdlib.h>

enum {
    CLIENT_SETS = 2048,
    CLIENT_WAYS = 4, /* places of a set, in which a client of that set may lie */
};

/* Hashes of the clients of a set; 0: a free place. */
struct client_tags {
    uint64_t hashes[CLIENT_WAYS];
};

struct clients {
    struct agents *agents;
    struct keys *keys;
    struct geo *geo;
    uint64_t forgotten; /* how often agents, or places, were */
    struct hash_key hash_key;
    struct client_tags *tags; /* by set */
    struct client (*cards)[CLIENT_WAYS];
    struct client unkept; /* one whose address is too long for a card */
    size_t added;
    uint64_t found; /* since the last one was added */
};

struct clients *clients_new(struct agents *agents, struct keys *keys, struct geo *geo) {
    struct clients *clients = mem_zeroed(1, sizeof *clients);
    clients->agents = agents;
    clients->keys = keys;
    clients->geo = geo;
    clients->hash_key = hash_random_key();
    clients->tags = mem_zeroed(CLIENT_SETS, sizeof *clients->tags);
    clients->cards = mem_alloc(CLIENT_SETS, sizeof *clients->cards);
    return clients;
}

void clients_free(struct clients *clients) {
    if (!clients)
        return;
    free(clients->tags);
    free(clients->cards);
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
    client->thin = (struct thin_memo){0};
    client->key = keys_client(clients->keys, day, client->address, agent_key);
}

/* --- cards */

static struct client_tags *client_tags(const struct clients *clients, uint64_t hash) {
    return &clients->tags[hash % CLIENT_SETS];
}

/* The place of a client of this hash in its set, or CLIENT_WAYS. */
static size_t client_way(const struct clients *clients, uint64_t hash) {
    const struct client_tags *tags = client_tags(clients, hash);
    size_t way = 0;
    while (way < CLIENT_WAYS && tags->hashes[way] != hash)
        way++;
    return way;
}

static struct client *client_card(const struct clients *clients, uint64_t hash, size_t way) {
    return &clients->cards[hash % CLIENT_SETS][way];
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
    hash += hash == 0; /* which is that of a free place */
    __builtin_prefetch(client_tags(clients, hash));
    return hash;
}

uint64_t client_fetch(const struct clients *clients, struct span agent, uint64_t hash) {
    size_t way = client_way(clients, hash);
    if (way == CLIENT_WAYS)
        return agent_expect(clients->agents, agent);
    const struct client *client = client_card(clients, hash, way);
    __builtin_prefetch(client);
    __builtin_prefetch(client->ip);
    return 0;
}

void client_fetch_agent(const struct clients *clients, uint64_t hash, uint64_t agent_hash) {
    size_t way = client_way(clients, hash);
    if (way < CLIENT_WAYS)
        agent_fetch_known(client_card(clients, hash, way)->agent);
    else
        agent_fetch(clients->agents, agent_hash);
}

/* The card that the next client gets. In a set that is full, another one goes for each one that
 * comes. */
static struct client *client_next_card(const struct clients *clients, uint64_t hash) {
    return client_card(clients, hash, clients->added % CLIENT_WAYS);
}

static struct client *client_take_card(struct clients *clients, struct span ip, uint64_t hash) {
    if (ip.size > CLIENT_IP_BYTES)
        return &clients->unkept;
    struct client *card = client_next_card(clients, hash);
    client_tags(clients, hash)->hashes[clients->added++ % CLIENT_WAYS] = hash;
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
    client->geo = geo;
    client->address = keys_of_address(clients->keys, ip);
    client->ip_size = (unsigned char)span_take(ip, CLIENT_IP_BYTES).size;
    span_copy(client->ip, span_take(ip, CLIENT_IP_BYTES));
    client_name(clients, client, known->key, day);
    return client;
}

struct client *client_of_cells(struct clients *clients, struct span ip, struct span agent,
                               int64_t day, uint64_t hash, uint64_t agent_hash) {
    size_t way = client_way(clients, hash);
    struct client *client = client_card(clients, hash, way);
    if (way == CLIENT_WAYS || !span_equals((struct span){client->ip, client->ip_size}, ip) ||
        !span_equals(client->agent->cell, agent))
        return client_new(clients, ip, agent, day, hash, agent_hash);
    clients->found++;
    if (client->day != day)
        client_name(clients, client, client->agent->key, day);
    return client;
}
