# bash completion for smo and its tools. Where no word fits, names of files are completed.

# _smo_options TOOL: its options; those that take an argument end in `=`.
_smo_options() {
    case $1 in
    smo-parse)
        echo -f= --format= -H= --host= -h --help -j= --jobs= -R= --rejects= -s= --since= -u= \
            --until= -V --version -v --verbose --max-rejects= --now= --only-host= --progress \
            --trust= --zone=
        ;;
    smo-classify)
        echo -c= --rules= -g= --geo= -h --help -j= --jobs= -k= --key= -s= --site= -V --version -v \
            --verbose --check --client= --daily-key --explain --keep= --keep-assets \
            --no-default-rules --part --test
        ;;
    smo-funnel)
        echo -S= --state= -t= --timeout= -u= --until= -w= --window= -h --help -V --version --bots \
            --flush --init-state --max-memory= --part --slow= --steps= --trails=
        ;;
    smo-report)
        echo -f= --format= -o= --output= -r= --report= -h --help -V --version --alert= --by= \
            --colour= --compare= --costs= --lang= --orders= --part --rows= --steps= --strict \
            --width=
        ;;
    smo-nightly) echo -c= -f -h -m -n -q ;;
    smo-geo) echo -d= -h -o= ;;
    'smo report' | 'smo html') 
        _smo_long
        echo -c= -f= -g= -k= -o= -r= -s= --alert= --by= --colour= --compare= --costs= --format= \
            --lang= --max-memory= --orders= --output= --report= --rows= --slow= --state= --steps= \
            --strict --timeout= --width= --window=
        ;;
    'smo check-config')
        _smo_long
        echo -c= -g= -k= -s=
        ;;
    'smo suggest-rules') echo -c= -f= -s= ;;
    esac
}

# Options of smo that go to smo-parse and smo-classify.
_smo_long() {
    echo --client= --daily-key --geo= --host= --jobs= --key= --log-format= --max-rejects= \
        --no-default-rules --now= --only-host= --progress --rejects= --rules= --since= --site= \
        --trust= --until= --zone=
}

# _smo_values TOOL OPTION: words that its argument may be.
_smo_values() {
    case "$1 $2" in
    'smo-parse -f' | 'smo-parse --format' | 'smo '*' --log-format' | 'smo suggest-rules -f')
        echo auto common combined vhost vhost-common xff user-xff ident-xff agent-referer ip-vhost user-vhost xff-common ip-vhost-common user-vhost-common vhost-behind main-vhost time-vhost apisix lighttpd varnish w3c json logfmt ltsv csv tsv cloudfront alb elb s3 haproxy npm npmplus traefik ingress ingress-old bitrix hestia envoy istio squid uwsgi zoraxy gcore bunny apigateway apigateway-csv apigateway-xml aliyun huawei tencent iis-native gin
        ;;
    'smo-parse -s' | 'smo-parse --since' | 'smo-parse -u' | 'smo-parse --until' | \
        'smo '*' --since' | 'smo '*' --until')
         echo today yesterday now ;;
    'smo-classify -c' | 'smo-classify --rules' | 'smo '*' -c' | 'smo '*' --rules')
        echo bitrix cscart drupal insales magento opencart prestashop shopify tilda umi woocommerce
        ;;
    'smo-classify -g' | 'smo-classify --geo' | 'smo '*' -g' | 'smo '*' --geo') echo none ;;
    'smo-classify --client' | 'smo '*' --client') echo agent ip ;;
    'smo-classify --keep') echo ip user cookie referer agent ;;
    'smo-report -f' | 'smo-report --format' | 'smo '*' -f' | 'smo '*' --format')
        smo-report -h 2>/dev/null | grep -owE 'text|tsv|csv|json|md|html|dot'
        ;;
    'smo-report -r' | 'smo-report --report' | 'smo '*' -r' | 'smo '*' --report')
        echo all summary networks funnel landings geo campaigns places content actions paths \
            obstacles timing attribution previews dark quality
        ;;
    'smo-report --by' | 'smo '*' --by') echo hour day week month ;;
    'smo-report --colour' | 'smo '*' --colour') echo always auto never ;;
    'smo-report --lang' | 'smo '*' --lang') echo en ru ;;
    esac
}

_smo() {
    local tool=${1##*/} word=$2 before=$3 words
    COMPREPLY=()
    if [[ $tool = smo ]]; then
        if ((COMP_CWORD == 1)); then
            mapfile -t COMPREPLY < <(compgen -W 'report html check-config suggest-rules -h' -- "$word")
            return
        fi
        tool="smo ${COMP_WORDS[1]}"
    elif [[ $tool = smo-geo && $COMP_CWORD = 1 && $word != -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W find -- "$word")
        return
    fi
    words=" $(_smo_options "$tool" | tr '\n' ' ') "
    # Bash takes --option=value for three words.
    if [[ $word = = ]]; then
        word=
    elif [[ $before = = ]]; then
        before=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    if [[ $words = *" $before= "* ]]; then
        local list=
        [[ $word != *,* ]] || list=${word%,*},
        mapfile -t COMPREPLY < <(compgen -P "$list" -W "$(_smo_values "$tool" "$before")" -- "${word##*,}")
    elif [[ $word = -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "${words//= / }" -- "$word")
    fi
}

complete -o default -F _smo smo smo-parse smo-classify smo-funnel smo-report smo-nightly smo-geo
