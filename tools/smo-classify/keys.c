#include "smo-classify/keys.h"

#include "lib/base/number.h"
#include "lib/io/secret.h"

#include <arpa/inet.h>
#include <stdio.h>

bool keys_open(struct keys *keys, const char *path, struct fault *fault) {
    unsigned char bytes[SECRET_BYTES];
    if (!secret_get(path, bytes, fault))
        return false;
    keys->secret = hash_key_of(bytes);
    keys->is_kept = path != NULL;
    keys->day = INT64_MIN;
    return true;
}

enum { KEYS_SHORT_BYTES = 256 }; /* longer things are hashed twice */

/* A prefix for each kind of thing keeps equal bytes of different kinds apart. */
static uint64_t keys_hash(const struct hash_key *key, char kind, const void *at, size_t size) {
    if (size < KEYS_SHORT_BYTES)
        return hash_keyed_behind((unsigned char)kind, (struct span){at, size}, key);
    uint64_t parts[2] = {(unsigned char)kind, hash_keyed((struct span){at, size}, key)};
    return hash_keyed((struct span){(const char *)parts, sizeof parts}, key);
}

void keys_fingerprint(const struct keys *keys, char at[KEYS_NOTE_BYTES]) {
    char digits[17] = "fresh";
    if (keys->is_kept) {
        number_write_hex64(digits, keys_hash(&keys->secret, 'f', "fingerprint", 11));
        digits[8] = '\0';
    }
    snprintf(at, KEYS_NOTE_BYTES, "%s%s", keys->is_daily ? "daily-" : "", digits);
}

uint64_t keys_of_address(const struct keys *keys, struct span address) {
    char text[INET6_ADDRSTRLEN];
    unsigned char bytes[16];
    if (address.size < sizeof text && memchr(address.at, ':', address.size)) {
        memcpy(text, address.at, address.size);
        text[address.size] = '\0';
        if (inet_pton(AF_INET6, text, bytes) == 1)
            return keys_hash(&keys->secret, '6', bytes, 8);
    }
    return keys_hash(&keys->secret, '4', address.at, address.size);
}

uint64_t keys_of_agent(const struct keys *keys, struct span agent) {
    return keys_hash(&keys->secret, 'a', agent.at, agent.size);
}

struct hash_begun keys_begin_agent(const struct keys *keys, struct span head) {
    return hash_keyed_begin('a', head, &keys->secret);
}

uint64_t keys_end_agent(const struct keys *keys, const struct hash_begun *head, struct span agent) {
    return agent.size < KEYS_SHORT_BYTES ? hash_keyed_end(head, span_skip(agent, head->size - 1))
                                         : keys_of_agent(keys, agent);
}

uint64_t keys_of_login(const struct keys *keys, struct span user) {
    return keys_hash(&keys->secret, 'l', user.at, user.size);
}

uint64_t keys_of_cookie(const struct keys *keys, struct span cookie) {
    return keys_hash(&keys->secret, 'c', cookie.at, cookie.size);
}

static const struct hash_key *keys_of_day(struct keys *keys, int64_t day) {
    if (!keys->is_daily)
        return &keys->secret;
    if (keys->day != day) {
        keys->day = day;
        keys->daily.low = keys_hash(&keys->secret, 'd', &day, sizeof day);
        keys->daily.high = keys_hash(&keys->secret, 'D', &day, sizeof day);
    }
    return &keys->daily;
}

uint64_t keys_client(struct keys *keys, int64_t day, uint64_t address, uint64_t agent) {
    uint64_t parts[2] = {address, keys->client == KEYS_OF_ADDRESS ? 0 : agent};
    return hash_keyed((struct span){(const char *)parts, sizeof parts}, keys_of_day(keys, day));
}

uint64_t keys_visitor(struct keys *keys, int64_t day, uint64_t part) {
    return hash_keyed((struct span){(const char *)&part, sizeof part}, keys_of_day(keys, day));
}
