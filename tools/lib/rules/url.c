#include "lib/rules/url.h"

#include "lib/base/number.h"
#include "lib/rules/idn.h"

static bool url_is_letter(char byte) {
    return span_lower_byte(byte) >= 'a' && span_lower_byte(byte) <= 'z';
}

/* What may stand in a host. Bytes of UTF-8 stand in hosts of careless clients; `_` in names of real
 * machines. */
enum url_byte { URL_BAD_BYTE, URL_DOT, URL_MARK, URL_LABEL_BYTE };

static enum url_byte url_host_byte(char byte) {
    if (url_is_letter(byte) || number_is_digit(byte) || (unsigned char)byte >= 0x80)
        return URL_LABEL_BYTE;
    return byte == '.' ? URL_DOT : byte == '-' || byte == '_' ? URL_MARK : URL_BAD_BYTE;
}

static bool url_is_host(struct span host) {
    if (host.size == 0 || host.size > URL_HOST_BYTES)
        return false;
    bool has_name = false;          /* not `-`, which says "absent" */
    enum url_byte before = URL_DOT; /* no label is empty */
    for (size_t i = 0; i < host.size; i++) {
        enum url_byte here = url_host_byte(host.at[i]);
        if (here == URL_BAD_BYTE || (here == URL_DOT && before == URL_DOT))
            return false;
        has_name |= here == URL_LABEL_BYTE;
        before = here;
    }
    return has_name;
}

static bool url_is_address6(struct span host) {
    if (host.size < 4 || host.at[0] != '[' || host.at[host.size - 1] != ']')
        return false;
    for (size_t i = 1; i < host.size - 1; i++)
        if (number_hex_digit(host.at[i]) < 0 && host.at[i] != ':' && host.at[i] != '.')
            return false;
    return true;
}

/* True if `scheme` (lower case, with its slashes) begins the text; *rest is then what follows. */
static bool url_after(struct span text, struct span scheme, struct span *rest) {
    *rest = span_skip(text, scheme.size);
    return span_equals_folded(span_take(text, scheme.size), scheme);
}

/* Up to the first of / ? # and \, which browsers take for / (WHATWG URL, 4.4). */
static struct span url_authority(struct span text) {
    size_t size = 0;
    while (size < text.size && text.at[size] != '/' && text.at[size] != '?' &&
           text.at[size] != '#' && text.at[size] != '\\')
        size++;
    return span_take(text, size);
}

/* Cuts `:443` off. False if what follows the colon is no port. */
static bool url_cut_port(struct span *host) {
    size_t colon = host->size;
    while (colon > 0 && number_is_digit(host->at[colon - 1]))
        colon--;
    if (colon > 0 && host->at[colon - 1] == ':')
        *host = span_take(*host, colon - 1);
    return url_is_address6(*host) || span_find(*host, ':') == host->size;
}

static bool url_cut_host(struct span authority, struct span *host) {
    *host = authority;
    if (!url_cut_port(host))
        return false;
    if (host->size && host->at[host->size - 1] == '.')
        host->size--;
    return url_is_host(*host) || url_is_address6(*host);
}

size_t url_read_host(char *at, struct span text) {
    struct span host;
    if (!url_cut_host(text, &host) && !span_is(text, "_"))
        return 0;
    return idn_to_ascii(at, URL_HOST_BYTES, host);
}

/* Whether a host that no scheme announces looks like one: with a dot, its last label of letters
 * (or punycode). */
static bool url_is_evident_host(struct span host) {
    size_t dot = host.size;
    while (dot > 0 && host.at[dot - 1] != '.')
        dot--;
    struct span last = span_skip(host, dot), xn = SPAN("xn--");
    if (dot < 2 || last.size < 2)
        return false;
    if (span_equals_folded(span_take(last, xn.size), xn))
        return true;
    for (size_t i = 0; i < last.size; i++)
        if (!url_is_letter(last.at[i]) && (unsigned char)last.at[i] < 0x80)
            return false;
    return true;
}

static struct span url_cut_user(struct span authority) {
    const char *at = authority.size ? memrchr(authority.at, '@', authority.size) : NULL;
    return at ? span_between(at + 1, authority.at + authority.size) : authority;
}

struct span url_referer_head(struct span text) {
    static const struct span https = SPAN("https://"), http = SPAN("http://");
    struct span scheme = span_starts_with(text, https) ? https : http;
    if (!span_starts_with(text, scheme))
        return (struct span){NULL, 0};
    return span_take(text, scheme.size + url_authority(span_skip(text, scheme.size)).size);
}

struct span url_referer_target(struct span rest) {
    return span_take(rest, span_find(rest, rest.size && rest.at[0] == '\\' ? '\\' : '#'));
}

bool url_split_referer(struct span text, struct url_referer *referer) {
    static const struct span http = SPAN("http://"), https = SPAN("https://"), same = SPAN("//"),
                             android = SPAN("android-app://"), ios = SPAN("ios-app://");
    *referer = (struct url_referer){.kind = URL_NO_REFERER};
    struct span rest = text;
    enum url_referer_kind kind = URL_WEB_REFERER;
    bool is_announced = url_after(text, https, &rest) || url_after(text, http, &rest) ||
                        url_after(text, same, &rest);
    if (!is_announced && url_after(text, android, &rest))
        kind = URL_APP_REFERER;
    else if (!is_announced && url_after(text, ios, &rest))
        kind = URL_IOS_REFERER;
    is_announced |= kind != URL_WEB_REFERER;
    if (!is_announced)
        rest = text;
    struct span authority = url_authority(rest), host;
    if (!url_cut_host(is_announced ? url_cut_user(authority) : authority, &host) ||
        (!is_announced && !url_is_evident_host(host)))
        return false;
    *referer =
        (struct url_referer){kind, host, url_referer_target(span_skip(rest, authority.size))};
    return true;
}

struct span url_path(struct span url) {
    return span_take(url, span_find(url, '?'));
}

struct span url_query(struct span url) {
    size_t mark = span_find(url, '?');
    return mark < url.size ? span_skip(url, mark + 1) : (struct span){NULL, 0};
}

bool url_next_parameter(struct span *query, struct url_parameter *parameter) {
    while (query->at) {
        struct span whole = span_cut(query, '&'), value = whole;
        if (span_is_empty(whole))
            continue;
        struct span name = span_cut(&value, '=');
        *parameter = (struct url_parameter){name, value, whole};
        return true;
    }
    return false;
}

size_t url_decode_to(char *at, size_t room, struct span text) {
    size_t size = 0;
    for (size_t i = 0; i < text.size && size < room; i++) {
        char byte = text.at[i] == '+' ? ' ' : text.at[i];
        if (byte == '%' && text.size - i > 2) {
            int high = number_hex_digit(text.at[i + 1]), low = number_hex_digit(text.at[i + 2]);
            if (high >= 0 && low >= 0) {
                byte = (char)(high << 4 | low);
                i += 2;
            }
        }
        at[size++] = byte;
    }
    return size;
}

struct span url_name(char at[URL_NAME_BYTES], struct span encoded) {
    struct span name = {at, url_decode_to(at, URL_NAME_BYTES, encoded)};
    span_lower(at, name);
    return name;
}

struct span url_decode(struct buf *buf, struct span text) {
    if (span_find(text, '%') == text.size && span_find(text, '+') == text.size)
        return text;
    buf_clear(buf);
    buf->size = url_decode_to(buf_reserve(buf, text.size), text.size, text);
    return buf_span(buf);
}

struct span url_filter(struct buf *buf, struct span url,
                       bool (*keep)(const void *asker, struct span name), const void *asker) {
    struct span query = url_query(url);
    if (!query.at)
        return url;
    buf_clear(buf);
    buf_add(buf, url_path(url));
    char mark = '?';
    struct url_parameter parameter;
    while (url_next_parameter(&query, &parameter)) {
        char name[URL_NAME_BYTES];
        if (!keep(asker, url_name(name, parameter.name)))
            continue;
        buf_add_byte(buf, mark);
        buf_add(buf, parameter.whole);
        mark = '&';
    }
    return buf_span(buf);
}
