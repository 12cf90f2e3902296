/* Work shared among threads: all of it is done, once, whoever does it. */
#include "check.h"

#include "lib/io/parallel.h"

enum { TASKS = 500 };

struct work {
    struct parallel *parallel;
    struct parallel_task task;
    unsigned runs, worker;
    bool is_done;
};

static void work_run(void *argument, unsigned worker) {
    struct work *work = argument;
    work->runs++;
    work->worker = worker;
    parallel_announce(work->parallel, &work->is_done);
}

static void all_work_is_done_once(unsigned jobs) {
    static struct work works[TASKS];
    struct parallel *parallel = parallel_new(jobs);
    assert_in_range(parallel_jobs(parallel), 1, jobs);
    for (int i = 0; i < TASKS; i++) {
        works[i] = (struct work){.parallel = parallel, .task = {.run = work_run}};
        works[i].task.argument = &works[i];
        parallel_start(parallel, &works[i].task);
    }
    for (int i = TASKS - 1; i >= 0; i--) {
        parallel_wait(parallel, &works[i].is_done);
        assert_int_equal(works[i].runs, 1);
        assert_true(works[i].worker < parallel_jobs(parallel));
    }
    parallel_free(parallel);
}

static void one_job(void **state) {
    (void)state;
    all_work_is_done_once(1);
}

static void many_jobs(void **state) {
    (void)state;
    for (unsigned jobs = 2; jobs <= 8; jobs++)
        all_work_is_done_once(jobs);
}

/* Who waits does all, but for what the others had begun; then they work again. */
static void others_may_rest(void **state) {
    (void)state;
    static struct work works[TASKS];
    struct parallel *parallel = parallel_new(4);
    for (int round = 0; round < 4; round++) {
        bool is_resting = round % 2 == 0;
        parallel_rest(parallel, is_resting);
        for (int i = 0; i < TASKS; i++) {
            works[i] = (struct work){.parallel = parallel, .task = {.run = work_run}};
            works[i].task.argument = &works[i];
            parallel_start(parallel, &works[i].task);
        }
        for (int i = 0; i < TASKS; i++) {
            parallel_wait(parallel, &works[i].is_done);
            assert_int_equal(works[i].runs, 1);
            assert_true(!is_resting || works[i].worker == 0);
        }
    }
    parallel_free(parallel);
}

/* What nobody waited for is done before all is given back. */
static void the_rest_is_done_at_the_end(void **state) {
    (void)state;
    struct work work = {.parallel = parallel_new(1), .task = {.run = work_run}};
    work.task.argument = &work;
    parallel_start(work.parallel, &work.task);
    parallel_free(work.parallel);
    assert_int_equal(work.runs, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_job),
        cmocka_unit_test(many_jobs),
        cmocka_unit_test(others_may_rest),
        cmocka_unit_test(the_rest_is_done_at_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
