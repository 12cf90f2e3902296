#include "smo-parse/request.h"

#include <stdint.h>

/* tchar of RFC 9110 section 5.6.2: !#$%&'*+-.^_`|~ 0-9 A-Z a-z, a bit for each byte. */
static bool request_is_token_byte(char byte) {
    static const uint64_t tokens[4] = {UINT64_C(0x03ff6cfa00000000), UINT64_C(0x57ffffffc7fffffe)};
    unsigned char place = (unsigned char)byte;
    return tokens[place / 64] >> place % 64 & 1;
}

bool request_is_method(struct span word) {
    for (size_t i = 0; i < word.size; i++)
        if (!request_is_token_byte(word.at[i]))
            return false;
    return !span_is_absent(word);
}

/* Cuts the protocol off. By far the most are ` HTTP/1.1`: nine bytes. */
static inline struct span request_without_protocol(struct span rest) {
    const char *last = rest.at + rest.size - 9;
    if (rest.size >= 9 && memcmp(last, " HTT", 4) == 0 && memcmp(last + 4, "P/", 2) == 0 &&
        last[6] != ' ' && last[7] != ' ' && last[8] != ' ')
        return span_take(rest, rest.size - 9);
    rest = span_trim(rest);
    size_t word = rest.size;
    while (word && rest.at[word - 1] != ' ')
        word--;
    if (!span_starts_with(span_skip(rest, word), (struct span)SPAN("HTTP")))
        return rest;
    return span_take(rest, word);
}

static size_t request_scheme_size(struct span target) {
    static const struct span mark = SPAN("://");
    size_t i = 0;
    while (i < target.size && request_is_token_byte(target.at[i]))
        i++;
    return i && span_starts_with(span_skip(target, i), mark) ? i + mark.size : 0;
}

static inline bool request_is_target(struct span method, struct span target) {
    if (span_is_empty(target))
        return false;
    return target.at[0] == '/' || span_is(target, "*") || span_is(method, "CONNECT") ||
           request_scheme_size(target) > 0;
}

/* The size of one of the likeliest methods, if the request begins with it and a blank; else 0. */
static inline size_t request_usual_method(struct span request) {
    if (request.size < 8)
        return 0;
    if (memcmp(request.at, "GET ", 4) == 0)
        return 3;
    bool is_known = memcmp(request.at, "POST", 4) == 0 || memcmp(request.at, "HEAD", 4) == 0;
    return is_known && request.at[4] == ' ' ? 4 : 0;
}

static inline bool request_cut_method(struct span *rest, struct span *method) {
    size_t usual = request_usual_method(*rest);
    *method = usual ? span_take(*rest, usual) : span_take(*rest, span_find(*rest, ' '));
    bool is_cut = usual || (method->size < rest->size && request_is_method(*method));
    *rest = span_skip(*rest, method->size + 1);
    return is_cut;
}

bool request_split(struct span request, struct span *method, struct span *url) {
    struct span rest = request;
    if (request_cut_method(&rest, method)) {
        *url = request_without_protocol(rest);
        if (url->size && (url->at[0] <= ' ' || url->at[url->size - 1] <= ' '))
            *url = span_trim(*url);
        if (request_is_target(*method, *url))
            return true;
    }
    *method = *url = SPAN_ABSENT;
    return false;
}

struct span request_origin_form(struct span target, struct span *authority, bool *needs_slash) {
    *needs_slash = false;
    *authority = (struct span){NULL, 0};
    if (target.size && target.at[0] == '/')
        return target;
    size_t scheme = request_scheme_size(target);
    if (scheme == 0)
        return target;
    struct span rest = span_skip(target, scheme);
    size_t end = 0;
    while (end < rest.size && rest.at[end] != '/' && rest.at[end] != '?' && rest.at[end] != '#')
        end++;
    *authority = span_take(rest, end);
    size_t user = span_find(*authority, '@');
    if (user < authority->size)
        *authority = span_skip(*authority, user + 1);
    rest = span_skip(rest, end);
    if (span_is_empty(rest))
        return (struct span)SPAN("/");
    *needs_slash = rest.at[0] != '/';
    return rest;
}
