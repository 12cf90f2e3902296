#include "smo-parse/syslog.h"

#include "lib/base/date.h"
#include "lib/base/number.h"

/* Cuts the next word off, and the blanks behind it. */
static struct span syslog_word(struct span *rest) {
    struct span word = span_take(*rest, span_find(*rest, ' '));
    *rest = span_skip(*rest, word.size);
    while (rest->size && rest->at[0] == ' ')
        *rest = span_skip(*rest, 1);
    return word;
}

static bool syslog_is_clock(struct span word) {
    return word.size >= 8 && number_is_digit(word.at[0]) && word.at[2] == ':' &&
           word.at[5] == ':' && number_is_digit(word.at[7]);
}

/* `Nov 22 14:30:05` or `2025-11-22T14:30:05.123+03:00`. */
static bool syslog_skip_time(struct span *rest) {
    struct span word = syslog_word(rest);
    if (date_month(word)) {
        struct span day = syslog_word(rest);
        uint64_t number;
        return number_read(day, &number) && number <= 31 && syslog_is_clock(syslog_word(rest));
    }
    return word.size >= 19 && word.at[4] == '-' && word.at[7] == '-' && word.at[10] == 'T' &&
           syslog_is_clock(span_skip(word, 11));
}

static void syslog_skip_priority(struct span *rest) {
    size_t end = span_find(*rest, '>');
    uint64_t number;
    if (rest->size && rest->at[0] == '<' && end <= 4 &&
        number_read(span_between(rest->at + 1, rest->at + end), &number))
        *rest = span_skip(*rest, end + 1);
}

/* Behind the time of RFC 5424: host, application, process, message id, structured data. */
static struct span syslog_skip_header(struct span rest, struct span line) {
    for (int word = 0; word < 4; word++)
        syslog_word(&rest);
    if (rest.size && rest.at[0] == '[') {
        size_t end = span_find(rest, ']');
        rest = span_skip(rest, end + 1);
        while (rest.size && rest.at[0] == ' ')
            rest = span_skip(rest, 1);
    } else {
        syslog_word(&rest);
    }
    return span_is_empty(rest) ? line : rest;
}

struct span syslog_message(struct span line) {
    struct span rest = line;
    syslog_skip_priority(&rest);
    struct span behind_version = rest;
    if (span_is(syslog_word(&behind_version), "1") && syslog_skip_time(&behind_version))
        return syslog_skip_header(behind_version, line);
    if (!syslog_skip_time(&rest))
        return line;
    syslog_word(&rest); /* the host */
    struct span tag = syslog_word(&rest);
    return tag.size > 1 && tag.at[tag.size - 1] == ':' && !span_is_empty(rest) ? rest : line;
}
