#!/bin/sh
# smo-report: what the summary says of changes, and of what to do.
. "${0%/*}/lib.sh"
. "$FIXTURES/report/visits.sh"

todo() {
    smo-report --width 200 "$@" | grep '^\* To do: ' || :
}
changed() {
    smo-report --width 200 "$@" | sed -n '/^\* Changed: /,/^\* Social media/p' | sed '$d'
}

begin "home-page landings and missing pages: the worst first"

home="source=vk medium=network device=mobile offered_page=product landing_page=home"
shown="source=vk medium=network device=mobile landing_page=product"
visits <<. >lost.tsv
0 $home campaign=a offered=/p/1 repeat=140
0 $home campaign=b offered=/p/2 repeat=160
1m $shown campaign=a repeat=180
2m $shown campaign=a orders=1 repeat=20
1m $shown campaign=b repeat=180
2m $shown campaign=b orders=1 repeat=20
3m source=ok medium=network obstacles=404:/old%2Cpage,slow:/p repeat=5
4m source=ok medium=network obstacles=503:/cart repeat=4
.
links='* To do: make the links of vk, campaign b, lead to /p/2; visits that landed on the home page instead: 160.'
page='* To do: restore or redirect /old,page (missed by 5 social visits).'
expect "two lines" "$links
$page" "$(todo lost.tsv)"
sed 's/\tb\t/\t-\t/; s/\ta\t/\t-\t/' lost.tsv >plain.tsv
todo plain.tsv | expect_grep '^\* To do: make the links of vk lead to /p/2; .*: 160\.$'
sed 's/\tvk\tnetwork/\t-\tnetwork/' lost.tsv | todo |
    expect_grep '^\* To do: make the links of -, campaign b, lead to /p/2;'
sed 's,\t/p/[12]\tproduct,\t-\tproduct,' lost.tsv | todo | expect_no_grep 'links'
sed 's/404:/410:/' lost.tsv | todo | expect_grep 'restore or redirect /old,page'
sed 's/404:/slow:/' lost.tsv | todo | expect_grep '^\* To do: make /old,page faster \(.*: 5\)\.$'
sed 's/404:/loop:/' lost.tsv | todo | expect_grep '^\* To do: mend /old,page \(loop; .*: 5\)\.$'
expect "four visits are no ground" "$links" "$(grep -v '404:' lost.tsv | todo --part)"

begin "what is counted together is no page to be mended"

awk 'BEGIN { for (i = 1; i <= 20100; i++)
    print "0 source=vk medium=network obstacles=404:/" i (i == 7 ? " repeat=5" : "") }' | visits | todo |
    expect_grep '^\* To do: restore or redirect /7 '

begin "home-page landings that may cost nothing are no ground"

visits <<. >unsure.tsv
0 $home campaign=a offered=/p/1 repeat=38
0 $home campaign=a offered=/p/1 orders=1 repeat=2
1m $shown campaign=a repeat=37
2m $shown campaign=a orders=1 repeat=3
.
smo-report unsure.tsv | tr '\n' ' ' | expect_grep 'it may be nothing'
expect "nothing stands out" \
    '* To do: nothing stands out in these figures; a longer time may show more.' "$(todo unsure.tsv)"

begin "a step where social visitors fall behind"

steps() { # ORDERS: of 100 social visitors at the checkout; half of the others order
    visits <<.
0 source=vk medium=network steps=product,cart,checkout repeat=$((100 - $1))
0 source=vk medium=network steps=product,cart,checkout,order orders=1 repeat=$1
0 steps=product,cart,checkout repeat=50
0 steps=product,cart,checkout,order orders=1 repeat=50
0 source=internal medium=internal steps=product,cart,checkout,order orders=1 repeat=500
.
}
steps 20 | todo | expect_grep \
    '^\* To do: walk from checkout to order in the .*: 20% of the social visitors get there, and 50% of the others\.$'
steps 45 | todo | expect_no_grep 'walk from'
steps 80 | todo | expect_no_grep 'walk from'

begin "nothing to count"

visits <<. >orderless.tsv
0 source=vk medium=network
.
todo orderless.tsv | expect_grep "^\* To do: name the shop's pages"
visits <<. >direct.tsv
0 orders=1
.
todo direct.tsv | expect_grep '^\* To do: put utm_source into the links'
visits </dev/null | todo | expect_nothing "without visits there is no advice"

begin "what changed"

visits <<. >before.tsv
0 source=vk medium=network repeat=90
0 source=vk medium=network orders=1 repeat=10
0 source=ok medium=network repeat=100
0 source=gone medium=network orders=30
0 repeat=7
.
visits <<. >now.tsv
0 source=vk medium=network repeat=160
0 source=vk medium=network orders=1 repeat=40
0 source=ok medium=network repeat=50
.
changed --compare before.tsv now.tsv >out
expect "visits and orders" '* Changed: social visits 250, before 201 (+24%); their orders 40, before 40 (+0%).' \
    "$(sed -n 1p out)"
interval=$(smo-report -r networks -f json --compare before.tsv now.tsv |
    jq -r '.rows[] | select(.source == "vk") | .conversion_change_low != null')
expect "the networks have one too" true "$interval"
wanted=$(python3 - <<'END'
from math import sqrt
z = 1.959963984540054
def wilson(x, n):
    p = x / n; c = (p + z*z/(2*n)) / (1 + z*z/n)
    h = z * sqrt(p*(1-p)/n + z*z/(4*n*n)) / (1 + z*z/n)
    return p, c - h, c + h
p, l, u = wilson(40, 250); q, m, v = wilson(11, 201)
print("a change of %.1f points (95%% interval %.1f to %.1f)." % (100 * (p - q),
      100 * (p - q - sqrt((p-l)**2 + (v-q)**2)), 100 * (p - q + sqrt((u-p)**2 + (q-m)**2))))
END
)
expect "the share that ordered" "* Of social visits 16% ordered, before 5.5%: $wanted" "$(sed -n 2p out)"
expect "the greatest change, of those that are enough" \
    '* What changed most is vk: visits 200, before 100; orders 40, before 10.' "$(sed -n 3p out)"
changed --compare now.tsv now.tsv >out
expect "nothing moved" "* Changed: social visits 250, before 250 (+0%); their orders 40, before 40 (+0%).
* Of social visits 16% ordered, before 16%: a change of 0.0 points (95% interval -6.5 to 6.5): it may be chance." \
    "$(cat out)"
changed --compare orderless.tsv now.tsv >out
expect "without orders, visits" "* Changed: social visits 250, before 1 (+24900%).
* What changed most is vk: visits 200, before 1." "$(cat out)"
smo-report --compare before.tsv -f html now.tsv | expect_grep '<p class="find">Changed: '
smo-report --compare before.tsv -f md now.tsv | expect_grep '^- Changed: '
smo-report now.tsv | expect_no_grep 'Changed'

begin "one screen"

smo-parse "$FIXTURES"/sample/access.log* | smo-classify -g none | smo-funnel >sample.tsv
expect "the sample's" yes "$([ "$(smo-report sample.tsv | wc -l)" -le 40 ] && echo yes)"
expect "beside another period" yes \
    "$([ "$(smo-report --compare sample.tsv sample.tsv | wc -l)" -le 45 ] && echo yes)"
