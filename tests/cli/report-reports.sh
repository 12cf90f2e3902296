#!/bin/sh
# smo-report: places, content, actions, paths, obstacles, timing, attribution, previews, dark.
. "${0%/*}/lib.sh"
. "$FIXTURES/report/visits.sh"

begin "places: social visits by where the link stood"

visits <<. >places.tsv
0 source=vk medium=network place=wall-12 orders=1
1m source=vk medium=network place=wall-12
2m source=vk medium=network
3m source=google medium=search place=x
.
expect "rows" "vk/wall-12=2 vk/null=1" "$(smo-report -r places -f json places.tsv |
    jq -r '[.rows[] | "\(.source)/\(.place)=\(.visits)"] | join(" ")')"

begin "content: from a share to visits and orders"

visits <<. >content.tsv
0 kind=preview source=vk medium=network landing=/p/1 landing_page=product
30s kind=preview source=vk medium=network landing=/p/1 landing_page=product
30m source=vk medium=network landing=/p/1 landing_page=product
5h source=vk medium=network landing=/p/1 landing_page=product orders=1
30h source=vk medium=network landing=/p/1 landing_page=product
4d source=vk medium=network landing=/p/1 landing_page=product
1h source=vk medium=network landing=/p/2 landing_page=product
2h kind=preview source=ok medium=network landing=/p/3 landing_page=product
.
smo-report -r content -f json content.tsv >c.json
expect "one page" '[2,4,1,0,2,1,2,1,3,1]' "$(jq -c '.rows[] | select(.landing == "/p/1") | [.fetches, .visits,
    .visits_1h, .orders_1h, .visits_6h, .orders_6h, .visits_24h, .orders_24h, .visits_72h, .orders_72h]' c.json)"
expect "fetches of all" 3 "$(jq .total.fetches c.json)"
jq -r '.remarks[]' c.json | expect_grep 'of 2 pages that were shared, no social visitor came to 1; .* /p/3 \(1\)'

begin "actions: each once a visit, with its rate"

visits <<. >actions.tsv
0 source=vk medium=network actions=share:vk,login:vk repeat=2
1m source=vk medium=network actions=cart orders=1
2m source=vk medium=network
.
expect "rows" "share/vk 2/4 0.5 0, login/vk 2/4 0.5 0, cart/null 1/4 0.25 1" \
    "$(smo-report -r actions -f json actions.tsv | jq -r '[.rows | sort_by(-.visits_with, .action != "share")[]
        | "\(.action)/\(.network) \(.visits_with)/\(.visits) \(.rate) \(.ordering_visits)"] | join(", ")')"

begin "paths, and as a graph"

visits <<. >paths.tsv
0 source=vk medium=network path=home>product repeat=3
1m source=ok medium=network path=home>product>order orders=1
2m path=home
.
expect "rows" "social home>product>order 1, social home>product 3, direct home 1" \
    "$(smo-report -r paths -f json paths.tsv | jq -r '[.rows[] | "\(.origin) \(.path) \(.visits)"] | join(", ")')"
smo-report -f dot paths.tsv >paths.dot
expect_grep '^    "start" -> "home" \[label=5,' paths.dot
expect_grep '^    "home" -> "product" \[label=4,' paths.dot
expect_grep '^    "product" -> "leaves" \[label=3,' paths.dot
expect_status 2 smo-report -f dot -r networks paths.tsv
visits <<. | smo-report -f dot | expect_grep '^    "start" -> "a\];x\[label=<b" \[label=1,'
0 path=a"];x[label=<b>>c
.

begin "obstacles: what they cost, and in-app browsers"

visits <<. >obstacles.tsv
0 source=vk medium=network obstacles=404:/old,slow:/cart device=mobile repeat=40
0 source=vk medium=network device=mobile orders=1 repeat=10
0 source=vk medium=network device=mobile app=vk repeat=40
0 source=google medium=search obstacles=404:/old repeat=7
.
smo-report -r obstacles -f json obstacles.tsv >o.json
expect "the orders lost have the interval of the difference" true "$(jq '[.rows[] | select(.difference != null)] |
    length > 0 and all(.[]; .visits as $n |
        (.lost_orders_low - .difference_low * $n | fabs) < 0.001 and
        (.lost_orders_high - .difference_high * $n | fabs) < 0.001)' o.json)"
expect "404" '[40,0,8]' "$(jq -c '.rows[] | select(.name == "404") | [.visits, .orders, .lost_orders]' o.json)"
expect "where" '"/old"' "$(jq -c '.rows[] | select(.name == "404").where' o.json)"
expect "in-app against other browsers" '[40,0.2,8]' \
    "$(jq -c '.rows[] | select(.name == "in-app browser") | [.visits, .difference, .lost_orders]' o.json)"
jq -r '.remarks[]' o.json | expect_grep '^40 social visits met an obstacle; 0% of them ordered, against 20%'

begin "timing: hours in the visit's own zone, lag from the first touch"

visits <<. >timing.tsv
0 zone=+0300 source=vk medium=network
1m source=vk medium=network orders=1 first_social=vk first_social_time=1m
2d source=google medium=search orders=2 first_social=vk first_social_time=0
.
smo-report -r timing -f json timing.tsv >t.json
expect "all hours" "168 3" "$(jq -r '[.rows[] | select(.part == "hour").visits] | "\(length) \(add)"' t.json)"
expect "Saturday 11" 1 "$(jq '.rows[] | select(.weekday == "Sat" and .hour == 11).social_visits' t.json)"
expect "Monday 8" '[1,0,2]' "$(jq -c '.rows[] | select(.weekday == "Mon" and .hour == 8) | [.visits, .social_visits, .orders]' t.json)"
expect "lags" "in the first visit 1, 1 to 3 days 2" \
    "$(jq -r '[.rows[] | select(.part == "lag" and .orders > 0) | "\(.lag) \(.orders)"] | join(", ")' t.json)"
smo-report -r timing timing.tsv | expect_grep '^Sat  \. \. \. \. \. \. \. \. 9 \. \. 9 '

begin "attribution: five rules, the same orders"

visits <<. >attribution.tsv
0 source=google medium=search orders=1 revenue=100 currency=RUB touches=3 touch_path=vk/network>ok/network>google/search first_social=vk last_social=ok
1m source=direct medium=direct orders=1 revenue=10 currency=RUB touches=1 touch_path=vk/network first_social=vk last_social=vk
2m source=direct medium=direct orders=1
.
smo-report -r attribution -f json attribution.tsv >a.json
row() {
    jq -c ".rows[] | select(.source == \"$1\") | [.orders, .orders_last_nondirect, .orders_last_social,
        .orders_first_social, .orders_linear, .orders_assisted]" a.json
}
expect "google" '[1,1,0,0,0.33,0]' "$(row google)"
expect "vk: the remainder goes to the first" '[0,1,1,2,1.34,2]' "$(row vk)"
expect "ok" '[0,0,1,0,0.33,1]' "$(row ok)"
expect "direct" '[2,1,1,1,1,0]' "$(row direct)"
for column in orders orders_last_nondirect orders_last_social orders_first_social orders_linear; do
    expect "$column adds up" 3 "$(jq "[.rows[].$column] | add | . * 100 | round / 100" a.json)"
done
expect "revenue adds up by each rule" '["110","110","110","110","110.00"]' \
    "$(jq -c '.total | [.revenue, .revenue_last_nondirect, .revenue_last_social, .revenue_first_social, .revenue_linear]' a.json)"
expect "linear revenue" '"43.34"' "$(jq '.rows[] | select(.source == "vk").revenue_linear' a.json)"

begin "previews: errors they met"

visits <<. >previews.tsv
0 kind=preview source=vk medium=network landing=/p/1 repeat=3
1m kind=preview source=vk medium=network landing=/p/1 landing_status=404
2m source=vk medium=network
.
expect "rows" '[[4,1,0.25,404]]' "$(smo-report -r previews -f json previews.tsv |
    jq -c '[.rows[] | [.fetches, .errors, .error_rate, .last_status]]')"

begin "dark: a range, and only of deep pages"

visits <<. >dark.tsv
0 kind=preview source=telegram medium=messenger landing=/p/1 landing_page=product
10m landing=/p/1 landing_page=product repeat=5
5h landing=/p/1 landing_page=product orders=1
10m landing=/ landing_page=home
10m landing=/p/1 landing_page=product rendered=-
100d source=google medium=search
.
smo-report -r dark -f json dark.tsv >d.json
expect "one row" '[6,5,6,6,1]' "$(jq -c '.rows[] | [.direct_visits, .within_1h, .within_24h, .dark_high, .orders_24h]' d.json)"
expect "from below" 5 "$(jq '.rows[0].dark_low | round' d.json)"
