/* Names of hosts that are not ASCII, as the DNS has them. */
#ifndef SMO_LIB_RULES_IDN_H
#define SMO_LIB_RULES_IDN_H

#include "lib/base/span.h"

/* Writes `host` in ASCII and lower case at `at`, where `room` bytes are: labels that are not ASCII
 * become `xn--` and their punycode (RFC 3492). Capitals of the Latin, Greek and Cyrillic alphabets
 * are lowered; nothing else of IDNA's mapping is done. Returns the size, or 0 if it does not fit or
 * is not UTF-8. */
size_t idn_to_ascii(char *at, size_t room, struct span host);

#endif
