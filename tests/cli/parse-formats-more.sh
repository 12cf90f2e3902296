# More formats: those whose pieces have names, LTSV and tables (CSV, TSV) that begin with the names of
# their columns; those of clouds, of IIS and of Gin.

# shellcheck disable=SC2016 # $variables are nginx's here
. "${0%/*}/lib.sh"

tab=$(printf '\t')

# fits FORMAT COLUMNS ROWS NAME: the log on standard input, with <TAB> for tabs, is of that format,
# and has these columns and rows, with | for tabs.
fits() {
    sed "s/<TAB>/$tab/g" >"$TMP/log"
    begin "auto: $4"
    smo-parse -v "$TMP/log" 2>"$TMP/said" | tr '\t' '|' | grep -v '^#end' >"$TMP/hits"
    expect "format, header and rows" "$1
$2
$3" "$(sed 's/.*: //; s/,.*//' "$TMP/said"; cat "$TMP/hits")"
}

# ledger LEDGER: what became of the lines of that log.
ledger() {
    expect "the ledger" "$1" "$(smo-parse "$TMP/log" 2>/dev/null | tail -n 1 | tr '\t' '\n' |
        grep -e accepted -e 'reject\.' -e 'ignore\.' | xargs)"
}

# refused COLUMN REASON NAME: the log on standard input is of no format, for that reason.
refused() {
    sed "s/<TAB>/$tab/g" >"$TMP/log"
    begin "refused: $3"
    expect_status 2 smo-parse "$TMP/log"
    expect_grep "line 1: column $1: $2" "$TMP/err"
}

fits ltsv 'time|zone|ip|user|method|url|status|bytes|referer|agent' \
    '971211336|-0700|127.0.0.1|frank|GET|/apache_pb.gif|200|2326|http://www.example.com/start.html|Mozilla/4.08 [en] (Win98; I ;Nav)' \
    "LTSV as Apache writes it" <<'LOG'
host:127.0.0.1<TAB>ident:-<TAB>user:frank<TAB>time:[10/Oct/2000:13:55:36 -0700]<TAB>req:GET /apache_pb.gif HTTP/1.0<TAB>status:200<TAB>size:2326<TAB>referer:http://www.example.com/start.html<TAB>ua:Mozilla/4.08 [en] (Win98; I ;Nav)
LOG

fits ltsv 'time|zone|ip|host|method|url|status|bytes|referer|agent|seconds' \
    '1763811005|+0300|203.0.113.9|shop.example|GET|/a?b=1|200|5|https://vk.com/|U "A"|0.012
1763811006|+0300|198.51.100.7|shop.example|POST|/c|302|0|-|-|0.500' \
    "LTSV as nginx writes it, behind a proxy" <<'LOG'
time:22/Nov/2025:14:30:05 +0300<TAB>host:10.0.0.1<TAB>forwardedfor:203.0.113.9<TAB>req:GET /a?b=1 HTTP/2.0<TAB>status:200<TAB>size:5<TAB>referer:https://vk.com/<TAB>ua:U \x22A\x22<TAB>reqtime:0.012<TAB>cache:-<TAB>runtime:-<TAB>apptime:0.010<TAB>vhost:shop.example
time:22/Nov/2025:14:30:06 +0300<TAB>host:198.51.100.7<TAB>forwardedfor:-<TAB>req:POST /c HTTP/2.0<TAB>status:302<TAB>size:0<TAB>referer:-<TAB>ua:-<TAB>reqtime:0.500<TAB>cache:-<TAB>runtime:-<TAB>apptime:0.010<TAB>vhost:shop.example
LOG

fits ltsv 'time|zone|ip|host|method|url|status|bytes|referer|agent|seconds' \
    '1763811005|+0300|203.0.113.9|shop.example|GET|/a?b=1|200|5|-|UA|0.012345' \
    "LTSV in pieces: the time in ISO 8601, the request apart, microseconds" <<'LOG'
time:2025-11-22T14:30:05+03:00<TAB>host:203.0.113.9<TAB>vhost:Shop.example:443<TAB>method:GET<TAB>uri:/a<TAB>query:?b=1<TAB>protocol:HTTP/1.1<TAB>status:200<TAB>size:5<TAB>reqsize:412<TAB>referer:<TAB>ua:UA<TAB>reqtime_microsec:12345
LOG

fits ltsv 'time|zone|ip|host|method|url|status' \
    '1763811005|+0300|203.0.113.9|shop.example|GET|/a|200' \
    "LTSV whose host is the site: the client has another name" <<'LOG'
time:2025-11-22T14:30:05+03:00<TAB>host:shop.example<TAB>remote_addr:203.0.113.9<TAB>request:GET /a HTTP/1.1<TAB>status:200
LOG

fits ltsv 'time|zone|ip|method|url|status' \
    '1763811005|+0300|203.0.113.9|GET|/a|200
1763811006|+0300|203.0.113.9|GET|/b|200' \
    "LTSV by syslog" <<'LOG'
<190>Nov 22 14:30:05 web1 nginx: time:22/Nov/2025:14:30:05 +0300<TAB>host:203.0.113.9<TAB>req:GET /a HTTP/1.1<TAB>status:200
<190>Nov 22 14:30:06 web1 nginx: time:22/Nov/2025:14:30:06 +0300<TAB>host:203.0.113.9<TAB>req:GET /b HTTP/1.1<TAB>status:200
LOG

fits ltsv 'time|zone|ip|method|url|status' '1763811005|+0300|203.0.113.9|GET|/a|200' \
    "LTSV that is torn, or has a field without a label" <<'LOG'
time:22/Nov/2025:14:30:05 +0300<TAB>host:203.0.113.9<TAB>req:GET /a HTTP/1.1<TAB>status:200
time:22/Nov/2025:14:30:05 +0300<TAB>host:203.0.113.9<TAB>req
time:22/Nov/2025:14:30:05 +0300<TAB>host:203.0.113.9<TAB>b@d:x<TAB>req:GET /a HTTP/1.1
time:yesterday<TAB>host:203.0.113.9<TAB>req:GET /a HTTP/1.1<TAB>status:200
time:22/Nov/2025:14:30:05 +0300<TAB>host:203.0.113.9<TAB>req:GET /a HTTP/1.1<TAB>status:20x
level:info<TAB>message:reloaded
LOG
ledger 'parse.accepted=1 parse.ignore.other=1 parse.reject.fields=2 parse.reject.time=1 parse.reject.status=1'
expect "the same, chosen" 1 "$(smo-parse -f ltsv "$TMP/log" 2>/dev/null | grep -c '^[0-9]')"

fits csv 'time|zone|ip|host|method|url|status|bytes|referer|agent' \
    '1763811005.250000000|+0000|203.0.113.9|shop.example|GET|/a?b=1|200|1234|https://vk.com/?a,b|UA "1", x
1763811006|+0000|203.0.113.8|shop.example|GET|/c|404|5|-|-' \
    "CSV of Cloudflare's Logpush, with a header" <<'LOG'
ClientIP,ClientRequestHost,ClientRequestMethod,ClientRequestReferer,ClientRequestURI,ClientRequestUserAgent,EdgeResponseBytes,EdgeResponseStatus,EdgeStartTimestamp,RayID
203.0.113.9,shop.example,GET,"https://vk.com/?a,b",/a?b=1,"UA ""1"", x",1234,200,1763811005250000000,3a6050bcbe121a87
203.0.113.8,shop.example,GET,"",/c,"",5,404,2025-11-22T11:30:06Z,3a6050bcbe121a88
LOG

fits csv 'time|zone|ip|host|method|url|status|bytes|referer|agent|seconds' \
    '1763811005.25|+0000|203.0.113.9|shop.example|GET|/a?b=1|200|1234|https://vk.com/|UA|0.122' \
    "CSV of Azure's Front Door, out of Log Analytics" <<'LOG'
TimeGenerated [UTC],httpMethod_s,requestUri_s,responseBytes_s,userAgent_s,clientIp_s,timeTaken_s,httpStatusCode_d,referer_s,hostName_s
2025-11-22T11:30:05.25Z,GET,https://shop.example:443/a?b=1,1234,UA,203.0.113.9,0.122,200,https://vk.com/,shop.example
LOG

fits csv 'time|zone|ip|user|host|method|url|status|referer|agent' \
    '1763811005|+0000|203.0.113.9|-|shop.example|GET|/a?b=1|200|-|U;A' \
    "CSV as spreadsheets write it: semicolons, all in quotes, blanks in names" <<'LOG'
"Date";"Time";"Client IP";"User";"Host";"Method";"Path";"Query String";"Status";"User Agent"
"2025-11-22";"11:30:05";"203.0.113.9";"";"shop.example";"GET";"/a";"b=1";"200";"U;A"
LOG
printf '\357\273\277' | cat - "$TMP/log" >mark.csv
expect "the same behind a byte order mark" "$(smo-parse "$TMP/log" | cksum)" "$(smo-parse mark.csv | cksum)"

fits tsv 'time|zone|ip|host|method|url|status|bytes|referer|agent|seconds' \
    '1763811005.123|+0000|203.0.113.9|shop.example|GET|/a?b=1|200|392|-|Mozilla/5.0 (X11)|0.001' \
    "TSV of CloudFront's real-time logs, with a header: agents are percent-encoded" <<'LOG'
timestamp<TAB>c-ip<TAB>sc-status<TAB>sc-bytes<TAB>cs-method<TAB>cs-protocol<TAB>cs-host<TAB>cs-uri-stem<TAB>x-edge-location<TAB>x-host-header<TAB>time-taken<TAB>cs-user-agent<TAB>cs-referer<TAB>cs-uri-query
1763811005.123<TAB>203.0.113.9<TAB>200<TAB>392<TAB>GET<TAB>https<TAB>d1.cloudfront.net<TAB>/a<TAB>LAX1<TAB>shop.example<TAB>0.001<TAB>Mozilla/5.0%20(X11)<TAB>-<TAB>b=1
LOG

fits tsv 'time|zone|ip|url|referer|agent' \
    '1763811005|+0000|203.0.113.9|/a|-|U "A" \\t
1763811006|+0000|203.0.113.9|/b|-|"UA' \
    "TSV: quotes around a whole cell, and escapes, are undone" <<'LOG'
time<TAB>ip<TAB>url<TAB>agent
2025-11-22T11:30:05Z<TAB>203.0.113.9<TAB>/a<TAB>"U ""A"" \\t"
2025-11-22T11:30:06Z<TAB>203.0.113.9<TAB>/b<TAB>"UA
LOG

fits csv 'time|zone|ip|url|referer|agent' \
    '1763811005|+0000|203.0.113.9|/a|-|UA
1763811006|+0000|203.0.113.9|/b|-|a, b' \
    "CSV whose header recurs, and lines that are no rows" <<'LOG'
time,ip,url,agent
2025-11-22T11:30:05Z,203.0.113.9,/a,UA
time,ip,url,agent
2025-11-22T11:30:06Z, 203.0.113.9, /b, "a, b"
2025-11-22T11:30:06Z,203.0.113.9,/b
2025-11-22T11:30:06Z,203.0.113.9,/b,UA,more
2025-11-22T11:30:06Z,203.0.113.9,/b,"UA
2025-11-22T11:30:06Z,203.0.113.9,/b,"U"A"
22 November,203.0.113.9,/b,UA
LOG
ledger 'parse.accepted=2 parse.ignore.comment=2 parse.reject.fields=2 parse.reject.quote=2 parse.reject.time=1'
for format in csv tsv; do
    expect "the same, chosen as $format" 2 \
        "$(smo-parse -f $format "$TMP/log" 2>/dev/null | grep -c '^[0-9]')"
done

begin "a table of several blocks, by several threads"
{
    echo 'time,ip,url,agent'
    yes '2025-11-22T11:30:05Z,203.0.113.9,/a,"U,A"' | head -n 20000
} >long.csv
expect "rows" 20000 "$(smo-parse -j 2 long.csv | grep -c '^[0-9]')"
expect "the same" "$(smo-parse long.csv | cksum)" "$(smo-parse -j 3 long.csv | cksum)"

begin "a table of its header only is an empty log"
head -n 1 long.csv >empty.csv
expect_status 0 smo-parse empty.csv
expect "rows" rows=0 "$(tail -n 1 "$TMP/out" | cut -f 2)"

begin "an empty log whose columns only its lines could tell has those of combined: smo-classify takes it"
expect "of a table" "$(: | smo-parse | head -n 1)" "$(smo-parse empty.csv | head -n 1)"
expect "of JSON" "$(: | smo-parse | head -n 1)" "$(: | smo-parse -f json | head -n 1)"
smo-parse empty.csv >empty.hits
expect_status 0 smo-classify -g none empty.hits

begin "a chosen table without a header has no columns"
tail -n 5 long.csv >headless.csv
expect_status 1 smo-parse -f csv headless.csv
expect_grep '5 of 5 lines do not fit the format csv; the first is line 1 \(fields, column 1\)' "$TMP/err"

refused 1 'names the columns of a table, none of which tells the time by a name that is known' \
    "a table without times" <<'LOG'
ip,url,status,agent
203.0.113.9,/a,200,UA
LOG
refused 1 'names the columns of a table, none of which tells what was requested' \
    "a table without requests" <<'LOG'
time,method,status,agent
2025-11-22T11:30:05Z,GET,200,UA
LOG
refused 1 'names the columns of a table, but no line below fits them; -f csv says why' \
    "a table of rows that cannot be read" <<'LOG'
time,url,status
22 November,/a,200
LOG
refused 1 'is a row of a table whose columns no line before it names' "a table without a header" <<'LOG'
"203.0.113.9","-","-","22/Nov/2025 11:30","GET /a, b","200","5"
LOG
refused 1 'is a row of a table whose columns no line before it names' "one with tabs" <<'LOG'
1763811005.123<TAB>203.0.113.9<TAB>200<TAB>392<TAB>GET<TAB>/a
LOG
refused 1 'is LTSV without a time that can be read' "LTSV without times" <<'LOG'
host:203.0.113.9<TAB>req:GET /a HTTP/1.1<TAB>status:200
LOG
refused 6 'is LTSV without a time that can be read' "LTSV with odd times" <<'LOG'
time:yesterday<TAB>host:203.0.113.9<TAB>req:GET /a HTTP/1.1
LOG
refused 1 'is LTSV that tells of no request by a label that is known' "LTSV of something else" <<'LOG'
time:2025-11-22T11:30:05Z<TAB>level:info<TAB>message:reloaded
LOG
refused 13 'fits no format' "words with commas between, which are no names that are known" <<'LOG'
hello,world,again
a,b,c
LOG
refused 1 'begins a stream, smo-stream\(5\): what follows are hits already' \
    "what smo-parse wrote" <<'LOG'
time<TAB>zone<TAB>ip<TAB>method<TAB>url<TAB>status
1763811005<TAB>+0300<TAB>203.0.113.9<TAB>GET<TAB>/a<TAB>200
LOG

begin "lines of other formats that a client wrote do not make a log one of these, nor the other way round"
plain='203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET /a HTTP/1.1" 200 5 "-" "UA"'
row="time:22/Nov/2025:14:30:05 +0300${tab}host:203.0.113.9${tab}req:GET /a HTTP/1.1${tab}status:200"
format_of() { smo-parse -v "$1" 2>&1 >/dev/null | sed -n 's/.*: \([a-z]*\), plain/\1/p'; }
{ printf '%s\n' "$row" "$row" "$row"; yes "$plain" | head -n 61; } >mostly.log
expect "mostly combined" combined "$(format_of mostly.log)"
{ printf '%s\n' "$plain" "$plain" "$plain"; yes "$row" | head -n 61; } >mostly.log
expect "mostly LTSV" ltsv "$(format_of mostly.log)"
{ echo 'time,ip,url,agent'; yes "$plain" | head -n 63; } >mostly.log
expect "combined behind a header" combined "$(format_of mostly.log)"
{ head -n 60 long.csv; printf '%s\n' "$plain" "$plain" "$row"; } >mostly.log
expect "mostly a table" csv "$(format_of mostly.log)"
echo "$plain" | sed "s|UA|a${tab}host:1${tab}req:GET / HTTP/1.1${tab}time:22/Nov/2025:14:30:05 +0300|" >tabs.log
expect "tabs in an agent" combined "$(format_of tabs.log)"

fits json 'time|zone|ip|user|host|method|url|status|bytes|referer|agent|seconds' \
    '1763811005.123|+0000|203.0.113.9|-|shop.example|GET|/a?b=1|200|5|https://vk.com/|UA|0.0025
1763811006.500|+0300|203.0.113.8|jo|shop.example|GET|/c|404|0|-|UA|0.001' \
    "JSON behind a time, as on Caddy's console" <<'LOG'
2025/11/22 11:30:05.123<TAB>INFO<TAB>http.log.access.log0<TAB>handled request<TAB>{"request": {"remote_ip": "203.0.113.9", "remote_port": "50112", "client_ip": "203.0.113.9", "proto": "HTTP/2.0", "method": "GET", "host": "shop.example", "uri": "/a?b=1", "headers": {"User-Agent": ["UA"], "Referer": ["https://vk.com/"]}}, "bytes_read": 0, "user_id": "", "duration": 0.0025, "size": 5, "status": 200, "resp_headers": {"Server": ["Caddy"]}}
2025-11-22T14:30:06.500+0300<TAB>ERROR<TAB>http.log.access.log0<TAB>handled request<TAB>{"request": {"remote_ip": "203.0.113.8", "method": "GET", "host": "shop.example", "uri": "/c", "headers": {"User-Agent": ["UA"]}}, "user_id": "jo", "duration": 0.001, "size": 0, "status": 404}
2025/11/22 11:30:07.123<TAB>INFO<TAB>tls<TAB>finished cleaning storage units
2025/11/22 11:30:07.223<TAB>INFO<TAB>admin<TAB>admin endpoint started<TAB>{"address": "localhost:2019"}
2025/11/22 11:30:07.323<TAB>INFO<TAB>http.log.access.log0<TAB>handled request<TAB>{"request": {"remote_ip": "203.0.1
2025-11-22<TAB>11:30:07<TAB>LAX1<TAB>392<TAB>203.0.113.9<TAB>GET<TAB>d1.cloudfront.net<TAB>/a
LOG
ledger 'parse.accepted=2 parse.ignore.other=2 parse.reject.json=2'

uuid=c6af9ac6-7b61-11e6-9a41-93e8deadbeef
same='1763811005|+0000|203.0.113.9|-|GET|/a|200|5
1763811006|+0000|203.0.113.8|jo|POST|/b|403|-'
fits apigateway 'time|zone|ip|user|method|url|status|bytes' "$same" \
    "Amazon's API Gateway, its sample CLF: an id of the request is no agent" <<LOG
203.0.113.9 - - [22/Nov/2025:11:30:05 +0000] "GET /a HTTP/1.1" 200 5 $uuid
203.0.113.8 - jo [22/Nov/2025:11:30:06 +0000] "POST /b HTTP/1.1" 403 - $uuid Q1ABCdEFoAMEVwQ=
LOG
fits apigateway-csv 'time|zone|ip|user|method|url|status|bytes' "$same" \
    "Amazon's API Gateway, its sample CSV" <<LOG
203.0.113.9,-,-,22/Nov/2025:11:30:05 +0000,GET,/a,HTTP/1.1,200,5,$uuid
203.0.113.8,-,jo,22/Nov/2025:11:30:06 +0000,POST,/b,HTTP/1.1,403,-,$uuid,Q1ABCdEFoAMEVwQ=
LOG
fits apigateway-xml 'time|zone|ip|user|method|url|status|bytes' "$same" \
    "Amazon's API Gateway, its sample XML" <<LOG
<request id="$uuid"> <ip>203.0.113.9</ip> <caller>-</caller> <user>-</user> <requestTime>22/Nov/2025:11:30:05 +0000</requestTime> <httpMethod>GET</httpMethod> <resourcePath>/a</resourcePath> <status>200</status> <protocol>HTTP/1.1</protocol> <responseLength>5</responseLength> </request>
<request id="$uuid"> <ip>203.0.113.8</ip> <caller>-</caller> <user>jo</user> <requestTime>22/Nov/2025:11:30:06 +0000</requestTime> <httpMethod>POST</httpMethod> <resourcePath>/b</resourcePath> <status>403</status> <protocol>HTTP/1.1</protocol> <responseLength>-</responseLength> <extendedRequestId>Q1ABCdEFoAMEVwQ=</extendedRequestId> </request>
LOG
fits json 'time|zone|ip|user|method|url|status|bytes' "$same" \
    "Amazon's API Gateway, its sample JSON, whose requestTime is the time" <<LOG
{ "requestId":"$uuid", "extendedRequestId":"Q1ABCdEFoAMEVwQ=", "ip": "203.0.113.9", "caller":"-", "user":"-", "requestTime":"22/Nov/2025:11:30:05 +0000", "httpMethod":"GET", "resourcePath":"/a", "status":"200", "protocol":"HTTP/1.1", "responseLength":"5" }
{ "requestId":"$uuid", "extendedRequestId":"Q1ABCdEFoAMEVwQ=", "ip": "203.0.113.8", "caller":"-", "user":"jo", "requestTime":"22/Nov/2025:11:30:06 +0000", "httpMethod":"POST", "resourcePath":"/b", "status":"403", "protocol":"HTTP/1.1", "responseLength":"-" }
LOG

begin "what stands behind common and is no such id makes no API Gateway"
echo '203.0.113.9 - - [22/Nov/2025:11:30:05 +0000] "GET /a HTTP/1.1" 200 5 c6af9ac67b6111e69a4193e8deadbeef' >other.log
expect_status 2 smo-parse other.log
yes '203.0.113.9 - - [22/Nov/2025:11:30:05 +0000] "GET /a HTTP/1.1" 200 5 "-" "U "A"' | head -n 9 >quotes.log
echo "$plain" >>quotes.log
expect "nor do torn quotes" combined "$(format_of quotes.log)"

fits aliyun 'time|zone|ip|host|method|url|status|bytes|referer|agent|seconds' \
    '1433786289|+0800|203.0.113.9|www.shop.example|GET|/index.html|200|2830|-|Mozilla/5.0 (compatible; AhrefsBot/5.0; +http://example.com/robot/)|1.542
1763806205|+0800|203.0.113.8|www.shop.example|GET|/a?b=1|206|512|https://vk.com/|UA|0.003' \
    "Alibaba's CDN: the host stands in the request" <<'LOG'
[9/Jun/2015:01:58:09 +0800] 203.0.113.9 - 1542 "-" "GET http://www.shop.example/index.html" 200 191 2830 MISS "Mozilla/5.0 (compatible; AhrefsBot/5.0; +http://example.com/robot/)" "text/html"
[22/Nov/2025:18:10:05 +0800] 203.0.113.8 10.0.0.1 3 "https://vk.com/" "GET https://www.shop.example/a?b=1" 206 191 512 HIT "UA" "text/html" 203.0.113.8
LOG

fits huawei 'time|zone|ip|host|method|url|status|bytes|referer|agent|seconds' \
    '1517788492|+0800|203.0.113.9|www.shop.example|GET|/test/1234.apk|206|720|-|Mozilla/5.0 (Linux; U; Android 6.0; zh-cn)|0.001' \
    "Huawei's CDN" <<'LOG'
[05/Feb/2018:07:54:52 +0800] 203.0.113.9 1 "-" "HTTP/1.1" "GET" "www.shop.example" "/test/1234.apk" 206 720 HIT "Mozilla/5.0 (Linux; U; Android 6.0; zh-cn)" "bytes=-256"
LOG

fits tencent 'time|zone|ip|host|method|url|status|bytes|referer|agent|seconds' \
    '1763811005|+0000|203.0.113.9|www.shop.example|GET|/a.jpg?x=1|200|1234|https://vk.com/|Mozilla/5.0 (X11)|0.012
1763811006|+0000|203.0.113.8|www.shop.example|GET|/b|304|0|-|-|0.001
1763811007|+0000|203.0.113.8|www.shop.example|GET|/c|200|5|https://ok.ru/|UA|0.001' \
    "Tencent's CDN, referers with quotes and without" <<'LOG'
20251122113005 203.0.113.9 www.shop.example /a.jpg?x=1 1234 22 26 200 "https://vk.com/" 12 "Mozilla/5.0 (X11)" "(null)" GET HTTP/1.1 hit 51234
20251122113006 203.0.113.8 www.shop.example /b 0 22 26 304 NULL 1 "-" "(null)" GET HTTP/2.0 miss
20251122113007 203.0.113.8 www.shop.example /c 5 22 26 200 https://ok.ru/ 1 "UA" "(null)" GET HTTP/2.0 miss -
LOG
expect "in the zone told" 1763782205 "$(smo-parse --zone +0800 "$TMP/log" | sed -n 2p | cut -f 1)"

fits iis-native 'time|zone|ip|user|method|url|status|bytes|seconds' \
    '985074920|+0000|203.0.113.9|-|GET|/DeptLogo.gif|200|3223|4.502
1763811005|+0000|203.0.113.8|jo|POST|/a.asp?b=c,d|302|0|0' \
    "IIS's own format, month before day, years with two digits or four" <<'LOG'
203.0.113.9, -, 03/20/01, 7:55:20, W3SVC2, SALES1, 172.21.13.45, 4502, 163, 3223, 200, 0, GET, /DeptLogo.gif, -,
203.0.113.8, jo, 11/22/2025, 11:30:05, W3SVC1, SALES1, 172.21.13.45, 0, 163, 0, 302, 0, POST, /a.asp, b=c,d,
172.16.255.255, anonymous, 03/20/01, 23:58:11, MSFTPSVC, SALES1, 172.16.255.255, 60, 275, 0, 0, 0, PASS, /Intro.htm, -,
203.0.113.9, -, 20/03/01, 7:55:20, W3SVC2, SALES1, 172.21.13.45, 4502, 163, 3223, 200, 0, GET, /DeptLogo.gif, -,
LOG
ledger 'parse.accepted=2 parse.reject.time=1 parse.reject.date=1'

fits gin 'time|zone|ip|method|url|status|seconds' \
    '1763811005|+0000|203.0.113.9|GET|/a?b=1|200|0.001234567
1763811006|+0000|2001:db8::1|POST|/c|404|0.0000771
1763811007|+0000|203.0.113.9|DELETE|/"d"|500|61.5' \
    "Gin's own logger: times taken as Go prints them, blanks around pieces" <<'LOG'
[GIN] 2025/11/22 - 11:30:05 | 200 |    1.234567ms |     203.0.113.9 | GET      "/a?b=1"
[GIN] 2025/11/22 - 11:30:06 | 404 |        77.1µs |     2001:db8::1 | POST     "/c"
[GIN] 2025/11/22 - 11:30:07 | 500 |         1m1.5s |     203.0.113.9 | DELETE   "/\"d\""
[GIN-debug] Listening and serving HTTP on :8080
LOG
ledger 'parse.accepted=3 parse.reject.fields=1'

fits json 'time|zone|ip|host|method|url|status|bytes|referer|agent|seconds' \
    '1666604392.000|+0000|203.0.113.9|www.shop.example|GET|/a.txt?b=1&c=2|403|588|-|UA|0.014' \
    "JSON of Huawei's CDN, whose request_time is the time" <<'LOG'
{"request_time":"1666604392000","domain":"www.shop.example","method":"GET","scheme":"http","uri":"/a.txt","uri_param":"b=1&c=2","client_ip":"203.0.113.9","client_port":"51517","refer_protocol":"-","refer_domain":"-","request_size":"301","response_time":"14","response_size":"588","http_code":"403","hit_info":"HIT","user_agent":"UA","uuid":"ce6327e015c1e16f581818b838a6cb0c"}
LOG

fits json 'time|zone|ip|host|method|url|status|bytes|referer|agent|seconds' \
    '1763811005|+0000|203.0.113.9|www.shop.example|GET|/a?b=1|200|1234|https://vk.com/|UA|0.012' \
    "JSON of Tencent's EdgeOne" <<'LOG'
{"RequestID":"1","ClientIP":"203.0.113.9","ClientRegion":"CN","RequestTime":"2025-11-22T11:30:05Z","RequestStatus":"0","RequestHost":"www.shop.example","RequestBytes":412,"RequestMethod":"GET","RequestUrl":"/a","RequestUrlQueryString":"b=1","RequestUA":"UA","RequestRange":"-","RequestReferer":"https://vk.com/","RequestProtocol":"HTTP/2.0","EdgeResponseStatusCode":200,"EdgeResponseBytes":1234,"EdgeResponseTime":12}
LOG

begin "logfmt: a name that tells of milliseconds does so without a value"
echo '2025-11-22T11:30:07Z method=GET path=/d status=200 duration=58.33 db= ip=203.0.113.8' >rails.log
expect "seconds" 0.05833 "$(smo-parse rails.log | sed -n 2p | cut -f 7)"
