#include "smo-report/dot.h"

#include "lib/base/mem.h"
#include "lib/base/table.h"
#include "smo-report/human.h"

#include <stdlib.h>

enum { DOT_EDGES = 60 };

struct edges {
    struct table names; /* "product TAB cart" */
    uint64_t *visits;
    size_t capacity;
    struct buf key;
};

static void count_edge(struct edges *edges, struct span from, struct span to, uint64_t visits) {
    buf_clear(&edges->key);
    buf_add(&edges->key, from);
    buf_add_byte(&edges->key, '\t');
    buf_add(&edges->key, to);
    uint32_t known = edges->names.count;
    uint32_t number = table_number(&edges->names, buf_span(&edges->key));
    mem_grow(&edges->visits, &edges->capacity, (size_t)number + 1, sizeof(uint64_t));
    edges->visits[number] = number == known ? visits : edges->visits[number] + visits;
}

/* From the start to each page and out; "..." tells that the way went on. */
static void count_path(struct edges *edges, struct span path, uint64_t visits) {
    struct span before = SPAN("start");
    while (path.at) {
        struct span page = span_cut(&path, '>');
        count_edge(edges, before, page, visits);
        before = page;
    }
    count_edge(edges, before, (struct span)SPAN("leaves"), visits);
}

static size_t column_of(const struct sheet *sheet, const char *name) {
    size_t column = 0;
    while (strcmp(sheet->columns[column].name, name) != 0)
        column++;
    return column;
}

static int compare_edges(const void *left, const void *right, void *address) {
    const struct edges *edges = address;
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    if (edges->visits[a] != edges->visits[b])
        return edges->visits[a] < edges->visits[b] ? 1 : -1;
    return span_compare(table_name(&edges->names, a), table_name(&edges->names, b));
}

/* A quoted identifier; what a page type cannot hold is left out. */
static void add_node(struct buf *page, struct span name) {
    struct buf text = {0};
    human_text(&text, name);
    buf_add_byte(page, '"');
    for (size_t i = 0; i < text.size; i++)
        if (text.at[i] != '"' && text.at[i] != '\\')
            buf_add_byte(page, text.at[i]);
    buf_add_byte(page, '"');
    buf_free(&text);
}

static void add_edges(struct buf *page, const struct edges *edges) {
    uint32_t count = edges->names.count;
    uint32_t *ranking = mem_alloc(count, sizeof *ranking);
    for (uint32_t i = 0; i < count; i++)
        ranking[i] = i;
    qsort_r(ranking, count, sizeof *ranking, compare_edges, (void *)(uintptr_t)edges);
    for (uint32_t i = 0; i < count && i < DOT_EDGES; i++) {
        struct span to = table_name(&edges->names, ranking[i]), from = span_cut(&to, '\t');
        double share = (double)edges->visits[ranking[i]] / (double)edges->visits[ranking[0]];
        buf_add_string(page, "    ");
        add_node(page, from);
        buf_add_string(page, " -> ");
        add_node(page, to);
        buf_addf(page, " [label=%llu, penwidth=%.1f]\n",
                 (unsigned long long)edges->visits[ranking[i]], 0.5 + 5 * share);
    }
    free(ranking);
}

void dot_write(struct buf *page, const struct sheet *sheet) {
    struct edges edges = {0};
    table_init(&edges.names);
    size_t path = column_of(sheet, "path"), visits = column_of(sheet, "visits");
    for (size_t row = 0; row < sheet->rows_count; row++) {
        const struct cell *cells = sheet->rows + row * sheet->columns_count;
        if (cells[path].kind == CELL_TEXT)
            count_path(&edges, cells[path].text, cells[visits].count);
    }
    buf_add_string(page, "digraph paths {\n    rankdir=LR\n    node [shape=box]\n");
    add_edges(page, &edges);
    buf_add_string(page, "}\n");
    table_free(&edges.names);
    free(edges.visits);
    buf_free(&edges.key);
}
