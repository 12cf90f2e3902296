# Files: compression, damage, twins, merging, periods.
. "${0%/*}/lib.sh"

# log FIRST COUNT STEP TEXT: lines of combined, from second FIRST of 22 Nov 2025 on.
log() {
    awk -v at="$1" -v count="$2" -v step="$3" -v text="$4" 'BEGIN {
        for (i = 0; i < count; i++) {
            printf "203.0.113.9 - - [22/Nov/2025:%02d:%02d:%02d +0300] \"GET /%s/%d HTTP/1.1\" 200 5 \"-\" \"UA\"\n",
                at / 3600, at / 60 % 60, at % 60, text, i
            at += step
        }
    }'
}
urls() { awk -F'\t' '/^[0-9]/ { print $6 }'; }
count() { tail -n 1 | tr '\t' '\n' | sed -n "s/^$1=//p"; }

log 0 3000 2 a >plain.log
smo-parse plain.log >plain.hits

begin "compression is told by content, not by name, and may have several members"
for packer in gzip zstd bzip2 xz; do
    command -v $packer >/dev/null || { skip "$packer"; continue; }
    head -n 1000 plain.log | $packer -c >packed.txt
    tail -n +1001 plain.log | $packer -c >>packed.txt
    smo-parse packed.txt >packed.hits
    expect_same "$packer" plain.hits packed.hits
    $packer -c plain.log | smo-parse >packed.hits
    expect_same "$packer on standard input" plain.hits packed.hits
done

begin "any number of jobs gives the same bytes, also of the reject file"
log 0 40000 1 b | sed '7~1000s/"/x/' >big.log
log 1 40000 1 c | gzip -c >big2.log.gz
smo-parse -R rejects.1 big.log big2.log.gz >hits.1
for jobs in 2 3 8; do
    smo-parse -j $jobs -R rejects.$jobs big2.log.gz big.log >hits.$jobs
    expect_same "-j $jobs" hits.1 hits.$jobs
    expect_same "-j $jobs, rejects" rejects.1 rejects.$jobs
done
expect "rejects" 40 "$(count parse.rejected <hits.1)"

begin "a damaged file yields its whole lines"
gzip -c plain.log >whole.gz
size=$(wc -c <whole.gz)
{ head -c $((size - 4)) whole.gz; printf '\0\0\0\0'; } >badsize.gz
expect_status 1 smo-parse badsize.gz
expect "all lines" 3000 "$(count parse.accepted <"$TMP/out")"
expect_grep '^smo-parse: badsize.gz: line 3001: .*gzip.* at byte [0-9]+$' "$TMP/err"
{ cat whole.gz; echo garbage; } >trailed.gz
expect_status 1 smo-parse trailed.gz
expect "all lines" 3000 "$(count parse.accepted <"$TMP/out")"
expect_grep 'trailed.gz: line 3001: garbage after the gzip stream at byte [0-9]+$' "$TMP/err"

begin "files are merged by time, in whatever order they are named"
log 100 5 10 late >z.log
log 0 5 10 early >y.log
log 60 4 10 middle >x.log
smo-parse x.log y.log z.log >1.hits
smo-parse z.log x.log y.log >2.hits
expect_same "order of names" 1.hits 2.hits
expect "by time" "sorted" "$(grep '^[0-9]' 1.hits | LC_ALL=C sort -c -k 1,1n && echo sorted)"

begin "equal times: the file whose first line is older, then file name"
log 0 3 10 old >b.log
log 10 2 10 new >a.log
log 10 1 10 same >c.log
expect "order" "/old/0 /old/1 /new/0 /same/0 /old/2 /new/1" \
    "$(smo-parse c.log a.log b.log | urls | xargs)"

begin "lines of one file are never reordered"
{ log 50 1 1 first; log 10 1 1 second; log 90 1 1 third; } >unsorted.log
log 20 1 1 other >other.log
expect "alone" "/first/0 /second/0 /third/0" "$(smo-parse unsorted.log | urls | xargs)"
expect "merged" "/other/0 /first/0 /second/0 /third/0" \
    "$(smo-parse unsorted.log other.log | urls | xargs)"

begin "hundreds of files need few file handles"
mkdir many
for i in $(seq 1 200); do log $((i * 60)) 3 1 "f$i" >"many/access.log.$i"; done
# shellcheck disable=SC3045 # every sh that we meet has it
(ulimit -n 16 && smo-parse many/*) >many.hits
expect "rows" 600 "$(count rows <many.hits)"
expect "by time" "sorted" "$(grep '^[0-9]' many.hits | LC_ALL=C sort -c -k 1,1n && echo sorted)"

begin "files of several formats: the columns of all"
log 0 1 1 a >combined.log
echo 'shop.example 203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET /v HTTP/1.1" 200 5 "-" "UA"' >vhost.log
echo '203.0.113.9 - - [22/Nov/2025:14:30:06 +0300] "GET /c HTTP/1.1" 200 5' >common.log
smo-parse combined.log vhost.log common.log >several.hits
expect "header" "time zone ip user host method url status bytes referer agent" \
    "$(head -n 1 several.hits | xargs)"
expect "cells" "- shop.example -" "$(awk -F'\t' '/^[0-9]/ { print $5 }' several.hits | xargs)"
expect "a row without agent comes under its own header" \
    "time zone ip user host method url status bytes referer|1763811006 +0300 203.0.113.9 - - GET /c 200 5 -" \
    "$(tail -n 3 several.hits | head -n 2 | tr '\t' ' ' | paste -s -d '|' -)"
expect "rows" 3 "$(count rows <several.hits)"

begin "the same log given twice is counted once, with a warning"
cp plain.log copy.log
ln -s plain.log link.log
ln plain.log hard.log
for twin in copy.log link.log hard.log plain.log whole.gz; do
    expect_status 0 smo-parse plain.log $twin
    expect "rows with $twin" 3000 "$(count rows <"$TMP/out")"
    expect "ledger with $twin" 1 "$(count parse.files_twin <"$TMP/out")"
    expect_grep "^smo-parse: $twin: is the same log as plain.log; counted once\$" "$TMP/err"
done
head -n 2000 plain.log | gzip -c >older.gz
expect_status 0 smo-parse older.gz plain.log
expect "an older copy" 3000 "$(count rows <"$TMP/out")"
expect_grep "older.gz: is the same log as plain.log" "$TMP/err"

begin "a pipe that goes on where its twin ends is lost, and said to be"
status=0
cat plain.log | smo-parse older.gz - >"$TMP/out" 2>"$TMP/err" || status=$?
expect "status" 1 "$status"
expect_grep "standard input: begins like older.gz and goes on where that ends" "$TMP/err"
expect_grep 'status=incomplete' "$TMP/out"
cat plain.log | smo-parse plain.log - >"$TMP/out" 2>"$TMP/err"
expect "the same pipe is complete" 0 "$?"

begin "a reject file never replaces a log"
expect_status 2 smo-parse -R copy.log plain.log copy.log
expect_grep "copy.log is one of the logs" "$TMP/err"
expect_same "the log is as it was" plain.log copy.log

begin "logs that only begin alike are both counted"
{ head -n 2000 plain.log; log 80000 10 1 x; } >fork.log
expect "rows" 5010 "$(smo-parse fork.log plain.log | count rows)"
log 0 1 1 a >short.log
log 0 2 1 a >longer.log
expect "short ones" 3 "$(smo-parse short.log longer.log | count rows)"

begin "a file that cannot be used is named, the others are read"
expect_status 1 smo-parse missing.log plain.log
expect_grep '^smo-parse: missing.log: cannot be opened' "$TMP/err"
expect "rows" 3000 "$(count rows <"$TMP/out")"
expect "ledger" 1 "$(count parse.files_unreadable <"$TMP/out")"
echo 'hello world' >strange.log
expect_status 1 smo-parse strange.log plain.log
expect "message" 'smo-parse: strange.log: line 1: column 7: fits no format; combined fits as far as the mark; -f takes the log_format or LogFormat of the server:
    hello world
          ^' "$(cat "$TMP/err")"
expect_status 2 smo-parse strange.log
expect_status 2 smo-parse missing.log
expect "no output" 0 "$(wc -c <"$TMP/out")"

begin "a file that is no access log is told what it is"
told() {
    printf '%s\n' "$2" >strange.log
    smo-parse strange.log 2>said
    expect "$1" "strange.log: line 1: column $3: $1" "$(sed -n '1s/smo-parse: //p' said)"
}
told 'is of an error log, which tells of no visits:' \
    '2025/11/22 14:30:05 [error] 29#29: *1 open() "/x" failed (2: No such file or directory)' 1
told 'is of an error log, which tells of no visits:' \
    '[Sat Nov 22 14:30:05.123456 2025] [core:error] [pid 1] AH00126: Invalid URI' 1
told 'is JSON that tells of no request by a name that is known; see JSON in smo-parse(1):' \
    '{"time":"2025-11-22T14:30:05+03:00","what":"GET /"}' 1
told 'is JSON without a time by a name that is known; see JSON in smo-parse(1):' \
    '{"when":"2025-11-22T14:30:05+03:00","request":"GET /"}' 1
told 'is no whole JSON object on a line:' '{' 2
told 'is JSON with a time that cannot be read:' '{"time":"yesterday","request":"GET /"}' 10
told 'is JSON that cannot be a hit from the mark on:' \
    '{"time":"2025-11-22T14:30:05+03:00","request":"GET /","status":999}' 64

begin "since is inclusive, until exclusive, read in the line's own zone"
{ log 0 3 1 a; log 0 3 1 b | sed 's/+0300/-0500/'; } >zones.log
expect "seconds" "/a/1 /b/1" \
    "$(smo-parse -s '2025-11-22 00:00:01' -u 22/Nov/2025:00:00:02 zones.log | urls | xargs)"
expect "with a zone" "/a/0 /a/1 /a/2" \
    "$(smo-parse -u '2025-11-22T00:00:00+0000' zones.log | urls | xargs)"
expect "yesterday" "/a/0 /a/1 /a/2 /b/0 /b/1 /b/2" \
    "$(smo-parse --now '2025-11-23 12:00:00+0000' -s yesterday -u today zones.log | urls | xargs)"
expect "by SOURCE_DATE_EPOCH" 6 \
    "$(SOURCE_DATE_EPOCH=1763899200 smo-parse -s yesterday zones.log | count rows)"
expect "-1h" 0 "$(smo-parse --now @1763899200 -s -1h zones.log | count rows)"
expect "-2d" 6 "$(smo-parse --now @1763899200 -s -2d zones.log | count rows)"

begin "each line is of one time: its own, or that of the line before it"
hit() { printf '203.0.113.9 - - [%s/Nov/2025:%s +0300] "GET /%s HTTP/1.1" %s 5 "-" "UA"\n' "$@"; }
{
    echo
    echo 'before the first hit'
    hit 21 23:59:59 a 200
    echo 'no time'
    echo
    hit 22 00:00:00 b 200
    hit 22 00:00:01 rejected 2x0
    echo '# a comment'
    echo '22/Nov/2025:24:00:00 is none, nor 2/Nov/2025:01:00:00, nor 1122/Nov/2025:01:00:00'
    echo '2025/11/23 01:02:03 [error] of another log'
    echo '2025-11-31 01:02:03, then 2025-11-23T01:02:03.5Z'
    hit 22 00:00:02 late 200
    echo '2025-11-23 01:02:03'
    printf '2025-11-23\t01:02:03\n{"time":"2025-11-22T23:59:60+0300"}\n'
    hit 23 00:00:00 c 200
    echo '22/Nov/2025:01:00:00 -1000 by a clock of its own'
    printf 'no LF'
} >messy.log
# counts NAME...: of the ledger in the file out, 0 where there is none.
counts() {
    for name in "$@"; do
        count "parse.$name" <out | grep . || echo 0
    done | xargs
}
# seen PERIOD LINES COUNTS [OPTION...]: the lines that are rejected, and of the ledger.
seen() {
    period=$1 lines=$2 counted=$3
    shift 3
    for jobs in 1 3; do
        smo-parse -f combined -j $jobs -R rejects "$@" messy.log >out 2>said
        expect "$period: rejected" "$lines" "$(tail -n +2 rejects | cut -f 2 | xargs)"
        expect "$period: accepted, rejected, ignored, outside" "$counted" \
            "$(counts accepted rejected ignored lines_outside)"
    done
}
seen "always" "2 4 7 9 10 11 13 14 15 17 18" "4 11 3 0"
seen "the 21st" "2 4" "1 2 15 13" -u 2025-11-22
seen "the 22nd" "7 9 17 18" "2 4 12 11" -s 2025-11-22 -u 2025-11-23
seen "the 23rd" "10 11 13 14 15" "1 5 12 12" -s 2025-11-23
expect "lines outside are filtered" "12 12" "$(counts ignore.filtered lines_outside)"
smo-parse -f combined -s 2025-11-22 -u 2025-11-23 --only-host none messy.log >out 2>said
expect "those of other hosts too" "13 11" "$(counts ignore.filtered lines_outside)"
printf '%s\n' 'no hit and no time' 'of the 2025-11-22 01:02:03 and' 'the line behind it' |
    smo-parse -f combined -s 2025-11-23 >out 2>said
expect "without hits" "1 2" "$(counts rejected lines_outside)"

for day in 22 23; do
    printf '#Software: Internet\n#Date: 2025-11-%s 00:00:00\n#Fields: date time c-ip cs-uri-stem sc-status\n' $day
    printf '2025-11-%s 00:00:01 203.0.113.9 /a 200\n- 00:00:02 203.0.113.9 /b 200\n' $day
done >w3c.log
smo-parse -s 2025-11-23 w3c.log >out
expect "W3C: its directives too" "1 1 2 6" "$(counts accepted rejected ignore.comment lines_outside)"

begin "so too in blocks, by any number of jobs, packed, from a pipe, of several files"
# junk LINES NAME: hits of five days, so many lines before the first, blanks and junk between them.
# Each line goes to NAME.log, and to the part of its day.
junk() {
    awk -v before="$1" -v name="$2" '
        function put(line) { print line > (name ".log"); print line > (name "." day ".part") }
        BEGIN {
            for (day = "01"; before; before--) put("junk before the first hit")
            for (i = 0; i < 3000; i++) {
                day = sprintf("%02d", i / 600 + 1)
                put(sprintf("203.0.113.9 - - [%s/Nov/2025:%02d:%02d:00 +0300] \"GET /%s%d HTTP/1.1\" " \
                    "200 5 \"-\" \"UA\"", day, i / 25 % 24, i % 60, name, i))
                for (junk = i % 97 ? i % 3 : i % 970 ? 400 : 30000; junk; junk--)
                    put(junk % 5 ? "junk behind hit " i : "")
            }
        }'
}
# becomes HITS REJECTS: what may be compared of a run.
becomes() {
    { grep '^[0-9]' "$1"; cut -f 4- "$2" | sort; tail -n 1 "$1" | tr '\t' '\n' |
        grep -E '^parse.(accepted|reject|ignore.blank)'; } >"$1.become"
}
junk 3 few
junk 30000 many
gzip -k few.log
for day in 01 03 05; do
    smo-parse -f combined -R rejects few.$day.part >few.hits 2>said
    becomes few.hits rejects
    smo-parse -f combined -R rejects many.$day.part >many.hits 2>said
    becomes many.hits rejects
    smo-parse -f combined -R rejects few.$day.part many.$day.part >both.hits 2>said
    becomes both.hits rejects
    for jobs in 1 3; do
        for logs in few.log few.log.gz - many.log 'few.log.gz many.log'; do
            case $logs in *' '*) is=both ;; many*) is=many ;; *) is=few ;; esac
            # shellcheck disable=SC2086 # names
            smo-parse -f combined -j $jobs -R rejects -s 2025-11-$day -u "2025-11-$day 23:59:59" \
                $logs <few.log >got.hits 2>said
            becomes got.hits rejects
            expect_same "the ${day}th of $logs, -j $jobs" $is.hits.become got.hits.become
        done
    done
done

begin "--max-rejects is judged by the lines within the period"
{ log 0 1000 1 a; yes junk | head -n 60; log 0 1000 1 b | sed s/22.Nov/23\\/Nov/; } >judged.log
expect_status 1 smo-parse -s 2025-11-22 -u 2025-11-23 judged.log
expect "what is said" "smo-parse: judged.log: 60 of 1060 lines" "$(cut -d ' ' -f 1-6 "$TMP/err")"
expect_status 0 smo-parse -s 2025-11-23 judged.log
expect_status 0 smo-parse judged.log
yes junk | head -n 60 >>judged.log
expect_status 1 smo-parse judged.log
echo '2025-11-21 00:00:00 junk' >>judged.log
expect_status 1 smo-parse -u 2025-11-22 judged.log
expect_grep 'judged.log: 1 of 1 lines do not fit the format combined; the first is line 2121 ' "$TMP/err"
log 0 1 1 a | sed s/22.Nov/21\\/Nov/ >older.log
expect_status 0 smo-parse -u 2025-11-22 judged.log older.log
expect_status 1 smo-parse -s 2025-11-23 judged.log
head -n 1000 judged.log | gzip -c | head -c 2000 >cut.gz
expect_status 1 smo-parse -s 2025-11-23 cut.gz
lines=$(gzip -dc cut.gz 2>said | wc -l)
expect_grep "^smo-parse: cut.gz: line $((lines + 1)): gzip stream ends early" "$TMP/err"

begin "rotated files wholly outside the period are not read"
for day in 01 02 03 04 05; do log 0 10 1 d | sed "s,22/Nov,$day/Nov," >"access.log-202511$day"; done
smo-parse -v -s 2025-11-05 access.log-2025* >out 2>err
expect "rows" 10 "$(count rows <out)"
expect "read" 3 "$(count parse.files <out)"
expect "outside" 2 "$(count parse.files_outside <out)"
expect_grep 'access.log-20251101: combined, plain, not read: outside the period' err
expect "until" "2 3" "$(smo-parse -u 2025-11-01T12:00 access.log-2025* |
    { cat >out; count parse.files_outside <out; count parse.files <out; } | xargs)"

begin "rotated files by number, compressed or not"
i=0
for name in access.log.3.gz access.log.2.gz access.log.1 access.log; do
    i=$((i + 1))
    log 0 10 1 n | sed "s,22/Nov,0$i/Dec," >numbered
    case $name in *.gz) gzip -c numbered >"$name" ;; *) cp numbered "$name" ;; esac
done
smo-parse -s 2025-12-04 access.log access.log.* >out
expect "rows, files read and not" "10 3 1" \
    "$(count rows <out) $(count parse.files <out) $(count parse.files_outside <out)"
mkdir other
cp access.log.3.gz other/access.log.4.gz
expect "other folders are other rotations" 3 \
    "$(smo-parse -s 2025-12-04 other/* access.log access.log.1 | count parse.files)"

begin "a file of comments alone is complete, and adds no columns"
printf '# a\n\n# b\n' >comments.log
expect_status 0 smo-parse comments.log common.log
expect "columns" 8 "$(head -n 1 "$TMP/out" | wc -w)"
expect "ignored" 3 "$(count parse.ignored <"$TMP/out")"
expect_status 0 smo-parse comments.log

begin "progress is for terminals only"
expect_status 0 smo-parse --progress plain.log
expect "nothing said" "" "$(cat "$TMP/err")"
