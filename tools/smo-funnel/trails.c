#include "smo-funnel/trails.h"

#include "lib/base/mem.h"

#include <stdlib.h>

void trails_init(struct trails *trails) {
    *trails = (struct trails){0};
    table_init(&trails->steps);
}

void trails_add(struct trails *trails, struct span source, struct span from, struct span to) {
    buf_clear(&trails->name);
    buf_add(&trails->name, source);
    buf_add_byte(&trails->name, '\t');
    buf_add(&trails->name, from);
    buf_add_byte(&trails->name, '\t');
    buf_add(&trails->name, to);
    uint32_t known = trails->steps.count;
    uint32_t number = table_number(&trails->steps, buf_span(&trails->name));
    mem_grow(&trails->counts, &trails->counts_capacity, (size_t)number + 1, sizeof *trails->counts);
    if (number == known)
        trails->counts[number] = 0;
    trails->counts[number]++;
}

struct trail {
    struct span source, rest; /* rest: from TAB to */
    uint64_t count;
};

static int trail_compare(const void *left, const void *right) {
    const struct trail *a = left, *b = right;
    int order = span_compare(a->source, b->source);
    if (order == 0)
        order = (a->count < b->count) - (a->count > b->count);
    return order ? order : span_compare(a->rest, b->rest);
}

static struct trail *trails_sorted(const struct trails *trails) {
    struct trail *sorted = mem_alloc((size_t)trails->steps.count + 1, sizeof *sorted);
    for (uint32_t i = 0; i < trails->steps.count; i++) {
        sorted[i].rest = table_name(&trails->steps, i);
        sorted[i].source = span_cut(&sorted[i].rest, '\t');
        sorted[i].count = trails->counts[i];
    }
    qsort(sorted, trails->steps.count, sizeof *sorted, trail_compare);
    return sorted;
}

/* Inside the quotes of dot's language. */
static void trails_add_quoted(struct buf *line, struct span text) {
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] == '"' || text.at[i] == '\\')
            buf_add_byte(line, '\\');
        buf_add_byte(line, text.at[i]);
    }
}

/* `"vk: /" -> "vk: /product/1" [label="12", weight=12];` */
static void trails_add_line(struct buf *line, const struct trail *trail) {
    struct span ends[2] = {{NULL, 0}, trail->rest};
    ends[0] = span_cut(&ends[1], '\t');
    for (int end = 0; end < 2; end++) {
        buf_add_string(line, end ? " -> \"" : "    \"");
        trails_add_quoted(line, trail->source);
        buf_add_string(line, ": ");
        trails_add_quoted(line, ends[end]);
        buf_add_byte(line, '"');
    }
    buf_add_string(line, " [label=\"");
    buf_add_number(line, trail->count);
    buf_add_string(line, "\", weight=");
    buf_add_number(line, trail->count);
    buf_add_string(line, "];\n");
}

void trails_write(const struct trails *trails, uint64_t most, struct output *output) {
    struct trail *sorted = trails_sorted(trails);
    struct buf line = {0};
    uint64_t shown = 0;
    output_add(output, (struct span)SPAN("digraph trails {\n    rankdir=LR;\n"));
    for (uint32_t i = 0; i < trails->steps.count; i++) {
        if (i && !span_equals(sorted[i].source, sorted[i - 1].source))
            shown = 0;
        if (shown++ >= most)
            continue;
        buf_clear(&line);
        trails_add_line(&line, &sorted[i]);
        output_add(output, buf_span(&line));
    }
    output_add(output, (struct span)SPAN("}\n"));
    buf_free(&line);
    free(sorted);
}

void trails_free(struct trails *trails) {
    table_free(&trails->steps);
    free(trails->counts);
    buf_free(&trails->name);
}
