# said.awk - for smo and smo-nightly: what smo-parse -v and smo-classify -v say, in short. Files are
# counted by their format; what is no plain news stands behind `!`.
{ sub(/^smo-(parse|classify): /, "") }
match($0, /: .+, (plain|gzip|zstd|bzip2|xz)/) {
    name = substr($0, 1, RSTART - 1)
    format = substr($0, RSTART + 2, RLENGTH - 2)
    sub(/, [a-z0-9]+$/, "", format)
    if (!count[format]++) {
        first[format] = name
        formats[++n] = format
    }
    next
}
sub(/^rules: /, "") { rules = rules " " $0; next }
sub(/^database: /, "") { databases = databases " " $0; next }
/^the log names no host; the site/ { next }
{ faults = faults sprintf("%-9s %s\n", "!", $0) }
END {
    for (i = 1; i <= n; i++)
        printf "%-9s %s: %d, as %s\n", "logs", formats[i], count[formats[i]], first[formats[i]]
    if (rules) printf "%-9s%s\n", "rules", rules
    if (databases) printf "%-9s%s\n", "database", databases
    printf "%s", faults
}
