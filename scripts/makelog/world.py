"""world.py - what the simulated shop did not make: places, media, programs.

Tables first, then what hands out addresses. A weight says how often, compared with its neighbours.
"""

# Where people live: country, weight, and large public allocations of its providers.
PLACES = """\
RU 780 5.136.0.0/13 95.24.0.0/13 176.208.0.0/13 178.64.0.0/13 2.60.0.0/14 2.92.0.0/14 5.16.0.0/14
RU 0 37.20.0.0/14 37.144.0.0/14 85.172.0.0/14 91.76.0.0/14 92.124.0.0/14 95.188.0.0/14 128.68.0.0/14
RU 0 176.192.0.0/14 178.176.0.0/14 178.204.0.0/14 188.16.0.0/14 188.232.0.0/14 31.173.0.0/16
KZ 60 2.72.0.0/13 2.132.0.0/14 95.56.0.0/14 178.88.0.0/14
BY 50 178.120.0.0/13 37.212.0.0/14 93.84.0.0/15
UA 15 37.52.0.0/14 176.36.0.0/14 46.118.0.0/15
DE 14 79.192.0.0/10 91.0.0.0/10
AM 12 46.71.0.0/16 46.130.0.0/16 5.77.128.0/17
GE 12 31.146.0.0/16 94.43.0.0/16 178.134.0.0/16
KG 9 158.181.128.0/17 37.218.128.0/18
UZ 9 84.54.64.0/18 89.146.64.0/18 213.230.64.0/18
RS 8 109.92.0.0/15 178.148.0.0/15
US 8 68.0.0.0/10 71.192.0.0/10
IL 6 79.176.0.0/13
TR 6 78.160.0.0/11
FI 4 91.152.0.0/13
LV 4 46.109.0.0/16 78.84.0.0/16
PL 3 83.0.0.0/11
"""
PLACES_6 = "RU 2a00:1fa0 RU 2a00:1370 RU 2a00:62c0 RU 2a00:f480 RU 2a01:540"  # /32 each
HOSTING = "US 3.128.0.0/10 DE 3.64.0.0/12 NL 145.144.0.0/12 CN 43.0.0.0/10"  # robots that pose

# Visitors by the hour of the day.
HOURS = (9, 5, 3, 2, 2, 4, 9, 17, 26, 34, 38, 40, 42, 41, 40, 40, 41, 43, 47, 53, 58, 55, 40, 22)

# Referers as the media really send them: the origin and no more, but for a few.
REFERERS = {
    "vk": "https://vk.com/ https://vk.com/ https://away.vk.com/ https://m.vk.com/ https://vk.ru/ "
    "android-app://com.vkontakte.android/",
    "ok": "https://ok.ru/ https://m.ok.ru/",
    "telegram": "https://web.telegram.org/ https://t.me/ android-app://org.telegram.messenger/",
    "youtube": "https://www.youtube.com/ https://m.youtube.com/",
    "facebook": "https://l.facebook.com/ https://lm.facebook.com/ https://m.facebook.com/",
    "instagram": "https://l.instagram.com/ https://www.instagram.com/",
    "dzen": "https://dzen.ru/",
    "pinterest": "https://www.pinterest.com/ https://ru.pinterest.com/ https://pin.it/",
    "tiktok": "https://www.tiktok.com/",
    "max": "https://web.max.ru/ https://max.ru/",
    "pikabu": "https://pikabu.ru/",
    "habr": "https://habr.com/",
    "rutube": "https://rutube.ru/",
    "x": "https://t.co/ https://t.co/q7ZbXc1VtK",
    "reddit": "https://www.reddit.com/ https://old.reddit.com/r/HomeDecorating/comments/1c9k2x/",
    "livejournal": "https://uyut-doma.livejournal.com/",
    "whatsapp": "https://web.whatsapp.com/",
    "google": "https://www.google.com/ https://www.google.ru/",
    "yandex": "https://yandex.ru/ https://ya.ru/",
    "yandex_direct": "https://yandex.ru/ -",
    "google_ads": "https://www.google.com/ -",
    "bing": "https://www.bing.com/",
    "duckduckgo": "https://duckduckgo.com/",
    "chatgpt": "https://chatgpt.com/",
    "perplexity": "https://www.perplexity.ai/",
    "mailru": "https://e.mail.ru/",
    "uyutblog.example": "https://uyutblog.example/",
    "forum.dacha.example": "https://forum.dacha.example/threads/pledy.1187/",
}
REFERERS = {key: value.split() for key, value in REFERERS.items()}

# What brings people between campaigns: source, medium, weight, by, landing pages with weights,
# how eager to buy, parameters. `by` is what tells the source: referer, app (an in-app browser, no
# referer), utm (tags, often a referer too), copied (tags of a link that somebody posted again in
# Telegram), link (tags alone), click (a click id) or nothing.
# In the parameters {n} is a number, {w} a week, {c} and {d} click ids in hex and in digits.
ORGANIC = (
    ("vk", "network", 70, "referer", "product 6 home 2 category 2", 1.0, ""),
    ("vk", "network", 22, "app", "product 6 home 2 category 1", 1.0, ""),
    ("vk", "network", 30, "utm", "product 6 category 4", 1.1,
     "utm_source=vk&utm_medium=social&utm_content=wall-48151623_{n}"),
    ("vk", "network", 6, "utm", "product 6 home 4", 1.0,
     "utm_source=VK&utm_medium=Social&utm_campaign=klub"),
    ("vk", "network", 4, "referer", "product 8 home 2", 0.9,
     "utm_source=%7B%7Bsource%7D%7D&utm_medium=cpc&utm_campaign=%7B%7Bcampaign_name%7D%7D"),
    ("vk", "network", 5, "copied", "product 9 home 1", 1.0,
     "utm_source=vk&utm_medium=social&utm_campaign=repost"),
    ("ok", "network", 34, "referer", "product 5 home 3 category 2", 0.9, ""),
    ("ok", "network", 8, "app", "product 5 home 3", 0.8, ""),
    ("telegram", "messenger", 26, "referer", "product 7 home 1 content 2", 1.3, ""),
    ("telegram", "messenger", 24, "app", "product 7 home 1 content 2", 1.3, ""),
    ("youtube", "video", 20, "referer", "product 5 home 4 category 1", 1.2, ""),
    ("facebook", "network", 6, "click", "product 5 home 4", 0.7, "fbclid=IwY2xjawN{c}"),
    ("facebook", "network", 4, "app", "product 5 home 4", 0.7, ""),
    ("instagram", "network", 18, "utm", "home 8 category 2", 0.8,
     "utm_source=ig&utm_medium=social&utm_content=link_in_bio&fbclid=PAZXh0bgN{c}"),
    ("instagram", "network", 12, "app", "home 7 product 3", 0.8, ""),
    ("dzen", "blog", 22, "referer", "content 6 product 4", 0.7,
     "utm_referrer=https%3A%2F%2Fdzen.ru%2Fa%2FZx{n}kQ"),
    ("pinterest", "bookmark", 20, "referer", "product 8 category 2", 0.9, ""),
    ("pinterest", "bookmark", 5, "app", "product 8 category 2", 0.9, ""),
    ("tiktok", "video", 14, "app", "home 6 product 4", 0.35, ""),
    ("tiktok", "video", 4, "referer", "home 6 product 4", 0.35, ""),
    ("max", "messenger", 10, "referer", "product 6 home 4", 1.0, ""),
    ("max", "messenger", 5, "utm", "product 6 home 4", 1.0, "utm_source=max&utm_medium=messenger"),
    ("pikabu", "blog", 6, "referer", "content 7 product 3", 0.6, ""),
    ("habr", "blog", 3, "referer", "content 9 home 1", 0.3, ""),
    ("rutube", "video", 4, "referer", "product 6 home 4", 0.9, ""),
    ("x", "network", 3, "referer", "product 6 home 4", 0.6, ""),
    ("reddit", "news", 2, "referer", "product 8 content 2", 0.6, ""),
    ("livejournal", "blog", 3, "referer", "content 7 product 3", 0.6, ""),
    ("whatsapp", "messenger", 6, "utm", "product 9 home 1", 1.3, "utm_source=whatsapp"),
    ("whatsapp", "messenger", 3, "referer", "product 9 home 1", 1.3, ""),
    ("yandex", "search", 95, "referer", "category 5 product 4 home 2", 1.2, ""),
    ("yandex", "search", 20, "click", "category 5 product 4 home 1", 1.2, "ysclid=m{c}"),
    ("yandex_direct", "ads", 26, "click", "category 5 product 5", 0.9, "yclid={d}"),
    ("google_ads", "ads", 5, "click", "category 5 product 5", 0.9, "gclid=Cj0KCQ{c}"),
    ("google", "search", 62, "referer", "category 4 product 4 home 3", 1.1, ""),
    ("bing", "search", 4, "referer", "category 4 home 3", 1.0, ""),
    ("duckduckgo", "search", 3, "referer", "category 4 home 3", 1.0, ""),
    ("chatgpt", "ai", 7, "utm", "category 5 product 5", 1.4, "utm_source=chatgpt.com"),
    ("perplexity", "ai", 3, "referer", "category 5 product 5", 1.4, ""),
    ("mailru", "mail", 6, "referer", "product 6 home 4", 1.6, ""),
    ("mailing", "mail", 14, "link", "product 6 category 4", 2.0,
     "utm_source=newsletter&utm_medium=email&utm_campaign=digest-{w}"),
    ("uyutblog.example", "referral", 9, "referer", "product 6 content 2", 0.9, ""),
    ("forum.dacha.example", "referral", 6, "referer", "product 8 content 2", 0.8, ""),
    ("blogerka_anya", "network", 9, "link", "product 8 home 2", 0.9,
     "utm_source=blogerka_anya&utm_medium=social&utm_campaign=obzor&erid=2VtzqvE{n}"),
    ("tag:direct", "referral", 1, "link", "home 1", 0.5, "utm_source=direct"),
    ("direct", "direct", 110, "nothing", "home 7 product 2 category 1", 1.3, ""),
)

# With --hard: apps that send nothing, and one click id for two networks.
AMBIGUOUS = (
    ("whatsapp", "messenger", 25, "nothing", "product 9 home 1", 1.3, ""),
    ("telegram", "messenger", 40, "nothing", "product 9 home 1", 1.3, ""),
    ("instagram", "network", 25, "click", "home 6 product 4", 0.8, "fbclid=PAZXh0bgN{c}"),
)

# Posts with links to one product. Those that say `old` were made before the shop moved: their
# links are good up to MOVED, lead to the home page up to MENDED, then to the product's new page.
# Source, medium, weight, first day, days, name, eagerness, old or good, parameters.
MOVED, MENDED = 10, 24
CYCLE = 31  # days after which it all comes again
CAMPAIGNS = (
    ("vk", "network", 330, 1, 30, "pled-sever", 1.0, "old",
     "utm_source=vk&utm_medium=social&utm_campaign=pled-sever&utm_content=wall-48151623_2087"),
    ("telegram", "messenger", 190, 4, 27, "stolik-loft", 1.2, "old",
     "utm_source=telegram&utm_medium=messenger&utm_campaign=stolik-loft"),
    ("ok", "network", 110, 2, 29, "vaza-utro", 0.9, "old",
     "utm_source=ok&utm_medium=social&utm_campaign=vaza-utro"),
    ("youtube", "video", 60, 0, 31, "lampa-sova", 1.1, "old",
     "utm_source=youtube&utm_medium=video&utm_campaign=obzor-lampy"),
    ("vk", "network", 190, 0, 9, "kreslo-oskar", 1.0, "good",
     "utm_source=vk&utm_medium=social&utm_campaign=kreslo-oskar&utm_content=wall-48151623_2101"),
    ("vk", "network", 120, 14, 9, "kovrik-les", 0.9, "good",
     "utm_source=vk_ads&utm_medium=cpc&utm_campaign=osen-kovriki&rb_clickid={d}&erid=2SDnjc{n}"),
    ("telegram", "messenger", 150, 16, 12, "svecha-hvoya", 1.2, "good",
     "utm_source=tg&utm_medium=social&utm_campaign=svecha-hvoya&utm_content=uyut_{n}"),
    ("instagram", "network", 60, 10, 9, "zerkalo-luna", 0.9, "good",
     "utm_source=instagram&utm_medium=social&utm_campaign=zerkalo-luna"),
    ("pinterest", "bookmark", 40, 5, 26, "polka-most", 0.9, "good",
     "utm_source=pinterest&utm_medium=social&utm_campaign=%D1%83%D1%8E%D1%82"),
)
# Who fetches the card of a new post.
PUBLISHERS = {"vk": "vkShare", "telegram": "TelegramBot", "ok": "OdklBot", "facebook": "fb",
              "pinterest": "Pinterestbot", "instagram": "fb"}

# Programs that fetch a page because somebody shared it: network, agent, address range.
FETCHERS = {
    "vkShare": ("vk", "Mozilla/5.0 (compatible; vkShare; +http://vk.com/dev/Share)", "87.240.140."),
    "TelegramBot": ("telegram", "TelegramBot (like TwitterBot)", "149.154.161."),
    "OdklBot": ("ok", "OdklBot/1.0 (share@odnoklassniki.ru)", "217.20.156."),
    "fb": ("facebook", "facebookexternalhit/1.1 "
           "(+http://www.facebook.com/externalhit_uatext.php)", "66.220.149."),
    "Twitterbot": ("x", "Twitterbot/1.0", "199.16.157."),
    "Pinterestbot": ("pinterest", "Mozilla/5.0 (compatible; Pinterestbot/1.0; "
                     "+http://www.pinterest.com/bot.html)", "54.236.1."),
    "WhatsApp": ("whatsapp", "WhatsApp/2.23.20.0 A", "31.173.84."),
    "Viber": ("viber", "Viber", "31.173.85."),
    "Discordbot": ("discord", "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
                   "35.237.4."),
}
SHARED_BY = ["vkShare"] * 5 + ["TelegramBot"] * 6 + ["WhatsApp"] * 3 + [
    "OdklBot", "OdklBot", "fb", "Twitterbot", "Pinterestbot", "Viber", "Discordbot"]

# Robots that say so: agent, address range, weight.
ROBOTS = (
    ("Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)", "5.255.253.", 30),
    ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "66.249.66.", 26),
    ("Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like "
     "Gecko) Chrome/141.0.7390.122 Mobile Safari/537.36 (compatible; Googlebot/2.1; "
     "+http://www.google.com/bot.html)", "66.249.66.", 14),
    ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; "
     "+http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76 Safari/537.36", "157.55.39.", 10),
    ("Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)", "54.36.148.", 12),
    ("Mozilla/5.0 (compatible; SemrushBot/7~bl; +http://www.semrush.com/bot.html)",
     "185.191.171.", 9),
    ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; "
     "+https://openai.com/gptbot)", "20.171.207.", 8),
    ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; "
     "+claudebot@anthropic.com)", "216.73.216.", 6),
    ("Mozilla/5.0 (compatible; MJ12bot/v2.0.2; http://mj12bot.com/)", "144.76.71.", 4),
    ("Mozilla/5.0 (Linux; Android 7.0;) AppleWebKit/537.36 (KHTML, like Gecko) Mobile "
     "Safari/537.36 (compatible; PetalBot;+https://webmaster.petalsearch.com/site/petalbot)",
     "114.119.134.", 5),
    ("python-requests/2.32.3", "45.148.10.", 4),
    ("Mozilla/5.0 zgrab/0.x", "198.235.24.", 4),
    ("curl/8.5.0", "80.94.95.", 3),
    ("Go-http-client/1.1", "172.105.16.", 3),
)
PROBES = ("/.env", "/wp-login.php", "/.git/config", "/phpinfo.php", "/xmlrpc.php",
          "/admin/config.php", "/vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php")
PAYMENT_HOSTS = ("https://yookassa.ru/", "https://yoomoney.ru/", "https://3ds.payment.ru/",
                 "https://acs3.sbrf.ru/", "-", "-")
LOGINS = (("vk", "https://id.vk.com/"), ("vk", "https://id.vk.com/"),
          ("yandex", "https://passport.yandex.ru/"), ("google", "https://accounts.google.com/"),
          ("ok", "https://connect.ok.ru/"))

# What attackers and careless programs put into a request, raw and as servers escape it.
HOSTILE = (
    "<script>alert(1)</script>", "'%20OR%201=1--", "=cmd|'/C%20calc'!A0", "+7999", "@SUM(A1:A9)",
    "-2+3", "\x1b[31mred\x1b[0m", "\\x1B[2J\\x1B[H", "\xe2\x80\xae" + "gpj.exe", "%E2%80%AEgpj",
    "\t", "\\t\\n", "%0d%0aSet-Cookie:%20a=b", "\x00", "%00", "\x80\xf5\xed\xa0\x80", "\\x80\\xF5",
    "{{7*7}}", "${jndi:ldap://x.example/a}", "../../../../etc/passwd", "%2e%2e%2f", "|mlr",
    "\\\"", "\\\\", "#end\\trows=0", "\xe2\x80\x8b\xef\xbb\xbf", "%", "%zz", "\x7f", "\x0b\x0c",
    "&utm_source=", "?utm_source=%3Cb%3E", "?utm_source=%09%0A", "?q=" + "a" * 4096,
)


def hosting_addresses(rnd):
    words = HOSTING.split()
    return Addresses([f"{c} 1 {net}" for c, net in zip(words[::2], words[1::2])], rnd)


def ipv4(number):
    return f"{number >> 24}.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


class Addresses:
    """Hands out addresses of countries, none twice before a country's blocks are used up."""

    def __init__(self, places, rnd):
        self.blocks, self.deck = {}, []
        for line in places:
            country, weight, *nets = line.split()
            self.deck += [country] * int(weight)
            for net in nets:
                base, bits = net.split("/")
                first = 0
                for byte in base.split("."):
                    first = first << 8 | int(byte)
                self.blocks.setdefault(country, []).append((first, 1 << 32 - int(bits)))
        self.size = {c: sum(n for _, n in b) for c, b in self.blocks.items()}
        self.place = {c: int(rnd() * n) for c, n in self.size.items()}
        self.rnd = rnd

    def next(self):
        """A fresh address: country and text. The stride is a prime: it visits every address."""
        country = self.deck[int(self.rnd() * len(self.deck))]
        place = (self.place[country] + 2654435761) % self.size[country]
        self.place[country] = place
        for first, size in self.blocks[country]:
            if place < size:
                return country, ipv4(first + place)
            place -= size
        raise AssertionError("a place outside all blocks")


class Addresses6:
    """Hands out /64 networks of mobile providers; within one the host part changes every visit."""

    def __init__(self, rnd):
        words = PLACES_6.split()
        self.nets = list(zip(words[::2], words[1::2]))
        self.count = int(rnd() * 1e6)
        self.rnd = rnd

    def next(self):
        """No group is 0, so that the text is as RFC 5952 wants it."""
        self.count += 1
        country, net = self.nets[self.count % len(self.nets)]
        return country, f"{net}:{self.count // 65535 % 65535 + 1:x}:{self.count % 65535 + 1:x}:"

    def host_part(self):
        return ":".join(f"{int(self.rnd() * 65535) + 1:x}" for _ in range(4))
