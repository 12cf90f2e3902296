#include "smo-parse/member.h"

#include "lib/base/number.h"

/* nginx's variables by their own names; Caddy's `http.log.access`; Traefik's access log; Google's
 * load balancers (httpRequest); Cloudflare's Logpush (Client..., Edge...); Azure's Front Door and
 * Application Gateway (properties); Envoy, Istio, Yandex (authority, start_time); Akamai's
 * DataStream (reqTimeSec), CloudFront's own JSON (cs-method), the CDNs of Huawei (uri_param) and
 * Tencent (request_ua), Amazon's API Gateway (resource_path), Kong (started_at), Yandex's storage
 * (bytes_send); Elastic's common schema (url.original) and Filebeat (nginx.access); and what people
 * call these things in their own formats. In the order of strcmp(3), for bsearch. APISIX, that
 * storage and Rails (Lograge) reckon in milliseconds what others do in seconds. */
static const struct member members[] = {
    {SPAN(":authority"), CAPTURE_HOST, 1},
    {SPAN("@timestamp"), CAPTURE_TIME, 1},
    {SPAN("ClientAddr"), CAPTURE_PEER, 0},
    {SPAN("ClientHost"), CAPTURE_PEER, 1},
    {SPAN("ClientIP"), CAPTURE_PEER, 1},
    {SPAN("ClientRequestHost"), CAPTURE_HOST, 1},
    {SPAN("ClientRequestMethod"), CAPTURE_METHOD, 1},
    {SPAN("ClientRequestPath"), CAPTURE_PATH, 1},
    {SPAN("ClientRequestReferer"), CAPTURE_REFERER, 1},
    {SPAN("ClientRequestURI"), CAPTURE_URL, 1},
    {SPAN("ClientRequestUserAgent"), CAPTURE_AGENT, 1},
    {SPAN("ClientUsername"), CAPTURE_USER, 1},
    {SPAN("DownstreamContentSize"), CAPTURE_BYTES, 2},
    {SPAN("DownstreamStatus"), CAPTURE_STATUS, 2},
    {SPAN("Duration"), CAPTURE_NANOSECONDS, 1},
    {SPAN("EdgeEndTimestamp"), CAPTURE_TIME, 1},
    {SPAN("EdgeResponseBodyBytes"), CAPTURE_BYTES, 1},
    {SPAN("EdgeResponseBytes"), CAPTURE_BYTES_ALL, 1},
    {SPAN("EdgeResponseStatus"), CAPTURE_STATUS, 2},
    {SPAN("EdgeStartTimestamp"), CAPTURE_TIME, 2},
    {SPAN("OriginContentSize"), CAPTURE_BYTES, 1},
    {SPAN("OriginStatus"), CAPTURE_STATUS, 1},
    {SPAN("RequestHost"), CAPTURE_HOST, 1},
    {SPAN("RequestMethod"), CAPTURE_METHOD, 1},
    {SPAN("RequestPath"), CAPTURE_URL, 1},
    {SPAN("RequestUrl"), CAPTURE_PATH, 1},
    {SPAN("StartLocal"), CAPTURE_TIME, 3},
    {SPAN("StartUTC"), CAPTURE_TIME, 2},
    {SPAN("UA"), CAPTURE_AGENT, 1},
    {SPAN("agent"), CAPTURE_AGENT, 1},
    {SPAN("apisix_latency"), CAPTURE_NOTHING, 1},
    {SPAN("args"), CAPTURE_QUERY, 1},
    {SPAN("auth"), CAPTURE_USER, 0},
    {SPAN("authority"), CAPTURE_HOST, 1},
    {SPAN("body_bytes"), CAPTURE_BYTES, 1},
    {SPAN("body_bytes_sent"), CAPTURE_BYTES, 2},
    {SPAN("bytes"), CAPTURE_BYTES, 1},
    {SPAN("bytes_out"), CAPTURE_BYTES, 1},
    {SPAN("bytes_send"), CAPTURE_BYTES_ALL, 1},
    {SPAN("bytes_sent"), CAPTURE_BYTES_ALL, 1},
    {SPAN("c_ip"), CAPTURE_PEER, 1},
    {SPAN("cliIP"), CAPTURE_PEER, 1},
    {SPAN("client"), CAPTURE_PEER, 1},
    {SPAN("client.ip"), CAPTURE_PEER, 1},
    {SPAN("client_addr"), CAPTURE_PEER, 1},
    {SPAN("client_address"), CAPTURE_PEER, 1},
    {SPAN("client_ip"), CAPTURE_CLIENT, 1},
    {SPAN("clientip"), CAPTURE_CLIENT, 1},
    {SPAN("code"), CAPTURE_STATUS, 0},
    {SPAN("cs(Host)"), CAPTURE_SERVER, 1},
    {SPAN("cs(Referer)"), CAPTURE_REFERER, 1},
    {SPAN("cs(User-Agent)"), CAPTURE_AGENT, 1},
    {SPAN("cs_host"), CAPTURE_SERVER, 1},
    {SPAN("cs_method"), CAPTURE_METHOD, 1},
    {SPAN("cs_referer"), CAPTURE_REFERER, 1},
    {SPAN("cs_uri_query"), CAPTURE_QUERY, 1},
    {SPAN("cs_uri_stem"), CAPTURE_PATH, 1},
    {SPAN("cs_user_agent"), CAPTURE_AGENT, 1},
    {SPAN("date"), CAPTURE_TIME, 0},
    {SPAN("db"), CAPTURE_NOTHING, 1},
    {SPAN("domain"), CAPTURE_HOST, 0},
    {SPAN("downstream_remote_address"), CAPTURE_PEER, 0},
    {SPAN("duration"), CAPTURE_DURATION, 1},
    {SPAN("edge_response_status_code"), CAPTURE_STATUS, 1},
    {SPAN("edge_response_time"), CAPTURE_MILLISECONDS, 1},
    {SPAN("event.duration"), CAPTURE_NANOSECONDS, 1},
    {SPAN("generation_time_milli"), CAPTURE_MILLISECONDS, 1},
    {SPAN("host"), CAPTURE_HOST, 1},
    {SPAN("host_name"), CAPTURE_HOST, 0},
    {SPAN("http.request.method"), CAPTURE_METHOD, 1},
    {SPAN("http.request.referrer"), CAPTURE_REFERER, 1},
    {SPAN("http.response.body.bytes"), CAPTURE_BYTES, 1},
    {SPAN("http.response.status_code"), CAPTURE_STATUS, 1},
    {SPAN("httpRequest.latency"), CAPTURE_DURATION, 1},
    {SPAN("httpRequest.referer"), CAPTURE_REFERER, 1},
    {SPAN("httpRequest.remoteIp"), CAPTURE_PEER, 1},
    {SPAN("httpRequest.requestMethod"), CAPTURE_METHOD, 1},
    {SPAN("httpRequest.requestUrl"), CAPTURE_URL_WHOLE, 1},
    {SPAN("httpRequest.responseSize"), CAPTURE_BYTES, 1},
    {SPAN("httpRequest.status"), CAPTURE_STATUS, 1},
    {SPAN("httpRequest.userAgent"), CAPTURE_AGENT, 1},
    {SPAN("http_code"), CAPTURE_STATUS, 1},
    {SPAN("http_host"), CAPTURE_HOST, 2},
    {SPAN("http_method"), CAPTURE_METHOD, 1},
    {SPAN("http_referer"), CAPTURE_REFERER, 1},
    {SPAN("http_referrer"), CAPTURE_REFERER, 1},
    {SPAN("http_status"), CAPTURE_STATUS, 1},
    {SPAN("http_status_code"), CAPTURE_STATUS, 1},
    {SPAN("http_user_agent"), CAPTURE_AGENT, 1},
    {SPAN("http_x_forwarded_for"), CAPTURE_FORWARDED, 2},
    {SPAN("http_x_real_ip"), CAPTURE_FORWARDED, 1},
    {SPAN("ip"), CAPTURE_PEER, 1},
    {SPAN("latencies.request"), CAPTURE_MILLISECONDS, 1},
    {SPAN("latency"), CAPTURE_DURATION, 1},
    {SPAN("latency_human"), CAPTURE_DURATION, 2},
    {SPAN("length"), CAPTURE_BYTES, 0},
    {SPAN("method"), CAPTURE_METHOD, 1},
    {SPAN("msec"), CAPTURE_TIME, 1},
    {SPAN("nginx.access.agent"), CAPTURE_AGENT, 1},
    {SPAN("nginx.access.body_sent.bytes"), CAPTURE_BYTES, 1},
    {SPAN("nginx.access.method"), CAPTURE_METHOD, 1},
    {SPAN("nginx.access.referrer"), CAPTURE_REFERER, 1},
    {SPAN("nginx.access.remote_ip"), CAPTURE_PEER, 1},
    {SPAN("nginx.access.response_code"), CAPTURE_STATUS, 1},
    {SPAN("nginx.access.url"), CAPTURE_URL, 1},
    {SPAN("original_host"), CAPTURE_HOST, 2},
    {SPAN("original_url"), CAPTURE_URL, 1},
    {SPAN("path"), CAPTURE_PATH, 1},
    {SPAN("properties.clientIP"), CAPTURE_PEER, 1},
    {SPAN("properties.clientIp"), CAPTURE_PEER, 1},
    {SPAN("properties.host"), CAPTURE_HOST, 1},
    {SPAN("properties.hostName"), CAPTURE_HOST, 1},
    {SPAN("properties.httpMethod"), CAPTURE_METHOD, 1},
    {SPAN("properties.httpReferer"), CAPTURE_REFERER, 1},
    {SPAN("properties.httpStatus"), CAPTURE_STATUS, 1},
    {SPAN("properties.httpStatusCode"), CAPTURE_STATUS, 1},
    {SPAN("properties.originalHost"), CAPTURE_HOST, 2},
    {SPAN("properties.originalRequestUriWithArgs"), CAPTURE_URL, 2},
    {SPAN("properties.referer"), CAPTURE_REFERER, 1},
    {SPAN("properties.requestQuery"), CAPTURE_QUERY, 1},
    {SPAN("properties.requestUri"), CAPTURE_URL_WHOLE, 1},
    {SPAN("properties.responseBytes"), CAPTURE_BYTES_ALL, 1},
    {SPAN("properties.sentBytes"), CAPTURE_BYTES_ALL, 1},
    {SPAN("properties.timeTaken"), CAPTURE_SECONDS, 1},
    {SPAN("properties.userAgent"), CAPTURE_AGENT, 1},
    {SPAN("query"), CAPTURE_QUERY, 1},
    {SPAN("queryStr"), CAPTURE_QUERY, 1},
    {SPAN("query_string"), CAPTURE_QUERY, 1},
    {SPAN("real_ip"), CAPTURE_FORWARDED, 1},
    {SPAN("referer"), CAPTURE_REFERER, 1},
    {SPAN("referrer"), CAPTURE_REFERER, 1},
    {SPAN("remote"), CAPTURE_PEER, 0},
    {SPAN("remote_addr"), CAPTURE_PEER, 1},
    {SPAN("remote_address"), CAPTURE_PEER, 1},
    {SPAN("remote_host"), CAPTURE_PEER, 0},
    {SPAN("remote_ip"), CAPTURE_PEER, 1},
    {SPAN("remote_user"), CAPTURE_USER, 1},
    {SPAN("req.headers.host"), CAPTURE_HOST, 0},
    {SPAN("req.headers.referer"), CAPTURE_REFERER, 1},
    {SPAN("req.headers.user_agent"), CAPTURE_AGENT, 1},
    {SPAN("req.headers.x_forwarded_for"), CAPTURE_FORWARDED, 1},
    {SPAN("req.method"), CAPTURE_METHOD, 1},
    {SPAN("req.remote_address"), CAPTURE_PEER, 1},
    {SPAN("req.url"), CAPTURE_URL, 1},
    {SPAN("reqHost"), CAPTURE_HOST, 1},
    {SPAN("reqMethod"), CAPTURE_METHOD, 1},
    {SPAN("reqPath"), CAPTURE_PATH, 1},
    {SPAN("reqTimeSec"), CAPTURE_TIME, 1},
    {SPAN("request"), CAPTURE_REQUEST, 1},
    {SPAN("request.client_ip"), CAPTURE_CLIENT, 1},
    {SPAN("request.headers.Referer"), CAPTURE_REFERER, 1},
    {SPAN("request.headers.User-Agent"), CAPTURE_AGENT, 1},
    {SPAN("request.headers.X-Forwarded-For"), CAPTURE_FORWARDED, 1},
    {SPAN("request.headers.host"), CAPTURE_HOST, 0},
    {SPAN("request.headers.referer"), CAPTURE_REFERER, 1},
    {SPAN("request.headers.user_agent"), CAPTURE_AGENT, 1},
    {SPAN("request.headers.x_forwarded_for"), CAPTURE_FORWARDED, 1},
    {SPAN("request.host"), CAPTURE_HOST, 1},
    {SPAN("request.method"), CAPTURE_METHOD, 1},
    {SPAN("request.remote_addr"), CAPTURE_PEER, 1},
    {SPAN("request.remote_ip"), CAPTURE_PEER, 1},
    {SPAN("request.uri"), CAPTURE_URL, 1},
    {SPAN("request_Referer"), CAPTURE_REFERER, 1},
    {SPAN("request_User-Agent"), CAPTURE_AGENT, 1},
    {SPAN("request_X-Forwarded-For"), CAPTURE_FORWARDED, 1},
    {SPAN("request_args"), CAPTURE_QUERY, 1},
    {SPAN("request_host"), CAPTURE_HOST, 1},
    {SPAN("request_line"), CAPTURE_REQUEST, 1},
    {SPAN("request_method"), CAPTURE_METHOD, 1},
    {SPAN("request_path"), CAPTURE_PATH, 1},
    {SPAN("request_processing_times.request_time"), CAPTURE_SECONDS, 1},
    {SPAN("request_query"), CAPTURE_QUERY, 1},
    {SPAN("request_referer"), CAPTURE_REFERER, 1},
    {SPAN("request_time"), CAPTURE_SECONDS, 1},
    {SPAN("request_time_epoch"), CAPTURE_TIME, 1},
    {SPAN("request_ua"), CAPTURE_AGENT, 1},
    {SPAN("request_uri"), CAPTURE_URL, 1},
    {SPAN("request_url"), CAPTURE_URL, 1},
    {SPAN("request_url_query_string"), CAPTURE_QUERY, 1},
    {SPAN("request_user_agent"), CAPTURE_AGENT, 1},
    {SPAN("requesturi"), CAPTURE_URL, 1},
    {SPAN("res.status_code"), CAPTURE_STATUS, 1},
    {SPAN("resource_path"), CAPTURE_PATH, 0},
    {SPAN("response"), CAPTURE_STATUS, 0},
    {SPAN("response.size"), CAPTURE_BYTES_ALL, 1},
    {SPAN("response.status"), CAPTURE_STATUS, 1},
    {SPAN("responseTime"), CAPTURE_DURATION, 1},
    {SPAN("response_body_size"), CAPTURE_BYTES, 1},
    {SPAN("response_bytes"), CAPTURE_BYTES_ALL, 1},
    {SPAN("response_code"), CAPTURE_STATUS, 1},
    {SPAN("response_length"), CAPTURE_BYTES, 1},
    {SPAN("response_size"), CAPTURE_BYTES, 1},
    {SPAN("response_status"), CAPTURE_STATUS, 1},
    {SPAN("response_time"), CAPTURE_SECONDS, 0},
    {SPAN("responsetime"), CAPTURE_SECONDS, 0},
    {SPAN("sc_bytes"), CAPTURE_BYTES_ALL, 1},
    {SPAN("sc_status"), CAPTURE_STATUS, 1},
    {SPAN("sent_bytes"), CAPTURE_BYTES_ALL, 1},
    {SPAN("server_name"), CAPTURE_SERVER, 1},
    {SPAN("size"), CAPTURE_BYTES, 1},
    {SPAN("source.address"), CAPTURE_PEER, 0},
    {SPAN("source.ip"), CAPTURE_PEER, 0},
    {SPAN("start_time"), CAPTURE_TIME, 1},
    {SPAN("started_at"), CAPTURE_TIME, 1},
    {SPAN("status"), CAPTURE_STATUS, 2},
    {SPAN("status_code"), CAPTURE_STATUS, 1},
    {SPAN("storage_class"), CAPTURE_NOTHING, 1},
    {SPAN("time"), CAPTURE_TIME, 0},
    {SPAN("time_generated"), CAPTURE_TIME, 1},
    {SPAN("time_iso8601"), CAPTURE_TIME, 1},
    {SPAN("time_local"), CAPTURE_TIME, 1},
    {SPAN("time_taken"), CAPTURE_DURATION, 0},
    {SPAN("timestamp"), CAPTURE_TIME, 1},
    {SPAN("ts"), CAPTURE_TIME, 1},
    {SPAN("uid_got"), CAPTURE_UID_GOT, 1},
    {SPAN("uid_set"), CAPTURE_UID_SET, 1},
    {SPAN("uri"), CAPTURE_PATH, 1},
    {SPAN("uri_param"), CAPTURE_QUERY, 1},
    {SPAN("uripath"), CAPTURE_PATH, 1},
    {SPAN("url"), CAPTURE_URL, 1},
    {SPAN("url.domain"), CAPTURE_HOST, 1},
    {SPAN("url.original"), CAPTURE_URL_WHOLE, 1},
    {SPAN("url.path"), CAPTURE_PATH, 1},
    {SPAN("url.query"), CAPTURE_QUERY, 1},
    {SPAN("user"), CAPTURE_USER, 1},
    {SPAN("user.name"), CAPTURE_USER, 1},
    {SPAN("user_agent"), CAPTURE_AGENT, 1},
    {SPAN("user_agent.original"), CAPTURE_AGENT, 1},
    {SPAN("user_id"), CAPTURE_USER, 1},
    {SPAN("useragent"), CAPTURE_AGENT, 1},
    {SPAN("verb"), CAPTURE_METHOD, 1},
    {SPAN("vhost"), CAPTURE_HOST, 2},
    {SPAN("x_envoy_origin_path"), CAPTURE_PATH, 1},
    {SPAN("x_forwarded_for"), CAPTURE_FORWARDED, 1},
    {SPAN("x_host_header"), CAPTURE_HOST, 1},
    {SPAN("x_real_ip"), CAPTURE_FORWARDED, 1},
};

static const struct member *member_search(struct span path) {
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
    return NULL;
}

/* `userAgent`, `User-Agent`, `USER_AGENT` as `user_agent`. Returns its size. */
static size_t member_spell(struct span path, char plain[2 * MEMBER_PATH_BYTES]) {
    size_t size = 0;
    for (size_t i = 0; i < path.size; i++) {
        char byte = path.at[i], lower = span_lower_byte(byte);
        bool begins_word = byte != lower && i && path.at[i - 1] >= 'a' && path.at[i - 1] <= 'z';
        if (begins_word)
            plain[size++] = '_';
        plain[size++] = byte == '-' ? '_' : lower;
    }
    return size;
}

const struct member *member_find(struct span path) {
    static const struct span cookie_prefix = SPAN("cookie_");
    static const struct member cookie = {SPAN("cookie_"), CAPTURE_COOKIE, 1};
    const struct member *member = member_search(path);
    if (member)
        return member;
    if (span_starts_with(path, cookie_prefix))
        return &cookie;
    char plain[2 * MEMBER_PATH_BYTES];
    return member_search((struct span){plain, member_spell(path, plain)});
}

void member_take_for_milliseconds(struct hit *hit, uint32_t *caught) {
    static const enum capture others[] = {CAPTURE_SECONDS, CAPTURE_DURATION};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct span taken = hit->caught[others[i]];
        uint32_t bit = HIT_BIT(others[i]);
        if (!(*caught & bit) || span_is_empty(taken) || !number_is_digit(taken.at[taken.size - 1]))
            continue;
        hit->caught[CAPTURE_MILLISECONDS] = taken;
        *caught = (*caught & ~bit) | HIT_BIT(CAPTURE_MILLISECONDS);
    }
}
