#include "lib/io/keep.h"

#include "lib/io/input.h"
#include "lib/io/write.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* --- leases */

enum { KEEP_MAX_LEASES = 8 };

/* Changed while SIGIO is blocked only. */
static struct keep_lease {
    int file;     /* 0: none */
    void *mapped; /* NULL: not yet, or the lease was given back */
    size_t bytes;
} keep_leases[KEEP_MAX_LEASES];

static struct keep_lease *keep_lease_of(int file) {
    for (int i = 0; i < KEEP_MAX_LEASES; i++)
        if (keep_leases[i].file == file)
            return &keep_leases[i];
    return NULL;
}

/* Puts a copy in the place of the mapping, for other threads in one step. In a signal's handler:
 * system calls and memcpy(3) alone. */
static void keep_replace(const struct keep_lease *lease) {
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
static void keep_give_back(int signal) {
    int error = errno;
    (void)signal;
    for (struct keep_lease *lease = keep_leases; lease < keep_leases + KEEP_MAX_LEASES; lease++)
        if (lease->mapped && fcntl(lease->file, F_GETLEASE) != F_RDLCK) {
            keep_replace(lease);
            lease->mapped = NULL;
            fcntl(lease->file, F_SETLEASE, F_UNLCK);
        }
    errno = error;
}

static void keep_block_signal(int how) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGIO);
    pthread_sigmask(how, &signals, NULL);
}

/* Opens the file under a lease, which cannot be asked back before keep_mapped(); -1 if there is
 * none to be had. */
static int keep_open_leased(const char *path) {
    struct sigaction action = {.sa_handler = keep_give_back, .sa_flags = SA_RESTART};
    struct keep_lease *lease = keep_lease_of(0);
    /* A named pipe that was read already would be waited for, without an end. */
    int file = lease ? open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK) : -1;
    if (file < 0)
        return -1;
    keep_block_signal(SIG_BLOCK);
    if (sigaction(SIGIO, &action, NULL) != 0 || fcntl(file, F_SETLEASE, F_RDLCK) != 0) {
        keep_block_signal(SIG_UNBLOCK);
        close(file);
        return -1;
    }
    *lease = (struct keep_lease){.file = file};
    return file;
}

/* --- copies */

/* Fills the copy and seals it. */
static bool keep_fill(int copy, struct input *input, struct fault *fault) {
    char block[65536];
    size_t size;
    while ((size = input_read(input, block, sizeof block)) > 0)
        if (!write_all(copy, (struct span){block, size}))
            return fault_set(fault, "cannot be copied: %s", strerror(errno));
    *fault = *input_fault(input);
    if (fault_is_set(fault))
        return false;
    if (fcntl(copy, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) != 0)
        return fault_set(fault, "cannot be sealed: %s", strerror(errno));
    return true;
}

static int keep_open_copy(struct input *input, struct fault *fault) {
    int copy = memfd_create("smo", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (copy < 0) {
        fault_set(fault, "cannot be copied: %s", strerror(errno));
    } else if (!keep_fill(copy, input, fault)) {
        close(copy);
        copy = -1;
    }
    return copy;
}

/* --- both */

int keep_open(const char *path, struct fault *fault) {
    struct input *input = input_open(path, fault);
    if (!input)
        return -1;
    bool is_plain = strcmp(input_compression(input), "plain") == 0;
    int file = is_plain ? keep_open_leased(path) : -1;
    if (file < 0)
        file = keep_open_copy(input, fault);
    input_close(input);
    return file;
}

void keep_mapped(int file, void *mapped, size_t bytes) {
    struct keep_lease *lease = keep_lease_of(file);
    if (lease) {
        lease->mapped = mapped;
        lease->bytes = bytes;
        keep_block_signal(SIG_UNBLOCK);
    }
}

void keep_end(int file) {
    struct keep_lease *lease = keep_lease_of(file);
    keep_block_signal(SIG_BLOCK);
    if (lease)
        *lease = (struct keep_lease){0};
    close(file);
    keep_block_signal(SIG_UNBLOCK);
}
