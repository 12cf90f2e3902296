/* The request line: method, target, protocol (RFC 9112 section 3, and what clients really send). */
#ifndef SMO_PARSE_REQUEST_H
#define SMO_PARSE_REQUEST_H

#include "lib/base/span.h"

#include <stdbool.h>

/* Splits `GET /path?query HTTP/1.1`. The last word is the protocol if it begins with HTTP; other
 * blanks, but those around it, belong to the url; without a protocol it is HTTP/0.9. False, with
 * both
 * "-", if it is no proper request: a method, and a target that begins with `/` or a scheme, or is
 * `*`, or is CONNECT's. */
bool request_split(struct span request, struct span *method, struct span *url);

/* True for a method: a token (RFC 9110 section 5.6.2), and not "-". */
bool request_is_method(struct span word);

/* The target in origin form: of `http://host/path?query`, the path and query, with `host` in
 * *authority; of `http://host` it is `/`. Others as they are, without authority. Where the path is
 * empty and a query follows, *needs_slash is set: the result begins with `?`. */
struct span request_origin_form(struct span target, struct span *authority, bool *needs_slash);

#endif
