# Streams as people and accidents leave them: cut at every byte, joined, filtered, sorted, packed,
# with columns of somebody else's. What smo-stream(5) promises of each. SMO_FAULTS=all cuts at every
# byte; else most that lie within a long line are passed over.
. "${0%/*}/lib.sh"

agent='Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'
log() {
    printf '203.0.113.%d - - [22/Nov/2025:11:00:%02d +0000] "GET %s HTTP/1.1" 200 5 "%s" "%s"\n' \
        "$1" "$1" "$2" "$3" "$agent"
}
{
    log 1 /product/1 https://vk.com/
    log 2 '/cart?utm_source=tg' -
} >log.1
log 3 '/order/complete?order=7&total=9.50' - >log.2
for i in 1 2; do
    smo-parse log.$i >hits.$i
    printf '%032x\n' 1 >key
    chmod 600 key
    smo-classify -g none -k key hits.$i >classified.$i
    smo-funnel classified.$i >visits.$i
done

# feeds TOOL: the tool and its options; food TOOL: what it reads.
feed() {
    case $1 in
    smo-classify) smo-classify -g none -k key ;;
    smo-funnel) smo-funnel ;;
    smo-report) smo-report -r networks -f tsv ;;
    esac
}
food() {
    case $1 in
    smo-classify) echo hits ;;
    smo-funnel) echo classified ;;
    smo-report) echo visits ;;
    esac
}

for tool in smo-classify smo-funnel smo-report; do
    food=$(food $tool)
    begin "$tool: a stream that is cut anywhere is incomplete"
    # Notes are long and alike: without them the walk is shorter.
    { grep -v '^#note' $food.1; grep -v '^#note' $food.2; } >whole
    size=$(wc -c <whole)
    first=$(grep -v '^#note' $food.1 | wc -c)
    : >wrong
    LC_ALL=C awk -v all="${SMO_FAULTS-}" '{
            for (i = 0; i <= length($0); i++)
                if (all || i < 8 || i > length($0) - 4 || i % 13 == 0)
                    print at + i
            at += length($0) + 1
        }
        END { print at }' whole >places
    while read -r at; do
        status=0
        head -c $at whole | feed $tool >out 2>err || status=$?
        case $at in
        "$first" | "$size") wanted=0 ;;
        *) wanted=1 ;;
        esac
        [ $status -eq $wanted ] || echo "byte $at: status $status" >>wrong
        if [ $wanted -eq 1 ]; then
            grep -q "^$tool: standard input: " err || echo "byte $at: no message" >>wrong
            [ $tool = smo-report ] || tail -n 1 out | grep -q 'status=incomplete' ||
                echo "byte $at: not passed on" >>wrong
        elif [ -s err ]; then
            echo "byte $at: $(cat err)" >>wrong
        fi
    done <places
    expect_nothing "$size bytes" <wrong

    begin "$tool: a fragment is taken for what it is with --part"
    expect_status 0 sh -c 'head -n 2 "$0" | $1 --part' "$food.1" \
        "$tool$([ $tool = smo-classify ] && echo ' -g none')"
    expect "no message" "" "$(cat err)"

    begin "$tool: packed streams"
    feed $tool <$food.1 >expected
    for pack in gzip bzip2 xz zstd; do
        $pack -c <$food.1 >packed
        expect "$pack" "" "$(feed $tool <packed 2>&1 | cmp - expected 2>&1)"
        size=$(wc -c <packed)
        : >wrong
        for part in 1 2 3 4 5 6 7 8 9; do
            status=0
            head -c $((size * part / 10)) packed | feed $tool >out 2>err || status=$?
            [ $status -eq 1 ] && [ -s err ] || echo "$part tenths: status $status" >>wrong
        done
        expect_nothing "cut $pack" <wrong
        # 2 where the damage comes before all that could be used.
        head -c $((size / 2 - 4)) packed >damaged
        tail -c +$((size / 2 - 3)) packed | head -c 4 | tr '\000-\177\200-\377' '\200-\377\000-\177' >>damaged
        tail -c +$((size / 2 + 1)) packed >>damaged
        status=0
        feed $tool <damaged >out 2>err || status=$?
        expect "damaged $pack" "told: 1 or 2" "$([ -s err ] && echo told): $(case $status in 1 | 2) echo 1 or 2 ;; esac)"
    done

    begin "$tool: joined streams"
    cat $food.1 $food.2 >joined
    feed $tool <joined >out 2>err
    expect "status" 0 $?
    expect "silent" "" "$(cat err)"
    { gzip -c <$food.1; gzip -c <$food.2; } >joined.gz
    feed $tool <joined.gz >packed 2>err
    expect_same "joined when packed" out packed
    case $tool in
    smo-classify) set -- smo-classify -g none -k key ;;
    smo-funnel) set -- smo-funnel ;;
    smo-report) set -- smo-report -r networks -f tsv ;;
    esac
    "$@" $food.1 $food.2 >files 2>err
    expect_same "as files" out files
    if [ $tool != smo-report ]; then
        expect "lines of both" 3 "$(tail -n 1 out | tr '\t' '\n' | sed -n s/^parse.lines=//p)"
        expect "one end" 1 "$(grep -c '^#end' out)"
    fi
done

begin "filters that keep the marks"
cat hits.1 hits.2 >hits
for filter in "grep -e ^time -e ^# -e vk" "awk -F\\t /^#|^time/||\$6~/product/" \
    "mlr --tsvlite --pass-comments filter \$status==200"; do
    $filter hits >filtered 2>err
    expect_status 0 smo-classify -g none filtered
    expect "silent after $filter" "" "$(cat err)"
    expect "what is missing is counted" "$((3 - $(grep -c '^[0-9]' filtered)))" \
        "$(tail -n 1 out | tr '\t' '\n' | sed -n s/^stream.filtered=//p | grep . || echo 0)"
done
for stream in hits classified visits; do
    cat $stream.1 $stream.2 >$stream
    LC_ALL=C sort $stream >sorted
    case $stream in
    hits) set -- smo-classify -g none -k key ;;
    classified) set -- smo-funnel ;;
    visits) set -- smo-report -r networks -f tsv ;;
    esac
    "$@" $stream 2>err | grep -v '^#' | LC_ALL=C sort >expected
    status=0
    "$@" sorted >out 2>err || status=$?
    expect "$1 and sort: status" "0 " "$status $(cat err)"
    grep -v '^#' out | LC_ALL=C sort >got
    expect_same "$1 and sort" expected got
done

begin "foreign columns go through all tools"
awk -F'\t' -v OFS='\t' '/^time/ { print $0, "colour", "shoe"; next } /^#/ { print; next }
    { print $0, "gr\\tün", NR }' hits >foreign
smo-classify -g none -k key foreign >out
cp out classified.foreign
expect "of smo-classify" "colour shoe" "$(sed -n '/^time/ { s/.*	\([^	]*\)	\([^	]*\)$/\1 \2/p; q; }' out)"
expect "cells to the letter" 3 "$(grep -c 'gr\\tün	[0-9]*$' out)"
cut -f 1-29 out | grep -v '^#' >ours
smo-classify -g none -k key hits | grep -v '^#' >expected
expect_same "nothing else changes" expected ours
expect_status 0 smo-funnel classified.foreign
smo-classify -g none -k key hits | smo-funnel >expected
# What visits carry of foreign columns is the manual's; the canonical ones must not move.
cut -f 1-44 out | grep '^[0-9t]' >ours
grep '^[0-9t]' expected | cut -f 1-44 >canonical
expect_same "visits" canonical ours

begin "columns in another order"
awk -F'\t' -v OFS='\t' '/^#/ { print; next } { for (i = NF; i > 1; i--) if (i != 1) line = line $i OFS
    print $1, substr(line, 1, length(line) - 1); line = "" }' hits >turned
smo-classify -g none -k key hits >expected
smo-classify -g none -k key turned >out
expect_same "hits" expected out
awk -F'\t' -v OFS='\t' '/^#/ { print; next } { for (i = NF; i > 1; i--) line = line $i OFS
    print $1, substr(line, 1, length(line) - 1); line = "" }' classified >turned
smo-funnel classified >expected
smo-funnel turned >out
expect_same "classified hits" expected out

begin "headers that cannot be"
for header in time 'time	time' 'time	zone	zone' "$(printf 'time\t%s' "$(seq -s '	' 5000)")" 'Time	zone' \
    'time	' '	time' "$(head -c 30000 /dev/zero | tr '\0' x)"; do
    for tool in smo-classify smo-funnel smo-report; do
        status=0
        printf '%s\n1763812800\t+0000\n#end\trows=1\tstatus=complete\n' "$header" | feed $tool >out 2>err || status=$?
        expect "$tool and $(printf %.20s "$header")" "1 or 2, with a message" \
            "$([ $status = 1 ] || [ $status = 2 ] && echo "1 or 2")$([ -s err ] && echo ", with a message")"
    done
done

begin "rows that cannot be"
whole=$(cat classified.1 classified.2)
for row in "" "1" "1763812800" "99999999999999999999" "-1" "1e5" "1763812800	+0000" \
    "$(printf '1763812800\t%.0s' $(seq 60))" "0x10" "#end	rows=99999999999999999999999	status=complete" \
    "#end	rows=-1	status=complete" "#end" "#end	" "#end	rows=3" "#note" "#note	" "#note	novalue" \
    "#end	rows=0	status=complete	parse.lines=18446744073709551615	parse.lines=1" \
    "#end	rows=0	status=perhaps" "#end	status=complete	rows=0"; do
    status=0
    printf '%s\n%s\n' "$whole" "$row" | smo-funnel >out 2>err || status=$?
    case $status in
    0 | 1) ok "$(printf %.30s "$row"): status $status" ;;
    *) not_ok "$(printf %.30s "$row"): status $status" <err ;;
    esac
    expect "still whole rows" "" "$(awk -F'\t' '/^time/ { n = NF } /^[0-9]/ && NF != n' out)"
done

begin "a row that begins with no digit costs none of those behind it"
seq 10 50 | awk -v OFS='\t' 'BEGIN { print "time", "ip", "method", "url", "status" }
    { print 1763812800 + $1, "203.0.113." $1 % 7, "GET", "/product/" $1, 200 }' >many
smo-classify -g none -k key many >many.classified 2>err
for tool in "smo-classify -g none -k key" smo-funnel; do
    case $tool in smo-funnel) whole=many.classified ;; *) whole=many ;; esac
    sed "/product.19/ { p; s/^[0-9]*/-/; }" $whole >torn
    $tool $whole 2>err | grep '^[0-9]' >expected
    status=0
    $tool torn >out 2>err || status=$?
    expect "$tool" 1 $status
    grep '^[0-9]' out >ours
    expect_same "$tool" expected ours
    expect_grep "line [0-9]*: neither a row nor a header nor a mark" err
done
