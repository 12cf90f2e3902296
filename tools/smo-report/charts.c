#include "smo-report/charts.h"

#include "lib/base/number.h"
#include "lib/base/table.h"
#include "smo-report/human.h"
#include "smo-report/markup.h"
#include "smo-report/shown.h"

enum { CHARTS_ROWS = 6, CHARTS_KINDS = 5, CHARTS_NARROW = 300 };

static void open_chart(struct buf *page, int width, int height, const char *title) {
    buf_addf(page, "<svg class=\"chart%s\" viewBox=\"0 0 %d %d\" role=\"img\"><title>",
             width > CHARTS_NARROW ? " broad" : "", width, height);
    markup_html(page, span_of(title));
    buf_add_string(page, "</title>\n");
}

static void add_rectangle(struct buf *page, double x, double y, double width, double height,
                          const char *look) {
    buf_addf(page, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" class=\"%s\"/>", x,
             y, width, height, look);
}

void charts_text(struct buf *page, double x, double y, const char *look, struct span text) {
    buf_addf(page, "<text x=\"%.1f\" y=\"%.1f\" class=\"%s\">", x, y, look);
    markup_html(page, text);
    buf_add_string(page, "</text>\n");
}

size_t charts_column(const struct sheet *sheet, const char *name) {
    size_t column = 0;
    while (strcmp(sheet->columns[column].name, name) != 0)
        column++;
    return column;
}

void charts_bar(struct buf *page, double share) {
    buf_addf(page,
             "<svg class=\"bar\" viewBox=\"0 0 60 10\" aria-hidden=\"true\">"
             "<rect width=\"%.1f\" height=\"10\" class=\"c1\"/></svg>",
             share * 60);
}

static void add_day_name(struct buf *page, const struct words *words, double x, const char *look,
                         int64_t day) {
    struct buf name = {0};
    human_moment(&name, words, (double)day * 86400, 0);
    charts_text(page, x, 124, look, span_take(buf_span(&name), 10));
    buf_free(&name);
}

static void add_key(struct buf *page, const char *look, const char *text) {
    buf_addf(page, "<span class=\"key %s\"></span> ", look);
    markup_html(page, span_of(text));
    buf_add_string(page, " &#160; ");
}

static struct day most_of(const struct days *days) {
    struct day most = {1, 1, 1};
    for (size_t i = 0; i < days->count; i++) {
        const struct day *day = &days->days[i];
        most.visits = day->visits > most.visits ? day->visits : most.visits;
        most.orders = day->orders > most.orders ? day->orders : most.orders;
    }
    return most;
}

void charts_trend(struct buf *page, const struct days *days, const struct words *words) {
    if (days->count < 2)
        return;
    struct day most = most_of(days);
    double step = 640.0 / (double)days->count, gap = step > 4 ? 1 : 0;
    open_chart(page, 640, 130, words_say(words, "Visits and orders by day"));
    for (size_t i = 0; i < days->count; i++) {
        double all = 100.0 * (double)days->days[i].visits / (double)most.visits;
        double social = 100.0 * (double)days->days[i].social / (double)most.visits;
        add_rectangle(page, (double)i * step, 110 - all, step - gap, all - social, "c0");
        add_rectangle(page, (double)i * step, 110 - social, step - gap, social, "c1");
    }
    buf_add_string(page, "<polyline class=\"line\" points=\"");
    for (size_t i = 0; i < days->count; i++)
        buf_addf(page, "%.1f,%.1f ", ((double)i + 0.5) * step,
                 109 - 104.0 * (double)days->days[i].orders / (double)most.orders);
    buf_add_string(page, "\"/>\n");
    add_day_name(page, words, 0, "small", days->first);
    add_day_name(page, words, 640, "small end", days->first + (int64_t)days->count - 1);
    buf_add_string(page, "</svg>\n<p class=\"legend\">");
    add_key(page, "k1", words_say(words, "social visits by day"));
    add_key(page, "k0", words_say(words, "other visits"));
    add_key(page, "k3", words_say(words, "orders (by a scale of their own)"));
    buf_add_string(page, "</p>\n");
}

static void add_share_text(struct buf *page, const struct sheet *sheet, double x, double y,
                           uint64_t count, double share) {
    struct buf text = {0};
    human_count(&text, sheet->words, count);
    buf_add_string(&text, ", ");
    human_rate(&text, sheet->words, share);
    charts_text(page, x, y, "small", buf_span(&text));
    buf_free(&text);
}

/* One medium: a bar for each step, from the middle outwards. */
static void add_funnel(struct buf *page, const struct sheet *sheet, const struct cell *cells) {
    size_t visits = charts_column(sheet, "visits");
    struct buf name = {0};
    shown_cell(&name, sheet, &cells[0]);
    double whole = (double)cells[visits].count;
    int height = 24 + 22 * (int)((sheet->columns_count - visits + 1) / 2);
    open_chart(page, 300, height, buf_string(&name));
    charts_text(page, 0, 14, "head", buf_span(&name));
    double y = 20;
    for (size_t i = visits; i < sheet->columns_count; i += i == visits ? 1 : 2, y += 22) {
        if (cells[i].kind != CELL_COUNT)
            continue;
        double share = whole > 0 ? (double)cells[i].count / whole : 0;
        add_rectangle(page, 90, y + 2, 130 * share, 16, "c1");
        charts_text(page, 0, y + 15, "small",
                    span_of(words_say(sheet->words, sheet->columns[i].label)));
        add_share_text(page, sheet, 226, y + 15, cells[i].count, share);
    }
    buf_add_string(page, "</svg>\n");
    buf_free(&name);
}

void charts_funnel(struct buf *page, const struct sheet *sheet) {
    buf_add_string(page, "<div class=\"charts\">\n");
    for (size_t row = 0; row < sheet->rows_count && row < CHARTS_ROWS; row++)
        add_funnel(page, sheet, sheet->rows + row * sheet->columns_count);
    buf_add_string(page, "</div>\n");
}

/* Social visits by source and type of landing page; kinds beyond the fourth are one. */
struct split {
    struct table sources, kinds;
    uint64_t visits[CHARTS_ROWS][CHARTS_KINDS];
};

static void fill_split(struct split *split, const struct sheet *sheet) {
    size_t medium = charts_column(sheet, "medium"), page = charts_column(sheet, "landing_page");
    size_t visits = charts_column(sheet, "visits");
    for (size_t row = 0; row < sheet->rows_count; row++) {
        const struct cell *cells = sheet->rows + row * sheet->columns_count;
        if (cells[medium].kind != CELL_TEXT || !visit_medium_is_social(cells[medium].text) ||
            cells[page].kind != CELL_TEXT)
            continue;
        if (split->sources.count == CHARTS_ROWS &&
            table_find(&split->sources, cells[0].text) == TABLE_NONE)
            continue;
        uint32_t source = table_number(&split->sources, cells[0].text);
        bool is_full = split->kinds.count >= CHARTS_KINDS - 1;
        uint32_t kind = is_full ? table_find(&split->kinds, cells[page].text)
                                : table_number(&split->kinds, cells[page].text);
        split->visits[source][kind == TABLE_NONE ? CHARTS_KINDS - 1 : kind] += cells[visits].count;
    }
}

static void add_split_row(struct buf *page, const struct split *split, uint32_t source, double y) {
    static const char *const looks[CHARTS_KINDS] = {"c1", "c3", "c2", "c4", "c0"};
    uint64_t whole = 0;
    for (size_t kind = 0; kind < CHARTS_KINDS; kind++)
        whole += split->visits[source][kind];
    charts_text(page, 0, y + 14, "small", span_take(table_name(&split->sources, source), 24));
    double x = 140;
    for (size_t kind = 0; kind < CHARTS_KINDS && whole; kind++) {
        double width = 500 * (double)split->visits[source][kind] / (double)whole;
        add_rectangle(page, x, y, width, 18, looks[kind]);
        x += width;
    }
}

static void add_legend(struct buf *page, const struct split *split, const struct words *words) {
    static const char *const keys[CHARTS_KINDS] = {"k1", "k3", "k2", "k4", "k0"};
    buf_add_string(page, "<p class=\"legend\">");
    for (uint32_t kind = 0; kind < CHARTS_KINDS; kind++) {
        bool is_named = kind < split->kinds.count;
        if (!is_named && kind != CHARTS_KINDS - 1)
            continue;
        struct buf text = {0};
        struct span name = is_named ? table_name(&split->kinds, kind) : (struct span){"", 0};
        const char *term = is_named ? words_term(words, name) : words_say(words, "others");
        human_text(&text, term ? span_of(term) : name);
        add_key(page, keys[kind], buf_string(&text));
        buf_free(&text);
    }
    buf_add_string(page, "</p>\n");
}

void charts_landings(struct buf *page, const struct sheet *sheet) {
    struct split split = {.visits = {{0}}};
    table_init(&split.sources);
    table_init(&split.kinds);
    fill_split(&split, sheet);
    if (split.sources.count) {
        open_chart(page, 640, 24 * (int)split.sources.count,
                   words_say(sheet->words, "Where social visitors land"));
        for (uint32_t i = 0; i < split.sources.count; i++)
            add_split_row(page, &split, i, 24.0 * i);
        buf_add_string(page, "</svg>\n");
        add_legend(page, &split, sheet->words);
    }
    table_free(&split.sources);
    table_free(&split.kinds);
}

void charts_heat(struct buf *page, const struct sheet *sheet) {
    const struct heat *heat = sheet->heat;
    double greatest = 1;
    for (size_t i = 0; i < SHEET_HEAT_ROWS * SHEET_HEAT_COLUMNS; i++) {
        double value = heat->values[i / SHEET_HEAT_COLUMNS][i % SHEET_HEAT_COLUMNS];
        greatest = value > greatest ? value : greatest;
    }
    open_chart(page, 640, 190, words_say(sheet->words, heat->title));
    for (size_t row = 0; row < SHEET_HEAT_ROWS; row++) {
        double y = (double)row * 24;
        charts_text(page, 0, y + 16, "small", span_of(words_say(sheet->words, heat->rows[row])));
        for (size_t column = 0; column < SHEET_HEAT_COLUMNS; column++)
            buf_addf(page,
                     "<rect x=\"%zu\" y=\"%.0f\" width=\"23\" height=\"22\" class=\"c1\" "
                     "fill-opacity=\"%.2f\"/>",
                     40 + 25 * column, y, 0.04 + 0.96 * heat->values[row][column] / greatest);
    }
    for (unsigned hour = 0; hour < SHEET_HEAT_COLUMNS; hour += 3) {
        char name[12];
        size_t size = number_write(name, hour);
        charts_text(page, 40 + 25.0 * hour, 184, "small", (struct span){name, size});
    }
    buf_add_string(page, "</svg>\n<p class=\"legend\">");
    markup_html(page, span_of(words_say(sheet->words, heat->title)));
    buf_add_string(page, "</p>\n");
}
