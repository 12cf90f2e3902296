# smo-classify: the columns it makes.
. "${0%/*}/lib.sh"
. "$FIXTURES/classify/hits.sh"

begin "all classified columns, in order"
# The rules of the tests hold an offer.
wanted='time zone client visitor host method url status seconds kind device app source medium'
wanted="$wanted evidence paid campaign content offer place country region city page action network"
wanted="$wanted order revenue currency"
hit | stream >one
expect "header" "$wanted offer_page" "$(classify one | grep '^time' | tr '\t' ' ')"
grep -v offer "$FIXTURES/classify/test.rules" >no-offer.rules
expect "without offers" "$wanted" "$(smo-classify -g none --no-default-rules \
    -c no-offer.rules one | grep '^time' | tr '\t' ' ')"
expect "no rows, still a header" 1 "$(stream </dev/null | classify | grep -c '^time')"

begin "cells are passed on as they are"
expect_cells "time zone method url status seconds" '1795330800.25 -0330 BREW /a\tb\\%20 418 0.003' \
    time=1795330800.25 zone=-0330 method=BREW 'url=/a\tb\\%20' status=418 seconds=0.003

begin "client: by address and agent; IPv6 by its /64"
{
    hit ip=192.0.2.1
    hit ip=192.0.2.1
    hit ip=192.0.2.2
    hit ip=192.0.2.1 "agent=$vk_app"
    hit ip=2001:db8:0:1::1
    hit ip=2001:db8:0:1:ffff::2
    hit ip=2001:db8:0:2::1
    hit ip=crawler.example
    hit ip=crawler2.example
} | stream >people
# Numbers its lines by first sight: keys differ from run to run.
number() {
    awk '{ if (!($0 in seen)) seen[$0] = ++count; printf "%s ", seen[$0] }'
}
expect "clients" "1 1 2 3 4 4 5 6 7 " "$(classify people | columns client | number)"
expect "--client ip" "1 1 2 1 3 3 4 5 6 " "$(classify --client ip people | columns client | number)"
expect "note" ip "$(classify --client ip people | notes classify.client)"
classify people | columns client | head -n 1 | expect_grep '^[0-9a-f]{16}$'

begin "visitor: cookie, else login, else nothing"
{
    hit cookie=a user=u
    hit cookie=a user=v
    hit cookie=b user=u
    hit user=u
    hit user=u ip=192.0.2.9
    hit user=a
    hit
} | stream >visitors
expect "visitors" "1 1 2 3 3 4 5 " "$(classify visitors | columns visitor | number)"
expect "none" - "$(classify visitors | columns visitor | tail -n 1)"

begin "without -k keys differ from run to run, and nothing else does"
classify visitors >first
classify visitors >second
expect "rows but client and visitor" "$(cut -f 1-2,5- first | cksum)" "$(cut -f 1-2,5- second | cksum)"
expect "keys" different "$(cmp -s first second || echo different)"

begin "device"
for pair in "$browser=desktop" "$vk_app=mobile" \
    'Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) Mobile/15E148=tablet' \
    'Mozilla/5.0 (Linux; Android 14; SM-X710) Safari=tablet' \
    'Mozilla/5.0 (SMART-TV; Linux; Tizen 7.0)=tv' 'Mozilla/5.0 (Windows NT 6.1; Tablet PC 2.0)=desktop' \
    'Mozilla/5.0 (Unknown)=-'; do
    expect_cells device "${pair##*=}" "agent=${pair%=*}"
done

begin "place: in the referer of the source, then in utm_content"
expect_cells "source place" "vk wall-1_2" referer=https://vk.com/wall-1_2?reply=1
expect_cells "source place" "vk club5" 'url=/?utm_source=vk&utm_content=club5'
expect_cells "source place" "vk club1" 'url=/?utm_source=vk&utm_content=club5' \
    referer=https://vk.com/club1
expect_cells "source place" "facebook -" 'url=/?utm_source=fb' referer=https://vk.com/club1
expect_cells "source place" "internal -" 'url=/?utm_content=club5' referer=https://shop.example/
expect_cells "source place" "direct -" 'url=/?utm_content=club5'

begin "offer: what a campaign or content promises, and its type"
expect_cells "offer offer_page" "/product/sofa product" 'url=/?utm_campaign=Spring'
expect_cells "offer offer_page" "/product/sofa product" 'url=/?utm_content=spring'
expect_cells "offer offer_page" "- -" 'url=/?utm_campaign=spring2'

begin "page and action"
expect_cells "page action" "home -" url=/
expect_cells "page action" "home -" 'url=/?utm_source=vk&ref_click=7&fbclid=1'
for empty in '/?' '/?&' '/?&&ref_click=7&'; do
    expect_cells "page action" "home -" "url=$empty"
done
expect_cells "page action" "other -" 'url=/?x=1'
expect_cells "page action network" "other login vk" url=/auth/vkontakte/callback
expect_cells "page action network" "other share unheard" url=/share/Unheard
expect_cells "page action order" "api cart x1" url=/api/cart/x1 method=POST
expect_cells "page action order" "api - -" url=/api/cart/x1
expect_cells "page action" "asset -" url=- method=-

begin "order"
expect_cells "page order" "order 77" 'url=/thank-you?id=77'
expect_cells "order" "A-1/ b" 'url=/thank-you?id=A%2D1%2F+b+'
expect_cells "order" "-" 'url=/thank-you?id=+'
expect_cells "order" 'a\tb' 'url=/thank-you?id=a%09b'

begin "revenue"
while read -r text wanted; do
    expect_cells "revenue" "$wanted" "url=/thank-you?total=$text"
done <<'END'
1299 1299
1299.50 1299.50
1,299.50 1299.50
1.299,50 1299.50
1.234.567 1234567
1,234,567 1234567
1.234 1.234
1,234 1234
12,3 12.3
12,34 12.34
12, 12
12. 12
,5 0.5
.5 0.5
007 7
0 0
1+299%2C50 1299.50
1%C2%A0299 1299
1%E2%80%AF299 1299
1.2,3.4 -
1,2.3,4 -
-5 -
12%E2%82%BD -
abc -
. -
1234567890123456789 -
1.0123456789 -
END
expect_cells "revenue" "12.99" 'url=/thank-you?cents=1299'
expect_cells "revenue" "0.05" 'url=/thank-you?cents=5'
expect_cells "revenue" "-" 'url=/thank-you?cents=12.99'
expect_cells "revenue" "7" 'url=/thank-you?total=7&cents=100'
expect_cells "currency" "RUB" 'url=/thank-you?cur=rub'

begin "foreign columns are passed on, those of an older classification are not"
printf 'time\tkind\tip\tmine\tmethod\turl\tstatus\tours\n1\tx\t::1\ta\\tb\tGET\t/\t200\t\n' >foreign
printf '#end\trows=1\tstatus=complete\n' >>foreign
expect "names" "offer_page mine ours" "$(classify foreign | grep ^time | cut -f 30- | tr '\t' ' ')"
expect "cells" 'a\tb -' "$(classify foreign | columns mine ours)"

begin "--keep passes on what tells people apart"
hit cookie=c user=u bytes=7 referer=https://vk.com/ | stream >kept
expect "names" "offer_page agent ip cookie user bytes referer" \
    "$(classify --keep agent,ip --keep cookie,user,bytes,referer,ip kept | grep ^time |
        cut -f 30- | tr '\t' ' ')"
expect "cells" "203.0.113.1 c u 7 https://vk.com/" \
    "$(classify --keep ip,cookie,user,bytes,referer kept | columns ip cookie user bytes referer)"
expect_status 2 classify --keep ip,referrer kept
expect_grep 'referrer' err

begin "without --keep nothing of a person is left"
hit ip=198.51.100.77 cookie=canary-cookie user=canary-user referer=https://canary.example/canary-path \
    agent="Mozilla/5.0 canary-agent" | stream | classify |
    expect_no_grep '198\.51\.100\.77|canary-(cookie|user|path|agent)'

begin "ledger: hits are people, previews and robots"
{
    hit
    hit "agent=$robot"
    hit agent=vkShare
    hit agent=-
    hit agent=curl/8.0
    hit referer=https://spam.example/
    hit url=/.env status=404
} | stream | classify >out
for pair in hits=7 human=1 preview=1 bot=5 bot.ahrefs=1 bot.empty=1 bot.unlike=1 bot.spam=1 \
    bot.scan=1 thinned=0 limit=0 agentless=0; do
    expect "classify.${pair%=*}" "${pair#*=}" "$(ledger "classify.${pair%=*}" <out)"
done

begin "a pattern that gives up is counted, and does not stop the run"
printf 'page deep ^/(a+)+$\npage deeper ^/aaa\nbot slow /(x+)+y$/\n' >slow.rules
long=$(awk 'BEGIN { for (i = 0; i < 4000; i++) printf "a" }')
hit "url=/${long}!" | stream | smo-classify -g none --no-default-rules -c slow.rules >out
expect "limit" 1 "$(ledger classify.limit <out)"
expect "page" other "$(columns page <out)"

begin "the shipped rules give nothing up, whatever they are made to repeat"
# bomb BEGINNING PIECE END: as long as servers take urls.
bomb() {
    awk -v beginning="$1" -v piece="$2" -v end="$3" 'BEGIN {
        text = beginning
        while (length(text) + length(piece) + length(end) <= 8100)
            text = text piece
        print text end
    }'
}
{
    hit "url=$(bomb /catalog /1111 /x)"
    hit "url=$(bomb /shop / x)"
    hit "url=$(bomb /a- /img '')"
    hit "url=$(bomb /index.php? 'x=be&' /x)"
    hit "url=$(bomb /order/ page_cache '&')"
    for piece in AdsBot 'AdsBot ' AdsBot.; do
        hit "agent=$(bomb 'Mozilla/5.0 (Linux; Android 10; ' "$piece" '')"
    done
} | stream | smo-classify -g none >out
expect "hits" 8 "$(ledger classify.hits <out)"
expect "limit" 0 "$(ledger classify.limit <out)"

begin "notes"
hit | stream | classify >out
expect "geo" none "$(notes classify.geo <out)"
expect "key" fresh "$(notes classify.key <out)"
expect "identity" "route,product_id" "$(notes classify.identity <out)"
expect "identity comes before the rows" 1 "$(grep -n classify.identity out | cut -d : -f 1)"

begin "more than a fifth of the page hits from one address"
crowd() {
    i=0
    while [ $i -lt 20 ]; do
        i=$((i + 1))
        hit "ip=192.0.2.$i"
    done
    i=0
    while [ $i -lt "$1" ]; do
        i=$((i + 1))
        hit "agent=Mozilla/5.0 $i"
        hit url=/a.css
    done
}
expect "6 of 26" 23% "$(crowd 6 | stream | classify | notes classify.crowd)"
expect "5 of 25 is no more" "" "$(crowd 5 | stream | classify | notes classify.crowd)"

begin "any time zone, locale and order of options: the same bytes"
cat visitors people >many
classify -k key many >wanted
TZ=Asia/Tokyo LC_ALL=C.UTF-8 classify -k key many >got
expect_same "output" wanted got
