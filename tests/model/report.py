"""Stage 4 of the model: the counts of three reports from the rows of visits. Only
`kind=human` makes true visits."""

from collections import Counter, defaultdict
from decimal import Decimal


def true_visits(rows):
    return [row for row in rows if row["kind"] == "human"]


def add_money(totals, row):
    """contract: different currencies are never summed"""
    if row["revenue"] == "-":
        return
    for amount, currency in zip(row["revenue"].split(","), row["currency"].split(",")):
        totals[currency] = totals.get(currency, Decimal(0)) + Decimal(amount)


def grouped(rows, key):
    """visits, bounces, orders and money of each value of key(row)."""
    groups = defaultdict(lambda: {"visits": 0, "bounces": 0, "pages": 0, "orders": 0,
                                  "ordering": 0, "money": {}})
    for row in true_visits(rows):
        group = groups[key(row)]
        group["visits"] += 1
        # contract: A bounce has at most one page view.
        group["bounces"] += int(row["pages"]) <= 1
        group["pages"] += int(row["pages"])
        group["orders"] += int(row["orders"])
        group["ordering"] += int(row["orders"]) > 0
        add_money(group["money"], row)
    return groups


def networks(rows):
    """contract: `networks` counts by the visit's own source"""
    return grouped(rows, lambda row: (row["source"], row["medium"]))


def landings(rows):
    """contract: landing types; the offered page's type against the shown one"""
    return grouped(rows, lambda row: (row["source"], row["medium"], row["offered_page"],
                                      row["landing_page"]))


def steps(rows, names):
    """contract: Funnel reports count visits at or beyond each step, and name steps that the whole
    log lacks"""
    counts = defaultdict(Counter)
    for row in true_visits(rows):
        own = counts[row["source"], row["medium"]]
        own["visits"] += 1
        if row["step"] != "-":
            for name in names[:names.index(row["step"]) + 1]:
                own[name] += 1
    return counts


def write_groups(head, groups):
    print("\t".join(head + ["visits", "bounces", "pages", "ordering", "orders", "revenue"]))
    for key, group in sorted(groups.items(), key=lambda own: (-own[1]["visits"], own[0])):
        money = ",".join("%s %s" % (format(amount, "f"), currency)
                         for currency, amount in sorted(group["money"].items())) or "-"
        cells = [group[name] for name in ("visits", "bounces", "pages", "ordering", "orders")]
        print("\t".join([*key, *map(str, cells), money]))


def write_steps(counts, names):
    print("\t".join(["source", "medium", "visits", *names]))
    for key, own in sorted(counts.items(), key=lambda pair: (-pair[1]["visits"], pair[0])):
        print("\t".join([*key, str(own["visits"]), *(str(own[name]) for name in names)]))
