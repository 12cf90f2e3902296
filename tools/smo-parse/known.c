/* The formats that have names, in the words of their servers. */
#include "smo-parse/known.h"

#define COMMON "%h %l %u %t \"%r\" %>s %b"
#define HAPROXY "%h [%{%d/%b/%Y:%H:%M:%S}t] %p %p %p/%p/%p/%p/%{ms}T %s %b %p %p %p %p %p/%p"
#define TENCENT(referer)                                                                           \
    "%{%Y%m%d%H%M%S}t %a %v %U %b %p %p %s " referer " %{ms}T \"%{User-agent}i\" \"%p\" %m %p %p"
#define IIS(date)                                                                                  \
    "%a, %u, %{" date ", %H:%M:%S}t, W3SVC%p, %p, %p, %{ms}T, %p, %b, %s, %p, %m, %U, %q,"
#define HEADERS " \"%{Referer}i\" \"%{User-agent}i\""

/* What those have in common that are `combined` with something more. */
enum { KNOWN_USUAL = FORMAT_HAS_TAIL | FORMAT_NEEDS_STATUS };

/* In Apache's words or nginx's. What says nothing is %p, $x. A log is tried for them in this order:
 * those with more fields come before those that would take them for something else. */
static const struct known known_formats[] = {
    /* https://doc.traefik.io/traefik/observability/access-logs/ */
    {.name = "traefik", .apache = COMMON HEADERS " %p \"%p\" \"%p\" %{ms}Tms"},
    {.name = "ingress-old", /* before 0.26 */
     .nginx = "$x - [$the_real_ip] - $remote_user [$time_local] \"$request\" $status "
              "$body_bytes_sent \"$http_referer\" \"$http_user_agent\" $x $request_time [$x]",
     .habits = KNOWN_USUAL},
    /* https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/log-format/ */
    {.name = "ingress",
     .nginx = "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent "
              "\"$http_referer\" \"$http_user_agent\" $x $request_time [$x]",
     .habits = KNOWN_USUAL},
    /* https://varnish-cache.org/docs/7.4/reference/varnishncsa.html: %r is the url with its host */
    {.name = "varnish",
     .apache = COMMON HEADERS,
     .sign = FORMAT_HOST_TOLD,
     .habits = KNOWN_USUAL | FORMAT_HAS_HOST_IN_URL},
    /* Apache behind a proxy */
    {.name = "xff",
     .apache = "%{X-Forwarded-For}i " COMMON HEADERS,
     .sign = FORMAT_FORWARDED,
     .habits = KNOWN_USUAL},
    {.name = "ident-xff",
     .apache = "%h %{X-Forwarded-For}i %u %t \"%r\" %>s %b" HEADERS,
     .sign = FORMAT_FORWARDED,
     .habits = KNOWN_USUAL},
    {.name = "user-xff",
     .apache = "%h %l %{X-Forwarded-For}i %t \"%r\" %>s %b" HEADERS,
     .sign = FORMAT_FORWARDED,
     .habits = KNOWN_USUAL},
    {.name = "ip-vhost",
     .apache = "%h %v %l %u %t \"%r\" %>s %b" HEADERS,
     .sign = FORMAT_HOST_NAME,
     .habits = KNOWN_USUAL},
    {.name = "vhost",
     .apache = "%v " COMMON HEADERS,
     .sign = FORMAT_HOST,
     .habits = KNOWN_USUAL | FORMAT_NEEDS_CLIENT},
    /* https://redmine.lighttpd.net/projects/lighttpd/wiki/Mod_accesslog */
    {.name = "lighttpd",
     .apache = "%h %V %u %t \"%r\" %>s %b" HEADERS,
     .sign = FORMAT_HOST_NAME,
     .habits = KNOWN_USUAL},
    /* nginx's `$remote_addr - $host [$time_local]`: what looks like one login of all is none */
    {.name = "user-vhost",
     .apache = "%h %l %v %t \"%r\" %>s %b" HEADERS,
     .sign = FORMAT_HOST_NAME,
     .habits = KNOWN_USUAL},
    {.name = "vhost-behind",
     .apache = COMMON HEADERS " %v",
     .sign = FORMAT_HOST_NAME,
     .habits = KNOWN_USUAL},
    {.name = "main-vhost",
     .apache = COMMON HEADERS " \"%{X-Forwarded-For}i\" %v",
     .sign = FORMAT_HOST_NAME,
     .habits = KNOWN_USUAL},
    {.name = "time-vhost",
     .apache = "%h %l %u %t %v \"%r\" %>s %b" HEADERS,
     .sign = FORMAT_HOST,
     .habits = KNOWN_USUAL},
    /* https://github.com/apache/apisix, conf/config.yaml.example: access_log_format */
    {.name = "apisix",
     .nginx = "$remote_addr - $remote_user [$time_local] $http_host \"$request\" $status "
              "$body_bytes_sent $request_time \"$http_referer\" \"$http_user_agent\"",
     .habits = KNOWN_USUAL},
    {.name = "combined", .apache = COMMON HEADERS, .habits = KNOWN_USUAL},
    {.name = "agent-referer",
     .apache = COMMON " \"%{User-agent}i\" \"%{Referer}i\"",
     .sign = FORMAT_BROWSER,
     .habits = KNOWN_USUAL},
    {.name = "xff-common",
     .apache = "%{X-Forwarded-For}i " COMMON,
     .sign = FORMAT_FORWARDED,
     .habits = FORMAT_NEEDS_STATUS},
    {.name = "ip-vhost-common",
     .apache = "%h %v %l %u %t \"%r\" %>s %b",
     .sign = FORMAT_HOST_NAME,
     .habits = FORMAT_NEEDS_STATUS},
    {.name = "user-vhost-common",
     .apache = "%h %l %v %t \"%r\" %>s %b",
     .sign = FORMAT_HOST_NAME,
     .habits = FORMAT_NEEDS_STATUS},
    {.name = "vhost-common",
     .apache = "%v " COMMON,
     .sign = FORMAT_HOST,
     .habits = FORMAT_NEEDS_STATUS | FORMAT_NEEDS_CLIENT},
    {.name = "common", .apache = COMMON, .habits = FORMAT_NEEDS_STATUS},
    {.name = "json", .kind = FORMAT_OBJECT, .no_status = SPAN("0")},
    /* https://github.com/NginxProxyManager/nginx-proxy-manager, rootfs/etc/nginx/conf.d */
    {.name = "npm",
     .nginx = "[$time_local] $x $x $status - $request_method $scheme $host \"$request_uri\" "
              "[Client $remote_addr] [Length $body_bytes_sent] [Gzip $x] [Sent-to $x] "
              "\"$http_user_agent\" \"$http_referer\"",
     .otherwise = "npm-hosted"},
    {.name = "npm-hosted",
     .nginx = "[$time_local] $status - $request_method $scheme $host \"$request_uri\" "
              "[Client $remote_addr] [Length $body_bytes_sent] [Gzip $x] "
              "\"$http_user_agent\" \"$http_referer\"",
     .is_found_otherwise = true},
    /* https://docs.aws.amazon.com/elasticloadbalancing/latest/application/
     * load-balancer-access-logs.html */
    {.name = "alb",
     .nginx = "$x $time_iso8601 $x $remote_addr $x $x $request_time $x $status $x $x "
              "$body_bytes_sent \"$request\" \"$http_user_agent\" $x $x $x \"$x\" \"$host\" \"$x\"",
     .habits = FORMAT_HAS_TAIL | FORMAT_HAS_PORT},
    {.name = "elb",
     .nginx = "$time_iso8601 $x $remote_addr $x $x $request_time $x $status $x $x "
              "$body_bytes_sent \"$request\" \"$http_user_agent\" $x $x",
     .habits = FORMAT_HAS_TAIL | FORMAT_HAS_PORT | FORMAT_HAS_HOST_IN_URL},
    /* https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html */
    {.name = "s3",
     .apache = "%p %v %t %a %p %p %p %p \"%r\" %s %p %b %p %{ms}T %p" HEADERS,
     .otherwise = "s3-internal",
     .habits = FORMAT_HAS_TAIL},
    /* What S3 does by itself, a copy or an expiry, has no request. */
    {.name = "s3-internal",
     .apache = "%p %v %t %a %p %p %p %p - %s %p %b %p %{ms}T %p %{Referer}i %{User-agent}i %p",
     .habits = FORMAT_HAS_TAIL,
     .is_found_otherwise = true},
    /* https://docs.haproxy.org/3.0/configuration.html#8.2.3 */
    {.name = "haproxy",
     .apache = HAPROXY " \"%r\"",
     .escapes = FORMAT_HASH,
     .no_status = SPAN("-1"),
     .habits =
         FORMAT_HAS_TAIL /* of httpslog: the handshake */ | FORMAT_HAS_PORT | FORMAT_MAY_GROW},
    /* Bitrix's virtual machine (BitrixEnv), nginx.conf */
    {.name = "bitrix",
     .nginx = "$remote_addr - $remote_user [$time_local - $request_time] $status \"$request\" "
              "$body_bytes_sent \"$http_referer\" \"$http_user_agent\" "
              "\"$http_x_forwarded_for\"",
     .habits = FORMAT_NEEDS_STATUS},
    /* https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage */
    {.name = "envoy",
     .apache = "[%{%Y-%m-%dT%H:%M:%S%z}t] \"%r\" %s %p %p %b %{ms}T %p \"%{X-Forwarded-For}i\" "
               "\"%{User-agent}i\" \"%p\" \"%{Host}i\" \"%p\"",
     .no_status = SPAN("0"),
     .otherwise = "istio",
     .habits = FORMAT_HAS_TAIL},
    /* https://istio.io/latest/docs/tasks/observability/logs/access-log/ */
    {.name = "istio",
     .apache = "[%{%Y-%m-%dT%H:%M:%S%z}t] \"%r\" %s %p %p %p \"%p\" %p %b %{ms}T %p "
               "\"%{X-Forwarded-For}i\" \"%{User-agent}i\" \"%p\" \"%{Host}i\" \"%p\"",
     .no_status = SPAN("0"),
     .habits = FORMAT_HAS_TAIL,
     .is_found_otherwise = true},
    /* https://github.com/ZoeyVid/NPMplus: a fork of it */
    {.name = "npmplus",
     .nginx = "[$time_local] $host $remote_addr $request_time \"$request\" $status "
              "$body_bytes_sent $x $http_referer $http_user_agent"},
    {.name = "cloudfront", .kind = FORMAT_W3C},
    /* https://wiki.squid-cache.org/Features/LogFormat: the time taken is padded */
    {.name = "squid",
     .apache = "%{%s }t%{ms}T %a %p/%s %O %m %U %u %p/%p %p",
     .no_status = SPAN("000"),
     .habits = FORMAT_HAS_HOST_IN_URL},
    /* https://github.com/unbit/uwsgi, core/logging.c: log_request() */
    {.name = "uwsgi",
     .apache = "%p[pid: %p|app: %p|req: %p] %a (%u) {%p} [%{%a %b %d %H:%M:%S %Y}t] %m %U => "
               "generated %b bytes in %{ms}T msecs%p(HTTP/%p %s) %p",
     .otherwise = "uwsgi-micros"},
    {.name = "uwsgi-micros",
     .apache = "%p[pid: %p|app: %p|req: %p] %a (%u) {%p} [%{%a %b %d %H:%M:%S %Y}t] %m %U => "
               "generated %b bytes in %D micros%p(HTTP/%p %s) %p",
     .is_found_otherwise = true},
    /* https://github.com/tobychui/zoraxy, mod/dynamicproxy and mod/info/logger */
    {.name = "zoraxy",
     .apache = "[%{%Y-%m-%d %H:%M:%S}t] [router:%p] [origin:%v] [client: %a] "
               "[useragent: %{User-agent}i] %m %U %s"},
    /* https://gcore.com/docs/cdn/logs/logs-uploader */
    {.name = "gcore",
     .nginx = "\"$remote_addr\" \"-\" \"$remote_user\" \"[$time_local]\" \"$request\" \"$status\" "
              "\"$body_bytes_sent\" \"$http_referer\" \"$http_user_agent\" \"$bytes_sent\" \"$x\" "
              "\"$scheme\" \"$host\" \"$request_time\"",
     .habits = FORMAT_HAS_TAIL},
    /* https://docs.bunny.net/docs/cdn-log-format */
    {.name = "bunny",
     .apache = "%p|%s|%{msec}t|%O|%p|%a|%{Referer}i|%U|%p|%{User-agent}i|%p|%p",
     .habits = FORMAT_HAS_HOST_IN_URL | FORMAT_HAS_NO_METHOD},
    {.name = "logfmt", .kind = FORMAT_PAIRS, .no_status = SPAN("0")},
    {.name = "ltsv", .kind = FORMAT_LABELS, .no_status = SPAN("0")},
    /* https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html: the samples
     * of its console; that in JSON is `json` */
    {.name = "apigateway",
     .apache = COMMON " %L",
     .sign = FORMAT_REQUEST_ID,
     .habits = FORMAT_NEEDS_STATUS},
    {.name = "apigateway-csv",
     .apache = "%a,%p,%u,%{%d/%b/%Y:%H:%M:%S %z}t,%m,%U,%p,%s,%b,%L",
     .sign = FORMAT_REQUEST_ID,
     .habits = FORMAT_NEEDS_STATUS},
    {.name = "apigateway-xml",
     .apache = "<request id=\"%L\"> <ip>%a</ip> <caller>%p</caller> <user>%u</user> "
               "<requestTime>%{%d/%b/%Y:%H:%M:%S %z}t</requestTime> <httpMethod>%m</httpMethod> "
               "<resourcePath>%U</resourcePath> <status>%s</status> <protocol>%p</protocol> "
               "<responseLength>%b</responseLength>%p</request>",
     .sign = FORMAT_REQUEST_ID,
     .habits = FORMAT_NEEDS_STATUS},
    /* https://www.alibabacloud.com/help/en/cdn/user-guide/download-logs */
    {.name = "aliyun",
     .apache = "%t %a %p %{ms}T \"%{Referer}i\" \"%r\" %s %p %O %p \"%{User-agent}i\" \"%p\"",
     .sign = FORMAT_HOST_TOLD,
     .habits = FORMAT_HAS_TAIL | FORMAT_HAS_HOST_IN_URL},
    /* https://support.huaweicloud.com/intl/en-us/usermanual-cdn/cdn_01_0054.html */
    {.name = "huawei",
     .apache = "%t %a %{ms}T \"%{Referer}i\" \"%p\" \"%m\" \"%v\" \"%U\" %s %O %p "
               "\"%{User-agent}i\" \"%p\"",
     .habits = FORMAT_HAS_TAIL},
    /* https://www.tencentcloud.com/document/product/228/6316 */
    {.name = "tencent",
     .apache = TENCENT("\"%{Referer}i\""),
     .no_referer = SPAN("NULL"),
     .sign = FORMAT_HOST_NAME,
     .otherwise = "tencent-bare",
     .habits = FORMAT_HAS_TAIL},
    {.name = "tencent-bare",
     .apache = TENCENT("%{Referer}i"),
     .no_referer = SPAN("NULL"),
     .habits = FORMAT_HAS_TAIL,
     .is_found_otherwise = true},
    /* https://learn.microsoft.com/previous-versions/iis/6.0-sdk/ms525807(v=vs.90) */
    {.name = "iis-native", .apache = IIS("%m/%d/%y"), .otherwise = "iis-native-year"},
    {.name = "iis-native-year", .apache = IIS("%m/%d/%Y"), .is_found_otherwise = true},
    /* https://github.com/gin-gonic/gin, logger.go: defaultLogFormatter */
    {.name = "gin",
     .apache = "[GIN] %{%Y/%m/%d - %H:%M:%S}t | %s | %T | %a | %m \"%U\"",
     .habits = FORMAT_IS_PADDED},
    /* https://github.com/hestiacp/hestiacp and VestaCP, nginx.conf: main */
    {.name = "hestia",
     .nginx = "$remote_addr - $remote_user [$time_local] $request \"$status\" $body_bytes_sent "
              "\"$http_referer\" \"$http_user_agent\" \"$http_x_forwarded_for\"",
     .habits = FORMAT_NEEDS_STATUS},
    {.name = "w3c", .kind = FORMAT_W3C, .is_found_otherwise = true},
    {.name = "csv", .kind = FORMAT_SHEET, .no_status = SPAN("0"), .is_found_otherwise = true},
    {.name = "tsv", .kind = FORMAT_SHEET, .no_status = SPAN("0"), .is_found_otherwise = true},
};

enum { KNOWN_FORMATS = sizeof known_formats / sizeof *known_formats };

const struct known *known_find(struct span name) {
    for (size_t i = 0; i < KNOWN_FORMATS; i++)
        if (span_is(name, known_formats[i].name))
            return &known_formats[i];
    return NULL;
}

const struct known *known_sought(size_t i) {
    for (size_t known = 0; known < KNOWN_FORMATS; known++)
        if (!known_formats[known].is_found_otherwise && i-- == 0)
            return &known_formats[known];
    return NULL;
}
