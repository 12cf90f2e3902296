"""Stage 3 of the model: classified hits to visits. The contract's section 2 from *Visits* to
*Previews*, sentence by sentence; `decided:` numbers are those of the list of ambiguities."""

import heapq
import re
from collections import Counter
from decimal import Decimal

from classify import NOT_OUTSIDE, SOCIAL
from parse import ascii_lower
from stream import VISIT_COLUMNS, cell

SHIELD = 30 * 60
LATE = 5 * 60
DAY = 24 * 60 * 60
DEFAULT_STEPS = ["product", "cart", "checkout", "order"]
SOURCE_FIELDS = "source medium evidence paid campaign content place".split()


# ------------------------------------------------------------------ what a hit is

def is_outside(it):
    return it.medium not in NOT_OUTSIDE


def is_hop(hit):
    """contract: A redirect hop (3xx other than 304)"""
    return 300 <= hit.status <= 399 and hit.status != 304


def is_mute(hit):
    """decided 27: HEAD and OPTIONS are never steps, actions or orders."""
    return hit.method in ("HEAD", "OPTIONS")


def is_page_hit(hit):
    """decided 28: any status."""
    return hit.method in ("GET", "POST") and hit.page not in ("asset", "api")


def has_page_status(hit):
    """contract: status not 1xx, 3xx (304 is one), 408, 444, 499; a 404 is one"""
    return hit.status >= 200 and not is_hop(hit) and hit.status not in (408, 444, 499)


def is_page_view(hit):
    """contract: Page view: GET or POST, page neither `asset` nor `api`"""
    return is_page_hit(hit) and has_page_status(hit)


def has_step_status(hit):
    """contract: with status 2xx or 304, or 3xx for methods other than GET and HEAD (post, then
    redirect)"""
    if 200 <= hit.status <= 299 or hit.status == 304:
        return True
    return 300 <= hit.status <= 399 and hit.method not in ("GET", "HEAD")


def is_at(hit, name):
    """contract: A step is reached by a hit whose `page` or `action` has its name"""
    return name in (hit.page, hit.action) and has_step_status(hit) and not is_mute(hit)


def is_order(hit):
    """contract: Page or action `order` under the same status rule."""
    return is_at(hit, "order")


def has_action(hit):
    """decided 29: whatever is no failure (a login callback is a GET answered with 302)."""
    return hit.action != "-" and hit.status < 400 and not is_mute(hit)


# ------------------------------------------------------------------ people and visits

class Person:
    """All that is remembered of one key on one site."""

    def __init__(self):
        self.visit = None
        self.touches = []           # (start, source, medium, campaign)
        self.checkout = None        # (time, visit)


class Visit:
    def __init__(self, hit, number, key):
        self.number, self.key = number, key
        self.start = self.end = hit.time
        self.zone, self.site = hit.zone, hit.site
        for name in "kind device app country region city".split():
            setattr(self, name, getattr(hit, name))
        self.take_source(hit)
        self.inherited = False
        self.asked = None           # the first page hit, if it was a hop
        self.has_page_hit = False
        self.landing = None         # the first page view
        self.last_view_url = None
        self.hits = self.pages = self.errors = 0
        self.hops = Counter()       # path -> redirects since the last page view
        self.obstacles, self.steps, self.actions, self.path = [], [], [], []
        self.rendered = False
        self.last_checkout = None
        self.orders, self.order_ids, self.revenue = 0, [], {}
        self.shows_id, self.has_idless, self.idless_revenue = False, False, None
        self.closing = None

    def take_source(self, hit):
        for name in SOURCE_FIELDS:
            setattr(self, name, without_person(getattr(hit, name)))
        self.offer, self.offer_page = hit.offer, hit.offer_page


class Funnel:
    def __init__(self, timeout=1800, window=30 * DAY, steps=None, slow=Decimal(3)):
        self.timeout, self.window, self.slow = timeout, window, slow
        self.step_names = steps or DEFAULT_STEPS
        self.people = {}
        self.ids = {}               # (site, order id) -> a revenue was shown
        self.closed = []            # (closing, start, number, row)
        self.ledger = Counter()
        self.number = 0

    # -------------------------------------------------------------- one hit

    def add(self, hit):
        self.ledger["funnel.hits"] += 1
        self.number += 1
        if hit.kind == "preview":
            self.add_preview(hit)
        # contract: `bot` hits are counted and dropped. Order hits of robots are counted and shown.
        if hit.kind != "human":
            self.ledger["funnel.bot_orders"] += is_order(hit)
            return
        person, key = self.person_of(hit)
        visit = person.visit
        # contract: Page hits, steps, actions, orders and api hits other than GET keep a visit
        # alive; assets, GET api hits, HEAD and OPTIONS do not, and start none; an order always
        # belongs to a visit.
        alive = self.is_alive(hit)
        if visit and not self.is_running(visit, hit):
            if not alive:
                return
            self.close(person, visit.end + self.timeout)
            visit = None
        if visit and alive and self.starts_another(visit, hit):
            self.close(person, max(hit.time, visit.end))
            visit = None
        if not visit:
            if not alive:
                return
            visit = self.open(person, hit, key)
        elif (alive and visit.landing is None and not visit.inherited
              and not is_outside(visit) and is_outside(hit)):
            # contract: until a page was shown the first hit with an outside source gives the
            # visit's, with its campaign, content, place and paid. (decided 35: a source taken
            # over from the last checkout stays)
            visit.take_source(hit)
        self.take(person, visit, hit, alive)

    def is_alive(self, hit):
        if is_mute(hit):
            return False
        # decided 27: steps, actions and orders do so even when they fail, as `errors` speaks of
        # steps with status 4xx.
        if hit.action != "-" or self.named_steps(hit) or hit.page in ("checkout", "order"):
            return True
        return hit.page != "asset" and not (hit.page == "api" and hit.method == "GET")

    def is_running(self, visit, hit):
        """contract: Idle for MORE than 30 minutes (`--timeout`) ends it; midnight does not."""
        return hit.time - visit.end <= self.timeout

    def person_of(self, hit):
        """contract: Key: visitor, else client. A hit with a cookie or login that has no running
        visit of its own takes over the running visit, and the touches, of its client, if those
        belong to no cookie or login yet."""
        by_client = (hit.site, "client", hit.client)
        if hit.visitor == "-":
            return self.people.setdefault(by_client, Person()), by_client
        key = (hit.site, "visitor", hit.visitor)
        person = self.people.setdefault(key, Person())
        own = person.visit
        other = self.people.get(by_client)
        if (other and other.visit and self.is_running(other.visit, hit)
                and not (own and self.is_running(own, hit))):
            if own:
                self.close(person, own.end + self.timeout)
            person.visit = other.visit
            person.visit.key = key
            person.touches = list(heapq.merge(person.touches, other.touches,
                                              key=lambda touch: touch[0]))
            times = [known for known in (person.checkout, other.checkout) if known]
            person.checkout = max(times, key=lambda known: known[0], default=None)
            del self.people[by_client]
        return person, key

    def starts_another(self, visit, hit):
        """contract: A hit with another social source than the visit's, or with an outside source
        and another campaign, starts a new one; never by in-app agent alone, never `internal` or
        `return`, never, tags or not, within 30 minutes after a checkout step (whatever the
        timeout); other outside sources inside a running visit do not."""
        if not is_outside(hit) or hit.evidence == "app":
            return False
        # contract: a chain is ONE visit (decided 35: nothing splits before a page was shown)
        if visit.landing is None:
            return False
        if visit.last_checkout is not None and hit.time - visit.last_checkout <= SHIELD:
            return False
        another_social = hit.medium in SOCIAL and hit.source != visit.source
        another_campaign = (hit.campaign != "-"
                            and without_person(hit.campaign) != visit.campaign)
        return another_social or another_campaign

    def open(self, person, hit, key):
        visit = person.visit = Visit(hit, self.number, key)
        # contract: a visit that begins with `return`, or with an order and no outside source,
        # within 24 hours of the visitor's last checkout takes that visit's source and campaign
        begins_late = hit.source == "return" or (is_order(hit) and not is_outside(hit))
        if begins_late and person.checkout and hit.time - person.checkout[0] <= DAY:
            earlier = person.checkout[1]
            for name in SOURCE_FIELDS:
                setattr(visit, name, getattr(earlier, name))
            visit.inherited = True
        elif hit.source == "return":
            # contract: otherwise one that begins with `internal` or `return` has source `internal`
            visit.source = visit.medium = "internal"
        return visit

    # -------------------------------------------------------------- a hit inside its visit

    def take(self, person, visit, hit, alive):
        # contract: A hit older than its visit's latest is taken in the order of the input and
        # moves no time back; over 5 minutes late, it is counted as late.
        if visit.end - hit.time > LATE:
            self.ledger["funnel.late"] += 1
        if alive:
            visit.end = max(visit.end, hit.time)
        # decided 32: assets are not among `hits`, else thinning would show.
        visit.hits += hit.page != "asset"
        # rendered: `yes` if any asset or api hit belongs to it
        visit.rendered |= hit.page in ("asset", "api")
        self.take_page(visit, hit)
        self.take_steps(person, visit, hit)
        if is_order(hit):
            self.take_order(visit, hit)

    def take_page(self, visit, hit):
        if is_page_hit(hit) and not visit.has_page_hit:
            visit.has_page_hit = True
            visit.asked = hit if is_hop(hit) else None
        step = self.named_steps(hit)
        concerns = is_page_hit(hit) or (step and not is_mute(hit))
        # contract: errors: page hits and steps with status 4xx or 5xx
        if concerns and hit.status >= 400:
            visit.errors += 1
            self.meet(visit, "%d:%s" % (hit.status, hit.path))
        if is_page_hit(hit) and is_hop(hit) and sum(visit.hops.values()) < 20:
            # decided 43: a path that redirects for the third time with no page view between, the
            # first 20 hops counted
            visit.hops[hit.path] += 1
            if visit.hops[hit.path] == 3:
                self.meet(visit, "loop:" + hit.path)
        if not is_page_view(hit):
            return
        visit.hops.clear()
        # contract: repeats of one url with 206 are one
        if hit.status == 206 and visit.last_view_url == hit.url:
            return
        visit.last_view_url = hit.url
        visit.pages += 1
        # contract: a 404 is one and can be the landing
        visit.landing = visit.landing or hit
        if not visit.path or visit.path[-1] != hit.page:
            visit.path.append(hit.page)

    def named_steps(self, hit):
        return [name for name in dict.fromkeys((hit.page, hit.action)) if name in self.step_names]

    @staticmethod
    def meet(visit, obstacle):
        """contract: each once, at most 8"""
        if obstacle not in visit.obstacles and len(visit.obstacles) < 8:
            visit.obstacles.append(obstacle)

    def take_steps(self, person, visit, hit):
        if has_action(hit):
            # contract: `share:vk,login:facebook`, each once, in order
            action = hit.action if hit.network == "-" else hit.action + ":" + hit.network
            if action not in visit.actions and len(visit.actions) < 64:
                visit.actions.append(action)
        for name in self.named_steps(hit):
            if is_at(hit, name) and name not in visit.steps:
                visit.steps.append(name)
        if is_at(hit, "checkout"):
            when = max(hit.time, visit.last_checkout or hit.time)
            visit.last_checkout = when
            person.checkout = (when, visit)

    def take_order(self, visit, hit):
        # contract: Orders without id count once per visit, and not in a visit that shows an id.
        if hit.order == "-":
            visit.has_idless = True
            if visit.idless_revenue is None and hit.revenue is not None:
                visit.idless_revenue = (hit.revenue, hit.currency)
            return
        # contract: An id counts once per site, over all nights; its revenue is that of the first
        # hit that shows one.
        visit.shows_id = True
        key = (visit.site, hit.order)
        if key not in self.ids:
            self.ids[key] = False
            visit.orders += 1
            visit.order_ids.append(hit.order)
        if hit.revenue is not None and not self.ids[key]:
            self.ids[key] = True
            self.earn(visit, hit.revenue, hit.currency)

    @staticmethod
    def earn(visit, amount, currency):
        """contract: different currencies are never summed; beyond 15 they are, as "?" """
        if currency not in visit.revenue and len(visit.revenue) >= 15:
            currency = "?"
        visit.revenue[currency] = visit.revenue.get(currency, Decimal(0)) + amount \
            if currency in visit.revenue else amount

    # -------------------------------------------------------------- closing

    def close(self, person, closing):
        visit, person.visit = person.visit, None
        visit.closing = closing
        if visit.has_idless and not visit.shows_id:
            visit.orders += 1
            if visit.idless_revenue:
                self.earn(visit, *visit.idless_revenue)
        # contract: A touch is a visit with an outside source (not direct, internal). Window 30
        # days (`--window`) before the visit's start.
        if is_outside(visit):
            person.touches.append((visit.start, visit.source, visit.medium, visit.campaign))
        touches = [t for t in person.touches if t[0] >= visit.start - self.window]
        self.ledger["funnel.visits"] += 1
        self.ledger["funnel.orders"] += visit.orders
        self.write(visit, touches)

    def finish(self):
        for person in list(self.people.values()):
            if person.visit:
                self.close(person, person.visit.end + self.timeout)
        # contract: by closing time, then start, then input order
        return [row for _, _, _, row in sorted(self.closed, key=lambda own: own[:3])]

    # -------------------------------------------------------------- rows

    def add_preview(self, hit):
        """contract: A fetch counts if GET or POST of a page other than asset and api, and no hop;
        its `source` is the network. A `preview` fetch is a row of one hit."""
        if not is_page_hit(hit) or is_hop(hit):
            return
        self.ledger["funnel.previews"] += 1
        key = ("client", hit.client) if hit.visitor == "-" else ("visitor", hit.visitor)
        visit = Visit(hit, self.number, (hit.site, *key))
        self.take_page(visit, hit)
        visit.hits = 1
        visit.closing = hit.time
        self.write(visit, [])

    def write(self, visit, touches):
        values = self.row(visit, touches)
        assert list(values) == VISIT_COLUMNS
        row = {name: value if name == "visitor" else cell(str(value))
               for name, value in values.items()}
        self.closed.append((visit.closing, visit.start, visit.number, row))

    def row(self, visit, touches):
        landing = visit.landing
        offered, offered_page = self.offered(visit)
        # contract: touch_path: the first and the last 19
        shown = touches if len(touches) <= 20 else touches[:1] + touches[-19:]
        social = [touch for touch in touches if touch[2] in SOCIAL]
        first, last = (social[0], social[-1]) if social else (None, None)
        reached = [name for name in self.step_names if name in visit.steps]
        # contract: page types in order, runs collapsed, joined by `>`, at most 32 then `...`
        path = visit.path[:32] + (["..."] if len(visit.path) > 32 else [])
        return {
            "time": visit.start, "end": visit.end, "zone": visit.zone,
            "visitor": visit.key, "host": visit.site, "kind": visit.kind, "device": visit.device,
            "app": visit.app, "source": visit.source, "medium": visit.medium,
            "evidence": visit.evidence, "paid": visit.paid, "campaign": visit.campaign,
            "content": visit.content, "place": visit.place, "country": visit.country,
            "region": visit.region, "city": visit.city,
            "offered": offered, "offered_page": offered_page,
            "landing": landing.path if landing else "-",
            "landing_page": landing.page if landing else "-",
            "landing_status": landing.status if landing else "-",
            "hits": visit.hits, "pages": visit.pages, "errors": visit.errors,
            "obstacles": listed(visit.obstacles),
            "rendered": "yes" if visit.rendered else "-",
            "step": reached[-1] if reached else "-", "steps": listed(visit.steps),
            "path": ">".join(path) or "-",
            "exit": visit.path[-1] if visit.path else "-",
            "actions": listed(visit.actions),
            "orders": visit.orders, "order_ids": listed(visit.order_ids),
            "revenue": listed(format(amount, "f") for amount in visit.revenue.values()),
            "currency": listed(visit.revenue),
            "touches": len(touches),
            "touch_path": ">".join(listed([touch[1]]).replace(">", "%3E") + "/" + touch[2]
                                   for touch in shown) or "-",
            "first_social": first[1] if first else "-",
            "first_social_time": first[0] if first else "-",
            "last_social": last[1] if last else "-",
            "last_social_time": last[0] if last else "-",
            "last_social_campaign": last[3] if last else "-",
        }

    def offered(self, visit):
        """contract: offered: path and type that the post promised: the `offer` column, else the
        path first asked for when it redirected elsewhere; `-` if only scheme, `www.`, case,
        trailing slash, index file or language prefix differ"""
        if visit.offer != "-":
            path, page = visit.offer, visit.offer_page
        elif visit.asked:
            path, page = visit.asked.path, visit.asked.page
        else:
            return "-", "-"
        if visit.landing and same_page(path, visit.landing.path):
            return "-", "-"
        return path, page


def without_person(text):
    """contract: nothing in visits names a person (decided 61: a cell with an e-mail address)"""
    address = r"[A-Za-z0-9._+-]@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    return ":token" if re.search(address, text) else text


LANGUAGES = set("""
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da
    de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz
    ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln
    lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi
    pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti
    tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu""".split())


def same_page(one, other):
    """decided 42: what differs in case, a trailing slash, an index file or a language prefix (an
    ISO 639-1 code, alone or with a country) is one page."""
    def bare(path):
        path, _, query = ascii_lower(path).partition("?")
        path = re.sub(r"/(?:index\.[a-z0-9]{2,5}|default\.(?:html?|aspx?))\Z", "/",
                      path.rstrip("/"))
        found = re.match(r"/([a-z]{2})(?:[-_][a-z]{2})?(?=/|\Z)", path)
        if found and found.group(1) in LANGUAGES:
            path = path[found.end():]
        return path.rstrip("/"), query
    return bare(one) == bare(other)


def listed(items):
    """decided 44: a comma inside an item is written %2C"""
    return ",".join(item.replace(",", "%2C") for item in items) or "-"
