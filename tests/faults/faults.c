/* A library to be preloaded that makes one call of a program fail, so that a test can walk through
 * all of them. Told by the environment:
 *
 *     FAULT       the calls that are meant: memory, mmap, read, write, lend, open, fsync, rename,
 *                 close, stat, access, seek, chmod, thread, random, control
 *     FAULT_AT    the n-th of them fails, from 1
 *     FAULT_ALL   if set, so do all that follow, as on a disk that stays full
 *     FAULT_MARK  a file that is made when a call fails: without it the walk is at its end
 *
 * FAULT=short has every read and write move a few bytes only, FAULT=interrupted has every second
 * one end with EINTR; both must change nothing. Writes to standard error never fail: it must tell
 * what happened. Only glibc has the names behind malloc() that are used here. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
ssize_t __read_chk(int file, void *at, size_t size, size_t room);
int __open_2(const char *path, int flags);

enum { SHORT_BYTES = 7 };

static const char *fault, *mark;
static unsigned long fault_at, calls;
static bool fault_all;

__attribute__((constructor)) static void faults_begin(void) {
    const char *at = getenv("FAULT_AT");
    fault_at = at ? strtoul(at, NULL, 10) : 0;
    fault_all = getenv("FAULT_ALL");
    mark = getenv("FAULT_MARK");
    fault = getenv("FAULT");
}

/* True if this call is to fail; errno is set then. */
static bool faults_hit(const char *kind, int error) {
    if (!fault || strcmp(fault, kind) != 0)
        return false;
    unsigned long n = __atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED);
    if (n < fault_at || (n > fault_at && !fault_all))
        return false;
    if (mark && n == fault_at)
        syscall(SYS_close, syscall(SYS_openat, AT_FDCWD, mark, O_CREAT | O_WRONLY, 0600));
    errno = error;
    return true;
}

/* What read and write do before they do it: false for EINTR; may lessen `size`. */
static bool faults_disturb(size_t *size) {
    if (fault && strcmp(fault, "short") == 0 && *size > SHORT_BYTES)
        *size = SHORT_BYTES;
    if (fault && strcmp(fault, "interrupted") == 0 &&
        __atomic_fetch_add(&calls, 1, __ATOMIC_RELAXED) % 2 == 0) {
        errno = EINTR;
        return false;
    }
    return true;
}

/* ISO C has no cast from dlsym's pointer to a function's: POSIX has this one. */
#define REAL(name) *(void **)&real = dlsym(RTLD_NEXT, #name)

#ifndef FAULTS_SPARE_MEMORY /* a sanitizer has a malloc of its own */
void *malloc(size_t size) {
    return faults_hit("memory", ENOMEM) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    return faults_hit("memory", ENOMEM) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *block, size_t size) {
    return faults_hit("memory", ENOMEM) ? NULL : __libc_realloc(block, size);
}
#endif

void *mmap(void *at, size_t size, int protection, int flags, int file, off_t offset) {
    if (faults_hit("mmap", ENOMEM))
        return MAP_FAILED;
    return (void *)syscall(SYS_mmap, at, size, protection, flags, file, offset);
}

ssize_t read(int file, void *at, size_t size) {
    ssize_t (*real)(int, void *, size_t);
    REAL(read);
    if (!faults_disturb(&size) || faults_hit("read", EIO))
        return -1;
    return real(file, at, size);
}

ssize_t __read_chk(int file, void *at, size_t size, size_t room) {
    return size > room ? -1 : read(file, at, size);
}

ssize_t write(int file, const void *at, size_t size) {
    ssize_t (*real)(int, const void *, size_t);
    REAL(write);
    if (file != STDERR_FILENO && (!faults_disturb(&size) || faults_hit("write", ENOSPC)))
        return -1;
    return real(file, at, size);
}

ssize_t vmsplice(int file, const struct iovec *pieces, size_t count, unsigned flags) {
    struct iovec piece = *pieces;
    if (!faults_disturb(&piece.iov_len) || faults_hit("lend", ENOSYS))
        return -1;
    return syscall(SYS_vmsplice, file, &piece, count, flags);
}

int open(const char *path, int flags, ...) {
    int (*real)(const char *, int, ...);
    REAL(open);
    va_list rest;
    va_start(rest, flags);
    unsigned mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, unsigned) : 0;
    va_end(rest);
    return faults_hit("open", EMFILE) ? -1 : real(path, flags, mode);
}

int __open_2(const char *path, int flags) {
    return open(path, flags);
}

int mkostemp(char *path, int flags) {
    int (*real)(char *, int);
    REAL(mkostemp);
    return faults_hit("open", EMFILE) ? -1 : real(path, flags);
}

int mkstemp(char *path) {
    int (*real)(char *);
    REAL(mkstemp);
    return faults_hit("open", EMFILE) ? -1 : real(path);
}

int memfd_create(const char *name, unsigned flags) {
    int (*real)(const char *, unsigned);
    REAL(memfd_create);
    return faults_hit("open", EMFILE) ? -1 : real(name, flags);
}

int fsync(int file) {
    int (*real)(int);
    REAL(fsync);
    return faults_hit("fsync", EIO) ? -1 : real(file);
}

int rename(const char *from, const char *to) {
    int (*real)(const char *, const char *);
    REAL(rename);
    return faults_hit("rename", EACCES) ? -1 : real(from, to);
}

int link(const char *from, const char *to) {
    int (*real)(const char *, const char *);
    REAL(link);
    return faults_hit("rename", EACCES) ? -1 : real(from, to);
}

int linkat(int at, const char *from, int to_at, const char *to, int flags) {
    int (*real)(int, const char *, int, const char *, int);
    REAL(linkat);
    return faults_hit("rename", EACCES) ? -1 : real(at, from, to_at, to, flags);
}

/* It fails as it does in NFS: the file is closed, but what was written is not safe. */
int close(int file) {
    int (*real)(int);
    REAL(close);
    bool is_bad = faults_hit("close", EIO);
    int result = real(file);
    if (is_bad)
        errno = EIO;
    return is_bad ? -1 : result;
}

int fstat(int file, struct stat *status) {
    int (*real)(int, struct stat *);
    REAL(fstat);
    return faults_hit("stat", EIO) ? -1 : real(file, status);
}

int stat(const char *path, struct stat *status) {
    int (*real)(const char *, struct stat *);
    REAL(stat);
    return faults_hit("stat", EIO) ? -1 : real(path, status);
}

int access(const char *path, int mode) {
    int (*real)(const char *, int);
    REAL(access);
    return faults_hit("access", EIO) ? -1 : real(path, mode);
}

off_t lseek(int file, off_t offset, int from) {
    off_t (*real)(int, off_t, int);
    REAL(lseek);
    return faults_hit("seek", EIO) ? -1 : real(file, offset, from);
}

int fchmod(int file, mode_t mode) {
    int (*real)(int, mode_t);
    REAL(fchmod);
    return faults_hit("chmod", EPERM) ? -1 : real(file, mode);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *how, void *(*run)(void *), void *with) {
    int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    REAL(pthread_create);
    return faults_hit("thread", EAGAIN) ? EAGAIN : real(thread, how, run, with);
}

ssize_t getrandom(void *at, size_t size, unsigned flags) {
    ssize_t (*real)(void *, size_t, unsigned);
    REAL(getrandom);
    return faults_hit("random", ENOSYS) ? -1 : real(at, size, flags);
}

int fcntl(int file, int command, ...) {
    int (*real)(int, int, ...);
    REAL(fcntl);
    va_list rest;
    va_start(rest, command);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    return faults_hit("control", EPERM) ? -1 : real(file, command, argument);
}
