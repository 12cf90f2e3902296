#!/bin/sh
# smo-report: what counts as a visit, totals that add up, all formats, exit status.
# shellcheck disable=SC1010,SC2016 # words of mlr, not of the shell
. "${0%/*}/lib.sh"
. "$FIXTURES/report/visits.sh"

# A small shop: two networks, search, direct; two currencies; a preview and a robot.
shop() {
    visits <<.
@note classify.site=shop.example
@ledger parse.lines=100
@ledger parse.accepted=90
@ledger parse.rejected=6
@ledger parse.ignored=4
@ledger classify.bot=20
0 source=vk medium=network landing_page=product pages=3 steps=product,cart,checkout,order orders=1 revenue=5990.50 currency=RUB country=RU
1m source=vk medium=network landing_page=product pages=2 steps=product,cart country=RU
2m source=vk medium=network landing_page=home country=KZ
3m source=telegram medium=messenger landing_page=product pages=2 steps=product,order orders=2 revenue=100.10,7 currency=RUB,EUR
4m source=telegram medium=messenger landing_page=home rendered=-
5m source=google medium=search landing_page=category pages=4
6m source=google medium=search landing_page=category pages=1 steps=product
7m
8m rendered=-
9m source=internal medium=internal
10m kind=preview source=vk medium=network landing_page=product
11m kind=bot
.
}
shop >shop.tsv
grep -v '^#' shop.tsv >plain.tsv
report() {
    smo-report "$@" shop.tsv
}

begin "only people make visits; previews and robots stand apart"

report -r networks -f json >networks.json
expect "visits" 10 "$(jq .total.visits networks.json)"
expect "no preview counts for vk" 3 "$(jq '.rows[] | select(.source == "vk").visits' networks.json)"
report | expect_grep 'previews of shared links .1., hits of robots .20.'

begin "rows and total agree with the stream and the ledger"

for name in networks landings geo summary; do
    report -r $name -f json >x.json
    expect "$name: rows = total" "$(jq .total.visits x.json)" "$(jq '[.rows[].visits] | add' x.json)"
    expect "$name: total = ledger" "$(jq '.quality.ledger["funnel.visits"]' x.json)" \
        "$(jq .total.visits x.json)"
    expect "$name: orders, by awk" "$(awk -F'\t' '$6 == "human" { n += $34 } END { print n }' plain.tsv)" \
        "$(jq .total.orders x.json)"
    expect "$name: bounces, by awk" "$(awk -F'\t' '$6 == "human" && $25 <= 1' plain.tsv | wc -l)" \
        "$(jq .total.bounces x.json)"
done
expect "the total is called all" '"all"' "$(jq .total.source networks.json)"
report -r networks -f tsv | mlr --itsv --otsv cut -f source,visits then sort -f source >got
mlr --itsv --otsv filter '$kind == "human"' then count -g source -o visits then sort -f source plain.tsv >wanted
expect_same "visits of each source, by Miller" wanted got

begin "money is exact, and currencies are never summed"

expect "total" '["6090.60,7","RUB,EUR"]' "$(jq -c '.total | [.revenue, .currency]' networks.json)"
expect "telegram" '["100.10,7","RUB,EUR"]' \
    "$(jq -c '.rows[] | select(.source == "telegram") | [.revenue, .currency]' networks.json)"
visits <<. >tenths.tsv
0 orders=1 revenue=0.1 currency=USD repeat=1000
.
expect "a thousand tenths are a hundred" 100.0 \
    "$(smo-report -r networks -f json tenths.tsv | jq -r .total.revenue)"

begin "several files, and files without visits"

expect "twice the same" 20 "$(smo-report -r networks -f json shop.tsv shop.tsv | jq .total.visits)"
visits </dev/null >none.tsv
expect_status 0 smo-report none.tsv
expect_grep 'no visits of people' out
expect "no division by nothing" null "$(smo-report -r networks -f json none.tsv | jq .total.conversion)"

begin "exit status and incomplete input"

expect_status 0 smo-report shop.tsv
expect "silent on success" "" "$(cat err)"
head -5 shop.tsv >cut.tsv
expect_status 1 smo-report cut.tsv
expect_grep 'cut.tsv' err
expect "said first, before any figure" '! INCOMPLETE: some input was missing, damaged or cut. Counts are too low.' \
    "$(sed -n 2p out)"
expect_status 0 smo-report --part cut.tsv
expect_status 1 smo-report shop.tsv not-there.tsv
expect_status 2 smo-report not-there.tsv
expect_status 2 smo-report -r nonsense shop.tsv
expect_status 2 smo-report -f nonsense shop.tsv
expect_status 2 smo-report -f tsv -r networks,funnel shop.tsv
for case in "-f xml/text, tsv, csv, json, md, html, dot" "--lang de/en, ru" "--colour x/auto, always, never" \
    "--by year/hour, day, week, month" "-r networks,x/summary, networks,.* quality, all"; do
    # shellcheck disable=SC2086 # an option and its value
    expect_status 2 smo-report ${case%/*} shop.tsv
    head -n 1 "$TMP/err" | expect_grep "is none of ${case#*/}$"
done
expect_status 2 smo-report --alert foo shop.tsv
head -n 1 "$TMP/err" | expect_grep "'foo' is no condition: try 'orders{vk} < 10'"
expect_status 2 smo-report --rows many shop.tsv
printf 'time\tzone\n1\t+0000\n#end\trows=1\tstatus=complete\n' >hits.tsv
expect_status 2 smo-report hits.tsv
expect_grep 'smo-funnel' err
status_said=incomplete
visits </dev/null >bad.tsv
unset status_said
expect_status 1 smo-report bad.tsv
expect "JSON tells it" incomplete "$(smo-report -f json bad.tsv | jq -r .quality.status)"

begin "one table in a file, several in a folder"

expect_status 0 smo-report -r networks,funnel -f tsv -o tables shop.tsv
expect "files" "funnel.tsv networks.tsv" "$(cd tables && echo ./* | sed 's,\./,,g')"
expect_status 0 smo-report -r networks,funnel -f csv -o tables shop.tsv
expect "an old folder is fine" 4 "$(find tables -type f | wc -l)"
report -r networks -f tsv >one.tsv
expect_same "-o writes what the pipe gets" one.tsv tables/networks.tsv
expect "an array for several reports" '["networks","funnel"]' \
    "$(report -r networks,funnel -f json | jq -c '[.[].report]')"
expect "every report is an object of the same shape" true "$(report -r all -f json |
    jq 'all(.[]; (.columns | length) > 0 and (keys == ["columns","quality","remarks","report","rows","total"])
        and (.columns as $c | all(.rows[]; keys == ($c | sort))))')"

begin "same input, same bytes"

report -r all >a
LC_ALL=en_US.ISO-8859-1 TZ=Asia/Tokyo smo-report -r all shop.tsv >b
expect_same "locale and zone change nothing" a b
LC_ALL=C.UTF-8 smo-report -r networks shop.tsv | tr -d '█▏▎▍▌▋▊▉' | tr -s ' ' >b
smo-report -r networks shop.tsv | tr -d '#' | tr -s ' ' >a
expect_same "where there is UTF-8, bars are blocks" a b

begin "what people see"

report | golden report-summary.txt
report -r networks,funnel,landings,geo | golden report-tables.txt
report -r quality | golden report-quality.txt
report -r networks -f csv | golden report-networks.csv
report --width 60 | awk 'length($0) > 60' | expect_nothing "no line is over --width"
report -r all --width 80 | awk 'length($0) > 80' | expect_nothing "no line is over 80 columns"
report --colour always | expect_grep "$(printf '\033')"
report | expect_no_grep "$(printf '\033')"
report -r networks --rows 2 | golden report-rows.txt
expect "at most one screen" yes "$([ "$(report | wc -l)" -le 40 ] && echo yes)"
