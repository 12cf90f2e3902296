#!/bin/sh
# The tools against an independent implementation of the contract, tests/model: the same visits,
# the same figures, from logs made by hand (one for each clause, which also tell what must come
# out), from generated ones, and from random ones full of awkward times.
. "${0%/*}/lib.sh"

model=$TOP/tests/model
clauses=$FIXTURES/model

# hold LOG... [OPTION...]: tools and model agree on every row and every count.
hold() {
    python3 "$model/compare" "$@" >"$TMP/found" 2>&1 || true
    grep -v '^same: ' "$TMP/found" | expect_nothing "compare $*"
}

for log in "$clauses"/*.log; do
    begin "contract: $(basename "$log" .log | tr - ' ')"
    hold --told -c "$clauses/small.rules" --no-default-rules "$log"
done

begin "generated logs: tools and model find the same visits and report the same figures"
for seed in 1 2; do
    make-log --seed $seed --lines 5000 >"plain-$seed.log"
    hold -s shop.example "plain-$seed.log"
    hold -s shop.example --stage reports "plain-$seed.log"
done
make-log --seed 3 --lines 3000 --noise >noise.log
hold noise.log
hold --stage classified noise.log
make-log --seed 4 --lines 3000 --hard --noise >hard.log
hold -t 10m -w 7d --client ip hard.log
make-log --seed 5 --lines 2000 --hostile --unique >hostile.log
hold --stage hits hostile.log
hold --stage classified hostile.log
hold --steps category,product,cart,checkout,order hostile.log
make-log --seed 6 --lines 3000 --format vhost >vhost.log
hold vhost.log
make-log --seed 7 --lines 3000 --format common >common.log
hold -H shop.example common.log

begin "rotated logs: merged by time, plain and gzip"
make-log --seed 8 --lines 3000 --rotate 4 --out rotated
hold --stage hits rotated/*
hold -s shop.example rotated/*

begin "files of two formats: where no agent is logged everybody is human"
make-log --seed 9 --lines 500 >combined.log
hold combined.log common.log

begin "periods: each line is of one time, whatever it is"
# Junk of all kinds between the lines of logs: with times of its own, with none.
for name in noise vhost; do
    awk 'NR % 7 == 1 {
            split("x||# c|2026-10-0" NR % 9 " 01:02:03 y|{ 0" NR % 9 "/Oct/2026:23:59:5" NR % 10 "}||z", junk, "|")
            for (i = 1; i <= NR % 8; i++) print junk[i]
        }
        { print }' $name.log >$name.junk.log
done
gzip -c noise.junk.log | head -c 60000 >cut.junk.gz
for day in 1 2 5; do
    for logs in noise.junk.log cut.junk.gz 'noise.junk.log vhost.junk.log'; do
        # shellcheck disable=SC2086 # names
        hold --stage hits --since 2026-10-0$day --until 2026-10-0$((day + 1)) $logs
    done
    hold --stage hits --since 2026-10-0$day noise.junk.log
    hold --stage hits --until "2026-10-0$day 12:30" cut.junk.gz
done

begin "damaged gzip: every whole line before the damage"
gzip -c plain-1.log >whole.gz
head -c 30000 whole.gz >cut.gz
{ cat whole.gz && echo garbage; } >tail.gz
{ gzip -c noise.log && head -c 30000 whole.gz; } >members.gz
for log in cut.gz tail.gz members.gz; do
    hold --stage hits $log
done

begin "random logs: all clauses at once, at the limits of time"
for seed in 1 2 3 4 5 6 7 8; do
    "$model/random-log" $seed >"random-$seed.log"
    hold -c "$clauses/small.rules" --no-default-rules "random-$seed.log"
done
hold -c "$clauses/small.rules" --no-default-rules --stage reports random-1.log
hold -c "$clauses/small.rules" --no-default-rules --stage classified random-2.log
