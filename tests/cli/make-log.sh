#!/bin/sh
# make-log.sh - the log maker: the same seed gives the same bytes, in the order of time, as many
# lines as were asked for; its truth adds up, and is what the tools find in its logs.
. "${0%/*}/lib.sh"

make_log=$SCRIPTS/make-log
hold_truth=${0%/*}/../make-log/hold-truth

# Files in the order of their lines' time, the oldest first.
oldest_first() {
    for file in "$1"/access.log.*; do
        echo "$file"
    done | sort -t. -k "$(echo "$1/access.log.1" | tr -cd . | wc -c | awk '{ print $1 + 1 }')nr"
    echo "$1/access.log"
}

# Lines that stand after a line of a later second: their number. The log is of one month and zone.
out_of_order() {
    awk 'match($0, /\[[0-9]+\/[A-Z][a-z]+\/[0-9]+:[0-9:]+ /) {
        stamp = substr($0, RSTART + 1, 2) substr($0, RSTART + 13, 8)
        if (stamp < last) late++
        last = stamp
    }
    END { print late + 0, last != "" }'
}

# total NAME FILE, and the sum of a truth's column over the people in it.
total() { awk -F '\t' -v name="$1" '$1 == "#total" && $2 == name { print $3 }' "$2"; }
sum() {
    awk -F '\t' -v name="$1" '
        $1 == "visitor" { for (i = 1; i <= NF; i++) column[$i] = i; next }
        !/^#/ && $2 == "person" { n += $column[name] }
        END { print n + 0 }' "$2"
}

# found TRUTH LOG...: what the tools find is the truth.
found() {
    truth=$1
    shift
    smo-parse "$@" 2>err | smo-classify -g none 2>>err | smo-funnel >visits 2>>err
    "$hold_truth" "$truth" visits >differences 2>&1
    expect "nothing else than the truth is found" "status 0" "status $?$(cat err differences)"
}

begin "the same seed gives the same bytes"
"$make_log" --seed 7 --lines 3000 --noise --hostile --truth one.tsv >one
"$make_log" --seed 7 --lines 3000 --noise --hostile --truth two.tsv --out two
expect_same "log" one two
expect_same "truth" one.tsv two.tsv
"$make_log" --seed 7 --lines 3000 --noise --hostile --out three.gz
zcat three.gz | cmp - one >differences 2>&1
expect "compressed" "" "$(cat differences)"
"$make_log" --seed 8 --lines 3000 --noise --hostile >other
expect "another seed, another log" 1 "$(cmp -s one other; echo $?)"

begin "as many lines as asked for, one after the other"
for lines in 1 100 3000; do
    expect "$lines lines" $lines "$("$make_log" --lines $lines --days 3 | wc -l)"
done
expect "$(wc -l <one) lines with noise" 3000 "$(wc -l <one)"
expect "lines out of order, in a log that has some" "0 1" "$(out_of_order <one)"
expect "orders asked for" 25 "$("$make_log" --orders 25 --days 9 --truth few.tsv >few
    total orders few.tsv)"
expect "they are in the log" 25 "$(grep -o 'complete?order=[0-9]*' few | sort -u | wc -l)"

begin "the truth adds up"
for name in visits orders revenue; do
    parts=$(awk -F '\t' -v name="$name." '
        $1 == "#total" && index($2, name) == 1 { n += $3 } END { print n + 0 }' one.tsv)
    expect "$name over all sources" "$(total $name one.tsv)" "$parts"
done
expect "orders in rows" "$(total orders one.tsv)" "$(sum orders one.tsv)"
expect "revenue in rows" "$(total revenue one.tsv)" "$(sum revenue one.tsv)"
expect "lines" "$(wc -l <one)" "$(awk -F '\t' '
    !/^#/ && $1 != "visitor" { lines += $NF }
    $2 == "bot_hits" || $2 == "preview_hits" { lines += $3 }
    $2 == "rejected" || $2 == "no_request" || $2 == "blank" || $2 == "hostile" { lines += $3 }
    # what a share or a payment set off stands in both
    END { print lines }' one.tsv | awk -v inside="$(grep -c 'payment/notify' one)" -v shared="$(
        total shares one.tsv)" '{ print $1 - inside - shared }')"
expect "order ids count once" "$(total orders one.tsv)" "$(awk -F '\t' '
    !/^#/ && $19 != "-" { print $19 }' one.tsv | tr , '\n' | grep -c '^1[0-9]*$')"

begin "the shipped sample is what make-log writes"
"$make_log" --seed 12 --lines 20000 --noise --rotate 31 --level 9 --out sample \
    --truth sample/truth.tsv.gz
expect "names" "$(cd "$FIXTURES/sample" && echo ./*)" "$(cd sample && echo ./*)"
for file in sample/*; do
    zcat -f "$file" >made
    zcat -f "$FIXTURES/$file" | cmp - made || echo "$file"
done >differences 2>&1
expect "bytes within" "" "$(cat differences)"
expect "lines" 20000 "$(zcat -f "$FIXTURES"/sample/access.log* | wc -l)"
expect "under 1 MB" 0 "$(($(cat "$FIXTURES"/sample/* | wc -c) / 1000000))"
expect "what is not compressed" "sample/access.log sample/access.log.1" \
    "$(find sample -type f ! -name '*.gz' | sort | xargs)"

begin "time runs on across rotated files"
oldest_first sample | xargs zcat -f >whole
expect "lines out of order" "0 1" "$(out_of_order <whole)"
expect "days" "01/Oct/2026 31/Oct/2026" "$(grep -ao '[0-9]*/Oct/2026' whole |
    sed -n '1p;$p' | xargs)"
"$make_log" --seed 12 --lines 20000 --noise >plain
expect_same "rotation changes no line" plain whole

begin "the tools find the truth"
zcat sample/truth.tsv.gz >sample.tsv
found sample.tsv sample/access.log*
"$make_log" --seed 21 --lines 30000 --days 5 --format vhost --out vhost --truth vhost.tsv
found vhost.tsv vhost
"$make_log" --seed 22 --lines 310000 --days 9 --noise --out many --truth many.tsv
found many.tsv many
sed 's/\tvk\t/\tok\t/' many.tsv >wrong.tsv
expect_status 1 "$hold_truth" wrong.tsv visits
"$make_log" --seed 23 --lines 5000 --hard --out hard --truth hard.tsv
smo-parse hard | smo-classify -g none | smo-funnel >visits
expect_status 1 "$hold_truth" hard.tsv visits

begin "broken promises cost orders, and the sample shows it"
awk -F '\t' '
    $2 == "person" && $11 == "product" && $13 == "home" { broken++; lost += $18 }
    $2 == "person" && $6 ~ /^(network|video|messenger|bookmark)$/ && $13 == "product" {
        kept++; sold += $18
    }
    END { print broken, lost, kept, sold
          print (broken > 250 && kept > 500 && sold / kept > 3 * lost / broken) }' sample.tsv >story
expect "kept promises sell three times as much: $(head -n 1 story)" 1 "$(sed -n 2p story)"

begin "other shapes"
"$make_log" --lines 2000 --unique >unique
expect "all URLs differ" 0 "$(awk -F '"' '{ print $2 }' unique | sort | uniq -d | wc -l)"
expect "all agents differ" 0 "$(awk -F '"' '{ print $6 }' unique | sort | uniq -d | wc -l)"
expect "common ends with the size" 2000 \
    "$("$make_log" --lines 2000 --format common | grep -cE '" [0-9]{3} [0-9]+$')"
expect "nginx-extended ends with the visitor's id" 2000 \
    "$("$make_log" --lines 2000 --format nginx-extended |
        grep -cE ' [0-9]+\.[0-9]{3} "(-|uid=[0-9A-F]{32})" "(-|uid=[0-9A-F]{32})"$')"
expect_status 2 "$make_log" --unique --truth nowhere
expect_status 2 "$make_log" --rotate 3
expect_status 1 "$make_log" --out /dev/full
