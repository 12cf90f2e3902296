#include "smo-report/flow.h"

#include "smo-report/charts.h"
#include "smo-report/human.h"
#include "smo-report/markup.h"

enum { STAGES = 5, KINDS = 8, WIDTH = 640, HEIGHT = 260, NODE_WIDTH = 10, GAP = 6 };

/* Page types are known by their place in `names`; the last place is for all further ones. A visit
 * that left before a stage has no node there. */
struct flow {
    struct span names[KINDS];
    unsigned names_count;
    double nodes[STAGES][KINDS];
    double links[STAGES - 1][KINDS][KINDS];
};

static unsigned kind_of(struct flow *flow, struct span name) {
    for (unsigned i = 0; i < flow->names_count; i++)
        if (span_equals(flow->names[i], name))
            return i;
    if (flow->names_count == KINDS - 1)
        return KINDS - 1;
    flow->names[flow->names_count] = name;
    return flow->names_count++;
}

static void take_path(struct flow *flow, struct span path, double visits) {
    unsigned before = KINDS;
    for (unsigned stage = 0; stage < STAGES && path.at; stage++) {
        unsigned kind = kind_of(flow, span_cut(&path, '>'));
        flow->nodes[stage][kind] += visits;
        if (before < KINDS)
            flow->links[stage - 1][before][kind] += visits;
        before = kind;
    }
}

/* The tops of the nodes of a stage; `scale` is pixels for one visit. */
static void place_nodes(const struct flow *flow, unsigned stage, double scale, double tops[KINDS]) {
    double y = 0;
    for (unsigned kind = 0; kind < KINDS; kind++) {
        tops[kind] = y;
        if (flow->nodes[stage][kind] > 0)
            y += flow->nodes[stage][kind] * scale + GAP;
    }
}

static double x_of(unsigned stage) {
    return stage * (double)(WIDTH - NODE_WIDTH - 70) / (STAGES - 1);
}

static void add_links(struct buf *page, const struct flow *flow, unsigned stage, double scale) {
    double from[KINDS], to[KINDS];
    place_nodes(flow, stage, scale, from);
    place_nodes(flow, stage + 1, scale, to);
    double x = x_of(stage) + NODE_WIDTH, end = x_of(stage + 1), middle = (x + end) / 2;
    for (unsigned a = 0; a < KINDS; a++) {
        for (unsigned b = 0; b < KINDS; b++) {
            double thick = flow->links[stage][a][b] * scale;
            if (thick >= 0.3)
                buf_addf(page,
                         "<path class=\"flow\" stroke-width=\"%.1f\" d=\"M%.1f %.1fC%.1f %.1f "
                         "%.1f %.1f %.1f %.1f\"/>",
                         thick, x, from[a] + thick / 2, middle, from[a] + thick / 2, middle,
                         to[b] + thick / 2, end, to[b] + thick / 2);
            from[a] += thick;
            to[b] += thick;
        }
    }
}

static void add_nodes(struct buf *page, const struct flow *flow, unsigned stage, double scale,
                      const struct words *words) {
    double tops[KINDS];
    place_nodes(flow, stage, scale, tops);
    for (unsigned kind = 0; kind < KINDS; kind++) {
        double height = flow->nodes[stage][kind] * scale;
        if (height < 0.3)
            continue;
        buf_addf(page, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%.1f\" class=\"c1\"/>",
                 x_of(stage), tops[kind], NODE_WIDTH, height);
        if (height < 8)
            continue;
        struct buf text = {0};
        const char *term = kind < flow->names_count ? words_term(words, flow->names[kind])
                                                    : words_say(words, "others");
        human_text(&text, term ? span_of(term) : flow->names[kind]);
        charts_text(page, x_of(stage) + NODE_WIDTH + 3, tops[kind] + height / 2 + 4, "small",
                    buf_span(&text));
        buf_free(&text);
    }
}

void flow_draw(struct buf *page, const struct sheet *sheet) {
    struct flow flow = {.names_count = 0};
    size_t path = charts_column(sheet, "path"), visits = charts_column(sheet, "visits");
    double whole = 0;
    for (size_t row = 0; row < sheet->rows_count; row++) {
        const struct cell *cells = sheet->rows + row * sheet->columns_count;
        if (cells[path].kind != CELL_TEXT)
            continue;
        take_path(&flow, cells[path].text, (double)cells[visits].count);
        whole += (double)cells[visits].count;
    }
    if (whole == 0)
        return;
    double scale = (HEIGHT - GAP * KINDS) / whole;
    const char *title = words_say(sheet->words, "The first five pages of all visits");
    buf_addf(page, "<svg class=\"chart broad\" viewBox=\"0 0 %d %d\" role=\"img\"><title>", WIDTH,
             HEIGHT);
    markup_html(page, span_of(title));
    buf_add_string(page, "</title>\n");
    for (unsigned stage = 0; stage + 1 < STAGES; stage++)
        add_links(page, &flow, stage, scale);
    for (unsigned stage = 0; stage < STAGES; stage++)
        add_nodes(page, &flow, stage, scale, sheet->words);
    buf_add_string(page, "</svg>\n<p class=\"legend\">");
    markup_html(page, span_of(title));
    buf_add_string(page, "</p>\n");
}
