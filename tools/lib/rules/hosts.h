/* A table of hosts: which rule speaks about a host and path. The longest matching host wins, then
 * the longest path; among equals the one added first.
 *
 *     vk.com            this host and all below it: m.vk.com, never notvk.com or vk.com.evil.ru
 *     vk.com/away.php   there, this path and all below it, by whole segments
 *     google.%          the name under a country's domain: google.com, google.de, google.co.uk,
 *                       google.com.tr (com; any two letters; co. or com. before these; рф)
 *     3ds.*             the label 3ds followed by one or more labels
 *     app:PACKAGE       an Android application, whole; one of which nothing is said is looked up as
 *                       a host: Facebook's names itself android-app://m.facebook.com/
 *     ios:ID            an iOS application, whole
 *
 * Hosts are compared without case; names that are not ASCII by their punycode form (RFC 3492).
 * Paths are compared byte by byte. `%` and `*` count as what they stand for; a host spelled out
 * wins over them. */
#ifndef SMO_LIB_RULES_HOSTS_H
#define SMO_LIB_RULES_HOSTS_H

#include "lib/base/fault.h"
#include "lib/rules/url.h"

#include <stdint.h>

#define HOSTS_NONE UINT32_MAX

struct hosts;

struct hosts *hosts_new(void);

/* Says that `spec` (one of the forms above) belongs to `rule`, a number of the caller's. False and
 * a fault, with column from 1 within `spec`, if it is no host. If the very same host and path was
 * added before, that one stays and its rule is returned in *before (otherwise HOSTS_NONE). */
bool hosts_add(struct hosts *hosts, struct span spec, uint32_t rule, uint32_t *before,
               struct fault *fault);

/* The rule of the most specific host and path that match, or HOSTS_NONE. *is_by_path (may be NULL):
 * whether it might be another one for another target of this host. A few probes of a hash table, no
 * allocation; threads may share the table. */
uint32_t hosts_find(const struct hosts *hosts, const struct url_referer *referer, bool *is_by_path);

void hosts_free(struct hosts *hosts);

#endif
