#!/bin/sh
# --state: nights joined are one run, and a state that is not whole is refused.
. "${0%/*}/lib.sh"
. "$FIXTURES/funnel/hits.sh"

rows() {
    grep -v -e '^#' -e '^time' "$@"
}

# Some hundred visits in which everything happens: sources, redirects, cookies, orders, late hits.
everything() {
    awk -v seed="$1" '
        function pick(list,    items) { return items[1 + int(rand() * split(list, items, " "))] }
        BEGIN {
            srand(seed)
            for (i = 0; i < 4000; i++) {
                time += int(rand() * 2) * int(rand() * 900)
                late = rand() < 0.1 ? int(rand() * 280) : 0
                if (late > time)
                    late = 0
                line = time - late " client=c" int(rand() * 40)
                if (rand() < 0.3)
                    line = line " visitor=v" int(rand() * 30)
                if (rand() < 0.1)
                    line = line " host=" pick("a.example b.example")
                source = pick("direct/direct internal/internal internal/internal internal/internal " \
                    "internal/internal return/return vk/network facebook/network google/search")
                split(source, parts, "/")
                line = line " source=" parts[1] " medium=" parts[2]
                if (rand() < 0.05)
                    line = line " campaign=k" int(rand() * 5)
                if (rand() < 0.05)
                    line = line " offer=/p/" int(rand() * 9)
                page = pick("home product product cart checkout order asset api content")
                line = line " page=" page " url=/" page "/" int(rand() * 5)
                line = line " status=" pick("200 200 200 200 200 302 404 500 206 304")
                line = line " method=" pick("GET GET GET GET GET POST HEAD")
                line = line " kind=" pick("human human human human human human human preview bot")
                if (rand() < 0.1)
                    line = line " action=" pick("cart order share login") " network=vk"
                if (rand() < 0.2)
                    line = line " order=" int(rand() * 200)
                if (rand() < 0.2)
                    line = line " revenue=" int(rand() * 1000) "." int(10 + rand() * 90) " currency=" pick("RUB EUR")
                if (rand() < 0.1)
                    line = line " seconds=" int(rand() * 6)
                print line
            }
        }' | hits
}

# nights FILE CUT...: the file as streams of its own, cut after these rows; joined rows go to joined.
nights() {
    file=$1
    shift
    rm -f state joined
    from=0
    for cut in "$@" 999999; do
        awk -F '\t' -v from="$from" -v to="$cut" '
            /^time/ { print; next }
            /^#/ { next }
            { row++ }
            row > from && row <= to { print; rows++ }
            END { printf "#end\trows=%d\tstatus=complete\n", rows }' "$file" >night
        from=$cut
        last=
        [ "$cut" = 999999 ] && last=--flush
        # shellcheck disable=SC2086 # $last is an option or nothing
        smo-funnel --bots --state state $last night >out || echo "status $?"
        rows out >>joined
    done
}

begin "N nights with --state give, joined, exactly the rows of one run"
for seed in 1 2 3; do
    everything $seed >all
    smo-funnel --bots all | rows >whole
    nights all 1000 2000 3000
    expect_same "four nights" whole joined
    nights all 1 2 3 4 5 6 7 8 9 10 3999
    expect_same "a night of one hit each" whole joined
    # shellcheck disable=SC2046 # each cut is a word
    nights all $(awk -v seed=$seed 'BEGIN { srand(seed); for (i = 0; i < 25; i++) print int(rand() * 4000) }' | sort -n)
    expect_same "cut at random places" whole joined
done

begin "an empty night changes nothing"
nights all 1000 1000 1000 2500 2500
expect_same "rows" whole joined
everything 4 >all
rm -f state
smo-funnel --state state all >out
cp state before
hits </dev/null | smo-funnel --state state >out
expect_same "state" before state
expect "no rows" "" "$(rows out)"

begin "a state whose name ends in .gz is written by gzip"
everything 4 >all
rm -f state state.gz
smo-funnel --state state all >first
smo-funnel --state state.gz all >second
expect_same "the same rows" first second
expect_status 0 gzip -t state.gz
zcat state.gz >unpacked
expect_same "the same state" state unpacked
cp state.gz before.gz
hits </dev/null | smo-funnel --state state.gz >out
expect_same "read again, and written to the same bytes" before.gz state.gz
head -c 200 before.gz >state.gz
expect_status 2 smo-funnel --state state.gz all
rm -f state.gz

begin "a run killed and repeated gives the same bytes"
rm -f state
smo-funnel --state state all >first
cp state first.state
rm -f state
smo-funnel --state state all >second
expect_same "rows" first second
expect_same "state" first.state state
sh -c '(cat all; sleep 1.5) | timeout -s KILL 0.5 smo-funnel --state state' >out 2>&1
expect_same "a killed run leaves the state alone" first.state state
expect "and nothing beside it" "state" "$(echo state*)"

begin "open visits are written when they close, or by --flush"
rm -f state
expect "not at the end" "" "$(echo 0 | hits | smo-funnel --state state | visits pages)"
expect "the next night goes on with them" "0 600 2" "$(echo '600 url=/2' | hits |
    smo-funnel --state state --flush | visits time end pages)"
expect "they are flushed once" "" "$(hits </dev/null | smo-funnel --state state --flush | visits pages)"

begin "what the next night must know"
rm -f state
hits <<. | smo-funnel --state state --flush >out
0 page=checkout source=vk medium=network campaign=spring
60 page=order order=7 revenue=5
.
expect "order ids" "0 -" "$(echo '20d page=order order=7' | hits | smo-funnel --state state --flush | visits orders revenue)"
expect "touches" "vk/network" "$(echo '29d' | hits | smo-funnel --state state --flush | visits touch_path)"
expect "not for ever" "-" "$(echo '90d' | hits | smo-funnel --state state --flush | visits touch_path)"
rm -f state
echo '0 page=checkout source=vk medium=network campaign=spring' | hits | smo-funnel --state state --flush >out
expect "the last checkout" "vk spring" "$(echo '5h source=return medium=return' | hits |
    smo-funnel --state state --flush | visits source campaign)"

begin "entries expire with the window"
rm -f state
echo '0 source=vk medium=network' | hits | smo-funnel --state state --flush >out
expect_grep '	touch	' state
echo '40d' | hits | smo-funnel --state state --flush >out
expect_no_grep '	touch	' state
echo '0 page=order order=7' | hits | smo-funnel --init-state --state state --flush >out
expect_grep '	order	shop.example	7	-' state
echo '401d' | hits | smo-funnel --state state --flush >out
expect_no_grep '^1.*	order	' state

begin "the state is a stream like any other"
rm -f state
smo-funnel --state state all >out
expect "mlr reads it, or any awk: it has a header and an end" "time status=complete" \
    "$(head -n 1 state | cut -f 1) $(tail -n 1 state | cut -f 3)"
gzip -c state >state.gz
cp state.gz state
echo '900d' | hits | smo-funnel --state state >out2 2>err
expect "it may be compressed" "0" "$(wc -c <err | tr -d ' ')"

begin "a state that is not whole, or none, is refused with 2, and stays as it is"
smo-funnel --init-state --state good all >out
refused() {
    cp state kept
    expect_status 2 smo-funnel --state state all
    expect_same "left alone" kept state
    expect_grep "$1" "$TMP/err"
    expect_no_grep '^[^#t]' "$TMP/out"
}
head -n 50 good >state && refused 'state'
sed '$d' good >state && refused 'state'
: >state && refused 'state'
gzip -c good | head -c 2000 >state && refused 'state'
cp all state && refused 'entry'
expect_grep 'init-state .* what this file holds is lost' "$TMP/err"
grep -v funnel.state good >state && refused 'not a state'
sed 's/	touch	/	torch	/' good >state && refused 'entry'
sed 's/	client	/	nobody	/' good >state && refused 'by'
expect_status 0 smo-funnel --init-state --state state all
expect_same "--init-state begins a new one" good state

# forged COLUMN VALUE: the state of one visit, that cell of it changed.
printf '0 page=order order=1 revenue=1.50 currency=RUB\n' | hits |
    smo-funnel --init-state --state one >out
forged() {
    awk -F '\t' -v OFS='\t' -v name="$1" -v value="$2" '
        $1 == "time" { for (i = 1; i <= NF; i++) place[$i] = i }
        place["entry"] && $place["entry"] == "visit" { $place[name] = value }
        { print }' one
}
many() {
    awk -v text="$1" -v count="$2" 'BEGIN { while (count--) printf "%s%s", text, count ? "," : "" }'
}

begin "a state whose figures leave no room to count on is refused"
forged hits 2 >state && expect_status 0 smo-funnel --state state all
forged number 18446744073709551615 >state && refused 'column "number"'
forged hits 4294967295 >state && refused 'column "hits"'
forged actions "$(many share 65)" >state && refused 'column "actions"'
forged obstacles "$(many 404:/ 9)" >state && refused 'column "obstacles"'
forged hops "$(many / 300)" >state && refused 'column "hops"'
forged path "$(many home 300 | tr , '>')" >state && refused 'column "path"'
forged revenue 99999999999999999999999999999 >state && refused 'column "revenue"'

begin "two sums in one currency, which might be too large together, are no state"
forged revenue 9999999999999999999999999999,9999999999999999999999999999.000000001 |
    sed 's/	RUB	/	RUB,RUB	/' >state && refused 'column "currency"'

begin "a state with the largest sum that orders can make is taken again"
rm -f state
{
    echo '0 page=order order=0 revenue=0.000000001 currency=RUB'
    for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
        echo "$i page=order order=$i revenue=999999999999999999 currency=RUB"
    done
} | hits >orders
expect_status 0 smo-funnel --state state orders
expect_grep '	11999999999999999988.000000001	RUB	' state
printf '20 page=order order=20 revenue=1 currency=RUB\n' | hits >more
expect_status 0 smo-funnel --state state --flush more
expect_grep '	11999999999999999989.000000001	RUB	' "$TMP/out"

begin "a night that the state has seen already is told, once, and taken"
rm -f state
printf '0\n8h kind=bot\n' | hits | smo-funnel --state state >out
cp state seen
printf '0\n1h\n8h\n' | hits >again
expect_status 0 smo-funnel --state state again
expect "the message" \
    "smo-funnel: state: has seen hits 480 minutes later than the first of this input, which count twice if they come again" \
    "$(cat err)"
# still_quiet TIME...: nothing is said of a night whose hits came then.
still_quiet() {
    cp seen state
    printf '%s\n' "$@" | hits >next
    expect_status 0 smo-funnel --state state next
    expect "not of hits at $*" "" "$(cat err)"
}
still_quiet 7h 8h
still_quiet 32h 1h
hits </dev/null | smo-funnel --state seen >out
still_quiet 33h
cp seen state
expect_status 0 smo-funnel --state state again
expect_grep 'state: has seen hits 480 minutes later' err
expect_status 0 smo-funnel --init-state --state state again
expect "nor of a state begun anew" "" "$(cat err)"
sed 's/\(funnel.latest=\).*/\1soon/' seen >state && refused 'funnel.latest'

begin "a state made with another key is refused"
{ printf '@note classify.key=aaaa\n0\n'; } | hits | smo-funnel --init-state --state state >out
{ printf '@note classify.key=aaaa\n9\n'; } | hits >same
{ printf '@note classify.key=bbbb\n9\n'; } | hits >other
{ printf '@note classify.key=daily\n9\n'; } | hits >daily
{ printf '@note classify.key=fresh\n9\n'; } | hits >fresh
expect_status 0 smo-funnel --state state same
cp state kept
expect_status 2 smo-funnel --state state other
expect_grep 'another key' "$TMP/err"
expect_same "left alone" kept state
expect_status 2 smo-funnel --state state daily
expect_status 2 smo-funnel --state state fresh
expect_status 2 smo-funnel --init-state --state new same other
expect_status 0 smo-funnel --init-state --state new fresh
expect_status 2 smo-funnel --state new fresh
hits_open </dev/null >late
printf '#note\tclassify.key=bbbb\n#end\trows=0\tstatus=complete\n' >>late
expect_status 2 smo-funnel --state state late
