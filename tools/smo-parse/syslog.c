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

/* `-`, or `[ex@1 a="b"][ex@2 c="\]"]`: a bracket within a value has a backslash before it. */
static void syslog_skip_structured(struct span *rest) {
    if (span_is_empty(*rest) || rest->at[0] != '[') {
        syslog_word(rest);
        return;
    }
    while (rest->size && rest->at[0] == '[') {
        size_t end = 1;
        while (end < rest->size && rest->at[end] != ']')
            end += rest->at[end] == '\\' ? 2 : 1;
        *rest = span_skip(*rest, end + 1);
    }
    *rest = span_trim(*rest);
}

/* Behind the time of RFC 5424: host, application, process, message id, structured data, and what
 * may say that the message is UTF-8. */
static struct span syslog_skip_header(struct span rest, struct span line) {
    static const struct span mark = SPAN("\xef\xbb\xbf");
    for (int word = 0; word < 4; word++)
        syslog_word(&rest);
    syslog_skip_structured(&rest);
    if (span_starts_with(rest, mark))
        rest = span_skip(rest, mark.size);
    return span_is_empty(rest) ? line : rest;
}

/* `web-1  | ` of docker compose, `[pod/web-0/nginx] ` of kubectl logs --prefix. */
static void syslog_skip_container(struct span *rest) {
    static const struct span pod = SPAN("[pod/"), bar = SPAN("| ");
    struct span behind = *rest;
    syslog_word(&behind);
    if (span_starts_with(*rest, pod))
        *rest = behind;
    else if (span_starts_with(behind, bar))
        *rest = span_skip(behind, bar.size);
}

/* `stdout F `, as the container runtimes of Kubernetes write behind the time. */
static bool syslog_skip_stream(struct span *rest) {
    struct span behind = *rest, stream = syslog_word(&behind), tag = syslog_word(&behind);
    bool is_stream = (span_is(stream, "stdout") || span_is(stream, "stderr")) &&
                     (span_is(tag, "F") || span_is(tag, "P"));
    if (is_stream)
        *rest = behind;
    return is_stream;
}

/* `nginx:`, `nginx[12]:`. */
static bool syslog_is_tag(struct span word) {
    return word.size > 1 && word.at[word.size - 1] == ':';
}

/* OpenLiteSpeed's default puts each line, quotes and all, between quotes. */
static struct span syslog_unquoted(struct span line) {
    static const struct span end = SPAN("\"\"");
    bool is_quoted = line.size > 3 && line.at[0] == '"' && span_ends_with(line, end);
    return is_quoted ? span_between(line.at + 1, line.at + line.size - 1) : line;
}

struct span syslog_message(struct span line) {
    struct span rest = line;
    syslog_skip_priority(&rest);
    syslog_skip_container(&rest);
    struct span behind_version = rest, behind_time = rest;
    if (span_is(syslog_word(&behind_version), "1") && syslog_skip_time(&behind_version))
        return syslog_skip_header(behind_version, line);
    if (!syslog_skip_time(&behind_time))
        return syslog_unquoted(rest);
    if (syslog_skip_stream(&behind_time))
        return behind_time;
    struct span behind_tag = behind_time;
    struct span host = syslog_word(&behind_tag);
    bool is_address = span_find(host, ':') + 1 < host.size;
    if (syslog_is_tag(host) && !is_address && !span_is_empty(behind_tag))
        return behind_tag; /* no host: nginx with `nohostname`, or what wrote to /dev/log */
    if (behind_tag.size && behind_tag.at[0] == '{')
        return behind_tag; /* JSON without a tag: Fastly, by rsyslog */
    if (syslog_is_tag(syslog_word(&behind_tag)) && !span_is_empty(behind_tag))
        return behind_tag;
    return number_is_digit(rest.at[0]) ? behind_time : line;
}
