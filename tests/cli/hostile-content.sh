# A thousand strings that hurt, in every field of a log, in five formats of log, through the whole
# pipeline into every format of report: they stay text. tests/faults/hostile.py makes them,
# tests/faults/inert.py judges.
. "${0%/*}/lib.sh"

hostile() { python3 "$TOP/tests/faults/hostile.py" "$@"; }
inert() { python3 "$TOP/tests/faults/inert.py" "$@"; }

# value NAME FILE: out of a stream's ledger.
value() {
    tail -n 1 "$2" | tr '\t' '\n' | sed -n "s/^$1=//p"
}

begin "what was sent is what stands in the cell"
hostile cells >cells
for format in nginx apache vhost json; do
    hostile $format agent | smo-parse 2>err |
        awk -F'\t' '/^time/ { for (i = 1; i <= NF; i++) if ($i == "agent") column = i; next }
            /^[0-9]/ { print $column }' >got
    expect_same "1,000 agents in $format" cells got
done

for format in nginx apache vhost json raw; do
    hostile $format >log

    begin "$format: streams are well-formed"
    smo-parse --max-rejects 100 -R rejects log >hits 2>err
    inert stream hits | expect_nothing "hits"
    inert tsv rejects | expect_nothing "rejects"
    inert text err | expect_nothing "messages of smo-parse"
    smo-classify -g none -v hits >classified 2>err
    inert stream classified | expect_nothing "classified hits"
    inert text err | expect_nothing "messages of smo-classify"
    smo-classify -g none --keep ip,user,cookie,referer,agent --keep-assets hits >kept 2>err
    inert stream kept | expect_nothing "classified hits with what was kept"
    smo-funnel --bots classified >visits 2>err
    inert stream visits | expect_nothing "visits"

    begin "$format: ledgers add up"
    expect "lines are as many as awk counts" "$(awk 'END { print NR }' log)" "$(value parse.lines hits)"
    expect "lines" "$(value parse.lines hits)" \
        $(($(value parse.accepted hits) + $(value parse.rejected hits) + $(value parse.ignored hits)))
    expect "rejects are kept" "$(value parse.rejected hits)" "$(($(wc -l <rejects) - 1))"
    expect "rows are accepted lines" "$(value parse.accepted hits)" "$(grep -c '^[0-9]' hits)"
    expect "hits" "$(value parse.accepted hits)" "$(value classify.hits classified)"
    expect "kinds" "$(value classify.hits classified)" $(($(value classify.human classified) + \
        $(value classify.preview classified) + $(value classify.bot classified)))
    expect "classified rows" "$(grep -c '^[0-9]' classified)" \
        $(($(value classify.hits classified) - $(value classify.thinned classified)))
    expect "hits of the funnel" "$(value funnel.hits visits)" $(($(value funnel.in_visits visits) + \
        $(value funnel.astray visits) + $(value funnel.preview visits) + $(value funnel.bot visits) + \
        $(value funnel.untimed visits)))
    expect "rows of the funnel" "$(grep -c '^[0-9]' visits)" $(($(value funnel.visits visits) + \
        $(value funnel.previews visits) + $(value funnel.bots visits)))
    awk -F'\t' '$3 == "6.6.6.6" || $1 == 1793400535' hits | expect_nothing "nobody forged a row"

    begin "$format: visits name nobody"
    awk -F'\t' 'NR > 1 && /^[0-9]/ && /Gecko|203\.0\.[0-9]+\.[0-9]+/' visits | expect_nothing "no agent and no address"
    cut -f 4- visits | awk -F'\t' '/^#/ { next } { for (i = 15; i <= 19; i++) if ($i ~ /utm_/) print }' |
        expect_nothing "no query string"

    # What comes of the others is the same text as of these two.
    case $format in
    json | raw) ;;
    *) continue ;;
    esac
    begin "$format: reports are well-formed"
    for dress in $(smo-report -h | tr -d '\n[]' | sed 's/.*-f \([a-z |]*\) *-o.*/\1/' | tr -d '|'); do
        rm -rf page
        case $dress in
        tsv | csv)
            smo-report -r all -f $dress -o page visits 2>err
            expect "status of $dress" 0 $?
            for table in page/*; do
                inert $dress "$table" | expect_nothing "$table"
            done
            ;;
        dot)
            smo-report -r paths -f dot visits >page 2>err
            expect "status of $dress" 0 $?
            inert dot page | expect_nothing "$dress"
            ;;
        json)
            smo-report -r all -f json visits >page 2>err
            expect "status of $dress" 0 $?
            jq -e 'map(. as $page | .columns as $c | .rows[] | select((keys_unsorted - $c) != [] or ($c - keys_unsorted) != []) | $page.report) | .[]' \
                page >bad 2>&1
            expect_nothing "rows have the columns that are named" <bad
            ;;
        *)
            for language in en ru; do
                LC_ALL=C.UTF-8 smo-report -r all --lang $language --rows 0 -f $dress visits >page 2>err
                expect "status of $dress in $language" 0 $?
                inert $dress page | expect_nothing "$dress in $language"
            done
            LC_ALL=C smo-report -r all --rows 0 -f $dress visits >page 2>err
            inert $dress page | expect_nothing "$dress in the C locale"
            ;;
        esac
        inert text err | expect_nothing "messages with $dress"
    done
    smo-report -r all --width 40 --rows 0 visits >page
    inert text page | expect_nothing "text of 40 columns"
done

begin "explanations"
smo-classify -g none --explain hits >out 2>err
inert text out | expect_nothing "--explain"
smo-classify --test "$(printf '/\033[31m\342\200\256?utm_source=\033]0;x\007')" "$(printf 'https://\033[2J/')" \
    "$(printf '\033[31m\377')" >out 2>err
inert text out | expect_nothing "--test"
inert text err | expect_nothing "its messages"

begin "little memory"
if nm "$(command -v smo-parse)" 2>/dev/null | grep -q __asan_init; then
    skip "a sanitizer needs all the addresses there are"
else
    for command in "smo-parse log" "smo-classify -g none hits" "smo-funnel classified" \
        "smo-report -r all -f json visits"; do
        (ulimit -v 500000 && exec $command) >out 2>err
        expect_no_grep memory err
        expect "something was written by $command" yes "$([ -s out ] && echo yes)"
    done
fi
