#include "smo-funnel/state.h"

#include "smo-funnel/restoring.h"
#include "smo-funnel/saving.h"

#define STATE_NAME(constant, name) name,
const char *const state_columns[STATE_COUNT] = {STATE_COLUMNS(STATE_NAME)};
#undef STATE_NAME

const char *const state_marks[STATE_MARK_COUNT] = {"source", "page_hit", "order_id",
                                                   "idless_order"};

static const char format_note[] = "funnel.state", format_version[] = "1";
static const char key_note[] = "classify.key";
static const char latest_note[] = "funnel.latest"; /* hit seen, when: absent if none was */

bool state_check_key(struct state_key *key, const struct ledger *ledger, struct fault *fault) {
    static const struct span daily = SPAN("daily");
    for (; key->notes_known < ledger->notes.count; key->notes_known++) {
        struct span value = table_name(&ledger->notes, key->notes_known);
        if (!span_is(span_cut(&value, '='), key_note) || span_is_empty(value))
            continue;
        if (span_starts_with(value, daily))
            return fault_set(fault, "keys that change every day (smo-classify --daily-key) know "
                                    "nobody from night to night");
        if (key->fingerprint.size == 0)
            buf_add(&key->fingerprint, value);
        else if (!span_equals(value, buf_span(&key->fingerprint)) || span_is(value, "fresh"))
            return fault_set(fault, "the visitors' keys were made with another key (smo-classify "
                                    "-k) than those of the state or of earlier input");
    }
    return true;
}

static bool state_take_notes(struct funnel *funnel, struct state_key *key, struct reader *reader,
                             struct fault *fault) {
    const struct ledger *ledger = reader_ledger(reader);
    struct span latest = ledger_noted(ledger, latest_note);
    unsigned digits;
    struct span version = ledger_noted(ledger, format_note);
    if (!span_is(version, format_version))
        return fault_set(fault, "not a state of this smo-funnel");
    if (!span_is_empty(latest) && !moment_read(latest, &funnel->latest, &digits))
        return fault_set(fault, "no state of smo-funnel has such a note %s", latest_note);
    bool is_good = state_check_key(key, ledger, fault);
    key->notes_known = 0; /* the next ledger is another */
    return is_good;
}

static void state_note_latest(struct ledger *ledger, int64_t latest) {
    char text[MOMENT_BYTES];
    if (latest > 0)
        ledger_note(ledger, latest_note,
                    (struct span){text, moment_write(text, latest, MOMENT_MAX_DIGITS)});
}

/* Takes all rows; false and a fault at the first that cannot be one of a state. */
static bool state_load_rows(struct funnel *funnel, struct reader *reader, struct fault *fault) {
    for (;;) {
        switch (reader_next(reader)) {
        case READER_ROW:
            if (!restoring_take(funnel, reader, fault)) {
                fault->line = reader_line(reader);
                return false;
            }
            break;
        case READER_HEADER:
            break;
        case READER_END:
            return true;
        case READER_REFUSED:
            *fault = *reader_fault(reader);
            return false;
        }
    }
}

bool state_load(struct funnel *funnel, struct state_key *key, const char *path,
                struct fault *fault) {
    static const struct reader_plan plan = {
        .wanted = state_columns, .wanted_count = STATE_COUNT, .needed = UINT64_C(1) << STATE_ENTRY};
    char *const paths[] = {(char *)path};
    struct reader *reader = reader_open(&plan, paths, 1);
    const char *file;
    bool is_good = state_load_rows(funnel, reader, fault);
    if (is_good && reader_is_cut(reader)) {
        is_good = false;
        reader_next_warning(reader, &file, fault);
    }
    is_good = is_good && state_take_notes(funnel, key, reader, fault);
    reader_close(reader);
    return is_good;
}

void state_save(struct funnel *funnel, const struct state_key *key, struct output *output) {
    struct writer *writer = writer_new(output);
    struct ledger ledger;
    ledger_init(&ledger);
    ledger_note(&ledger, format_note, span_of(format_version));
    state_note_latest(&ledger, funnel->latest);
    if (key->fingerprint.size)
        ledger_note(&ledger, key_note, buf_span(&key->fingerprint));
    funnel_forget(funnel);
    saving_write(funnel, writer);
    writer_end(writer, &ledger);
    ledger_free(&ledger);
    writer_free(writer);
}
