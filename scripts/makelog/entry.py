"""entry.py - the ways into the shop."""

from urllib.parse import unquote

from makelog.agents import APPS
from makelog.world import AMBIGUOUS, ORGANIC, REFERERS

SOCIAL = ("network", "video", "messenger", "qa", "forum", "blog", "news", "bookmark", "market")


def parameter(query, name):
    """The value of a parameter as it stands in a query, `-` if it is not there."""
    for pair in query.split("&"):
        if pair.startswith(name + "="):
            return pair[len(name) + 1:]
    return "-"


class Entry:
    """A way into the shop: what brings people, to what page, how eager they are to buy."""

    __slots__ = ("source", "medium", "evidence", "campaign", "content", "landing", "product",
                 "query", "referers", "agents", "eager", "key")

    def __init__(self, source, medium, by, landing, eager, query="", product=None):
        self.source, self.medium, self.landing = source, medium, landing
        self.product, self.query, self.eager = product, query, eager
        self.campaign = unquote(parameter(query, "utm_campaign"))
        self.content = unquote(parameter(query, "utm_content"))
        self.evidence = {"nothing": "-", "link": "utm", "copied": "utm"}.get(by, by)
        self.agents = ["mobile"] * 6 + ["desktop"] * 4 + ["tablet"]
        self.referers = self.referers_sent(by)
        if by == "app":
            self.agents = ["app:" + source]
        elif by == "utm" and source in APPS:
            self.agents += ["app:" + source] * 3
        self.key = (source, by, landing, query, product and product.slug)

    def referers_sent(self, by):
        known = REFERERS.get("telegram" if by == "copied" else self.source, ["-"])
        if by in ("app", "link", "nothing"):
            return ["-"]
        if by in ("referer", "copied"):
            return known
        if self.medium == "messenger":  # apps send none
            return known + ["-"] * 4
        return known * 3 + ["-"]

    def is_social(self):
        return self.medium in SOCIAL


def organic_entries(hard):
    """Entries between campaigns, each with its weight: pairs."""
    entries = []
    for source, medium, weight, by, landings, eager, query in ORGANIC + (AMBIGUOUS if hard else ()):
        words = landings.split()
        shares = [int(n) for n in words[1::2]]
        for landing, share in zip(words[::2], shares):
            entry = Entry(source, medium, by, landing, eager, query)
            entries.append((entry, weight * share / sum(shares)))
        entries.append((Entry(source, medium, by, "dead", eager, query), weight * 0.006))
    return entries


def later_entries():
    """What brings people a second time, but for the medium of the first."""
    direct = Entry("direct", "direct", "nothing", "home", 1.3)
    return [direct] * 5 + [
        Entry("yandex", "search", "referer", "home", 1.3),
        Entry("yandex", "search", "referer", "product", 1.3),
        Entry("google", "search", "referer", "home", 1.2),
        Entry("mailing", "mail", "link", "product", 2.0,
              "utm_source=newsletter&utm_medium=email&utm_campaign=cart-reminder")]
