#include "smo-parse/nginx.h"

#include "lib/base/number.h"
#include "smo-parse/apache.h"

/* https://nginx.org/en/docs/http/ngx_http_log_module.html, ngx_http_core_module.html and
 * ngx_http_userid_module.html. Those that are not here say nothing that a hit has. */
static const struct {
    struct span name;
    enum capture capture;
} nginx_variables[] = {
    {SPAN("remote_addr"), CAPTURE_PEER},
    {SPAN("the_real_ip"), CAPTURE_PEER}, /* of older ingress-nginx */
    {SPAN("proxy_protocol_addr"), CAPTURE_FORWARDED},
    {SPAN("proxy_add_x_forwarded_for"), CAPTURE_FORWARDED},
    {SPAN("remote_user"), CAPTURE_USER},
    {SPAN("request"), CAPTURE_REQUEST},
    {SPAN("request_method"), CAPTURE_METHOD},
    {SPAN("request_uri"), CAPTURE_URL},
    {SPAN("uri"), CAPTURE_PATH},
    {SPAN("document_uri"), CAPTURE_PATH},
    {SPAN("args"), CAPTURE_QUERY},
    {SPAN("query_string"), CAPTURE_QUERY},
    {SPAN("host"), CAPTURE_HOST},
    {SPAN("server_name"), CAPTURE_SERVER},
    {SPAN("status"), CAPTURE_STATUS},
    {SPAN("body_bytes_sent"), CAPTURE_BYTES},
    {SPAN("bytes_sent"), CAPTURE_BYTES_ALL},
    {SPAN("request_time"), CAPTURE_SECONDS},
    {SPAN("uid_got"), CAPTURE_UID_GOT},
    {SPAN("uid_set"), CAPTURE_UID_SET},
};

static const struct {
    struct span name, pattern;
} nginx_times[] = {
    {SPAN("time_local"), SPAN("clf")},
    {SPAN("time_iso8601"), SPAN("%Y-%m-%dT%H:%M:%S%z")},
    {SPAN("msec"), SPAN("%s")},
};

enum capture nginx_variable(struct span name, struct span *time_pattern) {
    static const struct span header = SPAN("http_"), cookie = SPAN("cookie_");
    for (size_t i = 0; i < sizeof nginx_times / sizeof *nginx_times; i++)
        if (span_equals(name, nginx_times[i].name)) {
            *time_pattern = nginx_times[i].pattern;
            return CAPTURE_TIME;
        }
    for (size_t i = 0; i < sizeof nginx_variables / sizeof *nginx_variables; i++)
        if (span_equals(name, nginx_variables[i].name))
            return nginx_variables[i].capture;
    if (span_starts_with(name, header))
        return apache_header(span_skip(name, header.size));
    if (span_starts_with(name, cookie))
        return CAPTURE_COOKIE;
    return CAPTURE_NOTHING;
}

static size_t nginx_name_size(struct span s) {
    size_t i = 0;
    while (i < s.size && (number_is_digit(s.at[i]) || s.at[i] == '_' ||
                          (span_lower_byte(s.at[i]) >= 'a' && span_lower_byte(s.at[i]) <= 'z')))
        i++;
    return i;
}

static void nginx_add_variable(struct program *program, struct span name) {
    struct span pattern;
    enum capture capture = nginx_variable(name, &pattern);
    if (span_is(name, "is_args")) /* `?` or nothing, between path and query: joined there */
        return;
    if (capture == CAPTURE_TIME)
        program_add_time(program, pattern);
    else
        program_add_capture(program, capture);
}

void nginx_compile(struct program *program, struct span text) {
    while (!span_is_empty(text)) {
        size_t dollar = span_find(text, '$');
        program_add_literal(program, span_take(text, dollar));
        text = span_skip(text, dollar);
        if (span_is_empty(text))
            return;
        bool is_braced = text.size > 1 && text.at[1] == '{';
        size_t before = is_braced ? 2 : 1;
        struct span name =
            span_take(span_skip(text, before), nginx_name_size(span_skip(text, before)));
        if (span_is_empty(name)) {
            program_add_literal(program, span_take(text, 1));
            text = span_skip(text, 1);
            continue;
        }
        nginx_add_variable(program, name);
        text = span_skip(text, before + name.size);
        if (is_braced && text.size && text.at[0] == '}')
            text = span_skip(text, 1);
    }
}
