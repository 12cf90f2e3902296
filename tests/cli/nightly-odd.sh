#!/bin/sh
# nightly-odd.sh - smo-nightly where things are not as they should be: damaged files beside whole
# ones, other zones, summer time, full disks, rotation in odd ways. Each test is named after what
# broke once.
. "${0%/*}/lib.sh"

mkdir bin logs
printf '#!/bin/sh\ncat >>"%s/sent"\n' "$TMP" >bin/sendmail
chmod +x bin/sendmail
PATH=$TMP/bin:$PATH:/usr/sbin

# conf NAME [LINE...]: a configuration of its own, of the logs in a folder of its own.
conf() {
    shop=$1
    shift
    mkdir -p "$shop.logs"
    printf '%s\n' "logs $TMP/$shop.logs/access.log*" 'site shop.example' 'geo none' \
        "folder $TMP/$shop" 'mail owner@shop.example' "$@" >"$shop.conf"
}

# night DAY NAME [OPTION...]: half past six in Moscow, the morning after that day of October.
night() {
    SOURCE_DATE_EPOCH=$(date -u -d "2026-10-$1 +1 day 03:30" +%s)
    export SOURCE_DATE_EPOCH
    shop=$2
    shift 2
    smo-nightly -c "$shop.conf" "$@"
}

# visit DAY TIME ZONE [VISITOR]: two lines, of somebody from VK.
visit() {
    for url in /product/1 /cart; do
        printf '203.0.113.%s - - [%s/Oct/2026:%s %s] "GET %s HTTP/1.1" 200 5 "https://vk.com/" "%s"\n' \
            "${4:-1}" "$1" "$2" "$3" $url 'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Firefox/130.0'
    done
}

# column NAME DAY COLUMN: of days.tsv.
column() {
    awk -F '\t' -v day="2026-10-$2" -v column="$3" '$1 == day { print $column }' "$1/days.tsv"
}

rows() { grep -a '^[0-9]'; }

# written FILE TIME: as if it had been written to last at this time of October.
written() {
    touch -d "2026-10-$2 +0300" "$1"
}

begin "a damaged file is no concern of the days after it"
conf damaged 'zone MSK-3'
for day in 05 06 07 08; do
    visit $day 12:00:00 +0300 >damaged.logs/access.log-$day
    for i in $(seq 60); do visit $day 13:00:$((i % 50 + 10)) +0300 "$i"; done >>damaged.logs/access.log-$day
    gzip damaged.logs/access.log-$day
    written damaged.logs/access.log-$day.gz "$day 23:50"
done
night 05 damaged
head -c 300 damaged.logs/access.log-06.gz >part
cat part >damaged.logs/access.log-06.gz
written damaged.logs/access.log-06.gz '06 23:50'
expect_status 1 night 06 damaged
expect_status 0 night 07 damaged
expect "silent" "" "$(cat "$TMP/err")"
expect_status 0 night 08 damaged
expect "whole, but for the 6th" "complete incomplete complete complete" \
    "$(cut -f 3 damaged/days.tsv | xargs)"

begin "what a file says of when it was written to loses no line"
conf touched 'zone MSK-3'
visit 05 12:00:00 +0300 >touched.logs/access.log.1
visit 06 12:00:00 +0300 >touched.logs/access.log
written touched.logs/access.log.1 '01 00:00'
written touched.logs/access.log '01 00:00'
expect_status 0 night 06 touched
expect "all lines" "2 2" "$(cut -f 4 touched/days.tsv | xargs)"
head -c 100 /dev/urandom | gzip | head -c 60 >touched.logs/access.log.2.gz
written touched.logs/access.log.2.gz '01 00:00'
visit 07 12:00:00 +0300 >>touched.logs/access.log
written touched.logs/access.log '01 00:00'
expect_status 1 night 07 touched
expect "rather incomplete than without them" "incomplete 2" "$(column touched 07 3) $(column touched 07 4)"

begin "garbage of one day is no concern of the others in one file with it"
conf garbage 'zone MSK-3'
visits() {
    for i in $(seq 900); do visit "$1" 13:00:$((i % 50 + 10)) +0300 $((i % 250)); done
}
garbage() {
    for i in $(seq 1200); do
        printf '203.0.113.1 - - [%s/Oct/2026:12:00:00 +0300] "GET /%s HTTP/1.1" abc def\n' "$1" "$i"
    done
}
visits 05 >garbage.logs/access.log
{ garbage 05 && visits 06 && visits 07; } >>garbage.logs/access.log
expect_status 1 night 05 garbage
expect_status 0 night 06 garbage
expect "silent" "" "$(cat "$TMP/err")"
expect "the 5th only, and each line once" "incomplete 1800 complete 1800" "$(cut -f 3,4 garbage/days.tsv | xargs)"
garbage 07 >>garbage.logs/access.log
expect_status 1 night 07 garbage
echo 'smo-parse --max-rejects 60' >>garbage.conf
expect_status 0 night 07 garbage
expect "by a limit of one's own" "complete complete complete" "$(cut -f 3 garbage/days.tsv | xargs)"

begin "a line that tells no time is of one night, wherever the log was cut"
conf seams 'zone MSK-3' 'smo-parse --only-host shop.example'
part=6
for day in 05 06 07; do
    for hour in 00 09 23; do
        printf '%s\n' '# a comment' 'no time' '' >>"seams.logs/access.log.$part"
        { visit $day $hour:05:00 +0300; visit $day $hour:05:01 +0300; } |
            sed 's/^/shop.example /; 2s/^shop/other/; 3s/ 200 / abc /' >>"seams.logs/access.log.$part"
        printf '%s\n' 'no time' '' 'that is, 2026-10-06 12:00:00' '' '{}' >>"seams.logs/access.log.$part"
        [ $hour = 09 ] || part=$((part - 1))
    done
done
mv seams.logs/access.log.1 seams.logs/access.log
gzip seams.logs/access.log.[56]
for day in 05 06 07; do
    expect_status 0 night $day seams
    zcat seams/visits/2026-10-$day.tsv.gz | tail -n 1 >>ledgers
done
# parsed: the sums of parse.* in ledgers, but for files.
parsed() {
    grep '^#end' | tr '\t' '\n' | grep '^parse' | grep -v files |
        awk -F = '{ sum[$1] += $2 } END { for (name in sum) print name, sum[name] }' | sort
}
smo-parse --only-host shop.example seams.logs/* 2>said | parsed >whole
parsed <ledgers | expect_same "nights add up to one run" whole -
expect "which has them all" "parse.lines 108" "$(grep lines whole)"

begin "two rotations a day, by copying, with dates in the names"
conf rotated 'zone MSK-3'
if command -v logrotate >/dev/null && command -v faketime >/dev/null; then
    cat <<. >rotated.rotate
$TMP/rotated.logs/access.log {
    rotate 30
    copytruncate
    dateext
    dateformat -%Y%m%d-%s
    compress
    delaycompress
    su $(id -un) $(id -gn)
}
.
    chmod 600 rotated.rotate
    "$SCRIPTS/make-log" --seed 32 --lines 1500 --days 5 --site shop.example >rotated.all
    for half in 1 2 3 4 5 6 7 8; do
        moment=$(date -u -d "2026-09-30 23:10 UTC $((half * 12)) hours" +%s) # 02:10 and 14:10 there
        awk -v half=$half 'match($0, /\[[0-9][0-9]\/Oct\/2026:[0-9][0-9]/) {
            hour = substr($0, RSTART + 1, 2) * 24 + substr($0, RSTART + 13, 2) - 24
            if ((hour < 14 ? 1 : int((hour - 14) / 12) + 2) == half) print
        }' rotated.all >>rotated.logs/access.log
        NO_FAKE_STAT=1 faketime "@$moment" logrotate -f -s "$TMP/rotated.state" rotated.rotate 2>&1
        case $half in
        3 | 5) SOURCE_DATE_EPOCH=$moment smo-nightly -c rotated.conf 2>&1 ;;
        esac
    done >said
    SOURCE_DATE_EPOCH=$((moment + 36000)) smo-nightly -c rotated.conf >>said 2>&1
    expect "silent" "" "$(cat said)"
    expect "as many files, and days" "9 4" "$(find rotated.logs -name 'access*' | wc -l) $(wc -l <rotated/days.tsv)"
    zcat rotated/visits/*.gz | rows >joined
    zcat rotated/state/2026-10-04.tsv.gz >state
    smo-parse /dev/null | smo-classify -g none -k rotated/key -s shop.example |
        smo-funnel -S state --flush | rows >>joined
    grep -v '\[05/Oct' rotated.all | smo-parse | smo-classify -g none -k rotated/key -s shop.example |
        smo-funnel | rows >whole
    expect_same "the visits of one run" whole joined
else
    skip "logrotate or faketime is not installed"
fi

begin "a day is over where its log is written, not where it is read"
for zone in -0800 +0900; do
    conf "zone$zone" # the machine's is UTC
    visit 05 10:00:00 "$zone" >"zone$zone.logs/access.log"
    visit 06 00:30:00 "$zone" 2 >>"zone$zone.logs/access.log"
    visit 06 17:00:00 "$zone" 3 >>"zone$zone.logs/access.log"
    SOURCE_DATE_EPOCH=$(date -u -d "2026-10-06 23:40 $zone" +%s) TZ=UTC smo-nightly -c "zone$zone.conf"
    expect "$zone: twenty minutes to midnight" 2026-10-05 "$(tail -n 1 "zone$zone/days.tsv" | cut -f 1)"
    visit 06 23:50:00 "$zone" 4 >>"zone$zone.logs/access.log"
    SOURCE_DATE_EPOCH=$(date -u -d "2026-10-07 00:10 $zone" +%s) TZ=UTC smo-nightly -c "zone$zone.conf"
    expect "$zone: ten minutes past" "complete 6" "$(column "zone$zone" 06 3) $(column "zone$zone" 06 4)"
done

begin "the night in which summer time ends"
conf summer 'zone CET-1CEST,M3.5.0,M10.5.0/3'
for day in 23 24 25 26 27; do
    zone=+0200
    for hour in 00 01 02 03 09 23; do
        case $day$hour in 2503 | 2509 | 2523 | 26* | 27*) zone=+0100 ;; esac
        visit $day $hour:05:00 $zone $hour
        [ $day$hour != 2502 ] || visit $day $hour:05:00 +0100 99
    done
done >summer.all
for day in 23 24 25 26; do
    awk -v until="$day" 'match($0, /\[[0-9][0-9]/) && substr($0, RSTART + 1, 2) <= until' summer.all \
        >summer.logs/access.log
    visit $((day + 1)) 00:05:00 "$([ $day -lt 25 ] && echo +0200 || echo +0100)" 00 >>summer.logs/access.log
    SOURCE_DATE_EPOCH=$(TZ='CET-1CEST,M3.5.0,M10.5.0/3' date -d "2026-10-$((day + 1)) 00:40" +%s)
    export SOURCE_DATE_EPOCH
    smo-nightly -c summer.conf >>summer.said 2>&1
    expect "after midnight the ${day}th is there" "2026-10-$day" "$(tail -n 1 summer/days.tsv | cut -f 1)"
done
expect "silent" "" "$(cat summer.said)"
expect "an hour twice" "12 12 14 12" "$(cut -f 4 summer/days.tsv | xargs)"
zcat summer/visits/*.gz | rows >joined
zcat summer/state/2026-10-26.tsv.gz >state
smo-parse /dev/null | smo-classify -g none -k summer/key -s shop.example | smo-funnel -S state --flush |
    rows >>joined
grep -v '\[27/Oct' summer.all | smo-parse | smo-classify -g none -k summer/key -s shop.example | smo-funnel |
    rows >whole
expect_same "the visits of one run" whole joined

begin "a day that begins at one o'clock, for summer time begins with it"
conf cairo 'zone EET-2EEST,M4.5.5/0,M10.5.5/0'
for day in 22 23 24; do
    visit $day 12:00:00 +0300 | sed 's/Oct/Apr/' >cairo.logs/access.log-$day
    touch -d "2026-04-$day 20:00" cairo.logs/access.log-$day
done
gzip -c cairo.logs/access.log-22 | head -c 60 >cairo.logs/access.log-22.gz
touch -r cairo.logs/access.log-22 cairo.logs/access.log-22.gz
rm cairo.logs/access.log-22
SOURCE_DATE_EPOCH=$(date -u -d '2026-04-25 04:00' +%s)
export SOURCE_DATE_EPOCH
expect_status 1 smo-nightly -c cairo.conf
expect "the damage is none of its" "2026-04-23 incomplete 2026-04-24 complete" \
    "$(cut -f 1,3 cairo/days.tsv | xargs)"
expect_no_grep 'date:' "$TMP/err"

begin "a pattern that fits names with blanks and quotes"
conf blanks 'zone MSK-3'
visit 05 12:00:00 +0300 >blanks.logs/access.log.1
visit 06 12:00:00 +0300 >"blanks.logs/access.log, it's \"new\""
touch -d '2026-10-01' blanks.logs/access.log.1
expect_status 0 night 06 blanks
expect "silent" "" "$(cat "$TMP/err")"
expect "all lines" "2 2" "$(cut -f 4 blanks/days.tsv | xargs)"
echo "folder $TMP/my shop" >>blanks.conf
expect_status 2 night 06 blanks
expect "refused at once" \
    "smo-nightly: blanks.conf: names of folders hold no blanks: $TMP/my shop, $TMP/my shop/reports" \
    "$(cat "$TMP/err")"

begin "a file that is just being compressed is there twice"
conf twice 'zone MSK-3'
for i in $(seq 90); do visit 05 13:00:$((i % 50 + 10)) +0300 "$i"; done >twice.logs/access.log.1
gzip -c twice.logs/access.log.1 | head -c 400 >twice.logs/access.log.1.gz
expect_status 0 night 05 twice
expect "counted once" "complete 180" "$(column twice 05 3) $(column twice 05 4)"

begin "a full disk: nothing is half written, and the next run goes on"
conf full 'zone MSK-3'
for day in 05 06; do
    for i in $(seq 99); do visit $day 13:00:$((i % 50 + 10)) +0300 "$i"; done
done >full.logs/access.log
night 05 full
cp -r full full.before
# A limit of the size of files stands for it: these blocks are of 512 bytes.
for blocks in 0 1 2 4 8 16; do
    rm -rf full
    cp -rp full.before full
    { (ulimit -f $blocks; trap '' XFSZ; night 06 full 2>&1); echo "status $?"; } | cat >said
    expect "$blocks: it fails, and says so" "yes status 2" "$([ "$(wc -l <said)" -gt 1 ] && echo yes) $(tail -n 1 said)" 
    for file in full/visits/*.gz full/state/*.gz; do gzip -t "$file" 2>&1; done |
        expect_nothing "$blocks: all files are whole"
    expect "$blocks: the 5th is as it was" "$(head -n 1 full.before/days.tsv)" "$(head -n 1 full/days.tsv)"
    find full/reports -size 0 | expect_nothing "$blocks: no empty report"
    night 06 full >said 2>&1
    expect "$blocks: made up for" "0 complete 198" "$? $(column full 06 3) $(column full 06 4)"
done

begin "a clock that has run ahead makes no days of the future"
conf clock 'zone MSK-3'
visit 05 10:00:00 +0300 >clock.logs/access.log
visit 06 10:00:00 +0300 >>clock.logs/access.log
expect_status 0 night 05 clock
SOURCE_DATE_EPOCH=$(date -d 2031-01-01 +%s) expect_status 2 smo-nightly -c clock.conf
expect_grep 'the newest day is 2026-10-05, yesterday was 2030-12-31: if so, name' "$TMP/err"
expect_status 0 night 06 clock
expect "nothing of it is left" "2026-10-05 2026-10-06" "$(cut -f 1 clock/days.tsv | xargs)"
SOURCE_DATE_EPOCH=$(date -d 2026-11-11 +%s) expect_status 0 smo-nightly -c clock.conf 2026-10-07
expect "a real gap" 37 "$(wc -l <clock/days.tsv)"

begin "a table that cannot be written ends the run"
conf table 'zone MSK-3'
visit 05 10:00:00 +0300 >table.logs/access.log
printf '#!/bin/sh\ncase $* in */days.tsv) exit 1 ;; esac\nexec /bin/mv "$@"\n' >bin/mv
chmod +x bin/mv
expect_status 2 night 05 table
expect_grep 'days.tsv cannot be written' "$TMP/err"
rm bin/mv
expect_status 0 night 05 table
expect "made up for" complete "$(column table 05 3)"

begin "a log of no lines, and none at all"
conf none
: >none.logs/access.log
expect_status 0 night 05 none
expect_status 0 night 06 none
expect "whole days without hits" "complete 0 complete 0" "$(cut -f 3,4 none/days.tsv | xargs)"
rm none.logs/access.log
expect_status 2 night 07 none
expect_grep 'none.logs/access.log\*' "$TMP/err"
visit 08 10:00:00 +0300 >none.logs/access.log
expect_status 1 night 08 none
expect "the day that nobody logged is not called whole" incomplete "$(column none 07 3)"

begin "a configuration that names only the log that is written"
conf naive 'zone MSK-3'
visit 06 00:00:05 +0300 >naive.logs/access.log
: >sent
expect_status 0 night 05 naive
expect "the first night that may be" "" "$(cat "$TMP/err" sent)"
visit 07 00:00:05 +0300 >naive.logs/access.log
expect_status 1 night 06 naive
expect_grep 'the logs begin on 2026-10-07 only; are the rotated ones named too' "$TMP/err"
expect_grep 'the logs begin on 2026-10-07 only' sent
visit 06 00:00:05 +0300 >naive.logs/access.log.1
expect_status 0 night 06 naive
expect "mended" "complete 2" "$(column naive 06 3) $(column naive 06 4)"

begin "a letter of a run that was killed is written by the next"
conf killed 'zone MSK-3'
visit 05 10:00:00 +0300 >killed.logs/access.log
night 05 killed -q
rm killed/mail/*
echo 2026-10-05 >killed/untold
: >sent
expect_status 0 night 05 killed
expect_grep '^Subject: shop.example: 2026-10-05, orders 0, visits 1$' sent
: >sent
expect_status 0 night 05 killed
expect "once" "" "$(cat sent)"

begin "mail where there is no mailer"
conf unsent 'zone MSK-3'
visit 05 10:00:00 +0300 >unsent.logs/access.log
mv bin/sendmail bin/kept
if ! (PATH=$PATH:/usr/lib command -v sendmail >/dev/null); then
    expect_status 1 night 05 unsent
    expect_grep 'there is no sendmail' "$TMP/err"
    expect "the letter is kept" 1 "$(find unsent/mail -name '*.eml' | wc -l)"
else
    skip "there is one"
fi
mv bin/kept bin/sendmail

begin "settings of a report, its language, its title"
conf words 'lang ru' 'title Лавка <Ёж>' 'zone MSK-3' "$(printf 'report networks,funnel  \r')"
visit 05 10:00:00 +0300 >words.logs/access.log
: >sent
expect_status 0 night 05 words
expect_grep 'Визиты и заказы' words/reports/2026-10-05.txt
expect_no_grep 'Что приносит' words/reports/2026-10-05.txt
expect_grep '<html lang="ru">' words/reports/index.html
expect_grep '<h1>Лавка &lt;Ёж&gt;</h1>' words/reports/index.html
expect_grep '<th>заказы' words/reports/index.html
expect "a subject in letters of its own" "Лавка <Ёж>: 2026-10-05, заказы 0, визиты 1 " "$(sed -n 's/^Subject: //p' sent |
    tr ' ' '\n' | sed -n 's/^=?UTF-8?B?\(.*\)?=$/\1/p' | while read -r word; do echo "$word" | base64 -d; done)"

begin "weeks, beside the week before"
conf weeks 'zone MSK-3' 'mail-week boss@shop.example'
for day in $(seq -w 1 19); do
    for i in $(seq "$((${day#0} / 7 + 1))"); do visit "$day" 10:00:00 +0300 "$i"; done
done >weeks.logs/access.log
: >sent
night 17 weeks
expect "weeks that are over" "2026-W40 2026-W41" "$(find weeks/reports -name "*W*.txt" | sed "s/.*\///; s/.txt//" | sort | xargs)"
expect_grep '^vk .* before|before .*change' weeks/reports/2026-W41.txt
expect_no_grep 'before .*change' weeks/reports/2026-W40.txt
expect_grep 'href="2026-W41.html"' weeks/reports/index.html
expect "no letter of a week when it was made long after" "boss@shop.example" "$(sed -n 's/^To: //p' sent | grep boss)"
: >sent
night 18 weeks
expect "on Monday two letters" "shop.example: 2026-10-18, orders 0, visits 3
shop.example: 2026-W42" "$(sed -n 's/^Subject: //p' sent)"
: >sent
night 19 weeks
expect "on Tuesday one" "shop.example: 2026-10-19, orders 0, visits 3" "$(sed -n 's/^Subject: //p' sent)"

begin "silent where writers to a closed pipe are told, as under systemd"
conf pipes 'zone MSK-3'
for day in 05 06 07; do
    for i in $(seq 99); do visit $day 13:00:$((i % 50 + 10)) +0300 "$i"; done
done >pipes.logs/access.log
(trap '' PIPE; night 07 pipes) >said 2>&1
expect "status and what was said" "0 " "$? $(cat said)"

begin "an alert on a change in the first two weeks"
conf alert 'zone MSK-3' 'alert orders{social} < -30%' 'alert visits < 1' 'alert visits{vk} < -50%'
for day in 01 02 03 04 05 06 07; do
    for i in 1 2 3; do visit "$day" 10:00:00 +0300 $i; done
done >alert.logs/access.log
visit 08 10:00:00 +0300 >>alert.logs/access.log
expect_status 0 night 05 alert
expect_status 0 night 12 alert
expect "silent" "" "$(cat "$TMP/err")"
echo 'mail-alert admin@shop.example' >>alert.conf
: >sent
night 13 alert
expect "no alert, one letter" "owner@shop.example" "$(sed -n 's/^To: //p' sent)"
: >sent
expect_status 3 night 14 alert
expect "an alert, two letters" "owner@shop.example admin@shop.example" "$(sed -n 's/^To: //p' sent | xargs)"
expect_grep 'visits\{vk\} < -50%' "$TMP/err"

begin "what is old is forgotten"
conf old 'zone MSK-3' 'keep-visits 70' 'keep-reports 3' 'keep-states 2'
SOURCE_DATE_EPOCH=$(date -u -d '2026-10-20 03:30' +%s)
export SOURCE_DATE_EPOCH
visit 01 10:00:00 +0300 | sed 's/Oct/Aug/' >old.logs/access.log
visit 05 10:00:00 +0300 >>old.logs/access.log
smo-nightly -c old.conf
expect "states" "2026-10-18 2026-10-19" "$(cd old/state && echo ./* | sed 's/\.[a-z/]*//g')"
expect "reports of days, not of months and weeks" "2026-10 2026-10-17 2026-10-18 2026-10-19" \
    "$(find old/reports -name "2026-10*.txt" | sed "s/.*\///; s/.txt//" | sort | xargs)"
SOURCE_DATE_EPOCH=$((SOURCE_DATE_EPOCH + 20 * 86400))
find old/reports -name '2026-08*' -exec cksum {} + >august
smo-nightly -c old.conf >said 2>&1
expect "visits" "70 2026-08-31" \
    "$(find old/visits -name '*.gz' | wc -l) $(find old/visits -name '*.gz' | sort | head -n 1 | grep -o '2026-..-..')"
find old/reports -name '2026-08*' -exec cksum {} + | expect_same "a month that is half forgotten keeps its report" august -
smo-nightly -c old.conf >said 2>&1
expect "and again" "0 70" "$? $(find old/visits -name '*.gz' | wc -l)"
expect "rows of all days stay in the table" 81 "$(wc -l <old/days.tsv)"

begin "several shops"
mkdir -p etc both.logs
for name in one two; do
    conf $name
    sed "s/$name.logs/both.logs/; s/site .*/only-host $name.example/" $name.conf >etc/$name.conf
done
for name in one two; do
    visit 05 10:00:00 +0300 | sed "s/^/$name.example /"
done >both.logs/access.log
visit 05 11:00:00 +0300 3 | sed "s/^/two.example /" >>both.logs/access.log
SOURCE_DATE_EPOCH=$(date -u -d '2026-10-06 03:30' +%s) smo-nightly -c etc >said 2>&1
expect "each its own lines, silently" "2 4 " "$(column one 05 4) $(column two 05 4) $(cat said)"
echo 'nonsense x' >>etc/one.conf
SOURCE_DATE_EPOCH=$(date -u -d '2026-10-07 03:30' +%s) smo-nightly -c etc >said 2>&1
expect "one that is wrong does not stop the other" "2 2026-10-06" "$? $(tail -n 1 two/days.tsv | cut -f 1)"
mkdir bare
expect_status 2 smo-nightly -c bare
expect_grep 'holds no configuration' "$TMP/err"

begin "what a run would do"
conf would 'zone MSK-3'
visit 05 10:00:00 +0300 >would.logs/access.log
expect_status 0 night 06 would -n
expect_grep "^logs +combined: 1, as .*would.logs/access.log" "$TMP/out"
expect_grep '^hits +from 2026-10-05 on, in zone \+0300$' "$TMP/out"
expect "it does nothing" "" "$(cat "$TMP/err"; ls -d would 2>/dev/null)"
printf 'rules %s\n' nowhere >>would.conf
expect_status 2 night 06 would -n
expect_grep '^! +nowhere: cannot be opened' "$TMP/out"

begin "faults of a configuration"
for fault in 'keep-visits 10' 'keep-visits soon' 'keep-states 1' 'lang' 'keep-visits 70|keep-states 90' \
    'locks x'; do
    conf wrong
    echo "$fault" | tr '|' '\n' >>wrong.conf
    expect_status 2 night 05 wrong
    expect_grep "wrong.conf: (line 6: )?(keep|lang|locks)" "$TMP/err"
done
