#include "smo-parse/row.h"

#include "lib/base/escape.h"
#include "lib/base/number.h"
#include "lib/stream/record.h"
#include "smo-parse/scan.h"
#include "smo-parse/undo.h"

enum { ROW_FIXED_BYTES = 512 }; /* time, zone, client, tabs */

size_t row_room(const struct row_plan *plan, size_t line_bytes) {
    return ESCAPE_GROWTH * (line_bytes + plan->host.size) + ROW_FIXED_BYTES;
}

static char *row_absent(char *at) {
    *at = '-';
    return at + 1;
}

static char *row_escaped(char *at, struct span s) {
    return span_is_empty(s) ? row_absent(at) : at + escape_write(at, s);
}

/* A cell that is known to be clean. Most of those of one byte are absent. */
static inline char *row_clean(char *at, struct span s) {
    if (s.size > 1)
        return scan_copy_steps(at, s.at, s.size);
    *at = s.size ? s.at[0] : '-';
    return at + 1;
}

/* A cell whose disguise in the log is to be undone. Nearly all are clean, and are copied while that
 * is found out. */
static char *row_text(char *at, struct span s, enum format_escapes escapes, struct buf *undone) {
    if (span_is_empty(s))
        return row_absent(at);
    if (escapes <= FORMAT_JSON && scan_copy(at, s.at, s.size))
        return at + s.size;
    s = undo_escapes(undone, s, escapes);
    return scan_copy(at, s.at, s.size) ? at + s.size : row_escaped(at, s);
}

static inline void row_two_digits(char *at, unsigned number) {
    static const char digits[] = "00010203040506070809101112131415161718192021222324"
                                 "25262728293031323334353637383940414243444546474849"
                                 "50515253545556575859606162636465666768697071727374"
                                 "75767778798081828384858687888990919293949596979899";
    memcpy(at, digits + 2 * number, 2);
}

static char *row_time(char *at, struct row_clock *clock, const struct hit *hit) {
    int64_t ten_thousands = hit->seconds / 10000;
    unsigned rest = (unsigned)(hit->seconds % 10000);
    if (ten_thousands != clock->ten_thousands) {
        clock->ten_thousands = ten_thousands;
        clock->size = number_write(clock->text, (uint64_t)ten_thousands);
    }
    memcpy(at, clock->text, 16);
    at += clock->size;
    row_two_digits(at, rest / 100);
    row_two_digits(at + 2, rest % 100);
    at += 4;
    if (span_is_empty(hit->decimals))
        return at;
    *at++ = '.';
    return span_copy(at, span_take(hit->decimals, 9));
}

static char *row_zone(char *at, struct row_clock *clock, int zone_seconds) {
    if (clock->zone[0] == '\0' || clock->zone_seconds != zone_seconds) {
        clock->zone_seconds = zone_seconds;
        clock->zone[0] = '\t';
        date_write_zone(clock->zone + 1, zone_seconds);
    }
    memcpy(at, clock->zone, sizeof clock->zone);
    return at + 6;
}

/* The size without port of a host as nearly all are: lower-case letters, digits, `-`, `.`; else 0.
 */
static size_t row_usual_host_size(struct span host) {
    size_t size = 0;
    while (size < host.size && ((host.at[size] >= 'a' && host.at[size] <= 'z') ||
                                (host.at[size] >= '-' && host.at[size] <= '9')))
        size++;
    size_t end = size + (size < host.size && host.at[size] == ':');
    while (end < host.size && number_is_digit(host.at[end]))
        end++;
    return end == host.size ? size : 0;
}

/* LiteSpeed writes `"shop.example"` or `["shop.example"]`. */
static struct span row_bare_host(struct span host) {
    static const struct span open = SPAN("[\""), close = SPAN("\"]");
    if (span_starts_with(host, open) && span_ends_with(host, close) && host.size > 4)
        return span_between(host.at + 2, host.at + host.size - 2);
    if (host.size > 2 && host.at[0] == '"' && host.at[host.size - 1] == '"')
        return span_between(host.at + 1, host.at + host.size - 1);
    return host;
}

/* `shop.example.` is shop.example. */
static inline struct span row_without_dot(struct span host) {
    return span_take(host, host.size - (host.size > 1 && host.at[host.size - 1] == '.'));
}

struct span row_host(const struct row_plan *plan, const struct hit *hit,
                     const struct format *format, struct buf *undone) {
    struct span host = hit->caught[CAPTURE_HOST];
    if (span_is_absent(host))
        host = hit->caught[CAPTURE_SERVER];
    if (span_is_absent(host) || span_is(host, "_")) /* nginx's server_name for all others */
        return plan->host;
    size_t usual = row_usual_host_size(host);
    if (usual)
        return row_without_dot(span_take(host, usual));
    host = undo_escapes(undone, row_bare_host(host), format->escapes);
    size_t colon = host.size;
    while (colon && number_is_digit(host.at[colon - 1]))
        colon--;
    if (colon > 1 && host.at[colon - 1] == ':' && host.at[0] != ':' &&
        (host.at[0] == '[' || span_find(host, ':') == colon - 1))
        host.size = colon - 1;
    host = row_without_dot(host);
    for (size_t i = 0; i < host.size; i++)
        if (host.at[i] >= 'A' && host.at[i] <= 'Z')
            return undo_lower(undone, host);
    return host;
}

void row_write_header(struct writer *writer, uint32_t columns) {
    const char *names[HIT_COUNT];
    size_t count = 0;
    for (int column = 0; column < HIT_COUNT; column++)
        if (columns >> column & 1)
            names[count++] = record_hit_names[column];
    writer_header(writer, names, count, (struct span){NULL, 0});
}

/* IIS writes + for blanks of agents: in urls it may be the client's own. CloudFront hides the % of
 * a url once more. */
static enum format_escapes row_url_escapes(enum format_escapes escapes) {
    return escapes == FORMAT_PLUS      ? FORMAT_PLAIN
           : escapes == FORMAT_PERCENT ? FORMAT_PERCENT_URL
                                       : escapes;
}

/* A cell that the server may have disguised, or that holds anything. */
static char *row_cell(char *at, enum record_hit column, struct span s, enum format_escapes escapes,
                      struct buf *undone) {
    switch (column) {
    case HIT_URL:
    case HIT_REFERER:
        return row_text(at, s, row_url_escapes(escapes), undone);
    case HIT_USER:
    case HIT_AGENT:
    case HIT_COOKIE:
        return row_text(at, s, escapes, undone);
    default: /* an address, words and numbers that were looked at */
        return row_text(at, s, FORMAT_PLAIN, undone);
    }
}

/* The cells from HIT_IP on; what the format lacks is empty. It is inlined twice: for clean lines,
 * and for the others. */
static inline char *row_write_cells(char *at, uint32_t columns, const struct row_plan *plan,
                                    const struct hit *hit, const struct format *format,
                                    struct buf *undone, bool is_clean) {
    for (uint32_t left = columns >> HIT_IP << HIT_IP; left; left &= left - 1) {
        enum record_hit column = (enum record_hit)__builtin_ctz(left);
        *at++ = '\t';
        if (column == HIT_HOST)
            at = row_text(at, row_host(plan, hit, format, undone), FORMAT_PLAIN, undone);
        else if (is_clean)
            at = row_clean(at, hit->cells[column]);
        else
            at = row_cell(at, column, hit->cells[column], format->escapes, undone);
    }
    return at;
}

char *row_write(char *at, uint32_t columns, const struct row_plan *plan, const struct hit *hit,
                const struct format *format, struct row_clock *clock, struct buf *undone) {
    at = row_time(at, clock, hit);
    at = row_zone(at, clock, hit->date.zone_seconds);
    at = hit->is_clean ? row_write_cells(at, columns, plan, hit, format, undone, true)
                       : row_write_cells(at, columns, plan, hit, format, undone, false);
    *at++ = '\n';
    return at;
}

/* A piece, and a TAB behind it. */
static inline char *row_piece(char *at, struct span s) {
    at = scan_copy_steps(at, s.at, s.size);
    *at = '\t';
    return at + 1;
}

/* Two pieces that stand side by side, the blank between them at `place`. */
static inline char *row_pair(char *at, struct span pair, size_t place) {
    char *end = row_piece(at, pair);
    at[place] = '\t';
    return end;
}

char *row_write_usual(char *at, uint32_t columns, const struct row_plan *plan,
                      const struct usual *usual, const struct hit *hit, struct row_clock *clock,
                      struct buf *undone) {
    at = row_time(at, clock, hit);
    at = row_zone(at, clock, hit->date.zone_seconds);
    *at++ = '\t';
    at = row_piece(at, usual->client);
    *at++ = '-'; /* the user */
    *at++ = '\t';
    if (columns >> HIT_HOST & 1) {
        at = row_text(at, plan->host, FORMAT_PLAIN, undone);
        *at++ = '\t';
    }
    at = row_pair(at, usual->words, usual->method_size);
    at = row_pair(at, usual->numbers, 3);
    at = row_piece(at, usual->referer);
    at = row_piece(at, usual->agent);
    at[-1] = '\n';
    return at;
}
