"""lines.py - log lines, and plans of many of them, in which only the person is left open."""

# In a prepared visit these bytes, none of which valid UTF-8 can hold, stand for what is filled in
# when somebody makes it. A log is text in latin-1 here: one character, one byte.
TIME, IP, AGENT, ORDER, ORDER_2, CLICK, CLICK_DIGITS = "\xff\xfe\xfd\xfc\xfb\xfa\xf9"
UID, FIRST_UID, SERIAL, SECOND = "\xf8\xf7\xf6\xc1"
PERSONAL = (CLICK, CLICK_DIGITS, ORDER, ORDER_2, UID, FIRST_UID)


class Format:
    """Turns a hit into a line, or rather into what a line will be when it is known whose it is."""

    def __init__(self, name, site, unique):
        self.name, self.site, self.unique = name, site, unique

    def line(self, method, url, status, size, referer, seconds=0.04, ip=IP, agent=AGENT, *,
             protocol="HTTP/2.0", host=None, port=443, first=False, robot=False):
        if self.unique:
            url += ("&u=" if "?" in url else "?u=") + SERIAL
            referer = referer if referer == "-" else referer + "#" + SERIAL
            agent += " u/" + SERIAL
        head = f'{ip} - - [{TIME}] "{method} {url} {protocol}" {status} {size}'
        if self.name == "common":
            return head + "\n"
        tail = f' "{referer}" "{agent}"'
        if self.name == "vhost":
            return f"{host or self.site}:{port} {head}{tail}\n"
        if self.name == "nginx-extended":
            uids = '"-" "-"' if robot else FIRST_UID if first else f'"uid={UID}" "-"'
            return f"{head}{tail} {host or self.site} {seconds:.3f} {uids}\n"
        return f"{head}{tail}\n"

    def raw(self, request, status, size, ip):
        """A line whose request is no request."""
        head = f'{ip} - - [{TIME}] "{request}" {status} {size}'
        if self.name == "common":
            return head + "\n"
        if self.name == "vhost":
            return f'{self.site}:443 {head} "-" "-"\n'
        if self.name == "nginx-extended":
            return f'{head} "-" "-" {self.site} 0.000 "-" "-"\n'
        return f'{head} "-" "-"\n'


class Plan:
    """What happens from one moment on: lines with their seconds, and what they mean.

    `visit` is what the truth says of it, None where nobody visits, `agents` whom it suits, `counts`
    goes to the totals. `alive` is the second of the last hit that keeps the visit running,
    `checkout` that of the last checkout hit or None, `orders` pairs of mark and total.
    """

    __slots__ = ("text", "offsets", "lines", "span", "alive", "visit", "agents", "orders",
                 "checkout", "marks", "counts")

    def __init__(self, hits, visit=None, agents=None, counts=None):
        seconds, chunks, offsets = {}, [], []
        for offset, line in hits:
            seconds.setdefault(offset, []).append(line)
        for offset in sorted(seconds):
            offsets.append(offset)
            chunks.append("".join(seconds[offset]))
        self.text = SECOND.join(chunks)
        self.offsets, self.lines, self.span = offsets, len(hits), offsets[-1]
        self.visit, self.agents, self.counts = visit, agents, counts or {}
        self.alive, self.orders, self.checkout = self.span, (), None
        self.marks = [mark for mark in PERSONAL if mark in self.text]


class Visit:
    """What the truth knows of one prepared visit, whoever will make it."""

    __slots__ = ("kind", "source", "medium", "evidence", "campaign", "content", "offered",
                 "offered_page", "landing", "landing_page", "landing_status", "pages", "errors",
                 "step", "revenue", "begins")

    def __init__(self):
        self.kind, self.begins = "person", "outside"
        self.source = self.medium = self.evidence = self.campaign = self.content = "-"
        self.offered = self.offered_page = self.landing = self.landing_page = "-"
        self.landing_status = self.pages = self.errors = self.step = self.revenue = 0


STEPS = ("-", "product", "cart", "checkout", "order")
