#!/bin/sh
# smo-report --lang: the same figures in another language, for people only.
. "${0%/*}/lib.sh"
. "$FIXTURES/report/visits.sh"

po=$TOP/tools/smo-report/po/ru.po
if [ ! -e "$SMO_BUILD/share/smo/locale/ru.mo" ]; then
    begin "reports in Russian"
    skip "there was no msgfmt when the programs were built"
    exit 0
fi

zcat -f "$FIXTURES"/sample/access.log* | smo-parse >hits.tsv 2>err || :
smo-classify -g none hits.tsv | smo-funnel >sample.tsv

# What alarms, asks for more data and counts one thing only.
visits >bare.tsv <<.
@ledger classify.agentless=1
@ledger stream.filtered=1
0 source=vk medium=network landing_page=home offered=/product/1 offered_page=product country=RU
1m source=vk medium=network device=mobile app=vk landing_page=product obstacles=404:/x
1m kind=preview source=vk medium=network landing=/product/1 landing_page=product landing_status=404
2m landing=/product/1 landing_page=product
.
visits </dev/null >none.tsv
all="-r all --rows 0 --width 200"

begin "every text is translated"

if command -v xgettext >/dev/null; then
    xgettext -LC --from-code=UTF-8 --no-location -kN_ -kwords_say:2 -kwords_plural:2,3 \
        -ksheet_word:1 -ksheet_remark:3 -ksheet_remark_count:4,5 -kadd_figure:3 \
        -o - "$TOP"/tools/smo-report/*.[ch] | sed 's/charset=CHARSET/charset=UTF-8/' >smo.pot
    expect "texts are found" yes "$([ "$(grep -c '^msgid' smo.pot)" -gt 150 ] && echo yes)"
    msgcmp "$po" smo.pot 2>&1 | grep -v 'warning: this message is not used' |
        expect_nothing "msgcmp"
    for file in smo.pot "$po"; do
        msgcat --no-wrap "$file" | grep '^msgid "' | LC_ALL=C sort >"${file##*/}.ids"
    done
    LC_ALL=C comm -13 smo.pot.ids ru.po.ids | grep -v '"term:' |
        expect_nothing "no text is translated in vain"
else
    skip "no xgettext"
fi
rules=$TOP/tools/smo-classify/rules
awk '$1 == "page" || $1 == "action" { print $2 }
    $1 == "medium" { print $3 }' "$rules"/*.rules | sort -u | while read -r name; do
    grep -q "^msgid \"term:$name\"\$" "$po" || echo "$name"
done | expect_nothing "every page, action and kind of medium of the shipped rules"

begin "the same figures in both languages"

# numbers LANGUAGE: all of them in their order, but for those in marks of HTML. A mark of thousands
# and the order of a date are no part of them.
nbsp=$(printf '\302\240')
numbers() {
    sed -E 's/<[^>]*>|&#?[a-z0-9]*;/ /g' | if [ "$1" = ru ]; then
        sed -E -e 's/([0-9]{2})\.([0-9]{2})\.([0-9]{4})/\3-\2-\1/g' \
            -e "s/([0-9])$nbsp([0-9]{3})/\1\2/g" -e 's/([0-9]),([0-9])/\1.\2/g'
    else
        sed -E -e 's/([0-9]),([0-9]{3})/\1\2/g'
    fi | grep -oE '[0-9]+(\.[0-9]+)?'
}
for stream in sample bare none; do
    for format in text md html; do
        # shellcheck disable=SC2086 # several words
        for language in en ru; do
            smo-report $all -f $format --lang $language $stream.tsv >$stream.$language.$format
            numbers $language <$stream.$language.$format >$stream.$language.numbers
        done
        expect_same "$stream, $format" $stream.en.numbers $stream.ru.numbers
    done
done
for language in en ru; do
    smo-report --compare bare.tsv -r summary,networks --lang $language sample.tsv >compare.$language.text
    numbers $language <compare.$language.text >compare.$language.numbers
done
expect_same "--compare" compare.en.numbers compare.ru.numbers
expect "there were some" yes "$([ "$(wc -l <sample.en.numbers)" -gt 1000 ] && echo yes)"

begin "nothing is left in English"

sed -n 's/^msgid\(_plural\)\{0,1\} "\(.*\)"$/\2/p' "$po" | grep -E '[a-z] [a-z]' |
    sed 's/\\"/"/g; s/%%/%/g; s/%[sd].*//; s/ *$//' | grep -E '[a-z] [a-z]' | sort -u >english
for format in text md html; do
    cat ./*.ru.$format | sed -E -e 's/<[^>]*>/ /g' -e 's/&quot;/"/g' | tr -s ' \n' '  ' >russian
    grep -oFf english russian | sort -u | expect_nothing "$format: texts of two words or more"
done
grep -oFf english sample.en.text | sort -u >found
expect "which the English reports do have" yes "$([ "$(wc -l <found)" -gt 40 ] && echo yes)"
expect_grep '<html lang="ru">' sample.ru.html
expect_grep '<html lang="en">' sample.en.html
expect_grep 'с 01\.10\.2026 [0-9:]+ по 31\.10\.2026 ' sample.ru.text
expect_grep "^всего +[0-9]${nbsp}[0-9]{3} " sample.ru.text
expect_grep "^vk .* [0-9]+,[0-9]${nbsp}% " sample.ru.text
expect_grep '^соцмедиа +товар>корзина>оформление>заказ ' sample.ru.text

begin "dates stand in the order of the language"

periods() {
    smo-report -r networks --by "$1" --rows 1 --lang ru sample.tsv | sed -n 6p
}
periods day | expect_grep '^01\.10\.2026  '
periods month | expect_grep '^10\.2026  '
periods week | expect_grep '^2026-W40  '
smo-report -r networks --by hour --rows 1 --lang ru --steps order bare.tsv | expect_grep '^22\.11\.2025 08  '
smo-report -r networks --by day -f tsv --lang ru sample.tsv | expect_grep '^2026-10-01	'

begin "forms for one, two, five"

for case in '1 превью не удалось: поделившиеся этой ссылкой' '2 превью не удались' '5 превью не удалось' \
    '11 превью не удалось' '12 превью не удалось' '21 превью не удалось: поделившиеся этой' \
    '22 превью не удались' '111 превью не удалось: поделившиеся этими'; do
    echo "0 kind=preview source=vk medium=network landing_status=500 repeat=${case%% *}" | visits |
        smo-report -r previews --lang ru --width 200 | expect_grep "^\* $case"
done
for case in '1 preview failed: who shared this link' '2 previews failed' '21 previews failed'; do
    echo "0 kind=preview source=vk medium=network landing_status=500 repeat=${case%% *}" | visits |
        smo-report -r previews --lang en --width 200 | expect_grep "^\* $case"
done
expect_grep 'от людей в 1 обращении:' bare.ru.text
expect_grep 'не сосчитана 1 строка' bare.ru.text

begin "tables for machines are the same in every language"

for format in tsv csv json dot; do
    reports=summary,networks,funnel,landings,timing,obstacles,quality,paths
    [ $format = dot ] && reports=paths
    for report in $(echo $reports | tr , ' '); do
        smo-report -r "$report" -f $format sample.tsv
    done >english
    for report in $(echo $reports | tr , ' '); do
        LC_ALL=ru_RU.UTF-8 LANG=ru_RU.UTF-8 smo-report -r "$report" --lang ru -f $format sample.tsv
    done >russian
    expect_same "$format" english russian
done

begin "who decides on the language"

report() {
    smo-report -r networks "$@" sample.tsv
}
first_title() {
    sed -n 3p
}
russian='Визиты и заказы по площадкам' english='Visits and orders by medium'
expect "the locale" "$russian" "$(LC_ALL='' LC_MESSAGES='' LANG=ru_RU.UTF-8 report | first_title)"
expect "LC_MESSAGES beats LANG" "$russian" \
    "$(LC_ALL='' LC_MESSAGES=ru_RU.UTF-8 LANG=C report | first_title)"
expect "LC_ALL beats both" "$english" \
    "$(LC_ALL=C LC_MESSAGES=ru_RU.UTF-8 LANG=ru_RU.UTF-8 report | first_title)"
expect "another language is English" "$english" "$(LC_ALL=de_DE.UTF-8 report | first_title)"
expect "--lang beats the locale" "$english" "$(LC_ALL=ru_RU.UTF-8 report --lang en | first_title)"
expect "--lang ru under LC_ALL=C" "$russian" "$(LC_ALL=C report --lang ru | first_title)"
LC_ALL=C report --lang ru >c
LC_ALL=ru_RU.UTF-8 report | LC_ALL=C.UTF-8 sed 's/[▏▎▍▌▋▊▉]/ /g; s/█/#/g' | sed 's/ *$//' >utf8
sed 's/ *$//' c >c.trimmed
expect_same "bars are all that the character set changes" c.trimmed utf8
expect_status 2 smo-report --lang fr sample.tsv

begin "text fits in Russian too"

for width in 80 132; do
    for stream in sample bare none; do
        LC_ALL=ru_RU.UTF-8 smo-report -r all --rows 5 --width $width $stream.tsv |
            LC_ALL=C.UTF-8 grep -nE "^.{$((width + 1))}" | grep -vE '^[0-9]+:  ?[^ ]*$' |
            expect_nothing "$stream: no line is over $width columns"
    done
done
LC_ALL=ru_RU.UTF-8 smo-report -r summary,networks,geo --compare sample.tsv sample.tsv |
    LC_ALL=C.UTF-8 grep -nE '^.{81}' | expect_nothing "--compare: no line is over 80 columns"
# Columns stand below each other: the revenue of each row ends where its head ends.
LC_ALL=ru_RU.UTF-8 report --rows 5 | sed -n '5,11p' | LC_ALL=C.UTF-8 sed 's/./x/g' | sort -u >rows
expect "all rows end in one column" 1 "$(wc -l <rows | tr -d ' ')"

begin "without a catalogue it is English"

mkdir -p alone/bin alone/share/smo/locale
cp "$(command -v smo-report)" alone/bin
if [ -e /usr/local/share/smo/locale/ru.mo ] || [ -e /usr/share/smo/locale/ru.mo ]; then
    skip "smo is installed here, with its catalogue"
else
    report --lang en >english
    LC_ALL=ru_RU alone/bin/smo-report -r networks sample.tsv >got 2>err
    expect_same "told by the locale: silently" english got
    expect_nothing "no message" <err
    expect_status 0 alone/bin/smo-report -r networks --lang ru sample.tsv
    expect_same "told by --lang: in English" english out
    expect_grep '^smo-report: .*/share/smo/locale/ru.mo: ' err
    echo no catalogue >alone/share/smo/locale/ru.mo
    expect_status 0 alone/bin/smo-report -r networks --lang ru sample.tsv
    expect_same "no catalogue, but a file" english out
fi
mo=$SMO_BUILD/share/smo/locale/ru.mo
size=$(wc -c <"$mo")
for cut in 27 28 1000 $((size / 2)) $((size - 1)); do
    head -c "$cut" "$mo" >alone/share/smo/locale/ru.mo
    alone/bin/smo-report -r all --lang ru sample.tsv >out 2>err
    echo $?
done | sort -u >statuses
expect "a damaged catalogue does no harm" 0 "$(cat statuses)"
