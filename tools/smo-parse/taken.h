/* The time taken to serve a request, in whatever unit a log has it, as seconds. Exact decimals,
 * never binary fractions. */
#ifndef SMO_PARSE_TAKEN_H
#define SMO_PARSE_TAKEN_H

#include "lib/base/span.h"

enum { TAKEN_TEXT_BYTES = 32 };

/* All three: false if it is no number; nothing, `-` and negative numbers (a server's way of saying
 * that there is none) become "-". The result points to `s` or to `text`. */

/* Seconds, `0.512`. Of several (nginx's upstream times, `0.1, 0.2 : 0.3`) the first. */
bool taken_seconds(struct span s, char text[TAKEN_TEXT_BYTES], struct span *taken);

/* A number of 10^-places seconds, with or without decimals of its own: 1500 with 3 places is 1.5.
 */
bool taken_shifted(struct span s, unsigned places, char text[TAKEN_TEXT_BYTES], struct span *taken);

/* `12ms`, `1.5s`, `300us`, `1m2.5s`, as Go prints durations. Without a unit, a number with
 * decimals is seconds (Caddy), a whole one milliseconds (Envoy). */
bool taken_go(struct span s, char text[TAKEN_TEXT_BYTES], struct span *taken);

#endif
