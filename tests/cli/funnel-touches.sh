#!/bin/sh
# Touches: which visits led to this one. Contract sections 1 and 2.
. "${0%/*}/lib.sh"
. "$FIXTURES/funnel/hits.sh"

begin "a touch is a visit with an outside source"
expect "this one included, direct and internal left out" "1 vk/network
1 vk/network
2 vk/network>google/search
2 vk/network>google/search" "$(hits <<. | smo-funnel | visits touches touch_path
0 source=vk medium=network
1d
2d source=google medium=search
3d source=internal medium=internal
.
)"
expect "none at all" "0 - - - - - -" "$(echo 0 | hits | smo-funnel |
    visits touches touch_path first_social first_social_time last_social last_social_time last_social_campaign)"
expect "a source taken over from the last checkout is one" "2 vk/network>vk/network" "$(hits <<. | smo-funnel | visits touches touch_path | tail -n 1
0 page=checkout source=vk medium=network
5h source=return medium=return
.
)"
expect "those of other visitors are not" "1" "$(hits <<. | smo-funnel | visits touches | tail -n 1
0 source=vk medium=network client=a
1d source=vk medium=network client=b
.
)"
expect "nor those on another site" "1" "$(hits <<. | smo-funnel | visits touches | tail -n 1
0 source=vk medium=network host=a.example
1d source=vk medium=network host=b.example
.
)"
expect "previews are none" "0" "$(hits <<. | smo-funnel | visits touches | tail -n 1
0 source=vk medium=network kind=preview
1d
.
)"

begin "the window is 30 days before the visit's start"
expect "to the second" "1" "$(hits <<. | smo-funnel | visits touches | tail -n 1
0 source=vk medium=network
30d
.
)"
expect "a second more" "0" "$(hits <<. | smo-funnel | visits touches | tail -n 1
0 source=vk medium=network
2592001
.
)"
expect "--window 7d" "0" "$(hits <<. | smo-funnel --window 7d | visits touches | tail -n 1
0 source=vk medium=network
8d
.
)"
expect "from its start, not its end" "1" "$(hits <<. | smo-funnel | visits touches | tail -n 1
0 source=vk medium=network
2591000
2592100
.
)"

begin "touch_path shows the first and the last 19, touches counts all"
many() {
    i=1
    while [ $i -le "$1" ]; do
        echo "${i}h source=s$i medium=network"
        i=$((i + 1))
    done | hits | smo-funnel | visits touches touch_path | tail -n 1
}
expect "20 are all" "20 20" "$(many 20 | awk '{ print $1, split($2, items, ">") }')"
expect "of 25 five are left out" "25 20 s1/network s7/network s25/network" \
    "$(many 25 | awk '{ n = split($2, items, ">"); print $1, n, items[1], items[2], items[20] }')"
expect "the first is the first in the window" "s6/network 20" "$(
    i=1
    while [ $i -le 25 ]; do
        echo "${i}d source=s$i medium=network"
        i=$((i + 1))
    done | hits | smo-funnel --window 19d | visits touches touch_path | tail -n 1 |
        awk '{ split($2, items, ">"); print items[1], $1 }')"
expect "what would end an item is escaped" "a%3Eb%2Cc/referral" \
    "$(echo '0 source=a>b,c medium=referral' | hits | smo-funnel | visits touch_path)"

begin "first and last social"
expect "with their times and the last one's campaign" "4 vk 0 youtube 172800 video1
5 vk 0 youtube 172800 video1" "$(hits <<. | smo-funnel | visits touches first_social first_social_time last_social last_social_time last_social_campaign | tail -n 2
0 source=vk medium=network campaign=spring
1d source=google medium=search
2d source=youtube medium=video campaign=video1
3d source=google medium=ads campaign=x
4d source=yandex medium=search
.
)"
expect "this visit may be both" "vk 0 vk 0" "$(echo '0 source=vk medium=network' | hits | smo-funnel |
    visits first_social first_social_time last_social last_social_time)"
expect "out of the window is out" "youtube 1728000 youtube" "$(hits <<. | smo-funnel | visits first_social first_social_time last_social | tail -n 1
0 source=vk medium=network
20d source=youtube medium=video
31d
.
)"

begin "an order of the same visit and an assisted one can be told apart"
expect "assisted: direct, with a social touch" "direct 1 vk" "$(hits <<. | smo-funnel | visits source orders last_social | tail -n 1
0 source=vk medium=network
3d page=order order=7
.
)"
