# smo-classify: geography, from databases of every layout, whole and broken.
. "${0%/*}/lib.sh"
. "$FIXTURES/classify/hits.sh"

databases=$FIXTURES/classify

# place ADDRESS DATABASE...: country, region and city.
place() {
    address=$1
    shift
    for database; do
        shift
        set -- "$@" -g "$databases/$database.mmdb"
    done
    hit "ip=$address" | stream | smo-classify --no-default-rules "$@" | columns country region city
}

begin "nested: MaxMind, DB-IP"
expect "IPv4 in a tree of IPv6" "GB ENG London" "$(place 192.0.2.77 nested)"
expect "IPv6" "GB ENG London" "$(place 2001:db8:1:2::3 nested)"
expect "registered_country; a region by its name, escaped" 'DE Bay\tern -' "$(place 198.51.100.1 nested)"
expect "no English name" "- - -" "$(place 203.0.113.1 nested)"
expect "unknown address" "- - -" "$(place 8.8.8.8 nested)"
expect "a name is no address" "- - -" "$(place crawler.example nested)"

# places DATABASE ADDRESS...: the countries of many addresses, asked one after the other.
places() {
    database=$1
    shift
    for address; do hit "ip=$address"; done | stream |
        smo-classify --no-default-rules -g "$databases/$database.mmdb" | columns country | xargs
}

begin "addresses that share their first half are told apart"
for database in nested nested4; do
    there=$(place 192.0.2.0 $database | cut -d' ' -f1)
    expect "$database" "- $there $there - $there -" \
        "$(places $database 192.0.1.255 192.0.2.0 192.0.2.255 192.0.3.0 192.0.2.9 192.1.2.9)"
    expect "$database: what is no address" "- - - - - - $there" "$(places $database \
        192.0.2 192.0.2.1.1 192.0.0.513 192.0.02.1 192.0.2.1x 192.0..1 192.0.2.1)"
done

begin "a tree of IPv4 only"
expect "IPv4" "FR - -" "$(place 192.0.2.1 nested4)"
expect "IPv6" "- - -" "$(place 2001:db8:1::1 nested4)"

begin "flat: country_code, or country of two letters"
expect "country_code, not the country's name" "RU Moskva Moscow" "$(place 192.0.2.1 flat)"
expect "a code in small letters; region_code" "KZ ALA -" "$(place 198.51.100.1 flat)"
expect "country of two letters" "BY - -" "$(place 192.0.2.1 two)"

begin "several databases: of each column the first that knows it"
expect "country of the first, city of the second" "BY Moskva Moscow" "$(place 192.0.2.1 two flat)"
expect "the other way round" "RU Moskva Moscow" "$(place 192.0.2.1 flat two)"
expect "an address that only the last knows" "AM - Yerevan" "$(place 203.0.113.9 nested4 nested two)"

begin "notes: type and day of each"
hit | stream | smo-classify --no-default-rules -g "$databases/nested.mmdb" -g "$databases/two.mmdb" |
    notes classify.geo | sed 's/20[0-9][0-9]-[01][0-9]-[0-3][0-9]/DAY/' >out
expect "notes" "Nested-City DAY Flat-Country DAY" "$(xargs <out)"

begin "a compressed database"
gzip -c "$databases/nested.mmdb" >nested.gz
expect "country" "GB" "$(hit ip=192.0.2.1 | stream | smo-classify --no-default-rules -g nested.gz |
    columns country)"

begin "a database out of a named pipe"
mkfifo database
cat "$databases/nested.mmdb" >database &
expect "country" "GB" "$(hit ip=192.0.2.1 | stream |
    timeout 20 smo-classify --no-default-rules -g database | columns country)"
wait

# refused DATABASE PATTERN: a clear error, and nothing is written.
refused() {
    hit | stream >one
    expect_status 2 smo-classify --no-default-rules -g "$1" one
    expect_grep "$2" err
    expect "output" "" "$(cat out)"
}

begin "what is no database"
refused missing.mmdb 'missing.mmdb: .*No such file'
printf '' >empty.mmdb
refused empty.mmdb 'not a usable MaxMind DB'
echo text >text.mmdb
refused text.mmdb 'not a usable MaxMind DB'
refused . 'directory'
refused "$databases/network.mmdb" 'no countries'
head -c 100 nested.gz >cut.gz
refused cut.gz 'gzip'

begin "broken databases: cut or changed at any place, never a crash"
size=$(wc -c <"$databases/nested.mmdb")
hit ip=192.0.2.1 | stream >one
at=0
while [ $at -lt "$size" ]; do
    {
        head -c $at "$databases/nested.mmdb"
        printf '\377\377'
        tail -c +$((at + 3)) "$databases/nested.mmdb"
    } >changed.mmdb
    status=0
    smo-classify --no-default-rules -g changed.mmdb one >out 2>err || status=$?
    [ $status -le 2 ] || echo "byte $at: status $status"
    [ $status -ne 2 ] || [ -s err ] || echo "byte $at: refused without a word"
    at=$((at + 7))
done | expect_nothing "statuses beyond 2"

begin "the file may be cut or overwritten while it is in use"
mkfifo rows
# overwritten WHAT COMMAND [OPTION...]: used.mmdb is asked, then overwritten by the command, asked again.
overwritten() {
    what=$1
    command=$2
    shift 2
    cp "$databases/nested.mmdb" used.mmdb
    smo-classify --no-default-rules -g used.mmdb "$@" <rows >out 2>err &
    {
        hit ip=192.0.2.1 | stream | sed '$d'
        sleep 0.5
        sh -c "$command"
        awk 'BEGIN { for (i = 0; i < 20000; i++)
            printf "1\t+0000\t192.0.2.%d\t-\ts.example\tGET\t/\t200\t1\t-\tM\t-\t-\n", i % 256 }'
        printf '#end\trows=20001\tstatus=complete\n'
    } >rows
    status=0
    wait $! || status=$?
    expect "$what: status" 0 "$status"
    expect "$what: countries" "20001 GB" "$(columns country <out | sort | uniq -c | xargs)"
}
overwritten "cut" ': >used.mmdb'
overwritten "cut, two threads" ': >used.mmdb' -j 2
overwritten "another database" "cat '$databases/two.mmdb' >used.mmdb"
overwritten "twice" "tr '\\000-\\377' x <used.mmdb 1<>used.mmdb; : >used.mmdb"
overwritten "replaced" "cp '$databases/two.mmdb' new.mmdb; mv new.mmdb used.mmdb"
cp "$databases/nested.mmdb" used.mmdb
exec 4>>used.mmdb # a file that somebody may write to already is copied at once
overwritten "cut by who had it open" 'truncate -s 0 /dev/fd/4'
exec 4>&-

begin "without -g the first usable database that lies where they do"
mkdir -p share/smo
cp "$databases/nested.mmdb" share/smo/city.mmdb
cp "$databases/two.mmdb" share/smo/country.mmdb
expect "cities before countries" "GB ENG London" "$(hit ip=192.0.2.1 | stream |
    XDG_DATA_HOME=$PWD/share smo-classify --no-default-rules | columns country region city)"
echo broken >share/smo/city.mmdb
hit ip=192.0.2.1 | stream | XDG_DATA_HOME=$PWD/share smo-classify --no-default-rules >out 2>err
expect "one that is broken is told and passed over" "BY" "$(columns country <out)"
expect_grep 'city.mmdb: not a usable' err
