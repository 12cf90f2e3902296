# smo-classify: its options, its messages and its exit statuses.
. "${0%/*}/lib.sh"
. "$FIXTURES/classify/hits.sh"

hit | stream >one

begin "-k: a key is made on first use, and only its owner can read it"
expect_status 0 classify -k new.key one
expect "mode" 600 "$(stat -c %a new.key)"
expect_grep '^[0-9a-f]{32}$' new.key
expect "nothing else is left" "new.key" "$(ls -d new.key*)"

begin "-k: the same key, the same pseudonyms, named by a fingerprint"
classify -k new.key one >first
classify -k new.key one >second
expect_same "two runs" first second
notes classify.key <first | expect_grep '^[0-9a-f]{8}$'
classify -k other.key one >third
expect "another key" different "$(cmp -s first third || echo different)"
expect "its fingerprint" different "$([ "$(notes classify.key <first)" = "$(notes classify.key <third)" ] ||
    echo different)"

begin "-k: what is no key is refused"
echo short >short.key
chmod 600 short.key
expect_status 2 classify -k short.key one
expect_grep 'short.key: not a key' err
cp new.key open.key
chmod 644 open.key
expect_status 2 classify -k open.key one
expect_grep 'open.key: .*chmod 600' err
expect_status 2 classify -k missing/folder/key one
expect_grep 'missing/folder/key: ' err
mkdir folder.key
expect_status 2 classify -k folder.key one

begin "--daily-key: another client every day, by the line's own zone"
{
    hit time=1795379400 zone=+0300 # 23:30
    hit time=1795381200 zone=+0300 # 00:00 next day
    hit time=1795381200 zone=+0000 # 21:00 of the day before
    hit time=1795381200 zone=+0300 cookie=a
    hit time=1795379400 zone=+0300 cookie=a
} | stream >days
classify --daily-key -k new.key days >out
expect "clients" "3 2" "$(columns client <out | sort | uniq -c | sort -rn | awk '{ print $1 }' | xargs)"
expect "the first and the third are of one day" same "$(
    [ "$(columns client <out | sed -n 1p)" = "$(columns client <out | sed -n 3p)" ] && echo same)"
expect "visitors" 2 "$(columns visitor <out | grep -v '^-$' | sort -u | wc -l)"
notes classify.key <out | expect_grep '^daily'
expect "without a file" "daily" "$(classify --daily-key days | notes classify.key | cut -c 1-5)"

begin "--test explains one hit"
printf 'page cart ^/cart/\naction cart POST ^/cart/add\n' >"$TMP/post.rules"
expect_status 0 smo-classify --test '/product/1?utm_source=vk' https://vk.com/ "$browser" \
    --no-default-rules -c "$FIXTURES/classify/test.rules" -g none
expect_grep '^kind +human' out
expect_grep '^source +vk .*test.rules:[0-9]+: tag vk vk vkontakte$' out
expect_grep '^page +product .*test.rules:[0-9]+: page product' out
expect_status 0 smo-classify --test 'POST /cart/add' - "$browser" --no-default-rules \
    -c "$TMP/post.rules" -g none
expect_grep '^action +cart ' out
expect_status 0 smo-classify --test 'HTTPS://Shop.example:8443/cart/add?a=https://b/' - "$browser" \
    --no-default-rules -c "$TMP/post.rules" -g none
expect_grep '^page +cart ' out
expect_grep '^action +-' out
expect_status 2 smo-classify --test /
expect_status 2 smo-classify --test / - - extra

begin "--explain: one line for each hit, in the words of the rules"
{
    hit 'url=/?utm_source=vk&utm_medium=cpc' referer=https://google.com/
    hit "agent=$robot"
    hit agent=-
    hit referer=https://shop.example/
    hit url=/checkout referer=https://other.example/
    hit referer=https://other.example/
    hit url=/?utm_source=letter
    hit "agent=$vk_app"
    hit url=/1.css
    hit url=/2.css
} | stream >ten
expect_status 0 classify --explain ten
expect "lines" 10 "$(wc -l <out)"
sed "s,$FIXTURES/,,g" out | golden classify-explain.txt

begin "--check: rules that are odd"
expect_status 0 smo-classify --check --no-default-rules -c "$FIXTURES/classify/test.rules"
expect "silent" "" "$(cat out err)"
printf 'medium a network a.example\nmedium a network a.example\nbot x Foo\nbot y FooBar\n' >odd.rules
expect_status 1 smo-classify --check --no-default-rules -c odd.rules
expect_grep 'odd.rules:2: ' out
expect_grep 'odd.rules:4: ' out
expect_status 2 smo-classify --check one
expect_status 2 smo-classify --check --explain

begin "a bad rule is refused before any input is read"
printf 'medium vk network vk.com\npage x ^/(\n' >bad.rules
expect_status 2 smo-classify -c bad.rules one
expect_grep 'bad.rules: line 2: column [0-9]+: ' err
expect "output" "" "$(cat out)"
expect_status 2 smo-classify -c missing.rules one
expect_grep 'missing.rules: ' err
expect_status 2 smo-classify -c noengine one
expect_grep 'noengine: ' err

begin "user's rules come before the shipped ones; engines by name"
printf 'page mine ^/$\n' >mine.rules
expect "mine" "mine" "$(smo-classify -g none -c mine.rules one | columns page)"
expect "shipped" "home" "$(smo-classify -g none one | columns page)"
hit 'url=/index.php?route=checkout/success' | stream >success
expect "an engine" "order" "$(smo-classify -g none -c opencart success | columns page)"
printf 'page other ^/index\n' >folder.key/bitrix
expect "a file beats a name" "other" "$(cd folder.key && smo-classify -g none -c bitrix ../success |
    columns page)"
expect_status 2 smo-classify --no-default-rules -g none -s '' one

sed '$d' one >cut

begin "-c auto finds the engine by its urls, and says so"
{
    hit url=/
    hit url=/personal/order/make/?ORDER_ID=7
    hit url=/bitrix/js/main.js
} | stream >shop
smo-classify -g none -c auto -c mine.rules shop >out
expect "engine" bitrix "$(notes classify.engine <out)"
expect "its rules hold, after the user's" "mine - order 7" "$(columns page order <out | head -n 2 | xargs)"
expect "rules" "mine.rules, bitrix, shipped" "$(notes classify.rules <out | cut -d ' ' -f 1-3)"
expect "no row is lost" 3 "$(smo-classify --keep-assets -g none -c auto shop | grep -c '^[0-9]')"
expect "none" none "$(smo-classify -g none -c auto one | notes classify.engine)"
expect_status 1 smo-classify -g none -c auto cut
expect_status 2 smo-classify -g none -c auto missing
hit host=- url=/a.css referer=https://learned.example/ | stream >learn
expect "a site is learned all the same" learned.example "$(smo-classify -g none -c auto learn |
    columns host)"

begin "cut input is processed, told, and makes the status 1"
expect_status 1 classify cut
expect "rows" 1 "$(grep -c '^[0-9]' out)"
expect_grep 'status=incomplete' out
expect_grep '^smo-classify: cut: ' err
expect_status 0 classify --part cut
expect_grep 'status=complete' out
expect "silent" "" "$(cat err)"

begin "several files, and standard input"
expect "rows" 3 "$(classify one - one <one | grep -c '^[0-9]')"
expect_status 1 classify one missing
expect_grep 'missing: ' err
expect_status 2 classify missing
hit | cut -f 1-5 | sed '1i time\tzone\tip\tuser\thost' >few
expect_status 2 classify --part few
expect_grep 'no column "method" \(smo-parse makes it\)' err

begin "-v tells rules, databases and the site"
expect_status 0 smo-classify -v -g "$FIXTURES/classify/nested.mmdb" one
expect_grep 'rules: .*/share/smo/rules/media.rules' err
expect_grep 'database: .*nested.mmdb' err

begin "usage"
expect_status 2 smo-classify --frobnicate
expect_status 2 smo-classify -k
expect_status 2 smo-classify --client cookie one
expect_grep 'cookie' err
expect_status 2 smo-classify -j 0 one
expect "-j changes nothing" "$(classify -k new.key one | cksum)" "$(classify -j 4 -k new.key one | cksum)"
