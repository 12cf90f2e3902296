/* A file that is mapped under a lease stays as it is, whoever writes to it. Skipped where no lease
 * can be had. */
#include "check.h"

#include "lib/io/lease.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FILE_BYTES = 3 * 4096 + 100 };

static char path[] = "/tmp/smo-lease-XXXXXX";

/* A file of one byte, so many times. */
static void make_file(char byte) {
    char bytes[FILE_BYTES];
    memset(bytes, byte, sizeof bytes);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_int_equal(write(file, bytes, sizeof bytes), sizeof bytes);
    close(file);
}

/* The leased file, mapped; its descriptor in *file. */
static char *map_leased(int *file) {
    make_file('a');
    *file = lease_open(path);
    if (*file < 0)
        skip();
    char *mapped = mmap(NULL, FILE_BYTES, PROT_READ, MAP_SHARED, *file, 0);
    assert_true(mapped != MAP_FAILED);
    return mapped;
}

static void assert_kept(const char *mapped) {
    for (size_t i = 0; i < FILE_BYTES; i++)
        assert_int_equal(mapped[i], 'a');
}

/* In another process, as in the same one the lease is in nobody's way. */
static pid_t start_overwriting(void) {
    pid_t child = fork();
    if (child == 0) {
        make_file('b');
        _exit(0);
    }
    return child;
}

static void wait_for(pid_t child) {
    int status;
    while (waitpid(child, &status, 0) < 0)
        ; /* the signal that asks for the lease comes between */
    assert_int_equal(status, 0);
}

static void what_is_guarded_is_kept(void **state) {
    (void)state;
    int file;
    char *mapped = map_leased(&file);
    lease_guard(file, mapped, FILE_BYTES);
    for (int i = 0; i < 2; i++) {
        wait_for(start_overwriting());
        assert_kept(mapped);
    }
    lease_end(file);
    munmap(mapped, FILE_BYTES);
}

static void who_writes_waits_until_it_is_known_where_the_file_is_mapped(void **state) {
    (void)state;
    int file;
    char *mapped = map_leased(&file);
    pid_t child = start_overwriting();
    usleep(50000);
    assert_int_equal(waitpid(child, NULL, WNOHANG), 0);
    lease_guard(file, mapped, FILE_BYTES);
    wait_for(child);
    assert_kept(mapped);
    lease_end(file);
    munmap(mapped, FILE_BYTES);
}

static void each_of_several_is_kept(void **state) {
    (void)state;
    int files[2];
    char *mapped[2];
    for (int i = 0; i < 2; i++) {
        mapped[i] = map_leased(&files[i]);
        lease_guard(files[i], mapped[i], FILE_BYTES);
        unlink(path); /* the next is another file */
    }
    lease_end(files[0]);
    munmap(mapped[0], FILE_BYTES);
    char name[64];
    snprintf(name, sizeof name, "/proc/self/fd/%d", files[1]);
    pid_t child = fork();
    if (child == 0)
        _exit(truncate(name, 0) != 0);
    wait_for(child);
    assert_kept(mapped[1]);
    lease_end(files[1]);
    munmap(mapped[1], FILE_BYTES);
}

static void a_file_that_is_being_written_is_not_leased(void **state) {
    (void)state;
    make_file('a');
    int writing = open(path, O_WRONLY);
    assert_int_equal(lease_open(path), -1);
    close(writing);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_guarded_is_kept),
        cmocka_unit_test(who_writes_waits_until_it_is_known_where_the_file_is_mapped),
        cmocka_unit_test(each_of_several_is_kept),
        cmocka_unit_test(a_file_that_is_being_written_is_not_leased),
    };
    close(mkstemp(path));
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    return failed;
}
