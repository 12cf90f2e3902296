#include "smo-parse/member.h"

/* nginx's variables by their own names; Caddy's `http.log.access`; Traefik's access log; Google's
 * load balancers (httpRequest); and what people call these things in their own formats. In the
 * order of strcmp(3), for bsearch. */
static const struct member members[] = {
    {SPAN("@timestamp"), CAPTURE_TIME, 1},
    {SPAN("ClientAddr"), CAPTURE_PEER, 0},
    {SPAN("ClientHost"), CAPTURE_PEER, 1},
    {SPAN("ClientUsername"), CAPTURE_USER, 1},
    {SPAN("DownstreamContentSize"), CAPTURE_BYTES, 2},
    {SPAN("DownstreamStatus"), CAPTURE_STATUS, 2},
    {SPAN("Duration"), CAPTURE_NANOSECONDS, 1},
    {SPAN("OriginContentSize"), CAPTURE_BYTES, 1},
    {SPAN("OriginStatus"), CAPTURE_STATUS, 1},
    {SPAN("RequestHost"), CAPTURE_HOST, 1},
    {SPAN("RequestMethod"), CAPTURE_METHOD, 1},
    {SPAN("RequestPath"), CAPTURE_URL, 1},
    {SPAN("StartLocal"), CAPTURE_TIME, 3},
    {SPAN("StartUTC"), CAPTURE_TIME, 2},
    {SPAN("agent"), CAPTURE_AGENT, 1},
    {SPAN("args"), CAPTURE_QUERY, 1},
    {SPAN("body_bytes_sent"), CAPTURE_BYTES, 2},
    {SPAN("bytes"), CAPTURE_BYTES, 1},
    {SPAN("bytes_sent"), CAPTURE_BYTES_ALL, 1},
    {SPAN("client"), CAPTURE_PEER, 1},
    {SPAN("client_ip"), CAPTURE_CLIENT, 1},
    {SPAN("clientip"), CAPTURE_CLIENT, 1},
    {SPAN("date"), CAPTURE_TIME, 0},
    {SPAN("domain"), CAPTURE_HOST, 0},
    {SPAN("duration"), CAPTURE_DURATION, 1},
    {SPAN("generation_time_milli"), CAPTURE_MILLISECONDS, 1},
    {SPAN("host"), CAPTURE_HOST, 1},
    {SPAN("httpRequest.latency"), CAPTURE_DURATION, 1},
    {SPAN("httpRequest.referer"), CAPTURE_REFERER, 1},
    {SPAN("httpRequest.remoteIp"), CAPTURE_PEER, 1},
    {SPAN("httpRequest.requestMethod"), CAPTURE_METHOD, 1},
    {SPAN("httpRequest.requestUrl"), CAPTURE_URL, 1},
    {SPAN("httpRequest.responseSize"), CAPTURE_BYTES, 1},
    {SPAN("httpRequest.status"), CAPTURE_STATUS, 1},
    {SPAN("httpRequest.userAgent"), CAPTURE_AGENT, 1},
    {SPAN("http_host"), CAPTURE_HOST, 2},
    {SPAN("http_referer"), CAPTURE_REFERER, 1},
    {SPAN("http_referrer"), CAPTURE_REFERER, 1},
    {SPAN("http_user_agent"), CAPTURE_AGENT, 1},
    {SPAN("http_x_forwarded_for"), CAPTURE_FORWARDED, 2},
    {SPAN("http_x_real_ip"), CAPTURE_FORWARDED, 1},
    {SPAN("ip"), CAPTURE_PEER, 1},
    {SPAN("latency"), CAPTURE_DURATION, 1},
    {SPAN("length"), CAPTURE_BYTES, 0},
    {SPAN("method"), CAPTURE_METHOD, 1},
    {SPAN("msec"), CAPTURE_TIME, 1},
    {SPAN("path"), CAPTURE_PATH, 1},
    {SPAN("query"), CAPTURE_QUERY, 1},
    {SPAN("query_string"), CAPTURE_QUERY, 1},
    {SPAN("referer"), CAPTURE_REFERER, 1},
    {SPAN("referrer"), CAPTURE_REFERER, 1},
    {SPAN("remote_addr"), CAPTURE_PEER, 1},
    {SPAN("remote_ip"), CAPTURE_PEER, 1},
    {SPAN("remote_user"), CAPTURE_USER, 1},
    {SPAN("request"), CAPTURE_REQUEST, 1},
    {SPAN("request.client_ip"), CAPTURE_CLIENT, 1},
    {SPAN("request.headers.Referer"), CAPTURE_REFERER, 1},
    {SPAN("request.headers.User-Agent"), CAPTURE_AGENT, 1},
    {SPAN("request.headers.X-Forwarded-For"), CAPTURE_FORWARDED, 1},
    {SPAN("request.host"), CAPTURE_HOST, 1},
    {SPAN("request.method"), CAPTURE_METHOD, 1},
    {SPAN("request.remote_addr"), CAPTURE_PEER, 1},
    {SPAN("request.remote_ip"), CAPTURE_PEER, 1},
    {SPAN("request.uri"), CAPTURE_URL, 1},
    {SPAN("request_Referer"), CAPTURE_REFERER, 1},
    {SPAN("request_User-Agent"), CAPTURE_AGENT, 1},
    {SPAN("request_X-Forwarded-For"), CAPTURE_FORWARDED, 1},
    {SPAN("request_line"), CAPTURE_REQUEST, 1},
    {SPAN("request_method"), CAPTURE_METHOD, 1},
    {SPAN("request_time"), CAPTURE_SECONDS, 1},
    {SPAN("request_uri"), CAPTURE_URL, 1},
    {SPAN("response_time"), CAPTURE_SECONDS, 0},
    {SPAN("server_name"), CAPTURE_SERVER, 1},
    {SPAN("size"), CAPTURE_BYTES, 1},
    {SPAN("status"), CAPTURE_STATUS, 2},
    {SPAN("status_code"), CAPTURE_STATUS, 1},
    {SPAN("time"), CAPTURE_TIME, 0},
    {SPAN("time_iso8601"), CAPTURE_TIME, 1},
    {SPAN("time_local"), CAPTURE_TIME, 1},
    {SPAN("timestamp"), CAPTURE_TIME, 1},
    {SPAN("ts"), CAPTURE_TIME, 1},
    {SPAN("uid_got"), CAPTURE_UID_GOT, 1},
    {SPAN("uid_set"), CAPTURE_UID_SET, 1},
    {SPAN("uri"), CAPTURE_PATH, 1},
    {SPAN("url"), CAPTURE_URL, 1},
    {SPAN("user"), CAPTURE_USER, 1},
    {SPAN("user_agent"), CAPTURE_AGENT, 1},
    {SPAN("user_id"), CAPTURE_USER, 1},
    {SPAN("vhost"), CAPTURE_HOST, 1},
    {SPAN("x_forwarded_for"), CAPTURE_FORWARDED, 1},
};

const struct member *member_find(struct span path) {
    static const struct span cookie_prefix = SPAN("cookie_");
    static const struct member cookie = {SPAN("cookie_"), CAPTURE_COOKIE, 1};
    size_t low = 0, high = sizeof members / sizeof *members;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = span_compare(path, members[middle].path);
        if (order == 0)
            return &members[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return span_starts_with(path, cookie_prefix) ? &cookie : NULL;
}
