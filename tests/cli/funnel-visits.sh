#!/bin/sh
# What is a visit: contract section 2, sentence by sentence.
. "${0%/*}/lib.sh"
. "$FIXTURES/funnel/hits.sh"

begin "the key is the visitor, else the client"
expect "two cookies behind one client are two visits" "2" "$(hits <<. | smo-funnel | visits time | wc -l
0 visitor=00000000000000a1
1 visitor=00000000000000a2
.
)"
expect "the visitor column is the key" "00000000000000a1 1
00000000000000c1 1" "$(hits <<. | smo-funnel | visits visitor pages
0 visitor=00000000000000a1
1
.
)"
expect "two agents behind one address are two visits" "2" "$(hits <<. | smo-funnel | visits time | wc -l
0 client=00000000000000c1
0 client=00000000000000c2
.
)"
expect "keys that smo-classify did not make serve as well" "bob 2" "$(hits <<. | smo-funnel | visits visitor pages
0 visitor=bob
1 visitor=bob url=/2
.
)"
expect "a client and a visitor spelled alike are two" "2" "$(hits <<. | smo-funnel | visits time | wc -l
0 client=x
1 visitor=x client=y
.
)"

begin "visits go by site"
expect "two sites" "a.example 1
b.example 1" "$(hits <<. | smo-funnel | visits host pages
0 host=a.example
1 host=b.example
.
)"
expect "www. is no other site" "shop.example 2" "$(hits <<. | smo-funnel | visits host pages
0 host=www.shop.example
1 host=shop.example
.
)"
expect "no host is one site" "- 2" "$(hits <<. | smo-funnel | visits host pages
0 host=-
1 host=-
.
)"

begin "idle for MORE than 30 minutes ends a visit"
expect "1800 s do not" "0 1800 2" "$(hits <<. | smo-funnel | visits time end pages
0
1800
.
)"
expect "1801 s do" "0 0 1
1801 1801 1" "$(hits <<. | smo-funnel | visits time end pages
0
1801
.
)"
expect "1800.001 s do" "2" "$(hits <<. | smo-funnel | visits time | wc -l
0.000
1800.001
.
)"
expect "--timeout 10m" "0 1
1201 1" "$(hits <<. | smo-funnel --timeout 10m | visits time pages
0
1201
.
)"
expect "it is idleness that counts, not length" "1" "$(hits <<. | smo-funnel | visits time | wc -l
0
30m
60m
90m
.
)"

begin "midnight does not end a visit"
expect "23:50 and 00:10" "57000 58200 2" "$(hits <<. | smo-funnel | visits time end pages
57000
58200
.
)"

begin "page views"
for case in 'method=GET:1' 'method=POST:1' 'method=HEAD:' 'method=PUT:0' 'status=404:1' 'status=500:1' \
    'status=304:1' 'status=301:0' 'status=302:0' 'status=103:0' 'status=408:0' 'status=444:0' \
    'status=499:0' 'page=asset:' 'page=api:' 'page=api method=POST:0' 'status=206:1' 'status=-:1'; do
    expect "${case%:*}" "${case##*:}" "$(echo "0 ${case%:*}" | hits | smo-funnel | visits pages)"
done
expect "a 404 can be the landing" "/old 404 1" \
    "$(echo '0 url=/old status=404' | hits | smo-funnel | visits landing landing_status errors)"
expect "a 304 can be the landing" "/ 304" \
    "$(echo '0 status=304' | hits | smo-funnel | visits landing landing_status)"
expect "repeats of one url with 206 are one" "2 3" "$(hits <<. | smo-funnel | visits pages hits
0 url=/film status=206
1 url=/film status=206
2 url=/other status=206
.
)"
expect "a 206 of the page just shown whole is no other" "1" "$(hits <<. | smo-funnel | visits pages
0 url=/film status=200
1 url=/film status=206
.
)"
expect "the same page shown whole again is another view" "2" "$(hits <<. | smo-funnel | visits pages
0 url=/film
1 url=/film
.
)"

begin "what keeps a visit alive, and what starts one"
for case in 'page=product:0 3000' 'page=product method=PUT:0 3000' 'page=api method=POST:0 3000' \
    'page=api action=cart:0 3000' 'page=api action=share:0 3000' 'page=product status=404:0 3000' \
    'page=product status=302:0 3000' 'page=api action=order:0 3000'; do
    expect "${case%:*} does" "${case##*:}" "$(hits <<. | smo-funnel | visits time end
0
1500 ${case%:*}
3000
.
)"
done
for case in 'page=asset' 'page=api' 'page=product method=HEAD' 'page=product method=OPTIONS' \
    'page=order method=HEAD' 'method=- url=- page=asset status=408'; do
    expect "$case does not" "0 0
3000 3000" "$(hits <<. | smo-funnel | visits time end
0
1500 $case
3000
.
)"
    expect "$case starts none" "" "$(echo "0 $case" | hits | smo-funnel | visits time)"
    expect "$case astray is counted" "1" "$(echo "0 $case" | hits | smo-funnel | count_of astray)"
done
expect "an order by GET api starts a visit" "1 0 - -" \
    "$(echo '0 page=api action=order' | hits | smo-funnel | visits orders pages landing path)"

begin "another social source starts a new visit"
expect "vk, then facebook" "0 vk
10 facebook" "$(hits <<. | smo-funnel | visits time source
0 source=vk medium=network
10 source=facebook medium=network url=/2
.
)"
expect "direct, then vk" "0 direct
10 vk" "$(hits <<. | smo-funnel | visits time source
0
10 source=vk medium=network url=/2
.
)"
expect "vk, then vk again" "0 vk 2" "$(hits <<. | smo-funnel | visits time source pages
0 source=vk medium=network
10 source=vk medium=network url=/2
.
)"
for medium in network video messenger qa forum blog news bookmark market; do
    expect "medium $medium is social" "2" "$(hits <<. | smo-funnel | visits time | wc -l
0
10 source=x medium=$medium url=/2
.
)"
done
for medium in search ai mail ads referral internal return direct; do
    expect "medium $medium is not" "1" "$(hits <<. | smo-funnel | visits time | wc -l
0
10 source=x medium=$medium url=/2
.
)"
done
expect "an asset hit from a social source does not" "1" "$(hits <<. | smo-funnel | visits time | wc -l
0
10 source=vk medium=network page=asset
.
)"

begin "an outside source with another campaign starts a new visit"
expect "another one" "spring autumn" "$(hits <<. | smo-funnel | visits campaign | paste -sd' '
0 source=vk medium=network campaign=spring
10 source=vk medium=network campaign=autumn
.
)"
expect "one where there was none" "- autumn" "$(hits <<. | smo-funnel | visits campaign | paste -sd' '
0 source=vk medium=network
10 source=google medium=ads campaign=autumn
.
)"
expect "the same one goes on" "spring" "$(hits <<. | smo-funnel | visits campaign | paste -sd' '
0 source=vk medium=network campaign=spring
10 source=google medium=ads campaign=spring
.
)"
expect "none is no other" "spring" "$(hits <<. | smo-funnel | visits campaign | paste -sd' '
0 source=vk medium=network campaign=spring
10 source=google medium=search
.
)"
expect "tags inside the site's own referers do not" "1" "$(hits <<. | smo-funnel | visits time | wc -l
0 source=vk medium=network campaign=spring
10 source=internal medium=internal campaign=banner
.
)"
expect "a return does not" "1" "$(hits <<. | smo-funnel | visits time | wc -l
0 source=vk medium=network campaign=spring
10 source=return medium=return campaign=pay
.
)"

begin "in-app agent alone never starts a new visit"
expect "by source" "1" "$(hits <<. | smo-funnel | visits time | wc -l
0 source=vk medium=network
10 source=facebook medium=network evidence=app
.
)"
expect "by campaign" "1" "$(hits <<. | smo-funnel | visits time | wc -l
0 source=vk medium=network
10 source=vk medium=network evidence=app campaign=x
.
)"

begin "never within 30 minutes after a checkout step"
expect "1800 s after it" "1" "$(hits <<. | smo-funnel | visits time | wc -l
0 page=checkout
1800 source=vk medium=network campaign=x
.
)"
expect "1801 s after it, in a visit that went on" "2" "$(hits <<. | smo-funnel | visits time | wc -l
0 page=checkout
1000
1801 source=vk medium=network campaign=x
.
)"
expect "whatever the timeout" "2" "$(hits <<. | smo-funnel --timeout 2h | visits time | wc -l
0 page=checkout
1801 source=vk medium=network campaign=x
.
)"
expect "a checkout that was refused is none" "2" "$(hits <<. | smo-funnel | visits time | wc -l
0 page=checkout status=500
10 source=vk medium=network
.
)"
expect "whatever --steps says" "1" "$(hits <<. | smo-funnel --steps order | visits time | wc -l
0 page=checkout
10 source=vk medium=network
.
)"

begin "other outside sources inside a running visit do not"
expect "search" "vk 2" "$(hits <<. | smo-funnel | visits source pages
0 source=vk medium=network
10 source=google medium=search
.
)"

begin "a redirect chain is one visit, and the landing is the page it leads to"
expect "hop, hop, page" "0 vk /go /product/1 product 200 1 3" "$(hits <<. | smo-funnel | visits time source offered landing landing_page landing_status pages hits
0 url=/go page=other status=302 source=vk medium=network
1 url=/go2 page=other status=301 source=vk medium=network
2 url=/product/1 page=product source=vk medium=network
.
)"
expect "the first outside source gives the visit's, with all that belongs to it" \
    "0 facebook network utm paid spring post1 club1" "$(hits <<. | smo-funnel | visits time source medium evidence paid campaign content place
0 url=/go page=other status=302
1 url=/x page=product source=facebook medium=network evidence=utm paid=paid campaign=spring content=post1 place=club1
.
)"
expect "another source within the chain is no other visit" "0 vk spring" "$(hits <<. | smo-funnel | visits time source campaign
0 url=/go page=other status=302 source=vk medium=network campaign=spring
1 url=/x page=product source=facebook medium=network campaign=autumn
.
)"
expect "once a page was shown it is too late" "0 direct
20 vk" "$(hits <<. | smo-funnel | visits time source
0 url=/go page=other status=302
10 url=/x page=product
20 url=/y page=product source=vk medium=network
.
)"
expect "device, country and so on stay those of the first hit" "mobile vk RU" "$(hits <<. | smo-funnel | visits device app country
0 url=/go status=302 device=mobile app=vk country=RU
1 device=desktop source=vk medium=network country=DE
.
)"

begin "a visit of hops only has landing -"
expect "one hop" "/go other - - - 0 -" "$(echo '0 url=/go page=other status=302' | hits | smo-funnel |
    visits offered offered_page landing landing_page landing_status pages path)"

begin "a visit that begins with return within 24 hours of the last checkout takes that visit's source"
expect "hours later" "vk network referer organic spring post club1
vk network referer organic spring post club1" "$(hits <<. | smo-funnel | visits source medium evidence paid campaign content place
0 page=checkout source=vk medium=network evidence=referer paid=organic campaign=spring content=post place=club1
5h source=return medium=return page=order
.
)"
expect "exactly 24 hours" "vk vk" "$(hits <<. | smo-funnel | visits source | paste -sd' '
0 page=checkout source=vk medium=network
24h source=return medium=return
.
)"
expect "a second more" "vk internal" "$(hits <<. | smo-funnel | visits source | paste -sd' '
0 page=checkout source=vk medium=network
86401 source=return medium=return
.
)"
expect "an order and no outside source" "vk vk" "$(hits <<. | smo-funnel | visits source | paste -sd' '
0 page=checkout source=vk medium=network
2h page=order
.
)"
expect "an order with an outside source keeps its own" "vk google" "$(hits <<. | smo-funnel | visits source | paste -sd' '
0 page=checkout source=vk medium=network
2h page=order source=google medium=search
.
)"
expect "no order, no return: its own" "vk direct" "$(hits <<. | smo-funnel | visits source | paste -sd' '
0 page=checkout source=vk medium=network
2h
.
)"
expect "of that site only" "vk internal" "$(hits <<. | smo-funnel | visits source | paste -sd' '
0 page=checkout source=vk medium=network
2h source=return medium=return host=other.example
.
)"
expect "a direct visit's checkout gives direct" "direct direct" "$(hits <<. | smo-funnel | visits source | paste -sd' '
0 page=checkout
2h source=return medium=return
.
)"

begin "otherwise one that begins with internal or return has source internal"
for source in internal return; do
    expect "$source" "internal internal" \
        "$(echo "0 source=$source medium=$source" | hits | smo-funnel | visits source medium)"
done

begin "a bounce has at most one page view"
expect "assets and hops are none" "1 3" "$(hits <<. | smo-funnel | visits pages hits
0 url=/go status=302
1 url=/a
2 url=/a.css page=asset
3 url=/api page=api
.
)"

begin "a hit older than its visit's latest is taken in input order and moves no time back"
expect "times stay, the path is in input order" "100 100 home>product>cart" "$(hits <<. | smo-funnel | visits time end path
100
90 url=/p page=product
95 url=/c page=cart
.
)"
expect "300 s late is not counted as late" "0" "$(hits <<. | smo-funnel | count_of late
0
600
300
.
)"
expect "over 5 minutes late is" "1" "$(hits <<. | smo-funnel | count_of late
0
600
299
.
)"
expect "not if it starts a visit of its own" "0" "$(hits <<. | smo-funnel | count_of late
0
600
200 source=vk medium=network
.
)"
expect "slight disorder between visitors changes nothing" "1
1" "$(hits <<. | smo-funnel | visits time | sort | uniq -c | awk '{ print $1 }'
0
1 client=x
1750 client=x
2000 client=x
1790
.
)"

begin "rows come by closing time, then start, then input order"
expect "closing time" "b a" "$(hits <<. | smo-funnel | visits visitor | paste -sd' '
0 client=a
1 client=b
2 client=a url=/2
.
)"
expect "then start" "b a" "$(hits <<. | smo-funnel | visits visitor | paste -sd' '
1 client=a
0 client=b
1 client=b
.
)"
expect "then input order" "c a b" "$(hits <<. | smo-funnel | visits visitor | paste -sd' '
0 client=c
0 client=a
0 client=b
.
)"
expect "a visit that another follows closes when that begins" "a b a" "$(hits <<. | smo-funnel | visits visitor | paste -sd' '
0 client=a
1 client=b
2 client=a source=vk medium=network
.
)"
expect "a visit is written when its time has come, not at the end" "a" "$( (hits_open <<.
0 client=a
2h client=b
.
) | smo-funnel --part | head -n 2 | visits visitor)"

begin "a hit with a cookie takes over the running visit of its client"
expect "a cookie appears" "a1 3" "$(hits <<. | smo-funnel | visits visitor pages
0
10 visitor=a1
20 visitor=a1
.
)"
expect "and so do the touches" "vk/network>vk/network" "$(hits <<. | smo-funnel | visits touch_path | tail -n 1
0 source=vk medium=network
2d source=vk medium=network
172810 visitor=a1
.
)"
expect "not if it has a running visit of its own" "a1 2
c1 1" "$(hits <<. | smo-funnel | visits visitor pages | sort
0 visitor=a1 client=c1
10 client=c1
20 visitor=a1 client=c1
.
)"
expect "not if the client's belongs to a cookie already" "a1 1
a2 1" "$(hits <<. | smo-funnel | visits visitor pages
0 visitor=a1
10 visitor=a2
.
)"
expect "not if the client's has timed out" "00000000000000c1 1
a1 1" "$(hits <<. | smo-funnel | visits visitor pages
0
1801 visitor=a1
.
)"
expect "a later hit without a cookie is somebody else's" "a1 2
c1 1" "$(hits <<. | smo-funnel | visits visitor pages | sort
0 client=c1
10 client=c1 visitor=a1
20 client=c1
.
)"
expect "the last checkout comes along" "vk vk" "$(hits <<. | smo-funnel | visits source | paste -sd' '
0 page=checkout source=vk medium=network
10 visitor=a1
5h visitor=a1 source=return medium=return
.
)"
expect "an asset's cookie serves as well" "a1 1 yes" "$(hits <<. | smo-funnel | visits visitor pages rendered
0
10 visitor=a1 page=asset
.
)"

begin "previews and bots"
expect "a preview fetch is a row of one hit" "preview vk network 1 1 /p 0 0 - -" "$(hits <<. | smo-funnel | visits kind source medium hits pages landing orders touches touch_path steps
0 kind=preview source=vk medium=network url=/p page=product
.
)"
expect "two fetches are two rows" "2" "$(hits <<. | smo-funnel | visits kind | wc -l
0 kind=preview
1 kind=preview
.
)"
for case in method=HEAD page=asset page=api status=302; do
    expect "$case is no fetch that counts" "" "$(echo "0 kind=preview $case" | hits | smo-funnel | visits kind)"
done
expect "a preview's order is none" "0 1" "$(echo '0 kind=preview page=order order=7' | hits | smo-funnel |
    tee out | visits orders) $(count_of bot_orders <out)"
expect "bots are counted and dropped" " 1" "$(echo '0 kind=bot' | hits | smo-funnel | tee out |
    visits kind) $(count_of bot <out)"
expect "--bots keeps them" "bot 1 -" "$(echo '0 kind=bot page=order order=7' | hits | smo-funnel --bots |
    visits kind hits order_ids)"
expect "orders of robots are counted" "1" "$(echo '0 kind=bot page=order order=7' | hits | smo-funnel |
    count_of bot_orders)"
expect "a bot never shares a person's visit" "human 1" "$(hits <<. | smo-funnel | visits kind hits
0
1 kind=bot
.
)"

begin "every hit has its place in the ledger"
expect "hits = in_visits + astray + preview + bot + untimed" "6 2 1 2 1 0" "$(hits <<. | smo-funnel >out
0
1 url=/2
0 client=x page=asset
1 kind=preview
2 kind=preview page=asset
3 kind=bot
.
for name in hits in_visits astray preview bot untimed; do count_of $name <out; done | paste -sd' ')"
