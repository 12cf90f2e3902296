/* Does one address make a great part of all page hits? Found in one pass and little memory by
 * Misra and Gries, "Finding repeated elements" (1982). */
#ifndef SMO_CLASSIFY_CROWD_H
#define SMO_CLASSIFY_CROWD_H

#include <stdint.h>

enum { CROWD_COUNTERS = 64, CROWD_HINTS = 256 };

/* Zero-initialise. */
struct crowd {
    uint64_t used; /* a bit for each counter that is not 0 */
    uint64_t names[CROWD_COUNTERS];
    uint64_t counts[CROWD_COUNTERS];
    uint64_t total;
    unsigned char hints[CROWD_HINTS]; /* where an address was counted last, by its last byte */
    uint16_t tags[CROWD_COUNTERS];    /* upper bits of the names: many are looked at at once */
};

/* Counts one hit of this address (a keyed hash of it). */
void crowd_add(struct crowd *crowd, uint64_t address);

/* The address with the most hits, and in *hits how many it has at least: up to total / 64 fewer
 * than it really has, and no fewer where there were no more than 64 addresses. */
uint64_t crowd_greatest(const struct crowd *crowd, uint64_t *hits);

#endif
