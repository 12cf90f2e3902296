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

begin "check-config"
expect_status 0 smo check-config -g none -c "it's mine.rules"
expect "silent" "" "$(cat out err)"
echo 'nonsense' >bad.rules
expect_status 2 smo check-config -g none -c bad.rules
expect_grep 'bad.rules: line 1' err
expect_status 2 smo check-config -g none "a log"

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
