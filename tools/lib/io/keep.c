#include "lib/io/lease.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { LEASE_MAX = 8 };

/* Changed while SIGIO is blocked only. */
static struct lease {
    int file;     /* 0: none */
    void *mapped; /* NULL: the lease was given back */
    size_t bytes;
} leases[LEASE_MAX];

static struct lease *lease_of(int file) {
    struct lease *lease = leases;
    while (lease < leases + LEASE_MAX && lease->file != file)
        lease++;
    return lease < leases + LEASE_MAX ? lease : NULL;
}

/* Puts a copy in the place of the mapping, for other threads in one step. In a signal's handler:
 * system calls and memcpy(3) alone. */
static void lease_copy(const struct lease *lease) {
    static const char problem[] = "out of memory for a copy of a file that is being overwritten\n";
    void *copy =
        mmap(NULL, lease->bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (copy != MAP_FAILED) {
        memcpy(copy, lease->mapped, lease->bytes);
        copy =
            mremap(copy, lease->bytes, lease->bytes, MREMAP_MAYMOVE | MREMAP_FIXED, lease->mapped);
    }
    if (copy == MAP_FAILED) {
        (void)!write(STDERR_FILENO, problem, sizeof problem - 1);
        _exit(2);
    }
}

/* A lease that is asked back says by F_GETLEASE what it is to become. */
static void lease_give_back(int signal) {
    int error = errno;
    (void)signal;
    for (struct lease *lease = leases; lease < leases + LEASE_MAX; lease++)
        if (lease->mapped && fcntl(lease->file, F_GETLEASE) != F_RDLCK) {
            lease_copy(lease);
            lease->mapped = NULL;
            fcntl(lease->file, F_SETLEASE, F_UNLCK);
        }
    errno = error;
}

static void lease_block_signal(int how) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGIO);
    pthread_sigmask(how, &signals, NULL);
}

int lease_open(const char *path) {
    struct sigaction action = {.sa_handler = lease_give_back, .sa_flags = SA_RESTART};
    struct lease *lease = lease_of(0);
    int file = lease ? open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY) : -1;
    if (file < 0)
        return -1;
    lease_block_signal(SIG_BLOCK);
    if (sigaction(SIGIO, &action, NULL) != 0 || fcntl(file, F_SETLEASE, F_RDLCK) != 0) {
        lease_block_signal(SIG_UNBLOCK);
        close(file);
        return -1;
    }
    *lease = (struct lease){.file = file};
    return file;
}

void lease_guard(int file, void *mapped, size_t bytes) {
    struct lease *lease = lease_of(file);
    lease->mapped = mapped;
    lease->bytes = bytes;
    lease_block_signal(SIG_UNBLOCK);
}

void lease_end(int file) {
    lease_block_signal(SIG_BLOCK);
    *lease_of(file) = (struct lease){0};
    close(file);
    lease_block_signal(SIG_UNBLOCK);
}
