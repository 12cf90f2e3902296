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

/* Of a pipe, for the one output that writes to it; blocks have room for `room` bytes at least, and
 * `block` is made the first of them. */
struct lender *lender_new(int pipe, size_t room, struct buf *block);

/* Lends the pipe what the block holds and makes the block another one, empty, as soon as a byte is
 * lent. Returns what was not lent, all of it where nobody promised to copy or too little was read:
 * to be written by write(2) before the next call. */
struct span lender_lend(struct lender *lender, struct buf *block);

/* Gives a block that is empty, and was not lent, room for `room` bytes. */
void lender_make_room(struct buf *block, size_t room);

/* Frees the block, too. What is still in the pipe stays there. */
void lender_free(struct lender *lender, struct buf *block);

#endif
