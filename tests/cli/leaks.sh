# A run that comes to its end has freed all that it took. What finds leaks is the sanitizers' build;
# in any other this only sees the tools succeed.
. "${0%/*}/lib.sh"

ASAN_OPTIONS="$ASAN_OPTIONS:detect_leaks=1"
export ASAN_OPTIONS
set -- "$FIXTURES"/sample/access.log*

begin "no tool leaks"
expect_status 0 smo-parse "$@"
mv out hits
expect_status 0 smo-classify -g none -k key hits
mv out classified
expect_status 0 smo-funnel --state state classified
mv out visits
expect_status 0 smo-funnel --state state classified
for format in text tsv csv json; do
    expect_status 0 smo-report -f $format -r networks visits
done
expect_status 0 smo-report visits
head -c 1000 classified >cut
expect_status 1 smo-funnel cut

begin "nothing leaks where a tool gives up and its output is a pipe"
for tool in smo-parse smo-classify smo-funnel smo-report; do
    { $tool no-such-file 2>err || echo $? >status; } | cat >out
    expect "$tool" 2 "$(cat status)"
    expect "$tool: leaks" "" "$(grep -a LeakSanitizer err)"
done
