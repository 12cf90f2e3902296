#!/bin/sh
# smo-report: what each report must say, and what it must not.
# shellcheck disable=SC1010,SC2016 # words of mlr, not of the shell
. "${0%/*}/lib.sh"
. "$FIXTURES/report/visits.sh"

begin "a log without orders says so first and prints -, never 0 %"

visits <<. >bare.tsv
@note classify.site=shop.example
0 source=vk medium=network landing_page=product steps=product repeat=40
1m source=google medium=search landing_page=other
.
smo-report bare.tsv >out
expect "line 2" '! NO ORDER was seen in this log' "$(sed -n 2p out | cut -c1-31)"
expect_grep 'cart, checkout, order' out
expect_grep 'smo-rules\(5\)' out
expect_grep 'smo-classify -c FILE' out
for report in summary networks landings geo; do
    smo-report -r $report bare.tsv | sed -n '/^all /p' | expect_grep '^all .* - +- +- +- +-$'
    smo-report -r $report bare.tsv | expect_no_grep ' 0(\.0)?%'
    expect "$report: no rates for machines" "null" \
        "$(smo-report -r $report -f json bare.tsv | jq -c '[.rows[].conversion] | unique[]')"
    expect "$report: no revenue for machines" "null" \
        "$(smo-report -r $report -f json bare.tsv | jq -c '[.rows[].revenue] | unique[]')"
done
smo-report -r funnel -f tsv bare.tsv | expect_grep '^vk	network	40	40	1	-	-	-	-	-	-$'

begin "steps that the log lacks are named"

visits <<. >lacks.tsv
0 orders=1 steps=product,order
.
smo-report lacks.tsv | expect_grep '^! No visit of this log reached: cart, checkout\.'

begin "funnel: at or beyond each step; --strict: in order"

visits <<. >steps.tsv
0 source=vk medium=network steps=product,cart,checkout,order orders=1
1m source=vk medium=network steps=product,order orders=1
2m source=vk medium=network steps=cart,product
3m source=vk medium=network
.
expect "beyond" '4 3 3 2 2' "$(smo-report -r funnel -f json steps.tsv |
    jq -r '.total | "\(.visits) \(.product) \(.cart) \(.checkout) \(.order)"')"
expect "strict" '4 3 1 1 1' "$(smo-report -r funnel --strict -f json steps.tsv |
    jq -r '.total | "\(.visits) \(.product) \(.cart) \(.checkout) \(.order)"')"
expect "--steps" '4 3 2' "$(smo-report -r funnel --steps cart,order -f json steps.tsv |
    jq -r '.total | "\(.visits) \(.cart) \(.order)"')"
{ visits <<. ; } | smo-report -r funnel -f tsv | head -1 | expect_grep '^source	medium	visits	a	a_rate	order	order_rate$'
@note funnel.steps=a,order
0 steps=a
.

begin "start not seen and visits without assets stand apart from direct"

visits <<. >apart.tsv
0 orders=1
1m rendered=-
2m source=internal medium=internal
3m source=return medium=return
.
smo-report -f tsv apart.tsv | cut -f2,3 >rows
expect "rows" "source	visits
direct	1
start not seen	2
no asset asked for	1" "$(cat rows)"
visits <<. >noassets.tsv
0 rendered=- orders=1
1m rendered=-
.
expect "a log that holds no assets has direct visits" "direct	2" \
    "$(smo-report -f tsv noassets.tsv | sed -n 2p | cut -f2,3)"
smo-report noassets.tsv | expect_grep 'has no images or scripts'

begin "what home-page landings cost"

# In each stratum a third less: 6 of 60 against 2 of 60; the campaigns differ in level.
visits <<. >loss.tsv
0 source=vk medium=network device=mobile campaign=a offered_page=product landing_page=product orders=1 revenue=1000 currency=RUB repeat=6
0 source=vk medium=network device=mobile campaign=a offered_page=product landing_page=product repeat=54
0 source=vk medium=network device=mobile campaign=a offered_page=product landing_page=home orders=1 revenue=1000 currency=RUB repeat=2
0 source=vk medium=network device=mobile campaign=a offered_page=product landing_page=home repeat=58
0 source=vk medium=network device=desktop campaign=b landing_page=product orders=1 revenue=1000 currency=RUB repeat=12
0 source=vk medium=network device=desktop campaign=b landing_page=product repeat=18
0 source=vk medium=network device=desktop campaign=c offered_page=product landing_page=home repeat=500
0 source=google medium=search offered_page=product landing_page=home repeat=500
.
smo-report -r landings -f json loss.tsv >loss.json
# Only campaign a has both kinds: (6/60 - 2/60) * 60 = 4 orders, of 1000 each.
expect "orders and revenue" '[4,"4000","RUB"]' \
    "$(jq -c '.total | [.lost_orders, .lost_revenue, .lost_currency]' loss.json)"
expect "in the row of the source too" 4 \
    "$(jq '.rows[] | select(.source == "vk" and .landing_page == "home").lost_orders' loss.json)"
expect "nowhere else" 1 "$(jq '[.rows[] | select(.lost_orders != null)] | length' loss.json)"
# Newcombe's interval of 6/60 - 2/60, by hand in Python.
python3 - >wanted <<'END'
from math import sqrt
z = 1.959963984540054
def wilson(x, n):
    p = x / n; c = (p + z*z/(2*n)) / (1 + z*z/n)
    h = z * sqrt(p*(1-p)/n + z*z/(4*n*n)) / (1 + z*z/n)
    return p, c - h, c + h
p, l, u = wilson(6, 60); q, m, v = wilson(2, 60)
print("%.4f %.4f" % (60 * (p - q - sqrt((p-l)**2 + (v-q)**2)), 60 * (p - q + sqrt((u-p)**2 + (q-m)**2))))
END
expect "interval" "$(cat wanted)" "$(jq -r '.total | "\(.lost_orders_low) \(.lost_orders_high)"' loss.json |
    awk '{ printf "%.4f %.4f", $1, $2 }')"
smo-report loss.tsv >out
tr '\n' ' ' <out | tr -s ' ' | expect_grep 'Landing was not assigned by chance'
expect "money has the interval of the orders" "$(awk '{ printf "%.0f to %.0f", 1000 * $1, 1000 * $2 }' wanted)" \
    "$(tr '\n' ' ' <out | tr -s ' ' | tr -d ',' | sed -n 's/.*about 4000 RUB (from \([^)]*\)).*/\1/p')"
tr '\n' ' ' <out | tr -s ' ' | expect_grep 'of 560 social visitors who were promised a product and landed on the home page'

begin "no figure below 30 visits of either kind and 5 orders"

sed -e '/	home	.*	RUB/d' loss.tsv >few.tsv
few() {
    visits <<. | smo-report -r landings -f json | jq -c .total.lost_orders
0 source=vk medium=network offered_page=product landing_page=product orders=1 repeat=$1
0 source=vk medium=network offered_page=product landing_page=product repeat=$2
0 source=vk medium=network offered_page=product landing_page=home repeat=$3
.
}
expect "29 home" null "$(few 5 25 29)"
expect "29 product" null "$(few 5 24 30)"
expect "4 orders" null "$(few 4 26 30)"
expect "enough" 5 "$(few 5 25 30)"
visits <<. | smo-report | tr '\n' ' ' | expect_grep 'cannot be told yet'
0 source=vk medium=network offered_page=product landing_page=home orders=1
.

begin "geography and robots that could not be told are said"

smo-report bare.tsv | expect_grep 'smo-geo\(1\)'
visits <<. | smo-report -r networks | expect_grep '^! Robots could not be told from people in 12 hits'
@ledger classify.agentless=12
0 orders=1
.

begin "revenue of more digits than an order has is summed; what is too long is counted and said"

visits <<. >long.tsv
0 source=vk medium=network orders=2 revenue=1999999999999999998 currency=RUB
1m source=vk medium=network orders=1 revenue=2 currency=RUB
.
smo-report -r networks -f tsv long.tsv | expect_grep '	2000000000000000000	RUB'
smo-report long.tsv | expect_no_grep 'amounts? of revenue'
visits <<. >longer.tsv
0 source=vk medium=network orders=1 revenue=1000000000000000000000000,5 currency=RUB,EUR
1m source=vk medium=network orders=1 revenue=2 currency=RUB
.
smo-report -r networks -f tsv longer.tsv | expect_grep '	5,2	EUR,RUB'
smo-report longer.tsv | expect_grep '^! 1 amount of revenue is no sum of money'
smo-report -r quality -f tsv longer.tsv | expect_grep '^visits	amounts of revenue not counted	1	'

begin "a log without referers is said to have none"
visits <<. | smo-report -r networks | expect_grep '^! The log of 12 hits has no referers: '
@ledger parse.refererless=12
0 orders=1
.

begin "a proxy that hides the clients is told of, if there are visits enough"
crowded() { visits <<. | smo-report -r networks | grep -c '^! 95% of the page views of people came from one address'; }
@note classify.crowd=95% client 0123456789abcdef
0 repeat=$1
.
expect "100" 1 "$(crowded 100)"
expect "99" 0 "$(crowded 99)"

begin "quality: what must add up, and what was filtered"

visits <<. >sums.tsv
@ledger parse.lines=10
@ledger parse.accepted=7
@ledger parse.rejected=1
@ledger parse.ignored=1
@ledger classify.hits=5
@ledger classify.human=5
0 orders=1
.
smo-report -r quality sums.tsv >out
expect_grep '^! The counts do not add up: parse.lines' out
smo-report -r quality -f tsv sums.tsv >q.tsv
expect_grep '^sum	parse.lines is the sum of its parts	-	-	FAILS$' q.tsv
expect_grep '^sum	classify.hits is the sum of its parts	-	-	holds$' q.tsv
expect_grep '^sum	parse.accepted all came to the next tool	-	-	differs: filtered.$' q.tsv
grep -v '	direct	' bare.tsv | grep -v google | smo-report -r networks | expect_grep 'filtered the input: 1 of its rows'

begin "hostile text stays text, in every column and every output"

# Terminal escapes, TABs as escapes, quotes, formulas, markup, bidirectional marks, bad UTF-8.
hostile='=cmd|calc,"x\x1b]0;\x07\t\n<script>alert(1)</script>&amp;%1b%5b31m%0a%E2%80%AE\xE2\x80\xAE'
visits <<. >clean.tsv
0 orders=1 revenue=1 currency=X source=S medium=network campaign=C content=K place=P country=O region=R city=I device=D app=A landing_page=L offered_page=F obstacles=404:/B steps=T path=H exit=E actions=N touch_path=U/V paid=paid evidence=W touches=1 offered=/Y landing=/Z
.
for column in campaign content place country region city device app source offered offered_page landing landing_page obstacles step steps path exit actions order_ids currency touch_path first_social last_social last_social_campaign; do
    mlr --tsvlite --pass-comments put '$'"$column"'="@@"' clean.tsv |
        HOSTILE=$hostile awk '{ while ((i = index($0, "@@"))) $0 = substr($0, 1, i - 1) ENVIRON["HOSTILE"] substr($0, i + 2); print }' >evil.tsv
    for format in text tsv csv json; do
        rm -rf evil.out
        if [ $format = text ] || [ $format = json ]; then
            smo-report -r all -f $format -o evil.out evil.tsv || echo "$column $format: status $?"
            cat evil.out >all.out
        else
            smo-report -r all -f $format -o evil.out evil.tsv || echo "$column $format: status $?"
            cat evil.out/* >all.out
        fi
        LC_ALL=C tr -d '\t\r' <all.out | LC_ALL=C grep -anE "$(printf '[\001-\010\013-\037\177]|\342\200\256')" | sed "s/^/$column $format: /"
        [ $format != json ] || jq -e . all.out >/dev/null || echo "$column: no JSON"
        [ $format != csv ] || grep -anE '(^|,)"?=cmd' all.out
    done
done | expect_nothing "no control character, no formula, no broken JSON"

begin "names are shown decoded where that is harmless"

visits <<. >names.tsv
0 source=xn--80aswg.xn--p1ai medium=referral orders=1
1m source=%D1%82%D0%B5%D1%81%D1%82 medium=referral
2m source=xn--pple-43d.com medium=referral
3m source=a%0ab medium=referral
.
smo-report -r networks names.tsv >out
expect_grep '^сайт\.рф ' out
expect_grep '^тест ' out
expect_grep '^xn--pple-43d.com ' out
expect_grep '^a%0ab ' out
smo-report -r networks -f tsv names.tsv | expect_grep '^xn--80aswg.xn--p1ai	'

begin "a table is bounded, and still adds up"

awk 'BEGIN { OFS = "\t"; for (i = 0; i < 100000; i++) print 1763798400 + i, "host" i ".example" }' |
    mlr --itsv --implicit-tsv-header --otsv rename 1,time,2,source then \
        put '$end=$time;$zone="+0000";$kind="human";$medium="referral";$orders=0;$pages=1' |
    awk '{ print } END { print "#end\trows=100000\tstatus=complete" }' >many.tsv
smo-report -r networks -f json many.tsv >many.json
expect "rows" 10001 "$(jq '.rows | length' many.json)"
expect "the rest" 90000 "$(jq '.rows[] | select(.source == "(other)").visits' many.json)"
expect "total" 100000 "$(jq '[.rows[].visits] | add' many.json)"
