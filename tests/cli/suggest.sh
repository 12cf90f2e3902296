#!/bin/sh
# suggest.sh - smo suggest-rules: on a shop whose addresses nobody knows, the rules that it proposes
# bring back what the shipped rules find on the shop that they know; of a shop made by hand each kind
# of page, call and parameter; and nothing that a stranger asks for gets out of its comment.
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
expect_grep '^# Nothing: .* known, every step from the product to the order' rules
expect_grep '^#   product +1534 +976  /product/' rules
expect_grep '^# Of the hits on orders 80 show a number, 80 a sum' rules

begin "an odd shop"
smo suggest-rules odd.log >rules
for rule in 'page +product +\^/wares/' 'page +category +\^/dept/' 'page +cart +\^/my-bag' \
    'page +checkout +\^/oformlenie' 'action +cart +POST \^/my-bag/put' \
    'page +order +\^/fin/done\\.php.*\(\?<order>.*\(\?<revenue>' 'action +login +\^/social/\(\?<network>vk\)/back'; do
    expect_grep "^$rule" rules
done
expect_no_grep '^page.*payment/success' rules
expect_status 0 smo-classify --check -c rules
found known.log >wanted
found odd.log >without
found odd.log -c rules >got
expect "the shipped rules alone do not find it" 1 "$(cmp -s wanted without; echo $?)"
expect_same "visits, steps, orders, numbers and revenue are those of the shop that is known" wanted got
smo suggest-rules -c rules odd.log >again
expect "with these rules nothing is left to propose" "" "$(grep -v '^#' again | grep .)"

# hit IP SECOND METHOD URL STATUS REFERER
hit() {
    printf '203.0.113.%d - - [05/Oct/2026:10:%02d:%02d +0300] "%s %s HTTP/1.1" %d 5 "%s" "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"\n' \
        "$1" $(($2 / 60)) $(($2 % 60)) "$3" "$4" "$5" "$6"
}
site=https://lavka.example
for v in 1 2 3 4 5 6 7 8 9 10 11 12; do
    n=$((v % 5 + 1)) t=$((v * 60))
    hit $v $t GET "/?partner=blog$((v % 2))" 200 "https://vk.com/"
    hit $v $((t + 1)) GET /s.css 200 $site/
    hit $v $((t + 1)) GET /pic/$n 200 $site/
    hit $v $((t + 1)) GET /pic/$((n + 1)) 200 $site/
    hit $v $((t + 10)) GET "/kat.php?r=$n" 200 $site/
    hit $v $((t + 20)) GET "/pokaz.php?n=1$n&PHPSESSID=a$v" 200 "$site/kat.php?r=$n"
    hit $v $((t + 21)) GET "/pokaz.php?n=2$n&partner=blog$v" 200 https://ok.ru/
    hit $v $((t + 22)) POST /ajax/basket.php 200 "$site/pokaz.php?n=1$n"
    hit $v $((t + 30)) GET /korzinka 200 "$site/pokaz.php?n=1$n"
    hit $v $((t + 40)) GET "/vhod/vk?code=abc$v&mail=me@home.example" 302 https://id.vk.com/
    hit $v $((t + 24)) GET /cartridges 200 $site/
    hit $v $((t + 34)) GET /korzina-dlya-belya 200 $site/
    hit $v $((t + 37)) GET /moi/istoriya-zakazov 200 $site/
    hit $v $((t + 43)) GET /parol/5f4dcc3b5aa765d61d8327deb882cf99$v 200 $site/
    hit $v $((t + 44)) GET /pismo/me@home.example/otpiska 200 $site/
    hit $v $((t + 45)) GET /nashi-lyudi 200 $site/
    [ $v -gt 4 ] || hit $v $((t + 46)) GET "/perehod?kuda=https%3A%2F%2Fvk.com%2Flavka" 302 $site/
    [ $v -gt 8 ] || hit $v $((t + 50)) POST /oformit-zakaz 302 $site/korzinka
    [ $v -gt 8 ] || hit $v $((t + 55)) GET "/zakaz/spasibo?n=$((500 + v))&summa=$((v * 990)),00" 200 https://yookassa.ru/
    [ $v -gt 8 ] || hit $v $((t + 56)) GET /podpiska/spasibo 200 $site/
done | LC_ALL=C sort -s -k4 >lavka.log

begin "a shop made by hand"
smo suggest-rules lavka.log >rules
cat >wanted <<'END'
page   order     ^/zakaz/spasibo/?(?=\?|$)(?=(?:.*[?&]n=(?<order>[^&]+))?)(?=(?:.*[?&]summa=(?<revenue>[^&]+))?)
page   cart      ^/korzinka/?(?:\?|$)
page   product   ^/pokaz\.php(?:\?|$)
page   category  ^/kat\.php(?:\?|$)
page   content   ^/podpiska/spasibo/?(?:\?|$)
page   asset     ^/pic/
action cart      POST ^/ajax/basket\.php(?:\?|$)
action login     ^/vhod/(?<network>vk)/?(?:\?|$)
action outbound  ^/perehod/?\?(?:.*&)?kuda=
track partner
identity r
identity n
track PHPSESSID
END
grep -v '^#' rules | grep . >got
expect_same "rules" wanted got
expect_grep '^# 12 hits of 12 visitors: looks like the cart' rules
expect_grep '^#     /zakaz/spasibo\?n=501&summa=990,00$' rules
expect_grep '^#     12 hits of 12 visitors: /nashi-lyudi$' rules
expect_no_grep 'home.example|abc1|5f4dcc' rules
expect_grep '^#     /parol/\.\.\.$' rules
expect_status 0 smo-classify --check -c rules
smo-parse lavka.log | smo-classify -g none -c rules | smo-funnel | mlr --itsv --skip-comments --onidx \
    stats1 -a sum -f orders,revenue then put '$revenue_sum = int($revenue_sum)' >got
expect "orders and money" "8 35640" "$(cat got)"

begin "any awk"
for awk in mawk gawk original-awk; do
    program=$(command -v "$awk") || continue
    mkdir -p "$awk" && ln -sf "$program" "$awk/awk"
    (PATH=$TMP/$awk:$PATH && smo suggest-rules lavka.log && smo suggest-rules odd.log) >"$awk.rules"
    [ -e first ] || cp "$awk.rules" first
    expect_same "$awk" first "$awk.rules"
done
[ -e first ] || skip "none of these is installed"

begin "shop engines"
# engine PATTERN URL...: a log of these is taken for that engine.
engine() {
    name=$1
    shift
    for url; do
        for i in 1 2 3 4 5 6 7 8 9; do
            hit $i $i GET "$url" 200 -
        done
    done >engine.log
    smo suggest-rules engine.log >rules
    expect_grep "looks like $name " rules
    expect_grep "smo report -c FILE -c $name LOG" rules
    expect_status 0 smo-classify --check -c rules -c "$name"
    smo suggest-rules -c "$name" engine.log | expect_no_grep 'looks like [a-z]* \('
}
engine bitrix /bitrix/js/main/core.js /bitrix/cache/css/s1.css /upload/iblock/1.jpg
engine opencart '/index.php?route=product/product&product_id=5' '/index.php?route=checkout/cart' \
    /catalog/view/theme/default/a.css
engine woocommerce '/?wc-ajax=add_to_cart' /wp-content/plugins/woocommerce/assets/a.css \
    /checkout/order-received/12/
engine prestashop /modules/ps_shoppingcart/a.js '/index.php?controller=cart' '/index.php?id_product=4'

begin "pages of thanks in other words, and folders that are alike"
for v in 1 2 3 4 5 6 7 8 9; do
    t=$((v * 300))
    for folder in divany stoly kresla svet; do
        hit $v $t GET /$folder/ 200 https://ok.ru/
        for n in 1 2 3 4 5; do hit $v $((t + n * 9)) GET /$folder/$((v + n)).html 200 $site/$folder/; done
        t=$((t + 60))
    done
    hit $v $((t + 20)) GET /oformlenie-zakaza/ 200 $site/korzina/
    hit $v $((t + 30)) GET "/oformlenie-zakaza/zakaz-prinyat/$((700 + v))/?key=wc_order_$v" 200 $site/
    hit $v $((t + 40)) GET "/itog?zakaz=$((800 + v))" 200 $site/
done | LC_ALL=C sort -s -k4 >alike.log
smo suggest-rules alike.log >rules
expect_grep '^page +order +\^/oformlenie-zakaza/zakaz-prinyat/\(\?<order>\[\^/\?\]\+\)/' rules
expect_grep '^page +order +\^/itog/\?.*zakaz=\(\?<order>' rules
expect_grep '^#page +product +\^/\(\?:(divany|stoly|kresla|svet)(\|(divany|stoly|kresla|svet)){3}\)/\[\^/\?\]\+\\.html' rules
expect_grep '^#page +category +\^/\(\?:[a-z|]*\)/' rules
expect_status 0 smo-classify --check -c rules
sed 's/^#page/page/' rules >taken
expect_status 0 smo-classify --check -c taken
smo-parse alike.log | smo-classify -g none -c rules | smo-funnel | mlr --itsv --skip-comments --onidx \
    cut -f order_ids then head -n 1 | expect_grep '701.*801|801.*701'

begin "a social login"
for i in 1 2 3 4 5; do
    hit $i $i GET "/zajti/vk?n=7&device_id=ab$i&code=x" 302 -
done >login.log
smo suggest-rules login.log | expect_grep '^action +login +\^/zajti/\(\?<network>vk\)'

begin "hostile addresses stay text"
for i in 1 2 3 4 5; do
    hit $i 1 POST '/cart(add)+[x]$/?q=%0a#page order GET' 200 -
    hit $i 2 GET "/$(printf '%08000d' 7)/basket/add" 200 -
    hit $i 3 GET '/basket #page order ^/' 200 -
    hit $i 4 GET '/korzina\x0apage order ^/' 200 -
    hit $i 5 GET '/zakaz/spasibo/?n)(?<order>=7&(?#=1&summa=5' 200 -
    hit $i 6 GET "/tovary/$i?id[]=1&a b=2&\\E=3" 200 'http://x.example/#
bot all /./'
    hit $i 7 GET '/\Q.*\E/checkout' 200 -
    hit $i 8 GET "/(?i)^.*/product/$i" 200 -
    printf 'page order ^/\n'
done >hostile.log 2>/dev/null
smo suggest-rules hostile.log >rules
expect "status" 0 $?
expect_status 0 smo-classify --check -c rules
expect "only rules and comments" "" "$(grep -vE '^(#|$|(page|action) +[a-z]+ +(POST )?\^/|(track|identity) [A-Za-z_]+$)' rules)"
smo-classify --test -c rules / - - | grep ^page | expect_grep home

begin "what it is told wrongly"
expect_status 2 smo suggest-rules
expect_status 2 smo suggest-rules -x log
expect_status 2 smo suggest-rules nowhere.log
expect_status 2 smo suggest-rules -c nowhere.rules known.log
: >empty.log
expect_status 2 smo suggest-rules empty.log
