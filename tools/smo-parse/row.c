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

/* A cell whose disguise in the log is to be undone. Nearly all are clean, and are copied while that
 * is found out. */
static inline char *row_text(char *at, struct span s, enum format_escapes escapes,
                             struct buf *undone) {
    if (span_is_empty(s))
        return row_absent(at);
    if (escapes <= FORMAT_JSON && scan_copy(at, s.at, s.size))
        return at + s.size;
    return row_escaped(at, undo_escapes(undone, s, escapes));
}

static inline char *row_clean(char *at, struct span s) {
    if (span_is_empty(s))
        return row_absent(at);
    scan_copy(at, s.at, s.size);
    return at + s.size;
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
    at[0] = (char)('0' + rest / 1000);
    at[1] = (char)('0' + rest / 100 % 10);
    at[2] = (char)('0' + rest / 10 % 10);
    at[3] = (char)('0' + rest % 10);
    at += 4;
    if (span_is_empty(hit->decimals))
        return at;
    *at++ = '.';
    return row_clean(at, span_take(hit->decimals, 9));
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

struct span row_host(const struct row_plan *plan, const struct hit *hit,
                     const struct format *format, struct buf *undone) {
    struct span host = hit->caught[CAPTURE_HOST];
    if (span_is_absent(host))
        host = hit->caught[CAPTURE_SERVER];
    if (span_is_absent(host))
        return plan->host;
    host = undo_escapes(undone, host, format->escapes);
    size_t colon = host.size;
    while (colon && number_is_digit(host.at[colon - 1]))
        colon--;
    if (colon > 1 && host.at[colon - 1] == ':' && host.at[0] != ':' &&
        (host.at[0] == '[' || span_find(host, ':') == colon - 1))
        host.size = colon - 1;
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

char *row_write(char *at, uint32_t columns, const struct row_plan *plan, const struct hit *hit,
                const struct format *format, struct row_clock *clock, struct buf *undone) {
    const struct span *caught = hit->caught;
    enum format_escapes escapes = format->escapes;
    /* IIS writes + for blanks of agents: in urls it may be the client's own. CloudFront hides the %
     * of a url once more. */
    enum format_escapes url_escapes = escapes == FORMAT_PLUS      ? FORMAT_PLAIN
                                      : escapes == FORMAT_PERCENT ? FORMAT_PERCENT_URL
                                                                  : escapes;
    struct span nothing = {NULL, 0};
    at = row_time(at, clock, hit);
    at = row_zone(at, clock, hit->date.zone_seconds);
    for (uint32_t left = columns >> HIT_IP << HIT_IP; left; left &= left - 1) {
        *at++ = '\t';
        int column = __builtin_ctz(left);
        bool is_there = format->columns >> column & 1;
        switch (column) {
        case HIT_IP:
            at = is_there ? row_text(at, hit->client, FORMAT_PLAIN, undone) : row_absent(at);
            break;
        case HIT_USER:
            at = row_text(at, is_there ? caught[CAPTURE_USER] : nothing, escapes, undone);
            break;
        case HIT_HOST:
            at = row_escaped(at, row_host(plan, hit, format, undone));
            break;
        case HIT_METHOD:
            at = row_clean(at, is_there ? hit->method : nothing);
            break;
        case HIT_URL:
            at = row_text(at, is_there ? hit->url : nothing, url_escapes, undone);
            break;
        case HIT_STATUS:
            at = row_clean(at, is_there ? caught[CAPTURE_STATUS] : nothing);
            break;
        case HIT_BYTES:
            at = row_clean(at, is_there ? hit->bytes : nothing);
            break;
        case HIT_REFERER:
            at = row_text(at, is_there ? caught[CAPTURE_REFERER] : nothing, url_escapes, undone);
            break;
        case HIT_AGENT:
            at = row_text(at, is_there ? caught[CAPTURE_AGENT] : nothing, escapes, undone);
            break;
        case HIT_SECONDS:
            at = row_clean(at, is_there ? hit->seconds_taken : nothing);
            break;
        case HIT_COOKIE:
            at = row_text(at, is_there ? hit->cookie : nothing, escapes, undone);
            break;
        }
    }
    *at++ = '\n';
    return at;
}
