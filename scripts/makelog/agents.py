"""agents.py - pools of user agents: desktop, mobile, tablet and in-app browsers."""

PHONES = (
    "SM-A525F SM-A546E SM-G991B SM-S918B SM-A155F M2101K6G 22101316G 23021RAAEG 2201117TY RMX3085 "
    "RMX3771 CPH2363 V2247 NE2213 ANE-LX1 JNY-LX1 STK-LX1"
).split()
WIN = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"
LINUX = "Mozilla/5.0 (X11; Linux x86_64)"
KIT = " AppleWebKit/537.36 (KHTML, like Gecko) Chrome/"



class Agents:
    """Makes agents like those of the years 2025 and 2026, one at a time."""

    def __init__(self, dice):
        self.pick, self.between, self.chance = dice.pick, dice.between, dice.chance

    def desktop(self):
        system, v = self.pick((WIN, WIN, WIN, MAC, LINUX)), self.between(138, 152)
        return self.pick((
            f"{system}{KIT}{v}.0.0.0 Safari/537.36",
            f"{system}{KIT}{v}.0.0.0 Safari/537.36",
            f"{system}{KIT}{v}.0.0.0 YaBrowser/26.{self.between(1, 9)}.0.0 Safari/537.36",
            f"{WIN}{KIT}{v}.0.0.0 Safari/537.36 Edg/{v}.0.0.0",
            f"{WIN}{KIT}{v}.0.0.0 Safari/537.36 OPR/{v - 16}.0.0.0",
            f"{system[:-1]}; rv:{v}.0) Gecko/20100101 Firefox/{v}.0",
            f"{MAC} AppleWebKit/605.1.15 (KHTML, like Gecko) {self.safari()} Safari/605.1.15"))

    def safari(self):
        return f"Version/{self.between(17, 26)}.{self.between(0, 6)}"

    def apple(self, kind="iPhone; CPU iPhone OS"):
        return (f"Mozilla/5.0 ({kind} {self.between(16, 18)}_{self.between(0, 7)} like Mac OS X) "
                "AppleWebKit/605.1.15 (KHTML, like Gecko)")

    def chrome(self):
        build = f"{self.between(7000, 7900)}.{self.between(20, 200)}"
        return f"Chrome/{self.between(138, 152)}.0.{build}"

    def android(self, webview=""):
        """Release, and an agent up to the engine."""
        release = self.between(11, 15)
        build = f"TP1A.{self.between(210000, 250000)}.{self.between(1, 30):03d}"
        return release, (f"Mozilla/5.0 (Linux; Android {release}; {self.pick(PHONES)} Build/{build}"
                         f"{webview}) AppleWebKit/537.36 (KHTML, like Gecko)")

    def webview(self):
        release, head = self.android("; wv")
        return release, f"{head} Version/4.0 {self.chrome()} Mobile Safari/537.36"

    def mobile(self):
        reduced, v = "Mozilla/5.0 (Linux; Android 10; K)", self.between(138, 152)
        yandex = f"YaBrowser/26.{self.between(1, 9)}.{self.between(0, 5)}.{self.between(10, 99)}.00"
        iphone = f"{self.apple()} {self.safari()} Mobile/15E148 Safari/604.1"
        return self.pick((
            f"{reduced}{KIT}{v}.0.0.0 Mobile Safari/537.36",
            f"{self.android()[1]} {self.chrome()} Mobile Safari/537.36",
            f"{self.android()[1]} {self.chrome()} {yandex} SA/3 Mobile Safari/537.36",
            f"{reduced} AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/"
            f"{self.between(25, 29)}.0 Chrome/{v - 10}.0.0.0 Mobile Safari/537.36",
            iphone, iphone))

    def tablet(self):
        return f"{self.apple('iPad; CPU OS')} {self.safari()} Mobile/15E148 Safari/604.1"

    def vk(self):
        release, head = self.webview()
        version = f"8.{self.between(60, 140)}-{self.between(20000, 29000)}"
        return (f"{head} VKAndroidApp/{version} (Android {release}; SDK {release + 19}; arm64-v8a; "
                "samsung; ru; 2340x1080)")

    def ok(self):
        return f"{self.webview()[1]} OkApp OKAndroid/25.{self.between(1, 12)}.{self.between(1, 28)}"

    def telegram(self):
        release, head = self.webview()
        version = f"11.{self.between(3, 14)}.{self.between(0, 4)}"
        return (f"{head} Telegram-Android/{version} (Samsung {self.pick(PHONES)}; Android "
                f"{release}; SDK {release + 19}; AVERAGE)")

    def facebook(self):
        version = f"{self.between(440, 530)}.0.0.{self.between(10, 99)}"
        if self.chance(0.5):
            return f"{self.webview()[1]} [FB_IAB/FB4A;FBAV/{version}.91;]"
        return (f"{self.apple()} Mobile/15E148 [FBAN/FBIOS;FBAV/{version}.109;"
                f"FBBV/{self.between(560000000, 760000000)};FBDV/iPhone14,5;FBMD/iPhone;FBSN/iOS;"
                f"FBSV/{self.between(16, 18)}.4;FBSS/3;FBID/phone;FBLC/ru_RU;FBOP/5]")

    def instagram(self):
        version = f"{self.between(330, 400)}.0.0.{self.between(10, 60)}.{self.between(60, 99)}"
        if self.chance(0.5):
            release, head = self.webview()
            return (f"{head} Instagram {version} Android ({release + 19}/{release}; 420dpi; "
                    f"1080x2178; samsung; {self.pick(PHONES)}; a52q; qcom; ru_RU; "
                    f"59{self.between(10, 99)}00)")
        return (f"{self.apple()} Mobile/15E148 Instagram {version} (iPhone14,5; iOS 17_5; ru_RU; "
                f"ru; scale=3.00; 1170x2532; 6{self.between(10, 99)}000)")

    def tiktok(self):
        version = f"{self.between(36, 44)}.{self.between(0, 9)}.{self.between(0, 9)}"
        return (f"{self.webview()[1]} musical_ly_2024{self.between(10, 99)}040 JsSdk/1.0 "
                f"NetType/WIFI Channel/googleplay AppName/musical_ly app_version/{version} "
                "ByteLocale/ru-RU")

    def pinterest(self):
        return f"{self.webview()[1]} [Pinterest/Android]"


DEVICES = ("desktop", "mobile", "tablet")
APPS = ("vk", "ok", "telegram", "facebook", "instagram", "tiktok", "pinterest")


def agent_pools(dice, many):
    """Sorted pools of up to `many` agents, by device, and by app:NETWORK for in-app browsers."""
    agents = Agents(dice)
    makers = {name: getattr(agents, name) for name in DEVICES}
    makers.update({"app:" + name: getattr(agents, name) for name in APPS})
    return {name: sorted({make() for _ in range(many)}) for name, make in makers.items()}
