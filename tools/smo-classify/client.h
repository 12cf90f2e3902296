/* Clients: who asks, by address and agent, as the key `client` tells them apart. What is known of
 * the latest some thousand of them stands on one card each, so that a hit of one of these costs one
 * look-up. Forgetting changes no verdict. */
#ifndef SMO_CLASSIFY_CLIENT_H
#define SMO_CLASSIFY_CLIENT_H

#include "smo-classify/agent.h"
#include "smo-classify/geo.h"
#include "smo-classify/thin.h"

/* The card: two lines of a processor's cache. Longer addresses, which only names can be, are asked
 * about anew each time. */
enum { CLIENT_IP_BYTES = 63 };

struct client {
    uint64_t key;     /* the pseudonym */
    uint64_t address; /* keys_of_address(): must not leave the program */
    const struct agent *agent;
    int64_t day;     /* that the key is of: keys may change daily */
    struct span geo; /* country, region and city, joined by TABs; for arena_put() */
    struct thin_memo thin;
    unsigned char ip_size;
    char ip[CLIENT_IP_BYTES];
};

struct clients;

/* All are kept by address. 1 MiB. */
struct clients *clients_new(struct agents *agents, struct keys *keys, struct geo *geo);

/* The hash of a client that will be asked for: its cells `ip` and `agent`, the latter empty if the
 * log has no agents. First all that will be asked for are expected, then their cards are fetched,
 * then the agents of these, then they are asked for: what is needed of memory is on its way
 * meanwhile. client_fetch() gives the hash of the agent, 0 if the client is known. */
uint64_t client_expect(const struct clients *clients, struct span ip, struct span agent);
uint64_t client_fetch(const struct clients *clients, struct span agent, uint64_t hash);
void client_fetch_agent(const struct clients *clients, uint64_t hash, uint64_t agent_hash);

/* The client of these cells on a day (only asked if keys are daily); lives until the next call. */
struct client *client_of_cells(struct clients *clients, struct span ip, struct span agent,
                               int64_t day, uint64_t hash, uint64_t agent_hash);

void clients_free(struct clients *clients);

#endif
