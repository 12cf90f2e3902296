#!/bin/sh
# The tools against the model of the contract, over real logs.
. "${0%/*}/lib.sh"
need_corpus

begin "real logs: tools and model find the same visits and report the same figures"
for log in "$SMO_CORPUS"/logs/*.log.gz; do
    for stage in visits reports; do
        python3 "$TOP/tests/model/compare" --stage $stage "$log" >"$TMP/found" 2>&1 || true
        grep -v '^same: ' "$TMP/found" | expect_nothing "$(basename "$log"), $stage"
    done
done
