#include "smo-report/html.h"

#include "smo-report/charts.h"
#include "smo-report/flow.h"
#include "smo-report/markup.h"
#include "smo-report/shown.h"

/* The policy names the style by its SHA-256, base64: whoever changes one changes the other, which
 * tests/cli/report-html.sh tells. */
static const char style[] =
    ":root{--back:#fff;--text:#1b1f24;--weak:#5b6470;--line:#d9dee4;--soft:#f4f6f8;"
    "--c0:#b9c6d6;--c1:#2563a8;--c2:#5d9c59;--c3:#d9822b;--c4:#8a63a9;--alarm:#b3261e;"
    "color-scheme:light dark}"
    "@media(prefers-color-scheme:dark){:root{--back:#14181d;--text:#e4e8ed;--weak:#9aa5b1;"
    "--line:#333b45;--soft:#1d232b;--c0:#4a5a6e;--c1:#6aa9ec;--c2:#82c17d;--c3:#f0a856;"
    "--c4:#b794d6;--alarm:#ff8a80}}"
    "*{box-sizing:border-box}"
    "body{margin:0 auto;max-width:62rem;padding:1rem;background:var(--back);color:var(--text);"
    "font:16px/1.5 system-ui,sans-serif}"
    "h1{font-size:1.5rem;margin:.2em 0}h2{font-size:1.2rem;margin:2.5rem 0 .2rem}"
    "nav{margin:.5rem 0}nav a{margin-right:.9rem;white-space:nowrap}a{color:var(--c1)}"
    ".question,.note,.legend{color:var(--weak);margin:.3rem 0}.note,.legend{font-size:.85rem}"
    ".alarm{color:var(--alarm);font-weight:600}"
    ".wide{overflow-x:auto}"
    "table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}"
    "th,td{padding:.25rem .6rem;text-align:right;border-bottom:1px solid var(--line);"
    "white-space:nowrap}"
    "th{color:var(--weak);font-weight:600}th.l,td.l{text-align:left}"
    "td.l{max-width:24rem;overflow:hidden;text-overflow:ellipsis}"
    "tr.rest td{color:var(--weak)}tr.total td{font-weight:700;border-top:2px solid var(--line)}"
    ".chart{display:block;width:100%;max-width:44rem;height:auto;margin:1rem 0 .3rem}"
    ".charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(17rem,1fr));gap:0 1.5rem}"
    ".bar{width:3.75rem;height:.6rem;vertical-align:baseline}"
    ".c0{fill:var(--c0)}.c1{fill:var(--c1)}.c2{fill:var(--c2)}.c3{fill:var(--c3)}"
    ".c4{fill:var(--c4)}text{fill:var(--text);font-size:12px}.head{font-weight:700;font-size:14px}"
    ".line{fill:none;stroke:var(--c3);stroke-width:2}"
    ".end{text-anchor:end}.flow{fill:none;stroke:var(--c1);stroke-opacity:.3}"
    ".key{display:inline-block;width:.8em;height:.8em}"
    ".k0{background:var(--c0)}.k1{background:var(--c1)}.k2{background:var(--c2)}"
    ".k3{background:var(--c3)}.k4{background:var(--c4)}"
    "@media(max-width:40rem){th,td{padding:.25rem .35rem}"
    "td.l+td.l{max-width:11rem;white-space:normal;overflow-wrap:break-word}"
    ".broad text{font-size:17px}}"
    "@media print{nav{display:none}body{max-width:none;padding:0;font-size:10pt}"
    ".wide{overflow:visible}table{font-size:8pt}th,td{padding:.1rem .3rem}"
    "td.l{max-width:16rem;white-space:normal;overflow-wrap:anywhere}"
    ".key{print-color-adjust:exact;-webkit-print-color-adjust:exact}"
    "h2,.question,thead{break-after:avoid}svg,tr,.legend{break-inside:avoid}}";

static const char style_digest[] = "1Vj2iT2ngOzF/V0gv+bGzIEYNStDZTQUym0UxUXMB9o=";

static void add_text(struct buf *page, const char *text) {
    markup_html(page, span_of(text));
}

static void add_element(struct buf *page, const char *open, const char *text, const char *close) {
    buf_add_string(page, open);
    add_text(page, text);
    buf_add_string(page, close);
}

static void add_remarks(struct buf *page, const struct sheet *sheet, enum remark_weight weight) {
    static const char *const open[] = {[REMARK_ALARM] = "<p class=\"alarm\">",
                                       [REMARK_CHANGE] = "<p class=\"find\">",
                                       [REMARK_FIND] = "<p class=\"find\">",
                                       [REMARK_NOTE] = "<p class=\"note\">"};
    for (size_t i = 0; i < sheet->remarks_count; i++)
        if (sheet->remarks[i].weight == weight)
            add_element(page, open[weight], sheet->remarks[i].text.at, "</p>\n");
}

void html_open(struct buf *page, const struct cover *cover, const struct sheet *remarks,
               const struct report *const *reports, size_t count) {
    struct buf head = {0};
    cover_head(cover, remarks->words, &head);
    buf_addf(page, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
             words_language(remarks->words));
    buf_addf(page,
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
             "style-src 'sha256-%s'; base-uri 'none'; form-action 'none'\">\n",
             style_digest);
    buf_add_string(page, "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
                         "<meta name=\"referrer\" content=\"no-referrer\">\n"
                         "<meta name=\"robots\" content=\"noindex\">\n");
    add_element(page, "<title>", buf_string(&head), "</title>\n");
    buf_add_string(page, "<style>");
    buf_add_string(page, style);
    buf_add_string(page, "</style>\n</head>\n<body>\n<header>\n");
    add_element(page, "<h1>", buf_string(&head), "</h1>\n");
    add_remarks(page, remarks, REMARK_ALARM);
    add_remarks(page, remarks, REMARK_FIND);
    charts_trend(page, &cover->days, remarks->words);
    add_remarks(page, remarks, REMARK_NOTE);
    buf_add_string(page, "<nav>");
    for (size_t i = 0; i < count && count > 1; i++) {
        buf_addf(page, "<a href=\"#%s\">", reports[i]->name);
        add_element(page, "", words_say(remarks->words, reports[i]->title), "</a> ");
    }
    buf_add_string(page, "</nav>\n</header>\n<main>\n");
    buf_free(&head);
}

static void add_cell(struct buf *page, const struct sheet *sheet, size_t row, size_t column) {
    struct buf text = {0};
    shown_cell(&text, sheet, &shown_row(sheet, row)[column]);
    buf_add_string(page, shown_is_text(sheet, column) ? "<td class=\"l\">" : "<td>");
    markup_html(page, buf_span(&text));
    if (sheet->columns[column].has_bar) {
        buf_add_byte(page, ' ');
        charts_bar(page, shown_bar(sheet, row, column));
    }
    buf_add_string(page, "</td>");
    buf_free(&text);
}

static void add_table(struct buf *page, const struct sheet *sheet) {
    buf_add_string(page, "<div class=\"wide\"><table>\n<thead><tr>");
    for (size_t i = 0; i < sheet->columns_count; i++)
        if (sheet->columns[i].label)
            add_element(page, shown_is_text(sheet, i) ? "<th class=\"l\">" : "<th>",
                        words_say(sheet->words, sheet->columns[i].label), "</th>");
    buf_add_string(page, "</tr></thead>\n<tbody>\n");
    for (size_t row = 0; row < shown_rows(sheet); row++) {
        const struct cell *cells = shown_row(sheet, row);
        buf_add_string(page, cells == sheet->total  ? "<tr class=\"total\">"
                             : cells == sheet->rest ? "<tr class=\"rest\">"
                                                    : "<tr>");
        for (size_t i = 0; i < sheet->columns_count; i++)
            if (sheet->columns[i].label)
                add_cell(page, sheet, row, i);
        buf_add_string(page, "</tr>\n");
    }
    buf_add_string(page, "</tbody>\n</table></div>\n");
}

static void add_chart(struct buf *page, const struct sheet *sheet) {
    static const struct {
        const char *report;
        void (*draw)(struct buf *page, const struct sheet *sheet);
    } charts[] = {
        {"funnel", charts_funnel},
        {"landings", charts_landings},
        {"paths", flow_draw},
        {"timing", charts_heat},
    };
    bool is_by_period = sheet->columns_count && strcmp(sheet->columns[0].name, "period") == 0;
    for (size_t i = 0; i < sizeof charts / sizeof *charts && !is_by_period; i++)
        if (strcmp(charts[i].report, sheet->report) == 0)
            charts[i].draw(page, sheet);
}

void html_sheet(struct buf *page, const struct sheet *sheet) {
    buf_addf(page, "<section id=\"%s\">\n", sheet->report);
    add_element(page, "<h2>", words_say(sheet->words, sheet->title), "</h2>\n");
    add_element(page, "<p class=\"question\">", words_say(sheet->words, sheet->question), "</p>\n");
    add_remarks(page, sheet, REMARK_ALARM);
    add_chart(page, sheet);
    if (shown_rows(sheet))
        add_table(page, sheet);
    add_remarks(page, sheet, REMARK_CHANGE);
    add_remarks(page, sheet, REMARK_FIND);
    add_remarks(page, sheet, REMARK_NOTE);
    buf_add_string(page, "</section>\n");
}

void html_close(struct buf *page) {
    buf_add_string(page, "</main>\n</body>\n</html>\n");
}
