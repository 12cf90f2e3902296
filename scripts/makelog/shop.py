"""shop.py - all that can be prepared: visits, robots, previews, noise."""

from makelog.catalogue import Catalogue
from makelog.entry import Entry
from makelog.lines import ORDER, ORDER_2, Format, Plan
from makelog.shopper import Shopper, thanks
from makelog.world import HOSTILE, PAYMENT_HOSTS, PROBES, ROBOTS, SHARED_BY

MANY_LINES = 300_000  # from here on visits are copies of prepared ones
MANY_ORDERS = MANY_LINES // 300
POOL = 80  # prepared plans of a kind, then

# How visits end, by the page they begin with: of a thousand so many order, leave at the checkout,
# leave a filled cart, see one page only. The rest looks around.
ENDINGS = {
    "product": (41, 17, 56, 440), "old": (41, 17, 56, 440), "good": (41, 17, 56, 440),
    "moved-new": (39, 16, 54, 450), "moved-home": (8, 5, 22, 690), "home": (19, 11, 36, 480),
    "category": (21, 12, 40, 410), "content": (8, 6, 20, 610), "dead": (3, 2, 8, 800),
    "internal": (45, 18, 55, 360),
}
NOBODY = Entry("direct", "direct", "nothing", "home", 1.0)


class Shop:
    def __init__(self, options, dice):
        self.dice, self.options = dice, options
        self.random, self.chance = dice.random, dice.chance
        self.pick, self.between = dice.pick, dice.between
        self.format = Format(options.format, options.site, options.unique)
        many = options.lines > MANY_LINES or options.orders > MANY_ORDERS
        self.catalogue = Catalogue(1500 if many else 48, dice)
        products = self.catalogue.products
        self.popular = products + products[: len(products) // 4] * 4 + products[:6] * 6
        self.pool_size = POOL if many else 0
        self.pools = {}
        self.robots = [robot for robot in ROBOTS for _ in range(robot[2])]

    def plan(self, kind, make):
        """A plan of a kind: a fresh one, or where very many are wanted one of those made."""
        if not self.pool_size:
            return make()
        pool = self.pools.setdefault(kind, [])
        if len(pool) < self.pool_size:
            pool.append(make())
            return pool[-1]
        return self.pick(pool)

    # -- people

    def visit(self, entry, again=False):
        return self.plan((entry.key, again), lambda: self.make_visit(entry, again))

    def order(self, entry):
        return self.plan((entry.key, "order"), lambda: self.make_visit(entry, wants_order=True))

    def make_visit(self, entry, again=False, wants_order=False):
        s = Shopper(self, entry)
        s.empty_cache = not again or s.chance(0.2)
        page, product = s.land()
        order, leave, cart, bounce = ENDINGS[entry.landing]
        eager = entry.eager * (1.5 if again else 1.0)
        order, leave, cart = order * eager, (order + leave) * eager, (order + leave + cart) * eager
        draw = 0 if wants_order else self.random() * 1000
        if draw < cart:
            self.buy(s, page, product, orders=draw < order, leaves=draw < leave)
        elif draw >= cart + bounce:
            steps = 1
            while steps < 9 and s.chance(0.45):
                steps += 1
            s.look_around(steps)
        elif page == "product" and s.chance(0.2):
            s.now += s.between(2, 20)
            s.hit("GET", f"/api/reco?product={product.slug}&more=1", 200, 640)
        return s.plan(s.pick(entry.agents))

    def buy(self, s, page, product, orders, leaves):
        """A filled cart, perhaps the checkout, perhaps one order or two."""
        if s.entry.landing == "moved-home":  # the stubborn search for what was promised
            s.dwell(5, 25)
            s.page("/search?q=" + product.slug, "search")
            s.to_product(product)
        elif page != "product" or s.entry.landing == "dead" or s.chance(0.3):
            s.look_around(s.between(0, 2))
            s.to_product(product)
        total = s.fill_cart(product)
        if orders or leaves:
            s.check_out()
        if orders:
            s.pay(total)
            if s.chance(0.03):
                extra = s.pick(self.popular)
                s.to_product(extra)
                total = s.fill_cart(extra)
                s.check_out()
                s.pay(total, ORDER_2)
        elif leaves and s.chance(0.6):
            s.send_order()  # and off to the bank, perhaps never to return

    def comes_back(self, product):
        """After more than half an hour, by a link of a page still open: the start is not seen."""
        entry = Entry("internal", "internal", "nothing", "internal", 1.0, "", product)
        entry.referers = [f"https://{self.options.site}/catalog/{product.shelf}"]
        plan = self.make_visit(entry, again=True)
        plan.visit.begins, plan.visit.evidence = "internal", "referer"
        return plan

    def late_thanks(self, product):
        """Paid after more than half an hour: the thank-you page begins a visit."""
        referer = self.pick(PAYMENT_HOSTS)
        s = Shopper(self, NOBODY)
        s.empty_cache = False
        s.page(thanks(ORDER, product.price), "order", referer=referer)
        s.orders.append((ORDER, product.price))
        s.visit.begins = "order" if referer == "-" else "return"
        s.visit.source = s.visit.medium = "direct" if referer == "-" else "internal"
        s.visit.evidence = "-" if referer == "-" else "referer"
        return s.plan("-")

    def bookmark(self, order, total):
        """The thank-you page once more, hours or days later."""
        s = Shopper(self, NOBODY)
        s.page(thanks(order, total), "order", referer="-")
        s.visit.begins, s.visit.source, s.visit.medium = "order", "direct", "direct"
        return s.plan("-")

    # -- programs

    def crawl(self):
        return self.plan("crawl", lambda: self.make_crawl(self.between(1, 14)))

    def make_crawl(self, hits):
        agent, net, _ = self.pick(self.robots)
        ip, now, lines = net + str(self.between(2, 250)), 0, []
        for _ in range(hits):
            path, status, size = self.crawled(agent)
            lines.append((now, self.format.line("GET", path, status, size, "-", 0.05, ip, agent,
                                                protocol="HTTP/1.1", robot=True)))
            now += self.between(1, 40)
        return Plan(lines, counts={"bot_hits": hits})

    def crawled(self, agent):
        if not agent.startswith("Mozilla/5.0 (") and self.chance(0.7):
            return self.pick(PROBES), 404, 162
        draw = self.random()
        if draw < 0.1:
            return "/robots.txt", 200, 318
        if draw < 0.14:
            return "/sitemap.xml", 200, 20318
        if draw < 0.2:
            return self.pick(self.popular).old_path, 301, 162
        if draw < 0.35:
            return "/catalog/" + self.pick(self.catalogue.shelves), 200, 22410
        return self.pick(self.popular).path, 200, 15120

    def posing(self):
        """A robot with a browser's agent: reads pages, never what belongs to them."""
        return self.plan("posing", self.make_posing)

    def make_posing(self):
        s = Shopper(self, NOBODY)
        v = s.visit
        v.kind, v.source, v.medium, referer = "posing", "direct", "direct", "-"
        if s.chance(0.2):
            referer = "https://best-seo.example/"
            v.source, v.medium, v.evidence = "best-seo.example", "referral", "referer"
        at_home = s.chance(0.5)
        for _ in range(s.between(1, 4)):
            path, page = "/", "home"
            if not at_home:
                path, page = s.pick(self.popular).path, "product"
            s.bare_page(path, page, referer)
            s.now += s.between(1, 12)
            at_home, referer = False, "-"
        s.rendered = True  # no asset wanted
        return s.plan("desktop")

    def shared(self):
        """Somebody shares a page somewhere: the network fetches it."""
        return self.plan("shared", self.make_shared)

    def make_shared(self):
        s = Shopper(self, NOBODY)
        name, product = s.pick(SHARED_BY), s.pick(self.popular)
        if s.chance(0.06):  # an old link: the hop does not count
            s.preview(name, product.old_path, 0, status=301)
            s.preview(name, "/", 1)
        else:
            s.preview(name, product.path, 0)
        return Plan(s.hits, counts=s.counts)

    def announced(self, name, path):
        """The shop itself posts a link: the network fetches its card."""
        s = Shopper(self, NOBODY)
        s.preview(name, path, 0)
        return Plan(s.hits, counts=s.counts)

    # -- noise

    def noise(self):
        """One line that is no request: some are well-formed, some cannot be read, some blank."""
        ip = f"193.{self.between(0, 255)}.{self.between(0, 255)}.{self.between(1, 254)}"
        draw = self.random()
        if draw < 0.4:
            hello = "\\x16\\x03\\x01\\x02\\x00\\x01\\x00\\x01\\xFC\\x03\\x03"
            line = self.format.raw(f"{hello}\\x{self.between(128, 255):02X}i", 400, 150, ip)
            return Plan([(0, line)], counts={"no_request": 1})
        if draw < 0.7:
            return Plan([(0, self.format.raw("-", 408, 0, ip))], counts={"no_request": 1})
        if draw < 0.75:
            return Plan([(0, "\n")], counts={"blank": 1})
        if draw < 0.8:
            return Plan([(0, "\x00" * self.between(20, 400) + "\n")], counts={"rejected": 1})
        whole = self.format.line("GET", self.pick(self.popular).path, 200, 14800, "-", ip=ip,
                                 agent="Mozilla/5.0", robot=True)
        torn = whole[: self.between(len(ip) + 2, whole.index('" 200'))]
        return Plan([(0, torn + "\n")], counts={"rejected": 1})

    def hostile(self):
        """One request that means harm, by an address that does nothing else; half look human."""
        bad = self.pick(HOSTILE)
        if self.chance(0.01):
            bad = "?x=" + "A" * 100_000
        ip = f"45.{self.between(1, 250)}.{self.between(1, 250)}.{self.between(1, 250)}"
        agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
        url, referer = "/", "-"
        draw = self.between(0, 4)
        if draw == 0:
            url = "/product/" + bad
        elif draw == 1:
            url = "/search?q=" + bad
        elif draw == 2:
            url = f"/?utm_source={bad}&utm_campaign={bad}&utm_content={bad}"
        elif draw == 3:
            referer = "https://evil.example/" + bad
        else:
            agent = f"Mozilla/5.0 ({bad})"
        if self.chance(0.5):
            agent += " hostilebot/1.0"
        line = self.format.line("GET", url, 404, 162, referer, ip=ip, agent=agent,
                                protocol="HTTP/1.1", robot=True)
        return Plan([(0, line)], counts={"hostile": 1})
