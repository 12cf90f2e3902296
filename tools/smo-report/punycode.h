/* Host names in punycode, shown as their owners write them. */
#ifndef SMO_REPORT_PUNYCODE_H
#define SMO_REPORT_PUNYCODE_H

#include "lib/base/buf.h"

/* Adds the host with its `xn--` labels decoded (RFC 3492). False, and nothing added, if there are
 * none, or if any is broken, or would show anything but letters and digits of one script beside
 * digits and hyphens: names that mix scripts are how one host passes itself off as another. */
bool punycode_show(struct buf *text, struct span host);

#endif
