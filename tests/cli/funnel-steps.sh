#!/bin/sh
# Steps, orders, landings, obstacles, actions and paths: contract sections 1 and 2.
. "${0%/*}/lib.sh"
. "$FIXTURES/funnel/hits.sh"

begin "a step is reached by page or action, with a status that counts"
for case in 'page=cart:cart cart' 'page=api action=cart:cart cart' 'page=cart status=304:cart cart' \
    'page=cart status=302:- -' 'page=cart status=302 method=POST:cart cart' \
    'page=cart status=303 method=PUT:cart cart' 'page=cart status=404:- -' \
    'page=cart status=500 method=POST:- -' 'page=api action=cart method=POST status=201:cart cart' \
    'page=home:- -' 'page=cart status=206:cart cart' 'page=cart status=100:- -' \
    'page=product action=cart:cart product,cart'; do
    expect "${case%:*}" "${case##*:}" "$(echo "0 ${case%:*}" | hits | smo-funnel | visits step steps)"
done
expect "steps may be skipped; step is the furthest, steps are in order of first reach" \
    "order cart,product,order" "$(hits <<. | smo-funnel | visits step steps
0 page=cart
1 page=product
2 page=order
3 page=cart
.
)"
expect "--steps names others" "pay look,pay" "$(hits <<. | smo-funnel --steps look,buy,pay | visits step steps
0 page=look
1 page=product
2 page=api action=pay
.
)"
expect "HEAD reaches none" "- -" "$(hits <<. | smo-funnel | visits step steps
0
1 page=cart method=HEAD
.
)"
expect "redirects that are no steps: GET 302 to the cart" "-" \
    "$(echo '0 page=cart status=302' | hits | smo-funnel | visits step)"
expect "POST 302, then GET 200" "checkout 1" "$(hits <<. | smo-funnel | visits step pages
0 page=checkout status=302 method=POST
1 page=checkout
.
)"

begin "an order id counts once per site, over all visits"
expect "a thank-you page reloaded, and reloaded next day" "1 7 100 RUB
0 - - -" "$(hits <<. | smo-funnel | visits orders order_ids revenue currency
0 page=order order=7 revenue=100 currency=RUB
60 page=order order=7 revenue=100 currency=RUB
1d page=order order=7 revenue=100 currency=RUB
.
)"
expect "the reload next day still reaches the step" "order order" "$(hits <<. | smo-funnel | visits step | paste -sd' '
0 page=order order=7
1d page=order order=7
.
)"
expect "another visitor with the same id" "1 0" "$(hits <<. | smo-funnel | visits orders | paste -sd' '
0 page=order order=7
5 client=x page=order order=7
.
)"
expect "another site with the same id" "1 1" "$(hits <<. | smo-funnel | visits orders | paste -sd' '
0 page=order order=7
5 client=x page=order order=7 host=other.example
.
)"
expect "ids are kept 400 days" "1 0" "$(hits <<. | smo-funnel | visits orders | paste -sd' '
0 page=order order=7
400d page=order order=7
.
)"
expect "and no longer" "1 1" "$(hits <<. | smo-funnel | visits orders | paste -sd' '
0 page=order order=7
34560001 page=order order=7
.
)"
expect "two ids in one visit" "2 7,8 15.50" "$(hits <<. | smo-funnel | visits orders order_ids revenue
0 page=order order=7 revenue=10
1 page=order order=8 revenue=5.50
.
)"
expect "a comma in an id stays in its item" "1 7%2C8" \
    "$(echo '0 page=order order=7,8' | hits | smo-funnel | visits orders order_ids)"
expect "repeats are counted" "1" "$(hits <<. | smo-funnel | count_of order_repeats
0 page=order order=7
1 page=order order=7
.
)"

begin "its revenue is that of the first hit that shows one"
expect "the second hit shows it" "1 100" "$(hits <<. | smo-funnel | visits orders revenue
0 page=order order=7
1 page=order order=7 revenue=100
2 page=order order=7 revenue=999
.
)"
expect "what is no number is none" "1 5" "$(hits <<. | smo-funnel | visits orders revenue
0 page=order order=7 revenue=1x
1 page=order order=7 revenue=5
.
)"
expect "nowhere: -" "1 - -" "$(echo '0 page=order order=7 currency=RUB' | hits | smo-funnel | visits orders revenue currency)"
expect "exact decimals" "0.30" "$(hits <<. | smo-funnel | visits revenue
0 page=order order=1 revenue=0.1
0 page=order order=2 revenue=0.20
.
)"
expect "beyond 15, the others are" "20 33 16 ?" "$({
    for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 2; do
        i=$((i + 1))
        echo "$i page=order order=$i revenue=$i currency=C$n"
    done | hits | smo-funnel | visits revenue currency |
        awk '{ n = split($1, sums, ","); split($2, names, ",")
               print sums[2], sums[16], n, names[16] }'
})"
expect "different currencies are never summed" "30,5 RUB,EUR" "$(hits <<. | smo-funnel | visits revenue currency
0 page=order order=1 revenue=10 currency=RUB
0 page=order order=2 revenue=5 currency=EUR
0 page=order order=3 revenue=20 currency=RUB
.
)"

begin "orders without id count once per visit, and not in a visit that shows an id"
expect "once" "1 - 100" "$(hits <<. | smo-funnel | visits orders order_ids revenue
0 page=order
1 page=order revenue=100
2 page=order revenue=200
.
)"
expect "again in another visit" "1 1" "$(hits <<. | smo-funnel | visits orders | paste -sd' '
0 page=order
1d page=order
.
)"
expect "not beside an id" "1 7 5" "$(hits <<. | smo-funnel | visits orders order_ids revenue
0 page=order revenue=100
1 page=order order=7 revenue=5
.
)"
expect "not beside an id that counted before" "1 0" "$(hits <<. | smo-funnel | visits orders | paste -sd' '
0 page=order order=7
1d page=order order=7
86410 page=order
.
)"
expect "an order under the status of steps only" "0" "$(echo '0 page=order order=7 status=302' | hits | smo-funnel | visits orders)"
expect "POST, then redirect is one" "1" "$(echo '0 page=order order=7 status=302 method=POST' | hits | smo-funnel | visits orders)"
expect "the ledger counts them" "2" "$(hits <<. | smo-funnel | count_of orders
0 page=order order=7
1 page=order order=8
.
)"

begin "offered is what was promised, and - if it is what was shown"
expect "the offer of campaign or content" "/product/sofa product / home" "$(hits <<. | smo-funnel | visits offered offered_page landing landing_page
0 source=vk medium=network offer=/product/sofa offer_page=product
.
)"
expect "it comes before the path first asked for" "/product/sofa /" "$(hits <<. | smo-funnel | visits offered landing
0 source=vk medium=network offer=/product/sofa url=/go status=302
1
.
)"
expect "an offer that was kept" "- -" "$(hits <<. | smo-funnel | visits offered offered_page
0 source=vk medium=network offer=/product/sofa/ offer_page=product url=/Product/Sofa?utm_source=vk
.
)"
expect "a page that is shown at once is no hop" "-" "$(echo '0 url=/a' | hits | smo-funnel | visits offered)"
expect "the first page hit only" "-" "$(hits <<. | smo-funnel | visits offered
0 url=/a
1 url=/b status=302
2 url=/c
.
)"
while read -r from to offered; do
    expect "$from -> $to" "$offered" "$(hits <<. | smo-funnel | visits offered
0 url=$from status=301
1 url=$to
.
)"
done <<.
/ / -
/product/1 /product/1/ -
/product/1/ /Product/1 -
// / -
/index.php / -
/shop/index.html /shop -
/default.aspx / -
/ /ru -
/ /ru/ -
/product/1 /en/product/1 -
/de/product/1 /en-us/product/1/ -
/pt_BR/x /x -
/?utm_source=vk / -
/product/1 /?from=1 /product/1
/vk / /vk
/go / /go
/product/1 /product/2 /product/1
/indexes.html / /indexes.html
/ru/a /ru/b /ru/a
/login / /login
.
expect "a language's code inside a path is none" "/a/ru" "$(hits <<. | smo-funnel | visits offered
0 url=/a/ru status=301
1 url=/a
.
)"
expect "over http, https, www, slash and language" "- /ru/product/1/" "$(hits <<. | smo-funnel | visits offered landing
0 url=/product/1 status=301
0 url=/product/1 status=301 host=www.shop.example
1 url=/product/1/ status=301
1 url=/ru/product/1/
.
)"
expect "a login bounce" "/account /login" "$(hits <<. | smo-funnel | visits offered landing
0 url=/account status=302
1 url=/login
.
)"

begin "paths keep only identity parameters"
expect "none without the note" "/index.php" "$(echo '0 url=/index.php?route=a/b&x=1' | hits | smo-funnel | visits landing)"
expect "those of the note" "/index.php?route=a/b&product_id=42" "$(hits <<. | smo-funnel | visits landing
@note classify.identity=route,product_id,path
0 url=/index.php?x=1&route=a/b&utm_source=vk&product_id=42
.
)"
expect "they belong to the page" "/index.php?id=1" "$(hits <<. | smo-funnel | visits offered
@note classify.identity=id
0 url=/index.php?id=1 status=301
1 url=/index.php?id=2
.
)"

begin "errors and obstacles"
expect "each once, in order" "5 404:/old,500:/cart,slow:/checkout" "$(hits <<. | smo-funnel | visits errors obstacles
0 url=/old?x=1 status=404
1 url=/old status=404
2 url=/cart page=cart status=500
3 url=/checkout page=checkout seconds=3.001
4 url=/cart page=cart status=500 seconds=3.000
5 url=/old status=404
.
)"
expect "at most 8" "8" "$(i=0; while [ $i -lt 12 ]; do echo "$i url=/$i status=404"; i=$((i + 1)); done | hits |
    smo-funnel | visits obstacles | tr ',' '\n' | wc -l)"
expect "--slow 0.5s in decimals" "slow:/" "$(echo '0 seconds=0.6' | hits | smo-funnel --slow 0.5 | visits obstacles)"
expect "one hit can be two" "503:/,slow:/" "$(echo '0 seconds=60 status=503' | hits | smo-funnel | visits obstacles)"
expect "assets are none" "0 -" "$(hits <<. | smo-funnel | visits errors obstacles
0
1 url=/a.css page=asset status=404 seconds=9
2 url=/api page=api status=500
.
)"
expect "a step's api hit is one" "1 500:/api/cart" "$(hits <<. | smo-funnel | visits errors obstacles
0
2 url=/api/cart page=api action=cart method=POST status=500
.
)"
expect "the third redirect from one path is a loop" "loop:/login" "$(hits <<. | smo-funnel | visits obstacles
0 url=/login status=302
1 url=/account status=302
2 url=/login status=302
3 url=/account status=302
4 url=/login status=302
.
)"
expect "not with a page between" "-" "$(hits <<. | smo-funnel | visits obstacles
0 url=/login status=302
1 url=/login status=302
2 url=/
3 url=/login status=302
.
)"

begin "rendered"
expect "an asset" "yes" "$(printf '0\n1 page=asset\n' | hits | smo-funnel | visits rendered)"
expect "an api hit" "yes" "$(printf '0\n1 page=api\n' | hits | smo-funnel | visits rendered)"
expect "pages only" "-" "$(printf '0\n1 url=/2\n' | hits | smo-funnel | visits rendered)"
expect "after the timeout it is no longer the visit's" "-" "$(printf '0\n1801 page=asset\n' | hits | smo-funnel | visits rendered)"

begin "path and exit"
expect "runs collapsed" "home>product>home>product product" "$(hits <<. | smo-funnel | visits path exit
0
1 page=product
2 page=product
3
4 page=product status=302
5 page=product status=404
.
)"
expect "at most 32, then ..." "32 ..." "$(i=0; while [ $i -lt 40 ]; do echo "$i page=p$i"; i=$((i + 1)); done | hits |
    smo-funnel | visits path | awk -F '>' '{ print NF - 1, $NF }')"
expect "32 are all" "p31" "$(i=0; while [ $i -lt 32 ]; do echo "$i page=p$i"; i=$((i + 1)); done | hits |
    smo-funnel | visits path | awk -F '>' '{ print $NF }')"
expect "exit is the last page's, beyond 32 too" "p39" "$(i=0; while [ $i -lt 40 ]; do echo "$i page=p$i"; i=$((i + 1)); done | hits |
    smo-funnel | visits exit)"

begin "actions"
expect "each once, in order, with their network" "share:vk,login:facebook,comment" "$(hits <<. | smo-funnel | visits actions
0 action=share network=vk
1 action=login network=facebook status=302
2 action=share network=vk
3 action=comment method=POST status=201 page=api
4 action=subscribe status=500
.
)"

begin "kind, device, app, country and so on are those of the first hit"
expect "all of them" "mobile vk RU RU-MOW Moscow +0000" "$(hits <<. | smo-funnel | visits device app country region city zone
0 device=mobile app=vk country=RU region=RU-MOW city=Moscow
1 device=desktop app=- country=DE region=x city=y zone=+0300
.
)"

begin "times keep the decimals that the log has"
expect "three of them" "1763798400.120 1763798401.5" "$(hits <<. | smo-funnel | awk -F'\t' '/^1/ { print $1, $2 }'
0.120
1.5 url=/2
.
)"
