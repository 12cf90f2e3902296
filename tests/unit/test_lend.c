/* What is lent to a pipe arrives as it was, and only who promised to copy is lent anything. */
#include "check.h"

#include "../faults/lends.h"
#include "lib/io/lend.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BLOCK = 256 * 1024, PIPE = 1024 * 1024, MANY = 200 };

struct ends {
    int out, in;
};

static struct ends pipe_of(int bytes) {
    int files[2];
    assert_int_equal(pipe(files), 0);
    assert_true(fcntl(files[1], F_SETPIPE_SZ, bytes) > 0);
    return (struct ends){.out = files[0], .in = files[1]};
}

/* Every byte of the stream is told by its place, so that one that changes afterwards shows. */
static char byte_at(uint64_t place) {
    uint64_t word = (place / 8 + 1) * 0x9e3779b97f4a7c15;
    return (char)(word >> place % 8 * 8);
}

static uint64_t fill(struct buf *block, uint64_t place, size_t size) {
    buf_reserve(block, size);
    for (size_t i = 0; i < size; i++)
        block->at[i] = byte_at(place + i);
    block->size = size;
    return place + size;
}

static bool is_as_it_was(const char *at, size_t size, uint64_t place) {
    for (size_t i = 0; i < size; i++)
        if (at[i] != byte_at(place + i))
            return false;
    return true;
}

static void write_all(struct lender *lender, const struct ends *ends, struct span left) {
    while (left.size) {
        ssize_t written = write(ends->in, left.at, left.size);
        assert_true(written > 0);
        lender_count(lender, (size_t)written);
        left = span_skip(left, (size_t)written);
    }
}

/* True if it was lent, at least in part. */
static bool pass_on(struct lender *lender, const struct ends *ends, struct buf *block) {
    struct span bytes = buf_span(block), pages = lender_offer(lender, block);
    write_all(lender, ends, span_take(bytes, (size_t)(pages.at - bytes.at)));
    if (!span_is_empty(pages))
        bytes = lender_lend(lender, block, pages);
    write_all(lender, ends, bytes);
    buf_clear(block);
    return !span_is_empty(pages);
}

/* Reads pieces of all sizes, now and then lets the pipe fill up; 0 if all was as it should be. */
static int read_all(int file, uint64_t total) {
    static char piece[BLOCK];
    uint64_t place = 0;
    for (unsigned turn = 0;; turn++) {
        ssize_t got = read(file, piece, turn % 3 ? sizeof piece : 1 + turn * 577 % 9000);
        if (got <= 0)
            return got < 0 || place != total;
        if (!is_as_it_was(piece, (size_t)got, place))
            return 2;
        place += (uint64_t)got;
        if (turn % 16 == 0)
            usleep(2000);
    }
}

static pid_t reader_of(const struct ends *ends, uint64_t total, int (*read_it)(int, uint64_t)) {
    struct ends ready = pipe_of(4096);
    pid_t reader = fork();
    if (reader == 0) {
        close(ends->in);
        lend_promise_to_copy(ends->out);
        _exit(write(ready.in, "", 1) != 1 || read_it(ends->out, total));
    }
    char sign;
    assert_int_equal(read(ready.out, &sign, 1), 1);
    close(ready.in);
    close(ready.out);
    return reader;
}

static void lent_and_written_blocks_arrive_in_their_order(void **state) {
    (void)state;
    if (!system_can_lend())
        return;
    struct ends ends = pipe_of(PIPE);
    size_t sizes[MANY];
    uint64_t total = 0, place = 0;
    for (size_t i = 0; i < MANY; i++) {
        sizes[i] = i % 7 == 6 ? 100 + i : i % 5 == 4 ? BLOCK / 3 + i : BLOCK - i;
        if (i >= MANY / 2) /* more than there are stay in the pipe at once */
            sizes[i] = BLOCK / 7;
        total += sizes[i];
    }
    pid_t reader = reader_of(&ends, total, read_all);
    close(ends.out);
    struct buf block = {0};
    struct lender *lender = lender_new(ends.in);
    size_t lent = 0;
    for (size_t i = 0; i < MANY; i++) {
        place = fill(&block, place, sizes[i]);
        lent += pass_on(lender, &ends, &block);
    }
    lender_free(lender);
    buf_free(&block);
    close(ends.in);
    int status;
    assert_int_equal(waitpid(reader, &status, 0), reader);
    assert_int_equal(status, 0);
    assert_in_range(lent, MANY / 3, MANY - MANY / 7);
}

static void without_a_promise_nothing_is_lent(void **state) {
    (void)state;
    struct ends ends = pipe_of(PIPE);
    struct buf block = {0};
    struct lender *lender = lender_new(ends.in);
    fill(&block, 0, BLOCK);
    assert_int_equal(lender_offer(lender, &block).size, 0);
    lender_free(lender);
    buf_free(&block);
    close(ends.in);
    close(ends.out);
}

static int read_nothing(int file, uint64_t total) {
    (void)file;
    (void)total;
    pause();
    return 0;
}

/* Whoever reads on when the reader who promised has ended may keep the pages themselves. */
static void a_promise_ends_with_its_process(void **state) {
    (void)state;
    if (!system_can_lend())
        return;
    struct ends ends = pipe_of(PIPE), kept = pipe_of(PIPE);
    pid_t reader = reader_of(&ends, 0, read_nothing);
    struct buf block = {0};
    struct lender *lender = lender_new(ends.in);
    uint64_t place = fill(&block, 0, BLOCK);
    assert_true(pass_on(lender, &ends, &block));
    kill(reader, SIGKILL);
    assert_int_equal(waitpid(reader, NULL, 0), reader);
    for (size_t moved = 0; moved < BLOCK;) {
        ssize_t now = splice(ends.out, NULL, kept.in, NULL, BLOCK - moved, 0);
        assert_true(now > 0);
        moved += (size_t)now;
    }
    char *read_back = malloc(BLOCK);
    for (int i = 0; i < 12; i++) {
        place = fill(&block, place, BLOCK);
        assert_false(pass_on(lender, &ends, &block));
        assert_int_equal(read(ends.out, read_back, BLOCK), BLOCK);
    }
    assert_int_equal(read(kept.out, read_back, BLOCK), BLOCK);
    assert_true(is_as_it_was(read_back, BLOCK, 0));
    free(read_back);
    lender_free(lender);
    buf_free(&block);
}

static void what_is_lent_outlives_its_lender(void **state) {
    (void)state;
    if (!system_can_lend())
        return;
    struct ends ends = pipe_of(PIPE);
    pid_t reader = reader_of(&ends, 0, read_nothing);
    struct buf block = {0};
    struct lender *lender = lender_new(ends.in);
    fill(&block, 0, BLOCK / 3); /* malloc() gives such memory again at once */
    assert_true(pass_on(lender, &ends, &block));
    lender_free(lender);
    buf_free(&block);
    char *read_back = malloc(BLOCK / 3);
    memset(read_back, 0, BLOCK / 3);
    assert_int_equal(read(ends.out, read_back, BLOCK / 3), BLOCK / 3);
    assert_true(is_as_it_was(read_back, BLOCK / 3, 0));
    free(read_back);
    kill(reader, SIGKILL);
    assert_int_equal(waitpid(reader, NULL, 0), reader);
}

/* The pipe would keep five of them. */
static void what_has_much_memory_is_not_lent(void **state) {
    (void)state;
    struct ends ends = pipe_of(PIPE);
    pid_t reader = reader_of(&ends, 0, read_nothing);
    struct buf block = {0};
    struct lender *lender = lender_new(ends.in);
    buf_reserve(&block, 2 * PIPE);
    fill(&block, 0, BLOCK);
    assert_int_equal(lender_offer(lender, &block).size, 0);
    lender_free(lender);
    buf_free(&block);
    kill(reader, SIGKILL);
    assert_int_equal(waitpid(reader, NULL, 0), reader);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lent_and_written_blocks_arrive_in_their_order),
        cmocka_unit_test(without_a_promise_nothing_is_lent),
        cmocka_unit_test(a_promise_ends_with_its_process),
        cmocka_unit_test(what_is_lent_outlives_its_lender),
        cmocka_unit_test(what_has_much_memory_is_not_lent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
