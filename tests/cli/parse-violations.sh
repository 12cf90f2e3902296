# What logs contain that they should not, and what becomes of it: tests/fixtures/parse/violations.tsv,
# one test a row. Name, format, line and what is expected, with tabs between; in line and expected
# values the escapes of printf(1)'s %b; EMPTY is an empty line. Expected is `reject REASON`, `ignored REASON`, or COLUMN=VALUE
# of the row, once or twice. The manual tells of each under VIOLATIONS.
. "${0%/*}/lib.sh"

# cell COLUMN: that column of the first row of $TMP/hits.
cell() {
    awk -F'\t' -v column="$1" '
        NR == 1 { for (i = 1; i <= NF; i++) if ($i == column) wanted = i; next }
        NR == 2 { print wanted ? $wanted : "no such column"; exit }' "$TMP/hits"
}

# hold EXPECTED: of one expectation.
hold() {
    case $1 in
    'reject '*) expect "$1" "parse.reject.${1#* }=1" "$(ledger | grep reject\\.)" ;;
    'ignored '*) expect "$1" "parse.ignore.${1#* }=1" "$(ledger | grep ignore\\.)" ;;
    *) expect "$1" "$(printf '%b' "${1#*=}")" "$(cell "${1%%=*}")" ;;
    esac
}

ledger() {
    tail -n 1 "$TMP/hits" | tr '\t' '\n'
}

balanced() {
    ledger | awk -F= '
        $1 ~ /^parse\.(accepted|rejected|ignored)$/ { sum += $2 }
        $1 == "parse.lines" { lines = $2 }
        END { print lines == sum ? "lines add up" : lines " lines, but " sum " told of" }'
}

tab=$(printf '\t')
man=$(tr '\n' ' ' <"$TOP/man/smo-parse.1" | sed 's/  */ /g')
while IFS="$tab" read -r name format line first second; do
    case $name in '# '*) continue ;; esac
    begin "violation: $name"
    [ "$line" != EMPTY ] || line=
    printf '%b\n' "$line" | smo-parse -f "$format" >"$TMP/hits" 2>"$TMP/said" || true
    hold "$first"
    [ -z "$second" ] || hold "$second"
    expect "the ledger" "lines add up" "$(balanced)"
    case $man in
    *".It $name "*) ok "told in the manual" ;;
    *) echo "$name" | not_ok "told in the manual" ;;
    esac
done <"$FIXTURES/parse/violations.tsv"

begin "violation: a line over 1 MiB is one reject, one of 1 MiB is not"
line='203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET / HTTP/1.1" 200 5 "-" "'
fill() { head -c "$1" /dev/zero | tr '\0' x; }
{
    printf '%s' "$line" && fill $((1048576 - ${#line} - 1)) && echo '"'
    printf '%s' "$line" && fill $((1048576 - ${#line})) && echo '"'
    printf '%s' "$line" && fill 3000000 && echo '"'
    echo "$line\""
} >long.log
smo-parse -R rejects long.log >"$TMP/hits"
expect "the ledger" "rows=2 parse.lines=4 parse.reject.long=2" \
    "$(ledger | grep -e rows -e 'lines=' -e 'reject\.' | xargs)"
expect "places of the rejects" "2 1048577 3 2097155" \
    "$(awk 'NR > 1 { print $2, $3 }' rejects | xargs)"

begin "violation: UTF-16 is no log, and is said to be none"
printf '%s"\n' "$line" | iconv -f ASCII -t UTF-16 >utf16.log
expect_status 2 smo-parse utf16.log
expect_grep 'utf16.log: is UTF-16 text' "$TMP/err"

begin "violation: a tar archive is refused by name"
tar -cf logs.tar long.log
expect_status 2 smo-parse logs.tar
expect_grep 'logs.tar: is a tar archive' "$TMP/err"

begin "violation: two formats in one file: the commoner one is read"
{
    echo "$line\"" && echo "$line\"" && echo 'shop.example 203.0.113.9 - - [22/Nov/2025:14:30:05 +0300] "GET / HTTP/1.1" 200 5 "-" "UA"'
} >mixed.log
smo-parse mixed.log >"$TMP/hits"
expect "the ledger" "parse.accepted=2 parse.rejected=1" \
    "$(ledger | grep -e accepted -e 'rejected' | xargs)"
