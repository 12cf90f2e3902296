/* A file that is kept stays as it is where it is mapped, whoever writes to it: under a lease, if
 * one can be had here, or as a copy. */
#include "check.h"

#include "lib/io/keep.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FILE_BYTES = 3 * 4096 + 100 };

static char path[] = "/tmp/smo-keep-XXXXXX";

/* A file of one byte, so many times. */
static void make_file(char byte) {
    char bytes[FILE_BYTES];
    memset(bytes, byte, sizeof bytes);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_int_equal(write(file, bytes, sizeof bytes), sizeof bytes);
    close(file);
}

/* The file, kept and mapped; its descriptor in *file. */
static char *map_kept(int *file) {
    struct fault fault = {0};
    make_file('a');
    *file = keep_open(path, &fault);
    assert_true(*file >= 0);
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

static void what_is_mapped_is_kept(void **state) {
    (void)state;
    int file;
    char *mapped = map_kept(&file);
    keep_mapped(file, mapped, FILE_BYTES);
    for (int i = 0; i < 2; i++) {
        wait_for(start_overwriting());
        assert_kept(mapped);
    }
    keep_end(file);
    munmap(mapped, FILE_BYTES);
}

static void who_writes_waits_until_it_is_known_where_the_file_is_mapped(void **state) {
    (void)state;
    int file;
    char *mapped = map_kept(&file);
    if (fcntl(file, F_GETLEASE) != F_RDLCK)
        skip();
    pid_t child = start_overwriting();
    usleep(50000);
    assert_int_equal(waitpid(child, NULL, WNOHANG), 0);
    keep_mapped(file, mapped, FILE_BYTES);
    wait_for(child);
    assert_kept(mapped);
    keep_end(file);
    munmap(mapped, FILE_BYTES);
}

static void each_of_several_is_kept(void **state) {
    (void)state;
    int files[2];
    char *mapped[2];
    for (int i = 0; i < 2; i++) {
        mapped[i] = map_kept(&files[i]);
        keep_mapped(files[i], mapped[i], FILE_BYTES);
        unlink(path); /* the next is another file */
    }
    keep_end(files[0]);
    munmap(mapped[0], FILE_BYTES);
    char name[64];
    snprintf(name, sizeof name, "/proc/self/fd/%d", files[1]);
    pid_t child = fork();
    if (child == 0)
        _exit(truncate(name, 0) != 0);
    wait_for(child);
    assert_kept(mapped[1]);
    keep_end(files[1]);
    munmap(mapped[1], FILE_BYTES);
}

static void a_file_that_is_being_written_is_copied(void **state) {
    (void)state;
    make_file('a');
    int file, writing = open(path, O_WRONLY);
    char *mapped = map_kept(&file);
    keep_mapped(file, mapped, FILE_BYTES);
    assert_int_equal(ftruncate(writing, 0), 0);
    assert_kept(mapped);
    close(writing);
    keep_end(file);
    munmap(mapped, FILE_BYTES);
}

static void what_cannot_be_read_is_told(void **state) {
    (void)state;
    struct fault fault = {0};
    assert_int_equal(keep_open("/", &fault), -1);
    assert_true(fault_is_set(&fault));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_mapped_is_kept),
        cmocka_unit_test(who_writes_waits_until_it_is_known_where_the_file_is_mapped),
        cmocka_unit_test(each_of_several_is_kept),
        cmocka_unit_test(a_file_that_is_being_written_is_copied),
        cmocka_unit_test(what_cannot_be_read_is_told),
    };
    close(mkstemp(path));
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    return failed;
}
