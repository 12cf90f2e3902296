#include "smo-classify/tally.h"

#include "smo-classify/crowd.h"
#include "smo-classify/thin.h"

#include "lib/base/mem.h"
#include "lib/base/number.h"

#include <stdlib.h>

enum { TALLY_SITES_NOTED = 16 };

/* How many hits there were of each sort. */
struct counts {
    uint64_t kinds[AGENT_BOT + 1], thinned, agentless, conflicts, tag_click, tag_referer,
        click_referer, limits;
};

struct tally {
    const struct classifier_parts *parts;
    struct thin *thin;
    struct crowd crowd;
    struct counts counts;
    struct table reasons; /* of bots */
    uint64_t *reason_counts;
    size_t reasons_capacity;
    struct table sites; /* the first ones seen */
    uint64_t last_site; /* its key, when there is any */
};

struct tally *tally_new(const struct classifier_parts *parts) {
    struct tally *tally = mem_zeroed(1, sizeof *tally);
    tally->parts = parts;
    tally->thin = thin_new();
    table_init(&tally->reasons);
    table_init(&tally->sites);
    return tally;
}

void tally_free(struct tally *tally) {
    if (!tally)
        return;
    thin_free(tally->thin);
    table_free(&tally->reasons);
    table_free(&tally->sites);
    free(tally->reason_counts);
    free(tally);
}

void tally_fetch(const struct tally *tally, uint32_t memo) {
    thin_fetch(tally->thin, memo);
}

void tally_expect(const struct tally *tally, const struct thin_owner *owner) {
    thin_expect(tally->thin, owner);
}

bool tally_thins(struct tally *tally, const struct mark *mark) {
    if (!mark->is_asset) {
        thin_page(tally->thin, &mark->owner);
        return false;
    }
    return mark->may_be_thinned && !thin_is_first(tally->thin, &mark->owner) &&
           !tally->parts->keeps_assets;
}

static void tally_count_reason(struct tally *tally, struct span reason) {
    uint32_t number = table_number(&tally->reasons, reason);
    size_t known = tally->reasons_capacity;
    mem_grow(&tally->reason_counts, &tally->reasons_capacity, (size_t)number + 1,
             sizeof *tally->reason_counts);
    for (size_t i = known; i < tally->reasons_capacity; i++)
        tally->reason_counts[i] = 0;
    tally->reason_counts[number]++;
}

static void tally_note_site(struct tally *tally, const struct mark *mark) {
    bool is_last = tally->sites.count && mark->site->key == tally->last_site;
    if (is_last || tally->sites.count == TALLY_SITES_NOTED)
        return;
    table_number(&tally->sites, mark->site->name);
    tally->last_site = mark->site->key;
}

static void tally_count_conflicts(struct counts *counts, const struct mark *mark) {
    counts->conflicts++;
    counts->tag_click += (mark->conflicts & SOURCE_TAG_CLICK) != 0;
    counts->tag_referer += (mark->conflicts & SOURCE_TAG_REFERER) != 0;
    counts->click_referer += (mark->conflicts & SOURCE_CLICK_REFERER) != 0;
}

void tally_add(struct tally *tally, const struct mark *mark, bool is_dropped) {
    struct counts *counts = &tally->counts;
    tally_note_site(tally, mark);
    counts->kinds[mark->kind]++;
    counts->agentless += mark->is_agentless;
    counts->thinned += is_dropped;
    counts->limits += mark->limits;
    if (mark->kind == AGENT_BOT)
        tally_count_reason(tally, mark->reason);
    if (mark->kind == AGENT_HUMAN && mark->is_page)
        crowd_add(&tally->crowd, mark->address);
    if (is_dropped)
        return;
    counts->limits += mark->place_limits;
    if (mark->conflicts)
        tally_count_conflicts(counts, mark);
}

/* --- the end */

static void tally_note_crowd(const struct tally *tally, struct ledger *ledger) {
    uint64_t hits, total = tally->crowd.total;
    uint64_t address = crowd_greatest(&tally->crowd, &hits);
    if (hits * 5 <= total)
        return;
    struct buf text = {0};
    buf_addf(&text, "%d%%", (int)((double)hits * 100 / (double)total));
    const struct keys *keys = tally->parts->keys;
    if (keys->is_kept && !keys->is_daily && keys->client == KEYS_OF_ADDRESS) {
        struct keys copy = *keys;
        char digits[16];
        number_write_hex64(digits, keys_client(&copy, 0, address, 0));
        buf_add_string(&text, " client ");
        buf_add(&text, (struct span){digits, sizeof digits});
    }
    ledger_note(ledger, "classify.crowd", buf_span(&text));
    buf_free(&text);
}

static void tally_note_parts(const struct tally *tally, struct ledger *ledger) {
    for (uint32_t i = 0; i < tally->sites.count; i++)
        ledger_note(ledger, "classify.site", table_name(&tally->sites, i));
    if (*tally->parts->rules_name)
        ledger_note(ledger, "classify.rules", span_of(tally->parts->rules_name));
    const char *database = geo_name(tally->parts->geo, 0);
    if (!database)
        ledger_note(ledger, "classify.geo", span_of("none"));
    for (size_t i = 0; (database = geo_name(tally->parts->geo, i)); i++)
        ledger_note(ledger, "classify.geo", span_of(database));
    char fingerprint[KEYS_NOTE_BYTES];
    keys_fingerprint(tally->parts->keys, fingerprint);
    ledger_note(ledger, "classify.key", span_of(fingerprint));
    if (tally->parts->keys->client == KEYS_OF_ADDRESS)
        ledger_note(ledger, "classify.client", span_of("ip"));
    if (tally->counts.agentless)
        ledger_note(ledger, "classify.agents", span_of("absent"));
}

/* Names in a ledger are of [a-z0-9_.], those of rules of anything. */
static void tally_report_reasons(const struct tally *tally, struct ledger *ledger) {
    struct buf name = {0};
    for (uint32_t i = 0; i < tally->reasons.count; i++) {
        struct span reason = table_name(&tally->reasons, i);
        buf_clear(&name);
        buf_add_string(&name, "classify.bot.");
        for (size_t j = 0; j < reason.size; j++) {
            char byte = span_lower_byte(reason.at[j]);
            bool is_plain = (byte >= 'a' && byte <= 'z') || number_is_digit(byte);
            buf_add_byte(&name, is_plain ? byte : '_');
        }
        ledger_add(ledger, buf_string(&name), tally->reason_counts[i]);
    }
    buf_free(&name);
}

void tally_report(const struct tally *tally, struct ledger *ledger) {
    const struct counts *counts = &tally->counts;
    uint64_t human = counts->kinds[AGENT_HUMAN], preview = counts->kinds[AGENT_PREVIEW],
             bot = counts->kinds[AGENT_BOT];
    ledger_add(ledger, "classify.hits", human + preview + bot);
    ledger_add(ledger, "classify.human", human);
    ledger_add(ledger, "classify.preview", preview);
    ledger_add(ledger, "classify.bot", bot);
    tally_report_reasons(tally, ledger);
    ledger_add(ledger, "classify.thinned", counts->thinned);
    ledger_add(ledger, "classify.agentless", counts->agentless);
    ledger_add(ledger, "classify.conflict", counts->conflicts);
    ledger_add(ledger, "classify.conflict.tag_click", counts->tag_click);
    ledger_add(ledger, "classify.conflict.tag_referer", counts->tag_referer);
    ledger_add(ledger, "classify.conflict.click_referer", counts->click_referer);
    ledger_add(ledger, "classify.limit", counts->limits);
    tally_note_parts(tally, ledger);
    tally_note_crowd(tally, ledger);
}
