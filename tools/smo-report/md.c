#include "smo-report/md.h"

#include "smo-report/markup.h"
#include "smo-report/shown.h"

static void add_row(struct buf *page, const struct sheet *sheet, const struct cell *cells) {
    struct buf text = {0};
    for (size_t i = 0; i < sheet->columns_count; i++) {
        if (!sheet->columns[i].label)
            continue;
        buf_clear(&text);
        shown_cell(&text, sheet, &cells[i]);
        buf_add_string(page, "| ");
        markup_markdown(page, buf_span(&text));
        buf_add_byte(page, ' ');
    }
    buf_add_string(page, "|\n");
    buf_free(&text);
}

static void add_table(struct buf *page, const struct sheet *sheet) {
    buf_add_byte(page, '\n');
    for (size_t i = 0; i < sheet->columns_count; i++) {
        if (!sheet->columns[i].label)
            continue;
        buf_add_string(page, "| ");
        markup_markdown(page, span_of(words_say(sheet->words, sheet->columns[i].label)));
        buf_add_byte(page, ' ');
    }
    buf_add_string(page, "|\n");
    for (size_t i = 0; i < sheet->columns_count; i++)
        if (sheet->columns[i].label)
            buf_add_string(page, shown_is_text(sheet, i) ? "| --- " : "| ---: ");
    buf_add_string(page, "|\n");
    for (size_t row = 0; row < shown_rows(sheet); row++)
        add_row(page, sheet, shown_row(sheet, row));
}

static void add_remarks(struct buf *page, const struct sheet *sheet, enum remark_weight weight) {
    static const char *const before[] = {[REMARK_ALARM] = "\n**",
                                         [REMARK_CHANGE] = "\n- ",
                                         [REMARK_FIND] = "\n- ",
                                         [REMARK_NOTE] = "\n"};
    for (size_t i = 0; i < sheet->remarks_count; i++) {
        if (sheet->remarks[i].weight != weight)
            continue;
        buf_add_string(page, before[weight]);
        markup_markdown(page, sheet->remarks[i].text);
        buf_add_string(page, weight == REMARK_ALARM ? "**\n" : "\n");
    }
}

void md_cover(struct buf *page, const struct cover *cover, const struct sheet *remarks) {
    struct buf head = {0};
    cover_head(cover, remarks->words, &head);
    buf_add_string(page, "# ");
    markup_markdown(page, buf_span(&head));
    buf_add_byte(page, '\n');
    buf_free(&head);
    add_remarks(page, remarks, REMARK_ALARM);
    add_remarks(page, remarks, REMARK_FIND);
    add_remarks(page, remarks, REMARK_NOTE);
}

void md_sheet(struct buf *page, const struct sheet *sheet) {
    buf_add_string(page, "\n## ");
    markup_markdown(page, span_of(words_say(sheet->words, sheet->title)));
    buf_add_string(page, "\n\n");
    markup_markdown(page, span_of(words_say(sheet->words, sheet->question)));
    buf_add_byte(page, '\n');
    add_remarks(page, sheet, REMARK_ALARM);
    if (shown_rows(sheet))
        add_table(page, sheet);
    add_remarks(page, sheet, REMARK_CHANGE);
    add_remarks(page, sheet, REMARK_FIND);
    add_remarks(page, sheet, REMARK_NOTE);
}
