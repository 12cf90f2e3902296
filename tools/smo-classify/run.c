#include "smo-classify/run.h"

#include "smo-classify/crew.h"
#include "smo-classify/explain.h"
#include "smo-classify/hold.h"
#include "smo-classify/learn.h"
#include "smo-classify/tally.h"

#include "lib/base/mem.h"
#include "lib/stream/columns.h"
#include "lib/stream/reader.h"
#include "lib/stream/record.h"

#include <stdlib.h>

/* The way of a hit:
 *
 *     run_read_all     reads rows and headers
 *     run_take_rows    takes as many rows as lie in memory, RUN_BATCH_HITS at most
 *     run_take_hits    holds them back while the site is learned (hold.h, learn.h); else passes
 *                      them on to
 *     run_hits         which has them judged here (run_judge_batch), or by the crew (-j)
 *     run_judge        recognises, judges, thins, traces, counts and writes one hit, in one thread
 *     run_write_block  thins, counts and writes in order what the crew has judged
 *
 * A header goes the same way and so keeps its place between hits: run_take_header, run_header,
 * run_write_header. */
static const char tool[] = "smo-classify";

enum {
    RUN_BLOCK_BYTES = 256 * 1024,    /* rows that are written at once */
    RUN_LARGE_HIT_BYTES = 64 * 1024, /* see run_is_large() */
    RUN_BATCH_HITS = 16,             /* looked up together: see classifier_look_up() */
    RUN_AHEAD_HITS = 5000,           /* read ahead for `-c auto` */
    /* Held back while the site is learned, smo-classify(1), Site: */
    RUN_HELD_HITS = 65536,
    RUN_HELD_BYTES = 8 * 1024 * 1024 - 64 * 1024, /* so that a buffer that doubles stays at 8 MiB */
};

/* A hit's columns; the classified ones are wanted only to be left out of what is passed on. */
#define RUN_NAME(constant, name) name,
static const char *const run_wanted[] = {RECORD_HIT_COLUMNS(RUN_NAME) "client", "visitor",
                                         RECORD_VERDICT_COLUMNS(RUN_NAME) "offer_page"};

static const struct reader_plan run_plan = {
    .wanted = run_wanted,
    .wanted_count = sizeof run_wanted / sizeof *run_wanted,
    .needed = 1u << HIT_TIME | 1u << HIT_IP | 1u << HIT_METHOD | 1u << HIT_URL | 1u << HIT_STATUS,
};

struct run {
    const struct options *options;
    struct classifier *classifier;
    struct tally *tally;
    struct crew *crew; /* NULL: there is one thread */
    struct complain *complain;
    struct reader_plan plan;
    struct reader *reader;
    enum reader_event event; /* the last one */
    struct hit hits[RUN_BATCH_HITS];
    unsigned char columns[COLUMNS_MAX]; /* by place in the stream's rows: HIT_TIME ... */
    size_t columns_count;               /* up to the last that is looked at */
    bool has_others;                    /* columns that are passed on */
    struct verdict verdict;             /* on the hit at hand */
    struct writer *writer;              /* or, to explain, ... */
    struct output *output;              /* ... as plain text */
    struct buf rows;                    /* those not yet written */
    uint64_t rows_count;
    struct hold ahead; /* read before the rules were known */
    enum engine engine;
    bool is_learning, knows_site; /* of hits without a host: learned, or named by the user */
    struct learn learn;
    struct hold hold;
};

/* --- hits */

static void run_flush(struct run *run) {
    if (run->writer)
        writer_give(run->writer, &run->rows, run->rows_count);
    else
        output_give(run->output, &run->rows);
    run->rows_count = 0;
}

/* Judges and writes a hit here and now. */
static void run_judge(struct run *run, struct lookup *lookup) {
    const struct hit *hit = lookup->hit;
    struct verdict *verdict = &run->verdict;
    classifier_recognise(run->classifier, lookup, verdict);
    tally_expect(run->tally, &verdict->mark.owner);
    classifier_judge(run->classifier, lookup, verdict);
    verdict->is_dropped = tally_thins(run->tally, &verdict->mark);
    if (!verdict->is_dropped || !run->writer)
        classifier_trace(run->classifier, verdict);
    tally_add(run->tally, &verdict->mark, verdict->is_dropped);
    if (!run->writer) {
        explain_add(&run->rows, EXPLAIN_LINE, hit, verdict);
    } else if (!verdict->is_dropped) {
        row_add(&run->options->row, &run->rows, hit, verdict);
        run->rows_count++;
    }
    if (run->rows.size >= RUN_BLOCK_BYTES)
        run_flush(run);
}

static void run_write_header(struct run *run, struct span others) {
    run_flush(run);
    if (run->writer)
        row_header(&run->options->row, run->writer, others);
}

/* --- blocks, where others judge */

/* Rows that stay and stand together are written together. */
static void run_write_block(struct run *run, const struct crew_block *block) {
    struct span rest = buf_span(&block->text), rows = {rest.at, 0};
    uint64_t count = 0;
    run_flush(run);
    for (size_t i = 0; i < block->count; i++) {
        const struct crew_entry *entry = &block->entries[i];
        struct span text = span_take(rest, entry->size);
        rest = span_skip(rest, entry->size);
        bool is_dropped = !entry->is_header && tally_thins(run->tally, &entry->mark);
        if (!entry->is_header)
            tally_add(run->tally, &entry->mark, is_dropped);
        if (!entry->is_header && !is_dropped) {
            rows.size += text.size;
            count++;
            continue;
        }
        writer_block(run->writer, rows, count);
        rows = (struct span){rest.at, 0};
        count = 0;
        if (entry->is_header)
            run_write_header(run, text);
    }
    writer_block(run->writer, rows, count);
}

/* Writes what the crew has to hand back before it can go on, or all. */
static void run_write_blocks(struct run *run, bool is_end) {
    const struct crew_block *block;
    while (run->crew && (block = crew_take(run->crew, is_end)))
        run_write_block(run, block);
}

/* So large that whole blocks of such hits would take much memory. */
static bool run_is_large(const struct hit *hit) {
    return hit->ip.size + hit->url.size + hit->referer.size + hit->agent.size + hit->host.size +
               hit->user.size + hit->cookie.size + hit->method.size + hit->others.size >
           RUN_LARGE_HIT_BYTES;
}

/* Judges hits here and now; all are looked up together. */
static void run_judge_batch(struct run *run, const struct hit *hits, size_t count) {
    struct lookup lookups[RUN_BATCH_HITS];
    classifier_look_up(run->classifier, hits, count, lookups);
    for (size_t i = 0; i < count; i++)
        if (lookups[i].card)
            tally_fetch(run->tally, lookups[i].card->thin);
    for (size_t i = 0; i < count; i++)
        run_judge(run, &lookups[i]);
}

static void run_give_to_crew(struct run *run, const struct hit *hit) {
    if (run_is_large(hit)) {
        run_write_blocks(run, true);
        run_judge_batch(run, hit, 1);
    } else {
        crew_add_hit(run->crew, hit);
        run_write_blocks(run, false);
    }
}

/* A batch of hits: RUN_BATCH_HITS at most. */
static void run_hits(struct run *run, const struct hit *hits, size_t count) {
    if (!run->crew)
        run_judge_batch(run, hits, count);
    else
        for (size_t i = 0; i < count; i++)
            run_give_to_crew(run, &hits[i]);
}

static void run_header(struct run *run, struct span others) {
    if (!run->crew) {
        run_write_header(run, others);
    } else {
        crew_add_header(run->crew, others);
        run_write_blocks(run, false);
    }
}

/* --- the reader's hits */

/* The cells of columns that the stream lacks are absent in all hits until the next header. */
static void run_read_header(struct run *run) {
    struct reader_row row = reader_row(run->reader);
    memset(run->columns, HIT_COUNT, sizeof run->columns);
    run->columns_count = 0;
    for (unsigned char i = 0; i < HIT_COUNT; i++) {
        size_t place = (size_t)row.places[i];
        bool is_needed = i != HIT_BYTES || row_keeps(&run->options->row, ROW_BYTES);
        if (row.places[i] >= 0 && is_needed) {
            run->columns[place] = i;
            if (run->columns_count <= place)
                run->columns_count = place + 1;
        }
        for (size_t j = 0; j < RUN_BATCH_HITS; j++)
            run->hits[j].cells[i] = SPAN_ABSENT;
    }
    run->has_others = reader_has_others(run->reader);
    for (size_t j = 0; j < RUN_BATCH_HITS; j++) {
        run->hits[j].has_agent = reader_has(run->reader, HIT_AGENT);
        run->hits[j].others = (struct span){NULL, 0};
    }
}

static void run_read_hit(const struct run *run, struct hit *hit) {
    struct reader_row row = reader_row(run->reader);
    reader_row_cells(&row, run->columns, run->columns_count, hit->cells);
    if (run->has_others)
        hit->others = reader_others(run->reader);
}

/* --- learning the site */

/* The first hit without a host begins it. */
static bool run_must_learn(const struct run *run, const struct hit *hit) {
    return !run->knows_site && span_is_absent(hit->host);
}

static void run_say_learned(const struct run *run, struct span hosts) {
    if (!run->options->is_verbose)
        return;
    if (hosts.size)
        complain_say(run->complain, "verbose",
                     "the log names no host; the site, by %llu hits: %.*s",
                     (unsigned long long)run->hold.hits, (int)hosts.size, hosts.at);
    else
        complain_say(run->complain, "verbose",
                     "the log names no host and no site can be learned; say -s");
}

/* What came before is judged without the site. */
static void run_add_site(struct run *run, struct span hosts) {
    run_write_blocks(run, true);
    if (run->crew)
        crew_add_site(run->crew, hosts);
    else
        classifier_add_site(run->classifier, hosts);
}

static void run_let_go(struct run *run) {
    struct hit hits[RUN_BATCH_HITS];
    size_t count = 0;
    struct span others;
    enum hold_event event;
    do {
        event = hold_next(&run->hold, &hits[count], &others);
        count += event == HOLD_HIT;
        if (event != HOLD_HIT || count == RUN_BATCH_HITS) {
            run_hits(run, hits, count);
            count = 0;
        }
        if (event == HOLD_HEADER)
            run_header(run, others);
        if (count == 0)
            hold_free_taken(&run->hold);
    } while (event != HOLD_END);
    hold_free(&run->hold);
}

/* Learns from what was held back, then lets it go. */
static void run_end_learning(struct run *run) {
    struct buf buf = {0};
    struct span hosts = learn_hosts(&run->learn, &buf);
    run_say_learned(run, hosts);
    if (hosts.size) {
        run_add_site(run, hosts);
        ledger_note(reader_ledger(run->reader), "classify.site.learned", hosts);
    }
    buf_free(&buf);
    run->is_learning = false;
    run->knows_site = true;
    learn_free(&run->learn);
    run_let_go(run);
}

SELDOM static void run_learn_from(struct run *run, const struct hit *hit) {
    struct lookup lookup;
    classifier_look_up(run->classifier, hit, 1, &lookup);
    struct span referer;
    bool is_sure = false;
    if (classifier_is_asset(run->classifier, &lookup, &referer)) {
        learn_asset(&run->learn, referer);
        is_sure = learn_is_sure(&run->learn);
    }
    hold_hit(&run->hold, hit);
    if (is_sure || run->hold.hits >= RUN_HELD_HITS || run->hold.bytes.size >= RUN_HELD_BYTES)
        run_end_learning(run);
}

/* --- the stream */

/* True if the hit was held back. */
static bool run_hold_if_learning(struct run *run, const struct hit *hit) {
    if (!run->is_learning && run_must_learn(run, hit)) {
        run->is_learning = true;
        learn_init(&run->learn);
    }
    bool is_held = run->is_learning;
    if (is_held)
        run_learn_from(run, hit);
    return is_held;
}

static void run_take_hits(struct run *run, const struct hit *hits, size_t count) {
    bool may_learn = run->is_learning;
    for (size_t i = 0; i < count && !may_learn && !run->knows_site; i++)
        may_learn = run_must_learn(run, &hits[i]);
    if (!may_learn) {
        run_hits(run, hits, count);
        return;
    }
    for (size_t i = 0; i < count; i++)
        if (!run_hold_if_learning(run, &hits[i]))
            run_hits(run, &hits[i], 1);
}

/* Takes the row at hand, and those behind it that are in memory already. */
static void run_take_rows(struct run *run) {
    size_t count = 0;
    do
        run_read_hit(run, &run->hits[count++]);
    while (count < RUN_BATCH_HITS && reader_next_near(run->reader));
    run_take_hits(run, run->hits, count);
}

static void run_take_header(struct run *run, struct span others) {
    if (run->is_learning)
        hold_header(&run->hold, others);
    else
        run_header(run, others);
}

static void run_say_warnings(struct run *run) {
    const char *file;
    struct fault fault;
    while (reader_next_warning(run->reader, &file, &fault))
        complain_fault(run->complain, "input", file, &fault);
}

/* Takes what was read ahead as if it were read now. */
static void run_take_ahead(struct run *run) {
    struct hit hit = {0};
    struct span others;
    enum hold_event event;
    while ((event = hold_next(&run->ahead, &hit, &others)) != HOLD_END)
        if (event == HOLD_HEADER)
            run_take_header(run, others);
        else
            run_take_hits(run, &hit, 1);
    hold_free(&run->ahead);
}

enum engine run_find_engine(struct run *run) {
    struct engine_counts counts = {0};
    while (run->ahead.hits < RUN_AHEAD_HITS) {
        run->event = reader_next(run->reader);
        if (run->event == READER_HEADER) {
            run_read_header(run);
            hold_header(&run->ahead, reader_others_names(run->reader));
        } else if (run->event == READER_ROW) {
            run_read_hit(run, &run->hits[0]);
            engine_see(&counts, run->hits[0].url);
            hold_hit(&run->ahead, &run->hits[0]);
        } else {
            break;
        }
    }
    run->engine = engine_found(&counts);
    return run->engine;
}

/* Where run_find_engine() met the end of the input, nothing is asked for again. */
static enum reader_event run_next(struct run *run) {
    if (run->event != READER_END && run->event != READER_REFUSED)
        run->event = reader_next(run->reader);
    return run->event;
}

static enum cli_status run_read_all(struct run *run) {
    run_take_ahead(run);
    for (;;) {
        switch (run_next(run)) {
        case READER_ROW:
            run_take_rows(run);
            break;
        case READER_HEADER:
            run_say_warnings(run);
            run_read_header(run);
            run_take_header(run, reader_others_names(run->reader));
            break;
        case READER_REFUSED:
            run_say_warnings(run);
            run_write_blocks(run, true);
            run_flush(run);
            if (reader_line(run->reader))
                complain_fault(run->complain, "refused", reader_file(run->reader),
                               reader_fault(run->reader));
            return CLI_FAILED;
        case READER_END:
            run_say_warnings(run);
            if (run->is_learning)
                run_end_learning(run);
            run_write_blocks(run, true);
            run_flush(run);
            return reader_is_cut(run->reader) ? CLI_INCOMPLETE : CLI_COMPLETE;
        }
    }
}

static enum cli_status run_end(struct run *run, enum cli_status status) {
    struct ledger *ledger = reader_ledger(run->reader);
    const char *database, *damage = run->crew ? crew_damage(run->crew, &database)
                                              : classifier_damage(run->classifier, &database);
    if (damage) {
        complain_say(run->complain, "damage", "%s: damaged database: %s", database, damage);
        ledger->is_complete = false;
        status = CLI_INCOMPLETE;
    }
    tally_report(run->tally, ledger);
    if (run->options->finds_engine)
        ledger_note(ledger, "classify.engine",
                    span_of(run->engine < ENGINE_COUNT ? engine_name(run->engine) : "none"));
    if (run->writer)
        writer_end(run->writer, ledger);
    return status;
}

struct run *run_open(const struct options *options, struct complain *complain) {
    struct run *run = mem_zeroed(1, sizeof *run);
    run->options = options;
    run->complain = complain;
    run->plan = run_plan;
    run->plan.is_part = options->is_part;
    run->reader = reader_open(&run->plan, options->operands, options->operands_count);
    run->output = output_standard(tool);
    if (options->mode != OPTIONS_EXPLAIN)
        run->writer = writer_new(run->output);
    return run;
}

enum cli_status run_stream(struct run *run, const struct classifier_parts *parts) {
    run->classifier = classifier_new(parts);
    run->knows_site = !span_is_empty(classifier_site_unnamed(run->classifier));
    run->tally = tally_new(parts);
    if (run->options->jobs > 1 && run->writer)
        run->crew = crew_new(run->options->jobs, run->classifier, &run->options->row);
    enum cli_status status = run_read_all(run);
    if (status != CLI_FAILED)
        status = run_end(run, status);
    crew_free(run->crew);
    tally_free(run->tally);
    classifier_free(run->classifier);
    return status;
}

void run_close(struct run *run) {
    if (!run)
        return;
    writer_free(run->writer);
    output_close(run->output);
    learn_free(&run->learn);
    hold_free(&run->hold);
    hold_free(&run->ahead);
    buf_free(&run->rows);
    reader_close(run->reader);
    free(run);
}
