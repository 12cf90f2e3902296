# Options in odd places and with odd values, and surroundings that must not matter.
. "${0%/*}/lib.sh"

head -n 200 "$FIXTURES/sample/access.log.1" >log
printf '%032x\n' 1 >key
chmod 600 key
smo-parse log >hits 2>err
smo-classify -g none -k key hits >classified 2>err
smo-funnel classified >visits 2>err
tools="smo-parse smo-classify smo-funnel smo-report"

begin "help and version come first, whatever else is asked for"
for tool in $tools; do
    expect_status 0 $tool -h
    expect "on standard output only" "" "$(cat err)"
    expect_status 0 $tool nowhere --help
    expect_status 0 $tool --version
    expect_grep "^$tool [0-9]" out
done

begin "misuse is told with the synopsis, status 2, and nothing on standard output"
for tool in $tools; do
    for option in -Z --no-such --part=x --version=x -f -r -S -k; do
        status=0
        $tool $option >out 2>err </dev/null || status=$?
        expect "$tool $option" "2, told, nothing written" \
            "$status$(grep -q "^$tool: " err && echo ", told")$([ -s out ] || echo ", nothing written")"
    done
done

begin "options may stand behind files, and be written in each way"
smo-parse -H a.example -j 2 log >expected
for how in "log -H a.example" "-Ha.example log" "--host=a.example log" "--host a.example -j2 log" \
    "--jobs 2 log --host a.example" "-H b.example -H a.example -- log" "--hos a.example log"; do
    # shellcheck disable=SC2086 # the words of an option
    smo-parse $how >out 2>err
    expect_same "smo-parse $how" expected out
done
smo-funnel -t 30m -w 30d classified >expected
for how in "-t 1800 -w 720h classified" "classified -t30m" "--timeout=1800s --window 2592000 classified"; do
    # shellcheck disable=SC2086
    smo-funnel $how >out 2>err
    expect_same "smo-funnel $how" expected out
done

begin "without a name, even of its own, a tool works"
cat >nameless.c <<'END'
#include <unistd.h>
int main(int count, char **arguments) {
    char *nothing[] = {NULL};
    (void)count;
    return execve(arguments[1], nothing, nothing);
}
END
${CC:-cc} -o nameless nameless.c 2>err
for tool in $tools; do
    status=0
    ./nameless "$(command -v $tool)" <"$(food $tool)" >out 2>err || status=$?
    expect "$tool" "0 yes" "$status $([ -s out ] && echo yes)"
done

begin "locale, time zone and umask change no byte"
smo-report -r all -f json visits >page.json
smo-report -r all -f csv -o expected.tables visits
for locale in C C.UTF-8 ru_RU.UTF-8 tr_TR.UTF-8 nonsense; do
    for zone in UTC Asia/Kathmandu America/St_Johns :nonsense ''; do
        (
            umask 077
            LC_ALL=$locale LANG=$locale LANGUAGE=$locale TZ=$zone
            export LC_ALL LANG LANGUAGE TZ
            smo-parse log | tee hits.again | smo-classify -g none -k key | smo-funnel | tee visits.again |
                smo-report -r all -f json
        ) >again 2>err
        if cmp -s hits hits.again && cmp -s visits visits.again && cmp -s page.json again; then
            ok "$locale and '$zone'"
        else
            not_ok "$locale and '$zone'" <err
        fi
    done
done

begin "values of 100 KB"
long=$(head -c 100000 /dev/zero | tr '\0' a)
for tool in $tools; do
    for option in -f -s -u -H -R --zone --trust --only-host --now -c -g -k --keep --client -t -w --steps --slow \
        --max-memory --trails -r --by --alert --lang --width --rows --costs --orders --compare; do
        status=0
        timeout 20 $tool $option "$long" "$(food $tool)" >out 2>err || status=$?
        case $status in
        [0-3]) ok "$tool $option" ;;
        *) tail -c 200 err | not_ok "$tool $option: status $status" ;;
        esac
    done
    status=0
    timeout 20 $tool "$long" >out 2>err || status=$?
    expect "$tool and a file's name" 2 $status
done

begin "numbers at their ends"
for number in '' - -1 0 1x 1e3 nan inf 0x10 99999999999999999999 18446744073709551616 ' 1' '1 ' +1 ٣ 1.5.5; do
    for what in "smo-parse -j" "smo-parse --max-rejects" "smo-classify -j" "smo-funnel -t" "smo-funnel -w" \
        "smo-funnel --slow" "smo-funnel --trails" "smo-funnel --max-memory" "smo-report --rows" \
        "smo-report --width"; do
        tool=${what% *}
        status=0
        $what "$number" "$(food "$tool")" >out 2>err || status=$?
        case "$status$([ -s err ] && echo " told")" in
        0 | "2 told") ok "$what '$number'" ;;
        *) not_ok "$what '$number': status $status" <err ;;
        esac
    done
done

begin "a value cannot leave its cell"
odd=$(printf 'a\tb\nc\\d\033[31m\342\200\256')
smo-funnel --steps "$odd,product" classified >out 2>err
python3 "$TOP/tests/faults/inert.py" stream out | expect_nothing "a step"
smo-report --steps "$odd,a\"b,product" -r funnel -f json visits >out 2>err
jq -e . out >seen 2>&1
expect "a step in JSON" 0 $?
for dress in text md html tsv csv; do
    smo-report --steps "$odd,<script>alert(7013)</script>,product" -r funnel -f $dress visits >out 2>err
    python3 "$TOP/tests/faults/inert.py" $dress out | expect_nothing "a step in $dress"
done

begin "tables from elsewhere that are none"
printf 'source,campaign,cost\nvk,a,9\n' >costs
printf 'id,amount,status\n10001,9.50,paid\n' >orders
: >nothing
printf '\n\n' >blank
printf 'a,b\n1,2\n' >others
printf 'source,campaign,cost\nvk,"a\n' >open
head -c 100000 /dev/zero >nuls
printf 'source,campaign,cost\nvk,a,=1+1\nvk,b,-\nvk,c,1e9\nvk,d,99999999999999999999999999999999999999999999\nvk,e,-5\n' >numbers
printf 'id,amount,status\n10001,=1+1,paid\n,5,\n10001,9.50,paid\n10001,8,refunded\n<b>,1,paid\n' >doubles
{ printf 'id,amount\n'; head -c 3000000 /dev/zero | tr '\0' 7; } >wide
printf 'source,campaign,cost\r\nvk,a,9\r\n' >dos
printf '\357\273\277source;campaign;cost\nvk;a;9,50\n' >semicolons
printf 'source,campaign,cost\nvk,a,9' >torn
{ printf 'source,campaign,cost,id,amount,status\n'; python3 "$TOP/tests/faults/hostile.py" cells |
    awk '{ gsub(/"/, "\"\""); printf "\"%s\",\"%s\",%d,\"%s\",%d,\"%s\"\n", $0, $0, NR, $0, NR, $0 }'; } >hostile
gzip -c hostile | head -c 5000 >cut.gz
for table in nothing blank others open nuls numbers doubles wide dos semicolons torn hostile cut.gz nowhere .; do
    for option in --costs --orders --compare; do
        status=0
        timeout 20 smo-report $option $table -r all -f json visits >out 2>err || status=$?
        case $status in
        0) jq -e . out >seen 2>&1 || echo "no JSON" >seen.bad ;;
        1 | 2) [ -s err ] || echo "no message" >seen.bad ;;
        *) echo "status $status" >seen.bad ;;
        esac
        python3 "$TOP/tests/faults/inert.py" text err >>seen.bad
        expect_nothing "$option $table" <seen.bad
        rm -f seen.bad
    done
done
for option in --costs --orders; do
    for dress in text md html; do
        smo-report $option hostile -r all -f $dress visits >out 2>err
        python3 "$TOP/tests/faults/inert.py" $dress out | expect_nothing "$option hostile in $dress"
    done
done
expect_status 0 smo-report --costs costs -r campaigns visits
expect_status 0 smo-report --orders orders visits
