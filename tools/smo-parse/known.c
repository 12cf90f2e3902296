/* The formats that have names, in the words of their servers. */
#include "smo-parse/known.h"

#define COMMON "%h %l %u %t \"%r\" %>s %b"
#define HAPROXY "%h [%{%d/%b/%Y:%H:%M:%S}t] %p %p %p/%p/%p/%p/%{ms}T %s %b %p %p %p %p %p/%p"
#define HEADERS " \"%{Referer}i\" \"%{User-agent}i\""

/* In Apache's words or nginx's. What says nothing is %p, $x. */
static const struct known known_formats[] = {
    {.name = "combined", .apache = COMMON HEADERS, .has_tail = true, .needs_status = true},
    {.name = "common", .apache = COMMON, .needs_status = true},
    {.name = "vhost",
     .apache = "%v " COMMON HEADERS,
     .has_tail = true,
     .needs_status = true,
     .needs_client = true,
     .sign = FORMAT_HOST},
    {.name = "vhost-common",
     .apache = "%v " COMMON,
     .needs_status = true,
     .needs_client = true,
     .sign = FORMAT_HOST},
    /* Apache behind a proxy */
    {.name = "xff",
     .apache = "%{X-Forwarded-For}i " COMMON HEADERS,
     .has_tail = true,
     .needs_status = true,
     .sign = FORMAT_FORWARDED},
    {.name = "ident-xff",
     .apache = "%h %{X-Forwarded-For}i %u %t \"%r\" %>s %b" HEADERS,
     .has_tail = true,
     .needs_status = true,
     .sign = FORMAT_FORWARDED},
    {.name = "user-xff",
     .apache = "%h %l %{X-Forwarded-For}i %t \"%r\" %>s %b" HEADERS,
     .has_tail = true,
     .needs_status = true,
     .sign = FORMAT_FORWARDED},
    {.name = "agent-referer",
     .apache = COMMON " \"%{User-agent}i\" \"%{Referer}i\"",
     .has_tail = true,
     .needs_status = true,
     .sign = FORMAT_BROWSER},
    {.name = "ip-vhost",
     .apache = "%h %v %l %u %t \"%r\" %>s %b" HEADERS,
     .has_tail = true,
     .needs_status = true,
     .sign = FORMAT_HOST_NAME},
    /* nginx's `$remote_addr - $host [$time_local]`: what looks like one login of all is none */
    {.name = "user-vhost",
     .apache = "%h %l %v %t \"%r\" %>s %b" HEADERS,
     .has_tail = true,
     .needs_status = true,
     .sign = FORMAT_HOST_NAME},
    {.name = "xff-common",
     .apache = "%{X-Forwarded-For}i " COMMON,
     .needs_status = true,
     .sign = FORMAT_FORWARDED},
    {.name = "ip-vhost-common",
     .apache = "%h %v %l %u %t \"%r\" %>s %b",
     .needs_status = true,
     .sign = FORMAT_HOST_NAME},
    {.name = "user-vhost-common",
     .apache = "%h %l %v %t \"%r\" %>s %b",
     .needs_status = true,
     .sign = FORMAT_HOST_NAME},
    {.name = "vhost-behind",
     .apache = COMMON HEADERS " %v",
     .has_tail = true,
     .needs_status = true,
     .sign = FORMAT_HOST_NAME},
    {.name = "main-vhost",
     .apache = COMMON HEADERS " \"%{X-Forwarded-For}i\" %v",
     .has_tail = true,
     .needs_status = true,
     .sign = FORMAT_HOST_NAME},
    {.name = "time-vhost",
     .apache = "%h %l %u %t %v \"%r\" %>s %b" HEADERS,
     .has_tail = true,
     .needs_status = true,
     .sign = FORMAT_HOST},
    /* https://github.com/apache/apisix, conf/config.yaml.example: access_log_format */
    {.name = "apisix",
     .nginx = "$remote_addr - $remote_user [$time_local] $http_host \"$request\" $status "
              "$body_bytes_sent $request_time \"$http_referer\" \"$http_user_agent\"",
     .has_tail = true,
     .needs_status = true},
    /* https://redmine.lighttpd.net/projects/lighttpd/wiki/Mod_accesslog */
    {.name = "lighttpd",
     .apache = "%h %V %u %t \"%r\" %>s %b" HEADERS,
     .has_tail = true,
     .needs_status = true,
     .sign = FORMAT_HOST_NAME},
    /* https://varnish-cache.org/docs/7.4/reference/varnishncsa.html: %r is the url with its host */
    {.name = "varnish",
     .apache = COMMON HEADERS,
     .has_tail = true,
     .needs_status = true,
     .has_host_in_url = true,
     .sign = FORMAT_HOST_TOLD},
    /* https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/log-format/ */
    {.name = "ingress",
     .nginx = "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent "
              "\"$http_referer\" \"$http_user_agent\" $x $request_time [$x]",
     .has_tail = true,
     .needs_status = true},
    {.name = "ingress-old", /* before 0.26 */
     .nginx = "$x - [$the_real_ip] - $remote_user [$time_local] \"$request\" $status "
              "$body_bytes_sent \"$http_referer\" \"$http_user_agent\" $x $request_time [$x]",
     .has_tail = true,
     .needs_status = true},
    /* https://github.com/hestiacp/hestiacp and VestaCP, nginx.conf: main */
    {.name = "hestia",
     .nginx = "$remote_addr - $remote_user [$time_local] $request \"$status\" $body_bytes_sent "
              "\"$http_referer\" \"$http_user_agent\" \"$http_x_forwarded_for\"",
     .needs_status = true},
    /* Bitrix's virtual machine (BitrixEnv), nginx.conf */
    {.name = "bitrix",
     .nginx = "$remote_addr - $remote_user [$time_local - $request_time] $status \"$request\" "
              "$body_bytes_sent \"$http_referer\" \"$http_user_agent\" "
              "\"$http_x_forwarded_for\"",
     .needs_status = true},
    /* https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage */
    {.name = "envoy",
     .apache = "[%{%Y-%m-%dT%H:%M:%S%z}t] \"%r\" %s %p %p %b %{ms}T %p \"%{X-Forwarded-For}i\" "
               "\"%{User-agent}i\" \"%p\" \"%{Host}i\" \"%p\"",
     .has_tail = true,
     .no_status = SPAN("0"),
     .otherwise = "istio"},
    /* https://istio.io/latest/docs/tasks/observability/logs/access-log/ */
    {.name = "istio",
     .apache = "[%{%Y-%m-%dT%H:%M:%S%z}t] \"%r\" %s %p %p %p \"%p\" %p %b %{ms}T %p "
               "\"%{X-Forwarded-For}i\" \"%{User-agent}i\" \"%p\" \"%{Host}i\" \"%p\"",
     .has_tail = true,
     .no_status = SPAN("0")},
    /* https://doc.traefik.io/traefik/observability/access-logs/ */
    {.name = "traefik", .apache = COMMON HEADERS " %p \"%p\" \"%p\" %{ms}Tms"},
    /* https://github.com/NginxProxyManager/nginx-proxy-manager, rootfs/etc/nginx/conf.d */
    {.name = "npm",
     .nginx = "[$time_local] $x $x $status - $request_method $scheme $host \"$request_uri\" "
              "[Client $remote_addr] [Length $body_bytes_sent] [Gzip $x] [Sent-to $x] "
              "\"$http_user_agent\" \"$http_referer\"",
     .otherwise = "npm-hosted"},
    {.name = "npm-hosted",
     .nginx = "[$time_local] $status - $request_method $scheme $host \"$request_uri\" "
              "[Client $remote_addr] [Length $body_bytes_sent] [Gzip $x] "
              "\"$http_user_agent\" \"$http_referer\""},
    /* https://github.com/ZoeyVid/NPMplus: a fork of it */
    {.name = "npmplus",
     .nginx = "[$time_local] $host $remote_addr $request_time \"$request\" $status "
              "$body_bytes_sent $x $http_referer $http_user_agent"},
    /* https://docs.aws.amazon.com/elasticloadbalancing/latest/application/
     * load-balancer-access-logs.html */
    {.name = "alb",
     .nginx = "$x $time_iso8601 $x $remote_addr $x $x $request_time $x $status $x $x "
              "$body_bytes_sent \"$request\" \"$http_user_agent\" $x $x $x \"$x\" \"$host\" \"$x\"",
     .has_tail = true,
     .has_port = true},
    {.name = "elb",
     .nginx = "$time_iso8601 $x $remote_addr $x $x $request_time $x $status $x $x "
              "$body_bytes_sent \"$request\" \"$http_user_agent\" $x $x",
     .has_tail = true,
     .has_port = true,
     .has_host_in_url = true},
    /* https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html */
    {.name = "s3",
     .apache = "%p %v %t %a %p %p %p %p \"%r\" %s %p %b %p %{ms}T %p" HEADERS,
     .has_tail = true,
     .otherwise = "s3-internal"},
    /* What S3 does by itself, a copy or an expiry, has no request. */
    {.name = "s3-internal",
     .apache = "%p %v %t %a %p %p %p %p - %s %p %b %p %{ms}T %p %{Referer}i %{User-agent}i %p",
     .has_tail = true},
    /* https://wiki.squid-cache.org/Features/LogFormat: the time taken is padded */
    {.name = "squid",
     .apache = "%{%s }t%{ms}T %a %p/%s %O %m %U %u %p/%p %p",
     .no_status = SPAN("000"),
     .has_host_in_url = true},
    /* https://github.com/unbit/uwsgi, core/logging.c: log_request() */
    {.name = "uwsgi",
     .apache = "%p[pid: %p|app: %p|req: %p] %a (%u) {%p} [%{%a %b %d %H:%M:%S %Y}t] %m %U => "
               "generated %b bytes in %{ms}T msecs%p(HTTP/%p %s) %p",
     .otherwise = "uwsgi-micros"},
    {.name = "uwsgi-micros",
     .apache = "%p[pid: %p|app: %p|req: %p] %a (%u) {%p} [%{%a %b %d %H:%M:%S %Y}t] %m %U => "
               "generated %b bytes in %D micros%p(HTTP/%p %s) %p"},
    /* https://github.com/tobychui/zoraxy, mod/dynamicproxy and mod/info/logger */
    {.name = "zoraxy",
     .apache = "[%{%Y-%m-%d %H:%M:%S}t] [router:%p] [origin:%v] [client: %a] "
               "[useragent: %{User-agent}i] %m %U %s"},
    /* https://gcore.com/docs/cdn/logs/logs-uploader */
    {.name = "gcore",
     .nginx = "\"$remote_addr\" \"-\" \"$remote_user\" \"[$time_local]\" \"$request\" \"$status\" "
              "\"$body_bytes_sent\" \"$http_referer\" \"$http_user_agent\" \"$bytes_sent\" \"$x\" "
              "\"$scheme\" \"$host\" \"$request_time\"",
     .has_tail = true},
    /* https://docs.bunny.net/docs/cdn-log-format */
    {.name = "bunny",
     .apache = "%p|%s|%{msec}t|%O|%p|%a|%{Referer}i|%U|%p|%{User-agent}i|%p|%p",
     .has_host_in_url = true,
     .has_no_method = true},
    /* https://docs.haproxy.org/3.0/configuration.html#8.2.3 */
    {.name = "haproxy",
     .apache = HAPROXY " \"%r\"",
     .has_tail = true, /* of httpslog: the handshake */
     .escapes = FORMAT_HASH,
     .no_status = SPAN("-1"),
     .has_port = true,
     .may_grow = true},
};

const struct known *known_find(struct span name) {
    for (size_t i = 0; i < sizeof known_formats / sizeof *known_formats; i++)
        if (span_is(name, known_formats[i].name))
            return &known_formats[i];
    return NULL;
}

const char *known_names(void) {
    return "auto common combined vhost vhost-common xff user-xff ident-xff agent-referer ip-vhost "
           "user-vhost xff-common ip-vhost-common user-vhost-common vhost-behind main-vhost "
           "time-vhost apisix lighttpd varnish w3c json logfmt cloudfront alb elb s3 haproxy npm "
           "npmplus traefik ingress ingress-old bitrix hestia envoy istio squid uwsgi zoraxy gcore "
           "bunny";
}
