#!/bin/sh
# The whole pipe, night by night with a key and a state, against one run over all logs.
. "${0%/*}/lib.sh"

pipe() {
    smo-parse "$1" | smo-classify -s shop.example -g none -k key >hits && shift && smo-funnel "$@" hits
}

rows() {
    grep -v -e '^#' -e '^time'
}

for format in combined nginx-extended; do
    begin "logs of $format, cut into nights at any line"
    "$SCRIPTS/make-log" --lines 6000 --days 30 --seed 3 --format $format --out all.log
    rm -f state joined once
    pipe all.log --window 5d --state once --flush | rows >whole
    expect "there is much to compare" "yes" "$([ "$(wc -l <whole)" -gt 300 ] && echo yes)"
    from=1
    for to in 700 1500 1501 2500 4000 5999 6000; do
        sed -n "${from},${to}p" all.log >night.log
        from=$((to + 1))
        last=
        [ $to = 6000 ] && last=--flush
        # shellcheck disable=SC2086 # $last is an option or nothing
        pipe night.log --window 5d --state state $last | rows >>joined
    done
    expect_same "rows" whole joined
    expect_same "states" once state
done

# Days cut by time, each told to be whole: every visit stands in the day that it closed in, and not
# a day later because nobody came after it.
begin "a day's visits are those that closed by its end, as --until names it"
"$SCRIPTS/make-log" --lines 600 --days 6 --seed 5 --out all.log
pipe all.log | rows >whole
rm -f state joined
for day in 1 2 3 4 5 6 7; do
    next=2026-10-0$((day + 1))
    smo-parse -s 2026-10-0$day -u $next all.log | smo-classify -s shop.example -g none -k key |
        smo-funnel --state state --until $next | rows >day
    cat day >>joined
    end=$(date -u -d "$next 00:00 +0300" +%s)
    awk -F '\t' -v end="$end" '$2 + 1800 < end' whole | LC_ALL=C sort >due
    expect "2026-10-0$day: visits that ended and were kept back" "" \
        "$(LC_ALL=C sort joined | LC_ALL=C comm -23 due -)"
    expect "2026-10-0$day: visits of the next day" "" "$(awk -F '\t' -v end="$end" '$2 >= end' day)"
done
expect_same "rows of all days" whole joined

begin "--until without a state, which would change nothing"
expect_status 2 smo-funnel --until 2026-10-02 /dev/null
expect_grep "^smo-funnel: --until needs --state" "$TMP/err"

begin "--until that is no time"
for until in 2026-02-30 2026-10-1 2026-10-01-02 2026-10-01T00:00 @ @x tomorrow ""; do
    expect_status 2 smo-funnel --until "$until" /dev/null
    expect_grep "no day such as 2025-11-22" "$TMP/err"
done
