/* Work shared among threads. What is done in which order is left open; who needs a result waits for
 * it, and meanwhile helps. With one job there are no threads, and all is done by whoever waits. */
#ifndef SMO_LIB_IO_PARALLEL_H
#define SMO_LIB_IO_PARALLEL_H

#include <stdbool.h>

struct parallel;

/* A piece of work. The caller keeps it until parallel_wait() has returned for the flag that it
 * announces. `run` is given the number of the worker, 0 to jobs - 1, for what each thread has of
 * its own; 0 is the one that waits. */
struct parallel_task {
    void (*run)(void *argument, unsigned worker);
    void *argument;
    struct parallel_task *next; /* for parallel.c */
};

/* `jobs` threads in all, the caller's among them; at least 1. */
struct parallel *parallel_new(unsigned jobs);

/* The number of jobs: may be less than was asked for if no more threads can be had. */
unsigned parallel_jobs(const struct parallel *parallel);

/* Adds work behind all other. */
void parallel_start(struct parallel *parallel, struct parallel_task *task);

/* Lets the other threads rest, or go on: while they rest, all is done by whoever waits. For when
 * more hands would only be in the way of those that use what they make. */
void parallel_rest(struct parallel *parallel, bool is_resting);

/* Says that something is done that somebody may wait for: sets *flag. For use by tasks. */
void parallel_announce(struct parallel *parallel, bool *flag);

/* Returns when *flag is set; does other work until then. */
void parallel_wait(struct parallel *parallel, const bool *flag);

/* Waits until all work is done, and frees. */
void parallel_free(struct parallel *parallel);

#endif
