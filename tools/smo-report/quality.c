#include "smo-report/quality.h"

#include "lib/base/escape.h"
#include "lib/base/mem.h"
#include "smo-report/human.h"
#include "smo-report/tally.h"

#include <stdlib.h>

enum { PART, NAME, COUNT, SHARE, VALUE, QUALITY_COLUMNS };

static const struct column quality_columns[QUALITY_COLUMNS] = {
    {.name = "part"},
    {.name = "name", .label = N_("what")},
    {.name = "count", .label = N_("count")},
    {.name = "share", .label = N_("share")},
    {.name = "value", .label = N_("value")},
};

struct quality {
    struct tally all, rendered, unseen; /* one row each */
    struct table visitors;              /* the first ones, for the share of the busiest */
    uint64_t *visits_of;
    size_t visits_capacity;
    const struct settings *settings;
};

static void *quality_new(const struct settings *settings) {
    struct quality *quality = mem_zeroed(1, sizeof *quality);
    quality->settings = settings;
    tally_init(&quality->all, settings);
    tally_init(&quality->rendered, settings);
    tally_init(&quality->unseen, settings);
    table_init(&quality->visitors);
    return quality;
}

static void count_visitor(struct quality *quality, struct span visitor) {
    uint32_t known = quality->visitors.count;
    visitor = span_take(visitor, 64);
    if (span_is_absent(visitor) || (known >= quality->settings->max_keys &&
                                    table_find(&quality->visitors, visitor) == TABLE_NONE))
        return;
    uint32_t number = table_number(&quality->visitors, visitor);
    mem_grow(&quality->visits_of, &quality->visits_capacity, (size_t)number + 1, sizeof(uint64_t));
    quality->visits_of[number] = number == known ? 1 : quality->visits_of[number] + 1;
}

static void quality_take(void *state, const struct visit *visit) {
    struct quality *quality = state;
    static const struct span key = SPAN("all");
    if (!visit->is_human)
        return;
    tally_add(&quality->all, key, visit);
    if (visit->is_rendered)
        tally_add(&quality->rendered, key, visit);
    if (span_is(visit->cells[VISIT_MEDIUM], "internal") ||
        span_is(visit->cells[VISIT_MEDIUM], "return"))
        tally_add(&quality->unseen, key, visit);
    count_visitor(quality, visit->cells[VISIT_VISITOR]);
}

static struct cell *add_row(struct sheet *sheet, const char *part, struct span name) {
    struct cell *cells = sheet_add_row(sheet);
    cells[PART] = sheet_word(part);
    cells[NAME] = sheet_text(sheet, name);
    return cells;
}

static void add_count(struct sheet *sheet, const char *part, struct span name, uint64_t count,
                      uint64_t whole) {
    struct cell *cells = add_row(sheet, part, name);
    cells[COUNT] = sheet_count(count);
    cells[SHARE] = sheet_rate(count, whole);
}

/* All counts of one tool, in the order the ledger has them, as shares of what the tool read. */
static void add_ledger(struct sheet *sheet, const struct ledger *ledger, const char *tool,
                       const char *whole) {
    for (uint32_t i = 0; i < ledger->names.count; i++) {
        struct span name = table_name(&ledger->names, i), rest = name;
        if (!span_is(span_cut(&rest, '.'), tool))
            continue;
        bool is_part = *whole && !span_is(rest, "files") && !span_is(name, whole);
        add_count(sheet, tool, name, ledger->counts[i], is_part ? ledger_count(ledger, whole) : 0);
    }
}

/* What must add up. A sum that does not tells of a bug or of a filter between the tools. */
static const struct identity {
    const char *whole;
    const char *parts[8];
    bool is_between_tools; /* a filter in the pipeline, or another tool's input, may break it */
} identities[] = {
    {"parse.lines", {"parse.accepted", "parse.rejected", "parse.ignored"}, false},
    {"classify.hits", {"classify.human", "classify.preview", "classify.bot"}, false},
    {"funnel.hits",
     {"funnel.in_visits", "funnel.astray", "funnel.preview", "funnel.bot", "funnel.untimed"},
     false},
    {"parse.accepted", {"classify.hits"}, true},
    {"classify.hits", {"funnel.hits", "classify.thinned"}, true},
};

static void add_sum(struct sheet *sheet, const char *name, bool holds, bool is_between_tools) {
    struct cell *cells = add_row(sheet, "sum", span_of(name));
    const char *verdict = holds              ? N_("holds")
                          : is_between_tools ? N_("differs: filtered?")
                                             : N_("FAILS");
    cells[VALUE] = sheet_word(verdict);
    if (!holds && !is_between_tools)
        sheet_remark(sheet, REMARK_ALARM, "The counts do not add up: %s.", name);
}

static void add_identities(struct sheet *sheet, const struct cover *cover) {
    const struct ledger *ledger = cover->ledger;
    struct buf name = {0};
    for (size_t i = 0; i < sizeof identities / sizeof *identities; i++) {
        const struct identity *identity = &identities[i];
        uint64_t sum = 0;
        if (table_find(&ledger->names, span_of(identity->whole)) == TABLE_NONE ||
            table_find(&ledger->names, span_of(identity->parts[0])) == TABLE_NONE)
            continue;
        buf_clear(&name);
        const char *format = identity->is_between_tools ? N_("%s all came to the next tool")
                                                        : N_("%s is the sum of its parts");
        buf_addf(&name, words_say(sheet->words, format), identity->whole);
        for (size_t part = 0; part < 8 && identity->parts[part]; part++)
            sum += ledger_count(ledger, identity->parts[part]);
        add_sum(sheet, buf_string(&name), sum == ledger_count(ledger, identity->whole),
                identity->is_between_tools);
    }
    buf_free(&name);
    if (table_find(&ledger->names, span_of("funnel.visits")) != TABLE_NONE)
        add_sum(sheet, words_say(sheet->words, "funnel.visits are all here"),
                ledger_count(ledger, "funnel.visits") == cover->humans, true);
}

static void add_notes(struct sheet *sheet, const struct ledger *ledger) {
    for (uint32_t i = 0; i < ledger->notes.count; i++) {
        struct span value = table_name(&ledger->notes, i);
        struct span key = span_cut(&value, '=');
        struct cell *cells = add_row(sheet, "note", key);
        cells[VALUE] = sheet_text(sheet, value);
    }
}

static void add_figure(struct sheet *sheet, const char *part, const char *name, uint64_t count,
                       uint64_t whole) {
    add_count(sheet, part, span_of(name), count, whole);
    sheet->rows[(sheet->rows_count - 1) * QUALITY_COLUMNS + NAME].is_word = true;
}

static uint64_t busiest(const struct quality *quality) {
    uint64_t most = 0;
    for (uint32_t i = 0; i < quality->visitors.count; i++)
        most = quality->visits_of[i] > most ? quality->visits_of[i] : most;
    return most;
}

static void add_figures(const struct quality *quality, const struct cover *cover,
                        struct sheet *sheet) {
    static const char part[] = "visits";
    const struct tally_row *all = &quality->all.total, *rendered = &quality->rendered.total;
    add_figure(sheet, part, "visits of people", all->visits, 0);
    add_figure(sheet, part, "previews of shared links", cover->previews, 0);
    add_figure(sheet, part, "robots (smo-funnel --bots)", cover->bots, 0);
    add_figure(sheet, part, "start not seen", quality->unseen.total.visits, all->visits);
    add_figure(sheet, part, "country known", cover->located, all->visits);
    add_figure(sheet, part, "of the busiest visitor", busiest(quality), all->visits);
    add_figure(sheet, part, "never asked for an asset", all->visits - rendered->visits,
               all->visits);
    add_figure(sheet, part, "orders", all->orders, 0);
    if (cover->unread_amounts)
        add_figure(sheet, part, "amounts of revenue not counted", cover->unread_amounts, 0);
    add_figure(sheet, part, "visits with an order", all->ordering_visits,
               cover->shows_orders ? all->visits : 0);
    if (rendered->visits == 0)
        return;
    add_figure(sheet, "rendered", "visits that asked for an asset", rendered->visits, all->visits);
    add_figure(sheet, "rendered", "their orders", rendered->orders, 0);
    add_figure(sheet, "rendered", "of them with an order", rendered->ordering_visits,
               cover->shows_orders ? rendered->visits : 0);
}

static void quality_finish(void *state, const struct cover *cover, struct sheet *sheet) {
    const struct quality *quality = state;
    const struct ledger *ledger = cover->ledger;
    sheet_init(sheet, quality_columns, QUALITY_COLUMNS);
    struct cell *status = add_row(sheet, "input", span_of("status"));
    status[NAME] = sheet_word(N_("status"));
    status[VALUE] = sheet_word(ledger->is_complete ? N_("complete") : N_("incomplete"));
    add_ledger(sheet, ledger, "parse", "parse.lines");
    add_ledger(sheet, ledger, "classify", "classify.hits");
    add_ledger(sheet, ledger, "funnel", "funnel.hits");
    add_ledger(sheet, ledger, "stream", "");
    add_identities(sheet, cover);
    add_figures(quality, cover, sheet);
    add_notes(sheet, ledger);
    sheet_remark(sheet, REMARK_NOTE,
                 "Shares are of the lines read (parse), the hits read (classify, funnel) and the "
                 "visits. Figures without visits that never asked for an image, script or style "
                 "stand apart: most robots that pose as browsers never ask for any.");
}

static void quality_free(void *state) {
    struct quality *quality = state;
    tally_free(&quality->all);
    tally_free(&quality->rendered);
    tally_free(&quality->unseen);
    table_free(&quality->visitors);
    free(quality->visits_of);
    free(quality);
}

const struct report quality_report = {
    .name = "quality",
    .title = N_("What became of every line"),
    .question = N_("How far can the figures of this log be trusted?"),
    .new = quality_new,
    .take = quality_take,
    .finish = quality_finish,
    .free = quality_free,
};
