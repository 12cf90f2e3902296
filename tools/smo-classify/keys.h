/* Pseudonyms: what tells people apart becomes a keyed hash (SipHash-2-4), which nobody can turn
 * back, or compare with a list of all addresses, without the key. */
#ifndef SMO_CLASSIFY_KEYS_H
#define SMO_CLASSIFY_KEYS_H

#include "lib/base/fault.h"
#include "lib/base/hash.h"
#include "lib/base/span.h"

#include <stdint.h>

enum keys_client { KEYS_OF_ADDRESS_AND_AGENT, KEYS_OF_ADDRESS };

struct keys {
    struct hash_key secret;
    bool is_kept;  /* the secret is that of a file */
    bool is_daily; /* each day has a key of its own */
    enum keys_client client;
    int64_t day; /* the one that `daily` belongs to */
    struct hash_key daily;
};

enum { KEYS_NOTE_BYTES = 32 };

/* Takes the secret from the file `path`, which is made, with mode 0600, if it is not there; NULL: a
 * fresh secret for this run. False and a fault if that cannot be done. */
bool keys_open(struct keys *keys, const char *path, struct fault *fault);

/* What a note says of the secret: `fresh`, or 8 hexadecimal digits that follow from it; `daily-`
 * before it where keys change daily. A C string at `at`. */
void keys_fingerprint(const struct keys *keys, char at[KEYS_NOTE_BYTES]);

/* The key's part that follows from an address: of IPv6 its first 64 bits, of a name its bytes. It
 * is the same on all days, so that it can be kept in a cache, and must not leave the program. */
uint64_t keys_of_address(const struct keys *keys, struct span address);

/* The same of an agent, a login and a cookie. */
uint64_t keys_of_agent(const struct keys *keys, struct span agent);
uint64_t keys_of_login(const struct keys *keys, struct span user);
uint64_t keys_of_cookie(const struct keys *keys, struct span cookie);

/* That of agents which begin alike: of their head, whose size is a multiple of 8, once; then of
 * each agent, the head being known. */
struct hash_begun keys_begin_agent(const struct keys *keys, struct span head);
uint64_t keys_end_agent(const struct keys *keys, const struct hash_begun *head, struct span agent);

/* The pseudonyms for the stream, of the parts above, on a day (since 1970; only asked if daily). */
uint64_t keys_client(struct keys *keys, int64_t day, uint64_t address, uint64_t agent);
uint64_t keys_visitor(struct keys *keys, int64_t day, uint64_t part);

#endif
