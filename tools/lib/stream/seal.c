#include "lib/stream/seal.h"

#include <stddef.h>

void seal_add_header(struct seal *seal) {
    seal->has_open_header = true;
}

void seal_add_row(struct seal *seal) {
    seal->rows++;
    seal->rows_in_part++;
}

void seal_add_end(struct seal *seal, uint64_t declared) {
    seal->has_end = true;
    if (__builtin_add_overflow(seal->declared, declared, &seal->declared))
        seal->is_broken = true;
    if (seal->rows) {
        seal->has_end_behind_rows = true;
        seal->is_broken |= seal->rows_in_part > declared;
    }
    seal->rows_in_part = 0;
    seal->has_end_behind_header |= seal->has_open_header;
    seal->has_open_header = false;
}

const char *seal_problem(struct seal *seal) {
    if (seal->has_torn_line)
        return "the last line is torn; the stream is cut";
    if (!seal->has_end)
        return "no #end line; the stream is cut";
    if (seal->has_end_behind_rows && seal->rows_in_part)
        return "rows behind the last #end line; the stream is cut";
    if (seal->has_end_behind_header && seal->has_open_header)
        return "a header behind the last #end line; the stream is cut";
    if (seal->is_broken || seal->rows > seal->declared)
        return "more rows than its #end line declares; the stream is cut or was joined wrongly";
    seal->missing = seal->declared - seal->rows;
    return NULL;
}
