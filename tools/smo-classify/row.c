#include "smo-classify/row.h"

#include "lib/base/escape.h"
#include "lib/base/number.h"
#include "lib/stream/cells.h"
#include "lib/stream/record.h"

static const char *const row_kept_names[ROW_KEPT_COUNT] = {"ip",      "user",  "bytes",
                                                           "referer", "agent", "cookie"};

bool row_keeps(const struct row_plan *plan, enum row_kept column) {
    for (size_t i = 0; i < plan->kept_count; i++)
        if (plan->kept[i] == column)
            return true;
    return false;
}

static bool row_keep_one(struct row_plan *plan, struct span name) {
    for (size_t i = 0; i < ROW_KEPT_COUNT; i++) {
        if (!span_is(name, row_kept_names[i]))
            continue;
        if (!row_keeps(plan, (enum row_kept)i))
            plan->kept[plan->kept_count++] = (enum row_kept)i;
        return true;
    }
    return false;
}

bool row_keep(struct row_plan *plan, struct span names, struct span *name) {
    while (names.at) {
        *name = span_trim(span_cut(&names, ','));
        if (!row_keep_one(plan, *name))
            return false;
    }
    return true;
}

static void row_note_identity(const struct row_plan *plan, struct writer *writer) {
    struct buf note = {0};
    buf_add_string(&note, "classify.identity=");
    escape_add(&note, span_of(plan->identity));
    writer_note(writer, buf_span(&note)); /* once */
    buf_free(&note);
}

void row_header(const struct row_plan *plan, struct writer *writer, struct span others) {
    if (*plan->identity)
        row_note_identity(plan, writer);
    const char *names[CLASSIFIED_COUNT + 1 + ROW_KEPT_COUNT];
    size_t count = 0;
    for (size_t i = 0; i < CLASSIFIED_COUNT; i++)
        names[count++] = record_classified_names[i];
    if (plan->has_offers)
        names[count++] = "offer_page";
    for (size_t i = 0; i < plan->kept_count; i++)
        names[count++] = row_kept_names[plan->kept[i]];
    writer_header(writer, names, count, others);
}

/* --- a row: written straight into room that was reserved for all of it */

/* A column that most logs lack. */
static char *row_put_seldom(char *at, struct span cell) {
    return span_is_absent(cell) ? cells_put_absent(at) : cells_put(at, cell);
}

/* Cells that stand side by side in the input are copied as one. */
static char *row_put_both(char *at, struct span first, struct span second) {
    if (cells_are_neighbours(first, second))
        return cells_put(at, span_between(first.at, second.at + second.size));
    return cells_put(cells_put(at, first), second);
}

static char *row_put_request(char *at, const struct hit *hit) {
    if (cells_are_neighbours(hit->method, hit->url))
        return row_put_both(at, span_between(hit->method.at, hit->url.at + hit->url.size),
                            hit->status);
    return row_put_both(cells_put(at, hit->method), hit->url, hit->status);
}

static char *row_put_key(char *at, uint64_t key) {
    number_write_hex64(at, key);
    at[16] = '\t';
    return at + 17;
}

static struct span row_kept_cell(const struct hit *hit, enum row_kept kept) {
    switch (kept) {
    case ROW_IP:
        return hit->ip;
    case ROW_USER:
        return hit->user;
    case ROW_BYTES:
        return hit->bytes;
    case ROW_REFERER:
        return hit->referer;
    case ROW_AGENT:
        return hit->agent;
    case ROW_COOKIE:
        return hit->cookie;
    default:
        return SPAN_ABSENT;
    }
}

/* Room for all cells that may be long, and 512 bytes for the short ones and the TABs. */
static size_t row_size(const struct row_plan *plan, const struct hit *hit,
                       const struct verdict *verdict) {
    const struct page *page = verdict->evidence.page;
    size_t size = 512 + hit->time.size + hit->zone.size + verdict->evidence.site->name.size +
                  hit->method.size + hit->url.size + hit->status.size + hit->seconds.size +
                  verdict->evidence.agent->cells.size + verdict->source->id.size +
                  page->tags->cells.size + page->tags->offer_page.size + verdict->place.size +
                  verdict->client->geo_size + page->cells.size + hit->others.size;
    for (size_t i = 0; i < plan->kept_count; i++)
        size += row_kept_cell(hit, plan->kept[i]).size + 1;
    return size;
}

/* What a hit does may betray a robot whose agent does not. */
static char *row_put_kind(char *at, const struct source_case *evidence) {
    const struct agent *agent = evidence->agent;
    if (evidence->kind == agent->kind)
        return cells_put_kept(at, agent->cells);
    at = cells_put(at, agent_kind_name(evidence->kind));
    at = cells_put(at, agent->device);
    return cells_put_absent(at);
}

static char *row_put_source(char *at, const struct verdict *verdict) {
    const struct source *source = verdict->source;
    const struct tags *tags = verdict->evidence.page->tags;
    if (source->plain_size && tags == &tags_none) {
        memcpy(at, source->plain_cells, sizeof source->plain_cells);
        return at + source->plain_size;
    }
    at = cells_put(at, source->id);
    at = cells_put(at, source->medium == MEDIUM_COUNT ? SPAN_ABSENT : medium_name(source->medium));
    at = cells_put(at, source_evidence_name(source->evidence));
    at = cells_put(at, source_paid_name(source->paid));
    at = cells_put(at, tags->cells);
    return cells_put(at, verdict->place);
}

/* Flat: it makes a dozen short copies, each of which takes no longer than a call. */
__attribute__((flatten)) void row_add(const struct row_plan *plan, struct buf *rows,
                                      const struct hit *hit, const struct verdict *verdict) {
    const struct source_case *evidence = &verdict->evidence;
    const struct page *page = evidence->page;
    char *start = buf_reserve(rows, row_size(plan, hit, verdict)), *at = start;
    at = row_put_both(at, hit->time, hit->zone);
    at = row_put_key(at, verdict->mark.owner.client);
    at = verdict->mark.owner.visitor ? row_put_key(at, verdict->mark.owner.visitor)
                                     : cells_put_absent(at);
    at = cells_put(at, evidence->site->name);
    at = row_put_request(at, hit);
    at = row_put_seldom(at, hit->seconds);
    at = row_put_kind(at, evidence);
    at = row_put_source(at, verdict);
    at = cells_put_kept(at, client_geo(verdict->client));
    at = cells_put_kept(at, page->cells);
    if (plan->has_offers)
        at = cells_put(at, page->tags->offer_page);
    for (size_t i = 0; i < plan->kept_count; i++)
        at = cells_put(at, row_kept_cell(hit, plan->kept[i]));
    if (hit->others.size)
        at = cells_put(at, hit->others);
    at[-1] = '\n';
    rows->size += (size_t)(at - start);
}
