#include "lib/io/progress.h"

#include "lib/base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

struct progress {
    uint64_t total_bytes;
    double started, shown; /* seconds of a clock that only goes on */
};

static double progress_clock(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

struct progress *progress_new(uint64_t total_bytes) {
    if (!isatty(STDERR_FILENO))
        return NULL;
    struct progress *progress = mem_zeroed(1, sizeof *progress);
    progress->total_bytes = total_bytes;
    progress->started = progress->shown = progress_clock();
    return progress;
}

void progress_show(struct progress *progress, uint64_t bytes, uint64_t lines) {
    if (!progress)
        return;
    double now = progress_clock(), seconds = now - progress->started;
    if (now - progress->shown < 0.25)
        return;
    progress->shown = now;
    fprintf(stderr, "\r%.1f MB", (double)bytes / 1e6);
    if (progress->total_bytes >= bytes && bytes) {
        double part = (double)bytes / (double)progress->total_bytes;
        double left = seconds / part - seconds;
        fprintf(stderr, " of %.1f MB (%.0f %%), %d:%02d left", (double)progress->total_bytes / 1e6,
                part * 100, (int)(left / 60), (int)left % 60);
    }
    fprintf(stderr, ", %.0f lines/s\033[K", (double)lines / seconds);
    fflush(stderr);
}

void progress_free(struct progress *progress) {
    if (!progress)
        return;
    fputs("\r\033[K", stderr);
    fflush(stderr);
    free(progress);
}
