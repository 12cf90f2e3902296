#include "lib/io/output.h"

#include "lib/base/buf.h"
#include "lib/base/cli.h"
#include "lib/base/mem.h"
#include "lib/io/gzip.h"
#include "lib/io/lend.h"
#include "lib/io/write.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    OUTPUT_WRITE_BYTES = 256 * 1024, /* in one write(2): three times faster than 64 KiB */
    OUTPUT_PIPE_BYTES = 1024 * 1024
};

struct output {
    struct buf block; /* first: output_reserve() finds it here */
    const char *tool;
    int file;
    int pipe_bytes;        /* what the pipe holds; not above 0: it is none */
    struct lender *lender; /* of a pipe; else NULL */
    char *path;            /* of a file; else NULL */
    char *temporary;       /* what it is called until it takes its name; NULL: it has none */
    bool is_replacing;
    struct gzip_packer *packer; /* NULL: written as it is */
    struct buf packed;
};

static _Noreturn void output_fail(struct output *output, const char *what) {
    int error = errno;
    if (error == EPIPE) { /* the reader has enough: end as SIGPIPE would have ended us */
        signal(SIGPIPE, SIG_DFL);
        raise(SIGPIPE);
    }
    const char *name = output->path ? output->path : "standard output";
    if (output->temporary)
        unlink(output->temporary);
    cli_failed(output->tool, "%s: %s: %s", name, what, strerror(error));
}

static struct output *output_new(const char *tool, int file) {
    struct output *output = mem_zeroed(1, sizeof *output);
    output->tool = tool;
    output->file = file;
    buf_reserve(&output->block, OUTPUT_WRITE_BYTES);
    return output;
}

/* The tools of a pipeline shall not preempt each other whenever a block arrives: SCHED_BATCH, of
 * sched(7), asks the kernel for that. */
static void output_ask_for_no_hurry(void) {
    struct sched_param none = {0};
    if (sched_getscheduler(0) == SCHED_OTHER)
        sched_setscheduler(0, SCHED_BATCH, &none);
}

struct output *output_standard(const char *tool) {
    output_ask_for_no_hurry();
    struct output *output = output_new(tool, STDOUT_FILENO);
    fcntl(STDOUT_FILENO, F_SETPIPE_SZ, OUTPUT_PIPE_BYTES); /* no pipe, or no right to: no matter */
    output->pipe_bytes = fcntl(STDOUT_FILENO, F_GETPIPE_SZ);
    if (output->pipe_bytes > 0)
        output->lender = lender_new(STDOUT_FILENO);
    return output;
}

bool output_reader_is_behind(const struct output *output) {
    int unread;
    return output->pipe_bytes > 0 && ioctl(output->file, FIONREAD, &unread) == 0 &&
           unread > output->pipe_bytes / 2;
}

/* The permissions of the file that is replaced, or what the umask leaves to a new one. */
static mode_t output_mode_of(const char *path) {
    struct stat status;
    if (stat(path, &status) == 0)
        return status.st_mode & 07777;
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

/* The file behind a link: it is replaced, not the link. */
static char *output_target(const char *path) {
    struct stat status;
    bool is_link = lstat(path, &status) == 0 && S_ISLNK(status.st_mode);
    char *target = is_link ? realpath(path, NULL) : NULL;
    return target ? target : mem_copy(path, strlen(path));
}

/* A device or a pipe, such as /dev/stdout, is written to and never replaced. */
static bool output_is_special(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && !S_ISREG(status.st_mode);
}

static char *output_folder(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? mem_copy(path, (size_t)(slash - path) + 1) : mem_copy(".", 1);
}

/* A file without a name: whatever ends the program, a signal or the lack of memory, nothing is left
 * of it. It is given a name through /proc. Some file systems have no such files. */
static int output_create_unnamed(const char *path) {
    if (access("/proc/self/fd", X_OK) != 0)
        return -1;
    char *folder = output_folder(path);
    int file = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    free(folder);
    return file;
}

static void output_create(struct output *output) {
    output->is_replacing = true;
    output->file = output_create_unnamed(output->path);
    if (output->file >= 0)
        return;
    struct buf name = {0};
    buf_addf(&name, "%s.XXXXXX", output->path);
    char *temporary = mem_copy(buf_string(&name), name.size);
    buf_free(&name);
    output->file = mkostemp(temporary, O_CLOEXEC);
    if (output->file < 0) {
        free(temporary);
        output_fail(output, "cannot be written");
    }
    output->temporary = temporary;
}

struct output *output_replace(const char *tool, const char *path) {
    if (strcmp(path, "-") == 0)
        return output_standard(tool);
    struct output *output = output_new(tool, -1);
    output->path = output_target(path);
    if (span_ends_with(span_of(path), (struct span)SPAN(".gz")))
        output->packer = gzip_packer_new();
    if (output_is_special(output->path)) {
        output->file = open(output->path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
        if (output->file < 0)
            output_fail(output, "cannot be written");
        return output;
    }
    output_create(output);
    if (fchmod(output->file, output_mode_of(path)) != 0)
        output_fail(output, "cannot be written");
    return output;
}

static void output_write_stored(struct output *output, struct span bytes) {
    if (!write_all(output->file, bytes))
        output_fail(output, "write error");
    if (output->lender)
        lender_count(output->lender, bytes.size);
}

/* What comes before the pages that can be lent, and what comes behind them, is written. */
static void output_lend(struct output *output, struct buf *block) {
    struct span bytes = buf_span(block), pages = lender_offer(output->lender, block);
    output_write_stored(output, span_take(bytes, (size_t)(pages.at - bytes.at)));
    if (!span_is_empty(pages))
        bytes = lender_lend(output->lender, block, pages);
    output_write_stored(output, bytes);
}

/* Writes what is in a block and empties it. */
static void output_write(struct output *output, struct buf *block) {
    if (output->packer) {
        buf_clear(&output->packed);
        gzip_packer_add(output->packer, buf_span(block), &output->packed);
        output_write_stored(output, buf_span(&output->packed));
    } else if (output->lender) {
        output_lend(output, block);
    } else {
        output_write_stored(output, buf_span(block));
    }
    buf_clear(block);
}

static void output_end_packing(struct output *output) {
    if (!output->packer)
        return;
    buf_clear(&output->packed);
    gzip_packer_end(output->packer, &output->packed);
    output_write_stored(output, buf_span(&output->packed));
}

void output_flush(struct output *output) {
    output_write(output, &output->block);
}

void output_make_room(struct output *output, size_t size) {
    output_flush(output);
    buf_reserve(&output->block, size > OUTPUT_WRITE_BYTES ? size : OUTPUT_WRITE_BYTES);
}

void output_add(struct output *output, struct span s) {
    for (; s.size > OUTPUT_WRITE_BYTES; s = span_skip(s, OUTPUT_WRITE_BYTES))
        output_add(output, span_take(s, OUTPUT_WRITE_BYTES));
    span_copy(output_reserve(output, s.size), s);
    output_advance(output, s.size);
}

void output_give(struct output *output, struct buf *bytes) {
    if (bytes->size < OUTPUT_WRITE_BYTES / 4) { /* more than that is worth no copy */
        output_add(output, buf_span(bytes));
        buf_clear(bytes);
        return;
    }
    output_flush(output);
    output_write(output, bytes);
}

void output_add_byte(struct output *output, char byte) {
    *output_reserve(output, 1) = byte;
    output_advance(output, 1);
}

/* The rename is only safe on disk when the folder that holds the name is. */
static void output_sync_folder(struct output *output) {
    char *folder = output_folder(output->path);
    int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(folder);
    if (file < 0 || (fsync(file) != 0 && errno != EINVAL))
        output_fail(output, "cannot sync its folder");
    close(file);
}

/* Gives a file without a name a temporary one, for rename(2) can replace a file and linkat(2)
 * cannot. */
static void output_give_name(struct output *output) {
    char unnamed[64];
    snprintf(unnamed, sizeof unnamed, "/proc/self/fd/%d", output->file);
    struct buf name = {0};
    buf_addf(&name, "%s.%ld", output->path, (long)getpid());
    char *temporary = mem_copy(buf_string(&name), name.size);
    buf_free(&name);
    unlink(temporary); /* of a process that had this number and was killed just here */
    if (linkat(AT_FDCWD, unnamed, AT_FDCWD, temporary, AT_SYMLINK_FOLLOW) != 0) {
        free(temporary);
        output_fail(output, "cannot be named");
    }
    output->temporary = temporary;
}

static void output_free(struct output *output) {
    lender_free(output->lender);
    buf_free(&output->block);
    buf_free(&output->packed);
    gzip_packer_free(output->packer);
    free(output->path);
    free(output->temporary);
    free(output);
}

void output_close(struct output *output) {
    if (!output)
        return;
    output_flush(output);
    output_end_packing(output);
    if (output->is_replacing) {
        if (fsync(output->file) != 0)
            output_fail(output, "cannot be synced");
        if (!output->temporary)
            output_give_name(output);
        if (close(output->file) != 0 || rename(output->temporary, output->path) != 0)
            output_fail(output, "cannot be replaced");
        free(output->temporary);
        output->temporary = NULL;
        output_sync_folder(output);
    } else if (close(output->file) != 0) {
        output_fail(output, "write error");
    }
    output_free(output);
}

void output_discard(struct output *output) {
    if (!output)
        return;
    if (output->is_replacing)
        close(output->file);
    if (output->temporary)
        unlink(output->temporary);
    output_free(output);
}
