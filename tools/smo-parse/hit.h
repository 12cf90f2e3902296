/* A hit on its way from a line to a row: the pieces that a format caught, as they stand in the
 * line, and then what they mean. */
#ifndef SMO_PARSE_HIT_H
#define SMO_PARSE_HIT_H

#include "lib/base/buf.h"
#include "lib/base/date.h"
#include "lib/base/span.h"
#include "lib/stream/record.h"
#include "smo-parse/client.h"
#include "smo-parse/outcome.h"
#include "smo-parse/taken.h"

#include <stdint.h>

/* What a format can catch. Several may serve one column: a url comes whole, as path and query, or
 * within a request line. */
enum capture {
    CAPTURE_NOTHING,   /* passed over */
    CAPTURE_PEER,      /* address of the other end of the connection */
    CAPTURE_CLIENT,    /* address that the server itself took for the client's (real_ip) */
    CAPTURE_FORWARDED, /* X-Forwarded-For and the like */
    CAPTURE_IDENT,
    CAPTURE_USER,
    CAPTURE_HOST,    /* that the client asked for */
    CAPTURE_SERVER,  /* that the server is configured as: for want of a better host */
    CAPTURE_REQUEST, /* "GET /path?query HTTP/1.1" */
    CAPTURE_METHOD,
    CAPTURE_URL,       /* path and query as sent, or absolute form */
    CAPTURE_URL_WHOLE, /* or in absolute form, whose host is the site's */
    CAPTURE_PATH,      /* without query */
    CAPTURE_QUERY,     /* with or without its question mark */
    CAPTURE_STATUS,
    CAPTURE_BYTES,
    CAPTURE_BYTES_ALL, /* with headers: for want of the body's */
    CAPTURE_REFERER,
    CAPTURE_AGENT,
    CAPTURE_SECONDS,
    CAPTURE_MILLISECONDS,
    CAPTURE_MICROSECONDS,
    CAPTURE_NANOSECONDS,
    CAPTURE_DURATION, /* `12ms`, `1.5s`, `300µs`: as Go writes it */
    CAPTURE_UID_GOT,
    CAPTURE_UID_SET,
    CAPTURE_COOKIE,
    CAPTURE_REQUEST_ID, /* fills no column: a sign of some formats */
    CAPTURE_COUNT,
    CAPTURE_TIME = CAPTURE_COUNT /* read at once, into `date` */
};

/* Of captures, or of columns (HIT_*), in a set of these. */
#define HIT_BIT(of) (UINT32_C(1) << (of))

/* The columns that a capture can fill. */
uint32_t hit_columns_of(enum capture capture);

/* Which parts of a time were seen. */
enum {
    HIT_HAS_DATE = 1,
    HIT_HAS_CLOCK = 2,
    HIT_HAS_ZONE = 4,
    HIT_HAS_SECONDS = 8 /* `seconds` is set, nothing is left to do */
};

struct hit {
    struct span caught[CAPTURE_COUNT]; /* into the line, or into `scratch` */

    struct date date;
    unsigned time_parts;
    bool is_afternoon;    /* %p: add 12 hours */
    int64_t seconds;      /* since 1970 UTC */
    struct span decimals; /* of the second, digits; empty if the log has none */

    const char *stopped; /* where in the line it stopped to fit, if it did */
    bool is_clean;       /* all that was caught may stand in a cell as it is: scan_is_clean() */

    /* Set by hit_finish(): what stands in the columns from HIT_IP on, but for the host, which
     * row_host() finds. Behind cells of two bytes or more, SCAN_STEP bytes can be read. */
    struct span cells[HIT_COUNT];
    char client_text[CLIENT_TEXT_BYTES];
    char taken_text[TAKEN_TEXT_BYTES];
    struct client_cache known; /* addresses as they are written */
    struct buf scratch;        /* for what had to be decoded or joined; forgotten with each line */
};

/* What must be known to understand a hit, beside its line. */
struct hit_rules {
    const struct client_rules *client;
    int zone_seconds; /* of logs that tell none */
};

/* Makes sense of what was caught: time, client, request, status, numbers. `caught` says which
 * captures the format has, bits 1 << CAPTURE_*. */
enum outcome hit_finish(struct hit *hit, uint32_t caught, const struct hit_rules *rules);

/* Empties the cells of other columns than these, bits 1 << HIT_*. */
void hit_keep_cells(struct hit *hit, uint32_t columns);

/* Forgets the last line's time and scratch; with `captures` these too, and the cells, for formats
 * that do not catch the same pieces in every line. The scratch gets room for `line_bytes` bytes
 * four times over, so that nothing in it moves while this line is read. */
void hit_clear(struct hit *hit, size_t line_bytes, bool captures);

void hit_free(struct hit *hit);

#endif
