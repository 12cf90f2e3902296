/* Blocks of bytes that go into a pipe without being copied there: vmsplice(2) lends the pipe the
 * pages that they stand in. Copying costs less than what comes with it: a page for every 4 KiB that
 * is got, charged to the group of processes and given back.
 *
 * What was lent must stay as it is until it was read, and that shows only where the reader copies:
 * one that splices it on, as pv(1) does, has the page itself. So a reader of ours promises to copy,
 * by a lock on a byte of the pipe that no other program has a use for. It goes with the process.
 * Where nobody promises, all is written as ever. */
#ifndef SMO_LIB_IO_LEND_H
#define SMO_LIB_IO_LEND_H

#include "lib/base/buf.h"

#include <stdbool.h>

/* Promises whoever writes to the pipe that this process takes from it by read(2) alone. */
void lend_promise_to_copy(int pipe);

struct lender;

/* For the one output that writes to the pipe. */
struct lender *lender_new(int pipe);

/* The whole pages among the block's bytes, if they can be lent now; else none: nobody promised to
 * copy, too little was read, they are few, or the block has much memory. What stands before them is
 * written by write(2) first. */
struct span lender_offer(const struct lender *lender, const struct buf *block);

/* Lends the pipe these pages of the block, and empties the block. Its memory is then another's,
 * which was lent before and has been read. Returns what the block held behind what was lent, to be
 * written by write(2) before the block is used. */
struct span lender_lend(struct lender *lender, struct buf *block, struct span pages);

/* Told of all that was written by write(2). */
void lender_count(struct lender *lender, size_t written);

/* What is still in the pipe stays there. NULL is fine. */
void lender_free(struct lender *lender);

#endif
