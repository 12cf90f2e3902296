#!/bin/sh
# Nothing in visits or in the state names a person: canaries through the whole pipe.
. "${0%/*}/lib.sh"
. "$FIXTURES/funnel/hits.sh"

token=canary0123456789abcdef
uuid=ca0a4e00-e29b-41d4-a716-446655440000
agent='Mozilla/5.0 (X11; Linux x86_64; CanaryAgent) Gecko/20100101 Firefox/140.0'

# line ADDRESS USER TARGET STATUS REFERER
line() {
    time=$((${time:-10} + 1))
    printf '%s - %s [22/Nov/2025:08:00:%s +0000] "GET %s HTTP/1.1" %s 100 "%s" "%s"\n' \
        "$1" "$2" "$time" "$3" "$4" "$5" "$agent"
}

begin "no address, agent, login, query string or token leaves smo-funnel"
{
    line 203.0.113.77 canaryuser "/?canaryname=canaryvalue&utm_source=vk" 200 "https://vk.com/canaryreferer?canaryquery"
    line 203.0.113.77 canaryuser "/account/canary@mail.example" 200 -
    line 203.0.113.77 canaryuser "/account/canary%40mail.example" 404 -
    line 203.0.113.77 canaryuser "/reset/$token" 302 -
    line 203.0.113.77 canaryuser "/reset/$token" 302 -
    line 203.0.113.77 canaryuser "/reset/$token" 302 -
    line 203.0.113.77 canaryuser "/share/$uuid/x" 500 -
    line 2001:db8:ca7a::77 - "/reset/$token?canaryname=1" 302 -
    line 2001:db8:ca7a::77 - "/cart/%63anary0123456789abcdef" 200 -
} >access.log
smo-parse access.log | smo-classify -k key >hits 2>err
smo-funnel --state open hits >visits-with-open
smo-funnel --state closed --flush hits >visits-flushed
smo-funnel --trails 9 hits >trails
expect "there is something to see" "2 2" \
    "$(rows=$(grep -c '^1' visits-flushed); echo "$rows $(grep -c '	visit	' open)")"
for file in visits-with-open visits-flushed open closed trails; do
    expect_no_grep '203\.0\.113|2001:db8|ca7a|[Cc]anary|ca0a4e00|@|Gecko' "$file"
done
expect_grep ':token' visits-flushed
expect_grep '404:/account/:token,loop:/reset/:token,500:/share/:token/x' visits-flushed
expect_grep '	/reset/:token	' visits-flushed

begin "columns that smo-classify was told to keep stay out of visits"
smo-parse access.log | smo-classify -k key --keep ip,agent,referer >kept 2>err
smo-funnel kept >visits
expect_no_grep '203\.0\.113|2001:db8|Canary|vk.com/' visits
expect "44 columns" "44" "$(head -n 1 visits | awk -F '\t' '{ print NF }')"

begin "an e-mail address in a tag is folded, and other cells are not"
while read -r cell kept; do
    expect "$cell" "$kept $kept $kept" \
        "$(echo "0 source=$cell medium=mail campaign=$cell content=$cell" | hits | smo-funnel | visits source campaign content)"
done <<.
anna@mail.example :token
to:anna.b+c@mail.example;x :token
a@b@c.d :token
@channel @channel
sale@home sale@home
price@.50 price@.50
x@y. x@y.
120210213523590123abc 120210213523590123abc
.
expect "two such campaigns are one" "1" "$(hits <<. | smo-funnel | visits pages | wc -l | tr -d ' '
0 source=news medium=mail campaign=anna@mail.example
1 source=news medium=mail campaign=boris@mail.example
.
)"
