#include "lib/io/parallel.h"

#include "lib/base/mem.h"

#include <pthread.h>
#include <stdlib.h>

struct parallel_worker {
    struct parallel *parallel;
    unsigned number;
    pthread_t thread;
};

struct parallel {
    pthread_mutex_t lock;
    pthread_cond_t work; /* there is some, or it is over: for the threads */
    pthread_cond_t done; /* something is: for who waits */
    struct parallel_task *first, **last;
    struct parallel_worker *workers;
    unsigned threads;
    bool is_resting; /* the threads are */
    bool is_over;
};

/* Takes the first task and runs it, without the lock. */
static void parallel_run_one(struct parallel *parallel, unsigned worker) {
    struct parallel_task *task = parallel->first;
    parallel->first = task->next;
    if (!parallel->first)
        parallel->last = &parallel->first;
    pthread_mutex_unlock(&parallel->lock);
    task->run(task->argument, worker);
    pthread_mutex_lock(&parallel->lock);
}

static void *parallel_work(void *argument) {
    struct parallel_worker *worker = argument;
    struct parallel *parallel = worker->parallel;
    pthread_mutex_lock(&parallel->lock);
    for (;;) {
        if (parallel->first && !parallel->is_resting)
            parallel_run_one(parallel, worker->number);
        else if (parallel->is_over)
            break;
        else
            pthread_cond_wait(&parallel->work, &parallel->lock);
    }
    pthread_mutex_unlock(&parallel->lock);
    return NULL;
}

struct parallel *parallel_new(unsigned jobs) {
    struct parallel *parallel = mem_zeroed(1, sizeof *parallel);
    pthread_mutex_init(&parallel->lock, NULL);
    pthread_cond_init(&parallel->work, NULL);
    pthread_cond_init(&parallel->done, NULL);
    parallel->last = &parallel->first;
    if (jobs > 1)
        parallel->workers = mem_zeroed(jobs - 1, sizeof *parallel->workers);
    while (parallel->threads + 1 < jobs) {
        struct parallel_worker *worker = &parallel->workers[parallel->threads];
        worker->parallel = parallel;
        worker->number = parallel->threads + 1;
        if (pthread_create(&worker->thread, NULL, parallel_work, worker) != 0)
            break;
        parallel->threads++;
    }
    return parallel;
}

unsigned parallel_jobs(const struct parallel *parallel) {
    return parallel->threads + 1;
}

void parallel_start(struct parallel *parallel, struct parallel_task *task) {
    pthread_mutex_lock(&parallel->lock);
    task->next = NULL;
    *parallel->last = task;
    parallel->last = &task->next;
    if (!parallel->is_resting)
        pthread_cond_signal(&parallel->work);
    pthread_mutex_unlock(&parallel->lock);
}

void parallel_rest(struct parallel *parallel, bool is_resting) {
    if (parallel->is_resting == is_resting)
        return;
    pthread_mutex_lock(&parallel->lock);
    parallel->is_resting = is_resting;
    if (!is_resting)
        pthread_cond_broadcast(&parallel->work);
    pthread_mutex_unlock(&parallel->lock);
}

void parallel_announce(struct parallel *parallel, bool *flag) {
    pthread_mutex_lock(&parallel->lock);
    *flag = true;
    pthread_cond_broadcast(&parallel->done);
    pthread_mutex_unlock(&parallel->lock);
}

void parallel_wait(struct parallel *parallel, const bool *flag) {
    pthread_mutex_lock(&parallel->lock);
    while (!*flag) {
        if (parallel->first)
            parallel_run_one(parallel, 0);
        else
            pthread_cond_wait(&parallel->done, &parallel->lock);
    }
    pthread_mutex_unlock(&parallel->lock);
}

void parallel_free(struct parallel *parallel) {
    if (!parallel)
        return;
    pthread_mutex_lock(&parallel->lock);
    parallel->is_over = true;
    pthread_cond_broadcast(&parallel->work);
    while (parallel->first)
        parallel_run_one(parallel, 0);
    pthread_mutex_unlock(&parallel->lock);
    for (unsigned i = 0; i < parallel->threads; i++)
        pthread_join(parallel->workers[i].thread, NULL);
    pthread_mutex_destroy(&parallel->lock);
    pthread_cond_destroy(&parallel->work);
    pthread_cond_destroy(&parallel->done);
    free(parallel->workers);
    free(parallel);
}
