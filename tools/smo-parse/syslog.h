/* Lines that came by way of syslog or the journal. */
#ifndef SMO_PARSE_SYSLOG_H
#define SMO_PARSE_SYSLOG_H

#include "lib/base/span.h"

/* The message of a line: what stands behind `<190>`, a time (`Nov 22 14:30:05`, or ISO 8601), the
 * host and `tag[pid]:` (RFC 3164, journalctl), or behind the header of RFC 5424. The line itself if
 * it does not begin so. */
struct span syslog_message(struct span line);

#endif
