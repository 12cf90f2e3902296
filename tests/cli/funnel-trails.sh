#!/bin/sh
# --trails N: from which page to which, as a graph.
. "${0%/*}/lib.sh"
. "$FIXTURES/funnel/hits.sh"

several() {
    hits <<.
0 source=vk medium=network url=/?x=1
1 url=/p/1
2 url=/cart
3 url=/go status=302
4 url=/p/1
0 client=a source=vk medium=network url=/
1 client=a url=/p/1
0 client=b url=/"x
1 client=b url=/cart
2 client=b url=/cart page=api
3 client=b url=/cart
.
}

begin "the most frequent transitions of each source"
several | smo-funnel --trails 2 | golden funnel-trails.dot
expect "N counts for each source" "2" "$(several | smo-funnel --trails 1 | grep -c -e '->')"
expect "no hit at all is an empty graph" "digraph trails {
    rankdir=LR;
}" "$(hits </dev/null | smo-funnel --trails 5)"

begin "its use"
expect_status 2 smo-funnel --trails 0
expect_status 2 smo-funnel --trails 3 --state x
