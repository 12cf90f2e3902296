/* links: smo-parse/apache.c smo-parse/batch.c smo-parse/client.c smo-parse/config.c
 * smo-parse/detect.c smo-parse/format.c smo-parse/hit.c smo-parse/json.c smo-parse/known.c
 * smo-parse/labels.c smo-parse/linemap.c smo-parse/marks.c smo-parse/member.c smo-parse/named.c
 * smo-parse/nginx.c smo-parse/outcome.c smo-parse/pairs.c smo-parse/period.c smo-parse/program.c
 * smo-parse/regex.c smo-parse/request.c smo-parse/row.c smo-parse/sheet.c smo-parse/sign.c
 * smo-parse/syslog.c smo-parse/taken.c smo-parse/undo.c smo-parse/usual.c smo-parse/w3c.c
 * smo-parse/when.c */
/* Any bytes as a log, by every format that smo-parse knows, and by the one it would choose. What
 * must hold: each line has one outcome, and is before a moment or not, unless no line up to it has
 * a time; each row is a row: its columns, a digit first, no byte in it that could end a cell. Usual
 * lines have the rows that they have when they are taken for others. */
#include "lib/stream/record.h"
#include "smo-parse/batch.h"
#include "smo-parse/detect.h"
#include "smo-parse/known.h"
#include "smo-parse/scan.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

static void check(bool holds) {
    if (!holds)
        abort();
}

static void check_row(struct span row, uint32_t columns) {
    int tabs = 0;
    check(row.size > 1 && row.at[0] >= '0' && row.at[0] <= '9');
    for (size_t i = 0; i + 1 < row.size; i++) {
        unsigned char byte = (unsigned char)row.at[i];
        tabs += byte == '\t';
        check(byte == '\t' || (byte >= 0x20 && byte != 0x7f));
    }
    check(row.at[row.size - 1] == '\n');
    check(tabs == __builtin_popcount(columns) - 1);
}

/* Returns how many lines lie within the plan's period, and of these the lines before the first that
 * has a time. */
static uint64_t parse_in_period(const struct format *format, const struct batch_plan *plan,
                                struct format_reader *reader, struct span text,
                                uint64_t *unplaced) {
    struct batch batch = {.format = format, .columns = (UINT32_C(1) << HIT_COUNT) - 1};
    buf_add(&batch.block.text, text);
    memset(buf_reserve(&batch.block.text, SCAN_SLACK), 0, SCAN_SLACK);
    batch_parse(&batch, plan, reader, false);
    uint64_t sum = 0;
    size_t start = 0;
    *unplaced = 0;
    for (int i = 0; i < OUTCOME_COUNT; i++) {
        sum += batch.outcomes[i];
        *unplaced += batch.unplaced[i];
    }
    check(sum == batch.lines && batch.outcomes[OUTCOME_ACCEPTED] == batch.row_count);
    for (size_t i = 0; i < batch.row_count; i++) {
        check_row((struct span){batch.text.at + start, batch.rows[i].size}, batch.columns);
        start += batch.rows[i].size;
    }
    check(start == batch.text.size);
    batch_free(&batch);
    return batch.lines - batch.outcomes[OUTCOME_OUTSIDE];
}

static void parse_by(const struct format *format, const struct batch_plan *plan,
                     struct format_reader *reader, struct span text) {
    static const struct period_bound moment = {PERIOD_LOCAL, 1763811005};
    struct batch_plan before = *plan, after = *plan;
    uint64_t unplaced;
    before.period.until = after.period.since = moment;
    uint64_t lines = parse_in_period(format, plan, reader, text, &unplaced);
    uint64_t lines_before = parse_in_period(format, &before, reader, text, &unplaced);
    uint64_t lines_after = parse_in_period(format, &after, reader, text, &unplaced);
    check(lines_before + lines_after == lines + unplaced);
}

static struct batch parsed(const struct format *format, const struct batch_plan *plan,
                           struct format_reader *reader, struct span text) {
    struct batch batch = {.format = format, .columns = format->columns};
    buf_add(&batch.block.text, text);
    memset(buf_reserve(&batch.block.text, SCAN_SLACK), 0, SCAN_SLACK);
    batch_parse(&batch, plan, reader, false);
    return batch;
}

static void check_usual(const struct format *combined, const struct batch_plan *plan,
                        struct format_reader *reader, struct span text) {
    struct format stepwise = *combined;
    stepwise.program.is_combined = false;
    struct batch usual = parsed(combined, plan, reader, text);
    struct batch other = parsed(&stepwise, plan, reader, text);
    check(memcmp(usual.outcomes, other.outcomes, sizeof usual.outcomes) == 0);
    check(span_equals(buf_span(&usual.text), buf_span(&other.text)));
    batch_free(&usual);
    batch_free(&other);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
    static const struct span w3c = SPAN("w3c"), combined = SPAN("combined");
    struct arena arena = {0};
    struct client_rules client_rules = {0};
    struct batch_plan plan = {
        .row = {.host = SPAN("shop.example")},
        .rules = {.client = &client_rules},
    };
    struct format_reader *reader = format_reader_new(&plan.rules);
    struct span text = {(const char *)input, size};
    for (size_t i = 0; known_sought(i); i++)
        parse_by(format_by_name(&arena, span_of(known_sought(i)->name)), &plan, reader, text);
    parse_by(format_by_name(&arena, w3c), &plan, reader, text);
    check_usual(format_by_name(&arena, combined), &plan, reader, text);

    struct detector *detector = detector_new(&arena, &plan.rules);
    struct fault fault = {0};
    struct buf padded = {0};
    buf_add(&padded, text);
    memset(buf_reserve(&padded, SCAN_SLACK), 0, SCAN_SLACK);
    const struct format *found = detector_look(detector, buf_span(&padded), &fault);
    if (found)
        parse_by(found, &plan, reader, text);
    buf_free(&padded);
    detector_free(detector);
    format_reader_free(reader);
    arena_free(&arena);
    return 0;
}
