/* URLs as logs have them: referers taken apart, query strings walked, percent-encoding undone.
 * Nothing here allocates but the buffers that callers give. */
#ifndef SMO_LIB_RULES_URL_H
#define SMO_LIB_RULES_URL_H

#include "lib/base/buf.h"
#include "lib/base/span.h"

enum {
    URL_HOST_BYTES = 253, /* RFC 1035: a longer name is no host */
    URL_NAME_BYTES = 127  /* the name of a parameter, decoded, is cut to so many bytes */
};

enum url_referer_kind {
    URL_NO_REFERER,
    URL_WEB_REFERER, /* http, https, //host, host/path */
    URL_APP_REFERER, /* android-app://package */
    URL_IOS_REFERER  /* ios-app://ID */
};

struct url_referer {
    enum url_referer_kind kind;
    struct span host;   /* case as sent; no user@, port or final dot. The package or ID of an app */
    struct span target; /* path and query, without fragment: starts with `/` or `?`, or is empty */
};

/* Takes a referer apart: `http://`, `https://`, `//host`, `android-app://`, `ios-app://` (in any
 * case), and `host` or `host/path` without a scheme, where the host then needs a dot and a last
 * label of letters. All else, also a host with impossible characters, is no referer: false, and
 * kind says so. Spans point into `text`. */
bool url_split_referer(struct span text, struct url_referer *referer);

/* Most referers at once: what stands before the target of one that begins with `https://` or
 * `http://`, on which alone its kind and host depend; and the target of what follows that. The head
 * of others is empty. */
struct span url_referer_head(struct span text);
struct span url_referer_target(struct span rest);

/* The host that somebody named, say in an option, as the DNS has it: in ASCII and lower case,
 * without port and final dot. Also `_`, which nginx calls a server that has no name. Written at
 * `at`, where URL_HOST_BYTES are; returns the size, or 0 if the text is no host, as with a scheme
 * or a path. */
size_t url_read_host(char *at, struct span text);

/* What stands before the first `?`, and what stands behind it ({NULL, 0} if there is none). */
struct span url_path(struct span url);
struct span url_query(struct span url);

/* One `name=value` of a query, still encoded. Without `=` the value is {NULL, 0}. */
struct url_parameter {
    struct span name;
    struct span value;
    struct span whole;
};

/* Cuts the next parameter off *query; false if there is none left. Empty ones (`a=1&&b=2`) are
 * passed over. */
bool url_next_parameter(struct span *query, struct url_parameter *parameter);

/* Undoes percent-encoding, with `+` as a blank. Text that has neither is returned as it is;
 * otherwise the result lies in the buffer, which is cleared first. A `%` without two hexadecimal
 * digits stands for itself. Any byte can come out of it. */
struct span url_decode(struct buf *buf, struct span text);

/* The same into `room` bytes at `at`, cut to fit; returns the size. */
size_t url_decode_to(char *at, size_t room, struct span text);

/* The name of a parameter as rules have it, at `at`: decoded, in lower case (of ASCII), and cut. */
struct span url_name(char at[URL_NAME_BYTES], struct span encoded);

/* The url with only those parameters for which keep(asker, name) holds, without `?` if none is
 * left. `name` is as url_name() gives it. A url without `?` is returned as it is; otherwise the
 * result lies in the buffer, which is cleared first. */
struct span url_filter(struct buf *buf, struct span url,
                       bool (*keep)(const void *asker, struct span name), const void *asker);

#endif
