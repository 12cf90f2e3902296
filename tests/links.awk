# Turns `/* links: smo-funnel smo-parse/row.c ... */` at the head of a test into its make rule: the
# tool's archive, or the file's object. The comment may go over several lines.
FNR == 1 {
    name = FILENAME
    sub(/.*\//, "", name)
    sub(/\.c$/, "", name)
    targets = O "/tests/" name
    if (sub(/^fuzz_/, "", name))
        targets = O "/fuzz/fuzz_" name " " O "/tests/replay_" name
}
/^\/\* links: / { linking = 1 }
linking {
    for (i = 1; i <= NF; i++)
        if (sub(/\.c$/, ".o", $i))
            print targets ": " O "/obj/" $i
        else if ($i ~ /^smo-[a-z]+$/)
            print targets ": " O "/" $i ".a"
    if (/\*\//)
        linking = 0
}
