"""street.py - the simulation: who comes when, and what the log then holds."""

import heapq

from makelog.agents import agent_pools
from makelog.dice import Dice
from makelog.entry import Entry, later_entries, organic_entries
from makelog.lines import (AGENT, CLICK, CLICK_DIGITS, FIRST_UID, IP, ORDER, ORDER_2, SECOND, STEPS,
                           UID)
from makelog.shop import Shop
from makelog.shopper import IDLE
from makelog.world import (CAMPAIGNS, CYCLE, HOURS, MENDED, MOVED, PLACES, PUBLISHERS, Addresses,
                           Addresses6, hosting_addresses)

HOUR, DAY = 3600, 86400
WINDOW = 30 * DAY  # in which a touch is remembered
INHERIT = DAY  # a late thank-you page belongs to the visit that checked out, so long
RING = 60 * 600  # seconds the longest plan may last
LAST_MINUTES = 1200  # seconds at the end in which nobody new comes
MOST_DUE = 200_000  # visits to come that are kept in mind

TRUTH = ("visitor kind start end source medium evidence campaign content offered offered_page "
         "landing landing_page landing_status pages errors step orders order_ids revenue touches "
         "country device app lines").split()


def scattered(number):
    """64 bits that look like chance, different for every number."""
    return number * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF


class Person:
    """Whoever a log reader can tell apart: an address and an agent, or a cookie."""

    __slots__ = ("number", "country", "ip", "agent", "agents", "device", "app", "uid", "visits",
                 "touches", "checkout", "order", "product", "source")

    def __init__(self, number, country, ip, agent, agents):
        self.number, self.country, self.ip = number, country, ip
        self.agent, self.agents = agent, agents
        self.app = agents[4:] if agents.startswith("app:") else "-"
        self.device = "mobile" if self.app != "-" else agents
        self.uid = f"{scattered(number):016X}{number:016X}"
        self.visits, self.touches = 0, []
        self.checkout = None  # the last: when, source, medium, campaign
        self.order = None  # the last: id, total
        self.product, self.source = None, "-"


class Street:
    def __init__(self, options, log, truth):
        self.options, self.log, self.truth = options, log, truth
        self.dice = dice = Dice(options.seed)
        self.shop = Shop(options, dice)
        self.agents = agent_pools(dice, 600)
        self.addresses = Addresses(PLACES.splitlines(), dice.random)
        self.addresses_6 = Addresses6(dice.random)
        self.hosting = hosting_addresses(dice.random)
        self.start, self.end = options.start, options.start + options.days * DAY
        self.last_arrival = self.end - LAST_MINUTES
        self.ring = [[] for _ in range(RING)]  # chunks of lines, by second
        self.waiting = 0  # chunks in the ring
        self.due = []  # heap of visits to come: when, number, person, why
        self.pushed = self.people = self.clicks = self.order_id = 0
        self.lines = self.orders = self.arrivals = 0
        self.household = None  # country, address, agents of who came last
        self.totals, self.by_source = {}, {}
        self.entries = organic_entries(options.hard)
        self.later = later_entries()
        self.social = {}  # entries of social media, by source and whether in its app
        for entry, _ in self.entries:
            if entry.is_social():
                self.social.setdefault((entry.source, entry.evidence == "app"), entry)
        self.posts = [e for (_, in_app), e in self.social.items() if not in_app]

    # -- the clock

    def run(self):
        days = [1.12 if day % 7 in (3, 4) else 1.0 for day in range(self.options.days)]
        weights = [weight * day for day in days for weight in HOURS]
        rest = sum(weights)
        now = self.start
        for weight in weights:
            a_minute = self.expected() * weight / rest / 60
            rest -= weight
            table = self.table(now)
            for now in range(now, now + HOUR, 60):
                if now < self.last_arrival:
                    self.minute(now, a_minute, table)
                elif now == self.last_arrival:
                    self.make_up(now, table)
                self.write(now)
            now += 60
        while self.waiting:
            self.write(now)
            now += 60
        self.log.close()

    def expected(self):
        """How many more arrivals what is still wanted will take."""
        o, seen = self.options, self.arrivals > 30
        lines_each = self.lines / self.arrivals if seen else 7.0
        self.share_of_noise = 0.013 * lines_each if o.noise else 0.0
        if o.orders:
            orders_each = (self.orders + 1) / (self.arrivals + 1) if seen else 0.02
            return (o.orders - self.orders) / orders_each
        return (o.lines - self.lines) / lines_each

    def minute(self, start, a_minute, table):
        """Whoever comes in this minute, first or again."""
        random, due = self.dice.random, self.due
        number = int(a_minute + random())
        self.arrivals += number
        for now in sorted([start + int(random() * 60) for _ in range(number)]):
            self.arrival(now, table)
        while due and due[0][0] < start + 60:
            now, _, person, why = heapq.heappop(due)
            self.later_visit(now, person, why)

    def write(self, minute):
        """What happened in a minute, now that nothing can come between."""
        place = minute % RING
        slots = self.ring[place:place + 60]
        if any(slots):
            self.waiting -= self.log.write(minute, slots)
            self.ring[place:place + 60] = [[] for _ in range(60)]

    def make_up(self, now, table):
        """Exactly as many lines, or orders, as were asked for."""
        if self.options.orders:
            while self.orders < self.options.orders:
                entry = self.dice.pick(table)
                plan = self.shop.order(entry)
                person = self.new_person(plan.agents, self.addresses)
                self.admit(plan, now + self.dice.between(0, 1000), person)
        missing = self.options.lines - self.lines
        for i in range(missing):
            self.admit(self.shop.make_crawl(1), now + i * LAST_MINUTES // missing)

    # -- what brings people

    def table(self, now):
        """Entries in proportion to the people they bring in the hour that begins now."""
        day, hour = (now - self.start) // DAY % CYCLE, (now - self.start) % DAY // HOUR
        weighted = list(self.entries)
        for source, medium, weight, first, days, name, eager, links, query in CAMPAIGNS:
            if not first <= day < first + days:
                continue
            age = (day - first) * 24 + hour
            fall = max(0.25, 1.0 - age / (24 * days)) if days < 20 else 0.8
            landing = links
            if links == "old" and day >= MOVED:
                landing = "moved-new" if day >= MENDED else "moved-home"
            product = self.shop.catalogue.by_name[name]
            weighted.append((Entry(source, medium, "utm", landing, eager, query, product),
                             weight * fall))
            if age == 9 and source in PUBLISHERS and now < self.last_arrival:
                path = product.path if links == "good" else product.old_path
                self.admit(self.shop.announced(PUBLISHERS[source], path), now)
        unit = sum(weight for _, weight in weighted) / 4000
        return [e for e, weight in weighted for _ in range(max(1, round(weight / unit)))]

    def arrival(self, now, table):
        dice, shop = self.dice, self.shop
        if dice.chance(self.share_of_noise):
            return self.admit(shop.noise(), now)
        draw = dice.random()
        if draw < 0.10:
            return self.admit(shop.crawl(), now)
        if draw < 0.14:
            plan = shop.posing()
            return self.admit(plan, now, self.new_person(plan.agents, self.hosting))
        if draw < 0.165:
            return self.admit(shop.shared(), now)
        if draw < 0.18 and self.options.hostile:
            return self.admit(shop.hostile(), now)
        entry = dice.pick(table)
        plan = shop.visit(entry)
        person = self.new_person(plan.agents, self.addresses)
        person.product = entry.product or dice.pick(shop.popular)
        if self.admit(plan, now, person):
            self.after(plan, now, person)

    def new_person(self, agents, addresses):
        dice = self.dice
        agent = dice.pick(self.agents[agents])
        self.people += 1
        people_here = addresses is self.addresses
        if people_here and self.household and (self.options.shared or self.options.hard) and (
                dice.chance(0.25)):
            country, ip, (agent, *_) = self.household
        elif people_here and self.household and dice.chance(0.05) and (
                agent not in self.household[2]):
            country, ip, agents_here = self.household
            agents_here.append(agent)
        elif people_here and agents != "desktop" and dice.chance(0.08):
            country, ip = self.addresses_6.next()
        else:
            country, ip = addresses.next()
            if people_here:
                self.household = (country, ip, [agent])
        return Person(self.people, country, ip, agent, agents)

    # -- what people do later

    def after(self, plan, now, person):
        if len(self.due) >= MOST_DUE or person.visits > 5:
            return
        dice, last, draw = self.dice, now + plan.alive, self.dice.random()
        if plan.orders:
            if draw < 0.25:
                self.push(last + 3 * HOUR + dice.between(0, 40 * HOUR), person, "bookmark")
            elif draw > 0.85:
                self.push(last + 2 * DAY + dice.between(0, 12 * DAY), person, "again")
            return
        if plan.checkout is not None:
            if draw < 0.35:
                wait = int(dice.random() * dice.random() * 18 * HOUR)
                return self.push(last + IDLE + 1 + wait, person, "late")
        elif draw < 0.012:
            wait = int(dice.random() * dice.random() * 2 * HOUR)
            return self.push(last + IDLE + 1 + wait, person, "internal")
        elif draw < 0.022 and plan.visit.begins == "outside":
            return self.push(last + dice.between(60, 960), person, "elsewhere")
        if dice.chance(0.3 if plan.visit.step >= 2 else 0.2 if plan.visit.pages > 1 else 0.05):
            wait = dice.between(HOUR, 10 * HOUR)
            if dice.chance(0.7):
                wait = dice.between(DAY, 16 * DAY)
            self.push(last + wait, person, "again")

    def push(self, when, person, why):
        if when < self.last_arrival:
            self.pushed += 1
            heapq.heappush(self.due, (when, self.pushed, person, why))

    def later_visit(self, now, person, why):
        shop = self.shop
        if why == "internal":
            plan = shop.comes_back(person.product)
        elif why == "late":
            plan = shop.late_thanks(person.product)
        elif why == "bookmark":
            plan = shop.bookmark(*person.order)
        else:
            entry = self.later_entry(person, why)
            if not entry:
                return
            plan = shop.visit(entry, again=why == "again")
        if self.options.hard and why == "again" and self.dice.chance(0.15):
            person.agent = self.dice.pick(self.agents[person.agents])  # a new version
        if self.admit(plan, now, person):
            self.after(plan, now, person)

    def later_entry(self, person, why):
        """An in-app browser is used for its own network's links only."""
        if person.app != "-":
            return self.social.get((person.source, True)) if why == "again" else None
        if why == "elsewhere":  # another network's link in the middle of a visit
            return self.dice.pick([e for e in self.posts if e.source != person.source])
        same = self.social.get((person.source, False))
        if same and self.dice.chance(0.3):
            return same
        return self.dice.pick(self.later)

    # -- into the log

    def fits(self, plan, when):
        if self.options.orders:
            return self.orders + len(plan.orders) <= self.options.orders
        return self.lines + plan.lines <= self.options.lines and when + plan.span < self.end

    def admit(self, plan, when, person=None):
        """Puts a plan's lines into the seconds to come. False if there is no room for it."""
        if not self.fits(plan, when):
            return False
        assert plan.span < RING - 60
        text, ids = plan.text, []
        if person:
            text = self.filled(plan, text, person, ids)
        ring = self.ring
        for offset, chunk in zip(plan.offsets, text.split(SECOND)):
            ring[(when + offset) % RING].append(chunk)
        self.waiting += len(plan.offsets)
        self.lines += plan.lines
        self.orders += len(ids)
        for name, n in plan.counts.items():
            self.totals[name] = self.totals.get(name, 0) + n
        if plan.visit:
            self.remember(plan, when, person, ids)
        return True

    def filled(self, plan, text, person, ids):
        """The text of a plan with everything filled in but the time; ids gets the order ids."""
        for mark in plan.marks:
            if mark in (ORDER, ORDER_2):
                self.order_id += 1
                ids.append(str(10000 + self.order_id))
                text = text.replace(mark, ids[-1])
            elif mark == UID:
                text = text.replace(UID, person.uid)
            elif mark == FIRST_UID:
                uid = f'"uid={person.uid}"'
                text = text.replace(mark, f'{uid} "-"' if person.visits else f'"-" {uid}')
            else:
                self.clicks += 1
                click = scattered(self.clicks)
                text = text.replace(CLICK, f"{click:016x}").replace(CLICK_DIGITS, f"{click:020d}")
        ip = person.ip
        if ip[-1] == ":":
            ip += self.addresses_6.host_part()
        text = text.replace(AGENT, person.agent)
        if self.options.hard and self.dice.chance(0.06):  # another address in mid-visit
            half = text.find(SECOND, len(text) // 2) + 1
            text = text[:half].replace(IP, ip) + text[half:].replace(IP, self.addresses.next()[1])
        return text.replace(IP, ip)

    # -- the truth

    def remember(self, plan, when, person, ids):
        """Keeps what the person will be known by, and tells the truth."""
        v, before = plan.visit, person.checkout
        source, medium, campaign, evidence = v.source, v.medium, v.campaign, v.evidence
        content = v.content
        if v.begins == "order" and person.app != "-":  # the agent tells a source of its own
            entry = self.social[person.app, True]
            source, medium, evidence = entry.source, entry.medium, entry.evidence
        elif v.begins in ("order", "return") and before and when - before[0] <= INHERIT:
            _, source, medium, campaign = before
            evidence = content = "?"
        if medium not in ("direct", "internal"):
            person.touches.append(when)
        if plan.checkout is not None:
            person.checkout = (when + plan.checkout, source, medium, campaign)
        if ids:
            person.order = (ids[-1], plan.orders[-1][1])
        person.source = source
        person.visits += 1
        self.count(v, source, len(ids))
        if not self.truth:
            return
        touches = sum(touch >= when - WINDOW for touch in person.touches)
        self.truth.write(
            f"{person.number}\t{v.kind}\t{when}\t{when + plan.alive}\t{source}\t{medium}\t"
            f"{evidence}\t{campaign}\t{content}\t{v.offered}\t{v.offered_page}\t{v.landing}\t"
            f"{v.landing_page}\t{v.landing_status}\t{v.pages}\t{v.errors}\t{STEPS[v.step]}\t"
            f"{len(ids)}\t{','.join(ids) or '-'}\t{v.revenue}\t{touches}\t{person.country}\t"
            f"{person.device}\t{person.app}\t{plan.lines}\n")

    def count(self, v, source, orders):
        sums = self.by_source.get((v.kind, source))
        if sums is None:
            sums = self.by_source[v.kind, source] = [0, 0, 0, 0]
        sums[0] += 1
        sums[1] += v.pages
        sums[2] += orders
        sums[3] += v.revenue

    def all_totals(self):
        """Names and numbers, sorted."""
        totals = dict(self.totals, lines=self.lines, people=self.people)
        for (kind, source), sums in self.by_source.items():
            names = ("visits", "pages", "orders", "revenue")
            if kind == "posing":
                names = ("posing", "pages.posing", "orders.posing", "revenue.posing")
            for name, n in zip(names, sums):
                totals[name] = totals.get(name, 0) + n
                if kind == "person" and name != "pages":
                    totals[f"{name}.{source}"] = n
        return sorted(totals.items())
