/* Pages lent to a pipe by vmsplice(2), in place of bytes copied into it. The copy is the smaller
 * part of what that saves: for every 4 KiB the kernel would get a page, charge it to the cgroup and
 * free it again.
 *
 * Lent pages must not change before the reader has copied them out. FIONREAD tells how much was
 * read, but not how: a reader that splices it on, as pv(1) does, still refers to our pages. So only
 * a reader that promised to read(2) is lent any. Ours do, by a read lock on one byte of the pipe
 * that no other program has a use for; it ends with the process. Without a promise all is written.
 */
#ifndef SMO_LIB_IO_LEND_H
#define SMO_LIB_IO_LEND_H

#include "lib/base/buf.h"

#include <stdbool.h>

/* Promises whoever writes to the pipe that this process takes from it by read(2) alone. */
void lend_promise_to_copy(int pipe);

struct lender;

/* For the one output that writes to the pipe. */
struct lender *lender_new(int pipe);

/* The whole pages among the block's bytes, if they can be lent now. None if nobody promised to
 * copy, what was lent before has not been read, they are too few, or the block has too much memory
 * to be kept so long. What stands before the pages has to be written by write(2) first. */
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
