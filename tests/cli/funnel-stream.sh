#!/bin/sh
# smo-funnel as a filter: its options, its input, its memory.
. "${0%/*}/lib.sh"
. "$FIXTURES/funnel/hits.sh"

begin "options"
expect_status 0 smo-funnel -h
expect_grep '^smo-funnel \[-S state\]' "$TMP/out"
for wrong in '--timeout x' '-t -1' '-t 11000d' '--window' '--steps ,' '--steps a,,b' '--steps a,a' '--slow fast' \
    '--max-memory 5X' '--max-memory 0' '--trails many' '--nonsense' '--init-state' '-t 99999999999999999999'; do
    # shellcheck disable=SC2086 # an option and its value
    expect_status 2 smo-funnel $wrong
done
expect "33 steps are too many" "2" "$(smo-funnel --steps "$(seq -s, 33)" 2>/dev/null </dev/null; echo $?)"

begin "input that is cut, or is none"
hits_open <<. >open
0
.
expect_status 1 smo-funnel open
expect_grep 'status=incomplete' "$TMP/out"
expect_grep '^1' "$TMP/out"
expect_grep 'smo-funnel: open: ' "$TMP/err"
expect_status 0 smo-funnel --part open
expect_grep 'status=complete' "$TMP/out"
expect_status 2 smo-funnel absent
expect "it is said once" "1" "$(wc -l <"$TMP/err" | tr -d ' ')"
hits <<. >whole
0
.
expect_status 1 smo-funnel absent whole
expect_grep '^1' "$TMP/out"
printf 'time\tzone\tip\n1\t+0000\t192.0.2.1\n#end\trows=1\tstatus=complete\n' >raw
expect_status 2 smo-funnel raw
expect_grep 'column.*smo-classify' "$TMP/err"
echo '203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET / HTTP/1.1" 200 5 "-" "UA"' >log
expect_status 2 smo-funnel log
expect_grep 'log: line 1: .*no record stream; logs are read by smo-parse' <"$TMP/err"
expect "the empty stream has a header and an end" "time #end" \
    "$(hits </dev/null | smo-funnel | cut -f 1 | paste -sd' ')"

begin "notes and counts are passed on"
{ printf '@note classify.site=shop.example\n0\n'; } | hits | sed 's/status=complete/&\tparse.lines=7/' >noted
expect_status 0 smo-funnel noted
expect_grep '^#note	classify.site=shop.example$' "$TMP/out"
expect_grep 'parse.lines=7' "$TMP/out"

begin "columns are found by name, and rows without a header by their number"
hits <<. | sed 's/	offer_page$//; s/	-$//' >canonical
0 source=vk medium=network
1 url=/2
.
expect_status 0 smo-funnel canonical
cp "$TMP/out" wanted
awk -F '\t' -v OFS='\t' '/^#/ { print; next } { first = $1; $1 = ""; for (i = NF; i > 1; i--) printf "%s%s", i == NF ? first OFS : "", $i (i > 2 ? OFS : "\n") }' canonical >reversed
smo-funnel reversed >out
expect_same "reversed" wanted out
sed 1d canonical | smo-funnel >out
expect_same "no header" wanted out

begin "a row without a time is counted, and is no reason to stop"
hits <<. | sed '2s/^[0-9]*/1x/' >untimed
0
1 url=/2
.
expect_status 1 smo-funnel untimed
expect "counted" "2 1 1" "$(for name in hits in_visits untimed; do count_of $name <"$TMP/out"; done | paste -sd' ')"

# many N SPAN LAST...: N hits within SPAN seconds, one of each client, with such cells.
many() {
    awk -v n="$1" -v span="$2" -v cells="$3" 'BEGIN {
        for (i = 0; i < n; i++)
            printf "%d client=%08x%08x %s\n", i * span / n, i * 2654435761 % 4294967296, i, cells
    }' | hits
}

begin "memory goes with those who are there, not with hits"
many 60000 600 'page=product url=/p' >crowd
expect_status 2 smo-funnel --max-memory 4M crowd
expect_grep 'smo-funnel: more memory is needed than --max-memory allows: [0-9]+ visits are open' "$TMP/err"
expect_status 0 smo-funnel --max-memory 40M crowd
head -n 100 crowd >few
expect_status 2 smo-funnel --part --max-memory 1K few
expect_status 0 smo-funnel --part --max-memory 4M few
many 60000 6000000 'page=product url=/p' >procession
expect_status 0 smo-funnel --max-memory 4M procession
many 60000 60000000 'page=product url=/p source=vk medium=network' >touched
expect_status 0 smo-funnel --max-memory 8M touched
awk '{ if (/^1/) sub(/\/p\t/, "/p/a-landing-of-its-own-" NR "-for-every-visit-there-ever-was\t"); print }' procession >landings
expect_status 0 smo-funnel --max-memory 12M landings

begin "texts that nothing refers to are thrown away, and no row shows it"
smo-funnel landings >out
expect "each landing" "60000" "$(visits landing <out | sort -u | wc -l | tr -d ' ')"
expect "in its row" "/p/a-landing-of-its-own-2-for-every-visit-there-ever-was" "$(visits landing <out | head -n 1)"

begin "one visitor with very many visits stays linear"
awk 'BEGIN { for (i = 0; i < 40000; i++) print i " source=vk medium=network campaign=k" i }' | hits >eager
expect_status 0 timeout 20 smo-funnel eager
expect "touches of a visitor are limited" "256 20" \
    "$(visits touches touch_path <"$TMP/out" | tail -n 1 | awk '{ print $1, split($2, items, ">") }')"
expect "the first one stays" "k0 k39999" "$(visits campaign <"$TMP/out" | sed -n '1p;$p' | paste -sd' ')"

begin "any bytes"
{ hits <<.
0 url=/\\x00\\x1B[31m/\\t host=\\xff campaign=\\n source=a\\rb medium=referral
.
} >odd
expect_status 0 smo-funnel odd
expect_grep '\\x00\\x1B\[31m' "$TMP/out"
expect "44 cells" "44" "$(grep '^1' "$TMP/out" | awk -F '\t' '{ print NF }')"
