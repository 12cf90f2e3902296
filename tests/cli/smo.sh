# smo: the four tools in a word, with the options handed through whole.
. "${0%/*}/lib.sh"

line='203.0.113.9 - - [22/Nov/2026:10:00:00 +0000] "GET /buy HTTP/1.1" 200 5'
agent='Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0'
printf '%s "https://vk.com/" "%s"\n' "$line" "$agent" >"a log"

begin "report"
smo-parse "a log" | smo-classify -g none | smo-funnel | smo-report >by-hand
expect_status 0 smo report -g none "a log"
expect_same "smo report is the pipeline" by-hand out
expect_status 0 smo report -g none -f tsv -r networks "a log"
expect_grep 'vk' out

begin "html is all reports as one page"
expect_status 0 smo html -g none "a log"
expect_grep '^<!DOCTYPE html>' out
expect_grep 'Content-Security-Policy' out
for title in What Visits; do expect_grep "$title" out; done
expect_status 0 smo html -g none -r networks "a log"

begin "arguments with blanks and quotes reach smo-classify"
printf 'medium here network vk.com\n' >"it's mine.rules"
expect_status 0 smo report -g none -c "it's mine.rules" -r networks "a log"
expect_grep 'here' out

begin "a log written otherwise"
log_format='$host|$remote_addr|[$time_local]|"$request"|$status|"$http_referer"|"$http_user_agent"|"$uid_got"'
printf 'shop.example|203.0.113.9|[22/Nov/2026:10:00:00 +0000]|"GET /buy HTTP/1.1"|200|"https://vk.com/"|"%s"|"-"\n' "$agent" >"other log"
expect_status 2 smo report -g none "other log"
expect_status 0 smo report -g none --log-format "$log_format" -r networks "other log"
expect_grep 'vk' out
expect_status 0 smo html -g none --log-format "$log_format" "other log"
expect_status 0 smo suggest-rules --log-format "$log_format" "other log"
expect_status 0 smo suggest-rules -f "$log_format" "other log"
expect_grep 'for shop.example, from 1 hit of people' out

begin "check-config"
expect_status 0 smo check-config -g none -c "it's mine.rules"
expect "silent" "" "$(cat out err)"
echo 'nonsense' >bad.rules
expect_status 2 smo check-config -g none -c bad.rules
expect_grep 'bad.rules: line 1' err

begin "check-config tells what would become of logs"
expect_status 0 smo check-config -g none "$FIXTURES"/sample/access.log*
expect_grep '^logs +combined: 31, as .*/sample/access.log$' out
expect_grep '^lines +20000, hits 19932, ignored 11, cannot be read 57$' out
expect_grep '^time +2026-10-01 07:23:46 \+0300 to 2026-10-31 23:50:00 \+0300$' out
expect_grep '^site +shop.example$' out
expect_grep '^pages +product [0-9]+, ' out
expect_grep '^sources +vk [0-9]+, ' out
expect_no_grep '^(!|hint)' out
expect_status 0 smo check-config -g none -s a.example "a log"
expect_grep '^hint +no page is known as an order' out
expect_status 1 smo check-config -g none "a log" nowhere
expect_grep '^! +nowhere: cannot be opened' out
expect_status 2 smo check-config -g none -c bad.rules "a log"
expect_grep '^! +bad.rules: line 1' out
: >empty
expect_status 0 smo check-config -g none empty
expect_grep '^logs +no lines: 1, as empty' out
expect_grep '^lines +0, hits 0' out

begin "options of the tools are handed on"
expect_status 0 smo report -g none -r networks -f tsv --since 2026-10-20 --until=2026-10-21 \
    "$FIXTURES"/sample/access.log*
smo-parse -s 2026-10-20 -u 2026-10-21 "$FIXTURES"/sample/access.log* | smo-classify -g none | smo-funnel |
    smo-report -r networks -f tsv | expect_same "to smo-parse" out -
expect_status 0 smo report "a log" -gnone --lang ru -rnetworks --steps=product,order --timeout 5m
expect_grep 'Визиты' out
expect_status 0 smo html --geo=none -o page.html "a log"
expect "a file" "0 yes" "$(wc -c <out) $(grep -q '<html' page.html && echo yes)"
cp "a log" ./-dash
expect_status 0 smo report -g none -f tsv -r quality -- -dash "a log"
expect_status 0 sh -c 'smo report -g none -f tsv -r networks - <"a log"'
expect_grep '^vk' out
for wrong in '--lung x' '-x' '--lang' '--strict=1' '-r' ''; do
    # shellcheck disable=SC2086 # words
    expect_status 2 smo report -g none $wrong
    expect_grep '^smo: ' err
done

begin "the worst end of the four tools is that of smo"
expect_status 2 smo report -g none -c nowhere "a log"
expect_status 2 smo report -g none missing
expect_status 1 smo report -g none missing "a log"

begin "usage"
expect_status 2 smo
expect_status 2 smo what
expect_status 2 smo report
expect_status 0 smo -h
expect "on standard output" "" "$(cat err)"

begin "tools that write streams are batch jobs, unless the user said otherwise"
if command -v chrt >/dev/null; then
    mkfifo held
    for tool in smo-classify smo-funnel; do
        $tool <held >/dev/null 2>&1 &
        exec 3>held
        waits=0
        until chrt -p $! | grep -q SCHED_BATCH || [ $waits = 50 ]; do
            sleep 0.1
            waits=$((waits + 1))
        done
        expect_grep 'SCHED_BATCH$' <<.
$(chrt -p $! 2>&1)
.
        exec 3>&-
        wait
    done
    chrt -i 0 smo-funnel <held >/dev/null 2>&1 &
    exec 3>held
    sleep 0.3
    expect "idle stays idle" "SCHED_IDLE" "$(chrt -p $! | sed -n 's/.*policy: //p')"
    exec 3>&-
    wait
else
    skip "no chrt"
fi
