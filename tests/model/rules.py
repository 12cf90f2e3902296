"""The rules of smo-rules(5) as plain Python objects. Sentences after `contract:` are those of
section 4."""

import re

from parse import ascii_lower

PAGE_KINDS = ("page", "action")


class RuleError(Exception):
    pass


def compile_pattern(text, ignore_case=False):
    """A PCRE2 pattern simple enough for `re`: only the spelling of named groups differs."""
    spelled = re.sub(r"\(\?<(?![=!])", "(?P<", text).replace(r"\z", r"\Z")
    try:
        return re.compile(spelled, re.ASCII | (re.I if ignore_case else 0))
    except re.error as fault:
        raise RuleError("pattern %r: %s" % (text, fault))


def is_pattern(token):
    return len(token) > 2 and token.startswith("/") and token.endswith("/")


class Token:
    """One mark of an agent.

    contract: Agents' tokens are substrings, case ignored; a token between slashes is a PCRE2,
    `!` negates it. Patterns are PCRE2, case matters.
    """

    def __init__(self, text):
        self.negated = text.startswith("!")
        text = text[1:] if self.negated else text
        self.pattern = None
        if is_pattern(text):
            self.pattern = compile_pattern(text[1:-1])
        self.text = ascii_lower(text)

    def matches(self, agent, lowered):
        found = self.pattern.search(agent) if self.pattern else self.text in lowered
        return bool(found) != self.negated


class HostRule:
    """A host, perhaps with a path, of a `medium` or `return` rule."""

    def __init__(self, kind, identity, text, rank):
        self.kind, self.id, self.rank = kind, identity, rank
        host, slash, path = text.partition("/")
        self.host = ascii_lower(host)
        self.segments = [part for part in path.split("/") if part] if slash else []

    def specificity(self, labels):
        """Larger is more specific; among equals the smaller rank (user's files first) wins.

        contract: the longest host wins, then the longest path
        decided 13: longest by the labels it stands for, a host spelled out before `%` and `*`.
        """
        return (labels, self.host[-1] not in "*%", len(self.segments), -self.rank)

    def path_fits(self, path):
        """contract: a host may carry a path, of whole segments"""
        own = [part for part in path.split("?")[0].split("/") if part]
        return own[:len(self.segments)] == self.segments


class Rules:
    def __init__(self):
        self.medium_of = {}         # id -> medium
        self.hosts = {}             # host text -> [HostRule]
        self.apps = {}              # "app:..." or "ios:..." -> id and kind
        self.tags = {}              # utm_source -> (rank, id)
        self.tag_patterns = []      # (rank, id, pattern)
        self.clicks = []            # (parameter, id, paid, pattern of its value)
        self.utm_medium = {}        # value -> (medium, paid)
        self.inapp, self.preview, self.bot = [], [], []     # (id, Token)
        self.return_pages = []      # patterns
        self.place = []             # (id, pattern)
        self.track, self.identity = set(), set()
        self.page, self.action = [], []     # (name, method or None, pattern)
        self.scan = []              # (method or None, pattern)
        self.offer = {}             # campaign or content -> path
        self.problems = []
        self.rank = 0

    def load(self, path):
        with open(path, "rb") as file:
            for number, raw in enumerate(file, 1):
                try:
                    self.add(raw.decode("latin-1").rstrip("\r\n"))
                except RuleError as fault:
                    self.problems.append("%s:%d: %s" % (path, number, fault))

    def add(self, line):
        """contract: one rule a line; Blank and `#` begin a comment."""
        line = re.sub(r"(^|[ \t])#.*", "", line).strip(" \t")
        if not line:
            return
        self.rank += 1
        kind, _, rest = line.partition(" ")
        getattr(self, "add_" + kind, self.unknown)(rest.strip(" \t"))

    def unknown(self, rest):
        raise RuleError("unknown rule: " + rest)

    def add_medium(self, rest):
        identity, medium, *hosts = rest.split()
        self.medium_of.setdefault(identity, medium)
        for host in hosts:
            self.add_host("medium", identity, host)

    def add_host(self, kind, identity, text):
        if text.startswith(("app:", "ios:")):
            self.apps.setdefault(ascii_lower(text), (kind, identity))
            return
        rule = HostRule(kind, identity, text, self.rank)
        self.hosts.setdefault(rule.host, []).append(rule)

    def add_return(self, rest):
        if rest.startswith("^"):
            self.return_pages.append(compile_pattern(rest))
            return
        for text in rest.split():
            if text.startswith("^"):
                self.return_pages.append(compile_pattern(text))
            else:
                self.add_host("return", "return", text)

    def add_spam(self, rest):
        for host in rest.split():
            self.add_host("spam", "spam", host)

    def add_scan(self, rest):
        found = re.match(r"([A-Z]+)\s+(\S.*)", rest)
        method, pattern = found.groups() if found else (None, rest)
        self.scan.append((method, compile_pattern(pattern, True)))

    def add_tag(self, rest):
        identity, *values = rest.split()
        for value in values:
            if is_pattern(value):
                self.tag_patterns.append((self.rank, identity, compile_pattern(value[1:-1])))
            else:
                self.tags.setdefault(ascii_lower(value), (self.rank, identity))

    def add_click(self, rest):
        name, identity, *paid = rest.split()
        name, _, value = name.partition("=")
        if is_pattern(value):
            pattern = compile_pattern(value[1:-1])
        else:
            pattern = compile_pattern("^" + re.escape(value) + "$", True) if value else None
        self.clicks.append((ascii_lower(name), identity, paid[0] if paid else "-", pattern))

    def add_utm_medium(self, rest):
        value, medium, *paid = rest.split()
        self.utm_medium.setdefault(ascii_lower(value), (medium, paid[0] if paid else "-"))

    def add_agent(self, to, rest):
        identity, *tokens = rest.split()
        to += [(identity, Token(text)) for text in tokens]

    def add_inapp(self, rest):
        self.add_agent(self.inapp, rest)

    def add_preview(self, rest):
        self.add_agent(self.preview, rest)

    def add_bot(self, rest):
        self.add_agent(self.bot, rest)

    def add_place(self, rest):
        identity, _, pattern = rest.partition(" ")
        self.place.append((identity, compile_pattern(pattern.strip())))

    def add_track(self, rest):
        self.track.update(rest.split())

    def add_identity(self, rest):
        self.identity.update(rest.split())

    def add_url_rule(self, to, rest):
        name, _, rest = rest.partition(" ")
        found = re.match(r"([A-Z]+)\s+(\S.*)", rest.strip())
        method, pattern = found.groups() if found else (None, rest.strip())
        to.append((name, method, compile_pattern(pattern)))

    def add_page(self, rest):
        self.add_url_rule(self.page, rest)

    def add_action(self, rest):
        self.add_url_rule(self.action, rest)

    def add_offer(self, rest):
        value, path = rest.split()
        self.offer.setdefault(ascii_lower(value), path)

    # -------------------------------------------------------------- looking up

    def tagged(self, value):
        """The id that a value of utm_source means, or None.

        contract: tags whole values, case ignored; a token between slashes is a PCRE2
        """
        found = [self.tags[ascii_lower(value)]] if ascii_lower(value) in self.tags else []
        found += [own[:2] for own in self.tag_patterns if own[2].search(value)]
        return min(found)[1] if found else None

    def is_tracking(self, name):
        """contract: utm_*, click ids, `track`"""
        return (name.startswith(("utm_", "mtm_", "pk_")) or name in self.track
                or any(ascii_lower(name) == own[0] for own in self.clicks)
                or any(name.startswith(own[:-1]) for own in self.track if own.endswith("*")))

    def host_rule(self, host, path):
        """The most specific rule for a referer's host and path, or None.

        contract: Hosts match by whole labels from the right; `name.%` stands for a name under any
        country's domain; in `return` rules a last label `*` stands for one or more labels.
        """
        labels = host.split(".")
        found = []
        for start in range(len(labels)):
            suffix = labels[start:]
            spellings = [".".join(suffix)]
            spellings += [".".join(suffix[:n]) + ".*" for n in range(1, len(suffix))]
            for n in (1, 2):
                if len(suffix) > n and is_country_domain(suffix[-n:]):
                    spellings.append(".".join(suffix[:-n]) + ".%")
            for spelling in spellings:
                found += [(rule.specificity(len(suffix)), rule)
                          for rule in self.hosts.get(spelling, ()) if rule.path_fits(path)]
        return max(found, key=lambda own: own[0], default=(None, None))[1]


def is_country_domain(labels):
    """decided, as the facts say: com, a two-letter domain, co.XX or com.XX"""
    if len(labels) == 1:
        return labels[0] == "com" or len(labels[0]) == 2
    return labels[0] in ("co", "com") and len(labels[1]) == 2
