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
    "$SCRIPTS/make-log" --lines 6000 --days 9 --seed 3 --format $format --out all.log
    pipe all.log | rows >whole
    expect "there is much to compare" "yes" "$([ "$(wc -l <whole)" -gt 300 ] && echo yes)"
    rm -f state joined
    from=1
    for to in 700 1500 1501 2500 4000 5999 6000; do
        sed -n "${from},${to}p" all.log >night.log
        from=$((to + 1))
        last=
        [ $to = 6000 ] && last=--flush
        # shellcheck disable=SC2086 # $last is an option or nothing
        pipe night.log --state state $last | rows >>joined
    done
    expect_same "rows" whole joined
done
