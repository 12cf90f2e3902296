/* links: smo-funnel
 * Any bytes as a state and as a night of hits behind it: what is written after them is read again,
 * the state as a state and the visits as a stream. An input is the state, a line `--`, the hits;
 * without such a line it is hits alone. */
#include "lib/stream/record.h"
#include "smo-funnel/state.h"

#include <stdlib.h>
#include <unistd.h>

static const struct settings settings = {
    .timeout = 30 * MOMENT_MINUTE,
    .window = 30 * MOMENT_DAY,
    .slow = 3 * MOMENT_SECOND,
    .steps = {SPAN("product"), SPAN("cart"), SPAN("checkout"), SPAN("order")},
    .steps_count = 4,
    .keeps_bots = true,
};

/* A file of these bytes; `path` ends in XXXXXX. They are in memory: states are synced. */
static void make_file(char *path, struct span bytes) {
    int file = mkstemp(path);
    if (file < 0 || write(file, bytes.at, bytes.size) != (ssize_t)bytes.size)
        abort();
    close(file);
}

/* All hits of the file, then all visits, to another one. */
static void run_hits(struct funnel *funnel, char *path) {
    static const struct reader_plan plan = {
        .wanted = hit_columns, .wanted_count = HIT_COLUMNS, .needed = HIT_NEEDED};
    char *paths[] = {path};
    struct reader *reader = reader_open(&plan, paths, 1);
    enum reader_event event;
    while ((event = reader_next(reader)) == READER_ROW || event == READER_HEADER) {
        size_t count = event == READER_ROW ? funnel_read(funnel, reader) : 0;
        for (size_t i = 0; i < count; i++)
            funnel_take_read(funnel, i);
    }
    reader_close(reader);
}

/* Every row of the visits has all its cells. */
static void check_visits(char *path) {
    static const struct reader_plan plan = {.wanted = record_visit_names,
                                            .wanted_count = VISIT_COUNT};
    char *paths[] = {path};
    struct reader *reader = reader_open(&plan, paths, 1);
    enum reader_event event;
    while ((event = reader_next(reader)) == READER_ROW || event == READER_HEADER)
        for (size_t i = 0; event == READER_ROW && i < VISIT_COUNT; i++)
            if (reader_cell(reader, i).size == 0)
                abort();
    if (event != READER_END || reader_is_cut(reader))
        abort();
    reader_close(reader);
}

/* What was saved can be loaded. */
static void check_state(struct funnel *funnel) {
    char path[] = "/dev/shm/smo-fuzz-kept-XXXXXX";
    struct state_key key = {0};
    struct fault fault = {0};
    struct funnel again;
    make_file(path, (struct span)SPAN(""));
    struct output *output = output_replace("fuzz", path);
    state_save(funnel, &key, output);
    output_close(output);
    funnel_init(&again, &settings, NULL, NULL);
    if (!state_load(&again, &key, path, &fault))
        abort();
    funnel_free(&again);
    buf_free(&key.fingerprint);
    unlink(path);
}

static void run(char *state_path, char *hits_path) {
    char path[] = "/dev/shm/smo-fuzz-visits-XXXXXX";
    struct state_key key = {0};
    struct fault fault = {0};
    struct funnel funnel;
    struct ledger ledger;
    make_file(path, (struct span)SPAN(""));
    struct output *output = output_replace("fuzz", path);
    struct writer *writer = writer_new(output);
    ledger_init(&ledger);
    writer_header(writer, record_visit_names, VISIT_COUNT, (struct span){NULL, 0});
    funnel_init(&funnel, &settings, writer, NULL);
    if (!state_path || state_load(&funnel, &key, state_path, &fault)) {
        run_hits(&funnel, hits_path);
        check_state(&funnel);
        funnel_flush(&funnel);
    } else if (!fault_is_set(&fault)) {
        abort();
    }
    writer_end(writer, &ledger);
    writer_free(writer);
    output_close(output);
    check_visits(path);
    funnel_free(&funnel);
    ledger_free(&ledger);
    buf_free(&key.fingerprint);
    unlink(path);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    static const char mark[] = "\n--\n";
    char state_path[] = "/dev/shm/smo-fuzz-state-XXXXXX";
    char hits_path[] = "/dev/shm/smo-fuzz-hits-XXXXXX";
    struct span input = {(const char *)bytes, size};
    const char *found = size ? memmem(bytes, size, mark, sizeof mark - 1) : NULL;
    size_t state_size = found ? (size_t)(found - input.at) + 1 : 0;
    make_file(state_path, span_take(input, state_size));
    make_file(hits_path, span_skip(input, found ? state_size + sizeof mark - 2 : 0));
    run(found ? state_path : NULL, hits_path);
    unlink(state_path);
    unlink(hits_path);
    return 0;
}
