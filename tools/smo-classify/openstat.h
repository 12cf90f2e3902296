/* Openstat's one tag for everything, which Russian ad systems append to links:
 * `_openstat=service;campaign;ad;place`, plain or in base64 (RFC 4648, either alphabet). */
#ifndef SMO_CLASSIFY_OPENSTAT_H
#define SMO_CLASSIFY_OPENSTAT_H

#include "lib/base/buf.h"

struct openstat {
    struct span service, campaign, ad; /* empty where the tag has none */
};

/* Reads the percent-decoded value. The spans point into it or, where it was base64, into *plain.
 * False if it is neither. */
bool openstat_read(struct span value, struct buf *plain, struct openstat *openstat);

#endif
