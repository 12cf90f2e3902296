# smo-classify(1), Site: which hosts are one site, and how it is learned.
. "${0%/*}/lib.sh"
. "$FIXTURES/classify/hits.sh"

begin "the hosts of one -s and their subdomains are one site, called by the first"
{
    hit host=shop.example
    hit host=m.shop.example
    hit host=shop.other.example
    hit host=www.shop.example referer=https://a.b.shop.other.example/
    hit host=notshop.example
} | stream | classify -s shop.example,shop.other.example >out
expect "sites" "shop.example shop.example shop.example shop.example notshop.example" \
    "$(columns host <out | xargs)"
expect "internal" "internal" "$(columns source <out | sed -n 4p)"

begin "several -s are several sites"
{
    hit host=one.example referer=https://two.example/
    hit host=two.example referer=https://www.two.example/
} | stream | classify -s one.example -s two.example >out
expect "sites" "one.example two.example" "$(columns host <out | xargs)"
expect "sources" "two.example internal" "$(columns source <out | xargs)"

begin "a name never begins with www"
expect "site" "shop.example" "$(hit host=www.shop.example | stream |
    classify -s www.shop.example | columns host)"

begin "a name in another alphabet is the one that browsers send"
for name in магазин.рф МАГАЗИН.рф xn--80aairftm.xn--p1ai; do
    expect "$name" "xn--80aairftm.xn--p1ai internal" "$(
        hit host=www.xn--80aairftm.xn--p1ai referer=https://xn--80aairftm.xn--p1ai/ | stream |
            classify -s "$name" | columns host source | xargs
    )"
done
expect_cells source internal host=магазин.рф referer=https://xn--80aairftm.xn--p1ai/

begin "what is no host is refused"
for text in https://shop.example/ shop.example/ru 'a b' '*.shop.example' shop.example,https://b.example; do
    hit host=shop.example | stream >in
    expect_status 2 smo-classify -g none -s "$text" in
    expect "says so: $text" "smo-classify: -s: no host: '$text'; try shop.example, without https:// and path" \
        "$(cat "$TMP/err")"
done

begin "else the registrable domain of the column host"
for pair in www.shop.co.uk=shop.co.uk a.b.shop.com=shop.com shop.github.io=shop.github.io \
    192.0.2.7=192.0.2.7 localhost=localhost co.uk=co.uk 2001:db8::1=2001:db8::1 \
    shop.xn--p1ai=shop.xn--p1ai -=-; do
    expect_cells host "${pair#*=}" "host=${pair%%=*}"
done
expect_cells source internal host=a.shop.co.uk referer=https://b.shop.co.uk/
expect_cells source other.co.uk host=shop.co.uk referer=https://other.co.uk/

begin "notes name the sites, at most 16"
i=0
while [ $i -lt 20 ]; do
    i=$((i + 1))
    hit "host=s$i.com"
done | stream | classify >out
expect "how many" 16 "$(notes classify.site <out | wc -l)"
expect "the first" s1.com "$(notes classify.site <out | head -n 1)"

begin "with -s a log without hosts is of the first"
expect "site" "shop.example" "$(hit host=- | stream |
    classify -s shop.example -s other.example | columns host)"
expect "internal" "internal" "$(hit host=- referer=https://shop.example/ | stream |
    classify -s shop.example | columns source)"

# assets NUMBER HOST: so many asset hits, referred by that host.
assets() {
    i=0
    while [ $i -lt "$1" ]; do
        i=$((i + 1))
        hit host=- "url=/$2-$i.css" "referer=$2"
    done
}

begin "learned: hosts that refer at least a tenth of the assets"
{
    hit host=- url=/ referer=https://shop.example/x
    assets 8 https://www.shop.example/page
    assets 1 https://shop2.example/
    assets 1 -
    hit host=- url=/ referer=https://shop2.example/
    hit host=- url=/ referer=https://m.shop.example/
    hit host=- url=/ referer=https://rare.example/
} | stream | classify --keep-assets >out
expect "site" "shop.example" "$(columns host <out | sort -u)"
expect "learned" "shop.example,shop2.example" "$(notes classify.site.learned <out)"
expect "held back hits are judged by it too" "internal" "$(columns source <out | head -n 1)"
expect "sources" "internal internal rare.example" "$(columns source <out | tail -n 3 | xargs)"

begin "learned: the tenth is exact, and of all assets"
{
    assets 10 https://shop.example/
    assets 9 -
} | stream | classify >out
expect "10 of 19" "shop.example" "$(notes classify.site.learned <out)"
{
    assets 1 https://shop.example/
    assets 9 -
} | stream | classify >out
expect "1 of 10" "shop.example" "$(notes classify.site.learned <out)"
{
    assets 1 https://shop.example/
    assets 10 -
} | stream | classify >out
expect "1 of 11" "" "$(notes classify.site.learned <out)"

begin "learned: no known medium and no return host"
{
    assets 5 https://vk.com/
    assets 4 https://yookassa.example/
    assets 2 https://shop.example/
} | stream | classify >out
expect "site" "shop.example" "$(notes classify.site.learned <out)"

begin "learned: of equally common hosts the first by name"
{
    assets 2 https://b.example/
    assets 2 https://a.example/
} | stream | classify >out
expect "site" "a.example" "$(notes classify.site <out)"

begin "where nothing can be learned all is one site"
{
    hit host=- referer=https://shop.example/
    hit host=- url=/checkout
} | stream | classify -v >out 2>err
expect "sites" "- -" "$(columns host <out | xargs)"
expect "a referer is not internal" "shop.example" "$(columns source <out | head -n 1)"
expect "note" "-" "$(notes classify.site <out)"
expect_grep 'no site can be learned' err

begin "learned from the first 65,536 hits, the rest is judged by it"
{
    echo "$hit_header"
    awk -v browser="$browser" 'BEGIN {
        for (i = 1; i <= 70000; i++) {
            host = i > 65536 ? "second.example" : i % 7 ? "first.example" : "third.example"
            printf "1\t+0000\t::1\t-\t-\tGET\t/%d.css\t200\t1\thttp://%s/\tM\t-\t-\n", i, host
        }
        print "#end\trows=70000\tstatus=complete"
    }'
} | classify --keep-assets >out
expect "learned" "first.example,third.example" "$(notes classify.site.learned <out)"
expect "no row is lost" 70000 "$(grep -c '^[0-9]' out)"
expect "rows keep their order" "$(seq -f '/%g.css' 70000 | cksum)" "$(columns url <out | cksum)"

# learned_by HOST...: how many hits it takes, of 5,000 assets that these hosts refer by turns.
learned_by() {
    {
        echo "$hit_header"
        awk -v hosts="$*" 'BEGIN {
            count = split(hosts, host, " ")
            for (i = 0; i < 5000; i++)
                printf "1\t+0000\t::1\t-\t-\tGET\t/%d.css\t200\t1\t%s\tM\t-\t-\n", i, host[i % count + 1]
            print "#end\trows=5000\tstatus=complete"
        }'
    } | classify -v 2>&1 >out | sed -n 's/.*the site, by \([0-9]*\) hits.*/\1/p'
}

begin "learned sooner, where a thousand assets leave no doubt"
a=http://a.example/ b=http://b.example/
expect "one host" 1000 "$(learned_by $a)"
expect "two" 1000 "$(learned_by $a $b)"
expect "what many have no referer for" 1000 "$(learned_by $a - -)"
expect "a seventh is some doubt" 5000 "$(learned_by $a $a $a $a $a $a $b)"
expect "it is learned then" "a.example,b.example" "$(notes classify.site.learned <out)"
expect "a host of a seventh alone" 5000 "$(learned_by $a - - - - - -)"
expect "no host at all" "" "$(learned_by -)"

begin "learned across headers that recur, and with foreign columns"
{
    printf 'time\tzone\tip\tmethod\turl\tstatus\treferer\tmine\n'
    printf '1\t+0000\t::1\tGET\t/a.css\t200\thttp://s.example/\tx\n'
    printf 'time\tip\tmethod\turl\tstatus\treferer\n'
    printf '2\t::1\tGET\t/\t200\thttp://s.example/\n'
    printf '#end\trows=2\tstatus=complete\n'
} | classify >out
expect "sources" "internal internal" "$(columns source <out | xargs)"
expect "headers" 2 "$(grep -c '^time' out)"
expect "foreign cell" x "$(columns mine <out | head -n 1)"
