#include "smo-report/alert.h"

#include "smo-report/human.h"

static const char *const figures[] = {"visits",          "bounces",    "pages",  "orders",
                                      "ordering_visits", "conversion", "revenue"};

static bool is_figure(struct span name) {
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        if (span_is(name, figures[i]))
            return true;
    return false;
}

static size_t comparison_place(struct span text) {
    size_t less = span_find(text, '<'), more = span_find(text, '>');
    return less < more ? less : more;
}

static bool read_left(struct span left, struct alert *alert) {
    left = span_trim(left);
    alert->figure = span_cut(&left, '{');
    alert->name = (struct span){NULL, 0};
    if (left.at) {
        if (!left.size || left.at[left.size - 1] != '}')
            return false;
        alert->name = span_take(left, left.size - 1);
        if (span_is_empty(alert->name))
            return false;
    }
    alert->figure = span_trim(alert->figure);
    return is_figure(alert->figure);
}

static bool read_value(struct span right, struct alert *alert) {
    right = span_trim(right);
    bool is_per_cent = right.size && right.at[right.size - 1] == '%';
    if (is_per_cent)
        right = span_trim(span_take(right, right.size - 1));
    bool has_plus = right.size && right.at[0] == '+';
    bool has_sign = has_plus || (right.size && right.at[0] == '-');
    struct decimal value;
    if (!decimal_read(span_skip(right, has_plus), &value))
        return false;
    bool is_rate = span_is(alert->figure, "conversion");
    alert->is_change = is_per_cent && has_sign;
    alert->value = decimal_approximately(value) / (is_per_cent ? 100 : 1);
    return is_per_cent ? has_sign || is_rate : !has_sign && !is_rate;
}

bool alert_read(struct span text, struct alert *alert) {
    size_t place = comparison_place(text);
    if (place == text.size)
        return false;
    struct span right = span_skip(text, place + 1);
    alert->is_less = text.at[place] == '<';
    alert->is_or_equal = right.size && right.at[0] == '=';
    return read_left(span_take(text, place), alert) &&
           read_value(span_skip(right, alert->is_or_equal), alert);
}

static bool is_meant(const struct alert *alert, struct span key) {
    struct span source = span_cut(&key, '\t');
    return span_is_empty(alert->name) || span_equals(alert->name, source) ||
           span_equals(alert->name, key) ||
           (span_is(alert->name, "social") && visit_medium_is_social(key));
}

static bool figure_of_row(const struct alert *alert, const struct tally_row *row, double *figure) {
    const struct {
        const char *name;
        uint64_t count;
    } counts[] = {{"visits", row->visits},
                  {"bounces", row->bounces},
                  {"pages", row->pages},
                  {"orders", row->orders},
                  {"ordering_visits", row->ordering_visits}};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        if (span_is(alert->figure, counts[i].name)) {
            *figure = (double)counts[i].count;
            return true;
        }
    }
    if (span_is(alert->figure, "conversion")) {
        *figure = row->visits ? (double)row->ordering_visits / (double)row->visits : 0;
        return row->visits > 0;
    }
    *figure = row->revenue.count ? decimal_approximately(row->revenue.sums[0].amount) : 0;
    return row->revenue.count <= 1;
}

static bool figure_of(const struct alert *alert, const struct tally *tally, double *figure) {
    struct tally_row sum = {0};
    for (uint32_t i = 0; i < tally->keys.count; i++)
        if (is_meant(alert, table_name(&tally->keys, i)))
            tally_add_row(&sum, &tally->rows[i]);
    bool is_told = figure_of_row(alert, &sum, figure);
    purse_free(&sum.revenue);
    return is_told;
}

static void tell(const struct alert *alert, double figure, struct buf *told) {
    if (span_is(alert->figure, "conversion"))
        human_rate(told, NULL, figure);
    else
        human_number(told, NULL, figure, figure != (double)(int64_t)figure ? 2 : 0);
}

bool alert_holds(const struct alert *alert, const struct tally *now, const struct tally *before,
                 struct buf *told) {
    double figure, old = 0;
    if (!figure_of(alert, now, &figure))
        return false;
    if (alert->is_change && (!before || !figure_of(alert, before, &old) || old == 0))
        return false;
    double compared = alert->is_change ? figure / old - 1 : figure;
    bool holds = alert->is_less ? compared < alert->value : compared > alert->value;
    holds |= alert->is_or_equal && compared == alert->value;
    if (!holds)
        return false;
    tell(alert, figure, told);
    if (alert->is_change) {
        buf_add_string(told, ", before ");
        tell(alert, old, told);
        buf_addf(told, " (%+.0f%%)", compared * 100);
    }
    return true;
}
