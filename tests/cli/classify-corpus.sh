# smo-classify with the material of others: robots, databases, logs.
. "${0%/*}/lib.sh"
need_corpus

begin "every agent of crawler-user-agents is a robot or a preview"
jq -r '.[].instances[]' "$SMO_CORPUS/agents/crawler-user-agents.json" |
    sed 's/\\/\\\\/g; s/	/\\t/g' | awk -v OFS='\t' '
        BEGIN { print "time", "ip", "host", "method", "url", "status", "agent" }
        { print NR, "::1", "shop.example", "GET", "/", 200, $0 }
        END { print "#end", "rows=" NR, "status=complete" }' >agents
smo-classify -g none --keep agent agents >classified
expect "agents" "$(grep -c '^[0-9]' agents)" "$(grep -c '^[0-9]' classified)"
awk -F '\t' '/^[0-9]/ && $10 == "human" { print $30 }' classified | expect_nothing "human ones"

hit() {
    printf 'time\tip\thost\tmethod\turl\tstatus\n1\t%s\tshop.example\tGET\t/\t200\n' "$1"
    printf '#end\trows=1\tstatus=complete\n'
}

begin "MaxMind's test databases"
city=$SMO_CORPUS/geo/test-data/GeoIP2-City-Test.mmdb
place() {
    hit "$1" | smo-classify -g "$2" | awk -F '\t' '/^1/ { print $21, $22, $23 }'
}
expect "81.2.69.142" "GB ENG London" "$(place 81.2.69.142 "$city")"
expect "8.8.8.8" "- - -" "$(place 8.8.8.8 "$city")"
expect "::ffff:0:0/96 is IPv4" "GB ENG London" "$(place ::ffff:81.2.69.142 "$city")"

begin "each broken database is refused with a clear error"
hit 81.2.69.142 >one
for database in "$SMO_CORPUS"/geo/bad-data/*/*.mmdb; do
    status=0
    smo-classify -g "$database" one >out 2>err || status=$?
    [ $status -eq 2 ] && grep -q "$(basename "$database"): .*MaxMind DB" err ||
        echo "$database: status $status: $(cat err)"
done >wrong
expect_nothing "those that were not" <wrong
expect "databases" 21 "$(find "$SMO_CORPUS/geo/bad-data" -name '*.mmdb' | wc -l)"

begin "real logs: the ledger adds up"
for log in "$SMO_CORPUS"/logs/*.log.gz; do
    smo-parse "$log" 2>/dev/null | smo-classify -g none >out
    tail -n 1 out | tr '\t' '\n' | awk -F = -v name="$log" '
        { count[$1] = $2 }
        $1 ~ /^classify\.bot\./ { reasons += $2 }
        END {
            if (count["classify.hits"] != count["parse.accepted"]) print name ": hits"
            kinds = count["classify.human"] + count["classify.preview"] + count["classify.bot"]
            if (kinds != count["classify.hits"]) print name ": kinds"
            if (reasons != count["classify.bot"]) print name ": reasons"
            if (count["rows"] + count["classify.thinned"] != count["classify.hits"]) print name ": rows"
        }'
done | expect_nothing "sums that are wrong"
