# smo-classify with the shipped rules: the tables of tests/fixtures/rules, line by line.
. "${0%/*}/lib.sh"

browser='Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0'

# rows FILE: the table without its remarks.
rows() {
    grep -v -e '^#' -e '^$' "$FIXTURES/rules/$1"
}

# stream 'AWK CODE' < ROWS: one hit for each row; the code sets url, referer, agent or method.
stream() {
    awk -F '\t' -v OFS='\t' -v browser="$browser" '
        BEGIN { print "time", "zone", "ip", "host", "method", "url", "status", "referer", "agent" }
        {
            method = "GET"; url = "/catalog/"; referer = "-"; agent = browser
            '"$1"'
            print NR, "+0000", "192.0.2.1", "shop.example", method, url, 200, referer, agent
        }
        END { print "#end", "rows=" NR, "status=complete" }'
}

# columns NAME,...: these cells of each classified hit.
columns() {
    awk -F '\t' -v OFS='\t' -v wanted="$1" '
        /^time/ { for (i = 1; i <= NF; i++) place[$i] = i; count = split(wanted, name, ",") }
        /^[0-9]/ {
            line = $place[name[1]]
            for (i = 2; i <= count; i++) line = line OFS $place[name[i]]
            print line
        }'
}

# hold TABLE WANTED GOT: three files, line by line; those rows are shown that came out otherwise.
hold() {
    paste -d '\n' "$1" "$2" "$3" | awk '
        NR % 3 == 1 { row = $0 }
        NR % 3 == 2 { wanted = $0 }
        NR % 3 == 0 && wanted != $0 { print row "\n  wanted " wanted "\n  got    " $0 }' |
        expect_nothing "$(wc -l <"$1") rows"
}

# What cannot be told apart is `?` in the table.
begin "agents: people, preview fetchers and robots"
rows agents.tsv >table
stream 'agent = $4' <table | smo-classify -g none --keep-assets >classified
awk -F '\t' -v OFS='\t' '{ print $1, $1 == "human" || $1 == "preview" ? $2 : "?",
    $1 == "human" ? $3 : "?" }' table >wanted
columns kind,app,source,device <classified | awk -F '\t' -v OFS='\t' '{ print $1,
    $1 == "human" ? $2 : $1 == "preview" ? $3 : "?", $1 == "human" ? $4 : "?" }' >got
hold table wanted got

begin "agents: why a robot is one"
awk -F '\t' '$1 == "bot" && $2 != "?" { count[$2]++ }
    END { for (name in count) print "classify.bot." name }' table | LC_ALL=C sort >wanted
tail -n 1 classified | tr '\t' '\n' | sed -n 's/^\(classify\.bot\.[^=]*\)=.*/\1/p' |
    LC_ALL=C sort >reasons
LC_ALL=C comm -23 wanted reasons | expect_nothing "reasons that the ledger lacks"

begin "referers"
rows referers.tsv >table
cut -f 2-3 table >wanted
stream 'referer = $1' <table | smo-classify -g none | columns source,medium >got
hold table wanted got

begin "tags and click ids"
rows tags.tsv >table
cut -f 3-5 table >wanted
stream 'url = $1 == "-" ? "/" : "/?" $1; referer = $2' <table | smo-classify -g none |
    columns source,medium,paid >got
hold table wanted got

# utm_content is percent-encoded here as a browser would.
begin "places"
rows places.tsv >table
cut -f 4 table >wanted
stream '
    if ($2 == "referer") {
        referer = $3
    } else {
        gsub(/%/, "%25", $3); gsub(/&/, "%26", $3); gsub(/\+/, "%2B", $3); gsub(/#/, "%23", $3)
        gsub(/ /, "+", $3)
        url = "/?utm_source=" $1 "&utm_content=" $3
    }' <table | smo-classify -g none | columns place >got
hold table wanted got

begin "pages and actions"
rows urls.tsv | cut -f 1 | LC_ALL=C sort -u >engines
while read -r engine; do
    rows urls.tsv | awk -F '\t' -v engine="$engine" '$1 == engine' >table
    cut -f 4-9 table >wanted
    set -- -g none --keep-assets
    [ "$engine" = generic ] || set -- "$@" -c "$engine"
    stream 'method = $2; url = $3' <table | smo-classify "$@" |
        columns page,action,network,order,revenue,currency >got
    hold table wanted got
done <engines

# meant BY: page, action and order that engines.tsv wants, BY shipped or engine.
meant() {
    awk -F '\t' -v OFS='\t' -v by="$1" '
        function side(cell, part) {
            return split(cell, part, "/") < 2 ? cell : part[by == "engine" ? 2 : 1]
        }
        { print side($4), side($5), side($6) }'
}

# judge TABLE BY [-c ENGINE]: its addresses come out as meant.
judge() {
    meant "$2" <"$1" >wanted
    table=$1
    shift 2
    stream 'method = $2; url = $3' <"$table" | smo-classify -g none --keep-assets "$@" |
        columns page,action,order >got
    hold "$table" wanted got
}

begin "shop systems by the shipped rules"
rows engines.tsv >systems
judge systems shipped

begin "shop systems by the rules of each"
cut -f 1 systems | grep -v '^-' | LC_ALL=C sort -u >engines
while read -r engine; do
    awk -F '\t' -v engine="$engine" '$1 == engine' systems >table
    judge table engine -c "$engine"
done <engines
