# smo-classify(1), Thinning: which assets are passed on.
. "${0%/*}/lib.sh"
. "$FIXTURES/classify/hits.sh"

# passed OPTION... < ROWS: the urls that come through.
passed() {
    stream | classify "$@" | columns url | xargs
}

begin "the first asset of a client after each of its page hits is passed on"
{
    hit url=/
    hit url=/1.css
    hit url=/2.css
    hit url=/3.css
    hit url=/product/1
    hit url=/4.css
    hit url=/5.css
} >rows
expect "urls" "/ /1.css /product/1 /4.css" "$(passed <rows)"
expect "--keep-assets" "/ /1.css /2.css /3.css /product/1 /4.css /5.css" "$(passed --keep-assets <rows)"
expect "ledger" 3 "$(stream <rows | classify | ledger classify.thinned)"
expect "rows are hits less thinned" 4 "$(stream <rows | classify | sed -n 's/^#end\trows=\([0-9]*\).*/\1/p')"

begin "each client has his own"
{
    hit url=/
    hit url=/1.css
    hit url=/2.css ip=192.0.2.9
    hit url=/3.css "agent=$vk_app"
    hit url=/4.css
} >rows
expect "urls" "/ /1.css /2.css /3.css" "$(passed <rows)"

begin "an api hit counts as a page here"
{
    hit url=/1.css
    hit url=/api/x
    hit url=/2.css
} >rows
expect "urls" "/1.css /api/x /2.css" "$(passed <rows)"

begin "each site of a client has its own"
{
    hit url=/ host=a.example
    hit url=/1.css host=b.example
    hit url=/2.css host=a.example
    hit url=/3.css host=a.example
} >rows
expect "urls" "/ /1.css /2.css" "$(passed <rows)"

begin "each visitor of a client has his own"
{
    hit url=/ cookie=a
    hit url=/1.css
    hit url=/2.css cookie=a
    hit url=/3.css cookie=b
    hit url=/4.css cookie=a
    hit url=/5.css
} >rows
expect "urls" "/ /1.css /2.css /3.css" "$(passed <rows)"

begin "a visitor whose address changes after the page"
{
    hit url=/1.css ip=192.0.2.9 cookie=a
    hit url=/ cookie=a
    hit url=/2.css ip=192.0.2.9 cookie=a
} >rows
expect "urls" "/1.css / /2.css" "$(passed <rows)"

begin "a robot that shares a person's key"
{
    hit url=/
    hit url=/1.css "agent=$robot"
    hit url=/2.css
} >rows
expect "urls" "/ /1.css /2.css" "$(passed --client ip <rows)"

begin "another one's asset does not stand for a client's own"
{
    hit url=/
    hit url=/1.css cookie=a
    hit url=/2.css
} >rows
expect "urls" "/ /1.css /2.css" "$(passed <rows)"

begin "an asset that is an action or an order is never dropped"
printf 'action coupon coupon\\.png\n' >coupon.rules
{
    hit url=/
    hit url=/1.css
    hit url=/coupon.png
    hit url=/coupon.png
} >rows
expect "urls" "/ /1.css /coupon.png /coupon.png" "$(passed -c coupon.rules <rows)"

begin "lines without a request are passed on and stand for no asset"
{
    hit url=/
    hit url=- method=-
    hit url=- method=-
    hit url=/1.css
    hit url=/2.css
} >rows
expect "urls" "/ - - /1.css" "$(passed <rows)"

begin "what is dropped does not hang on the key"
awk -v browser="$browser" 'BEGIN {
    srand(7)
    for (i = 0; i < 20000; i++)
        printf "%d\t+0000\t10.%d.%d.%d\t-\ts%d.example\tGET\t/%s\t200\t1\t-\tMozilla %d\t-\t%s\n", i,
            rand() * 9, rand() * 9, rand() * 9, rand() * 3, rand() < .3 ? "" : "a.css", rand() * 3,
            rand() < .5 ? "-" : "c" int(rand() * 50)
}' | stream >many
classify many | cut -f 1,5- | cksum >first
classify many | cut -f 1,5- | cksum >second
expect_same "two runs" first second
expect "a part is dropped" yes "$([ "$(classify many | ledger classify.thinned)" -gt 1000 ] && echo yes)"

begin "nor on how many clients there are: all forgotten is all passed on"
awk 'BEGIN {
    for (round = 1; round <= 2; round++)
        for (i = 0; i < 70000; i++)
            printf "1\t+0000\t10.%d.%d.1\t-\ts.example\tGET\t/a.css\t200\t1\t-\tMozilla\t-\t-\n",
                i / 256, i % 256
}' | stream >clients
expect "dropped of 140,000" 0 "$(classify clients | ledger classify.thinned)"
