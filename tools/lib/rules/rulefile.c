#include "lib/rules/rulefile.h"

static bool rulefile_is_blank(char byte) {
    return byte == ' ' || byte == '\t';
}

static struct span rulefile_without_comment(struct span line) {
    for (size_t i = 0; i < line.size; i++)
        if (line.at[i] == '#' && (i == 0 || rulefile_is_blank(line.at[i - 1])))
            return span_take(line, i);
    return line;
}

bool rulefile_next_line(struct rulefile *file, struct span *line, uint32_t *indent) {
    static const struct span mark = SPAN("\xef\xbb\xbf"), cr = SPAN("\r");
    while (file->rest.size) {
        struct span whole = span_cut(&file->rest, '\n');
        file->line++;
        struct span text = whole;
        if (file->line == 1 && span_starts_with(text, mark))
            text = span_skip(text, mark.size);
        if (span_ends_with(text, cr))
            text.size--;
        *line = span_trim(rulefile_without_comment(text));
        if (span_is_empty(*line))
            continue;
        *indent = (uint32_t)(line->at - whole.at);
        return true;
    }
    return false;
}

static struct span rulefile_cut(struct span *line, size_t size) {
    struct span word = span_take(*line, size);
    *line = span_skip(*line, size);
    while (line->size && rulefile_is_blank(line->at[0]))
        *line = span_skip(*line, 1);
    return word;
}

struct span rulefile_cut_word(struct span *line) {
    size_t size = 0;
    while (size < line->size && !rulefile_is_blank(line->at[size]))
        size++;
    return rulefile_cut(line, size);
}

struct span rulefile_cut_token(struct span *line) {
    size_t first = line->size && line->at[0] == '!';
    if (first < line->size && line->at[first] == '/')
        for (size_t i = first + 1; i < line->size; i++)
            if (line->at[i] == '/' && (i + 1 == line->size || rulefile_is_blank(line->at[i + 1])))
                return rulefile_cut(line, i + 1);
    return rulefile_cut_word(line);
}
