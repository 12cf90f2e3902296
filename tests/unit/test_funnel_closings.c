/* links: smo-funnel/closings.c smo-funnel/list.c smo-funnel/pool.c
 * The order in which visits close, and the pools and lists that hold them. */
#include "check.h"

#include "smo-funnel/closings.h"
#include "smo-funnel/list.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static struct closings_entry entry(int64_t time, int64_t start, uint64_t serial) {
    return (struct closings_entry){
        .time = time, .start = start, .serial = serial, .visit = (uint32_t)serial};
}

static bool is_in_order(const struct closings_entry *a, const struct closings_entry *b) {
    if (a->time != b->time)
        return a->time < b->time;
    return a->start != b->start ? a->start < b->start : a->serial < b->serial;
}

static void test_they_come_by_time_start_and_serial(void **state) {
    (void)state;
    struct closings closings = {0};
    enum { MANY = 3000 };
    srand(2);
    for (uint64_t i = 1; i <= MANY; i++)
        closings_add(&closings, entry(rand() % 50, rand() % 5, i), i % CLOSINGS_SORTS);
    struct closings_entry last = {0};
    for (size_t i = 0; i < MANY; i++) {
        const struct closings_entry *first = closings_first(&closings);
        assert_true(is_in_order(&last, first));
        last = *first;
        closings_remove_first(&closings);
    }
    assert_null(closings_first(&closings));
    closings_free(&closings);
}

static void test_one_that_is_put_off_finds_its_place(void **state) {
    (void)state;
    struct closings closings = {0};
    for (uint64_t i = 1; i <= 5; i++)
        closings_add(&closings, entry((int64_t)i * 10, 0, i), CLOSINGS_RUNNING);
    closings_put_off_first(&closings, 35);
    static const uint64_t wanted[] = {2, 3, 1, 4, 5};
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(closings_first(&closings)->serial, wanted[i]);
        closings_remove_first(&closings);
    }
    closings_free(&closings);
}

/* How many of these are due, if they fit. */
static size_t count_due(const struct closings_entry *all, size_t count, int64_t time) {
    size_t due = 0;
    for (size_t i = 0; i < count; i++)
        due += all[i].time < time;
    return due < CLOSINGS_DUE ? due : CLOSINGS_DUE;
}

/* As many as there are, each once, and all of them due. */
static void check_due(const struct closings *closings, const struct closings_entry *all,
                      size_t count, int64_t time) {
    struct closings_entry due[CLOSINGS_DUE];
    size_t found = closings_due(closings, time, due);
    assert_int_equal(found, count_due(all, count, time));
    for (size_t i = 0; i < found; i++) {
        assert_true(due[i].time < time);
        for (size_t j = 0; j < i; j++)
            assert_true(due[i].serial != due[j].serial);
    }
}

/* Most are later than all before them, some are not, and the first is put off now and then: what
 * comes first, and what is due, is what a look through all of them finds. */
static void test_the_first_is_the_first_wherever_it_waits(void **state) {
    (void)state;
    enum { ROUNDS = 20000, MOST = 2000 };
    static struct closings_entry all[MOST];
    struct closings closings = {0};
    size_t count = 0;
    srand(3);
    for (uint64_t round = 1; round <= ROUNDS; round++) {
        int64_t now = (int64_t)round / 4;
        if (count < MOST && rand() % 9 < 5) {
            all[count] = entry(now + (rand() % 4 ? 100 : rand() % 150), rand() % 3, round);
            closings_add(&closings, all[count++], rand() % CLOSINGS_SORTS);
        } else if (count) {
            size_t least = 0;
            for (size_t i = 1; i < count; i++)
                if (is_in_order(&all[i], &all[least]))
                    least = i;
            assert_int_equal(closings_first(&closings)->serial, all[least].serial);
            check_due(&closings, all, count, all[least].time + rand() % 20);
            if (rand() % 2) {
                all[least].time += rand() % 200;
                closings_put_off_first(&closings, all[least].time);
            } else {
                all[least] = all[--count];
                closings_remove_first(&closings);
            }
        }
    }
    for (; count; count--)
        closings_remove_first(&closings);
    assert_null(closings_first(&closings));
    closings_free(&closings);
}

static void test_a_pool_gives_zeroed_things_that_stay(void **state) {
    (void)state;
    struct pool pool;
    pool_init(&pool, 24);
    enum { MANY = 3 * POOL_BLOCK_ITEMS };
    static void *places[MANY + 1];
    for (uint32_t i = 1; i <= MANY; i++) {
        assert_int_equal(pool_take(&pool), i);
        places[i] = pool_at(&pool, i);
        memset(places[i], 0xee, 24);
    }
    for (uint32_t i = 1; i <= MANY; i++)
        assert_ptr_equal(places[i], pool_at(&pool, i));
    pool_give(&pool, 5);
    pool_give(&pool, 0);
    pool_give(&pool, 9);
    assert_int_equal(pool.count, MANY - 2);
    static const char zero[24];
    for (int i = 0; i < 2; i++) {
        uint32_t again = pool_take(&pool);
        assert_true(again == 5 || again == 9);
        assert_memory_equal(pool_at(&pool, again), zero, 24);
    }
    assert_int_equal(pool_take(&pool), MANY + 1);
    pool_free(&pool);
}

/* In a process of its own, for it ends. */
static void test_a_pool_that_is_full_ends_the_program(void **state) {
    (void)state;
    int message[2], status;
    char text[64];
    struct pool pool;
    pool_init(&pool, 8);
    pool.limit = 4;
    for (uint32_t item = 1; item < pool.limit; item++)
        assert_int_equal(pool_take(&pool), item);
    pool_give(&pool, 2);
    assert_int_equal(pool_take(&pool), 2);
    assert_int_equal(pipe(message), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(message[1], STDERR_FILENO);
        pool_take(&pool);
        _exit(0);
    }
    close(message[1]);
    ssize_t size = read(message[0], text, sizeof text - 1);
    text[size > 0 ? size : 0] = '\0';
    assert_string_equal(text, "smo: out of memory\n");
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 2);
    close(message[0]);
    pool_free(&pool);
}

static void test_lists_keep_their_order(void **state) {
    (void)state;
    struct pool links;
    list_init(&links);
    uint32_t a = 0, b = 0;
    assert_int_equal(list_first(&links, a), 0);
    for (uint32_t i = 0; i < 10; i++) {
        list_add(&links, &a, i);
        list_add(&links, &b, i % 2);
    }
    uint32_t expected = 0;
    for (uint32_t link = list_first(&links, a); link; link = list_next(&links, a, link))
        assert_int_equal(list_at(&links, link)->value, expected++);
    assert_int_equal(expected, 10);
    assert_int_equal(list_count(&links, b, 1), 5);
    assert_int_equal(list_count(&links, b, 7), 0);
    list_clear(&links, &a);
    assert_int_equal(a, 0);
    assert_int_equal(links.count, 10);
    list_clear(&links, &b);
    assert_int_equal(links.count, 0);
    pool_free(&links);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_they_come_by_time_start_and_serial),
        cmocka_unit_test(test_one_that_is_put_off_finds_its_place),
        cmocka_unit_test(test_the_first_is_the_first_wherever_it_waits),
        cmocka_unit_test(test_a_pool_gives_zeroed_things_that_stay),
        cmocka_unit_test(test_a_pool_that_is_full_ends_the_program),
        cmocka_unit_test(test_lists_keep_their_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
