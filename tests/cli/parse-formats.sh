# Formats: each told by its content, each read to the same columns; strings pasted; configurations.

# shellcheck disable=SC2016 # $variables are nginx's here
. "${0%/*}/lib.sh"

# found: the format that was found, and then the stream, with | for tabs.
found() {
    smo-parse -v "$@" 2>"$TMP/said" | tr '\t' '|' | grep -v '^#end' >"$TMP/hits"
    sed 's/.*: //; s/,.*//' "$TMP/said"
    cat "$TMP/hits"
}

# told NAME EXPECTED: the log on standard input is of that format, and has this row.
told() {
    cat >"$TMP/log"
    begin "auto: $1"
    expect "format, header and rows" "$2" "$(found "$TMP/log")"
}

told common 'common
time|zone|ip|user|method|url|status|bytes
1763811005|+0300|203.0.113.9|jo|GET|/a?b|200|5' <<'LOG'
203.0.113.9 - jo [22/Nov/2025:14:30:05 +0300] "GET /a?b HTTP/1.1" 200 5
LOG

told combined 'combined
time|zone|ip|user|method|url|status|bytes|referer|agent
1763811005|+0300|203.0.113.9|-|GET|/|200|5|https://vk.com/|UA' <<'LOG'
203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET / HTTP/1.1" 200 5 "https://vk.com/" "UA"
LOG

told "combined, nginx's packaged main" 'combined
time|zone|ip|user|method|url|status|bytes|referer|agent
1763811005|+0300|203.0.113.5|-|GET|/|200|5|-|UA
1763811005|+0300|203.0.113.7|-|GET|/|200|5|-|UA
1763811006|+0300|203.0.113.9|-|GET|/|200|5|-|UA' <<'LOG'
10.0.0.1 - - [22/Nov/2025:14:30:05 +0300] "GET / HTTP/1.1" 200 5 "-" "UA" "203.0.113.5, 10.0.0.2"
10.0.0.1 - - [22/Nov/2025:14:30:05 +0300] "GET / HTTP/1.1" 200 5 "-" "UA" "unknown, 203.0.113.7, 10.0.0.2"
203.0.113.9 - - [22/Nov/2025:14:30:06 +0300] "GET / HTTP/1.1" 200 5 "-" "UA" "198.51.100.1"
LOG

told vhost 'vhost
time|zone|ip|user|host|method|url|status|bytes|referer|agent
1763811005|+0300|203.0.113.9|-|shop.example|GET|/|200|5|-|UA' <<'LOG'
Shop.example:443 203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET / HTTP/1.1" 200 5 "-" "UA"
LOG

told "vhost, clients by name" 'vhost
time|zone|ip|user|host|method|url|status|bytes|referer|agent
1763811005|+0300|a.example|-|shop.example|GET|/|200|5|-|UA' <<'LOG'
shop.example a.example - - [22/Nov/2025:14:30:05 +0300] "GET / HTTP/1.1" 200 5 "-" "UA"
LOG

told "xff: the client before its proxy is no host" 'xff
time|zone|ip|user|method|url|status|bytes|referer|agent
1763811005|+0300|203.0.113.9|-|GET|/a|200|5|-|UA
1763811005|+0300|203.0.113.8|-|GET|/b|200|5|-|UA
1763811005|+0300|198.51.100.7|-|GET|/c|200|5|-|UA' <<'LOG'
203.0.113.9 10.0.0.1 - - [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5 "-" "UA"
203.0.113.8, 10.0.0.7 10.0.0.1 - - [22/Nov/2025:14:30:05 +0300] "GET /b HTTP/1.1" 200 5 "-" "UA"
- 198.51.100.7 - - [22/Nov/2025:14:30:05 +0300] "GET /c HTTP/1.1" 200 5 "-" "UA"
LOG

told "xff: in quotes, or in brackets" 'xff
time|zone|ip|user|method|url|status|bytes|referer|agent
1763811005|+0300|203.0.113.9|-|GET|/a|200|5|-|UA
1763811005|+0300|203.0.113.8|-|GET|/b|200|5|-|UA
1763811005|+0300|203.0.113.7|-|GET|/c|200|5|-|UA
1763811005|+0300|198.51.100.7|-|GET|/d|200|5|-|UA' <<'LOG'
"203.0.113.9, 10.0.0.7" 10.0.0.1 - - [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5 "-" "UA"
"203.0.113.8" 10.0.0.1 - - [22/Nov/2025:14:30:05 +0300] "GET /b HTTP/1.1" 200 5 "-" "UA"
(203.0.113.7) 10.0.0.1 - - [22/Nov/2025:14:30:05 +0300] "GET /c HTTP/1.1" 200 5 "-" "UA"
"-" 198.51.100.7 - - [22/Nov/2025:14:30:05 +0300] "GET /d HTTP/1.1" 200 5 "-" "UA"
LOG

told "user-xff: an address in the place of the user is nobody's login" 'user-xff
time|zone|ip|method|url|status|bytes|referer|agent
1763811005|+0300|203.0.113.9|GET|/a|200|5|-|UA
1763811005|+0300|203.0.113.8|GET|/b|200|5|-|UA
1763811005|+0300|198.51.100.7|GET|/c|200|5|-|UA' <<'LOG'
10.0.0.1 - 203.0.113.9 [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5 "-" "UA"
10.0.0.1 - 203.0.113.8, 10.0.0.7 [22/Nov/2025:14:30:05 +0300] "GET /b HTTP/1.1" 200 5 "-" "UA"
198.51.100.7 - - [22/Nov/2025:14:30:05 +0300] "GET /c HTTP/1.1" 200 5 "-" "UA"
LOG

told "ident-xff: nor is one in the place of ident" 'ident-xff
time|zone|ip|user|method|url|status|bytes|referer|agent
1763811005|+0300|203.0.113.9|jo|GET|/a|200|5|-|UA' <<'LOG'
10.0.0.1 203.0.113.9 jo [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5 "-" "UA"
LOG

told "agent-referer: a browser is no referer" 'agent-referer
time|zone|ip|user|method|url|status|bytes|referer|agent
1763811005|+0300|203.0.113.9|-|GET|/a|200|5|https://vk.com/|Mozilla/5.0
1763811005|+0300|203.0.113.9|-|GET|/b|200|5|-|Mozilla/5.0
1763811005|+0300|203.0.113.9|-|GET|/c|200|5|-|curl/8.5' <<'LOG'
203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5 "Mozilla/5.0" "https://vk.com/"
203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET /b HTTP/1.1" 200 5 "Mozilla/5.0" "-"
203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET /c HTTP/1.1" 200 5 "curl/8.5" "-"
LOG

told "combined with a few odd agents and referers is still combined" 'combined
time|zone|ip|user|method|url|status|bytes|referer|agent
1763811005|+0300|203.0.113.9|-|GET|/a|200|5|Mozilla/5.0|https://bot.example/
1763811005|+0300|203.0.113.9|-|GET|/b|200|5|https://vk.com/|UA' <<'LOG'
203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5 "Mozilla/5.0" "https://bot.example/"
203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET /b HTTP/1.1" 200 5 "https://vk.com/" "UA"
LOG

# The piece that is odd, its column, and a line: a log of two such is refused, with the reason.
while read -r piece column line; do
    printf '%s\n' "$line" "$line" >"$TMP/log"
    begin "a log of a known shape in which other things stand is refused: $piece"
    expect_status 2 smo-parse "$TMP/log"
    expect_grep "line 1: column $column: has the shape of .*, but at the mark is no $piece;" "$TMP/err"
done <<'LOGS'
host 1 443 203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5 "-" "UA"
host 1 0.012 203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5 "-" "UA"
host 1 RU 203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5 "-" "UA"
host 1 5f4c8b7e1f3a5f4c8b7e 203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5 "-" "UA"
host 1 https 203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5 "-" "UA"
host 1 203.0.113.9 web1 - - [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5 "-" "UA"
user 12 10.0.0.1 - 203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5 "-" "UA"
user 15 203.0.113.9 - jo - x [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5 "-" "UA"
agent 89 203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5 "https://vk.com/" "203.0.113.7" "UA"
agent 89 203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5 "https://vk.com/" "0.012" "UA"
referer 71 203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5 "2001:db8::1" "https://vk.com/" "UA"
referer 71 203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5 "0.012" "https://vk.com/" "UA"
LOGS
told "combined of one line with an odd agent" 'combined
time|zone|ip|user|method|url|status|bytes|referer|agent
1763811005|+0300|203.0.113.9|-|GET|/a|200|5|-|https://bot.example/' <<'LOG'
203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5 "-" "https://bot.example/"
LOG
begin "the line that is shown is the first that speaks against the format"
{ echo '203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5 "a.example" "-" "UA"'
  echo '203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5 "a.example" "https://vk.com/" "UA"'
  echo '203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5 "a.example" "https://ok.ru/" "UA"'
} >second.log
expect_status 2 smo-parse second.log
expect_grep 'line 2: column 83: .* is no agent;' "$TMP/err"

told "ip-vhost: the host behind the client is no client" 'ip-vhost
time|zone|ip|user|host|method|url|status|bytes|referer|agent
1763811005|+0300|203.0.113.9|-|shop.example|GET|/a|200|5|-|UA
1763811005|+0300|203.0.113.9|-|198.51.100.1|GET|/b|404|5|-|UA
1763811005|+0300|203.0.113.8|-|shop.example|GET|/c|200|5|-|UA' <<'LOG'
203.0.113.9 shop.example - - [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5 "-" "UA"
203.0.113.9 198.51.100.1 - - [22/Nov/2025:14:30:05 +0300] "GET /b HTTP/1.1" 404 5 "-" "UA"
203.0.113.8 shop.example - - [22/Nov/2025:14:30:05 +0300] "GET /c HTTP/1.1" 200 5 "-" "UA"
LOG

told "lighttpd: its host is no ident" 'lighttpd
time|zone|ip|user|host|method|url|status|bytes|referer|agent
1763811005|+0300|203.0.113.9|-|shop.example|GET|/a|200|5|-|UA
1763811005|+0300|203.0.113.8|-|-|GET|/b|400|5|-|UA
1763811005|+0300|203.0.113.9|jo|shop.example|GET|/c|200|5|-|UA' <<'LOG'
203.0.113.9 shop.example - [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5 "-" "UA"
203.0.113.8 - - [22/Nov/2025:14:30:05 +0300] "GET /b HTTP/1.1" 400 5 "-" "UA"
203.0.113.9 shop.example jo [22/Nov/2025:14:30:05 +0300] "GET /c HTTP/1.1" 200 5 "-" "UA"
LOG

told "user-vhost: a host in the place of the user is nobody's login" 'user-vhost
time|zone|ip|host|method|url|status|bytes|referer|agent
1763811005|+0300|203.0.113.9|shop.example|GET|/a|200|5|-|UA
1763811005|+0300|203.0.113.8|198.51.100.1|GET|/b|400|5|-|UA
1763811005|+0300|203.0.113.7|shop.example|GET|/c|200|5|-|UA' <<'LOG'
203.0.113.9 - shop.example [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5 "-" "UA" "-"rt=0.01
203.0.113.8 - 198.51.100.1 [22/Nov/2025:14:30:05 +0300] "GET /b HTTP/1.1" 400 5 "-" "UA" "-"rt=0.01
203.0.113.7 - shop.example [22/Nov/2025:14:30:05 +0300] "GET /c HTTP/1.1" 200 5 "-" "UA" "-"rt=0.01
LOG

told "xff-common: the client before its proxy is no host" 'xff-common
time|zone|ip|user|method|url|status|bytes
1763811005|+0300|203.0.113.9|-|GET|/a|200|5' <<'LOG'
203.0.113.9, 10.0.0.7 10.0.0.1 - - [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5
LOG

told "ip-vhost-common: nor is a client before its host" 'ip-vhost-common
time|zone|ip|user|host|method|url|status|bytes
1763811005|+0300|203.0.113.9|-|shop.example|GET|/a|200|5' <<'LOG'
203.0.113.9 shop.example - - [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5
LOG

told "user-vhost-common" 'user-vhost-common
time|zone|ip|host|method|url|status|bytes
1763811005|+0300|203.0.113.9|shop.example|GET|/a|200|5' <<'LOG'
203.0.113.9 - shop.example [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5
LOG

told "vhost-behind: the host stands behind the agent" 'vhost-behind
time|zone|ip|user|host|method|url|status|bytes|referer|agent
1763811005|+0300|203.0.113.9|-|shop.example|GET|/a|200|5|-|UA
1763811005|+0300|203.0.113.8|-|b.example|GET|/b|200|5|-|UA
1763811005|+0300|203.0.113.7|-|203.0.113.1|GET|/c|400|5|-|UA' <<'LOG'
203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5 "-" "UA" shop.example
203.0.113.8 - - [22/Nov/2025:14:30:05 +0300] "GET /b HTTP/1.1" 200 5 "-" "UA" "B.example:443" 0.012
203.0.113.7 - - [22/Nov/2025:14:30:05 +0300] "GET /c HTTP/1.1" 400 5 "-" "UA" 203.0.113.1
LOG

told "main-vhost: behind X-Forwarded-For" 'main-vhost
time|zone|ip|user|host|method|url|status|bytes|referer|agent
1763811005|+0300|203.0.113.9|-|shop.example|GET|/a|200|5|-|UA
1763811005|+0300|198.51.100.7|-|shop.example|GET|/b|200|5|-|UA' <<'LOG'
10.0.0.1 - - [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5 "-" "UA" "203.0.113.9, 10.0.0.7" "shop.example" 0.012
198.51.100.7 - - [22/Nov/2025:14:30:05 +0300] "GET /b HTTP/1.1" 200 5 "-" "UA" "-" shop.example 0.012
LOG

told "time-vhost: before the request" 'time-vhost
time|zone|ip|user|host|method|url|status|bytes|referer|agent
1763811005|+0300|203.0.113.9|-|shop.example|GET|/a|200|5|-|UA
1763811005|+0300|203.0.113.9|-|shop.example|GET|/b|200|5|-|UA' <<'LOG'
203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] shop.example "GET /a HTTP/1.1" 200 5 "-" "UA"
203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "shop.example" "GET /b HTTP/1.1" 200 5 "-" "UA" 0.012
LOG

told "apisix" 'apisix
time|zone|ip|user|host|method|url|status|bytes|referer|agent|seconds
1763811005|+0000|203.0.113.9|-|shop.example|GET|/a?b=1|200|524|-|curl/7.68.0|0.012' <<'LOG'
203.0.113.9 - - [22/Nov/2025:11:30:05 +0000] shop.example:9080 "GET /a?b=1 HTTP/1.1" 200 524 0.012 "-" "curl/7.68.0" 10.0.0.5:80 200 0.012 "http://shop.example:9080"
LOG

told "combined behind which stands what is no host" 'combined
time|zone|ip|user|method|url|status|bytes|referer|agent
1763811005|+0300|203.0.113.9|-|GET|/a|200|5|-|UA
1763811005|+0300|203.0.113.9|-|GET|/b|200|5|-|UA
1763811005|+0300|203.0.113.9|-|GET|/c|200|5|-|UA
1763811005|+0300|203.0.113.9|-|GET|/d|200|5|-|UA' <<'LOG'
203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5 "-" "UA" TLSv1.2
203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET /b HTTP/1.1" 200 5 "-" "UA" 10.0.0.5:80
203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET /c HTTP/1.1" 200 5 "-" "UA" 0.012
203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET /d HTTP/1.1" 200 5 "-" "UA" kong_request_id: "5f4c"
LOG

told "combined with a few logins that have a dot is not user-vhost" 'combined
time|zone|ip|user|method|url|status|bytes|referer|agent
1763811005|+0300|203.0.113.9|-|GET|/a|200|5|-|UA
1763811005|+0300|203.0.113.8|jo.smith|GET|/b|200|5|-|UA
1763811005|+0300|203.0.113.8|jo@mail.example|GET|/b|200|5|-|UA' <<'LOG'
203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5 "-" "UA"
203.0.113.8 - jo.smith [22/Nov/2025:14:30:05 +0300] "GET /b HTTP/1.1" 200 5 "-" "UA"
203.0.113.8 - jo@mail.example [22/Nov/2025:14:30:05 +0300] "GET /b HTTP/1.1" 200 5 "-" "UA"
LOG

told "combined of one whose login ends with a dot and a letter is not user-vhost" 'combined
time|zone|ip|user|method|url|status|bytes|referer|agent
1763811005|+0300|203.0.113.9|jo.s|GET|/a|200|5|-|UA' <<'LOG'
203.0.113.9 - jo.s [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5 "-" "UA"
LOG

told "combined behind which a version stands is not vhost-behind" 'combined
time|zone|ip|user|method|url|status|bytes|referer|agent
1763811005|+0300|203.0.113.9|-|GET|/a|200|5|-|UA' <<'LOG'
203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5 "-" "UA" app-v1.25
LOG

told "combined with idents is not lighttpd" 'combined
time|zone|ip|user|method|url|status|bytes|referer|agent
1763811005|+0300|203.0.113.9|jo|GET|/a|200|5|-|UA' <<'LOG'
203.0.113.9 ident jo [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5 "-" "UA"
LOG

told "varnish: the host stands in the request" 'varnish
time|zone|ip|user|host|method|url|status|bytes|referer|agent
1763811005|+0300|203.0.113.9|-|shop.example|GET|/a?b|200|5|-|UA
1763811005|+0300|203.0.113.8|-|-|GET|/c|400|5|-|UA
1763811005|+0300|203.0.113.9|-|b.example|GET|/|200|5|-|UA' <<'LOG'
203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET http://Shop.example:8080/a?b HTTP/1.1" 200 5 "-" "UA"
203.0.113.8 - - [22/Nov/2025:14:30:05 +0300] "GET /c HTTP/1.1" 400 5 "-" "UA"
203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET https://jo:x@b.example HTTP/1.1" 200 5 "-" "UA"
LOG

told "combined that a few proxy probes met is not varnish" 'combined
time|zone|ip|user|method|url|status|bytes|referer|agent
1763811005|+0300|203.0.113.9|-|GET|/a|200|5|-|UA
1763811005|+0300|203.0.113.8|-|GET|/|400|5|-|UA
1763811005|+0300|203.0.113.9|-|GET|/c|200|5|-|UA' <<'LOG'
203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5 "-" "UA"
203.0.113.8 - - [22/Nov/2025:14:30:05 +0300] "GET http://probe.example/ HTTP/1.1" 400 5 "-" "UA"
203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET /c HTTP/1.1" 200 5 "-" "UA"
LOG

told "ingress of Kubernetes: request_time is there" 'ingress
time|zone|ip|user|method|url|status|bytes|referer|agent|seconds
1763811005|+0300|203.0.113.9|-|GET|/a|200|615|-|UA|0.003
1763811005|+0300|203.0.113.9|-|GET|/b|304|0|-|UA|0.103' <<'LOG'
203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 615 "-" "UA" 411 0.003 [default-web-8080] [] 172.17.0.5:8080 615 0.003 200 d6a4f3b1
203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET /b HTTP/2.0" 304 0 "-" "UA" 411 0.103 [default-web-8080] [] 172.17.0.5:8080, 172.17.0.6:8080 0, 615 0.003, 0.1 502, 200 d6a4
LOG

told "ingress-old: the address in brackets is nobody's login" 'ingress-old
time|zone|ip|user|method|url|status|bytes|referer|agent|seconds
1763811005|+0300|203.0.113.9|jo|GET|/a|200|615|-|UA|0.003' <<'LOG'
203.0.113.9 - [203.0.113.9] - jo [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 615 "-" "UA" 411 0.003 [default-web-8080] [] 172.17.0.5:8080 615 0.003 200 d6a4f3b1
LOG

told "hestia" 'hestia
time|zone|ip|user|method|url|status|bytes|referer|agent
1763811005|+0300|203.0.113.9|-|GET|/a?b=c|200|5|https://vk.com/|UA
1763811006|+0300|203.0.113.8|-|-|-|400|5|-|-' <<'LOG'
203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] GET /a?b=c HTTP/1.1 "200" 5 "https://vk.com/" "UA" "-"
203.0.113.8 - - [22/Nov/2025:14:30:06 +0300] \x16\x03 "400" 5 "-" "-" "-"
LOG

told "bitrix: its time has a second one within the brackets" 'bitrix
time|zone|ip|user|method|url|status|bytes|referer|agent|seconds
1763811005|+0300|203.0.113.9|-|GET|/a?b|200|5|https://vk.com/|UA|0.123
1763811005|+0300|198.51.100.7|-|GET|/|304|0|-|UA|-' <<'LOG'
203.0.113.9 - - [22/Nov/2025:14:30:05 +0300 - 0.123] 200 "GET /a?b HTTP/1.1" 5 "https://vk.com/" "UA" "-"
10.0.0.1 - - [22/Nov/2025:14:30:05 +0300 - -] 304 "GET / HTTP/1.1" 0 "-" "UA" "198.51.100.7"
LOG

told "envoy, and Istio's longer one" 'envoy
time|zone|ip|host|method|url|status|bytes|agent|seconds
1763811005.310|+0000|203.0.113.9|shop.example|GET|/a?b|200|1234|UA|0.045
1763811005.310|+0000|203.0.113.9|shop.example|GET|/c|-|0|UA|0.001' <<'LOG'
[2025-11-22T11:30:05.310Z] "GET /a?b HTTP/2" 200 - 0 1234 45 44 "203.0.113.9" "UA" "cc21-d9b0" "shop.example" "10.0.0.5:8080"
[2025-11-22T11:30:05.310Z] "GET /c HTTP/1.1" 0 DC downstream_remote_disconnect - "-" 0 0 1 - "203.0.113.9, 10.0.0.3" "UA" "cc21-d9b0" "shop.example" "10.0.0.5:8080" outbound|80||web 10.0.0.4:36512 10.0.0.9:80 10.0.0.3:44524 - default
LOG

told traefik 'traefik
time|zone|ip|user|method|url|status|bytes|referer|agent|seconds
1763811005|+0000|203.0.113.9|-|GET|/|200|4|-|UA|0.042' <<'LOG'
203.0.113.9 - - [22/Nov/2025:11:30:05 +0000] "GET / HTTP/2" 200 4 "-" "UA" 5 "a@b -> c@d" "http://172.17.0.3:80" 42ms
LOG

told "npm, both layouts" 'npm
time|zone|ip|host|method|url|status|bytes|referer|agent
1763811005|+0000|203.0.113.9|a.example|GET|/x|404|192|-|UA
1763811006|+0000|203.0.113.8|b.example|GET|/.env|444|0|https://r.example/|UA' <<'LOG'
[22/Nov/2025:11:30:05 +0000] - 404 404 - GET http a.example "/x" [Client 203.0.113.9] [Length 192] [Gzip 3.10] [Sent-to b] "UA" "-"
[22/Nov/2025:11:30:06 +0000] 444 - GET https b.example "/.env" [Client 203.0.113.8] [Length 0] [Gzip -] "UA" "https://r.example/"
LOG

told npmplus 'npmplus
time|zone|ip|host|method|url|status|bytes|referer|agent|seconds
1763811005|+0300|203.0.113.9|shop.example|GET|/a|401|77|-|Uptime Kuma/1.23|0.227
1763811005|+0300|203.0.113.9|-|-|-|400|122|-|-|0.811' <<'LOG'
[22/Nov/2025:14:30:05 +0300] shop.example 203.0.113.9 0.227 "GET /a HTTP/2.0" 401 77 935 - Uptime Kuma/1.23
[22/Nov/2025:14:30:05 +0300] - 203.0.113.9 0.811 "\x16\x03" 400 122 282 - -
LOG

told "w3c, whole urls without a scheme: Imperva" 'w3c
time|zone|ip|host|method|url|status|referer|agent
1763805601|+0000|203.0.113.9|shop.example|GET|/a?x=1|200|https://vk.com/|UA 1' <<'LOG'
#Fields: date time c-ip cs(User-Agent) cs-uri cs(Referrer) cs-method cs-uri-query sc-status
"2025-11-22" "10:00:01" "203.0.113.9" "UA 1" "shop.example/a" "https://vk.com/" "GET" "x=1" "200"
LOG

told "w3c, fields change within the file" 'w3c
time|zone|ip|user|method|url|status|referer|agent|seconds
1763805601|+0000|203.0.113.9|-|GET|/a.aspx?x=1|200|https://vk.com/|Mozilla/5.0 (Windows NT)|1.5
1763805603|+0000|203.0.113.8|-|GET|/b|200|-|-|-' <<'LOG'
#Software: Microsoft Internet Information Services 10.0
#Version: 1.0
#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken
2025-11-22 10:00:01 10.0.0.1 GET /a.aspx x=1 80 - 203.0.113.9 Mozilla/5.0+(Windows+NT) https://vk.com/ 200 0 0 1500
#Fields: date time c-ip cs-method cs-uri-stem sc-status
2025-11-22 10:00:03 203.0.113.8 GET /b 200
LOG

printf '#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query x-host-header time-taken\n2019-12-04\t21:02:31\tLAX1\t392\t192.0.2.100\tGET\td1.cloudfront.net\t/index.html\t200\t-\tMozilla/5.0%%2520(Windows)\ta=%%2520b\tshop.example\t0.001\n' |
    told cloudfront 'cloudfront
time|zone|ip|host|method|url|status|bytes|referer|agent|seconds
1575493351|+0000|192.0.2.100|shop.example|GET|/index.html?a=%20b|200|392|-|Mozilla/5.0 (Windows)|0.001'

told "w3c: IIS writes a list of addresses with + for blanks" 'w3c
time|zone|ip|method|url|status
1763805601|+0000|203.0.113.9|GET|/a|200' <<'LOG'
#Fields: date time cs-method cs-uri-stem c-ip sc-status X-Forwarded-For
2025-11-22 10:00:01 GET /a 10.0.0.7 200 203.0.113.9:5123,+10.0.0.8
LOG

printf '2019-12-04\t21:02:31\tLAX1\t392\t192.0.2.100\tGET\td1.cloudfront.net\t/a\t200\t-\tUA%%201\tb=1\t-\tHit\tSOX4==\tshop.example\thttps\t23\t0.001\t-\tTLSv1.2\tECDHE\tHit\tHTTP/2.0\t-\t-\t11040\t0.001\tHit\ttext/html\t78\t-\t-\n' |
    told "cloudfront, without its first lines" 'cloudfront
time|zone|ip|host|method|url|status|bytes|referer|agent|seconds
1575493351|+0000|192.0.2.100|shop.example|GET|/a?b=1|200|392|-|UA 1|0.001'
expect "the same, chosen" 1 "$(smo-parse -f cloudfront "$TMP/log" | grep -c '^[0-9]')"

told alb 'alb
time|zone|ip|host|method|url|status|bytes|agent|seconds
1530570180.186641|+0000|192.168.131.39|www.example.com|GET|/|200|366|curl/7.46.0|0.001
1530570180.186641|+0000|192.168.131.39|sni.example|GET|/p?x=1|200|57|curl/7.46.0|0.048' <<'LOG'
http 2018-07-02T22:23:00.186641Z app/my-lb/50dc6c495c0c9188 192.168.131.39:2817 10.0.0.1:80 0.000 0.001 0.000 200 200 34 366 "GET http://www.example.com:80/ HTTP/1.1" "curl/7.46.0" - - arn:aws:x "Root=1-58337262" "-" "-" 0 2018-07-02T22:22:48.364000Z "forward" "-" "-" "10.0.0.1:80" "200" "-" "-"
https 2018-07-02T22:23:00.186641Z app/my-lb/50dc6c495c0c9188 192.168.131.39:2817 10.0.0.1:80 0.086 0.048 0.037 200 200 0 57 "GET https://www.example.com:443/p?x=1 HTTP/1.1" "curl/7.46.0" ECDHE TLSv1.2 arn:aws:x "Root=1-58337281" "sni.example" "arn:aws:acm" 1 2018-07-02T22:22:48.364000Z "authenticate,forward" "-" "-" "10.0.0.1:80" "200" "-" "-"
LOG

told elb 'elb
time|zone|ip|host|method|url|status|bytes|agent|seconds
1431560383.945958|+0000|192.168.131.39|www.example.com|GET|/|200|29|curl/7.38.0|0.001048' <<'LOG'
2015-05-13T23:39:43.945958Z my-lb 192.168.131.39:2817 10.0.0.1:80 0.000073 0.001048 0.000057 200 200 0 29 "GET http://www.example.com:80/ HTTP/1.1" "curl/7.38.0" - -
LOG

told "elb: IPv6 with a port, without brackets" 'elb
time|zone|ip|host|method|url|status|bytes|agent|seconds
1431560383.945958|+0000|2001:db8::1|www.example.com|GET|/|200|29|curl/7.38.0|0.001048' <<'LOG'
2015-05-13T23:39:43.945958Z my-lb 2001:db8::1:2817 10.0.0.1:80 0.000073 0.001048 0.000057 200 200 0 29 "GET http://www.example.com:80/ HTTP/1.1" "curl/7.38.0" - -
LOG

told s3 's3
time|zone|ip|host|method|url|status|bytes|referer|agent|seconds
1549411238|+0000|192.0.2.3|bucket1|GET|/bucket1?versioning|200|113|-|S3Console/0.4|0.007' <<'LOG'
79a59df900b949e5 bucket1 [06/Feb/2019:00:00:38 +0000] 192.0.2.3 79a59df900b949e5 3E57427F3EXAMPLE REST.GET.VERSIONING - "GET /bucket1?versioning HTTP/1.1" 200 - 113 - 7 - "-" "S3Console/0.4" - s9lz= SigV4 ECDHE AuthHeader bucket1.s3.amazonaws.com TLSV1.2 - -
LOG

told haproxy 'haproxy
time|zone|ip|method|url|status|bytes|seconds
1233922454.655|+0000|10.0.1.2|GET|/index.html|200|2750|0.109
1233922454.955|+0000|10.0.1.2|-|-|-|0|0.109' <<'LOG'
Feb  6 12:14:14 localhost haproxy[14389]: 10.0.1.2:33317 [06/Feb/2009:12:14:14.655] http-in static/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 {1wt.eu} {} "GET /index.html HTTP/1.1"
Feb  6 12:14:15 localhost haproxy[14389]: 10.0.1.2:33317 [06/Feb/2009:12:14:14.955] http-in static/<NOSRV> 10/-1/-1/-1/109 -1 0 - - ---- 1/1/1/1/0 0/0 "<BADREQ>"
LOG

told "haproxy: IPv6 with a port, a unix socket, and sizes logged before the end" 'haproxy
time|zone|ip|method|url|status|bytes|seconds
1233922454.655|+0000|2001:db8::1|GET|/a|200|2750|0.109
1233922455.655|+0000|2001:db8::1|GET|/b|200|2750|0.109
1233922456.655|+0000|203.0.113.5|GET|/c|200|2750|0.109
1233922457.655|+0000|-|GET|/d|200|2750|0.109' <<'LOG'
Feb  6 12:14:14 localhost haproxy[14389]: 2001:db8::1:33317 [06/Feb/2009:12:14:14.655] https-in~ static/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 "GET /a HTTP/1.1"
Feb  6 12:14:15 localhost haproxy[14389]: 2001:db8::1:8080 [06/Feb/2009:12:14:15.655] https-in~ static/srv1 10/0/30/69/+109 200 +2750 - - ---- 1/1/1/1/0 0/0 "GET /b HTTP/1.1"
Feb  6 12:14:16 localhost haproxy[14389]: ::ffff:203.0.113.5:8080 [06/Feb/2009:12:14:16.655] https-in~ static/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 "GET /c HTTP/1.1"
Feb  6 12:14:17 localhost haproxy[14389]: unix:1 [06/Feb/2009:12:14:17.655] local static/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 "GET /d HTTP/1.1"
LOG

told "squid: the time taken is padded" 'squid
time|zone|ip|user|host|method|url|status|bytes|seconds
1763811005.779|+0000|203.0.113.9|-|shop.example|GET|/a?b=1|200|411|0.18
1763811006.001|+0000|203.0.113.8|jo|shop.example|POST|/c|304|507|12.921
1763811007.001|+0000|203.0.113.7|-|-|-|-|-|0|0' <<'LOG'
1763811005.779    180 203.0.113.9 TCP_MISS/200 411 GET http://shop.example/a?b=1 - DIRECT/10.0.0.5 text/html
1763811006.001  12921 203.0.113.8 TCP_MEM_HIT/304 507 POST https://shop.example:8443/c jo HIER_NONE/- -
1763811007.001      0 203.0.113.7 NONE_NONE/000 0 - error:transaction-end-before-headers - HIER_NONE/- -
LOG

told "uwsgi" 'uwsgi
time|zone|ip|user|method|url|status|bytes|seconds
1763821805|+0000|203.0.113.9|-|POST|/a|200|2|0.149
1762525805|+0000|203.0.113.8|jo|GET|/b?c=1|304|0|0
1762525805|+0000|203.0.113.7|-|GET|/d|200|2|0.00149' <<'LOG'
[pid: 596|app: 0|req: 24/72] 203.0.113.9 () {50 vars in 1043 bytes} [Sat Nov 22 14:30:05 2025] POST /a => generated 2 bytes in 149 msecs (HTTP/1.1 200) 3 headers in 112 bytes (1 switches on core 0)
[pid: 596|app: -1|req: -1/73] 203.0.113.8 (jo) {50 vars in 1043 bytes} [Fri Nov  7 14:30:05 2025] GET /b?c=1 => generated 0 bytes in 0 msecs via sendfile() (HTTP/1.0 304) 3 headers in 112 bytes (0 switches on core 0)
2025-11-07 14:30:05 - [pid: 596|app: 0|req: 24/72] 203.0.113.7 () {50 vars in 1043 bytes} [Fri Nov  7 14:30:05 2025] GET /d => generated 2 bytes in 1490 micros (HTTP/1.1 200) 3 headers in 112 bytes (1 switches on core 0)
LOG

told "zoraxy" 'zoraxy
time|zone|ip|host|method|url|status|agent
1763821805.664246|+0000|203.0.113.9|shop.example|GET|/a?b=c%3A|200|Mozilla/5.0 (X11; Linux x86_64)
1763821806.664246|+0000|203.0.113.8|shop.example|GET|/|404|-' <<'LOG'
[2025-11-22 14:30:05.664246] [router:host-http] [origin:shop.example] [client: 203.0.113.9] [useragent: Mozilla/5.0 (X11; Linux x86_64)] GET /a?b=c%3A 200
[2025-11-22 14:30:06.664246] [router:host-http] [origin:shop.example] [client: 203.0.113.8] [useragent: ] GET / 404
LOG

told "gcore" 'gcore
time|zone|ip|user|host|method|url|status|bytes|referer|agent|seconds
1763811005|+0000|203.0.113.9|-|cdn.example|GET|/a.png|200|15|https://vk.com/|Mozilla/5.0 (X11)|1.500' <<'LOG'
"203.0.113.9" "-" "-" "[22/Nov/2025:11:30:05 +0000]" "GET /a.png HTTP/1.1" "200" "15" "https://vk.com/" "Mozilla/5.0 (X11)" "518" "[dh1]" "https" "cdn.example" "1.500" "-" "157" "-" "[dh]" "MISS" "10485760"
LOG

told "bunny: no methods, all are taken for GET" 'bunny
time|zone|ip|host|method|url|status|bytes|referer|agent
1763811005.421|+0000|203.0.113.9|shop.b-cdn.net|GET|/a?b=1|200|412|-|Mozilla/5.0 (Windows NT 10.0)
1763811006.421|+0000|203.0.113.8|shop.b-cdn.net|GET|/c|404|5|https://vk.com/|UA' <<'LOG'
HIT|200|1763811005421|412|390|203.0.113.9|-|https://shop.b-cdn.net/a?b=1|WA|Mozilla/5.0 (Windows NT 10.0)|322b688bd63fb63f2babe9de30a5d262|DE
MISS|404|1763811006421|5|390|203.0.113.8|https://vk.com/|https://shop.b-cdn.net/c|WA|UA|322b688bd63fb63f2babe9de30a5d263|RU
LOG

told "logfmt" 'logfmt
time|zone|ip|host|method|url|status|bytes|referer|agent|seconds
1763811005|+0300|203.0.113.9|shop.example|GET|/a?b=1|200|5|https://vk.com/|U "A"|0.012
1763811006|+0000|203.0.113.8|-|POST|/c|302|-|-|-|-
1763811007|+0000|203.0.113.8|-|GET|/d|200|-|-|-|0.05833' <<'LOG'
time="2025-11-22T14:30:05+03:00" level=info method=GET path="/a?b=1" status=200 remote_ip=203.0.113.9 host=shop.example user_agent="U \"A\"" referer=https://vk.com/ duration=12ms size=5
2025/11/22 11:30:06 method=POST uri=/c status=302 ip=203.0.113.8:1234 user_agent=""
2025-11-22T11:30:07Z method=GET path=/d format=html controller=a action=b status=200 duration=58.33 view=40.43 db=15.26 ip=203.0.113.8
LOG

told "logfmt, Heroku's router among other lines" 'logfmt
time|zone|ip|host|method|url|status|bytes|seconds
1763811005.123456|+0000|203.0.113.9|shop.example|GET|/a?b=1|200|13|0.018
1763811006|+0000|203.0.113.8|shop.example|GET|/|503|0|30
1763811007|+0000|203.0.113.8|shop.example|GET|/c|200|13|0.018' <<'LOG'
2025-11-22T11:30:05.123456+00:00 heroku[router]: at=info method=GET path="/a?b=1" host=shop.example request_id=8601b555 fwd="203.0.113.9" dyno=web.1 connect=1ms service=18ms status=200 bytes=13 protocol=https
2025-11-22T11:30:05.130000+00:00 app[web.1]: Completed 200 OK in 14ms
2025-11-22T11:30:06+00:00 heroku[router]: at=error code=H12 desc="Request timeout" method=GET path=/ host=shop.example fwd="203.0.113.8" dyno=web.1 connect= service=30000ms status=503 bytes=0
<158>1 2025-11-22T11:30:07+00:00 host heroku router - at=info method=GET path="/c" host=shop.example fwd="203.0.113.8" dyno=web.1 connect=1ms service=18ms status=200 bytes=13
LOG
expect "the ledger" "parse.accepted=3 parse.ignored=1" \
    "$(smo-parse "$TMP/log" | tail -n 1 | tr '\t' '\n' | grep -e accepted -e ignored= | xargs)"
told "logfmt of Lograge: a time with a unit is no number of milliseconds" 'logfmt
time|zone|method|url|seconds
1763811007|+0000|GET|/d|0.05833
1763811007|+0000|GET|/e|2' <<'LOG'
2025-11-22T11:30:07Z method=GET path=/d duration=58.33 db=15.26
2025-11-22T11:30:07Z method=GET path=/e duration=2s db=15.26
LOG

begin "a client that lines do not name was looked at in a text at address 0"
{
    echo '2025-11-22T11:30:08Z method=GET path="/a" status=200 fwd="203.0.113.8"'
    echo '2025-11-22T11:30:09Z method=GET path="/b" status=200'
} >nobody.log
expect "clients" "203.0.113.8 -" "$(smo-parse nobody.log | grep '^[0-9]' | cut -f 3 | xargs)"

told "logfmt: what is called a time and is none leaves nothing behind" 'logfmt
time|zone|method|url
1763811007|+0000|GET|/a' <<'LOG'
2025-11-22T11:30:07Z time=1234567890.5ms method=GET path=/a
LOG

told "logfmt: the first time before the pairs, of two members the one that counts more, names of any length" 'logfmt
time|zone|method|url|status
1763811007|+0000|GET|/a|200' <<LOG
2025-11-22T11:30:07Z 2020-01-01T00:00:00Z $(printf '%0300d' 0)=1 method=GET path=/a status=200 code=500
2025-11-22T11:30:07Z method=GET status=200
LOG
expect "what tells no path is ignored" "parse.ignore.other=1" \
    "$(smo-parse "$TMP/log" | tail -n 1 | tr '\t' '\n' | grep 'ignore\.')"

begin "logfmt that is torn"
{ cat "$TMP/log"; echo '2025-11-22T11:30:08Z method=GET path="/a'; } >torn.log
expect "rejected" "parse.reject.quote=1" "$(smo-parse torn.log 2>/dev/null | tail -n 1 | tr '\t' '\n' | grep 'reject\.')"

while IFS='|' read -r name line; do
    printf '%s\n' "$line" >"$TMP/log"
    begin "a log without times is refused: $name"
    expect_status 2 smo-parse "$TMP/log"
    expect_grep 'line 1: column 1: has no time: a log without times tells no visits' "$TMP/err"
done <<'LOGS'
Node's morgan, dev|GET /a 200 3.412 ms - 12
Node's morgan, short|203.0.113.9 - GET /a HTTP/1.1 200 12 - 3.412 ms
uvicorn|INFO:     203.0.113.9:52000 - "GET /a HTTP/1.1" 200 OK
Lograge|method=GET path=/a format=html controller=x action=y status=200 duration=58.33 view=40.43
LOGS

begin "a log whose times are seconds since 1970 is not said to have none"
echo '1763811005 GET /a 200 in some new way' >epoch.log
expect_status 2 smo-parse epoch.log
expect_no_grep 'has no time' "$TMP/err"

told "s3: what it does by itself has no request" 's3
time|zone|ip|host|method|url|status|bytes|referer|agent|seconds
1549411238|+0000|192.0.2.3|bucket1|GET|/bucket1?versioning|200|113|-|S3Console/0.4|0.007
1549411297|+0000|-|bucket1|-|-|200|-|-|-|-' <<'LOG'
79a59df900b949e5 bucket1 [06/Feb/2019:00:00:38 +0000] 192.0.2.3 79a59df900b949e5 3E57427F3EXAMPLE REST.GET.VERSIONING - "GET /bucket1?versioning HTTP/1.1" 200 - 113 - 7 - "-" "S3Console/0.4" - s9lz= SigV4 ECDHE AuthHeader bucket1.s3.amazonaws.com TLSV1.2 - -
79a59df900b949e5 bucket1 [06/Feb/2019:00:01:37 +0000] - AmazonS3 DD6CC733AEXAMPLE REST.COPY.OBJECT_GET a%2Bb - 200 - - 4406583 - - - - - s9lz= SigV4 ECDHE AuthHeader bucket1.s3.amazonaws.com TLSV1.2 - -
LOG

told "json, Caddy" 'json
time|zone|ip|user|host|method|url|status|bytes|referer|agent|seconds
1763811005.5|+0000|203.0.113.9|-|shop.example|GET|/п?a=1|200|5|-|UA|0.0025' <<'LOG'
{"level":"info","ts":1763811005.5,"logger":"http.log.access","msg":"handled request","request":{"remote_ip":"10.0.0.1","client_ip":"203.0.113.9","proto":"HTTP/2.0","method":"GET","host":"shop.example:443","uri":"/\u043f?a=1","headers":{"User-Agent":["UA"],"Accept":["*/*"]}},"user_id":"","duration":0.0025,"size":5,"status":200}
LOG

told "json, Traefik" 'json
time|zone|ip|user|host|method|url|status|bytes|referer|agent|seconds
1763811005.587782192|+0300|203.0.113.9|-|shop.example|GET|/x?y|200|357|https://vk.com/|UA|0.000357313' <<'LOG'
{"ClientAddr":"203.0.113.9:39496","ClientHost":"203.0.113.9","ClientUsername":"-","DownstreamContentSize":357,"DownstreamStatus":200,"Duration":357313,"OriginStatus":201,"RequestHost":"shop.example","RequestMethod":"GET","RequestPath":"/x?y","StartLocal":"2025-11-22T14:30:05.587782192+03:00","StartUTC":"2025-11-22T11:30:05.587782192Z","request_Referer":"https://vk.com/","request_User-Agent":"UA","time":"2025-11-22T11:30:06Z"}
LOG

told "json, nginx" 'json
time|zone|ip|host|method|url|status|bytes|referer|agent|seconds
1763811005|+0300|203.0.113.9|shop.example|GET|/a"b|200|5|-|UA|0.125' <<'LOG'
{"time_iso8601":"2025-11-22T14:30:05+03:00","remote_addr":"203.0.113.9","host":"shop.example","request":"GET /a\"b HTTP/1.1","status":"200","body_bytes_sent":"5","http_referer":"","http_user_agent":"UA","request_time":"0.125"}
LOG

told "json, Cloudflare" 'json
time|zone|ip|host|method|url|status|bytes|referer|agent
1763811005.250000000|+0000|203.0.113.9|shop.example|GET|/a?b=1|200|1234|https://vk.com/|UA' <<'LOG'
{"ClientIP":"203.0.113.9","ClientRequestHost":"shop.example","ClientRequestMethod":"GET","ClientRequestPath":"/a","ClientRequestReferer":"https://vk.com/","ClientRequestURI":"/a?b=1","ClientRequestUserAgent":"UA","EdgeEndTimestamp":1763811005300000000,"EdgeResponseBytes":1234,"EdgeResponseStatus":200,"EdgeStartTimestamp":1763811005250000000}
LOG

told "json, Azure's Front Door and Application Gateway" 'json
time|zone|ip|host|method|url|status|bytes|referer|agent|seconds
1763811005.25|+0000|203.0.113.9|shop.example|GET|/a?b=1|200|1234|https://vk.com/|UA|0.122
1763811005|+0000|203.0.113.8|shop.example|GET|/c?d=1|200|553|-|UA|0.205' <<'LOG'
{"time":"2025-11-22T11:30:05.25Z","properties":{"httpMethod":"GET","requestUri":"https://shop.example:443/a?b=1","responseBytes":"1234","userAgent":"UA","clientIp":"203.0.113.9","socketIp":"10.0.0.9","timeTaken":"0.122","httpStatusCode":"200","referer":"https://vk.com/"}}
{"timeStamp":"2025-11-22T11:30:05+00:00","properties":{"clientIP":"203.0.113.8","httpMethod":"GET","requestUri":"/c","requestQuery":"d=1","userAgent":"UA","httpStatus":200,"sentBytes":553,"timeTaken":0.205,"host":"10.0.0.4","originalHost":"shop.example"},"time":"2025-11-22T11:30:05Z"}
LOG

told "json, Yandex, Istio, Elastic: names of their own" 'json
time|zone|ip|host|method|url|status|bytes|referer|agent|seconds
1763811005.310|+0000|203.0.113.9|shop.example|GET|/a|200|-|https://vk.com/|UA|0.045
1763811005.310|+0000|203.0.113.9|shop.example|GET|/a|200|1234|-|UA|0.045
1763811005.000|+0000|203.0.113.9|shop.example|GET|/a?b=1|200|1234|https://vk.com/|UA|0.045' <<'LOG'
{"time":"2025-11-22T11:30:05.310Z","client_ip":"203.0.113.9:51722","http_method":"GET","authority":"shop.example","request_uri":"/a","http_status":200,"request_processing_times":{"request_time":0.045},"user_agent":"UA","referer":"https://vk.com/"}
{"authority":"shop.example","bytes_sent":1234,"duration":45,"method":"GET","path":"/a","response_code":200,"start_time":"2025-11-22T11:30:05.310Z","user_agent":"UA","x_forwarded_for":"203.0.113.9"}
{"@timestamp":"2025-11-22T11:30:05.000Z","client":{"ip":"203.0.113.9"},"http":{"request":{"method":"GET","referrer":"https://vk.com/"},"response":{"status_code":200,"body":{"bytes":1234}}},"url":{"original":"/a?b=1","domain":"shop.example"},"user_agent":{"original":"UA"},"event":{"duration":45000000}}
LOG

told "json, Akamai's DataStream 2: agents and referers are percent-encoded" 'json
time|zone|ip|host|method|url|status|bytes|referer|agent
1763811005.171|+0000|203.0.113.9|shop.example|GET|/a?b=1|206|4995|https://vk.com/?x=1|Mozilla/5.0 (Macintosh; Intel Mac OS X 10_14_3)
1763811006|+0000|203.0.113.8|shop.example|GET|/c|200|5|-|U\n1763811006\tA
1763811007|+0000|203.0.113.8|shop.example|GET|/d|200|5|-|Bot/1 (+http://bot.example/)
1763811008|+0000|203.0.113.8|shop.example|GET|/d|200|5|-|Bot/1 (+http://bot.example/)' <<'LOG'
{"version":1,"reqId":"1239f220","reqTimeSec":"1763811005.171","bytes":"4995","cliIP":"203.0.113.9","statusCode":"206","proto":"HTTPS","reqHost":"shop.example","reqMethod":"GET","reqPath":"/a","reqPort":"443","UA":"Mozilla%2F5.0+%28Macintosh%3B+Intel+Mac+OS+X+10_14_3%29","queryStr":"b=1","referer":"https%3A%2F%2Fvk.com%2F%3Fx%3D1"}
{"version":1,"reqId":"1239f220","reqTimeSec":"1763811006","bytes":"5","cliIP":"203.0.113.8","statusCode":"200","reqHost":"shop.example","reqMethod":"GET","reqPath":"/c","UA":"U%0A1763811006%09A"}
{"version":1,"reqTimeSec":"1763811007","bytes":"5","cliIP":"203.0.113.8","statusCode":"200","reqHost":"shop.example","reqMethod":"GET","reqPath":"/d","UA":"Bot%2F1+(%2Bhttp:%2F%2Fbot.example%2F)"}
{"version":1,"reqTimeSec":"1763811008","bytes":"5","cliIP":"203.0.113.8","statusCode":"200","reqHost":"shop.example","reqMethod":"GET","reqPath":"/d","UA":"Bot%2F1%20(+http:%2F%2Fbot.example%2F)"}
LOG

told "json, Kong, and APISIX, whose latency is in milliseconds" 'json
time|zone|ip|host|method|url|status|bytes|referer|agent|seconds
1763811005.481|+0000|203.0.113.9|shop.example|GET|/a?b=1|200|434|https://vk.com/|UA|0.515
1763811006.177|+0000|203.0.113.9|shop.example|GET|/c|200|118|-|UA|0.1150001' <<'LOG'
{"latencies":{"request":515,"kong":58,"proxy":457},"service":{"host":"10.0.0.5"},"request":{"querystring":{},"size":"75","uri":"/a?b=1","url":"http://shop.example:8000/a","headers":{"host":"shop.example:8000","user-agent":"UA","referer":"https://vk.com/"},"method":"GET"},"client_ip":"203.0.113.9","response":{"headers":{"Content-Length":"197"},"status":200,"size":"434"},"started_at":1763811005481}
{"start_time":1763811006177,"client_ip":"203.0.113.9","apisix_latency":15.0,"upstream_latency":100,"latency":115.0001,"request":{"uri":"/c","size":83,"headers":{"host":"shop.example:9080","user-agent":"UA"},"method":"GET","querystring":{}},"response":{"status":200,"size":118,"headers":{}}}
LOG

told "json, Node's pino-http" 'json
time|zone|ip|host|method|url|status|referer|agent|seconds
1763811005.123|+0000|203.0.113.9|shop.example|GET|/a?b=1|200|https://vk.com/|UA|0.012' <<'LOG'
{"level":30,"time":1763811005123,"pid":1,"hostname":"x","req":{"id":1,"method":"GET","url":"/a?b=1","query":{},"headers":{"host":"shop.example","user-agent":"UA","referer":"https://vk.com/","x-forwarded-for":"203.0.113.9"},"remoteAddress":"10.0.0.1","remotePort":1},"res":{"statusCode":200,"headers":{"content-length":"5"}},"responseTime":12,"msg":"request completed"}
LOG

told "json, Logstash, which keeps quotes" 'json
time|zone|ip|user|method|url|status|bytes|referer|agent
1763811005|+0000|203.0.113.9|-|GET|/a?b|200|5|-|UA
1763811006|+0000|203.0.113.9|-|GET|/c|404|5|https://vk.com/|UA' <<'LOG'
{"@timestamp":"2025-11-22T11:30:05Z","verb":"GET","request":"/a?b","response":"200","bytes":"5","referrer":"\"-\"","agent":"\"UA\"","httpversion":"1.1","ident":"-","auth":"-","clientip":"203.0.113.9"}
{"@timestamp":"2025-11-22T11:30:06Z","verb":"GET","request":"/c","response":"404","bytes":"5","referrer":"\"https://vk.com/\"","agent":"\"UA\"","httpversion":"1.1","ident":"-","auth":"-","clientip":"203.0.113.9"}
LOG

told "json, fluentd; a host that has a vhost is the machine" 'json
time|zone|ip|user|host|method|url|status|bytes|referer|agent
1763811005|+0000|203.0.113.9|-|-|GET|/a|200|5|-|UA
1763811006|+0000|203.0.113.9|-|shop.example|GET|/b|200|-|-|-' <<'LOG'
{"time":"2025-11-22T11:30:05Z","remote":"203.0.113.9","host":"-","user":"-","method":"GET","path":"/a","code":"200","size":"5","referer":"-","agent":"UA","http_x_forwarded_for":"-"}
{"time":"2025-11-22T11:30:06Z","host":"web1","vhost":"shop.example","ip":"203.0.113.9","method":"GET","path":"/b","status":"200"}
LOG

told "json, Echo, whose latency is in nanoseconds" 'json
time|zone|ip|host|method|url|status|bytes|referer|agent|seconds
1763811005.123|+0300|203.0.113.9|shop.example|GET|/a|200|5|-|UA|0.012345678' <<'LOG'
{"time":"2025-11-22T14:30:05.123+03:00","id":"","remote_ip":"203.0.113.9","host":"shop.example","method":"GET","uri":"/a","user_agent":"UA","status":200,"error":"","latency":12345678,"latency_human":"12.345678ms","bytes_in":0,"bytes_out":5}
LOG

told "json, Yandex's storage, in milliseconds" 'json
time|zone|ip|host|method|url|status|bytes|referer|agent|seconds
1763811005|+0000|203.0.113.9|shop.website.yandexcloud.net|GET|/a.jpg?x=1|200|1234|https://vk.com/|UA|0.045' <<'LOG'
{"bucket":"shop","bytes_received":512,"bytes_send":1234,"handler":"REST.GET.OBJECT","http_referer":"https://vk.com/","ip":"203.0.113.9","method":"GET","object_key":"a.jpg","request_args":"x=1","request_path":"/a.jpg","request_time":45,"status":200,"storage_class":"","timestamp":"2025-11-22T11:30:05Z","user_agent":"UA","vhost":"shop.website.yandexcloud.net"}
LOG

told "json, CloudFront: day and time apart" 'json
time|zone|ip|host|method|url|status|bytes|referer|agent
1763811005|+0000|203.0.113.9|shop.example|GET|/a?b=1|200|392|-|UA 1' <<'LOG'
{"date":"2025-11-22","time":"11:30:05","x-edge-location":"LAX1","sc-bytes":"392","c-ip":"203.0.113.9","cs-method":"GET","cs(Host)":"d1.cloudfront.net","cs-uri-stem":"/a","sc-status":"200","cs(Referer)":"-","cs(User-Agent)":"UA%201","cs-uri-query":"b=1","x-host-header":"shop.example"}
LOG

begin "json: a time that cannot be read is not said to be missing"
echo '{"date":"2025-11-22","time":"14:30:05 pm","method":"GET","url":"/a"}' >half.log
expect_status 2 smo-parse half.log
expect_grep 'line 1: column 10: is JSON with a time that cannot be read:' "$TMP/err"

told "json, Envoy's gateway" 'json
time|zone|ip|host|method|url|status|bytes|referer|agent|seconds
1763811005.310|+0000|203.0.113.9|shop.example|GET|/a|200|12|-|UA|0.011' <<'LOG'
{":authority":"shop.example","bytes_sent":12,"downstream_remote_address":"10.0.0.12:59292","duration":11,"method":"GET","response_code":200,"start_time":"2025-11-22T11:30:05.310Z","user-agent":"UA","x-envoy-origin-path":"/a","x-forwarded-for":"203.0.113.9"}
LOG

told "json: names with capitals or hyphens; a path called request" 'json
time|zone|ip|host|method|url|status|referer|agent
1763811005|+0300|203.0.113.9|shop.example|GET|/a?b=1|200|https://vk.com/|UA' <<'LOG'
{"time":"[22/Nov/2025:14:30:05 +0300]","remoteIP":"203.0.113.9","host":"shop.example","request":"/a","query":"?b=1","method":"GET","status":"200","User-Agent":"UA","Referer":"https://vk.com/"}
LOG

told "json: what a line lacks is not that of the line before" 'json
time|zone|ip|method|url|status|bytes|seconds
1763811005|+0300|203.0.113.9|GET|/a|200|5|0.125
1763811006|+0300|-|GET|/b|200|-|-' <<'LOG'
{"time":"2025-11-22T14:30:05+03:00","remote_addr":"203.0.113.9","request":"GET /a HTTP/1.1","status":200,"body_bytes_sent":5,"request_time":0.125}
{"time":"2025-11-22T14:30:06+03:00","request":"GET /b HTTP/1.1","status":200}
LOG

told "json: null does not hide what another member tells" 'json
time|zone|ip|method|url|status|referer
1763811005|+0300|203.0.113.9|GET|/a|200|https://vk.com/
1763811006|+0300|-|GET|/b|200|-' <<'LOG'
{"ts":null,"time":"2025-11-22T14:30:05+03:00","timestamp":null,"ip":null,"remote_addr":"203.0.113.9","method":"GET","url":"/a","status":200,"referrer":"","referer":"https://vk.com/","http_referer":null}
{"time":"2025-11-22T14:30:06+03:00","ip":null,"method":"GET","url":"/b","status":200,"referrer":null}
LOG

told "json, Google's load balancer" 'json
time|zone|ip|host|method|url|status|bytes|referer|agent|seconds
1763811005.25|+0000|203.0.113.9|shop.example|GET|/a?b|200|5|-|UA|0.012' <<'LOG'
{"timestamp":"2025-11-22T11:30:05.25Z","httpRequest":{"requestMethod":"GET","requestUrl":"https://shop.example/a?b","status":200,"responseSize":"5","userAgent":"UA","remoteIp":"203.0.113.9","latency":"0.012s"}}
LOG

plain='203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET / HTTP/1.1" 200 5 "-" "UA"'
row='combined
time|zone|ip|user|method|url|status|bytes|referer|agent
1763811005|+0300|203.0.113.9|-|GET|/|200|5|-|UA'
echo "<190>Nov 22 14:30:05 web1 nginx: $plain" | told "combined, by syslog with a priority" "$row"
echo "Nov  2 14:30:05 web1 nginx[12]: $plain" | told "combined, by the journal" "$row"
echo "<165>1 2025-11-22T14:30:05.003Z web1 nginx 8710 - - $plain" | told "combined, by RFC 5424" "$row"

begin "structured data of RFC 5424: several, with brackets in them; a byte order mark behind it"
header='<165>1 2025-11-22T14:30:05.003Z web1 nginx 8710 -'
{
    printf '%s %s %s\n' "$header" '[ex@1 a="b"][ex@2 c="d"]' "$plain" "$header" '[ex@1 a="b\] [c"]' "$plain"
    printf '%s - \357\273\277%s\n' "$header" "$plain"
} >structured.log
expect "clients" "203.0.113.9 203.0.113.9 203.0.113.9" \
    "$(smo-parse structured.log | grep '^[0-9]' | cut -f 3 | xargs)"
expect "a message that begins with a bracket is none" /a \
    "$(echo "$header - [22/Nov/2025:14:30:05 +0300] - 200 200 - GET http a.example \"/a\" [Client 203.0.113.9]" \
        "[Length 1] [Gzip -] [Sent-to b] \"UA\" \"-\"" | smo-parse | sed -n 2p | cut -f 6)"

row_of_shop='vhost
time|zone|ip|user|host|method|url|status|bytes|referer|agent
1763811005|+0300|203.0.113.9|-|shop.example|GET|/|200|5|-|UA'
echo "2025-11-22T11:30:05.1Z stdout F $plain" | told "combined, by a container of Kubernetes" "$row"
echo "2025-11-22T11:30:05.123456789Z $plain" | told "combined behind a time: that is no host" "$row"
echo "web-1  | $plain" | told "combined, by docker compose" "$row"
echo "[pod/web-0/nginx] $plain" | told "combined, by kubectl logs --prefix" "$row"
echo "\"$plain\"" | told "combined between quotes, as OpenLiteSpeed writes it" "$row"
echo "\"shop.example\" $plain" | told "vhost with the host in quotes, as LiteSpeed writes it" "$row_of_shop"
echo "[\"shop.example\"] $plain" | told "vhost with the host in brackets, as OpenLiteSpeed writes it" "$row_of_shop"
echo "$plain" | sed 's|22/Nov/2025:14:30:05 +0300|2025-11-22T14:30:05+03:00|' |
    told 'combined with the time of $time_iso8601' "$row"

while read -r written; do
    echo "$plain" | sed "s|22/Nov/2025:14:30:05 +0300|$written|" |
        told "combined with the time as $written" "$row"
done <<'TIMES'
2025-11-22 14:30:05 +0300
22/Nov/2025 14:30:05 +0300
TIMES
row_in_utc=$(echo "$row" | sed 's/+0300/+0000/')
while read -r written; do
    echo "$plain" | sed "s|22/Nov/2025:14:30:05 +0300|$written|" |
        told "combined with the time as $written" "$row_in_utc"
done <<'TIMES'
1763811005
Sat Nov 22 11:30:05 2025
Sat, 22 Nov 2025 11:30:05 GMT
2025-11-22 11:30:05
TIMES
echo "$plain" | sed 's|22/Nov/2025:14:30:05 +0300|999999999|' | told "combined with a time of nine digits" \
    "$(echo "$row_in_utc" | sed 's/^1763811005/999999999/')"
echo "$plain" | sed 's|22/Nov/2025:14:30:05 +0300|1763811005.250|' |
    told 'combined with the time of $msec' "$(echo "$row_in_utc" | sed 's/^1763811005/&.250/')"
echo "<190>Nov 22 14:30:05 2001:db8:: nginx: $plain" | told "combined, by syslog of a host that is an address" "$row"
echo "<190>Nov 22 14:30:05 nginx: $plain" | told "combined, by syslog without a host" "$row"

boxed=$(echo "$plain" | sed 's/"/\\"/g')
printf '%s\n' "{\"log\":\"$boxed\\n\",\"stream\":\"stdout\",\"time\":\"2025-11-22T11:30:05.1Z\"}" |
    told "combined within JSON, as Docker keeps it" "$row"
printf '%s\n' "{\"MESSAGE\":\"$boxed\",\"PRIORITY\":\"6\"}" | told "combined within JSON, by the journal" "$row"
told "JSON within JSON" 'json
time|zone|ip|method|url
1763811005|+0000|203.0.113.9|GET|/"' <<'LOG'
{"log":"{\"ts\":1763811005,\"ip\":\"203.0.113.9\",\"method\":\"GET\",\"url\":\"/\\\"\"}\n","stream":"stdout"}
{"log":"two\nlines\n","stream":"stderr"}
{"log":"","stream":"stderr"}
{"stream":"stderr"}
LOG
expect "what is no line" "parse.rejected=1 parse.ignored=2" \
    "$(smo-parse "$TMP/log" 2>/dev/null | tail -n 1 | tr '\t' '\n' | grep -e rejected -e ignored= | xargs)"

begin "a message that is a comment is ignored as one"
printf '%s\n' "{\"log\":\"$boxed\\n\"}" '{"log":"# started\n"}' >comment.log
expect "ignored" "parse.ignore.comment=1" "$(smo-parse comment.log | tail -n 1 | tr '\t' '\n' | grep 'ignore\.')"

begin "both kinds of lines of a format, by syslog"
{
    echo 'Nov 22 14:30:05 lb envoy[7]: [2025-11-22T11:30:05.310Z] "GET /a HTTP/2" 200 - 0 12 45 44 "203.0.113.9" "UA" "c" "shop.example" "10.0.0.5:80"'
    echo 'Nov 22 14:30:05 lb envoy[7]: [2025-11-22T11:30:05.310Z] "GET /b HTTP/2" 200 - via_upstream - "-" 0 12 45 44 "203.0.113.9" "UA" "c" "shop.example" "10.0.0.5:80" x y'
} >both.log
expect "urls" "/a /b" "$(smo-parse both.log | grep '^[0-9]' | cut -f 6 | xargs)"

begin "JSON behind a time and a host, without a tag"
expect "url" /a "$(echo '<134>2025-11-22T11:30:05Z cache-fra {"timestamp":"2025-11-22T11:30:05Z","client_ip":"203.0.113.9","request_method":"GET","url":"/a"}' |
    smo-parse | sed -n 2p | cut -f 5)"

begin "a message of several lines is no line"
printf '%s\n' "{\"log\":\"$boxed\\n\"}" "{\"log\":\"$boxed\\n$boxed\\n\"}" >several.log
expect "accepted and rejected" "parse.accepted=1 parse.rejected=1" \
    "$(smo-parse several.log 2>/dev/null | tail -n 1 | tr '\t' '\n' | grep -e accepted -e rejected= | xargs)"

begin "a format that was chosen, for lines that another program wrapped"
echo "<190>Nov 22 14:30:05 web1 nginx: $plain" >by-syslog
printf '%s\n' "{\"log\":\"$boxed\\n\"}" >by-docker
for file in by-syslog by-docker; do
    expect "$file, by name" 1 "$(smo-parse -f combined $file | grep -c '^1763811005')"
    expect "$file, pasted" 1 "$(smo-parse -f '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-agent}i"' \
        $file | grep -c '^1763811005')"
done

begin "hits of a format without referers are counted"
echo '203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET / HTTP/1.1" 200 5' >bare.log
echo "$plain" >full.log
expect "one of two" "parse.refererless=1" "$(smo-parse bare.log full.log | tail -n 1 | tr '\t' '\n' | grep refererless)"
expect "none" "" "$(smo-parse full.log | tail -n 1 | tr '\t' '\n' | grep refererless)"

begin "auto: each file has its own format, and what most of its first lines fit"
{ echo "$plain"; echo "$plain"; echo '203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET / HTTP/1.1" 200 5'; } >one
{ echo "shop.example $plain"; echo "$plain"; echo "shop.example $plain"; } >two
smo-parse -v one two >hits 2>said
expect "formats" "combined vhost" "$(sed 's/.*: //; s/,.*//' said | xargs)"
expect "rejects" "2" "$(tail -n 1 hits | tr '\t' '\n' | sed -n 's/parse.rejected=//p')"

begin "a format string, pasted"
# pasted FORMAT LINE: the columns of the row.
pasted() { echo "$2" | smo-parse -f "$1" 2>said | sed -n 2p | tr '\t' '|'; }
line='203.0.113.9 - jo [22/Nov/2025:14:30:05 +0300] "GET /a?b HTTP/1.1" 200 5 "-" "UA" 0.512 "uid=0A" "-" Shop.example:443'
same='1763811005|+0300|203.0.113.9|jo|shop.example|GET|/a?b|200|5|-|UA|0.512|uid=0A'
expect "nginx" "$same" "$(pasted '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" $request_time "$uid_got" "$uid_set" $http_host' "$line")"
expect "nginx, the directive" "$same" "$(pasted "log_format x '\$remote_addr - \$remote_user [\$time_local] \"\$request\" \$status '
    '\$body_bytes_sent \"\$http_referer\" \"\$http_user_agent\" \${request_time} \"\$uid_got\" \"\$uid_set\" \$host';" "$line")"
expect "Apache" "$same" "$(pasted '%h %l %u %t \"%r\" %>s %b \"%{Referer}i\" \"%{User-Agent}i\" %T \"%{SID}C\" \"%{x}o\" %V' "$line")"
expect "Apache, the directive" "$same" "$(pasted 'LogFormat "%a %l %u %t \"%r\" %>s %B \"%{Referer}i\" \"%{User-Agent}i\" %T \"%{SID}C\" \"%{x}e\" %v" mine' "$line")"
expect "uri and arguments" '1763811005.123|+0000|203.0.113.9|shop.example|GET|/a?b|200' \
    "$(pasted '$msec $remote_addr $request_method $scheme://$host$uri$is_args$args $status' \
        '1763811005.123 203.0.113.9 GET https://shop.example/a?b 200')"
expect "Apache times in pieces, microseconds" '1763818205.123|+0000|203.0.113.9|GET|/a?b|200|0.0015' \
    "$(pasted '%{%Y-%m-%d}t %{%T}t.%{msec_frac}t %a %m %U%q %s %D' \
        '2025-11-22 13:30:05.123 203.0.113.9 GET /a?b 200 1500')"
expect "Apache times as C has them" '1763821805|+0000|GET|/a' \
    "$(pasted '%{%x %r}t "%r"' '11/22/25 02:30:05 PM "GET /a HTTP/1.1"')"
expect "at noon" '1763814605|+0000|GET|/a' "$(pasted '%{%x %r}t "%r"' '11/22/25 12:30:05 PM "GET /a HTTP/1.1"')"
expect "at midnight" '1763771405|+0000|GET|/a' \
    "$(pasted '%{%x %r}t "%r"' '11/22/25 12:30:05 AM "GET /a HTTP/1.1"')"
expect "without seconds" '1763818200|+0000|GET|/a' \
    "$(pasted '%{%D %R}t "%r"' '11/22/25 13:30 "GET /a HTTP/1.1"')"
expect "no such hour" parse.reject.date=1 \
    "$(pasted '%{%D %R}t "%r"' '11/22/25 24:30 "GET /a HTTP/1.1"' | grep -o 'parse\.reject\.date=1')"
expect "and all in one, padded" '1762525805|+0000|GET|/a' \
    "$(pasted '%{%c}t "%r"' 'Fri Nov  7 14:30:05 2025 "GET /a HTTP/1.1"')"
expect "escape=json" '1763811005|+0300|GET|/п"' \
    "$(pasted "escape=json '{\"t\":\"\$time_iso8601\",\"r\":\"\$request\"}'" \
        '{"t":"2025-11-22T14:30:05+03:00","r":"GET /\u043f\" HTTP/1.1"}')"
expect "escape=none" '1763811005|+0300|GET|/\\x22|UA"x' \
    "$(pasted "escape=none '[\$time_local] \"\$request\" \"\$http_user_agent\"'" \
        '[22/Nov/2025:14:30:05 +0300] "GET /\x22 HTTP/1.1" "UA"x"')"
expect "regex" '1763811005|+0300|203.0.113.9|jo|GET|/a?b|200' \
    "$(pasted 'regex:^(?<ip>\S+) - (?<user>\S+) \[(?<time>[^]]+)\] "(?<request>[^"]*)" (?<status>\d+)' "$line")"

begin "tabs, and escapes, as configurations spell them"
tabs=$(printf 'time:22/Nov/2025:14:30:05 +0300\thost:203.0.113.9\treq:GET /a HTTP/1.1\tua:U A')
same='1763811005|+0300|203.0.113.9|GET|/a|U A'
expect "nginx, LTSV" "$same" \
    "$(pasted 'time:$time_local\thost:$remote_addr\treq:$request\tua:$http_user_agent' "$tabs")"
expect "nginx, the directive" "$same" "$(pasted \
    'log_format ltsv "time:$time_local" "\thost:$remote_addr\treq:$request" "\tua:$http_user_agent";' "$tabs")"
expect "nginx, quotes" '1763811005|+0300|GET|/a' \
    "$(pasted '[$time_local] \"$request\"' '[22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1"')"
expect "Apache" "$same" "$(pasted 'time:%{%d/%b/%Y:%T %z}t\thost:%h\treq:%r\tua:%{User-Agent}i' "$tabs")"
expect "Apache, with the quotes of its argument" '1763811005|+0300|203.0.113.9|GET|/a' \
    "$(pasted '"%h %t \"%r\""' '203.0.113.9 [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1"')"
expect "quotes that are the log's own" '1763811005|+0300|203.0.113.9|GET|/a' \
    "$(pasted '"%h" %t "%r"' '"203.0.113.9" [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1"')"

begin "X-Forwarded-For without quotes is all its hops, and several upstreams are one piece"
expect "upstreams" '1763811005|+0300|203.0.113.9|GET|/a|0.5' \
    "$(pasted '$remote_addr [$time_local] "$request" $upstream_addr $upstream_response_time $request_time' \
        '203.0.113.9 [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 10.0.0.1:80, 10.0.0.2:80 0.001, 0.002 0.5')"
expect "before the peer" '1763811005|+0300|203.0.113.9|GET|/a' \
    "$(pasted '%{X-Forwarded-For}i %h %t "%r"' '203.0.113.9, 10.0.0.2 10.0.0.1 [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1"')"

begin "HAProxy's captured headers, by their names"
captured='haproxy:Host, User-Agent,X-Forwarded-For,Referer'
haproxy='Feb  6 12:14:14 lb haproxy[14389]: 10.0.1.2:33317 [06/Feb/2009:12:14:14.655] http-in static/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0'
same='1233922454.655|+0000|203.0.113.9|shop.example|GET|/a|200|2750|https://vk.com/|U "A" #1|0.109'
expect "the request's" "$same" \
    "$(pasted "$captured" "$haproxy {Shop.example:80|U #22A#22 #231|203.0.113.9|https://vk.com/} \"GET /a HTTP/1.1\"")"
expect "and the response's" "$same" \
    "$(pasted "$captured" "$haproxy {Shop.example:80|U #22A#22 #231|203.0.113.9|https://vk.com/} {x|} \"GET /a HTTP/1.1\"")"
expect "empty ones" '1233922454.655|+0000|10.0.1.2|-|GET|/a|200|2750|-|-|0.109' \
    "$(pasted "$captured" "$haproxy {|||} \"GET /a HTTP/1.1\"")"
expect "fewer than named" "" "$(pasted "$captured" "$haproxy {a|b} \"GET /a HTTP/1.1\"" | grep '^[0-9]')"

begin "a format that cannot work is refused"
for format in nothing '$remote_addr$host [$time_local]' '$remote_addr' '%h %Z' '%h' 'regex:(' \
    'regex:(?<ip>.*)' @missing.conf haproxy: 'haproxy:Host,{}'; do
    expect_status 2 smo-parse -f "$format" one
    expect "one line" 1 "$(grep -c '^smo-parse: -f' "$TMP/err")"
done

begin "who misspells a name is told where all of them stand"
expect_status 2 smo-parse -f combind one
expect_grep "^smo-parse: -f 'combind' is no format; FORMATS in smo-parse\(1\) lists those that have names$" "$TMP/err"

begin "a format out of a configuration"
cat >nginx.conf <<'CONF'
http {
    # log_format main '$nothing';
    log_format  main  '$remote_addr - $remote_user [$time_local] "$request" '
                      '$status $body_bytes_sent "$http_referer" '
                      '"$http_user_agent" "$http_x_forwarded_for"';
    log_format js escape=json '{"t":"$time_iso8601","r":"$request"}';
    access_log /var/log/nginx/access.log main;
}
CONF
echo "$plain \"-\"" >main.log
echo '{"t":"2025-11-22T14:30:05+03:00","r":"GET /x HTTP/1.1"}' >js.log
expect "main, without a name" 1 "$(smo-parse -f @nginx.conf main.log | grep -c '^[0-9]')"
expect "by name" /x "$(smo-parse -f @nginx.conf:js js.log | sed -n 2p | cut -f 4)"
expect_status 2 smo-parse -f @nginx.conf:other main.log
cat >apache.conf <<'CONF'
LogFormat "%h %l %u %t \"%r\" %>s %O \"%{Referer}i\" \"%{User-Agent}i\"" combined
LogFormat "%v %h %l %u %t \"%r\" %>s %O" short
CONF
expect "Apache, without a name" 2 "$(smo-parse -f @apache.conf one 2>said | grep -c '^[0-9]')"

begin "trust: who is believed about addresses"
ip() { echo "$1 - - [22/Nov/2025:14:30:05 +0300] \"GET / HTTP/1.1\" 200 5 \"-\" \"UA\" \"$2\"" |
    smo-parse ${3+"$3" "$4"} | sed -n 2p | cut -f 3; }
expect "private peer" 203.0.113.5 "$(ip 192.168.0.1 203.0.113.5)"
expect "public peer" 198.51.100.7 "$(ip 198.51.100.7 203.0.113.5)"
expect "public peer, told" 203.0.113.5 "$(ip 198.51.100.7 203.0.113.5 --trust 198.51.100.0/24)"
expect "two proxies" 203.0.113.5 "$(ip 10.0.0.1 '203.0.113.5, 198.51.100.7' --trust 198.51.100.0/24,2001:db8::/32)"
expect_status 2 smo-parse --trust nonsense one

begin "trust: a list of addresses counts, though more fields follow"
expect "one" 203.0.113.5 "$(ip 192.168.0.1 '203.0.113.5" rt=0.003 uct="0.000')"
expect "two" 203.0.113.5 "$(ip 192.168.0.1 '203.0.113.5, 10.0.0.2" "shop.example')"
expect "an upstream is none" 192.168.0.1 "$(ip 192.168.0.1 '10.0.0.7:8080" "0.003')"

begin "hosts: -H where the log has none, --only-host"
expect "-H" shop.example "$(smo-parse -H Shop.example one | sed -n 2p | cut -f 5)"
expect "the log's own" shop.example "$(smo-parse -H other.example two | sed -n 2p | cut -f 5)"
expect "--only-host" "0 2" "$(for h in other.example SHOP.example; do
    smo-parse --only-host $h two | grep -c '^[0-9]'; done | xargs)"
expect "both" 2 "$(smo-parse -H a.example --only-host a.example one | grep -c '^[0-9]')"

begin "hosts are named as the DNS has them, and what is no host is refused"
for pair in магазин.рф=xn--80aairftm.xn--p1ai МАГАЗИН.РФ=xn--80aairftm.xn--p1ai shop.example:443=shop.example \
    shop.example.=shop.example [2001:db8::1]=[2001:db8::1] localhost=localhost _=_; do
    expect "$pair" "${pair#*=}" "$(smo-parse -H "${pair%%=*}" one | sed -n 2p | cut -f 5)"
done
for text in https://shop.example/ shop.example/ru 'a b' '*.shop.example' .shop.example - ''; do
    expect_status 2 smo-parse -H "$text" one
    expect "says so: $text" "smo-parse: -H: '$text' is no host: try shop.example, without https:// and path" \
        "$(head -n 1 "$TMP/err")"
done
expect_status 2 smo-parse --only-host https://shop.example/ two

begin "zone: for logs that tell none"
echo '203.0.113.9 - - [22/Nov/2025:14:30:05] "GET / HTTP/1.1" 200 5 "-" "UA"' >zoneless
expect "UTC" "1763821805 +0000" "$(smo-parse zoneless | sed -n 2p | cut -f 1,2 | xargs)"
expect "told" "1763811005 +0300" "$(smo-parse --zone +0300 zoneless | sed -n 2p | cut -f 1,2 | xargs)"

begin "usage"
for arguments in '-j 0' '-j 65' '--max-rejects 101' '--max-rejects x' '-s nonsense' '--now yesterday' \
    '--zone nowhere' '--nonsense' '-R -'; do
    # shellcheck disable=SC2086 # several words
    expect_status 2 smo-parse $arguments one
    expect_grep '^smo-parse \[-hVv\]' "$TMP/err"
done
