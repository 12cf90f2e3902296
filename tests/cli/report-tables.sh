#!/bin/sh
# smo-report: campaigns and their costs, the shop's own orders, periods, comparison, alerts.
. "${0%/*}/lib.sh"
. "$FIXTURES/report/visits.sh"

begin "campaigns and what they cost"

visits <<. >campaigns.tsv
0 source=vk medium=network campaign=a paid=paid orders=1 revenue=1000 currency=RUB
1m source=vk medium=network campaign=a paid=paid repeat=2
2m source=vk medium=network campaign=a paid=organic orders=2 revenue=500.50 currency=RUB
3m source=ok medium=network campaign=b
4m source=yandex_direct medium=ads paid=paid
5m source=google medium=search
.
cat >costs.csv <<.
Source;Campaign;Cost;Currency
vk;a;"1 000,00";RUB
vk;a;200;RUB
ok;b;50;EUR
tiktok;nobody;7;EUR
.
report() {
    smo-report -r campaigns -f json --costs costs.csv campaigns.tsv
}
report >c.json
expect "rows and total" "6 6" "$(jq -r '"\([.rows[].visits] | add) \(.total.visits)"' c.json)"
expect "the paid row bears the cost" '["1200.00","RUB","400.00","1200.00",0.833333]' "$(jq -c '.rows[]
    | select(.campaign == "a" and .paid == "paid")
    | [.cost, .cost_currency, .cost_per_visit, .cost_per_order, .return]' c.json)"
expect "the organic one does not" null "$(jq '.rows[] | select(.paid == "organic").cost' c.json)"
expect "costs without visits have a row" '[0,"7","EUR",null]' \
    "$(jq -c '.rows[] | select(.source == "tiktok") | [.visits, .cost, .cost_currency, .cost_per_visit]' c.json)"
expect "costs are summed by currency" '["1200.00,57","RUB,EUR",null]' \
    "$(jq -c '.total | [.cost, .cost_currency, .cost_per_visit]' c.json)"
smo-report -r campaigns campaigns.tsv | expect_no_grep 'an order'
smo-report -r campaigns --costs costs.csv campaigns.tsv | expect_grep 'an order'
echo 'source,cost' >bad.csv
echo 'vk,dear' >>bad.csv
expect_status 2 smo-report --costs bad.csv campaigns.tsv
expect_grep 'bad.csv: line 2: the cost is no amount' err
echo 'medium,cost' >bad.csv
expect_status 2 smo-report --costs bad.csv campaigns.tsv
printf 'source,cost\n"vk,1\n' >bad.csv
expect_status 2 smo-report --costs bad.csv campaigns.tsv
expect_grep 'line 2: a quote is not closed' err
expect_status 2 smo-report --costs not-there.csv campaigns.tsv

begin "the shop's own orders beat the log"

visits <<. >log.tsv
0 source=vk medium=network orders=1 order_ids=A1 revenue=100 currency=RUB
1m source=vk medium=network orders=1 order_ids=A2 revenue=200 currency=RUB
2m source=vk medium=network orders=1 order_ids=forged revenue=99999 currency=RUB
3m source=ok medium=network orders=2 order_ids=A3,B%2C4 revenue=300 currency=RUB
4m source=ok medium=network orders=1 revenue=5 currency=RUB
.
cat >orders.csv <<.
id,amount,status
A1,110.50,paid
A2,200,Cancelled
A3,30,
"B,4",40,
A5,1,
.
smo-report -r networks -f json --orders orders.csv log.tsv >o.json
expect "vk" '[1,"110.50"]' "$(jq -c '.rows[] | select(.source == "vk") | [.orders, .revenue]' o.json)"
expect "ok" '[3,"75"]' "$(jq -c '.rows[] | select(.source == "ok") | [.orders, .revenue]' o.json)"
smo-report --orders orders.csv log.tsv | tr '\n' ' ' | tr -s ' ' |
    expect_grep 'confirmed 3; left out as cancelled 1, as not in the list 1; without an id, not checked 1; in the list and never seen in the log 1\.'
printf 'id\nA3\n"B,4"\n' >ids.csv
expect "without amounts the log's stay" '[3,"305"]' "$(smo-report -r networks -f json --orders ids.csv log.tsv |
    jq -c '.rows[] | select(.source == "ok") | [.orders, .revenue]')"

begin "periods"

visits <<. >days.tsv
0 source=vk medium=network
1d source=vk medium=network orders=1 revenue=5 currency=RUB
1d source=ok medium=network
8d source=vk medium=network
40d
.
expect "days" "2025-11-22 2025-11-23 2025-11-23 2025-11-30 2026-01-01" \
    "$(smo-report -r networks --by day -f tsv days.tsv | sed 1d | cut -f1 | tr '\n' ' ' | sed 's/ $//')"
expect "weeks" "2025-W47 2025-W48 2026-W01" \
    "$(smo-report -r networks --by week -f json days.tsv | jq -r '[.rows[].period] | unique | join(" ")')"
expect "rows add up to the total" 5 "$(smo-report -r networks --by month -f json days.tsv |
    jq '[.rows[].visits] | add')"
expect "total" 5 "$(smo-report -r networks --by month -f json days.tsv | jq .total.visits)"
smo-report -r all --by day days.tsv >out
expect "all reports go by periods" 0 $?
expect_status 2 smo-report --by year days.tsv

begin "two periods side by side"

visits <<. >before.tsv
0 source=vk medium=network repeat=90
0 source=vk medium=network orders=1 repeat=10
0 source=gone medium=network repeat=3
.
visits <<. >now.tsv
0 source=vk medium=network repeat=190
0 source=vk medium=network orders=1 repeat=10
0 source=new medium=network repeat=2
.
smo-report -r networks -f json --compare before.tsv now.tsv >cmp.json
expect "vk" '[200,100,1,10,0.1,-0.05]' "$(jq -c '.rows[] | select(.source == "vk")
    | [.visits, .visits_before, .visits_change, .orders_before, .conversion_before, .conversion_change]' cmp.json)"
python3 - >wanted <<'END'
from math import sqrt
z = 1.959963984540054
def wilson(x, n):
    p = x / n; c = (p + z*z/(2*n)) / (1 + z*z/n)
    h = z * sqrt(p*(1-p)/n + z*z/(4*n*n)) / (1 + z*z/n)
    return p, c - h, c + h
p, l, u = wilson(10, 200); q, m, v = wilson(10, 100)
print("%.5f %.5f" % (p - q - sqrt((p-l)**2 + (v-q)**2), p - q + sqrt((u-p)**2 + (q-m)**2)))
END
expect "Newcombe's interval" "$(cat wanted)" "$(jq -r '.rows[] | select(.source == "vk")
    | "\(.conversion_change_low) \(.conversion_change_high)"' cmp.json | awk '{ printf "%.5f %.5f", $1, $2 }')"
expect "what is gone" '[0,3]' "$(jq -c '.rows[] | select(.source == "gone") | [.visits, .visits_before]' cmp.json)"
expect "what is new" '[2,0,null]' \
    "$(jq -c '.rows[] | select(.source == "new") | [.visits, .visits_before, .visits_change]' cmp.json)"
expect "total" '[202,103]' "$(jq -c '.total | [.visits, .visits_before]' cmp.json)"
expect "before adds up" 103 "$(jq '[.rows[].visits_before] | add' cmp.json)"
expect_status 0 smo-report -r all --compare before.tsv now.tsv
expect_status 0 smo-report -r all --compare before.tsv --rows 1 -f html now.tsv
expect_status 2 smo-report --by day --compare before.tsv now.tsv

begin "alerts"

alert() {
    expect_status "$1" smo-report -o /dev/null --compare before.tsv --alert "$2" now.tsv
}
alert 3 'conversion{vk} < -30%'
expect "one line" 'smo-report: alert: conversion{vk} < -30%: 5.0%, before 10% (-50%)' "$(cat err)"
alert 0 'conversion{vk} < -60%'
alert 3 'visits{vk} > +50%'
alert 3 'visits{social} >= 202'
alert 0 'visits > 202'
alert 3 'orders <= 10'
alert 3 'conversion{network} < 5%'
alert 0 'conversion{vk} < 5%'
alert 3 'conversion{vk} <= 5%'
alert 0 'visits{new} < -10%'
alert 3 'visits{gone} < 1'
for wrong in '' orders 'orders <' 'orders{ < 3' 'orders{} < 3' 'joy < 3' 'orders < many' 'orders < -3' \
    'orders < 30%' 'conversion < 3'; do
    alert 2 "$wrong"
done
expect_status 2 smo-report --alert 'orders < -30%' now.tsv
expect_status 1 smo-report -o /dev/null --alert 'visits > 1' now.tsv not-there.tsv
expect_status 3 smo-report -o /dev/null --alert 'visits > 1' --alert 'orders > 1' now.tsv
expect "one line each" 2 "$(wc -l <err)"
