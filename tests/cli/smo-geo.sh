# smo-geo: a database of made-up tables, read back through smo-classify.
. "${0%/*}/lib.sh"

begin "a database made of tables"
mkdir tables
printf '%s\n' '# a comment' '3405803776,3405804031,RU' '3405804032,3405804287,??' >tables/geoip
printf '%s\n' '2001:db8::,2001:db8:ffff:ffff:ffff:ffff:ffff:ffff,DE' >tables/geoip6
expect_status 0 smo-geo -d tables -o made/country.mmdb
expect "only the database is left" country.mmdb "$(ls made)"

log() {
    for address in 203.0.113.0 203.0.113.255 203.0.112.255 203.0.114.1 2001:db8::1 2001:db9::1; do
        printf '%s - - [22/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "Mozilla/5.0 (X11)"\n' \
            "$address"
    done
}
log | smo-parse -f combined | smo-classify -g made/country.mmdb >classified
expect "countries of the first and last address and of those beside them" \
    'RU RU - - DE - ' "$(grep -v '^#' classified | mlr --tsv cut -f country | sed 1d | tr '\n' ' ')"

begin "what is not understood is refused, and leaves nothing"
echo 'what,is,this' >tables/geoip
expect_status 2 smo-geo -d tables -o other/country.mmdb
expect_grep 'geoip: line 1' "$TMP/err"
expect "no database" '' "$(ls other)"
expect_status 2 smo-geo -d nowhere -o x.mmdb
expect_status 2 smo-geo find more
expect_status 2 smo-geo -x

begin "databases that lie where they usually do"
mkdir -p data/smo
: >data/smo/country.mmdb
: >data/smo/dbip-city-lite-2026-11.mmdb
XDG_DATA_HOME=$TMP/data smo-geo find | grep "^$TMP" >found
expect "cities before countries" "$TMP/data/smo/dbip-city-lite-2026-11.mmdb
$TMP/data/smo/country.mmdb" "$(cat found)"
