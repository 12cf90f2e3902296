# The contract's paragraph on lines, clause by clause.
. "${0%/*}/lib.sh"

time='[22/Nov/2025:14:30:05 +0300]'

# row COLUMN,... REQUEST: those columns of the row for a request line.
row() {
    printf '203.0.113.9 - - %s "%s" 200 5 "-" "UA"\n' "$time" "$2" | smo-parse -f combined |
        columns "$1"
}

# columns NAME,...: of the rows on standard input, with blanks between.
columns() {
    awk -F'\t' -v names="$1" '
        NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; count = split(names, wanted, ","); next }
        /^[0-9]/ { for (i = 1; i <= count; i++) printf "%s%s", $(at[wanted[i]]), i < count ? " | " : "\n" }'
}

# count NAME: of the ledger on standard input.
count() {
    tail -n 1 | tr '\t' '\n' | sed -n "s/^$1=//p"
}

good="203.0.113.9 - - $time \"GET / HTTP/1.1\" 200 5 \"-\" \"UA\""

begin "blank lines, # lines and filtered ones are ignored"
{
    echo
    echo ' '
    echo '# comment'
    echo "$good"
    echo '203.0.113.9 - - [21/Nov/2025:14:30:05 +0300] "GET / HTTP/1.1" 200 5 "-" "UA"'
} >log
smo-parse -s 2025-11-22 log >hits
expect "ignored" 4 "$(count parse.ignored <hits)"
expect "accepted" 1 "$(count parse.accepted <hits)"
expect "by reason" "2 1 1" "$(for r in blank comment filtered; do count parse.ignore.$r <hits; done | xargs)"

begin "a well-formed line without a proper request is accepted with method and url -"
expect "connection closed" "- | - | 408" \
    "$(echo "203.0.113.9 - - $time \"-\" 408 0 \"-\" \"-\"" | smo-parse | columns method,url,status)"
expect "TLS bytes" "- | -" "$(row method,url '\x16\x03\x01')"

begin "a client given by name is kept as sent, lower case"
expect "name" crawler.example.com \
    "$(echo "Crawler.Example.COM - - $time \"GET / HTTP/1.1\" 200 5 \"-\" \"UA\"" | smo-parse | columns ip)"

begin "request target: absolute form reduced to path and query"
expect "with query" "/a?b=http://c/" "$(row url 'GET https://shop.example:8443/a?b=http://c/ HTTP/1.1')"
expect "host only" "/" "$(row url 'GET http://shop.example HTTP/1.1')"

begin "* and CONNECT's target as sent"
expect "star" "OPTIONS | *" "$(row method,url 'OPTIONS * HTTP/1.1')"
expect "connect" "CONNECT | a.example:443" "$(row method,url 'CONNECT a.example:443 HTTP/1.1')"

begin "HTTP/0.9 accepted"
expect "no protocol" "GET | /old" "$(row method,url 'GET /old')"

begin "the last word is the protocol if it begins with HTTP, other blanks belong to the url"
expect "blanks" "/a b c" "$(row url 'GET /a b c HTTP/1.1')"
expect "another protocol" "/ RTSP/1.0" "$(row url 'OPTIONS / RTSP/1.0')"
expect "HTTP in the middle" "/a HTTP/1.1 b" "$(row url 'GET /a HTTP/1.1 b')"

begin "combined accepts further fields after the agent"
expect "fields" UA "$(echo "$good 0.001 \"x\" - y" | smo-parse | columns agent)"

begin "dates must exist, years 1990-2099, second 60 counts as the next second"
for date in 31/Apr/2025 00/Jan/2025 29/Feb/2100 31/Dec/1989 01/Jan/2100; do
    expect "$date" 1 "$(echo "$good" | sed "s,22/Nov/2025,$date," | smo-parse -f combined 2>said |
        count parse.reject.date)"
done
expect "first second" 631141200 "$(echo "$good" | sed 's,22/Nov/2025:14:30:05,01/Jan/1990:00:00:00,' |
    smo-parse | columns time)"
expect "last second" 4102433999 "$(echo "$good" | sed 's,22/Nov/2025:14:30:05,31/Dec/2099:23:59:59,' |
    smo-parse | columns time)"
expect "second 60" 1763811060 "$(echo "$good" | sed 's,:05 ,:60 ,' | smo-parse | columns time)"

begin "status 100-599"
for status in 99 600 1000 2OO; do
    expect "$status" 1 "$(echo "$good" | sed "s, 200 5, $status 5," | smo-parse -f combined 2>said |
        count parse.reject.status)"
done
expect "100 and 599" "100 599" "$(for s in 100 599; do echo "$good" | sed "s, 200 5, $s 5,"; done |
    smo-parse | columns status | xargs)"

begin "the last, cut line of a damaged file is rejected as cut"
for i in 1 2 3 4 5; do echo "$good" | sed "s/:05 /:0$i /"; done >whole
yes "$good" | head -n 20000 >>whole
gzip -c whole | head -c 1000 >cut.gz
expect_status 1 smo-parse -R rejects cut.gz
lines=$(gzip -dc cut.gz 2>said | wc -l)
expect "whole lines" "$lines" "$(count parse.accepted <"$TMP/out")"
expect "cut" 1 "$(count parse.reject.cut <"$TMP/out")"
expect "status" incomplete "$(count status <"$TMP/out")"
expect_grep "cut.gz: line $((lines + 1)): gzip stream ends early at byte 1000\$" "$TMP/err"
expect "in the reject file" "$((lines + 1)) cut" "$(tail -n 1 rejects | cut -f 2,4 | xargs)"

begin "a line torn at any place, of any length, is one reject"
echo "$good" | awk '{
    print
    for (name = "a"; length(name) < 70; name = name "a")
        for (size = 1; size <= length(name substr($0, 12)); size++)
            print substr(name substr($0, 12), 1, size)
    for (; length(name) < 4100; name = name "a")
        print name substr($0, 12, 34)
}' >torn
smo-parse -f combined torn >hits 2>/dev/null
expect "whole ones" 70 "$(count parse.accepted <hits)"
expect "torn ones" $(($(wc -l <torn) - 70)) "$(count parse.rejected <hits)"

begin "an empty log is complete"
: >empty
expect_status 0 smo-parse empty
expect "header and end" "2 complete 0" \
    "$(wc -l <"$TMP/out") $(count status <"$TMP/out") $(count rows <"$TMP/out")"

begin "more rejects than allowed, from 1000 lines on"
{ yes "$good" | head -n 949; yes bad | head -n 51; } >poor
expect_status 1 smo-parse poor
expect_grep '^smo-parse: poor: 51 of 1000 lines do not fit the format combined; the first is line 950 \(fields, column 1\): bad$' "$TMP/err"
expect_status 0 smo-parse --max-rejects 5.1 poor
head -n 999 poor >fewer
expect_status 0 smo-parse fewer
{ yes "$good" | head -n 950; yes bad | head -n 50; } >just
expect_status 0 smo-parse just

begin "lines but none accepted"
echo bad >bad
expect_status 1 smo-parse -f combined bad
expect_grep 'bad: 1 of 1 lines do not fit the format combined; the first is line 1' "$TMP/err"
expect "status" incomplete "$(count status <"$TMP/out")"
expect_status 0 smo-parse -f combined -s 2030-01-01 log
