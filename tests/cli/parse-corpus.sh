# Real logs: what is known of them holds.
. "${0%/*}/lib.sh"
need_corpus

count() { tr '\t' '\n' | sed -n "s/^$1=//p"; }

while read -r name accepted rejected; do
    begin "corpus: $name"
    smo-parse "$SMO_CORPUS/logs/$name" >hits
    expect "accepted and rejected" "$accepted $rejected" \
        "$(tail -n 1 hits | count parse.accepted) $(tail -n 1 hits | count parse.rejected)"
    gzip -dc "$SMO_CORPUS/logs/$name" | grep -aE '^[^ ]+ [^ ]+ .+ \[[^]]+\] "([^"\\]|\\.)*" [0-9]{3} [-0-9]+ "([^"\\]|\\.)*" "([^"\\]|\\.)*"( |$)' |
        awk '{ sum += $10 } END { printf "%.0f\n", sum }' >sum
    expect "sum of bytes, by awk" "$(cat sum)" \
        "$(awk -F'\t' '/^[0-9]/ { sum += $8 } END { printf "%.0f\n", sum }' hits)"
done <<'LOGS'
elastic-apache.log.gz 9999 1
airisdata-2016.log.gz 206860 0
zanbil-shop.log.gz 1000 0
nielsbasjes.log.gz 3456 0
LOGS

begin "corpus: every format is told"
while read -r name format accepted; do
    smo-parse -v "$SMO_CORPUS/formats/$name" >hits 2>said
    expect "$name" "$format $accepted" \
        "$(sed 's/.*: //; s/,.*//' said) $(tail -n 1 hits | count parse.accepted)"
done <<'LOGS'
apache2.log combined 4
caddy-json.log json 10
nginx-proxy-manager.log npm 11
nginx.log combined 4
traefik-clf.log traefik 7
traefik-json.log json 6
LOGS

begin "corpus: all logs at once, by time"
smo-parse "$SMO_CORPUS"/logs/*.gz >hits
expect "rows" 221315 "$(tail -n 1 hits | count rows)"
smo-parse -j 2 "$SMO_CORPUS"/logs/[nz]*.gz "$SMO_CORPUS"/logs/[ae]*.gz >hits2
expect_same "in another order, by two jobs" hits hits2
