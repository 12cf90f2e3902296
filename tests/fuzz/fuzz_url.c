/* Any bytes as a referer, as a host in a rule, and as a url. */
#include "lib/rules/hosts.h"
#include "lib/rules/url.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static bool keeps_all(const void *asker, struct span name) {
    (void)asker, (void)name;
    return true;
}

static bool keeps_none(const void *asker, struct span name) {
    (void)asker, (void)name;
    return false;
}

/* A host keeps out what would make it another's, and is found once a rule names it. */
static void check_referer(struct span text) {
    struct url_referer referer;
    if (!url_split_referer(text, &referer))
        return;
    if (referer.host.size == 0 || referer.host.size > URL_HOST_BYTES)
        abort();
    for (size_t i = 0; i < referer.host.size; i++)
        if (memchr("/@?#\\ \t\r\n%", referer.host.at[i], 10))
            abort();
    if (referer.target.size && referer.target.at[0] != '/' && referer.target.at[0] != '?')
        abort();
    struct span head = url_referer_head(text);
    struct url_referer front;
    if (head.size && (!url_split_referer(head, &front) || front.kind != referer.kind ||
                      !span_equals(front.host, referer.host) ||
                      !span_equals(url_referer_target(span_skip(text, head.size)), referer.target)))
        abort();
    struct hosts *hosts = hosts_new();
    struct fault fault = {0};
    uint32_t before;
    if (referer.kind == URL_WEB_REFERER && hosts_add(hosts, referer.host, 7, &before, &fault) &&
        hosts_find(hosts, &referer, NULL) != 7)
        abort();
    hosts_free(hosts);
}

static void check_host(struct span spec) {
    static const struct span known = SPAN("http://www.google.co.uk/a/b?c");
    struct hosts *hosts = hosts_new();
    struct fault fault = {0};
    struct url_referer referer;
    uint32_t before;
    url_split_referer(known, &referer);
    if (hosts_add(hosts, spec, 0, &before, &fault))
        hosts_find(hosts, &referer, NULL);
    else if (!fault_is_set(&fault) || fault.column == 0 || fault.column > spec.size + 1)
        abort();
    hosts_free(hosts);
}

static void check_url(struct span url) {
    struct buf once = {0}, twice = {0};
    struct span all = url_filter(&once, url, keeps_all, NULL);
    struct span again = url_filter(&twice, all, keeps_all, NULL);
    if (!span_equals(all, again) || all.size > url.size)
        abort();
    struct span none = url_filter(&twice, url, keeps_none, NULL);
    if (span_find(none, '?') < none.size || !span_equals(none, url_path(url)))
        abort();
    if (url_decode(&once, url).size > url.size)
        abort();
    buf_free(&once);
    buf_free(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct span text = {(const char *)bytes, size};
    check_referer(text);
    check_host(text);
    check_url(text);
    return 0;
}
