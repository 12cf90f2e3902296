/* Whether this system can lend pages to a pipe at all: some sandboxes have no vmsplice(2), or show
 * no locks on pipes. Asked without the code that is tested. */
#ifndef FAULTS_LENDS_H
#define FAULTS_LENDS_H

#include <fcntl.h>
#include <stdbool.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static bool system_can_lend(void) {
    int pipes[2];
    if (pipe(pipes) != 0)
        return false;
    struct flock lock = {.l_type = F_RDLCK, .l_whence = SEEK_SET, .l_len = 1};
    if (fcntl(pipes[0], F_SETLK, &lock) != 0)
        return false;
    pid_t other = fork();
    if (other == 0) {
        static char page[4096] = "page";
        struct iovec piece = {page, sizeof page};
        lock.l_type = F_WRLCK;
        bool is_seen = fcntl(pipes[1], F_GETLK, &lock) == 0 && lock.l_type == F_RDLCK;
        _exit(!is_seen || vmsplice(pipes[1], &piece, 1, 0) != sizeof page);
    }
    int status;
    bool can = other > 0 && waitpid(other, &status, 0) == other && status == 0;
    close(pipes[0]);
    close(pipes[1]);
    return can;
}

#endif
