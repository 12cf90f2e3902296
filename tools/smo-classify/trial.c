#include "smo-classify/trial.h"

#include "smo-classify/explain.h"

#include "lib/base/escape.h"
#include "lib/io/output.h"
#include "lib/rules/url.h"

/* A url as people have it at hand: `POST /cart/add`, or with its host, out of a browser. */
static void trial_read_url(struct span text, struct hit *hit) {
    size_t capitals = 0;
    while (capitals < text.size && text.at[capitals] >= 'A' && text.at[capitals] <= 'Z')
        capitals++;
    if (capitals && capitals + 1 < text.size && text.at[capitals] == ' ') {
        hit->method = span_take(text, capitals);
        text = span_skip(text, capitals + 1);
    }
    struct url_referer whole;
    struct span scheme = span_take(text, strlen("https://"));
    hit->url = text;
    if (span_find_folded(scheme, (struct span)SPAN("://")) == scheme.size ||
        !url_split_referer(text, &whole) || whole.kind != URL_WEB_REFERER)
        return;
    hit->host = whole.host;
    hit->url = span_is_empty(whole.target) ? (struct span)SPAN("/") : whole.target;
}

enum cli_status trial_run(const struct options *options, const struct classifier_parts *parts) {
    struct buf cells[3] = {{0}}, text = {0};
    for (size_t i = 0; i < 3; i++)
        escape_add(&cells[i], span_of(options->operands[i]));
    struct hit hit = {.time = span_of("0"),
                      .zone = span_of("+0000"),
                      .ip = SPAN_ABSENT,
                      .user = SPAN_ABSENT,
                      .host = SPAN_ABSENT,
                      .method = span_of("GET"),
                      .status = span_of("200"),
                      .bytes = SPAN_ABSENT,
                      .referer = buf_span(&cells[1]),
                      .agent = buf_span(&cells[2]),
                      .seconds = SPAN_ABSENT,
                      .cookie = SPAN_ABSENT,
                      .has_agent = true};
    trial_read_url(buf_span(&cells[0]), &hit);
    struct verdict verdict = {0};
    struct classifier *classifier = classifier_new(parts);
    struct lookup lookup;
    classifier_look_up(classifier, &hit, 1, &lookup);
    classifier_recognise(classifier, &lookup, &verdict);
    classifier_judge(classifier, &lookup, &verdict);
    classifier_trace(classifier, &verdict);
    explain_add(&text, EXPLAIN_TABLE, &hit, &verdict);
    struct output *output = output_standard("smo-classify");
    output_add(output, buf_span(&text));
    output_close(output);
    classifier_free(classifier);
    for (size_t i = 0; i < 3; i++)
        buf_free(&cells[i]);
    buf_free(&text);
    return CLI_COMPLETE;
}
