/* A log format: how one line becomes one hit. Compiled from a name, a server's own format string, a
 * pattern, or a line of the log itself (#Fields:). Never changes once made, so threads share it. */
#ifndef SMO_PARSE_FORMAT_H
#define SMO_PARSE_FORMAT_H

#include "lib/base/arena.h"
#include "lib/base/fault.h"
#include "smo-parse/hit.h"
#include "smo-parse/json.h"
#include "smo-parse/marks.h"
#include "smo-parse/program.h"
#include "smo-parse/sheet.h"

struct pattern;
struct pattern_matcher;

/* How the bytes of a cell are disguised in the log. */
enum format_escapes {
    FORMAT_PLAIN,       /* not at all, or undone already */
    FORMAT_BACKSLASH,   /* nginx: \xHH; Apache: \" \\ \n \t \xhh ... */
    FORMAT_JSON,        /* \" \u00e9 ..., by nginx's escape=json in a format pasted */
    FORMAT_PLUS,        /* IIS: + for a blank, in referer and agent */
    FORMAT_PERCENT,     /* CloudFront: %20, in referer and agent, and there %2520 too */
    FORMAT_PERCENT_URL, /* CloudFront: %25 for the percent sign of a url */
    FORMAT_HASH         /* HAProxy: #22, of what is not printable, and of "#{|} */
};

/* What else a server does in a way of its own. */
enum format_habit {
    FORMAT_HAS_TAIL = 1,         /* further fields may follow */
    FORMAT_NEEDS_STATUS = 2,     /* "-" is none */
    FORMAT_NEEDS_CLIENT = 4,     /* a line without one is of another format */
    FORMAT_HAS_PORT = 8,         /* the client's, always, also behind IPv6 without brackets */
    FORMAT_MAY_GROW = 16,        /* a + before bytes and times: logged before the end */
    FORMAT_HAS_HOST_IN_URL = 32, /* every request is in absolute form, and tells the site */
    FORMAT_HAS_NO_METHOD = 64,   /* does not tell it: all are taken for GET */
    FORMAT_IS_PADDED = 128       /* blanks around all pieces; times taken as Go prints them */
};

/* What most lines of a log show if it is of this format, and not of another of the same shape. */
enum format_sign {
    FORMAT_NO_SIGN,
    FORMAT_HOST,      /* the host is one, or an address */
    FORMAT_HOST_NAME, /* the host is a name with a dot, the client an address */
    FORMAT_HOST_TOLD, /* there is a host */
    FORMAT_FORWARDED, /* who was forwarded for is an address, and the peer is one */
    FORMAT_BROWSER,   /* the agent is `Mozilla/`, as those of browsers are */
    FORMAT_REQUEST_ID /* the request has an id, and it is an UUID */
};

/* What another program put around each line. */
enum format_wrapping {
    FORMAT_BARE,     /* nothing */
    FORMAT_PREFIXED, /* syslog, a container's runtime: syslog_message() */
    FORMAT_BOXED     /* it is a member of a JSON object (Docker's files): json_message() */
};

enum format_kind {
    FORMAT_FIELDS,
    FORMAT_OBJECT,
    FORMAT_PAIRS,
    FORMAT_LABELS,
    FORMAT_SHEET,
    FORMAT_PATTERN,
    FORMAT_W3C
};

struct format {
    const char *name; /* for messages */
    enum format_kind kind;
    enum format_escapes escapes;
    uint32_t caught;  /* captures, bits 1 << CAPTURE_* */
    uint32_t columns; /* of a row, bits 1 << HIT_*; of those with names those it may have */

    struct program program; /* FORMAT_FIELDS */
    const int *fields;      /* FORMAT_W3C: what each field is; FORMAT_PATTERN: each group */
    size_t field_count;
    struct pattern *pattern;   /* FORMAT_PATTERN */
    const struct sheet *sheet; /* FORMAT_SHEET; NULL: no header was seen */

    enum format_sign sign;
    unsigned habits;        /* bits FORMAT_HAS_TAIL and so on */
    struct span no_status;  /* how the server writes that there is none */
    struct span no_referer; /* likewise */
    bool undoes_habits;     /* what is caught may be written in a way of the server's own */
    enum format_wrapping wrapping;
    const struct format *otherwise; /* what else a line may be, where a server writes two kinds */
};

/* What reading lines needs beside the format: one for each thread. */
struct format_reader {
    struct linemap map; /* of the line that is read */
    struct marks marks; /* of it and of those behind it */
    struct hit hit;
    struct when when;
    struct hit_rules rules;
    struct pattern_matcher *matcher; /* made when it is needed */
    struct json_guesses guesses;
    struct buf boxed; /* a line out of its JSON object */
    uint32_t caught;  /* of the last line, bits 1 << CAPTURE_* */
};

struct format_reader *format_reader_new(const struct hit_rules *rules);
void format_reader_free(struct format_reader *reader);

/* Reads a line into reader->hit, which is then finished. Behind the line, SCAN_SLACK bytes must be
 * readable. Call format_begin() when the format changes. */
enum outcome format_read(const struct format *format, struct format_reader *reader,
                         struct span line);
void format_begin(struct format_reader *reader);

/* The same for the line that reader->map shows. */
enum outcome format_read_mapped(const struct format *format, struct format_reader *reader);

/* A format by name (list in smo-parse(1)), or NULL. They are compiled into `arena`. */
const struct format *format_by_name(struct arena *arena, struct span name);

/* From what the user gave to -f: a name, @FILE[:NAME], regex:PATTERN, a log_format or a LogFormat.
 * NULL and a fault if it is none of these. */
const struct format *format_compile(struct arena *arena, const char *text, struct fault *fault);

/* A format for the log that begins with `text` (whole lines): of pieces that have names, one with
 * the columns that these lines have; of a table, with its header. Others are already what they
 * should be. */
const struct format *format_adapted(struct arena *arena, const struct format *format,
                                    struct format_reader *reader, struct span text);

/* The same format for lines that are wrapped so. */
const struct format *format_wrapped(struct arena *arena, const struct format *format,
                                    enum format_wrapping wrapping);

/* A table, by its name and by its header, if that was seen. */
const struct format *format_of_sheet(struct arena *arena, const struct sheet *sheet);

/* Sets the columns by what is caught. */
void format_set_columns(struct format *format);

#endif
