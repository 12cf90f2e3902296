# The picture of the report in README.md is what the sample log gives, down to the home-page
# landings. `make regen` paints it anew.
. "${0%/*}/lib.sh"

begin "README.md shows the report of the sample log"
LC_ALL=C.UTF-8 smo report -g none "$FIXTURES"/sample/access.log* | sed '/^\* Steps of/,$d' >report
if [ -n "${SMO_REGEN-}" ]; then
    awk 'FNR == NR { report = report ($0 == "" ? "" : "    " $0) "\n"; next }
        /^What `make demo` shows/ { print; printf "\n%s\n", report; inside = 1; next }
        inside && /^[^ ]/ { inside = 0 }
        !inside { print }' report "$TOP/README.md" >painted
    cat painted >"$TOP/README.md"
fi
awk '/^What `make demo` shows/ { inside = 1; getline; next }
    inside && /^[^ ]/ { exit }
    inside { sub(/^    /, ""); text = text $0 "\n" }
    END { sub(/\n+$/, "\n", text); printf "%s", text }' "$TOP/README.md" >picture
expect "it is there" yes "$([ "$(wc -l <picture)" -gt 15 ] && echo yes)"
expect_same "to the letter" report picture

begin "what README.md points at is there"
grep -oE '\]\([^):]+\)' "$TOP/README.md" | tr -d ']()' | while read -r file; do
    [ -s "$TOP/$file" ] || echo "$file"
done | expect_nothing "pictures and files"
expect "the picture is a PNG" PNG "$(head -c 4 "$TOP/man/report.png" | tail -c 3)"
expect "of less than 150 kB" yes "$([ "$(wc -c <"$TOP/man/report.png")" -lt 150000 ] && echo yes)"
grep -oE '\b(smo|smo-[a-z]+)\([1-8]\)' "$TOP/README.md" | sort -u | tr '()' '. ' | while read -r page; do
    [ -e "$TOP/man/$page" ] || echo "$page"
done | expect_nothing "manual pages"
