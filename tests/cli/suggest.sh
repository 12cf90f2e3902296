#!/bin/sh
# suggest.sh - smo suggest-rules: on a shop whose addresses nobody knows, the rules that it proposes
# bring back what the shipped rules find on the shop that they know.
. "${0%/*}/lib.sh"

"$SCRIPTS/make-log" --seed 41 --lines 12000 --days 9 >known.log
sed -e 's#/product/#/wares/#g; s#/catalog/#/dept/#g; s#/cart/add#/my-bag/put#g; s#/cart#/my-bag#g' \
    -e 's#/checkout#/oformlenie-pokupki#g' \
    -e 's#/order/complete?order=\([0-9]*\)&total=#/fin/done.php?n=\1\&summa=#g' \
    -e 's#/auth/vk/callback#/social/vk/back#g' known.log >odd.log

# found LOG OPTION...: visits, product views, carts, checkouts, orders, ids and revenue.
found() {
    log=$1
    shift
    smo-parse "$log" | smo-classify -g none -s shop.example "$@" | smo-funnel | grep -v '^#' |
        mlr --itsv --ojson put -q '
            @visits += 1;
            for (step in splitax($steps, ",")) { @steps[step] += 1 }
            @orders += $orders;
            if ($order_ids != "-") { @ids[$order_ids] = 1 }
            if (is_numeric($revenue)) { @revenue += $revenue }
            end { emit (@visits, @orders, @revenue); emit @steps; emit @ids }'
}

begin "nothing is proposed where all is known"
smo suggest-rules known.log >rules 2>err
expect "status and messages" "0 0" "$? $(wc -c <err | tr -d ' ')"
expect "rules" "" "$(grep -v '^#' rules | grep .)"
expect_grep 'Nothing to propose' rules

begin "an odd shop"
smo suggest-rules odd.log >rules
for rule in 'page +product +\^/wares/' 'page +cart +\^/my-bag' 'page +checkout +\^/oformlenie' \
    'action +cart +POST \^/my-bag/put' 'page +order +.*\(\?<order>.*\(\?<revenue>.*/fin/done'; do
    expect_grep "^$rule" rules
done
expect "only what is sure is no comment" "" "$(grep -v '^#' rules | grep -i dept)"
expect_grep '^#page +category +.*/dept/' rules
expect_status 0 smo-classify --check -c rules
found known.log >wanted
found odd.log >without
found odd.log -c rules >got
expect "the shipped rules alone do not find it" 1 "$(cmp -s wanted without; echo $?)"
expect_same "visits, steps, orders, numbers and revenue are those of the shop that is known" wanted got

begin "shop engines"
# engine PATTERN URL...: a log of these is taken for that engine.
engine() {
    name=$1
    shift
    for url; do
        for i in 1 2 3 4 5 6 7 8 9; do
            printf '203.0.113.%d - - [05/Oct/2026:10:00:0%d +0300] "GET %s HTTP/1.1" 200 5 "-" "Mozilla/5.0 (Windows NT 10.0) Firefox/128.0"\n' \
                $i $i "$url"
        done
    done >engine.log
    smo suggest-rules engine.log | expect_grep "looks like $name "
}
engine bitrix /bitrix/js/main/core.js /bitrix/cache/css/s1.css /upload/iblock/1.jpg
engine opencart '/index.php?route=product/product&product_id=5' '/index.php?route=checkout/cart' \
    /catalog/view/theme/default/a.css
engine woocommerce '/?wc-ajax=add_to_cart' /wp-content/plugins/woocommerce/assets/a.css \
    /checkout/order-received/12/
engine prestashop /modules/ps_shoppingcart/a.js '/index.php?controller=cart' '/index.php?id_product=4'

begin "a social login"
for i in 1 2 3 4 5; do
    printf '203.0.113.%d - - [05/Oct/2026:10:00:00 +0300] "GET /zajti/vk?n=%d&device_id=ab%d&code=x HTTP/1.1" 302 5 "-" "Mozilla/5.0 (Windows NT 10.0) Firefox/128.0"\n' $i 7 $i
done >login.log
smo suggest-rules login.log | expect_grep '^action +login +\^/zajti/\(\?<network>vk\)'

begin "hostile addresses stay text"
printf '203.0.113.%d - - [05/Oct/2026:10:00:00 +0300] "POST /cart(add)+[x]$/?q=%%0a#page order GET HTTP/1.1" 200 5 "-" "Mozilla/5.0 (Windows NT 10.0) Firefox/128.0"\n' \
    1 2 3 4 5 >hostile.log
smo suggest-rules hostile.log >rules
expect_status 0 smo-classify --check -c rules

begin "what it is told wrongly"
expect_status 2 smo suggest-rules
expect_status 2 smo suggest-rules -x log
expect_status 2 smo suggest-rules nowhere.log
: >empty.log
expect_status 2 smo suggest-rules empty.log
