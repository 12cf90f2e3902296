#include "lib/io/lend.h"

#include "lib/base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/uio.h>

enum {
    LEND_PLACE = 0x736d6f,        /* of the byte that is locked: "smo" */
    LEND_LEAST_BYTES = 32 * 1024, /* less is not worth the calls: it is written */
    LEND_BLOCKS = 6               /* four fill the pipe, one is on its way, one is being filled */
};

struct lender {
    int pipe;
    uint64_t passed; /* bytes that went into the pipe, lent or written */
    size_t turn;     /* of the block that is being filled */
    struct {
        char *at;
        size_t capacity;
        uint64_t end; /* what was passed when it had been lent */
    } blocks[LEND_BLOCKS];
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

/* Memory of its own: unlike what malloc() gave it is nobody else's as long as the pipe has it. */
static char *lend_map(size_t size) {
    char *at = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED)
        mem_exhausted();
    return at;
}

struct lender *lender_new(int pipe, size_t room, struct buf *block) {
    struct lender *lender = mem_zeroed(1, sizeof *lender);
    lender->pipe = pipe;
    for (size_t i = 0; i < LEND_BLOCKS; i++) {
        lender->blocks[i].at = lend_map(room);
        lender->blocks[i].capacity = room;
    }
    *block = (struct buf){.at = lender->blocks[0].at, .capacity = room};
    return lender;
}

/* True if the block that is next was read and by whom: the promise is asked for last, as it lasts
 * no longer than the reader. What other writers put into the pipe counts as if it were ours. */
static bool lender_may_lend(const struct lender *lender, size_t next) {
    int unread;
    return ioctl(lender->pipe, FIONREAD, &unread) == 0 &&
           lender->blocks[next].end + (uint64_t)unread <= lender->passed &&
           lend_is_promised(lender->pipe);
}

struct span lender_lend(struct lender *lender, struct buf *block) {
    struct span left = buf_span(block);
    size_t next = (lender->turn + 1) % LEND_BLOCKS;
    if (left.size >= LEND_LEAST_BYTES && lender_may_lend(lender, next)) {
        ssize_t lent = 1;
        while (left.size && (lent > 0 || errno == EINTR)) {
            struct iovec piece = {(void *)left.at, left.size};
            lent = vmsplice(lender->pipe, &piece, 1, 0);
            left = span_skip(left, lent > 0 ? (size_t)lent : 0);
        }
    }
    lender->passed += block->size;
    if (left.size == block->size)
        return left;
    lender->blocks[lender->turn].at = block->at;
    lender->blocks[lender->turn].capacity = block->capacity;
    lender->blocks[lender->turn].end = lender->passed;
    lender->turn = next;
    *block = (struct buf){.at = lender->blocks[next].at, .capacity = lender->blocks[next].capacity};
    return left;
}

void lender_make_room(struct buf *block, size_t room) {
    if (room <= block->capacity)
        return;
    munmap(block->at, block->capacity);
    *block = (struct buf){.at = lend_map(room), .capacity = room};
}

void lender_free(struct lender *lender, struct buf *block) {
    lender->blocks[lender->turn].at = block->at;
    lender->blocks[lender->turn].capacity = block->capacity;
    for (size_t i = 0; i < LEND_BLOCKS; i++)
        munmap(lender->blocks[i].at, lender->blocks[i].capacity);
    free(lender);
    *block = (struct buf){0};
}
