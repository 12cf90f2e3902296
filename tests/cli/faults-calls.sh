# Every call that can fail does, one after the other: memory, reads, writes, opens, fsync, rename
# and so on. Whatever fails, a run ends with a documented status and a message, and a file that is
# replaced is the old one or the new one. SMO_FAULTS=all walks through every single call.
. "${0%/*}/lib.sh"
. "$TOP/tests/faults/walk.sh"
faults_build

head -n 40 "$FIXTURES/sample/access.log" >log
head -n 12 log | tr / '|' >>log # not one of them is a log line
gzip -c log >log.gz
head -n 30 "$FIXTURES/sample/access.log.1" >log.1
smo-parse log log.1 >hits 2>err
smo-classify -g none hits >classified 2>err
printf 'page order ^/catalog/\n' >my.rules
smo-classify -g none -c my.rules hits >classified 2>err
smo-funnel --bots classified >visits 2>err

# either FILE: it is one of the two that it may be, and nothing is left beside it.
either() {
    cmp -s "$1" "$1.old" || cmp -s "$1" "$1.new" || echo "$1 is neither old nor new"
    nothing_beside "$1"
    if [ "$status" -lt 2 ] && ! cmp -s "$1" "$1.new"; then
        echo "status $status, but $1 is the old one"
    fi
}

nothing_beside() {
    for left in "$1".??????; do
        [ ! -e "$left" ] || { echo "$left was left behind"; rm -f "$left"; }
    done
}

begin "smo-parse"
old_rejects() { echo old >rejects; }
# Where a log could not be read there are fewer rejects, but whole lines, and no old ones.
either_rejects() {
    if [ "$status" -eq 1 ]; then
        expected_rejects=$(tail -n 1 out | tr '\t' '\n' | sed -n 's/^parse.rejected=//p')
        [ "$(grep -c '^log' rejects)" = "$expected_rejects" ] || echo "rejects are not those counted"
        nothing_beside rejects
    else
        either rejects
    fi
}
echo old >rejects.old
smo-parse -R rejects.new log.gz log.1 >out 2>err
for kind in memory read write open fsync rename close stat chmod; do
    walk $kind old_rejects either_rejects smo-parse -R rejects log.gz log.1
done
for kind in memory read write thread; do
    walk $kind : : smo-parse -j 2 log.gz log.1
done
walk memory : : smo-parse -f 'regex:^(?<ip>\S+) \S+ \S+ \[(?<time>[^]]+)\] "(?<request>[^"]*)" (?<status>\d+)' log.1
walk mmap : : smo-parse -f 'regex:^(?<ip>\S+) \S+ \S+ \[(?<time>[^]]+)\] "(?<request>[^"]*)" (?<status>\d+)' log.1

begin "smo-parse and each compression"
for pack in gzip zstd bzip2 xz; do
    $pack -c <log >log.$pack
    walk memory : : smo-parse log.$pack
    walk read : : smo-parse log.$pack
done

begin "smo-classify"
printf '00112233445566778899aabbccddeeff\n' >key
chmod 600 key
no_key() { rm -f new.key; }
no_half_key() {
    if [ -e new.key ] && [ "$(wc -c <new.key)" -ne 33 ]; then
        echo "half a key was left"
    fi
    if [ -e new.key ] && [ "$(stat -c %a new.key)" != 600 ]; then
        echo "others can read the key"
    fi
    nothing_beside new.key
}
for kind in memory mmap read write open close stat; do
    walk $kind : : smo-classify -c my.rules -g "$FIXTURES/classify/flat.mmdb" -k key hits
done
walk memory : : smo-classify -g none --explain -k key hits
walk random : : smo-classify -g none -k key hits
varies=yes
for kind in random write open fsync rename close stat; do
    walk $kind no_key no_half_key smo-classify -g none -k new.key hits
done
varies=

begin "smo-funnel"
# The evening's state, carried over from the first half of the hits.
half=$(($(wc -l <classified) / 2))
head -n $half classified | smo-funnel --part -S state.old >out 2>err
cp state.old state.new
sed -n -e 1p -e "$((half + 1)),\$p" classified >evening
smo-funnel --part -S state.new evening >out 2>err
old_state() { cp state.old state; }
either_state() { either state; }
for kind in memory read write open fsync rename close stat access chmod; do
    walk $kind old_state either_state smo-funnel --part -S state evening
done
no_state() { rm -f state; }
none_or_whole() {
    nothing_beside state
    [ ! -e state ] || cmp -s state state.first || echo "the first state is not whole"
}
smo-funnel -S state.first classified >out 2>err
for kind in read write open fsync rename close; do
    walk $kind no_state none_or_whole smo-funnel -S state classified
done
walk memory : : smo-funnel --trails 5 classified

begin "smo-report"
echo old >page.old
smo-report -r all -f json -o page.new visits
old_page() { echo old >page; }
either_page() { either page; }
for kind in memory read write open fsync rename close stat chmod; do
    walk $kind old_page either_page smo-report -r all -f json -o page visits
done
walk memory : : smo-report -r all visits
walk write : : smo-report -r networks -f csv visits
no_folder() { rm -rf tables; }
smo-report -r networks,funnel,geo -f csv -o tables.new visits
whole_tables() {
    for table in tables/*; do
        [ ! -e "$table" ] || cmp -s "$table" "tables.new/${table##*/}" || echo "$table is not whole"
    done
    [ "$status" -ne 0 ] || diff -r tables tables.new >&2 || echo "status 0, but tables are missing"
}
for kind in write open fsync rename close; do
    walk $kind no_folder whole_tables smo-report -r networks,funnel,geo -f csv -o tables visits
done

begin "a disk that stays full, a pipe that moves little, signals in between"
FAULT_ALL=1
export FAULT_ALL
walk write old_state either_state smo-funnel --part -S state evening
walk memory old_state either_state smo-funnel --part -S state evening
walk memory : : smo-parse log.gz
unset FAULT_ALL

# undisturbed KIND COMMAND...: the same bytes.
undisturbed() {
    "$@" >expected 2>err
    for kind in short interrupted; do
        with_fault $kind 0 "$@"
        { [ "$status" -eq 0 ] || cat err; cmp expected out; } 2>&1 | expect_nothing "$kind $*"
    done
}
for pack in gzip zstd bzip2 xz; do
    undisturbed smo-parse --max-rejects 100 log.$pack log.1
done
undisturbed smo-classify -g "$FIXTURES/classify/flat.mmdb" -k key hits
undisturbed smo-funnel classified
undisturbed smo-report -r all -f json visits

begin "pages that a pipe does not take, or few bytes at a time"
for _ in $(seq 40); do cat "$FIXTURES/sample/access.log"; done >long.log
piped='smo-parse --max-rejects 100 long.log | smo-classify -g none -k key'
printf '%s\n' '#include "faults/lends.h"' 'int main(void) { return !system_can_lend(); }' |
    ${CC:-cc} -std=c11 -D_GNU_SOURCE -I"$TOP/tests" -o can_lend -x c - || exit 2
if ./can_lend; then
    walk lend : : sh -c "$piped"
else
    skip "this system lends pipes no pages"
fi
undisturbed sh -c "$piped"
