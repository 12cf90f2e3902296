#include "smo-classify/openstat.h"

static int openstat_digit(char byte) {
    if (byte >= 'A' && byte <= 'Z')
        return byte - 'A';
    if (byte >= 'a' && byte <= 'z')
        return byte - 'a' + 26;
    if (byte >= '0' && byte <= '9')
        return byte - '0' + 52;
    /* A `+` that was not percent-encoded has become a blank on its way. */
    return byte == '+' || byte == '-' || byte == ' ' ? 62 : byte == '/' || byte == '_' ? 63 : -1;
}

static bool openstat_undo_base64(struct span value, struct buf *plain) {
    unsigned bits = 0, held = 0;
    buf_clear(plain);
    while (value.size && value.at[value.size - 1] == '=')
        value.size--;
    for (size_t i = 0; i < value.size; i++) {
        int digit = openstat_digit(value.at[i]);
        if (digit < 0)
            return false;
        bits = (bits << 6 | (unsigned)digit) & 0xffffff;
        held += 6;
        if (held >= 8) {
            held -= 8;
            buf_add_byte(plain, (char)(bits >> held & 0xff));
        }
    }
    return true;
}

bool openstat_read(struct span value, struct buf *plain, struct openstat *openstat) {
    if (span_find(value, ';') == value.size) {
        if (!openstat_undo_base64(value, plain))
            return false;
        value = buf_span(plain);
    }
    if (span_find(value, ';') == value.size)
        return false;
    openstat->service = span_trim(span_cut(&value, ';'));
    openstat->campaign = span_trim(span_cut(&value, ';'));
    openstat->ad = value.at ? span_trim(span_cut(&value, ';')) : value;
    return true;
}
