"""Stage 2 of the model: what each hit is and where it came from. No geography.

Sentences after `contract:` are of section 2, `decided:` numbers are those of the list of
ambiguities that came with the model.
"""

import re
from collections import Counter
from decimal import Decimal
from functools import lru_cache

from parse import ascii_lower

SOCIAL = {"network", "video", "messenger", "qa", "forum", "blog", "news", "bookmark", "market"}
NOT_OUTSIDE = {"direct", "internal", "return", "-"}
RESERVED = {"direct", "internal", "return", "referral", "-"}
LEARN_HITS = 65536
ORDER_PAGES = {"checkout", "order"}


# ------------------------------------------------------------------ text

def percent_decode(text, plus=True):
    if plus:
        text = text.replace("+", " ")
    return re.sub(r"%([0-9A-Fa-f]{2})", lambda found: chr(int(found.group(1), 16)), text)


def query_of(url):
    """Parameters in order, as sent: (name, value)."""
    _, mark, query = url.partition("?")
    if not mark:
        return []
    pairs = (part.partition("=") for part in query.split("&"))
    return [(name, value) for name, _, value in pairs]


def parameter(pairs, name):
    """The decoded value of the first parameter of that name, trimmed; '' when absent."""
    for own, value in pairs:
        if own == name:
            return percent_decode(value).strip(" \t")
    return ""


def tag(pairs, name):
    """utm_NAME, or (issue 4) what Matomo and Piwik call it."""
    return next(filter(None, (parameter(pairs, kin + name) for kin in ("utm_", "mtm_", "pk_"))), "")


def registrable(host):
    """The registrable domain, in place of libpsl: two labels, three for co.XX and its like.

    contract: the registrable domain (public suffix list, libpsl) of the `host` column
    """
    labels = host.split(".")
    if ":" in host or re.match(r"[\d.]+\Z", host) or len(labels) < 3:
        return host
    if len(labels[-1]) == 2 and labels[-2] in ("co", "com", "net", "org", "ac", "gov", "edu"):
        return ".".join(labels[-3:])
    return ".".join(labels[-2:])


def without_www(host):
    return host[4:] if host.startswith("www.") else host


# ------------------------------------------------------------------ referers

class Referer:
    """A referer that is one: its host (or app id), its path and query."""

    def __init__(self, host, rest, app=None):
        self.host, self.rest, self.app = host, rest, app


@lru_cache(None)
def read_referer(text):
    """contract: Referers: http, https, `//host`, `android-app://`, `ios-app://`, and `host/path`
    without a scheme; user@, port and final dot cut; all else is no referer."""
    lowered = ascii_lower(text)
    for scheme, prefix in (("android-app://", "app:"), ("ios-app://", "ios:")):
        if lowered.startswith(scheme):
            identity, slash, rest = text[len(scheme):].partition("/")
            if not re.match(r"[A-Za-z0-9._-]+\Z", identity):
                return None
            return Referer(ascii_lower(identity), slash + rest, prefix + ascii_lower(identity))
    bare = False
    for scheme in ("http://", "https://", "//"):
        if lowered.startswith(scheme):
            text = text[len(scheme):]
            break
    else:
        bare = True
    end = re.search(r"[/?#]|\Z", text).start()
    authority, rest = text[:end], text[end:].partition("#")[0]
    authority = authority.rpartition("@")[2]
    host = re.sub(r":\d*\Z", "", authority)
    host = ascii_lower(host[:-1] if host.endswith(".") else host)
    if not re.match(r"\[[0-9a-f:.]+\]\Z", host) and (
            not re.match(r"[a-z0-9._\x80-\xff-]+\Z", host)
            or ".." in host or host.startswith(".") or not re.search(r"[a-z0-9\x80-\xff]", host)):
        return None
    if bare and not re.search(r"\.[^.]{2,}\Z", host):
        return None
    return Referer(host, rest)


# ------------------------------------------------------------------ money

@lru_cache(None)
def read_money(text):
    """contract: Revenue: percent-decoded; digits; with both marks the last is decimal; a repeated
    mark separates thousands; a single `.` is decimal, a single `,` if one or two digits follow;
    blanks dropped; exact decimal"""
    text = percent_decode(text).replace("\xc2\xa0", "").replace("\xe2\x80\xaf", "")
    text = text.replace(" ", "").replace("\t", "")
    if not re.match(r"[\d.,]*\d[\d.,]*\Z", text, re.ASCII):
        return None
    decimal_mark = None
    if "." in text and "," in text:
        decimal_mark = max(".", ",", key=text.rfind)
        if text.count(decimal_mark) > 1:
            return None
    elif text.count(".") == 1:
        decimal_mark = "."
    elif text.count(",") == 1 and len(text.partition(",")[2]) in (1, 2):
        decimal_mark = ","
    for mark in ".,":
        text = text.replace(mark, "." if mark == decimal_mark else "")
    return Decimal(text.rstrip(".") if text.endswith(".") else text)


@lru_cache(None)
def read_cents(text):
    """contract: group `cents` for minor units"""
    text = percent_decode(text).strip(" ")
    return Decimal(int(text)).scaleb(-2) if re.match(r"\d+\Z", text, re.ASCII) else None


# ------------------------------------------------------------------ devices

DEVICES = (
    ("tv", r"smart-?tv|web0s|webos\.tv|appletv|bravia|hbbtv|crkey|googletv|\baft[a-z]"),
    ("tablet", r"ipad|tablet|^(?!.*mobile).*android|kindle|silk/|playbook"),
    ("mobile", r"mobi|iphone|ipod|android|windows phone|opera mini"),
    ("desktop", r"windows|macintosh|x11|cros|linux"))


@lru_cache(None)
def device_of(agent):
    for device, pattern in DEVICES:
        if re.search(pattern, ascii_lower(agent)):
            return device
    return "-"


# ------------------------------------------------------------------ the classifier

class Classifier:
    def __init__(self, rules, sites=(), client_by_ip=False):
        self.rules = rules
        self.sites = [[ascii_lower(host) for host in site.split(",")] for site in sites]
        self.client_by_ip = client_by_ip
        self.learned = []           # hosts of the one site of a log without host column
        self.ledger = Counter()
        self.agents = {}
        self.urls = {}

    # -------------------------------------------------------------- site

    def named_site(self, host):
        """contract: the hosts of one `-s a,b` and their subdomains"""
        for site in self.sites:
            if any(host == own or host.endswith("." + own) for own in site):
                return without_www(site[0])
        return None

    def site_of_host(self, host):
        """The site a host belongs to, or None."""
        if host == "-":
            return "-"
        return self.named_site(host) or registrable(host)

    def learn(self, hits):
        """contract: where the log has no host, learned: the hosts that refer at least 10 % of the
        first asset hits and are no known medium (at most 65,536 hits held back; the site is then
        called by the commonest of them; `-` and one site for all, where nothing can be learned)"""
        if self.sites or any(hit.has_host for hit in hits[:1]):
            return
        assets, hosts = 0, Counter()
        for hit in hits[:LEARN_HITS]:
            if self.page_of(hit.method, hit.url)[0] != "asset":
                continue
            assets += 1
            referer = read_referer(hit.referer)
            if referer and not referer.app and not self.rules.host_rule(referer.host, referer.rest):
                hosts[without_www(referer.host)] += 1
        found = [(-count, host) for host, count in hosts.items() if count * 10 >= assets]
        self.learned = [host for _, host in sorted(found)]

    def own_site(self, hit):
        if hit.has_host:
            return self.site_of_host(hit.host)
        if self.sites:
            return without_www(self.sites[0][0])
        return self.learned[0] if self.learned else "-"

    def is_internal(self, hit, referer):
        """contract: Visits and `internal` go by site"""
        if not referer or referer.app:
            return False
        if hit.has_host:
            return hit.site != "-" and self.site_of_host(referer.host) == hit.site
        if self.sites:
            return self.named_site(referer.host) == hit.site
        return any(referer.host == own or referer.host.endswith("." + own)
                   for own in self.learned)

    # -------------------------------------------------------------- pages

    def page_of(self, method, url):
        """page, action, network, order, revenue (Decimal or None), currency, is_return_page"""
        key = (method, url)
        if key not in self.urls:
            self.urls[key] = self.match_page(method, url)
        return self.urls[key]

    def bare_url(self, url):
        """contract: Patterns are searched in the url without tracking parameters (utm_*, click
        ids, `track`) and without `?` if none is left"""
        path, mark, query = url.partition("?")
        if not mark:
            return url
        kept = [part for part in query.split("&")
                if not self.rules.is_tracking(part.partition("=")[0])]
        return path + "?" + "&".join(kept) if kept and kept != [""] else path

    def match_page(self, method, url):
        if url == "-":
            return "asset", "-", "-", "-", None, "-", False
        bare = self.bare_url(url)

        def first(rules):
            """contract: the first matching pattern wins; a method in capitals before one
            restricts it"""
            for name, only, pattern in rules:
                if only in (None, method):
                    found = pattern.search(bare)
                    if found:
                        return name, found.groupdict()
            return None, {}
        page, page_groups = first(self.rules.page)
        action, groups = first(self.rules.action)
        # decided 22: the page rule's groups, what it lacks from the action rule's
        groups = {name: page_groups.get(name) or groups.get(name)
                  for name in groups.keys() | page_groups.keys()}
        revenue = None
        if groups.get("revenue"):
            revenue = read_money(groups["revenue"])
        elif groups.get("cents"):
            revenue = read_cents(groups["cents"])
        order = percent_decode(groups.get("order") or "").strip(" ") or "-"
        currency = percent_decode(groups.get("currency") or "").strip(" ").upper() or "-"
        network = groups.get("network") or "-"
        network = self.rules.tagged(network) or ascii_lower(network)
        is_return = any(pattern.search(bare) for pattern in self.rules.return_pages)
        return page or "other", action or "-", network, order, revenue, currency, is_return

    def path_of(self, url):
        """contract: Paths in visits keep only `identity` parameters. (And issue 5: segments that
        look like addresses or tokens are folded.)"""
        path = url.partition("?")[0]
        path = "/".join(fold(segment) for segment in path.split("/"))
        kept = [name + "=" + fold(value) for name, value in query_of(url)
                if name in self.rules.identity]
        return path + "?" + "&".join(kept) if kept else path

    # -------------------------------------------------------------- agents

    def agent_of(self, agent):
        """kind, network of a preview or reason of a bot, in-app network"""
        if agent not in self.agents:
            lowered = ascii_lower(agent)

            def first(rules):
                # The id `-` says that the mark is none of these.
                found = next((identity for identity, token in rules
                              if token.matches(agent, lowered)), "-")
                return None if found == "-" else found
            # contract: (1) preview, then bot; an agent that was logged and is empty is a bot
            if agent == "-":
                self.agents[agent] = "bot", "empty", "-"
            elif first(self.rules.preview):
                self.agents[agent] = "preview", first(self.rules.preview), "-"
            elif first(self.rules.bot):
                self.agents[agent] = "bot", first(self.rules.bot), "-"
            else:
                self.agents[agent] = "human", None, first(self.rules.inapp) or "-"
        return self.agents[agent]

    # -------------------------------------------------------------- source

    def decide_source(self, hit, query, is_return_page):
        """Sets source, medium, evidence of a human's hit. One order, here and nowhere else."""
        rules = self.rules
        utm_source = ascii_lower(tag(query, "source"))
        utm_medium = ascii_lower(tag(query, "medium"))
        for name in ("from", "ref", "source"):
            # Issue 4: these only where a rule knows the value.
            if not utm_source and rules.tagged(parameter(query, name)):
                utm_source = ascii_lower(parameter(query, name))
        referer = None if hit.referer == "-" else read_referer(hit.referer)
        rule = None
        if referer and referer.app:
            kind, identity = rules.apps.get(referer.app, (None, None))
            if kind is None and referer.app.startswith("app:"):  # android-app://m.facebook.com/
                rule = rules.host_rule(referer.host, referer.rest)
                kind, identity = (rule.kind, rule.id) if rule else (None, None)
        elif referer:
            rule = rules.host_rule(referer.host, referer.rest)
            kind, identity = (rule.kind, rule.id) if rule else (None, None)
        else:
            kind, identity = None, None
        given = {ascii_lower(name): percent_decode(value)
                 for name, value in reversed(query) if value}
        # contract: of several in one url the first rule decides
        click = next((own for own in rules.clicks if own[0] in given
                      and (not own[3] or own[3].search(given[own[0]]))), None)

        def decide():
            # contract: (2) A referer of the site itself: `internal`, whatever tags the url carries
            if self.is_internal(hit, referer):
                return "internal", "internal", "referer"
            # contract: on such pages (checkout, order, login callback or return page) every
            # outside referer is `return`
            if referer and (hit.page in ORDER_PAGES or hit.action in ORDER_PAGES | {"login"}
                            or is_return_page):
                return "return", "return", "referer"
            # contract: (3) A referer of a return host: `return`, unless the url has utm_source
            if kind == "return" and not utm_source:
                return "return", "return", "referer"
            # contract: (4) utm_source that a rule knows
            source = rules.tagged(utm_source)
            if source:
                return source, rules.medium_of.get(source, "referral"), "utm"
            # contract: (5) click id of one network
            if click and click[1] != "-":
                return click[1], rules.medium_of.get(click[1], "referral"), "click"
            # contract: (6) referer of a known medium
            if kind == "medium":
                return identity, rules.medium_of[identity], "referer"
            # contract: (7) an unknown utm_source becomes the source (reserved words as
            # `tag:direct`), its medium from utm_medium (by `utm_medium` rules; else referral)
            if utm_source:
                source = "tag:" + utm_source if utm_source in RESERVED else utm_source
                return source, rules.utm_medium.get(utm_medium, ("referral", "-"))[0], "utm"
            # contract: (8) another referer: `referral`, by its host without `www.`
            if referer:
                return without_www(referer.host), "referral", "referer"
            # contract: (9) in-app agent, only if there is no referer
            if hit.app != "-":
                return hit.app, rules.medium_of.get(hit.app, "referral"), "app"
            # contract: (10) `direct`
            return "direct", "direct", "-"

        hit.source, hit.medium, hit.evidence = decide()
        if hit.medium in NOT_OUTSIDE:
            return
        # contract: `paid`: a click rule that says so, `erid`, or a paid utm_medium; `organic`: a
        # utm_medium known as organic, or a real source by referer alone; else `-`.
        tagged = rules.utm_medium.get(utm_medium, ("-", "-"))[1]
        if (click and click[2] == "paid") or "erid" in given or tagged == "paid":
            hit.paid = "paid"
        elif (tagged == "organic" or (click and click[2] == "organic")
              or (hit.evidence == "referer" and not click)):
            hit.paid = "organic"
        # contract: place: in the referer's path and query, then in utm_content
        texts = []
        if referer and identity == hit.source:
            texts.append(referer.rest)
        content = tag(query, "content")
        if content:
            texts.append(content)
        for text in texts:
            for owner, pattern in rules.place:
                found = pattern.search(text) if owner == hit.source else None
                if found:
                    hit.place = found.groupdict().get("place") or found.group(0)
                    return

    # -------------------------------------------------------------- one hit

    def is_forged(self, hit):
        """Issue 4: a referer that advertises (`spam`), and what only scanners ask for
        (`scan`), where there is none."""
        referer = None if hit.referer == "-" else read_referer(hit.referer)
        rule = referer and not referer.app and self.rules.host_rule(referer.host, referer.rest)
        if rule and rule.kind == "spam":
            return True
        return hit.status >= 400 and any(
            only in (None, hit.method) and pattern.search(hit.url)
            for only, pattern in self.rules.scan)

    def classify(self, hit):
        rules = self.rules
        self.ledger["classify.hits"] += 1
        hit.site = self.own_site(hit)
        hit.source = hit.medium = hit.evidence = hit.paid = hit.place = "-"
        hit.app = hit.country = hit.region = hit.city = hit.offer = hit.offer_page = "-"
        query = query_of(hit.url)
        # contract: utm_campaign and utm_content are kept whatever decided.
        hit.campaign = tag(query, "campaign") or "-"
        hit.content = tag(query, "content") or "-"
        (hit.page, hit.action, hit.network, hit.order, hit.revenue, hit.currency,
         is_return_page) = self.page_of(hit.method, hit.url)
        hit.path = self.path_of(hit.url)
        hit.device = device_of(hit.agent)
        # contract: where the format has no agent every hit is human
        hit.kind, why, hit.app = self.agent_of(hit.agent) if hit.has_agent else ("human", None, "-")
        if hit.kind == "human" and self.is_forged(hit):
            hit.kind, hit.app = "bot", "-"
        self.ledger["classify." + hit.kind] += 1
        if hit.kind == "human":
            self.decide_source(hit, query, is_return_page)
        elif hit.kind == "preview":
            # contract: Previews: its `source` is the network.
            hit.source, hit.medium = why, rules.medium_of.get(why, "-")
        for value in (hit.campaign, hit.content):
            if ascii_lower(value) in rules.offer and hit.offer == "-":
                hit.offer = rules.offer[ascii_lower(value)]
                hit.offer_page = self.page_of("GET", hit.offer)[0]
        # contract: `client` = keyed hash of ip (IPv6: its /64) and agent; `visitor` = keyed hash of
        # cookie, else login, else `-`.
        address = network_of(hit.ip)
        hit.client = address if self.client_by_ip else address + " " + hit.agent
        hit.visitor = hit.user
        return hit


def network_of(ip):
    if ":" not in ip:
        return ip
    import ipaddress
    try:
        return str(ipaddress.ip_network(ip + "/64", strict=False))
    except ValueError:
        return ip


@lru_cache(None)
def fold(segment):
    """Issue 5: percent-decoded first; an `@`, a UUID, or 20 unbroken characters of [0-9A-Za-z]
    with letters AND digits become `:token`; never a slug of words."""
    plain = percent_decode(segment, plus=False)
    uuid = r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
    if "@" in plain or re.search(uuid, plain):
        return ":token"
    for run in re.findall(r"[0-9A-Za-z]{20,}", plain):
        if re.search(r"[A-Za-z]", run) and re.search(r"\d", run):
            return ":token"
    return segment
