/* Clients: who asks, by address and agent, as the key `client` tells them apart. What is known of
 * the latest some thousand of them stands on one card each, so that a hit of one of these costs one
 * look-up. Forgetting changes no verdict. */
#ifndef SMO_CLASSIFY_CLIENT_H
#define SMO_CLASSIFY_CLIENT_H

#include "smo-classify/agent.h"
#include "smo-classify/geo.h"
#include "smo-classify/thin.h"

/* The card: one line of a processor's cache, on which there is room for IPv4. */
enum { CLIENT_IP_BYTES = 15, CLIENT_LINE_BYTES = 64 };

struct client {
    uint64_t key;     /* the pseudonym */
    uint64_t address; /* keys_of_address(): must not leave the program */
    const struct agent *agent;
    const char *geo_at; /* see client_geo() */
    int64_t day;        /* that the key is of: keys may change daily */
    uint32_t geo_size;
    uint32_t thin; /* the memo of thin.h */
    unsigned char ip_size;
    char ip[CLIENT_IP_BYTES]; /* its beginning; what is longer stands elsewhere as a whole */
};

/* Country, region and city, joined by TABs; for arena_put(). */
static inline struct span client_geo(const struct client *client) {
    return (struct span){client->geo_at, client->geo_size};
}

struct clients;

/* All are kept by address. 2.2 MiB, and 1.4 MiB more where many addresses are of IPv6. */
struct clients *clients_new(struct agents *agents, struct keys *keys, struct geo *geo);

/* The hash of a client that will be asked for: its cells `ip` and `agent`, the latter empty if the
 * log has no agents. The steps are those of table.h: first all clients that will be asked for are
 * expected, then their cards are fetched, then what these point to, then they are asked for.
 * client_fetch() gives the card that most probably is the client's, NULL if he is new: then his
 * agent is to be expected. */
uint64_t client_expect(const struct clients *clients, struct span ip, struct span agent);
const struct client *client_fetch(const struct clients *clients, uint64_t hash);
void client_fetch_parts(const struct client *client);

/* The client of these cells on a day (only asked if keys are daily); lives until the next call. The
 * hash of the agent is 0 if it was not expected. */
struct client *client_of_cells(struct clients *clients, struct span ip, struct span agent,
                               int64_t day, uint64_t hash, uint64_t agent_hash);

void clients_free(struct clients *clients);

#endif
