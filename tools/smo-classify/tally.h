/* The tally: what is told of hits only in their order. It thins, counts, and writes the ledger; one
 * serves a run, whatever number of threads judge. */
#ifndef SMO_CLASSIFY_TALLY_H
#define SMO_CLASSIFY_TALLY_H

#include "smo-classify/classifier.h"

struct tally;

/* The parts are kept by address. About 2 MiB. */
struct tally *tally_new(const struct classifier_parts *parts);

/* Say that a hit will probably be asked about, as thin_fetch() and thin_expect(). */
void tally_fetch(const struct tally *tally, uint32_t memo);
void tally_expect(const struct tally *tally, const struct thin_owner *owner);

/* True if the hit is an asset too many. To be asked for each hit, in order. */
bool tally_thins(struct tally *tally, const struct mark *mark);

/* Counts a hit, in order. */
void tally_add(struct tally *tally, const struct mark *mark, bool is_dropped);

/* Adds what was counted, and notes, to the ledger: at the end. */
void tally_report(const struct tally *tally, struct ledger *ledger);

void tally_free(struct tally *tally);

#endif
