#include "smo-parse/apache.h"

#include "lib/base/number.h"

struct apache_directive {
    char letter;
    struct span argument; /* of {argument}; empty: none, or any */
    enum capture capture;
};

/* https://httpd.apache.org/docs/2.4/mod/mod_log_config.html#formats */
static const struct apache_directive apache_directives[] = {
    {'a', SPAN("c"), CAPTURE_PEER},          {'a', SPAN(""), CAPTURE_CLIENT},
    {'h', SPAN("c"), CAPTURE_NOTHING},       {'h', SPAN(""), CAPTURE_PEER},
    {'l', SPAN(""), CAPTURE_IDENT},          {'u', SPAN(""), CAPTURE_USER},
    {'r', SPAN(""), CAPTURE_REQUEST},        {'m', SPAN(""), CAPTURE_METHOD},
    {'U', SPAN(""), CAPTURE_PATH},           {'q', SPAN(""), CAPTURE_QUERY},
    {'s', SPAN(""), CAPTURE_STATUS},         {'b', SPAN(""), CAPTURE_BYTES},
    {'B', SPAN(""), CAPTURE_BYTES},          {'O', SPAN(""), CAPTURE_BYTES_ALL},
    {'v', SPAN(""), CAPTURE_SERVER},         {'V', SPAN(""), CAPTURE_SERVER},
    {'D', SPAN(""), CAPTURE_MICROSECONDS},   {'T', SPAN("ms"), CAPTURE_MILLISECONDS},
    {'T', SPAN("us"), CAPTURE_MICROSECONDS}, {'T', SPAN(""), CAPTURE_SECONDS},
    {'C', SPAN(""), CAPTURE_COOKIE},         {'L', SPAN(""), CAPTURE_REQUEST_ID},
    {'n', SPAN("cookie"), CAPTURE_COOKIE}, /* mod_usertrack */
};

static const char apache_letters[] = "aABbCDefhHiIklLmnoOpPqrRsStTuUvVXx";

enum capture apache_header(struct span name) {
    static const struct {
        struct span name;
        enum capture capture;
    } headers[] = {
        {SPAN("referer"), CAPTURE_REFERER},
        {SPAN("user-agent"), CAPTURE_AGENT},
        {SPAN("host"), CAPTURE_HOST},
        {SPAN("x-forwarded-for"), CAPTURE_FORWARDED},
        {SPAN("x-real-ip"), CAPTURE_FORWARDED},
        {SPAN("forwarded"), CAPTURE_FORWARDED},
        {SPAN("cf-connecting-ip"), CAPTURE_FORWARDED},
        {SPAN("true-client-ip"), CAPTURE_FORWARDED},
        {SPAN("x-client-ip"), CAPTURE_FORWARDED},
        {SPAN("x-cluster-client-ip"), CAPTURE_FORWARDED},
    };
    char text[32];
    if (name.size > sizeof text)
        return CAPTURE_NOTHING;
    for (size_t i = 0; i < name.size; i++)
        text[i] = name.at[i] == '_' ? '-' : name.at[i];
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        if (span_equals_folded((struct span){text, name.size}, headers[i].name))
            return headers[i].capture;
    return CAPTURE_NOTHING;
}

/* What `%{argument}t` prints: a pattern of strftime(3), or one of a few words. */
static struct span apache_time_pattern(struct program *program, struct span argument) {
    static const struct {
        struct span word, pattern;
    } words[] = {
        {SPAN("sec"), SPAN("%s")},       {SPAN("msec"), SPAN("%Q")},
        {SPAN("usec"), SPAN("%f")},      {SPAN("msec_frac"), SPAN("%L")},
        {SPAN("usec_frac"), SPAN("%L")},
    };
    static const struct span begin = SPAN("begin:"), end = SPAN("end:");
    if (span_starts_with(argument, begin))
        argument = span_skip(argument, begin.size);
    else if (span_starts_with(argument, end))
        argument = span_skip(argument, end.size);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_equals(argument, words[i].word))
            return words[i].pattern;
    return arena_copy(program->arena, argument);
}

static void apache_add_time(struct program *program, struct span argument) {
    if (!span_is_empty(argument)) {
        program_add_time(program, apache_time_pattern(program, argument));
        return;
    }
    program_add_literal(program, (struct span)SPAN("["));
    program_add_time(program, (struct span)SPAN("clf"));
    program_add_literal(program, (struct span)SPAN("]"));
}

static void apache_add_directive(struct program *program, char letter, struct span argument) {
    if (letter == 't') {
        apache_add_time(program, argument);
        return;
    }
    if (letter == 'i') {
        program_add_capture(program, apache_header(argument));
        return;
    }
    enum capture capture = CAPTURE_NOTHING;
    for (size_t i = 0; i < sizeof apache_directives / sizeof *apache_directives; i++) {
        const struct apache_directive *directive = &apache_directives[i];
        if (directive->letter == letter &&
            (span_is_empty(directive->argument) || span_equals(directive->argument, argument))) {
            capture = directive->capture;
            break;
        }
    }
    program_add_capture(program, capture);
}

/* `%!200,304>{argument}^ti`: what stands between % and the letter. Returns its size. */
static size_t apache_scan_modifiers(struct span s, struct span *argument) {
    size_t i = 0;
    *argument = (struct span){s.at, 0};
    for (; i < s.size; i++) {
        if (s.at[i] == '{') {
            size_t end = span_find(span_skip(s, i), '}');
            *argument = span_take(span_skip(s, i + 1), end ? end - 1 : 0);
            i += end;
        } else if (!number_is_digit(s.at[i]) && !strchr("!,<>", s.at[i])) {
            break;
        }
    }
    if (i + 2 < s.size && s.at[i] == '^' && s.at[i + 1] == 't')
        i += 2; /* %{VARNAME}^ti: trailers */
    return i;
}

static char apache_unescape(char byte) {
    return byte == 'n' ? '\n' : byte == 't' ? '\t' : byte;
}

bool apache_compile(struct program *program, struct span text, struct fault *fault) {
    for (size_t i = 0; i < text.size; i++) {
        struct span here = span_skip(text, i), argument;
        if (here.at[0] == '\\' && here.size > 1) {
            char byte = apache_unescape(here.at[1]);
            program_add_literal(program, (struct span){&byte, 1});
            i++;
        } else if (here.at[0] != '%') {
            program_add_literal(program, span_take(here, 1));
        } else if (here.size > 1 && here.at[1] == '%') {
            program_add_literal(program, span_take(here, 1));
            i++;
        } else {
            size_t letter = 1 + apache_scan_modifiers(span_skip(here, 1), &argument);
            if (letter >= here.size || !strchr(apache_letters, here.at[letter])) {
                fault_set(fault, "%% is followed by no letter that LogFormat knows");
                fault->column = i + 1;
                return false;
            }
            apache_add_directive(program, here.at[letter], argument);
            i += letter;
        }
    }
    return true;
}
