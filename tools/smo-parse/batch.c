#include "smo-parse/batch.h"

#include "lib/base/mem.h"
#include "smo-parse/w3c.h"

#include <stdlib.h>

/* Once more lines of a block were unusual than these and half of all its lines so far, usual ones
 * are not tried in the rest of it. */
enum { BATCH_UNUSUAL = 8 };

bool batch_cut_line(struct span *rest, struct span *line) {
    if (span_is_empty(*rest))
        return false;
    const char *end = memchr(rest->at, '\n', rest->size);
    size_t size = end ? (size_t)(end - rest->at) : rest->size;
    *line = (struct span){rest->at, size};
    *rest = span_skip(*rest, size + 1);
    *line = linemap_trimmed(*line);
    return true;
}

enum outcome batch_look(struct span line) {
    if (span_is_empty(line))
        return OUTCOME_BLANK;
    if (line.at[0] == '#')
        return OUTCOME_COMMENT;
    if (line.at[0] > ' ')
        return OUTCOME_ACCEPTED;
    return span_is_empty(span_trim(line)) ? OUTCOME_BLANK : OUTCOME_ACCEPTED;
}

/* Takes the row of the hit that was written behind the others, and ends at `end`. */
static inline void batch_keep_row(struct batch *batch, const struct hit *hit, const char *end) {
    size_t size = (size_t)(end - batch->text.at) - batch->text.size;
    if (batch->row_count == batch->row_capacity)
        mem_grow(&batch->rows, &batch->row_capacity, batch->row_count + 1, sizeof *batch->rows);
    batch->rows[batch->row_count++] = (struct batch_row){
        .time = {hit->seconds, span_is_empty(hit->decimals) ? 0 : when_nanoseconds(hit->decimals)},
        .size = (uint32_t)size,
    };
    batch->text.size += size;
}

static void batch_add_row(struct batch *batch, const struct batch_plan *plan, const struct hit *hit,
                          size_t line_bytes) {
    char *start = buf_reserve(&batch->text, row_room(&plan->row, line_bytes));
    batch_keep_row(batch, hit,
                   row_write(start, batch->columns, &plan->row, hit, batch->format, &batch->clock,
                             &batch->undone));
}

static void batch_note_unplaced(struct batch *batch) {
    memcpy(batch->unplaced, batch->outcomes, sizeof batch->unplaced);
    batch->unplaced_rejects = batch->reject_count;
}

/* Where a line stands that has this hit's time. */
static void batch_place_line(struct batch *batch, const struct batch_plan *plan,
                             const struct hit *hit) {
    if (batch->place == BATCH_UNPLACED)
        batch_note_unplaced(batch);
    batch->place = period_includes(&plan->period, hit->seconds, hit->date.zone_seconds)
                       ? BATCH_INSIDE
                       : BATCH_OUTSIDE;
}

/* A line that is no hit may have a time all the same; if not, it goes with the line before. */
static bool batch_is_outside(struct batch *batch, const struct batch_plan *plan, struct hit *hit,
                             struct span line) {
    if (period_is_always(&plan->period))
        return false;
    if (when_find(line, plan->rules.zone_seconds, hit))
        batch_place_line(batch, plan, hit);
    return batch->place == BATCH_OUTSIDE;
}

static bool batch_is_of_host(struct batch *batch, const struct batch_plan *plan,
                             const struct hit *hit) {
    return span_is_empty(plan->only_host) ||
           span_equals(plan->only_host, row_host(&plan->row, hit, batch->format, &batch->undone));
}

/* What becomes of a line that is a hit. */
static enum outcome batch_judge_hit(struct batch *batch, const struct batch_plan *plan,
                                    const struct hit *hit) {
    if (!period_is_always(&plan->period)) {
        batch_place_line(batch, plan, hit);
        if (batch->place == BATCH_OUTSIDE)
            return OUTCOME_OUTSIDE;
    }
    return batch_is_of_host(batch, plan, hit) ? OUTCOME_ACCEPTED : OUTCOME_FILTERED;
}

static void batch_add_reject(struct batch *batch, struct span line, enum outcome outcome,
                             const char *stopped) {
    mem_grow(&batch->rejects, &batch->reject_capacity, batch->reject_count + 1,
             sizeof *batch->rejects);
    bool is_inside = stopped && stopped >= line.at && stopped <= line.at + line.size;
    batch->rejects[batch->reject_count++] = (struct batch_reject){
        .outcome = outcome,
        .line = batch->lines,
        .byte = (uint64_t)(line.at - batch->block.text.at),
        .column = is_inside ? (size_t)(stopped - line.at) : 0,
        .text = line,
    };
}

/* What becomes of one line. `forced` is a reject that is known before the line is looked at. */
static enum outcome batch_line(struct batch *batch, const struct batch_plan *plan,
                               struct format_reader *reader, enum outcome forced) {
    struct span line = reader->map.text;
    struct hit *hit = &reader->hit;
    hit->stopped = NULL;
    enum outcome outcome = batch_look(line);
    if (line.size > BLOCKS_MAX_LINE)
        outcome = OUTCOME_LONG;
    else if (forced != OUTCOME_ACCEPTED)
        outcome = forced;
    else if (outcome == OUTCOME_ACCEPTED)
        outcome = format_read_mapped(batch->format, reader);
    if (outcome == OUTCOME_COMMENT && batch->format->kind == FORMAT_W3C && w3c_is_fields(line))
        batch->format = w3c_compile(&batch->arena, line);
    if (outcome == OUTCOME_ACCEPTED)
        outcome = batch_judge_hit(batch, plan, hit);
    else if (batch_is_outside(batch, plan, hit, line))
        outcome = OUTCOME_OUTSIDE;
    if (outcome == OUTCOME_ACCEPTED)
        batch_add_row(batch, plan, hit, line.size);
    else if (outcome_is_reject(outcome))
        batch_add_reject(batch, line, outcome, hit->stopped);
    return outcome;
}

/* The same for a usual line. */
static inline enum outcome batch_usual_line(struct batch *batch, const struct batch_plan *plan,
                                            const struct usual *usual, const struct hit *hit) {
    enum outcome outcome = batch_judge_hit(batch, plan, hit);
    if (outcome != OUTCOME_ACCEPTED)
        return outcome;
    char *start = buf_reserve(&batch->text, row_room(&plan->row, usual->line.size));
    batch_keep_row(batch, hit,
                   row_write_usual(start, batch->columns, &plan->row, usual, hit, &batch->clock,
                                   &batch->undone));
    return OUTCOME_ACCEPTED;
}

/* Only the last line of a block can be cut short, by its length or by damage. */
static enum outcome batch_last_outcome(const struct block *block, bool is_damaged) {
    if (block->ends_too_long)
        return OUTCOME_LONG;
    return block->ends_open && is_damaged ? OUTCOME_CUT : OUTCOME_ACCEPTED;
}

void batch_parse(struct batch *batch, const struct batch_plan *plan, struct format_reader *reader,
                 bool is_damaged) {
    struct span rest = buf_span(&batch->block.text);
    buf_clear(&batch->text);
    batch->row_count = batch->reject_count = 0;
    batch->lines = 0;
    memset(batch->outcomes, 0, sizeof batch->outcomes);
    batch->place = BATCH_UNPLACED;
    arena_clear(&batch->arena);
    format_begin(reader);
    bool may_be_usual = usual_serves(batch->format, batch->columns);
    for (uint64_t unusual = 0;; batch->lines++) {
        struct usual usual;
        enum outcome outcome;
        if (may_be_usual && usual_read(&usual, batch->format, reader, rest)) {
            rest = span_skip(rest, usual.line.size + 1);
            outcome = batch_usual_line(batch, plan, &usual, &reader->hit);
        } else if (linemap_next(&reader->map, &rest)) {
            may_be_usual = may_be_usual && ++unusual <= BATCH_UNUSUAL + batch->lines / 2;
            bool is_last = span_is_empty(rest);
            outcome = batch_line(batch, plan, reader,
                                 is_last ? batch_last_outcome(&batch->block, is_damaged)
                                         : OUTCOME_ACCEPTED);
        } else {
            break;
        }
        batch->outcomes[outcome]++;
    }
    if (batch->place == BATCH_UNPLACED)
        batch_note_unplaced(batch);
}

void batch_leave_out_unplaced(struct batch *batch) {
    for (enum outcome i = 0; i < OUTCOME_COUNT; i++) {
        batch->outcomes[i] -= batch->unplaced[i];
        batch->outcomes[OUTCOME_OUTSIDE] += batch->unplaced[i];
    }
    batch->reject_count -= batch->unplaced_rejects;
    if (batch->unplaced_rejects)
        memmove(batch->rejects, batch->rejects + batch->unplaced_rejects,
                batch->reject_count * sizeof *batch->rejects);
}

void batch_free(struct batch *batch) {
    buf_free(&batch->block.text);
    buf_free(&batch->text);
    buf_free(&batch->undone);
    arena_free(&batch->arena);
    free(batch->rows);
    free(batch->rejects);
}

void batch_pool_init(struct batch_pool *pool, size_t most) {
    *pool = (struct batch_pool){.most = most};
    pthread_mutex_init(&pool->lock, NULL);
}

struct batch *batch_take(struct batch_pool *pool) {
    pthread_mutex_lock(&pool->lock);
    struct batch *batch = pool->first;
    if (batch) {
        pool->first = batch->next;
        pool->count--;
    }
    pthread_mutex_unlock(&pool->lock);
    return batch ? batch : mem_zeroed(1, sizeof *batch);
}

static void batch_drop(struct batch *batch) {
    batch_free(batch);
    free(batch);
}

void batch_give_back(struct batch_pool *pool, struct batch *batch) {
    if (!batch)
        return;
    pthread_mutex_lock(&pool->lock);
    bool is_kept = pool->count < pool->most;
    if (is_kept) {
        batch->next = pool->first;
        pool->first = batch;
        pool->count++;
    }
    pthread_mutex_unlock(&pool->lock);
    if (!is_kept)
        batch_drop(batch);
}

void batch_pool_free(struct batch_pool *pool) {
    for (struct batch *batch = pool->first, *next; batch; batch = next) {
        next = batch->next;
        batch_drop(batch);
    }
    pthread_mutex_destroy(&pool->lock);
}
