#!/bin/sh
# nightly.sh - smo-nightly over ten nights: real logrotate on a made log that is cut at random
# places, nights that are repeated, missed, killed and half blind.
. "${0%/*}/lib.sh"

mkdir bin logs
printf '#!/bin/sh\ncat >>"%s/sent"\n' "$TMP" >bin/sendmail
chmod +x bin/sendmail
PATH=$TMP/bin:$PATH:/usr/sbin

"$SCRIPTS/make-log" --seed 31 --lines 9000 --days 11 --noise --site shop.example >all.log

# conf FOLDER [LOGS]: a configuration of its own.
conf() {
    cat <<. >"$1.conf"
# One shop.
logs     ${2:-$TMP/logs/access.log*}
site     shop.example,www.shop.example
geo      none
folder   $TMP/$1
mail     owner@shop.example # who reads it
zone     MSK-3
.
}

# night DAY FOLDER [OPTION...]: half past six in the morning after that day of October.
night() {
    SOURCE_DATE_EPOCH=$(date -u -d "2026-10-$1 +1 day 03:30" +%s)
    export SOURCE_DATE_EPOCH
    folder=$2
    shift 2
    smo-nightly -c "$folder.conf" "$@"
}

# lines FROM TO: those of the log from and before these times, `05 031500` for the 5th at 03:15.
lines() {
    awk -v from="$1" -v to="$2" '
        match($0, /\[[0-9][0-9]\/Oct\/2026:[0-9:]*/) {
            stamp = substr($0, RSTART + 1, 2) " " substr($0, RSTART + 13, 8)
            gsub(/:/, "", stamp)
        }
        stamp >= from && stamp < to' all.log
}

# What a folder holds: names and checksums.
held() {
    (cd "$1" && find . -type f ! -name lock ! -path './mail/*' | sort | xargs cksum)
}

rows() { grep -a '^[0-9]'; }

cat <<. >rotate.conf
$TMP/logs/access.log {
    rotate 20
    missingok
    notifempty
    compress
    delaycompress
    create 600
    su $(id -un) $(id -gn)
}
.
chmod 600 rotate.conf

begin "ten nights with logrotate, cut at random places"
if ! command -v logrotate >/dev/null; then
    skip "logrotate is not installed"
    exit 0
fi
conf nights
from=00
while read -r day cut until; do
    lines "$from" "${cut%:*} ${cut#*:}" >>logs/access.log
    logrotate -f -s "$TMP/rotate.state" rotate.conf >rotate.out 2>&1 || cat rotate.out
    lines "${cut%:*} ${cut#*:}" "$until 063000" >>logs/access.log
    from="$until 063000"
    night "$day" nights >>said 2>&1 || echo "status $? on $day" >>said
    held nights >once
    night "$day" nights >>said 2>&1 || echo "status $? on $day again" >>said
    held nights | cmp - once >>said 2>&1
done <<'.'
01 01:141233 02
02 02:233000 03
03 03:235959 04
04 05:003012 05
05 06:062959 06
06 06:120000 07
07 08:000000 08
08 08:181818 09
09 10:000003 10
10 10:064501 11
.
expect "silent on success, and nothing changes when repeated" "" "$(cat said)"
expect "rotated files, compressed ones" "10 9" \
    "$(find logs -name '*.[0-9]*' | wc -l) $(find logs -name '*.gz' | wc -l)"
expect "a file a day" "10 10 10" "$(for kind in visits state; do
    find nights/$kind -name '*.gz' | wc -l; done | xargs) $(wc -l <nights/days.tsv)"
zcat nights/visits/*.gz | rows >joined
zcat nights/state/2026-10-10.tsv.gz >state
smo-parse -s 2026-10-11 /dev/null | smo-classify -g none -k nights/key -s shop.example |
    smo-funnel -S state --flush | rows >>joined
lines 00 '11 000000' | smo-parse | smo-classify -g none -k nights/key -s shop.example,www.shop.example |
    smo-funnel | rows >whole
expect_same "joined, the visits of one run over all" whole joined
expect "and there are many" yes "$([ "$(wc -l <whole)" -gt 500 ] && echo yes)"

# parsed: the sums of parse.* in ledgers, but for files.
parsed() {
    grep -a '^#end' | tr '\t' '\n' | grep '^parse' | grep -v files |
        awk -F = '{ sum[$1] += $2 } END { for (name in sum) print name, sum[name] }' | sort
}

begin "days add up to the whole, line by line"
lines 00 '11 000000' | smo-parse | parsed >whole
zcat nights/visits/*.gz | parsed >joined
expect_same "ledgers of smo-parse" whole joined
expect "hits" "$(sed -n 's/parse.accepted //p' whole)" \
    "$(awk -F '\t' '{ n += $4 } END { print n }' nights/days.tsv)"
for day in nights/visits/*.gz; do
    zcat "$day" | tail -n 1 | tr '\t' '\n' | awk -F = '{ v[$1] = $2 }
        END { print v["parse.lines"] - v["parse.accepted"] - v["parse.rejected"] - v["parse.ignored"],
            v["parse.accepted"] - v["classify.hits"] }'
done | sort -u >balance
expect "each ledger balances" "0 0" "$(cat balance)"
expect "lines that cannot be read are there" yes \
    "$(zcat nights/visits/*.gz | grep -a '^#end' | grep -q 'parse.rejected=[1-9]' && echo yes)"

begin "after a gap it catches up day by day, to the same bytes"
conf gap
mkdir gap
cp -p nights/key gap/
night 02 gap
expect "up to the 2nd" "2026-10-02" "$(tail -n 1 gap/days.tsv | cut -f 1)"
night 10 gap
held nights >nights.held
held gap >gap.held
expect_same "visits, states, reports, index" nights.held gap.held

begin "what is published"
expect_grep '^shop.example' nights/reports/2026-10-07.txt
expect_grep '^shop.example' nights/reports/2026-10.txt
expect_grep 'href="2026-10-07' nights/reports/index.html
expect "not executable by what it shows" "" "$(grep -i '<script' nights/reports/index.html)"
if smo-report -h | grep -qw html; then
    expect_grep '<html' nights/reports/2026-10-07.html
fi
expect "one letter a night" "$(($(wc -l <nights/days.tsv) + 2))" "$(grep -ac '^Subject: shop.example: 2026-10-' sent)"
expect_grep '^To: owner@shop.example$' sent
expect "the key and the visits are the owner's only" "-rw------- -rw-------" \
    "$(stat -c %A nights/key nights/visits/2026-10-07.tsv.gz | xargs)"
expect "reports are for a web server" "-rw-r--r-- drwxr-xr-x drwx--x--x" \
    "$(stat -c %A nights/reports/index.html nights/reports nights | xargs)"

begin "a damaged file stops neither the report nor the next night"
conf half
mkdir half
cp -p nights/key half/
mv logs whole-logs
cp -rp whole-logs logs
: >sent
night 03 half
damaged=logs/$(cd logs && for file in *.gz; do
    zcat "$file" | grep -q '05/Oct/2026:23' && echo "$file"
done | head -n 1)
head -c "$(($(wc -c <"$damaged") / 2))" "$damaged" >cut.gz
cp cut.gz "$damaged"
expect_status 1 night 05 half
expect_grep "${damaged##*/}: line [0-9]*: gzip stream ends early" "$TMP/err"
expect_grep '2026-10-05 is INCOMPLETE' "$TMP/err"
expect_grep '^! INCOMPLETE' half/reports/2026-10-05.txt
expect_grep 'INCOMPLETE' half/reports/index.html
expect_grep '^Subject: shop.example: 2026-10-05 INCOMPLETE' sent
expect_grep 'gzip stream ends early' sent
expect "the lines before the damage are in it" yes \
    "$([ "$(awk -F '\t' '$1 == "2026-10-05" { print $4 }' half/days.tsv)" -gt 0 ] && echo yes)"
night 06 half >out 2>&1
night 07 half >out 2>&1
expect "the next nights go on" 2026-10-07 "$(tail -n 1 half/days.tsv | cut -f 1)"
: >sent
expect_status 0 night 07 half
expect "nothing new, nothing said" "" "$(cat "$TMP/out" "$TMP/err" sent)"
rm "$damaged"
cp half/visits/2026-10-05.tsv.gz fifth
expect_status 0 night 07 half
expect_same "without the damaged file there is less: the day stays as it is" \
    fifth half/visits/2026-10-05.tsv.gz
expect_grep '2026-10-05.*incomplete' half/days.tsv
rm -r logs
cp -rp whole-logs logs
expect_status 0 night 08 half
expect_grep '2026-10-05 was INCOMPLETE, and is whole now' sent
night 10 half
held half >half.held
expect_same "with whole input it is what it would have been" nights.held half.held

begin "a day whose logs are gone is never replaced by less"
rm logs/*.gz
expect_status 1 night 10 half 2026-10-03
expect_grep '2026-10-03 stays as it is' "$TMP/err"
held half >half.held
expect_same "nothing changed" nights.held half.held
expect_status 1 night 10 half -f 2026-10-03
expect_grep '^! INCOMPLETE' half/reports/2026-10-03.txt
conf late
mkdir late
cp -p nights/key late/
rm -r logs
cp -rp whole-logs logs
night 02 late
for file in logs/*.gz; do
    zcat "$file" | grep -qE '(05|06|07|08|09|10)/Oct' || rm "$file"
done
expect_status 1 night 10 late
expect_grep 'the logs begin later than the day' "$TMP/err"
expect_grep '^! INCOMPLETE' late/reports/2026-10-03.txt
expect "days it does hold are whole" complete "$(awk -F '\t' '$1 == "2026-10-09" { print $3 }' late/days.tsv)"
rm -r logs
cp -rp whole-logs logs

begin "a run that is killed is made up for"
conf killed
mkdir killed
cp -p nights/key killed/
for after in 0.05 0.15 0.3 0.5 0.8; do
    SOURCE_DATE_EPOCH=$(date -u -d "2026-10-11 03:30" +%s) timeout -s KILL $after \
        smo-nightly -c killed.conf >out 2>&1
done
sleep 1 # what it started may still run, and hold the lock
expect_status 0 night 10 killed
held killed >killed.held
expect_same "the same files" nights.held killed.held

begin "a day that began from another state than there is now is made again"
cp gap/days.tsv days.before
sed -i 's/^2026-10-09\t[^\t]*/2026-10-09\t0-0/' gap/days.tsv
expect "changed" 1 "$(cmp -s gap/days.tsv days.before; echo $?)"
night 10 gap >out 2>&1
expect_same "the table is right again" days.before gap/days.tsv

begin "a changed rule: all days from one on"
conf rules
mkdir rules
cp -p nights/key rules/
night 06 rules
: >sent
night 06 rules 2026-10-04
expect "the same rules, no other bytes, no mail" "" "$(cat sent)"
echo 'action vote GET ^/product/' >vote.rules
echo "rules $TMP/vote.rules" >>rules.conf
night 06 rules 2026-10-04
expect "before it" "" "$(zcat rules/visits/2026-10-03.tsv.gz | grep -ac vote | sed s/^0//)"
for day in 04 05 06; do
    expect "from it on: the ${day}th" yes "$(zcat rules/visits/2026-10-$day.tsv.gz | grep -aq vote && echo yes)"
done

begin "alerts"
conf alarm
mkdir alarm
cp -p nights/key alarm/
printf '%s\n' 'alert orders{vk} < 1000' 'alert orders < 0' >>alarm.conf
: >sent
expect_status 3 night 06 alarm
expect "the one that holds" "1 0" "$(grep -c 'orders{vk} < 1000' "$TMP/err") $(grep -c 'orders < 0' "$TMP/err")"
expect_grep '^Subject: shop.example: 2026-10-06 ALERT' sent
expect_grep 'orders\{vk\} < 1000' sent
expect_status 0 night 06 alarm
echo 'alert orders << 5' >>alarm.conf
expect_status 2 night 07 alarm
expect "the day itself is made" 2026-10-07 "$(tail -n 1 alarm/days.tsv | cut -f 1)"

begin "days without hits"
conf few "$TMP/few.log"
sed -n '/ \[03\/Oct/p' all.log >few.log
: >sent
expect_status 0 night 02 few
expect "nothing is over yet, nothing is said" "" "$(cat "$TMP/out" "$TMP/err" sent; find few/visits -type f)"
lines '05 00' '06 00' >>few.log
expect_status 0 night 05 few
expect "a day between days that have some is whole" "complete 0" \
    "$(awk -F '\t' '$1 == "2026-10-04" { print $3, $4 }' few/days.tsv)"
expect "three days" 3 "$(wc -l <few/days.tsv)"
rm few/state/*
expect_status 2 night 06 few
expect_grep 'state is empty' "$TMP/err"

begin "one at a time"
(flock 8; sleep 3) 8>nights/lock &
sleep 0.3
expect_status 2 night 10 nights
expect_grep 'another run holds' "$TMP/err"
wait

begin "mail that cannot be sent is sent by the next run, or by -m"
conf queued
rm -rf queued && mkdir queued
cp -p nights/key queued/
: >sent
night 02 queued -q
expect "kept" "0 1" "$(wc -c <sent | tr -d ' ') $(find queued/mail -name '*.eml' | wc -l)"
mv bin/sendmail bin/kept
printf '#!/bin/sh\nexit 1\n' >bin/sendmail
chmod +x bin/sendmail
expect_status 1 smo-nightly -c queued.conf -m
expect_grep 'mail was not sent' "$TMP/err"
mv bin/kept bin/sendmail
expect_status 0 smo-nightly -c queued.conf -m
expect "sent" "1 0" "$(grep -c ^Subject sent) $(find queued/mail -name '*.eml' | wc -l)"

begin "what it is told wrongly it refuses, and touches nothing"
refused() {
    expect_status 2 "$@"
    [ -s "$TMP/err" ] || echo "no message" | not_ok "says why"
}
refused smo-nightly -c nowhere.conf
printf 'logs x\nlocks y\n' >bad.conf
refused smo-nightly -c bad.conf
expect_grep 'bad.conf: line 2: locks is no setting' "$TMP/err"
printf 'site x\n' >bad.conf
refused smo-nightly -c bad.conf
expect_grep 'names no logs' "$TMP/err"
refused smo-nightly -c nights.conf 2026-13-45
refused night 10 nights 2026-10-11
expect_grep 'is not over' "$TMP/err"
refused smo-nightly -x
conf bare
echo "rules $TMP/nowhere.rules" >>bare.conf
refused night 02 bare
expect_grep 'nowhere.rules' "$TMP/err"
expect "no day was made" "" "$(cat bare/days.tsv; find bare/visits bare/state -type f)"
echo broken | gzip >gap/state/2026-10-09.tsv.gz
rm gap/visits/2026-10-1*.gz gap/reports/*
refused night 10 gap
expect_grep '2026-10-10 cannot be made' "$TMP/err"
expect "days before it are reported all the same" "9" "$(find gap/reports -name '2026-10-*.txt' | wc -l)"
expect_grep 'FAILED' sent
