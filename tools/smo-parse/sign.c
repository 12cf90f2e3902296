/* Signs and doubts: a format is known by its shape, and by what cannot be told from that. */
#include "smo-parse/sign.h"

#include "lib/base/number.h"

enum { SIGN_ID_BYTES = 16 /* as long as this, hexadecimal digits are an id, and no host */ };

static bool sign_is_address(struct span s) {
    struct client_address address;
    return client_read_address(s, &address);
}

/* The first of a list of addresses is one. */
static bool sign_is_address_list(struct span s) {
    s = client_bare_list(s);
    return sign_is_address(span_trim(span_take(s, span_find(s, ','))));
}

/* `0.012`, `443`, `200, 200`, `0.001 : 0.002`. */
static bool sign_is_numbers(struct span s) {
    size_t digits = 0;
    for (size_t i = 0; i < s.size; i++) {
        if (!number_is_digit(s.at[i]) && !strchr(".,: ", s.at[i]))
            return false;
        digits += number_is_digit(s.at[i]);
    }
    return digits > 0;
}

static bool sign_is_url(struct span s) {
    static const struct span http = SPAN("http://"), https = SPAN("https://");
    return (span_starts_with(s, http) || span_starts_with(s, https)) && span_find(s, ' ') == s.size;
}

static bool sign_is_browser(struct span s) {
    return span_starts_with(s, (struct span)SPAN("Mozilla/"));
}

/* Without the quotes that LiteSpeed and others put around it, and without its port. */
static struct span sign_bare_host(struct span host) {
    static const struct span marks = SPAN("[]\"");
    while (host.size && span_find(marks, host.at[0]) < marks.size)
        host = span_skip(host, 1);
    while (host.size && span_find(marks, host.at[host.size - 1]) < marks.size)
        host.size--;
    size_t colon = span_find(host, ':');
    uint64_t port;
    return number_read(span_skip(host, colon + 1), &port) ? span_take(host, colon) : host;
}

static bool sign_is_id(struct span s) {
    size_t i = 0;
    while (i < s.size && number_hex_digit(s.at[i]) >= 0)
        i++;
    return i == s.size && s.size >= SIGN_ID_BYTES;
}

/* `RU`, `https`: what some put before a line that is no host. */
static bool sign_is_other_word(struct span s) {
    return (s.size == 2 && !number_is_digit(s.at[0]) && !number_is_digit(s.at[1])) ||
           span_equals_folded(s, (struct span)SPAN("http")) ||
           span_equals_folded(s, (struct span)SPAN("https"));
}

/* `shop.example:443`, `203.0.113.9`, `web1`, `-`; not a time, as containers write before a line. */
static bool sign_is_host(struct span host) {
    host = sign_bare_host(host);
    if (span_is_empty(host))
        return false;
    if (sign_is_address(host))
        return true;
    for (size_t i = 0; i < host.size; i++) {
        char byte = span_lower_byte(host.at[i]);
        bool is_letter = (byte >= 'a' && byte <= 'z') || (unsigned char)byte >= 0x80;
        if (!is_letter && !number_is_digit(byte) && !strchr("-._*", byte))
            return false;
    }
    return !sign_is_numbers(host) && !sign_is_id(host) && !sign_is_other_word(host);
}

/* The same with a dot, no address, and with a last label as domains have: `TLSv1.2` is none. */
static bool sign_is_host_name(struct span host) {
    if (!sign_is_host(host))
        return false;
    host = sign_bare_host(host);
    size_t start = host.size;
    while (start && host.at[start - 1] != '.')
        start--;
    return start && host.size - start >= 2 && !number_is_digit(host.at[start]);
}

/* The first word of it is `c6af9ac6-7b61-11e6-9a41-93e8deadbeef`; another id may follow. */
static bool sign_is_uuid(struct span s) {
    static const char shape[] = "00000000-0000-0000-0000-000000000000";
    enum { SIZE = sizeof shape - 1 };
    if (s.size < SIZE || (s.size > SIZE && s.at[SIZE] != ' ' && s.at[SIZE] != ','))
        return false;
    for (size_t i = 0; i < SIZE; i++)
        if (shape[i] == '-' ? s.at[i] != '-' : number_hex_digit(s.at[i]) < 0)
            return false;
    return true;
}

static struct span sign_host(const struct hit *hit) {
    return hit->caught[CAPTURE_HOST].at ? hit->caught[CAPTURE_HOST] : hit->caught[CAPTURE_SERVER];
}

static bool sign_shows(const struct format *format, const struct hit *hit) {
    switch (format->sign) {
    case FORMAT_HOST: /* an address before a name is the client's */
        return sign_is_host(sign_host(hit)) &&
               (!sign_is_address(sign_host(hit)) || sign_is_address(hit->cells[HIT_IP]));
    case FORMAT_HOST_NAME:
        return sign_is_host_name(sign_host(hit)) && sign_is_address(hit->cells[HIT_IP]);
    case FORMAT_HOST_TOLD:
        return !span_is_absent(sign_host(hit));
    case FORMAT_FORWARDED:
        return sign_is_address(hit->caught[CAPTURE_PEER]) &&
               sign_is_address_list(hit->caught[CAPTURE_FORWARDED]);
    case FORMAT_BROWSER:
        return sign_is_browser(hit->caught[CAPTURE_AGENT]);
    case FORMAT_REQUEST_ID:
        return sign_is_uuid(hit->caught[CAPTURE_REQUEST_ID]);
    default:
        return true;
    }
}

/* `a - b`: a field that is absent, or stands for ident, and no part of a name. */
static bool sign_has_dash(struct span s) {
    return memmem(s.at, s.size, " - ", 3) != NULL;
}

static bool sign_is_odd(enum capture capture, struct span s) {
    switch (capture) {
    case CAPTURE_IDENT:
        return sign_is_address_list(s);
    case CAPTURE_USER: /* `- jo`, `203.0.113.9 - jo`: one field more than the format has */
        return sign_is_address_list(span_take(s, span_find(s, ' '))) || sign_has_dash(s);
    case CAPTURE_REFERER:
        return sign_is_browser(s) || sign_is_numbers(s) || sign_is_address_list(s);
    default:
        return sign_is_url(s) || sign_is_numbers(s) || sign_is_address_list(s);
    }
}

static const enum capture sign_pieces[] = {
    CAPTURE_IDENT,
    CAPTURE_USER,
    CAPTURE_REFERER,
    CAPTURE_AGENT,
};
enum { SIGN_PIECES = sizeof sign_pieces / sizeof *sign_pieces };

void sign_add(struct sign_tally *tally, const struct format *format, const struct hit *hit) {
    tally->lines++;
    tally->showing += sign_shows(format, hit);
    for (size_t i = 0; i < SIGN_PIECES && format->kind == FORMAT_FIELDS; i++) {
        enum capture capture = sign_pieces[i];
        struct span s = hit->caught[capture];
        if (!(format->caught >> capture & 1) || span_is_absent(s))
            continue;
        tally->seen[capture]++;
        tally->odd[capture] += sign_is_odd(capture, s);
    }
}

bool sign_is_borne_out(const struct sign_tally *tally) {
    for (size_t i = 0; i < SIGN_PIECES; i++) {
        size_t odd = tally->odd[sign_pieces[i]];
        if (odd > 1 && 2 * odd > tally->seen[sign_pieces[i]])
            return false; /* a single line may be a robot's */
    }
    return 2 * tally->showing >= tally->lines;
}

enum capture sign_odd_piece(const struct format *format, const struct hit *hit) {
    if (format->kind != FORMAT_FIELDS)
        return CAPTURE_NOTHING;
    if (!sign_shows(format, hit))
        return format->sign == FORMAT_HOST ? CAPTURE_SERVER : CAPTURE_NOTHING;
    for (size_t i = 0; i < SIGN_PIECES; i++) {
        struct span s = hit->caught[sign_pieces[i]];
        if (format->caught >> sign_pieces[i] & 1 && !span_is_absent(s) &&
            sign_is_odd(sign_pieces[i], s))
            return sign_pieces[i];
    }
    return CAPTURE_NOTHING;
}
