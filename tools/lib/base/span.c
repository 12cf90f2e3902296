#include "lib/base/span.h"

bool span_equals_folded(struct span a, struct span b) {
    if (a.size != b.size)
        return false;
    for (size_t i = 0; i < a.size; i++)
        if (span_lower_byte(a.at[i]) != span_lower_byte(b.at[i]))
            return false;
    return true;
}

size_t span_find_folded(struct span s, struct span needle) {
    if (needle.size == 0)
        return 0;
    for (size_t i = 0; i + needle.size <= s.size; i++)
        if (span_lower_byte(s.at[i]) == needle.at[0] &&
            span_equals_folded((struct span){s.at + i, needle.size}, needle))
            return i;
    return s.size;
}

struct span span_trim(struct span s) {
    while (s.size && (s.at[0] == ' ' || s.at[0] == '\t'))
        s = span_skip(s, 1);
    while (s.size && (s.at[s.size - 1] == ' ' || s.at[s.size - 1] == '\t'))
        s.size--;
    return s;
}

int span_compare(struct span a, struct span b) {
    size_t common = a.size < b.size ? a.size : b.size;
    int order = common ? memcmp(a.at, b.at, common) : 0;
    return order ? order : (a.size > b.size) - (a.size < b.size);
}
