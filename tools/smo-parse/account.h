/* What became of every line of a run. */
#ifndef SMO_PARSE_ACCOUNT_H
#define SMO_PARSE_ACCOUNT_H

#include "smo-parse/run.h"

/* Once all logs are read: says which are damaged or do not fit their format, sums the ledger up,
 * and settles whether the stream is complete. */
void account_close(struct run *run);

#endif
