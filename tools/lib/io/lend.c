#include "lib/io/lend.h"

#include "lib/base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

enum {
    LEND_PLACE = 0x736d6f,         /* of the byte that is locked: "smo" */
    LEND_LEAST_BYTES = 32 * 1024,  /* less is not worth the calls: it is written */
    LEND_MOST_BYTES = 1024 * 1024, /* a block that grew larger is not kept for the pipe's sake */
    LEND_BLOCKS = 5                /* four blocks of 256 KiB fill the pipe */
};

struct lender {
    int pipe;
    uint64_t passed; /* bytes that went into the pipe, lent or written */
    size_t turn;
    struct {
        struct buf block;
        struct span pages; /* those lent */
        uint64_t end;      /* what had been passed then */
    } lent[LEND_BLOCKS];
};

static struct flock lend_lock(short type) {
    return (struct flock){.l_type = type, .l_whence = SEEK_SET, .l_start = LEND_PLACE, .l_len = 1};
}

void lend_promise_to_copy(int pipe) {
    struct flock lock = lend_lock(F_RDLCK);
    fcntl(pipe, F_SETLK, &lock); /* refused: then it is no promise, and nothing is lent */
}

static bool lend_is_promised(int pipe) {
    struct flock lock = lend_lock(F_WRLCK);
    return fcntl(pipe, F_GETLK, &lock) == 0 && lock.l_type == F_RDLCK;
}

struct lender *lender_new(int pipe) {
    struct lender *lender = mem_zeroed(1, sizeof *lender);
    lender->pipe = pipe;
    return lender;
}

/* True if what was lent longest ago was read, and by whom: the promise is asked for last, as it
 * lasts no longer than the reader. What other writers put into the pipe counts as if it were ours.
 */
static bool lender_may_lend(const struct lender *lender) {
    int unread;
    return ioctl(lender->pipe, FIONREAD, &unread) == 0 &&
           lender->lent[lender->turn].end + (uint64_t)unread <= lender->passed &&
           lend_is_promised(lender->pipe);
}

/* Whole pages, because free(3) and others write to what shares a page with them. */
static struct span lend_whole_pages(struct span bytes) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    bytes = span_skip(bytes, -(uintptr_t)bytes.at % page);
    return span_take(bytes, bytes.size - bytes.size % page);
}

struct span lender_offer(const struct lender *lender, const struct buf *block) {
    struct span pages = lend_whole_pages(buf_span(block));
    bool is_worth_it = pages.size >= LEND_LEAST_BYTES && block->capacity <= LEND_MOST_BYTES;
    return is_worth_it && lender_may_lend(lender) ? pages : (struct span){block->at, 0};
}

struct span lender_lend(struct lender *lender, struct buf *block, struct span pages) {
    struct span bytes = buf_span(block), left = pages;
    ssize_t now = 1;
    while (left.size && (now > 0 || errno == EINTR)) {
        struct iovec piece = {(void *)left.at, left.size};
        now = vmsplice(lender->pipe, &piece, 1, 0);
        left = span_skip(left, now > 0 ? (size_t)now : 0);
    }
    lender_count(lender, pages.size - left.size);
    struct buf other = lender->lent[lender->turn].block;
    lender->lent[lender->turn].block = *block;
    lender->lent[lender->turn].pages = pages;
    lender->lent[lender->turn].end = lender->passed;
    lender->turn = (lender->turn + 1) % LEND_BLOCKS;
    *block = other;
    buf_clear(block);
    return span_skip(bytes, (size_t)(left.at - bytes.at));
}

void lender_count(struct lender *lender, size_t written) {
    lender->passed += written;
}

/* Some pages may still be in the pipe. MADV_DONTNEED takes them from this process and leaves them
 * to the pipe, so that nothing writes to them after free(3). Where that fails the block is not
 * freed. */
void lender_free(struct lender *lender) {
    for (size_t i = 0; lender && i < LEND_BLOCKS; i++) {
        struct span pages = lender->lent[i].pages;
        if (pages.size == 0 || madvise((void *)pages.at, pages.size, MADV_DONTNEED) == 0)
            buf_free(&lender->lent[i].block);
    }
    free(lender);
}
