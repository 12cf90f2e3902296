#!/bin/sh
# install.sh - what is installed beside programs and manuals: completions, units of systemd, files for
# cron, logrotate and sysusers. That it works installed, scripts/check-install tries.
. "${0%/*}/lib.sh"

run_make() {
    "${MAKE:-make}" -s -C "$TOP" O="$SMO_BUILD" DESTDIR="$TMP/root" PREFIX=/opt/smo "$@"
}

begin "uninstall leaves nothing"
mkdir root
expect_status 0 run_make install
find root | sort >installed
expect_status 0 run_make install
find root | sort | cmp - installed >again 2>&1
expect "installing twice installs the same" "" "$(cat again)"
cp -r root kept
expect_status 0 run_make uninstall
find root ! -type d | expect_nothing "no file"
expect "no folder of smo's own" "" "$(find root -type d -name 'smo' ! -path root/opt/smo)"
rm -r root
mv kept root
share=$TMP/root/opt/smo/share

begin "manuals name the files where they are installed"
grep -rl /usr/local/share/smo "$share/man" | expect_nothing "no page means another folder"
expect_grep '^\.It Pa /opt/smo/share/smo/rules/' "$share/man/man7/smo.7"
expect_grep '^# install .* /opt/smo/share/smo/nightly/' "$share/man/ru/man7/smo-tutorial.7"

begin "suggest-rules is found where it is installed"
printf '203.0.113.9 - - [05/Oct/2026:10:00:00 +0300] "GET / HTTP/1.1" 200 5 "-" "Mozilla/5.0 Firefox/128.0"\n' >log
PATH=/usr/bin:/bin:$TMP/root/opt/smo/bin "$TMP/root/opt/smo/bin/smo" suggest-rules log | expect_grep '^# Rules proposed'

# options TOOL: those that the program's table names, long, with `=` if they take an argument.
options() {
    grep -hoE '\{ *"[a-z-]+", *(no|required)_argument' "$TOP/tools/$1"/*.c |
        sed -E 's/.*"([a-z-]+)".*(no|required).*/--\1\2/; s/required$/=/; s/no$//' | sort -u
}

begin "completion in bash"
completion=$share/bash-completion/completions/smo
expect "for each program" "smo smo-classify smo-funnel smo-geo smo-nightly smo-parse smo-report" \
    "$(cd "${completion%/*}" && echo *)"
# completed WORD...: what bash offers for the last word.
completed() {
    bash -c '. "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
        _smo "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf "%s\n" "${COMPREPLY[@]}"' "$completion" "$@"
}
for tool in smo-parse smo-classify smo-funnel smo-report; do
    completed $tool -- >offered
    expect "$tool: every long option" "" "$(options $tool | tr -d = | grep -vxFf offered)"
    bash -c '. "$0"; _smo_options '$tool "$completion" | tr ' ' '\n' >table
    grep -e ^-- table | sort -u >long
    options $tool | expect_same "$tool: no others, and whether they take an argument" long -
    for option in $("$tool" -h | grep -oE -e '(^|[[ ])-[A-Za-z]\b' | tr -d '[ '); do
        grep -qx -e "$option" -e "$option=" table || echo "$option"
    done | expect_nothing "$tool: every short one of its synopsis"
done
expect "commands" "report" "$(completed smo rep)"
expect "formats" "vhost vhost-common vhost-behind" "$(completed smo-parse -f vh | xargs)"
completed smo-parse -f '' >offered
sed -n '/^\.Sh FORMATS/,/^\.Sh [^F]/s/^\.It Cm //p' "$TOP/man/smo-parse.1" | sed '/^regex/d; s/ Ns.*//; s/ , /\n/g' |
    grep -vxFf offered | expect_nothing "formats: all that have a name in smo-parse(1)"
grep -vx auto offered | while read -r format; do
    smo-parse -f "$format" /dev/null >nothing 2>&1 || echo "$format"
done | expect_nothing "formats: none that smo-parse does not know"
expect "reports" "landings" "$(completed smo report -r land)"
expect "reports after reports" "funnel,landings" "$(completed smo report -r funnel,land)"
expect "after =, which bash takes for a word" "en ru" "$(completed smo html --lang = | xargs)"
expect "and the beginning of one" "ru" "$(completed smo html --lang = r)"
for command in report check-config; do
    completed smo $command -- >offered
    while read -r option; do
        smo $command $option 2>&1 </dev/null | grep -q 'no option' && echo "$option"
    done <offered | expect_nothing "smo $command: no option that it does not know"
done
completed smo report -- >offered
sed -n '/^tools_of/,/^}/p' "$SCRIPTS/smo" | grep -E '^ +[a-z-]+( \||\)| *$)' | grep -oE '[a-z-]+( \||\))' |
    tr -d ' |)' | sed s/^/--/ | grep -vxFf offered | expect_nothing "smo report: all that it knows"
expect "days of nightly are not guessed" "" "$(completed smo-nightly 2026)"
for engine in "$TOP"/tools/smo-classify/rules/engines/*.rules; do
    basename "$engine" .rules
done | xargs >engines
expect "shop engines" "$(cat engines)" "$(completed smo-classify -c '' | xargs)"

begin "completion in zsh"
zsh_file=$share/zsh/site-functions/_smo
expect "the engines" "$(cat engines)" "$(sed -n "s/^local engines='\(.*\)'/\1/p" "$zsh_file")"
expect "the formats" "$(completed smo-parse -f '' | xargs)" "$(sed -n 's/^ *_values format //p' "$zsh_file")"
if command -v zsh >/dev/null; then
    for tool in smo-parse smo-classify smo-funnel smo-report smo-nightly smo-geo; do
        # What it hands to _arguments tells what it would offer.
        zsh -f -c '_arguments() { print -rl -- "$@" }; service=$1; . $2' zsh $tool "$zsh_file" >specs 2>&1
        grep -oE -e '^[^[]*' specs | grep -oE -e '--?[A-Za-z][a-z-]*=?' | sort -u >offered
        options $tool 2>/dev/null | grep -vxFf offered | expect_nothing "$tool: every long option"
    done
    expect "commands" "5" "$(zsh -f -c '_values() { print -rl -- "$@" }; service=smo CURRENT=2; . $1' \
        zsh "$zsh_file" | grep -cE '^(report|html|check-config|suggest-rules|-h)\[')"
else
    skip "zsh is not installed"
fi

begin "units of systemd"
units=$TMP/root/opt/smo/lib/systemd/system
expect_grep '^ExecStart=/opt/smo/bin/smo-nightly -q$' "$units/smo-nightly.service"
expect "no other prefix is left" "" "$(grep '/usr/bin' "$units"/*)"
if command -v systemd-analyze >/dev/null; then
    # The programs as they lie here; verify wants to see them.
    mkdir units
    sed "s|/opt/smo|$TMP/root/opt/smo|" "$units/smo-nightly.service" >units/smo-nightly.service
    cp "$units/smo-nightly.timer" units/
    expect_status 0 systemd-analyze verify --man=no units/smo-nightly.service units/smo-nightly.timer
    expect "no complaint" "" "$(cat "$TMP/out" "$TMP/err")"
    systemd-analyze security --offline=true --threshold=15 units/smo-nightly.service >exposed 2>&1
    expect "exposure is under 1.5 of 10" 0 $?
    systemd-analyze calendar "$(sed -n 's/^OnCalendar=//p' units/smo-nightly.timer)" |
        expect_grep '^Normalized form: \*-\*-\* 00:40:00'
else
    skip "systemd-analyze is not installed"
fi
if command -v systemd-sysusers >/dev/null; then
    mkdir -p system/etc
    printf 'adm:x:4:\n' >system/etc/group
    expect_status 0 systemd-sysusers --root="$TMP/system" "$TMP/root/opt/smo/lib/sysusers.d/smo.conf"
    expect_grep '^smo:' system/etc/passwd
    expect_grep '^adm:x:4:smo$' system/etc/group
fi

begin "cron"
line=$(grep -v -e '^#' -e '^PATH=' "$share/smo/nightly/smo.cron")
expect "time and user" "40 0 * * * smo" "$(echo "$line" | tr -s ' ' | cut -d ' ' -f 1-6)"
# Its command, as cron hands it to sh, where neither systemd nor a configuration is.
command=$(echo "$line" | sed -E 's/^([^ ]+ +){6}//; s#/run/systemd/system#/nowhere#')
expect_status 0 sh -c "$command"
expect "without configuration it does nothing" "" "$(cat "$TMP/out" "$TMP/err")"

begin "the sample for logrotate"
if command -v logrotate >/dev/null || [ -x /usr/sbin/logrotate ]; then
    PATH=$PATH:/usr/sbin
    mkdir -p web shops/one shops/two
    sed -e "s|/var/log/nginx|$TMP/web|; s|/var/lib/smo|$TMP/shops|; s|/run/nginx.pid|$TMP/pid|g" \
        -e "s|daily|&\n    su $(id -un) $(id -gn)|" "$share/smo/nightly/logrotate" >rotate
    chmod 600 rotate
    echo one >web/access.log
    : >pid # as nginx leaves it that did not start
    (flock 9; sleep 2; ls web >seen) 9>shops/two/lock &
    sleep 0.3
    expect_status 0 logrotate -f -s "$TMP/rotate.state" rotate
    wait
    expect "it waited for smo-nightly" "access.log" "$(cat seen)"
    expect "and rotated" "access.log.1" "$(ls web)"
else
    skip "logrotate is not installed"
fi

begin "the sample configuration"
sed 's/^#\([a-z]\)/\1/' "$share/smo/nightly/nightly.conf" >all.conf
expect "each setting is known" "" "$(smo-nightly -c all.conf 2>&1 -m | grep 'no setting')"
smo-nightly -h >synopsis
awk '/^[a-z]/ { print $1 }' all.conf | while read -r setting; do
    grep -q "^\.It Ic .*\b$setting\b" "$TOP/man/smo-nightly.1" || echo "$setting"
done | expect_nothing "each stands in the manual"

begin "what smo-tutorial(7) has servers log is what smo-parse reads"
# The literal block of the page that holds a word, as a configuration.
block() {
    mandoc -T utf8 -O width=400 "$TOP/man/smo-tutorial.7" | sed 's/.\x08//g' |
        awk -v word="$1" 'BEGIN { RS = "" } index($0, word)'
}
# served FORMAT LINE: reads one line; all columns must be there.
served() {
    printf '%s\n' "$2" | smo-parse -f "$1" >stream 2>err
    expect "read by $1" "1791183600 shop.example 203.0.113.9 / 200 - Mozilla 0.125" \
        "$(sed -n 2p stream | cut -f 1,3,5,7,8,10-12 | awk -F '\t' '{ print $1, $3, $2, $4, $5, $6, $7, $8 }')"
    expect "its cookie" "x1" "$(sed -n 2p stream | cut -f 13 | sed 's/^uid=//')"
}
block log_format >nginx.conf
line='{"time":"2026-10-05T10:00:00+03:00","host":"shop.example","remote_addr":"203.0.113.9","remote_user":"",'
line=$line'"request":"GET / HTTP/1.1","status":"200","body_bytes_sent":"5","request_time":"0.125",'
line=$line'"http_referer":"","http_user_agent":"Mozilla","uid_got":"uid=x1","uid_set":""}'
served @nginx.conf:smo "$line"
served auto "$line"
block LogFormat >apache.conf
served @apache.conf:smo \
    'shop.example 203.0.113.9 - - [05/Oct/2026:10:00:00 +0300] "GET / HTTP/1.1" 200 5 "-" "Mozilla" 125000 "x1"'

# What stands there about nginx is a configuration, where one is installed to ask.
begin "nginx takes what smo-tutorial(7) and smo-faq(7) tell"
if PATH=$PATH:/usr/sbin command -v nginx >/dev/null; then
    PATH=$PATH:/usr/sbin
    {
        echo "pid $TMP/nginx.pid; error_log $TMP/error.log; events {} http {"
        cat nginx.conf
        block set_real_ip_from
        mandoc -T utf8 -O width=400 "$TOP/man/smo-faq.7" | sed 's/.\x08//g' |
            awk 'BEGIN { RS = "" } /http_sec_purpose/' | sed 's/^ *\.\.\.$/listen 127.0.0.1:8088;/'
        echo "}"
    } | sed "s|/var/log/nginx|$TMP|" >whole.conf
    expect_status 0 nginx -t -q -p "$TMP" -c "$TMP/whole.conf"
else
    skip "nginx is not installed"
fi
