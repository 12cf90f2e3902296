# date.awk - for smo-nightly: the first date in a line that cannot be read. Alone it counts, of the
# rejects of smo-parse, those of `day`.
BEGIN {
    split("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", names, " ")
    for (i = 1; i <= 12; i++) month[names[i]] = sprintf("%02d", i)
}
function date(text) {
    if (match(text, /[0-9][0-9]\/[A-Z][a-z][a-z]\/[0-9][0-9][0-9][0-9]/))
        return substr(text, RSTART + 7, 4) "-" month[substr(text, RSTART + 3, 3)] "-" \
            substr(text, RSTART, 2)
    if (match(text, /[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]/))
        return substr(text, RSTART, RLENGTH)
}
counting && NR > 1 && date($5) == day { count++ }
END { if (counting) print count + 0 }
