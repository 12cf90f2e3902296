"""catalogue.py - what the shop sells and says."""

from makelog.world import CAMPAIGNS

SHELVES = (  # category, what its products are called, cheapest and dearest in roubles
    ("kresla", "kreslo", 11900, 28900), ("lampy", "lampa", 2490, 8900),
    ("pledy", "pled", 1990, 6900), ("kovry", "kovrik", 1290, 9900),
    ("posuda", "tarelka", 590, 2900), ("vazy", "vaza", 1190, 4900),
    ("polki", "polka", 1490, 5900), ("zerkala", "zerkalo", 2990, 12900),
    ("svechi", "svecha", 490, 1890), ("stoliki", "stolik", 5900, 17900),
    ("chasy", "chasy", 1890, 6900), ("tekstil", "podushka", 790, 2490),
)
NAMES = ("oskar sova sever loft utro les hvoya luna most greta hugo ivi nord veter iney more "
         "olha rika solo tundra uyut fjord skala zarya").split()
ARTICLES = ("kak-vybrat-pled", "svet-v-malenkoj-komnate", "osen-doma", "uhod-za-derevom",
            "podarki-do-3000", "istoriya-masterskoj")
QUERIES = ("плед", "лампа сова", "кресло", "столик лофт", "ваза", "коврик", "плед север", "свеча",
           "подарок маме", "зеркало круглое", "полка")


class Product:
    __slots__ = ("slug", "shelf", "price")

    def __init__(self, slug, shelf, price):
        self.slug, self.shelf, self.price = slug, shelf, price

    @property
    def path(self):
        return "/product/" + self.slug

    @property
    def old_path(self):
        return f"/product/{self.slug}-2025"


class Catalogue:
    def __init__(self, count, dice):
        self.products, self.by_name = [], {}
        for i in range(count):
            shelf, noun, low, high = SHELVES[i % len(SHELVES)]
            turn = i // len(SHELVES) + i % len(SHELVES)
            slug = f"{noun}-{NAMES[turn % len(NAMES)]}"
            if i >= len(SHELVES) * len(NAMES):
                slug += f"-{i // (len(SHELVES) * len(NAMES)) + 1}"
            price = dice.between(low, high) // 100 * 100 + 90
            self.add(Product(slug, shelf, price))
        for *_, name, _, _, _ in CAMPAIGNS:
            if name not in self.by_name:
                shelf, _, low, high = next(s for s in SHELVES if s[1] == name.split("-")[0])
                self.add(Product(name, shelf, (2 * low + high) // 300 * 100 + 90))
        self.shelves = [s[0] for s in SHELVES]

    def add(self, product):
        self.products.append(product)
        self.by_name[product.slug] = product
