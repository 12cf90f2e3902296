# Outputs and inputs in odd places: full disks, closed descriptors, readers that leave, devices,
# folders that may not be written to, endless input, many files at once.
. "${0%/*}/lib.sh"

grep -a '^[0-9a-f:.]* - - [^"]*"[A-Z]* /[^"]*" [0-9]* [0-9]* "[^"]*" "[^"]*"$' "$FIXTURES/sample/access.log.1" |
    head -n 400 >log
gzip -c log >log.gz
smo-parse log >hits 2>err
smo-classify -g none -k key hits >classified 2>err
smo-funnel classified >visits 2>err
tools="smo-parse smo-classify smo-funnel smo-report"

begin "a full disk is told, with status 2"
for tool in $tools; do
    status=0
    $tool "$(food $tool)" >/dev/full 2>err || status=$?
    expect "$tool into a full disk" "2 1" "$status $(wc -l <err | tr -d ' ')"
    expect_grep "^$tool: .*No space left" err
    status=0
    $tool -h >/dev/full 2>err || status=$?
    expect "$tool -h into a full disk" 2 $status
done

begin "without standard output nothing is thought to be written"
for tool in $tools; do
    status=0
    $tool "$(food $tool)" >&- 2>err || status=$?
    expect "$tool with stdout closed" 2 $status
    expect_grep "^$tool: " err
done

begin "without standard input there is nothing to read"
for tool in $tools; do
    status=0
    $tool <&- >out 2>err || status=$?
    expect "$tool with stdin closed" 2 $status
    expect_grep "^$tool: " err
done

begin "closed descriptors are not taken for files of the tool's own"
# The first file that is opened would get number 2, and messages would run into it.
smo-parse -R rejects nowhere log >out 2>&- || :
expect "the rejects hold no message" "" "$(grep nowhere rejects)"
smo-funnel -S state classified >out 2>&- || :
smo-funnel -S state nowhere >out 2>&- || :
expect "a state that was opened as descriptor 2" "" "$(grep -a 'smo-funnel:' state)"

begin "a reader that leaves ends a tool quietly"
for tool in $tools; do
    food=$(food $tool)
    # More than any pipe holds.
    set -- "$food"
    while [ $# -lt 64 ]; do
        set -- "$@" "$@"
    done
    if [ $tool = smo-parse ]; then # where a log is told from its copies
        for i in 1 2 3 4 5 6 7 8; do
            sed "s/GET /GET \/$i/" log log log log log >log.$i
        done
        set -- log.[1-8]
    fi
    { $tool "$@" 2>err; echo $? >left; } | head -n 1 >out
    expect "$tool says nothing" "" "$(cat err)"
    case $(cat left) in
    0 | 141) ok "status of $tool" ;;
    *) not_ok "status of $tool" <left ;;
    esac
    # As under cron, which leaves SIGPIPE ignored.
    (
        trap '' PIPE
        { $tool "$@" 2>err; echo $? >left; } | head -n 1 >out
    )
    expect "$tool with SIGPIPE ignored says nothing" "" "$(cat err)"
    case $(cat left) in
    0 | 141) ok "status of $tool with SIGPIPE ignored" ;;
    *) not_ok "status of $tool with SIGPIPE ignored" <left ;;
    esac
done

begin "what is no file is written to, and stays what it is"
if mknod device c 1 3 2>/dev/null && : >device; then
    for how in "smo-parse -R device log" "smo-funnel -S device --init-state classified" \
        "smo-report -o device visits"; do
        expect_status 0 $how
        expect "after $how" "character special file" "$(stat -c %F device)"
    done
else
    skip "no device can be made here"
fi
mkfifo pipe
cat pipe >through &
expect_status 0 smo-report -o pipe visits
wait
smo-report visits >expected
expect_same "through a named pipe" expected through
expect "a named pipe stays one" fifo "$(stat -c %F pipe)"

begin "a link stays a link, and its target is replaced"
mkdir elsewhere
smo-funnel -S elsewhere/state classified >out
ln -s elsewhere/state linked
expect_status 0 smo-funnel -S linked classified
expect "the link" "symbolic link" "$(stat -c %F linked)"
expect "one state in the folder" state "$(ls elsewhere)"

begin "what cannot be replaced is told"
expect_status 2 smo-report -o . visits
expect_grep "^smo-report: \.: " err
expect_status 2 smo-report -o no/such/folder visits
expect_status 2 smo-report -o "" visits
expect_status 2 smo-parse -R . log
expect_status 2 smo-funnel -S . classified
expect_status 2 smo-classify -g none -k . hits
expect_status 2 smo-classify -g none -k no/such/folder hits
ln -s loop loop
expect_status 2 smo-funnel -S loop classified
expect "a loop of links" "symbolic link" "$(stat -c %F loop)"
expect_status 2 smo-classify -g none -k loop hits
expect_status 2 smo-parse loop
expect_grep "smo-parse: loop: .*symbolic links" err

begin "a folder that may not be written to"
mkdir shut
cp elsewhere/state shut/state
chmod 555 shut
as_nobody() {
    if [ "$(id -u)" -ne 0 ]; then
        "$@"
    else
        setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
    fi
}
chmod 755 . ..
if [ "$(id -u)" -ne 0 ] || as_nobody cat classified >seen 2>err; then
    cp shut/state expected
    expect_status 2 as_nobody smo-funnel -S shut/state classified
    expect_grep 'smo-funnel: shut/state: .*Permission denied' err
    expect_same "the state" expected shut/state
    expect "no temporary file" state "$(ls shut)"
    chmod 000 shut/state
    expect_status 2 as_nobody smo-funnel -S shut/state classified
    expect_status 2 as_nobody smo-classify -g none -k shut/key hits
    expect_status 2 as_nobody smo-parse shut/state
    chmod 000 shut
    expect_status 2 as_nobody smo-funnel -S shut/state classified
    expect_grep 'Permission denied' err
    chmod 755 shut
else
    skip "nobody may not look into $TMP"
fi

begin "the file that is replaced keeps its permissions, a new one heeds the umask"
(umask 077 && smo-funnel -S private classified >out)
expect "a new state" 600 "$(stat -c %a private)"
chmod 640 private
(umask 022 && smo-funnel -S private classified >out)
expect "an old state" 640 "$(stat -c %a private)"
(umask 000 && smo-classify -g none -k secret hits >out)
expect "a key, whatever the umask" 600 "$(stat -c %a secret)"

begin "nothing is left beside what could not be written"
mkdir clean
{ smo-parse -R clean/rejects log log log.gz; } >/dev/full 2>err || :
expect "after a full disk" "" "$(ls clean)"

begin "files with any name"
newline='a
b'
for name in "$newline" "-n" "--" " " "a b" "*" "%s%n" "$(printf '\033[31m')" "$(printf '\377')" \
    "http:" "log.gz"; do
    rm -rf odd && mkdir odd
    cp log "odd/$name"
    expect "a log called $(printf %s "$name" | od -An -c | tr -s ' \n' ' ')" 0 \
        "$(cd odd && smo-parse -- "$name" >../out 2>../err; echo $?)"
    expect "one message on one line, without its bytes" "2 1 0" \
        "$(cd odd && rm -- "$name" && smo-parse -- "$name" >../out 2>../err; echo $? \
            "$(wc -l <../err | tr -d ' ')" \
            "$(LC_ALL=C tr -d '\n -~' <../err | wc -c | tr -d ' ')")"
done
mkdir -p odd && cp log odd/-
expect_status 0 smo-parse odd/-
expect "- is standard input, not a file" "$(grep -c '' log)" \
    "$(cd odd && smo-parse - <../log | grep -c '^[0-9]')"

begin "more files than may be opened"
mkdir many
i=0
while [ $i -lt 300 ]; do
    sed -n "$((i + 1))p" log >many/access.log.$i
    i=$((i + 1))
done
head -n 300 log >first
smo-parse first >expected
status=0
(ulimit -n 64; smo-parse many/*) >out 2>err || status=$?
expect "300 logs, 64 descriptors" "0 300" "$status $(grep -c '^[0-9]' out)"
(ulimit -n 64; smo-classify -g none --part many/* >out 2>err) || :
mkdir streams
for i in 1 2 3 4 5 6 7 8 9; do
    for j in 1 2 3 4 5 6 7 8 9; do
        ln hits streams/$i$j
    done
done
status=0
(ulimit -n 32; smo-classify -g none streams/*) >out 2>err || status=$?
expect "81 streams, 32 descriptors" "0 81" \
    "$status $(($(tail -n 1 out | tr '\t' '\n' | sed -n s/^classify.hits=//p) / $(wc -l <log)))"

begin "files that vanish, grow, or are none"
expect_status 1 smo-parse log nowhere
expect_grep '^smo-parse: nowhere: .*No such file' err
expect_grep 'status=incomplete.*parse.files_unreadable=1' out
expect_status 2 smo-parse nowhere
expect_status 1 smo-parse log .
expect_status 2 smo-parse .
for tool in smo-classify smo-funnel smo-report; do
    food=$(food $tool)
    expect_status 1 $tool "$food" nowhere
    expect_status 2 $tool nowhere
    expect_status 2 $tool .
done
mkfifo feed
cat log >feed &
expect_status 0 smo-parse feed
wait
expect "a log from a named pipe" "$(grep -c '' log)" "$(grep -c '^[0-9]' out)"
cat log.gz >feed &
expect_status 0 smo-parse feed
wait
expect "a packed one" "$(grep -c '' log)" "$(grep -c '^[0-9]' out)"
# A log that is written to while it is read: what stood there at opening.
cp log growing
(
    i=0
    while [ $i -lt 40 ]; do
        cat log >>growing
        i=$((i + 1))
    done
) &
status=0
timeout 20 smo-parse growing >out 2>err || status=$?
wait
case $status in
0 | 1) ok "a growing log ends" ;;
*) not_ok "a growing log ends" <err ;;
esac
expect "its rows are counted" "$(grep -c '^[0-9]' out)" "$(sed -n 's/^#end	rows=\([0-9]*\).*/\1/p' out)"

# Under a sanitizer there is no limit of address space to speak of.
if nm "$(command -v smo-parse)" 2>/dev/null | grep -q __asan_init; then
    begin "bounded memory"
    skip "a sanitizer needs all the addresses there are"
    exit 0
fi
limited() {
    (ulimit -v 400000; "$@")
}
begin "an endless line"
head -c 300000000 /dev/zero | limited smo-parse >out 2>err
expect "NULs" "1 or 2" "$(case $? in 1 | 2) echo 1 or 2 ;; esac)"
expect "no word of memory" "" "$(grep memory err)"
cut -c1-300 err | expect_grep '^smo-parse: '
tr '\0' x </dev/zero | head -c 100000000 | limited smo-parse >out 2>err || :
expect_no_grep memory err
for tool in smo-classify smo-funnel smo-report; do
    status=0
    head -c 100000000 /dev/zero | limited $tool >out 2>err || status=$?
    case $status in
    1 | 2) ok "$tool and NULs: status $status" ;;
    *) not_ok "$tool and NULs: status $status" <err ;;
    esac
    expect_no_grep memory err
done

begin "a gzip bomb"
head -c 300000000 /dev/zero | gzip -1 >bomb.gz
cat log.gz bomb.gz >bombs.gz
limited smo-parse bombs.gz >out 2>err
tr '\t' '\n' <out | expect_grep '^parse.reject.long=1$'
expect_no_grep memory err
for pack in bzip2 zstd xz; do
    head -c 100000000 /dev/zero | $pack -1 >bomb.$pack
    status=0
    limited smo-parse bomb.$pack >out 2>err || status=$?
    case $status in
    1 | 2) ok "$pack: status $status" ;;
    *) not_ok "$pack: status $status" <err ;;
    esac
    expect_no_grep memory err
done
