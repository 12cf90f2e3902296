# smo-classify(1), Source: each sentence of the order of evidence.
. "${0%/*}/lib.sh"
. "$FIXTURES/classify/hits.sh"

begin "1: a preview fetcher is a preview, its source the network"
expect_cells "kind source medium evidence paid" "preview vk network - -" \
    "agent=Mozilla/5.0 (compatible; vkShare; +http://vk.com/dev/Share)" referer=https://facebook.com/

begin "1: preview before bot"
expect_cells "kind source" "preview vk" agent=vkShare

begin "1: a robot has no source"
expect_cells "kind source medium evidence paid" "bot - - - -" "agent=$robot" \
    referer=https://vk.com/ url=/?utm_source=fb

begin "1: an agent that was logged and is empty is a robot's"
expect_cells "kind source" "bot -" agent=-

begin "1: where the log has no agent every hit is human"
printf 'time\tzone\tip\tmethod\turl\tstatus\n1\t+0000\t192.0.2.1\tGET\t/\t200\n' >no-agents
printf '#end\trows=1\tstatus=complete\n' >>no-agents
classify no-agents >out
expect "kind" "human direct" "$(columns kind source <out)"
expect "note" "absent" "$(notes classify.agents <out)"
expect "ledger" "1" "$(ledger classify.agentless <out)"

begin "1: a referer that advertises makes a robot"
expect_cells "kind source" "bot -" referer=http://www.spam.example/buy

begin "1: who asks for what only scanners ask for is a robot, if it is not there"
expect_cells "kind source" "bot -" url=/.env status=404
expect_cells "kind source" "bot -" url=/.env status=500
expect_cells "kind source" "human direct" url=/.env status=200
expect_cells "kind source" "human direct" url=/.env status=301

begin "2: a referer of the site itself is internal, whatever tags the url carries"
expect_cells "source medium evidence paid campaign" "internal internal referer - sale" \
    "url=/?utm_source=vk&utm_medium=cpc&utm_campaign=sale&vkclid=1" referer=https://shop.example/x
expect_cells "source" "internal" referer=https://m.SHOP.example:8443/x
expect_cells "source" "shop.example.evil.example" referer=https://shop.example.evil.example/
expect_cells "source" "notshop.example" referer=https://notshop.example/

begin "2: before every other evidence, on every page"
expect_cells "source" "internal" url=/thank-you referer=https://shop.example/checkout
expect_cells "source" "internal" url=/payment/success referer=https://shop.example/

begin "3: a referer of a return host is return"
expect_cells "source medium evidence paid" "return return referer -" \
    referer=https://pay.yookassa.example/done
expect_cells "source" "return" referer=https://3ds.bank.example/acs
expect_cells "source" "return" referer=https://id.vk.com/auth

begin "3: unless the url has utm_source"
expect_cells "source evidence" "vk utm" referer=https://yookassa.example/ url=/?utm_source=vk
expect_cells "source medium" "letter referral" referer=https://yookassa.example/ \
    url=/?utm_source=letter
expect_cells "source" "return" referer=https://yookassa.example/ url=/?vkclid=1
expect_cells "source" "return" referer=https://yookassa.example/ url=/?utm_source=

begin "3: on checkout, order, login callback and return pages every outside referer is return"
for page in /checkout /checkout/pay /thank-you '/thank-you?id=1' /auth/vk/callback \
    /payment/success; do
    expect_cells "source" "return" "url=$page" referer=https://vk.com/
    expect_cells "source" "return" "url=$page" referer=https://unknown.example/
done
expect_cells "source" "return" url=/checkout?utm_source=vk referer=https://yookassa.example/
expect_cells "source" "return" 'url=/checkout?utm_source=vk&vkclid=1' referer=https://google.com/

begin "3: there, without a referer, the order goes on"
expect_cells "source evidence" "vk utm" url=/checkout?utm_source=vk
expect_cells "source" "direct" url=/checkout
expect_cells "source" "direct" url=/checkout referer=about:blank

begin "4: utm_source that a rule knows, before click id and referer"
expect_cells "source medium evidence" "facebook network utm" \
    'url=/?utm_source=fb&vkclid=1' referer=https://google.com/
expect_cells "source" "vk" url=/?utm_source=%20VKontakte+ referer=https://google.com/

begin "4: Matomo's names, and from, ref and source if a rule knows the value"
expect_cells "source" "vk" url=/?mtm_source=vk
expect_cells "source campaign" "letter a" 'url=/?pk_source=letter&pk_campaign=a'
expect_cells "source" "vk" 'url=/?mtm_source=fb&utm_source=vk'
for prefix in utm mtm pk; do
    expect_cells "source medium campaign content" "letter mail a b" \
        "url=/?x=1&${prefix}_source=letter&${prefix}_medium=email&${prefix}_campaign=a&${prefix}_content=b"
done
expect_cells "source medium campaign content" "vk network 12 67" 'url=/?_openstat=vk;12;67;x'
expect_cells "source medium campaign content" "vk network 12 67" \
    "url=/?_openstat=$(printf 'vk;12;67;x' | base64)"
expect_cells "source campaign" "direct -" 'url=/?_openstat=nobody.example;12;67;x'
expect_cells "source campaign content" "vk k -" 'url=/?_openstat=fb;12;67;x&utm_source=vk&utm_campaign=k'
expect_cells "source evidence" "vk utm" url=/?from=vk
expect_cells "source evidence" "direct -" url=/?from=page2
expect_cells "source" "fb.example" url=/?ref=fb.example referer=https://fb.example/

begin "5: click id of one network, before the referer"
expect_cells "source medium evidence" "facebook network click" url=/?fbclid=1 \
    referer=https://vk.com/
expect_cells "source" "vk" 'url=/?fbclid=1&vkclid=2'
expect_cells "source" "vk" url=/?fbclid= referer=https://vk.com/
expect_cells "source paid" "direct -" url=/?sponsored=1

begin "6: a referer of a known medium, before an unknown utm_source"
expect_cells "source medium evidence" "vk network referer" url=/?utm_source=letter \
    referer=https://m.vk.com/feed
expect_cells "source medium" "google search" referer=https://www.google.co.uk/

begin "6: the longest host wins, then the longest path; whole labels, whole segments"
expect_cells "source medium" "vkmsg messenger" referer=https://vk.com/im?sel=1
expect_cells "source medium" "vk network" referer=https://vk.com/images
expect_cells "source medium" "notvk.com referral" referer=https://notvk.com/
expect_cells "source medium" "vk.com.evil.example referral" referer=https://vk.com.evil.example/
expect_cells "source medium" "blog.example referral" referer=https://blog.example/vk.com/

begin "7: an unknown utm_source becomes the source"
expect_cells "source medium evidence" "letter referral utm" url=/?utm_source=Letter \
    referer=https://other.example/
expect_cells "source medium" "letter mail" 'url=/?utm_source=letter&utm_medium=Email'
expect_cells "source medium" "shop ads" 'url=/?utm_source=shop&utm_medium=cpc'
expect_cells "source medium" "group network" 'url=/?utm_source=group&utm_medium=social'

begin "7: reserved words are marked"
for word in direct internal return referral; do
    expect_cells "source" "tag:$word" "url=/?utm_source=$word"
done

begin "8: another referer is referral, by its host without www"
expect_cells "source medium evidence paid" "blog.example referral referer organic" \
    referer=https://www.Blog.example/post

begin "9: an in-app agent, only if there is no referer"
expect_cells "source medium evidence app" "vk network app vk" "agent=$vk_app"
expect_cells "source medium evidence app" "google search referer vk" "agent=$vk_app" \
    referer=https://www.google.com/
expect_cells "source evidence" "vk app" "agent=$vk_app" referer=about:blank

begin "10: direct"
expect_cells "source medium evidence paid" "direct direct - -" url=/
expect_cells "source paid" "direct -" url=/?utm_medium=cpc

begin "campaign and content are kept whatever decided"
expect_cells "source campaign content" "google a_b c" \
    'url=/?utm_campaign=a_b&utm_content=c' referer=https://google.com/
expect_cells "campaign" "весна" 'url=/?utm_campaign=%D0%B2%D0%B5%D1%81%D0%BD%D0%B0'
expect_cells "campaign" 'a\tb\xFF' 'url=/?utm_campaign=a%09b%FF'
expect_cells "kind campaign" "bot a" 'url=/?utm_campaign=a' "agent=$robot"

begin "many pages of one campaign: each says the same of it, and is itself"
for query in 'utm_source=vk&utm_campaign=a' 'utm_source=vk&utm_campaign=b' utm_campaign=a; do
    for path in / /cart /product/1 /; do
        hit "url=$path?$query"
    done
done | stream | classify | columns source campaign url | sed 's/?.*//' >campaigns
for said in "vk a" "vk b" "direct a"; do
    printf '%s\n' "$said /" "$said /cart" "$said /product/1" "$said /"
done >wanted
expect "all" "$(cat wanted)" "$(cat campaigns)"

begin "many referers of one host: each has its own path, rule and place"
while read -r referer said; do
    hit "referer=$referer" "url=/$said"
done <<'END' >pages
https://vk.com/ vk/network/-
https://vk.com/im?sel=1 vkmsg/messenger/-
https://vk.com/club77 vk/network/club77
https://vk.com/im vkmsg/messenger/-
https://vk.com/ vk/network/-
https://vk.com/club78#im vk/network/club78
https://VK.com/im#x vkmsg/messenger/-
http://vk.com vk/network/-
https://vk.com#/im vk/network/-
https://shop.example/im internal/internal/-
https://-/im direct/direct/-
https://-/club77 direct/direct/-
END
stream <pages | classify | columns source medium place url >told
expect "as said" "$(awk '{ sub("/", ""); gsub("/", " ", $4) } { print $4 }' <told)" \
    "$(awk '{ print $1, $2, $3 }' <told)"

begin "referers: what is one"
expect_cells "source" "vk" referer=//vk.com/
expect_cells "source" "vk" referer=vk.com/feed
expect_cells "source" "vk" referer=https://user:pw@vk.com.:443/
expect_cells "source" "vk" referer=android-app://com.vkontakte.android/
expect_cells "source" "vk" referer=android-app://m.vk.com/
expect_cells "source" "vk" referer=HTTP://VK.COM
for none in about:blank file:///c:/x javascript:1 - vk 'http://-/' 'not a url'; do
    expect_cells "source" "direct" "referer=$none"
done

begin "paid: a click rule that says so, erid, a paid utm_medium"
expect_cells "paid" "paid" url=/?vkclid=1
expect_cells "paid" "-" url=/?fbclid=1
expect_cells "paid" "paid" 'url=/?utm_source=vk&erid=2Vtz'
expect_cells "paid" "paid" 'url=/?utm_source=vk&utm_medium=cpc'
expect_cells "paid" "paid" 'url=/?sponsored=1' referer=https://vk.com/
expect_cells "paid" "-" 'url=/?utm_source=vk'

begin "organic: a utm_medium known as organic, or a source by referer alone"
expect_cells "paid" "organic" 'url=/?utm_source=vk&utm_medium=social'
expect_cells "paid" "organic" referer=https://vk.com/
expect_cells "evidence paid" "click -" url=/?fbclid=1 referer=https://facebook.com/

begin "conflicts of tag, click id and referer are counted"
{
    hit 'url=/?utm_source=fb&vkclid=1' referer=https://google.com/
    hit url=/?fbclid=1 referer=https://vk.com/
    hit url=/?utm_source=vk referer=https://vk.com/
    hit url=/?utm_source=vk referer=https://shop.example/
} | stream | classify >out
expect "hits" 2 "$(ledger classify.conflict <out)"
expect "tag and click id" 1 "$(ledger classify.conflict.tag_click <out)"
expect "tag and referer" 1 "$(ledger classify.conflict.tag_referer <out)"
expect "click id and referer" 2 "$(ledger classify.conflict.click_referer <out)"
