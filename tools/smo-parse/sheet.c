/* Tables with a header. */
#include "smo-parse/sheet.h"

#include "lib/base/number.h"
#include "smo-parse/batch.h"
#include "smo-parse/named.h"

enum { SHEET_LEAST_COLUMNS = 3, SHEET_LEAST_KNOWN = 2, SHEET_LEAST_CELLS = 6 };

/* --- cells */

/* A cell in quotes: its size with these. 0 if they are not closed, or text follows them. */
static size_t sheet_quoted_size(struct span s, char separator) {
    for (size_t i = 1; i < s.size; i++) {
        if (s.at[i] != '"')
            continue;
        if (i + 1 == s.size || s.at[i + 1] == separator)
            return i + 1;
        if (s.at[++i] != '"')
            return 0;
    }
    return 0;
}

/* Cuts the next cell off, quotes and all, without the blanks around it. *rest becomes NULL behind
 * the last. */
static bool sheet_cut(struct span *rest, char separator, struct span *cell) {
    struct span s = *rest;
    while (s.size && s.at[0] == ' ')
        s = span_skip(s, 1);
    bool is_quoted = separator != '\t' && s.size && s.at[0] == '"';
    size_t size = is_quoted ? sheet_quoted_size(s, separator) : span_find(s, separator);
    if (is_quoted && size == 0)
        return false;
    *cell = span_trim(span_take(s, size));
    *rest = size < s.size ? span_skip(s, size + 1) : (struct span){NULL, 0};
    return true;
}

/* What stands between the quotes, if there are any; doubled ones single, in the hit's scratch. */
static struct span sheet_plain(struct span cell, struct buf *scratch) {
    if (cell.size < 2 || cell.at[0] != '"' || cell.at[cell.size - 1] != '"')
        return cell;
    cell = span_between(cell.at + 1, cell.at + cell.size - 1);
    if (span_find(cell, '"') == cell.size)
        return cell;
    size_t start = scratch->size;
    for (size_t i = 0; i < cell.size; i++) {
        buf_add_byte(scratch, cell.at[i]);
        i += cell.at[i] == '"' && i + 1 < cell.size && cell.at[i + 1] == '"';
    }
    return (struct span){scratch->at + start, scratch->size - start};
}

/* --- the header */

/* `cs(User-Agent)`, `Time Generated [UTC]`, `@timestamp`: no number, no time, no path. */
static bool sheet_is_name(struct span name) {
    static const struct span first_marks = SPAN("_@:"), marks = SPAN("_-.:@()[] ");
    if (span_is_empty(name) || number_is_digit(name.at[0]))
        return false;
    for (size_t i = 0; i < name.size; i++) {
        char byte = span_lower_byte(name.at[i]);
        struct span allowed = i ? marks : first_marks;
        if ((byte < 'a' || byte > 'z') && !number_is_digit(byte) &&
            span_find(allowed, byte) == allowed.size)
            return false;
    }
    return true;
}

static const struct member *sheet_member(struct span name) {
    static const struct span utc = SPAN(" [UTC]");
    char plain[MEMBER_PATH_BYTES];
    if (span_ends_with(name, utc))
        name = span_take(name, name.size - utc.size);
    if (name.size > sizeof plain)
        return NULL;
    for (size_t i = 0; i < name.size; i++)
        plain[i] = name.at[i] == ' ' ? '_' : name.at[i];
    name = (struct span){plain, name.size};
    const struct member *member = member_find(name);
    if (member || name.size < 3 || name.at[name.size - 2] != '_')
        return member;
    return member_find(span_take(name, name.size - 2)); /* requestUri_s, httpStatusCode_d */
}

static char sheet_separator(struct span header) {
    size_t commas = 0, semicolons = 0;
    for (size_t i = 0; i < header.size; i++) {
        if (header.at[i] == '\t')
            return '\t';
        commas += header.at[i] == ',';
        semicolons += header.at[i] == ';';
    }
    return semicolons > commas ? ';' : ',';
}

static bool sheet_tells_request(enum capture capture) {
    return capture == CAPTURE_REQUEST || capture == CAPTURE_URL || capture == CAPTURE_URL_WHOLE ||
           capture == CAPTURE_PATH;
}

const struct sheet *sheet_begin(struct arena *arena, struct span header) {
    struct sheet sheet = {.separator = sheet_separator(header)};
    size_t known = 0, capacity = 1;
    for (size_t i = 0; i < header.size; i++)
        capacity += header.at[i] == sheet.separator;
    if (capacity < SHEET_LEAST_COLUMNS)
        return NULL;
    const struct member **columns = arena_alloc(arena, capacity * sizeof *columns);
    struct buf scratch = {0}; /* no name holds a quote: nothing is written there */
    for (struct span rest = header, cell; rest.at;) {
        if (!sheet_cut(&rest, sheet.separator, &cell) ||
            !sheet_is_name(cell = sheet_plain(cell, &scratch)))
            break;
        const struct member *member = sheet_member(cell);
        columns[sheet.column_count++] = member;
        known += member != NULL;
        sheet.has_time = sheet.has_time || (member && member->capture == CAPTURE_TIME);
        sheet.has_request = sheet.has_request || (member && sheet_tells_request(member->capture));
    }
    buf_free(&scratch);
    if (sheet.column_count < capacity || known < SHEET_LEAST_KNOWN)
        return NULL;
    sheet.header = arena_copy(arena, header);
    sheet.columns = columns;
    struct sheet *kept = arena_alloc(arena, sizeof *kept);
    *kept = sheet;
    return kept;
}

const struct sheet *sheet_find(struct arena *arena, struct span text) {
    struct span line;
    while (batch_cut_line(&text, &line))
        if (batch_look(line) == OUTCOME_ACCEPTED)
            return sheet_begin(arena, line);
    return NULL;
}

/* --- rows */

bool sheet_is_row(struct span line) {
    char separator = sheet_separator(line);
    struct span rest = line, cell;
    size_t cells = 0;
    for (; rest.at; cells++)
        if ((rest.size && rest.at[0] == ' ') || !sheet_cut(&rest, separator, &cell))
            return false;
    return cells >= SHEET_LEAST_CELLS;
}

enum outcome sheet_read(const struct sheet *sheet, struct span line, struct hit *hit,
                        uint32_t *caught) {
    *caught = 0;
    hit->stopped = line.at;
    if (!sheet)
        return OUTCOME_FIELDS;
    if (span_equals(line, sheet->header))
        return OUTCOME_COMMENT;
    struct named named = {.hit = hit,
                          .escapes = sheet->separator == '\t' ? FORMAT_BACKSLASH : FORMAT_PLAIN};
    struct span rest = line, cell;
    for (size_t i = 0; i < sheet->column_count; i++) {
        if (!rest.at)
            return OUTCOME_FIELDS;
        hit->stopped = rest.at;
        if (!sheet_cut(&rest, sheet->separator, &cell))
            return OUTCOME_QUOTE;
        if (sheet->columns[i])
            named_catch(&named, sheet->columns[i], sheet_plain(cell, &hit->scratch));
    }
    if (rest.at) {
        hit->stopped = rest.at;
        return OUTCOME_FIELDS;
    }
    return named_finish(&named, caught);
}
