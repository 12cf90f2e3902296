/* Amounts of money as URLs spell them. */
#ifndef SMO_CLASSIFY_REVENUE_H
#define SMO_CLASSIFY_REVENUE_H

#include "lib/base/buf.h"
#include "lib/base/span.h"

/* Reads an amount that was percent-decoded, and writes it as a stream does, `1299.50`, into the
 * buffer (cleared first). Blanks are dropped. With both marks the last one is the decimal mark; a
 * mark that is repeated separates thousands; a single `.` is a decimal mark, a single `,` is one if
 * one or two digits follow. False for anything else, and for what does not fit a struct decimal;
 * the buffer is then empty. */
bool revenue_read(struct buf *amount, struct span text);

/* The same for minor units: digits only, of which the last two are decimals. */
bool revenue_read_cents(struct buf *amount, struct span text);

#endif
