#include "smo-parse/client.h"

#include "smo-parse/scan.h"

#include "lib/base/mem.h"
#include "lib/base/number.h"

#include <arpa/inet.h>
#include <stdlib.h>

static const uint8_t client_mapped[12] = {[10] = 0xff, [11] = 0xff};

static bool client_is_ipv4(const struct client_address *address) {
    return memcmp(address->bytes, client_mapped, sizeof client_mapped) == 0;
}

static bool client_is_port(struct span s) {
    if (span_is_empty(s))
        return true;
    uint64_t port;
    return s.at[0] == ':' && number_read(span_skip(s, 1), &port) && port <= 65535;
}

static bool client_read_ipv6(struct span s, struct client_address *address) {
    char text[INET6_ADDRSTRLEN];
    struct span plain = span_take(s, span_find(s, '%')); /* fe80::1%eth0 */
    if (plain.size >= sizeof text || span_is_empty(plain))
        return false;
    memcpy(text, plain.at, plain.size);
    text[plain.size] = '\0';
    return inet_pton(AF_INET6, text, address->bytes) == 1;
}

bool client_read_address(struct span s, struct client_address *address) {
    memcpy(address->bytes, client_mapped, sizeof client_mapped);
    size_t dotted = scan_ipv4(s, address->bytes + 12);
    if (dotted)
        return client_is_port(span_skip(s, dotted));
    if (s.size && s.at[0] == '[') {
        size_t end = span_find(s, ']');
        return end < s.size && client_is_port(span_skip(s, end + 1)) &&
               client_read_ipv6(span_between(s.at + 1, s.at + end), address);
    }
    return client_read_ipv6(s, address);
}

static size_t client_write_ipv4(char *at, const uint8_t bytes[4]) {
    char *start = at;
    for (int part = 0; part < 4; part++) {
        if (part)
            *at++ = '.';
        at += number_write(at, bytes[part]);
    }
    return (size_t)(at - start);
}

/* Where the longest run of two or more zero groups starts (the first of equals), and its length:
 * what `::` stands for. RFC 5952 section 4.2. */
static int client_zero_run(const uint16_t groups[8], int *length) {
    int best = -1;
    *length = 1;
    for (int i = 0; i < 8; i++) {
        int end = i;
        while (end < 8 && groups[end] == 0)
            end++;
        if (end - i > *length) {
            best = i;
            *length = end - i;
        }
        if (end > i)
            i = end;
    }
    return best;
}

static size_t client_write_group(char *at, unsigned group) {
    size_t size = 0;
    for (int shift = 12; shift >= 0; shift -= 4)
        if (size || group >> shift || shift == 0)
            at[size++] = "0123456789abcdef"[group >> shift & 15];
    return size;
}

size_t client_write_address(char *at, const struct client_address *address) {
    if (client_is_ipv4(address))
        return client_write_ipv4(at, address->bytes + 12);
    uint16_t groups[8];
    for (int i = 0; i < 8; i++)
        groups[i] = (uint16_t)(address->bytes[2 * i] << 8 | address->bytes[2 * i + 1]);
    int length;
    int zeros = client_zero_run(groups, &length);
    char *start = at;
    for (int i = 0; i < 8; i++) {
        if (i == zeros) {
            *at++ = ':';
            i += length - 1;
            if (i == 7)
                *at++ = ':';
            continue;
        }
        if (i)
            *at++ = ':';
        at += client_write_group(at, groups[i]);
    }
    return (size_t)(at - start);
}

/* Letters, digits, `-`, `_`, `.`, and bytes of UTF-8: in lower case, in `text` if that changes it.
 * A port is cut. */
static bool client_read_name(struct span s, char text[CLIENT_TEXT_BYTES], struct span *client) {
    size_t colon = span_find(s, ':');
    bool is_lower = true;
    if (colon == 0 || colon >= CLIENT_TEXT_BYTES || !client_is_port(span_skip(s, colon)))
        return false;
    for (size_t i = 0; i < colon; i++) {
        unsigned char byte = (unsigned char)span_lower_byte(s.at[i]);
        is_lower &= (char)byte == s.at[i];
        if (!number_is_digit((char)byte) && !(byte >= 'a' && byte <= 'z') && byte != '-' &&
            byte != '.' && byte != '_' && byte < 0x80)
            return false;
        text[i] = (char)byte;
    }
    *client = (struct span){is_lower ? s.at : text, colon};
    return true;
}

static void client_keep(struct client_cache *known, struct span text) {
    if (text.size < 8 || text.size > CLIENT_CACHED_BYTES)
        return;
    struct client_cached *slot = client_slot(known, text);
    memcpy(slot->text, text.at, text.size);
    slot->size = text.size;
}

static bool client_is_full_ipv6(struct span s) {
    char text[SCAN_IPV6_BYTES] = {0};
    if (s.size > sizeof text)
        return false;
    span_copy(text, s);
    return scan_is_full_ipv6(text, s.size);
}

/* `::ffff:192.0.2.1`, as servers write all clients that listen for both kinds at once. */
static bool client_read_mapped(struct span peer, struct span *client) {
    static const struct span prefix = SPAN("::ffff:");
    uint8_t bytes[4];
    if (!span_starts_with(peer, prefix))
        return false;
    *client = span_skip(peer, prefix.size);
    return client->size && scan_ipv4(*client, bytes) == client->size;
}

bool client_read(struct client_cache *known, struct span peer, char text[CLIENT_TEXT_BYTES],
                 struct span *client) {
    struct client_address address;
    *client = peer;
    if (client_is_known(known, peer) || client_is_full_ipv6(peer))
        return true;
    size_t dotted = scan_ipv4(peer, address.bytes);
    if (dotted && client_is_port(span_skip(peer, dotted))) {
        *client = span_take(peer, dotted);
        client_keep(known, *client);
        return true;
    }
    if (span_is_absent(peer) || span_starts_with(peer, (struct span)SPAN("unix:"))) {
        *client = SPAN_ABSENT;
        return true;
    }
    if (client_read_mapped(peer, client))
        return true;
    if (client_read_address(peer, &address))
        *client = (struct span){text, client_write_address(text, &address)};
    else if (!client_read_name(peer, text, client))
        return false;
    client_keep(known, *client);
    return true;
}

static bool client_in_network(const struct client_address *address,
                              const struct client_network *network) {
    unsigned whole = network->bits / 8, rest = network->bits % 8;
    if (memcmp(address->bytes, network->address.bytes, whole) != 0)
        return false;
    return rest == 0 || (address->bytes[whole] ^ network->address.bytes[whole]) >> (8 - rest) == 0;
}

bool client_is_trusted(const struct client_rules *rules, const struct client_address *address) {
#define MAPPED 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff
    static const struct client_network own[] = {
        {{{MAPPED, 10}}, 96 + 8},
        {{{MAPPED, 172, 16}}, 96 + 12},
        {{{MAPPED, 192, 168}}, 96 + 16},
        {{{MAPPED, 127}}, 96 + 8},
        {{{MAPPED, 169, 254}}, 96 + 16},
        {{{[15] = 1}}, 128},
        {{{0xfc}}, 7},
        {{{0xfe, 0x80}}, 10},
    };
#undef MAPPED
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (client_in_network(address, &own[i]))
            return true;
    for (size_t i = 0; i < rules->trusted_count; i++)
        if (client_in_network(address, &rules->trusted[i]))
            return true;
    return false;
}

bool client_trust(struct client_rules *rules, struct span network, struct fault *fault) {
    struct span rest = network;
    struct span text = span_cut(&rest, '/');
    struct client_network trusted;
    if (!client_read_address(text, &trusted.address))
        return fault_set(fault, "%.*s is no network", (int)span_take(network, 100).size,
                         network.at);
    unsigned most =
        client_is_ipv4(&trusted.address) && span_find(text, ':') == text.size ? 32 : 128;
    uint64_t bits = most;
    if (rest.at && (!number_read(rest, &bits) || bits > most))
        return fault_set(fault, "%.*s is no network: its bits are 0 to %u",
                         (int)span_take(network, 100).size, network.at, most);
    trusted.bits = 128 - most + (unsigned)bits;
    mem_grow(&rules->trusted, &rules->trusted_capacity, rules->trusted_count + 1,
             sizeof *rules->trusted);
    rules->trusted[rules->trusted_count++] = trusted;
    return true;
}

void client_rules_free(struct client_rules *rules) {
    free(rules->trusted);
    *rules = (struct client_rules){0};
}

/* Of `for=192.0.2.60;proto=http;by=203.0.113.43` (RFC 7239) the address that stands behind for=. */
static struct span client_hop(struct span hop) {
    static const struct span key = SPAN("for=");
    hop = span_trim(hop);
    if (hop.size && hop.at[0] == '+') /* IIS's blank */
        hop = span_skip(hop, 1);
    size_t place = span_find_folded(hop, key);
    if (place < hop.size) {
        hop = span_skip(hop, place + key.size);
        hop = span_trim(span_take(hop, span_find(hop, ';')));
    }
    if (hop.size >= 2 && hop.at[0] == '"' && hop.at[hop.size - 1] == '"')
        hop = span_between(hop.at + 1, hop.at + hop.size - 1);
    return hop;
}

static struct span client_cut_last_hop(struct span *rest) {
    size_t start = rest->size;
    while (start && rest->at[start - 1] != ',')
        start--;
    struct span hop = client_hop(span_skip(*rest, start));
    *rest = span_take(*rest, start ? start - 1 : 0);
    return hop;
}

struct span client_bare_list(struct span list) {
    if (list.size < 2 || (list.at[0] != '"' && list.at[0] != '('))
        return list;
    struct span bare = span_between(list.at + 1, list.at + list.size - 1);
    char last = list.at[0] == '"' ? '"' : ')';
    return list.at[list.size - 1] == last && span_find(bare, last) == bare.size ? bare : list;
}

struct span client_forwarded(const struct client_rules *rules, struct span peer,
                             struct span forwarded) {
    struct span none = {NULL, 0}, client = none;
    struct client_address address;
    forwarded = client_bare_list(forwarded);
    bool is_local = span_is_absent(peer) || span_starts_with(peer, (struct span)SPAN("unix:"));
    if (span_is_absent(forwarded))
        return none;
    if (!is_local && !(client_read_address(peer, &address) && client_is_trusted(rules, &address)))
        return none;
    while (!span_is_empty(forwarded)) {
        struct span hop = client_cut_last_hop(&forwarded);
        if (!client_read_address(hop, &address))
            return client;
        client = hop;
        if (!client_is_trusted(rules, &address))
            return client;
    }
    return client;
}
