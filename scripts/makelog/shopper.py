"""shopper.py - one visit of a person, as the log will see it, and as it truly was."""

from urllib.parse import quote, unquote

from makelog.catalogue import ARTICLES, QUERIES
from makelog.entry import parameter
from makelog.lines import CLICK, CLICK_DIGITS, ORDER, STEPS, Plan, Visit
from makelog.world import FETCHERS, LOGINS, PAYMENT_HOSTS

IDLE = 30 * 60  # seconds between two hits that a visit can bear


def thanks(order, total):
    """The thank-you page."""
    return f"/order/complete?order={order}&total={total}.00&currency=RUB"


class Shopper:
    """Prepares one visit of a person: walks through the shop and writes down what its log sees."""

    def __init__(self, shop, entry):
        self.shop, self.format, dice = shop, shop.format, shop.dice
        self.random, self.chance = dice.random, dice.chance
        self.pick, self.between = dice.pick, dice.between
        self.visit, self.entry = Visit(), entry
        self.hits, self.now = [], 0
        self.alive = 0  # second of the last hit that keeps a visit running
        self.home = "https://" + shop.format.site
        self.referer = "-"
        self.empty_cache, self.rendered = True, False
        self.orders, self.checkout_at, self.counts = [], None, {}

    def count(self, name, n=1):
        self.counts[name] = self.counts.get(name, 0) + n

    def hit(self, method, url, status, size, referer=None, seconds=None, **more):
        if seconds is None:
            seconds = 0.02 + self.random() * 0.2
        referer = self.referer if referer is None else referer
        self.hits.append((self.now, self.format.line(method, url, status, size, referer, seconds,
                                                  first=not self.hits, **more)))

    def act(self, *request, **more):
        """A hit that keeps the visit running."""
        self.hit(*request, **more)
        self.alive = self.now

    # -- pages and what follows them

    def page(self, url, page, status=200, referer=None):
        """A page view: the page, its assets, and from now on it is the referer."""
        self.bare_page(url, page, referer, status)
        if status < 400:
            self.assets(page, url)

    def bare_page(self, url, page, referer=None, status=200):
        visit = self.visit
        size = {"home": 18400, "category": 22100, "product": 14800}.get(page, 9200)
        size = 0 if status == 304 else 1270 if status >= 400 else size + self.between(0, 4000)
        slow = 3.2 + self.random() * 4 if self.chance(0.01) else None
        self.act("GET", url, status, size, referer, slow)
        visit.pages += 1
        visit.errors += status >= 400
        if visit.landing == "-":
            visit.landing, visit.landing_page = url.split("?")[0], page
            visit.landing_status = status
        if page in STEPS and status in (200, 304):
            visit.step = max(visit.step, STEPS.index(page))
        if page == "checkout" and status in (200, 304):
            self.checkout_at = self.now
        self.referer = self.home + url

    def assets(self, page, url):
        slug = url.split("?")[0].rsplit("/", 1)[-1] or "home"
        self.now += self.chance(0.5)
        if self.empty_cache:
            self.empty_cache = False
            self.asset("/static/css/main.3f2a91.css", 31822)
            self.asset("/static/js/app.9c1d04.js", 88213)
            if self.chance(0.6):
                self.asset("/static/fonts/inter.woff2", 48256)
            if self.chance(0.5):
                self.asset("/static/img/logo.svg", 2911)
            if self.chance(0.35):
                self.asset("/favicon.ico", 1150)
        if page in ("product", "category", "home", "content"):
            self.asset(f"/static/img/p/{slug}-1.jpg", 42000 + 977 * (len(slug) % 17))
            if self.chance(0.35):
                self.now += 1
                self.asset(f"/static/img/p/{slug}-2.jpg", 39000 + 811 * (len(slug) % 13))
        if page == "product" and self.chance(0.3):
            self.hit("GET", f"/api/reco?product={slug}", 200, 812)
        if page == "home" and self.chance(0.03):
            self.asset("/static/video/studio.mp4", 1048576, 206)

    def asset(self, path, size, status=200):
        self.rendered = True
        if self.chance(0.05):
            status, size = 304, 0
        self.hit("GET", path, status, size)

    def dwell(self, low=6, high=90):
        self.now += self.between(low, high)
        if self.chance(0.004):  # a long pause, now and then as long as a visit can bear
            self.now = self.alive + (IDLE if self.chance(0.3) else self.between(900, IDLE))

    # -- how it begins

    def land(self):
        """The first page asked for, with the redirects before it."""
        e, v = self.entry, self.visit
        v.source, v.medium, v.evidence = e.source, e.medium, e.evidence
        path, page, product = self.target(e.landing)
        query = e.query.format(n=self.between(1000, 99999), c=CLICK, d=CLICK_DIGITS,
                               w=self.between(1, 4))
        v.campaign = unquote(parameter(query, "utm_campaign"))
        v.content = unquote(parameter(query, "utm_content"))
        referer = self.pick(e.referers)
        url = path + ("?" + query if query else "")
        tail = "?" + query if query and self.chance(0.5) else ""
        if e.landing == "moved-home":
            self.hop(product.old_path + ("?" + query if query else ""), referer)
            v.offered, v.offered_page, url = product.old_path, "product", "/" + tail
        elif e.landing == "moved-new":
            self.hop(product.old_path + ("?" + query if query else ""), referer)
            v.offered, v.offered_page, url = product.old_path, "product", path + tail
        elif e.medium != "direct":
            self.harmless_hop(path, page, query, url, referer)
        status = 404 if e.landing == "dead" else 200
        self.page(url, page, status, referer)
        return page, product

    def target(self, landing):
        """Path, page type and product of a landing."""
        product = self.pick(self.shop.popular)
        if self.entry.product:
            product = self.entry.product
        if landing in ("home", "moved-home"):
            return "/", "home", product
        if landing == "category":
            return "/catalog/" + self.pick(self.shop.catalogue.shelves), "category", product
        if landing == "content":
            return "/blog/" + self.pick(ARTICLES), "content", product
        if landing == "old":
            return product.old_path, "product", product
        if landing == "dead":
            return f"/product/snyat-{product.slug}", "product", product
        return product.path, "product", product

    def hop(self, url, referer, status=301, **more):
        self.act("GET", url, status, 162, referer, 0.001, protocol="HTTP/1.1", **more)
        self.now += self.chance(0.4)

    def harmless_hop(self, path, page, query, url, referer):
        """Scheme, www., slash and language hops promise nothing else than the page they lead to."""
        draw = self.random()
        if draw < 0.04:
            self.hop(url, referer, port=80)
        elif draw < 0.055:
            self.hop(url, referer, host="www." + self.format.site)
        elif draw < 0.07 and path != "/":
            self.hop(path + "/" + ("?" + query if query else ""), referer)
        elif draw < 0.08 and page == "home":
            self.hop("/ru/" + ("?" + query if query else ""), referer, 302)
        elif draw < 0.09 and query:
            code = f"/s/{path.rsplit('/', 1)[-1][:4]}{self.between(10, 99)}"
            self.hop(code + "?" + query, referer, 302)
            self.visit.offered, self.visit.offered_page = code, "other"

    # -- walking about

    def to_product(self, product):
        self.dwell()
        self.page(product.path, "product")

    def look_around(self, steps):
        for _ in range(steps):
            self.dwell()
            draw = self.random()
            if draw < 0.42:
                self.page(self.pick(self.shop.popular).path, "product")
            elif draw < 0.66:
                self.page("/catalog/" + self.pick(self.shop.catalogue.shelves), "category")
            elif draw < 0.76:
                self.page("/search?q=" + quote(self.pick(QUERIES)), "search")
            elif draw < 0.88:
                self.page("/" + self.pick(("delivery", "about", "contacts")), "other")
            elif draw < 0.94:
                self.page("/blog/" + self.pick(ARTICLES), "content")
            elif draw < 0.96:
                self.page("/catalog/novinki-2024", "category", 404)
            else:
                self.page("/", "home")
            self.small_talk()
        if self.visit.campaign == "-" and self.visit.source != "internal" and self.chance(0.02):
            # looks the shop up in a search engine in the middle of the visit: still the same visit
            self.dwell()
            self.page("/delivery", "other", referer="https://yandex.ru/")

    def small_talk(self):
        """Shares, comments, subscriptions."""
        draw = self.random()
        here = self.referer[len(self.home):]
        if draw < 0.03 and here.startswith("/product/"):
            network = self.pick(("vk", "vk", "telegram", "ok"))
            self.now += self.between(5, 30)
            self.act("GET", f"/share/{network}?url={quote(here, safe='')}", 302, 0)
            self.count("shares")
            self.count("shares." + network)
            fetch = {"vk": "vkShare", "telegram": "TelegramBot", "ok": "OdklBot"}[network]
            self.preview(fetch, here.split("?")[0], self.now + self.between(2, 20))
        elif draw < 0.045 and here.startswith("/product/"):
            self.now += self.between(30, 200)
            self.act("POST", here.split("?")[0] + "/reviews", 302, 0)
            self.count("comments")
            self.now += 1
            self.page(here.split("?")[0], "product")
        elif draw < 0.055:
            self.now += self.between(5, 40)
            self.act("POST", "/subscribe", 302, 0)
            self.count("subscriptions")

    def preview(self, name, path, when, status=200):
        """A network fetches a page; a redirect it meets is a hit and no fetch."""
        network, agent, net = FETCHERS[name]
        self.hits.append((when, self.format.line(
            "GET", path, status, 14800, "-", ip=net + str(self.between(2, 250)), agent=agent,
            protocol="HTTP/1.1", robot=True)))
        self.count("preview_hits")
        if status == 200:
            self.count("previews")
            self.count("previews." + network)

    # -- buying

    def fill_cart(self, product):
        self.now += self.between(4, 60)
        if self.chance(0.75):
            path = self.pick(("/api/cart/add", "/api/cart"))
            self.act("POST", path, 200, 214)
        else:
            self.act("POST", "/cart/add", 302, 0)
            self.now += 1
        self.visit.step = max(self.visit.step, STEPS.index("cart"))
        total = product.price
        if self.chance(0.25):
            more = self.pick(self.shop.popular)
            self.to_product(more)
            self.now += self.between(4, 60)
            self.act("POST", "/api/cart/add", 200, 214)
            total += more.price
        self.dwell(3, 30)
        if self.chance(0.006):
            self.page("/cart", "cart", 500)
            self.dwell(3, 10)
        self.page("/cart", "cart")
        return total

    def log_in(self):
        network, host = self.pick(LOGINS)
        self.now += self.between(3, 15)
        self.act("GET", f"/auth/{network}", 302, 0)
        self.now += self.between(4, 30)
        self.act("GET", f"/auth/{network}/callback?code={self.between(10**8, 10**9)}&state=k9", 302,
                 0, host)
        self.count("logins")
        self.now += self.chance(0.5)
        self.page("/checkout", "checkout", referer=host)

    def check_out(self):
        self.dwell(4, 40)
        if self.chance(0.1):
            self.act("POST", "/api/coupon", 200 if self.chance(0.6) else 422, 96)
            self.dwell(2, 20)
        self.page("/checkout", "checkout")
        if self.chance(0.22):
            self.log_in()
        elif self.chance(0.12):
            self.register()

    def register(self):
        self.dwell(2, 20)
        self.page("/register", "other")
        self.now += self.between(20, 90)
        self.act("POST", "/register", 302, 0)
        self.count("registrations")
        self.now += 1
        self.page("/checkout", "checkout")

    def send_order(self):
        self.now += self.between(25, 160)
        self.hit("POST", "/checkout", 302, 0)
        self.checkout_at = self.alive = self.now

    def pay(self, total, mark=ORDER):
        """From the filled form to the thank-you page, by one of the usual ways."""
        self.send_order()
        url = thanks(mark, total)
        draw = self.random()
        if draw < 0.45:
            self.now += self.between(40, 240)
            self.page(url, "order", referer=self.pick(PAYMENT_HOSTS))
            self.notice_of_payment()
        elif draw < 0.6:
            self.now += self.between(40, 300)
            host = self.pick(PAYMENT_HOSTS)
            self.act("GET", f"/payment/success?paymentId=2f{self.between(10**9, 10**10)}", 302, 0,
                     host)
            self.page(url, "order", referer=host)
            self.notice_of_payment()
        else:
            self.now += self.chance(0.5)
            self.page(url, "order")
        self.orders.append((mark, total))
        if self.chance(0.15):
            self.now += self.between(2, 300)
            self.page(url, "order", 304 if self.chance(0.3) else 200, "-")
        if self.chance(0.12):
            self.now += self.between(5, 60)
            self.page("/", "home")

    def notice_of_payment(self):
        """The bank's server tells the shop's."""
        self.hits.append((self.now, self.format.line(
            "POST", "/api/payment/notify", 200, 2, "-", ip="185.71.76." + str(self.between(1, 30)),
            agent="Apache-HttpClient/4.5.14 (Java/17)", protocol="HTTP/1.1", robot=True)))
        self.count("bot_hits")

    def plan(self, agents):
        if not self.rendered:
            self.hit("GET", "/favicon.ico", 200, 1150)
        self.visit.revenue = sum(total for _, total in self.orders)
        plan = Plan(self.hits, self.visit, agents, self.counts)
        plan.alive, plan.orders, plan.checkout = self.alive, tuple(self.orders), self.checkout_at
        return plan


