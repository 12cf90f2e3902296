/* Lines that came by way of syslog, the journal or a container, and what these put before them. */
#ifndef SMO_PARSE_SYSLOG_H
#define SMO_PARSE_SYSLOG_H

#include "lib/base/span.h"

/* The message of a line: what stands
 * - behind `<190>`, a time (`Nov 22 14:30:05`, or ISO 8601), the host, which
 *   may be missing, and `tag[pid]:` (RFC 3164, journalctl), or behind the header of RFC 5424;
 * - behind a time in ISO 8601 alone (docker logs -t, kubectl logs --timestamps), or with
 *   `stdout F ` (CRI, the files of Kubernetes);
 * - behind `name  | ` (docker compose, pm2) or `[pod/name/name] ` (kubectl logs --prefix);
 * - between quotes that enclose all of it (OpenLiteSpeed).
 * The line itself if it does not begin so. */
struct span syslog_message(struct span line);

#endif
