-- The funnel of a log in the format `combined` as one would write it in SQL: people by address and
-- agent, visits by 30 idle minutes, their first source, the steps they reached. What it leaves out:
-- media by rules, geography, redirects, returns from payment, touches, orders by number.
-- $log is the name of the log.
WITH lines AS (
    SELECT regexp_extract(line,
        '^(\S+) \S+ \S+ \[([^\]]+)\] "(\S+) (\S+)[^"]*" (\d+) \S+ "([^"]*)" "([^"]*)"',
        ['ip', 'time', 'method', 'url', 'status', 'referer', 'agent']) AS hit
    FROM read_csv('$log', columns = {'line': 'VARCHAR'}, delim = '\x01', quote = '', escape = '',
        header = false, auto_detect = false)
), hits AS (
    SELECT hash(hit.ip, hit.agent) AS client,
        strptime(hit.time, '%d/%b/%Y:%H:%M:%S %z') AS time, hit.url AS url,
        CAST(hit.status AS INTEGER) < 400 AS is_fine,
        regexp_extract(hit.referer, '^https?://(?:www\.)?([^/:]+)', 1) AS referer
    FROM lines
    WHERE hit.method IN ('GET', 'POST')
        AND NOT regexp_matches(hit.agent, '(?i)bot|spider|crawl|curl|wget|python|^-$')
        AND NOT regexp_matches(hit.url, '^[^?]*\.(css|js|png|jpe?g|gif|svg|ico|woff2?)(\?|$)')
), marked AS (
    SELECT *, coalesce(time - lag(time) OVER by_client > INTERVAL 30 MINUTES, true) AS begins
    FROM hits WINDOW by_client AS (PARTITION BY client ORDER BY time)
), numbered AS (
    SELECT *, sum(begins::INTEGER) OVER by_client AS visit
    FROM marked
    WINDOW by_client AS (PARTITION BY client ORDER BY time ROWS UNBOUNDED PRECEDING)
), visits AS (
    SELECT client, visit,
        arg_min(coalesce(nullif(regexp_extract(url, '[?&]utm_source=([^&]*)', 1), ''),
            nullif(referer, ''), 'direct'), time) AS source,
        bool_or(url LIKE '/product/%' AND is_fine) AS has_product,
        bool_or(url LIKE '/cart%' AND is_fine) AS has_cart,
        bool_or(url LIKE '/checkout%' AND is_fine) AS has_checkout,
        bool_or(url LIKE '/order/complete%' AND is_fine) AS has_order
    FROM numbered GROUP BY client, visit
)
SELECT source, count(*) AS visits, count_if(has_product), count_if(has_cart),
    count_if(has_checkout), count_if(has_order)
FROM visits GROUP BY source ORDER BY visits DESC, source;
