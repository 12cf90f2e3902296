#include "smo-report/text.h"

#include "lib/base/mem.h"
#include "smo-report/human.h"
#include "smo-report/shown.h"

#include <stdlib.h>

enum {
    TEXT_BAR_WIDTH = 8,
    TEXT_BAR_LEAST = 3,
    TEXT_GAP = 2,
    TEXT_LONGEST = 44,
    TEXT_SHORT = 20,
    TEXT_SHORTEST = 12
};

static void add_styled(struct buf *page, const struct text_style *style, const char *code,
                       struct span text) {
    buf_add_string(page, style->has_colour ? code : "");
    buf_add(page, text);
    buf_add_string(page, style->has_colour ? "\033[0m" : "");
}

static void add_blanks(struct buf *page, size_t count) {
    memset(buf_reserve(page, count), ' ', count);
    page->size += count;
}

/* Words wrapped at the width, behind a mark; further lines are indented as wide as the mark. */
static void add_wrapped(struct buf *page, const char *mark, struct span text, size_t width) {
    size_t indent = strlen(mark), place = indent;
    buf_add_string(page, mark);
    while (text.at) {
        struct span word = span_cut(&text, ' ');
        size_t size = human_width(word);
        if (place > indent && place + 1 + size > width) {
            buf_add_byte(page, '\n');
            add_blanks(page, indent);
            place = indent;
        }
        if (place > indent) {
            buf_add_byte(page, ' ');
            place++;
        }
        buf_add(page, word);
        place += size;
    }
    buf_add_byte(page, '\n');
}

/* An eighth of a block at a time where the terminal can; # otherwise. */
static void add_bar(struct buf *page, double share, size_t width, const struct text_style *style) {
    static const char *const eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    double length = share * (double)width;
    size_t whole = (size_t)length, rest = (size_t)((length - (double)whole) * 8);
    for (size_t i = 0; i < whole; i++)
        buf_add_string(page, style->is_utf8 ? "█" : "#");
    size_t drawn = whole + (style->is_utf8 && rest);
    if (style->is_utf8)
        buf_add_string(page, eighths[rest]);
    add_blanks(page, width - drawn);
}

/* A text cut to what a column may take, with "..." at its end. */
static void cut_long(struct buf *text, size_t longest) {
    if (human_width(buf_span(text)) <= longest)
        return;
    size_t width = 0, place = 0;
    for (; place < text->size; place++) {
        width += ((unsigned char)text->at[place] & 0xc0) != 0x80;
        if (width > longest - 3)
            break;
    }
    text->size = place;
    buf_add_string(text, "...");
}

/* What the columns of one sheet look like on a page. */
struct layout {
    const struct sheet *sheet;
    const struct text_style *style;
    bool *is_shown;
    bool *is_left; /* text stands at the left, numbers at the right */
    size_t *widths;
    size_t bar_width;
};

static void measure_column(struct layout *layout, size_t column) {
    const struct sheet *sheet = layout->sheet;
    const struct column *look = &sheet->columns[column];
    layout->is_shown[column] = look->label != NULL;
    if (!look->label)
        return;
    struct buf text = {0};
    size_t width = human_width(span_of(words_say(sheet->words, look->label)));
    layout->is_left[column] = shown_is_text(sheet, column);
    for (size_t row = 0; row < shown_rows(sheet); row++) {
        buf_clear(&text);
        shown_cell(&text, sheet, &shown_row(sheet, row)[column]);
        size_t needed = human_width(buf_span(&text));
        width = needed > width ? needed : width;
    }
    if (layout->is_left[column] && width > TEXT_LONGEST)
        width = TEXT_LONGEST;
    layout->widths[column] = width;
    buf_free(&text);
}

static size_t layout_width(const struct layout *layout) {
    size_t width = 0;
    for (size_t i = 0; i < layout->sheet->columns_count; i++)
        if (layout->is_shown[i])
            width += (width ? TEXT_GAP : 0) + layout->widths[i] +
                     (layout->sheet->columns[i].has_bar ? layout->bar_width + 1 : 0);
    return width;
}

static bool is_too_wide(const struct layout *layout) {
    return layout_width(layout) > layout->style->width;
}

/* The widest text goes down, column by column, to no less than `shortest`. */
static void cut_texts(struct layout *layout, size_t shortest) {
    size_t count = layout->sheet->columns_count;
    while (is_too_wide(layout)) {
        size_t longest = count;
        for (size_t i = 0; i < count; i++)
            if (layout->is_shown[i] && layout->is_left[i] && layout->widths[i] > shortest &&
                (longest == count || layout->widths[i] > layout->widths[longest]))
                longest = i;
        if (longest == count)
            return;
        layout->widths[longest]--;
    }
}

/* What a reader misses least goes first, until the rest fits. */
static void layout_fit(struct layout *layout) {
    const struct column *columns = layout->sheet->columns;
    size_t count = layout->sheet->columns_count;
    for (size_t i = count; i-- > 0;)
        if (columns[i].is_wide && is_too_wide(layout))
            layout->is_shown[i] = false;
    while (layout->bar_width > TEXT_BAR_LEAST && is_too_wide(layout))
        layout->bar_width--;
    cut_texts(layout, TEXT_SHORT);
    for (size_t i = count; i-- > 0;)
        if (columns[i].is_spare && is_too_wide(layout))
            layout->is_shown[i] = false;
    if (is_too_wide(layout))
        layout->bar_width = 0;
    cut_texts(layout, TEXT_SHORTEST);
}

static void add_padded(struct buf *page, struct span text, size_t width, bool is_left) {
    size_t size = human_width(text), blanks = width > size ? width - size : 0;
    if (!is_left)
        add_blanks(page, blanks);
    buf_add(page, text);
    if (is_left)
        add_blanks(page, blanks);
}

static void trim_line(struct buf *page) {
    while (page->size && page->at[page->size - 1] == ' ')
        page->size--;
    buf_add_byte(page, '\n');
}

static void add_heads(struct buf *page, const struct layout *layout) {
    for (size_t i = 0; i < layout->sheet->columns_count; i++) {
        const struct column *column = &layout->sheet->columns[i];
        if (!layout->is_shown[i])
            continue;
        add_padded(page, span_of(words_say(layout->sheet->words, column->label)), layout->widths[i],
                   layout->is_left[i]);
        add_blanks(page, TEXT_GAP + (column->has_bar ? layout->bar_width + 1 : 0));
    }
    trim_line(page);
}

static void add_row(struct buf *page, const struct layout *layout, size_t row) {
    const struct cell *cells = shown_row(layout->sheet, row);
    struct buf text = {0};
    for (size_t i = 0; i < layout->sheet->columns_count; i++) {
        if (!layout->is_shown[i])
            continue;
        buf_clear(&text);
        shown_cell(&text, layout->sheet, &cells[i]);
        if (layout->is_left[i])
            cut_long(&text, layout->widths[i]);
        add_padded(page, buf_span(&text), layout->widths[i], layout->is_left[i]);
        if (layout->sheet->columns[i].has_bar) {
            add_blanks(page, 1);
            add_bar(page, shown_bar(layout->sheet, row, i), layout->bar_width, layout->style);
        }
        add_blanks(page, TEXT_GAP);
    }
    trim_line(page);
    buf_free(&text);
}

static void add_table(struct buf *page, const struct sheet *sheet, const struct text_style *style) {
    size_t count = sheet->columns_count;
    struct layout layout = {
        .sheet = sheet,
        .style = style,
        .is_shown = mem_zeroed(count, sizeof(bool)),
        .is_left = mem_zeroed(count, sizeof(bool)),
        .widths = mem_zeroed(count, sizeof(size_t)),
        .bar_width = TEXT_BAR_WIDTH,
    };
    for (size_t i = 0; i < count; i++)
        measure_column(&layout, i);
    layout_fit(&layout);
    add_heads(page, &layout);
    for (size_t row = 0; row < shown_rows(sheet); row++) {
        bool is_bold = style->has_colour && shown_is_total(sheet, row);
        buf_add_string(page, is_bold ? "\033[1m" : "");
        add_row(page, &layout, row);
        buf_add_string(page, is_bold ? "\033[0m" : "");
    }
    free(layout.is_shown);
    free(layout.is_left);
    free(layout.widths);
}

/* From nothing to the greatest value in ten digits, or in blocks. */
static void add_heat(struct buf *page, const struct sheet *sheet, const struct text_style *style) {
    static const char *const blocks[] = {"·", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█", "█"};
    const struct heat *heat = sheet->heat;
    double greatest = 0;
    for (size_t i = 0; i < SHEET_HEAT_ROWS * SHEET_HEAT_COLUMNS; i++) {
        double value = heat->values[i / SHEET_HEAT_COLUMNS][i % SHEET_HEAT_COLUMNS];
        greatest = value > greatest ? value : greatest;
    }
    buf_addf(page, "\n%s\n\n     0     3     6     9     12    15    18    21\n",
             words_say(sheet->words, heat->title));
    for (size_t row = 0; row < SHEET_HEAT_ROWS; row++) {
        buf_addf(page, "%s ", words_say(sheet->words, heat->rows[row]));
        for (size_t column = 0; column < SHEET_HEAT_COLUMNS; column++) {
            double value = heat->values[row][column];
            int level = greatest > 0 ? (int)(value / greatest * 9) : 0;
            level += value > 0 && level == 0;
            buf_add_byte(page, ' ');
            if (style->is_utf8)
                buf_add_string(page, blocks[level]);
            else
                buf_add_byte(page, value > 0 ? (char)('0' + level) : '.');
        }
        buf_add_byte(page, '\n');
    }
}

static void add_remarks(struct buf *page, const struct sheet *sheet, enum remark_weight weight,
                        const struct text_style *style) {
    static const char *const marks[] = {
        [REMARK_ALARM] = "! ", [REMARK_CHANGE] = "* ", [REMARK_FIND] = "* ", [REMARK_NOTE] = "  "};
    for (size_t i = 0; i < sheet->remarks_count; i++) {
        if (sheet->remarks[i].weight != weight)
            continue;
        if (weight == REMARK_ALARM && style->has_colour)
            buf_add_string(page, "\033[31m");
        add_wrapped(page, marks[weight], sheet->remarks[i].text, style->width);
        if (weight == REMARK_ALARM && style->has_colour)
            buf_add_string(page, "\033[0m");
    }
}

void text_sheet(struct buf *page, const struct sheet *sheet, const struct text_style *style) {
    add_styled(page, style, "\033[1m", span_of(words_say(sheet->words, sheet->title)));
    buf_add_byte(page, '\n');
    add_remarks(page, sheet, REMARK_ALARM, style);
    if (sheet->heat)
        add_heat(page, sheet, style);
    if (shown_rows(sheet)) {
        buf_add_byte(page, '\n');
        add_table(page, sheet, style);
        buf_add_byte(page, '\n');
    }
    add_remarks(page, sheet, REMARK_CHANGE, style);
    add_remarks(page, sheet, REMARK_FIND, style);
    add_remarks(page, sheet, REMARK_NOTE, style);
}

void text_cover(struct buf *page, const struct cover *cover, const struct sheet *remarks,
                const struct text_style *style) {
    struct buf head = {0};
    cover_head(cover, remarks->words, &head);
    add_styled(page, style, "\033[1m", buf_span(&head));
    buf_add_byte(page, '\n');
    buf_free(&head);
    add_remarks(page, remarks, REMARK_ALARM, style);
    add_remarks(page, remarks, REMARK_FIND, style);
    add_remarks(page, remarks, REMARK_NOTE, style);
}
