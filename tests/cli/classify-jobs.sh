# smo-classify(1), -j: however many threads there are, the output is the same.
. "${0%/*}/lib.sh"
. "$FIXTURES/classify/hits.sh"

echo 00112233445566778899aabbccddeeff >key
chmod 600 key

# expect_jobs FILE OPTION...: -j2 and -j4 write what -j1 does, complaints included.
expect_jobs() {
    jobs_input=$1
    shift
    for jobs in 1 2 4; do
        status=0
        classify -k key -g "$FIXTURES/classify/two.mmdb" -j "$jobs" "$@" "$jobs_input" >"out.$jobs" \
            2>"err.$jobs" || status=$?
        echo "status $status" >>"err.$jobs"
    done
    for jobs in 2 4; do
        expect_same "-j$jobs${*:+ $*}" out.1 "out.$jobs"
        expect_same "-j$jobs${*:+ $*}: messages" err.1 "err.$jobs"
    done
}

begin "a sample log, of many blocks"
"$SCRIPTS/make-log" --lines 20000 --noise --hard --format nginx-extended --out log
smo-parse log >hits 2>log.err
expect_jobs hits
expect "assets are thinned" yes \
    "$([ "$(ledger classify.thinned <out.4)" -gt 1000 ] && echo yes || echo no)"
expect "there is a row for each hit that is left" \
    "$(($(ledger classify.hits <out.4) - $(ledger classify.thinned <out.4)))" \
    "$(grep -c '^[0-9]' out.4)"

begin "with options"
expect_jobs hits --keep-assets
expect_jobs hits --keep ip,agent,cookie
expect_jobs hits --client ip
expect_jobs hits --daily-key
expect_jobs hits -s shop.example,other.example
expect_jobs hits -v -c auto
expect_jobs hits --explain

begin "a log with hostile lines, all of them distinct"
"$SCRIPTS/make-log" --lines 20000 --hostile --unique --seed 5 --out log
smo-parse log >hostile 2>log.err
expect_jobs hostile

begin "the site is learned in the midst: the second file names no host"
expect "host" 0 "$(sed 1q hostile | grep -c host)"
cat hits hostile hits >both
expect_jobs both -v
expect "learned" shop.example "$(notes classify.site.learned <out.4)"

begin "headers change, with foreign columns, now and then or with each hit"
awk -F '\t' -v OFS='\t' -v header="$hit_header" -v browser="$browser" 'BEGIN {
    for (i = 1; i <= 9000; i++) {
        if (i % 1500 == 1 || i > 8000) {
            has_more = !has_more
            print header (has_more ? OFS "mine" i : "")
        }
        print i, "+0000", "192.0.2." i % 200, "-", "s" i % 30 ".example", "GET", "/" i % 50 \
            (i % 3 ? ".css" : ""), 200, 1, "-", browser, "-", (i % 7 ? "-" : "c" i % 11) \
            (has_more ? OFS "x" i : "")
    }
    print "#end", "rows=9000", "status=complete"
}' >headers
expect_jobs headers
expect "sites are noted in order" "s1.example s2.example s3.example" \
    "$(notes classify.site <out.4 | head -n 3 | xargs)"

begin "reasons of robots stand in the order of first sight, wherever that was"
{
    for i in 1 2 3 4; do
        hit agent=curl/8.0
        awk -v hit="$(hit)" 'BEGIN { for (i = 1; i <= 1500; i++) print hit }'
        hit referer=https://spam.example/ "time=179533080$i"
        hit agent=-
    done
} | stream >robots
expect_jobs robots
expect "order" "bot.unlike bot.spam bot.empty" \
    "$(grep '^#end' out.4 | tr '\t' '\n' | sed -n 's/^classify\.\(bot\..*\)=.*/\1/p' | xargs)"

begin "hits too large for a block keep their place"
awk -v hit="$(hit url=/LONG)" 'BEGIN {
    for (i = 1; i <= 16; i++) long = long "0123456789abcdef"
    while (length(long) < 300000) long = long long
    for (i = 1; i <= 900; i++) {
        line = hit
        sub(/LONG/, i % 100 ? i : i "?" long, line)
        print line
    }
}' | stream >large
expect_jobs large
expect "rows keep their order" "$(seq -f '/%g' 900 | cksum)" \
    "$(columns url <out.4 | sed 's/?.*//' | cksum)"

begin "searches that are given up are counted by hits, not by threads"
printf 'page deep ^/(a+)+$\n' >slow.rules
long=$(awk 'BEGIN { for (i = 0; i < 4000; i++) printf "a" }')
awk -v hit="$(hit "url=/${long}!")" 'BEGIN { for (i = 1; i <= 900; i++) print hit }' | stream >slow
expect_jobs slow -c slow.rules
expect "limit" 900 "$(ledger classify.limit <out.4)"

begin "a stream that is cut, and one that is refused in its midst"
head -n 5000 hits >cut
expect_jobs cut
{ head -n 5000 hits; printf 'time\tnothing\n1\t2\n'; } >refused
expect_jobs refused
expect_grep "status 2" err.4
