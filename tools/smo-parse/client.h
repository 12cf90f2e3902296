/* The client: its address in the one spelling that streams use, and which of several addresses in a
 * line it is. */
#ifndef SMO_PARSE_CLIENT_H
#define SMO_PARSE_CLIENT_H

#include "lib/base/fault.h"
#include "lib/base/hash.h"
#include "lib/base/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The longest IPv6 address has 39 characters, the longest DNS name 253. */
enum { CLIENT_TEXT_BYTES = 256 };

/* An address; IPv4 as ::ffff:a.b.c.d. */
struct client_address {
    uint8_t bytes[16];
};

struct client_network {
    struct client_address address;
    unsigned bits; /* of 128 that count */
};

/* Whom to believe about addresses. */
struct client_rules {
    struct client_network *trusted; /* --trust; besides, private and loopback ones always are */
    size_t trusted_count, trusted_capacity;
};

/* Adds a network: `10.0.0.0/8`, `2001:db8::/32`, or a single address. */
bool client_trust(struct client_rules *rules, struct span network, struct fault *fault);

void client_rules_free(struct client_rules *rules);

/* True for addresses that need not be told to be trusted: 10/8, 172.16/12, 192.168/16 (RFC 1918),
 * 127/8, 169.254/16, ::1, fc00::/7, fe80::/10. */
bool client_is_trusted(const struct client_rules *rules, const struct client_address *address);

/* Reads an address as logs spell it: with or without brackets, port, IPv6 zone. False if it is
 * none. */
bool client_read_address(struct span s, struct client_address *address);

/* Writes it: IPv4 dotted, v4-mapped too; IPv6 by RFC 5952. At most CLIENT_TEXT_BYTES; returns the
 * size. */
size_t client_write_address(char *at, const struct client_address *address);

/* Texts that were seen to be clients in the spelling of streams: most clients send many lines.
 * Zero-initialise. */
enum { CLIENT_CACHED = 256, CLIENT_CACHED_BYTES = 40 };
struct client_cache {
    struct client_cached {
        size_t size;
        char text[CLIENT_CACHED_BYTES];
    } slots[CLIENT_CACHED];
};

/* The one place for such a text, of 8 bytes or more. */
static inline struct client_cached *client_slot(struct client_cache *known, struct span text) {
    uint64_t head = span_word(text.at), tail = span_word(text.at + text.size - 8);
    return &known->slots[(head ^ tail >> 7) * HASH_ODD >> 56];
}

/* True for a text that client_read() found to be a client as streams spell it, and kept. */
static inline bool client_is_known(struct client_cache *known, struct span text) {
    if (text.size < 8)
        return false;
    const struct client_cached *slot = client_slot(known, text);
    return span_equals(text, (struct span){slot->text, slot->size});
}

/* The client of a line: `peer` in the spelling of streams. Names are kept, in lower case; `-`,
 * nothing and `unix:` are absent. The result is a part of `peer` where that says it, else lies in
 * `text`. False if it is neither an address nor a name. */
bool client_read(struct client_cache *known, struct span peer, char text[CLIENT_TEXT_BYTES],
                 struct span *client);

/* A list of addresses without the quotes or brackets around all of it, if it has such. */
struct span client_bare_list(struct span list);

/* Which hop of X-Forwarded-For (or of Forwarded, RFC 7239) is the client, if the peer is to be
 * believed: the rightmost that is not trusted; the leftmost address if all are. An empty span
 * if the peer's own address is the one to take. A hop that is no address (`unknown`) ends the walk:
 * what stands left of it was not told by anyone we trust. */
struct span client_forwarded(const struct client_rules *rules, struct span peer,
                             struct span forwarded);

#endif
