"""worst.py - logs that somebody wrote to make smo sweat, as lists of lines (bytes).

Some change a usual log, line by line, so that a cache of what they change serves nobody. The others
make lines of their own, one a second: as many bytes as the usual log has, or as many lines.
"""

import itertools
import os
import subprocess
from calendar import timegm
from time import gmtime, strftime, strptime

MIB = 1 << 20
LONGEST_URL = 8000  # servers take no longer ones: nginx 8 KiB, Apache 8190 bytes
BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/139.0.0.0 Safari/537.36"
BEGINNING = timegm(strptime("2026-10-01", "%Y-%m-%d"))


# --- a usual log, changed: parts of a line are those between the quotes

ADDRESS, REQUEST, REFERER, AGENT = 0, 1, 3, 5


def changed(usual, change):
    for number, line in enumerate(usual):
        parts = line.split(b'"')
        if len(parts) == 7:
            change(parts, number)
        yield b'"'.join(parts)


def numbered_url(parts, number):
    words = parts[REQUEST].split(b" ")
    if len(words) == 3:
        path, mark, query = words[1].partition(b"?")
        words[1] = path.rstrip(b"/") + b"-%x" % number + mark + query
        parts[REQUEST] = b" ".join(words)


def numbered_referer(parts, number):
    parts[REFERER] = b"https://blog-%x.example/post" % number


def numbered_agent(parts, number):
    parts[AGENT] += b" u/%x" % number


def numbered_address(parts, number):
    _, rest = parts[ADDRESS].split(b" ", 1)
    parts[ADDRESS] = b"%d.%d.%d.%d " % (11 + (number >> 24), number >> 16 & 255,
                                        number >> 8 & 255, number & 255) + rest


def all_numbered(parts, number):
    numbered_url(parts, number)
    numbered_referer(parts, number)
    numbered_agent(parts, number)


def alike(parts, number):
    """All that is added begins and ends with 32 bytes that never change."""
    same = b"-what-is-the-same-in-every-line-"
    serial = same + b"%010d" % number + same
    words = parts[REQUEST].split(b" ")
    if len(words) == 3:
        words[1] += (b"&" if b"?" in words[1] else b"?") + serial
        parts[REQUEST] = b" ".join(words)
    if parts[REFERER] != b"-":
        parts[REFERER] += b"#" + serial
    parts[AGENT] += serial


# --- lines of their own

def line(number, url="/", status=200, referer="-", agent=BROWSER):
    when = strftime("%d/%b/%Y:%H:%M:%S +0000", gmtime(BEGINNING + number))
    return (f'203.0.113.9 - - [{when}] "GET {url} HTTP/1.1" {status} 512 "{referer}" "{agent}"\n'
            ).encode()


def lines(shapes):
    """Lines of these shapes in turn: functions of the line's number that give line()'s words."""
    for number in itertools.count():
        yield line(number, **shapes[number % len(shapes)](number))


def until(size, endless):
    """As many lines as have so many bytes, or a few more."""
    for text in endless:
        yield text
        size -= len(text)
        if size <= 0:
            return


def filled(before, again, after=""):
    """A text of LONGEST_URL bytes that repeats a piece, and a number by which it is new."""
    times = (LONGEST_URL - len(before) - len(after) - 10) // len(again)
    return lambda number: f"{before}{again * times}{after}{number:010d}"


# What the shipped patterns repeat, and what lets the last of it fail.
URL_BOMBS = [
    filled("/", "a/"),
    filled("/?", "a=1&"),
    filled("/catalog/", "1", "/x"),
    filled("/product-", "1", "/x"),
    filled("/catalog", "/1111", "/x"),
    filled("/", "ajax", "-"),
    filled("/", "ajax/", "-"),
    filled("/shop/", "-ajax"),
    filled("/", ".css", "-"),
    filled("/?", "controller=cart&"),
    filled("/?", "products_id=1&"),
    filled("/?", "wc-ajax&route=checkout/cart&"),
    filled("/thank-you?", "x=1&"),
    filled("/order-confirmation?", "order&total&currency&"),
    filled("/", "order/success/", "-"),
    filled("/?utm_source=pikabu&utm_content=story/", "1", "."),
    filled("/?utm_source=vk&utm_content=", "wall-1_", "w"),
]

REFERER_BOMBS = [
    filled("https://pikabu.ru/story/", "1", "."),
    filled("https://medium.com/", "-0123456789ab", "x"),
    filled("https://pinterest.com/pin/", "--"),
    filled("https://vk.com/", "wall-1_", "w"),
    filled("https://www.youtube.com/watch?", "v=1&"),
    filled("https://rutube.ru/", "video/"),
    filled("https://livejournal.com/", "."),
    filled("https://", "a.", "example/"),
]

AGENT_BOMBS = [
    filled(BROWSER + " ", "bo", "t"),
    filled("Mozilla/5.0 (Linux; Android 1; ", "scan", "/"),
    filled("Mozilla/5.0 ", "Code/1 Chrome/", "x"),
    filled("Mozilla/4.0 (Windows", " ", "."),
    filled("Snapchat", "Snapchat", "x"),
    filled(BROWSER, " Google", "x"),
]


def bombs(word, texts):
    return lines([lambda number, text=text: {word: text(number)} for text in texts])


def long_lines():
    """Just short of the 1 MiB that a line may have, and just over it."""
    short, over = MIB - 400, MIB + 400
    return lines([
        lambda number: {"url": f"/catalog/{number}" + "a" * short},
        lambda number: {"url": f"/?{number}" + "&a=1" * (short // 4)},
        lambda number: {"url": f"/{number}" + "%D1%8F" * (short // 6)},
        lambda number: {"referer": f"https://vk.com/{number}" + "/a" * (short // 2)},
        lambda number: {"agent": f"Mozilla/5.0 {number}" + " bo" * (short // 3)},
        lambda number: {"url": f"/{number}" + "\\x09" * (short // 4)},
        lambda number: {"url": "/" + "a" * over},
    ])


def currency(number):
    letters = "abcdefghijklmnopqrstuvwxyz"
    return letters[number % 26] + letters[number // 26 % 26] + letters[number // 676 % 26]


def one_visitor():
    """Somebody who never leaves: orders, logins and campaigns without end, in every currency."""
    return lines([
        lambda n: {"url": f"/thank-you?order={n}&total={n}.50&currency={currency(n // 6)}"},
        lambda n: {"url": f"/auth/callback/n{n}?code=1"},
        lambda n: {"url": f"/catalog/{n}", "referer": "https://shop.example/"},
        lambda n: {"url": f"/old/{n}", "referer": "https://vk.com/"},
        lambda n: {"url": f"/?utm_source=vk&utm_campaign=c{n}"},
        lambda n: {"url": f"/?utm_source=telegram&utm_campaign=c{n}"},
    ])


def one_visit():
    """The same without campaigns: all of it is one visit."""
    return lines([
        lambda n: {"url": f"/thank-you?order={n}&total={n}.50&currency={currency(n // 4)}"},
        lambda n: {"url": f"/auth/callback/n{n}?code=1"},
        lambda n: {"url": f"/gone/{n}", "status": 404},
        lambda n: {"url": f"/old/{n}", "status": 301},
    ])


# --- all of them: what is changed in a usual log, or what lines there are

BY_LINE, BY_BYTE = "line", "byte"  # the unit whose cost is compared with the usual log's

CHANGES = [
    ("urls distinct", BY_LINE, numbered_url),
    ("referers distinct", BY_LINE, numbered_referer),
    ("agents distinct", BY_LINE, numbered_agent),
    ("all three distinct", BY_LINE, all_numbered),
    ("addresses distinct", BY_LINE, numbered_address),
    ("keys alike", BY_BYTE, alike),  # 1.7 times as long
]

OWN = [
    ("url bombs", BY_BYTE, lambda: bombs("url", URL_BOMBS)),
    ("referer bombs", BY_BYTE, lambda: bombs("referer", REFERER_BOMBS)),
    ("agent bombs", BY_BYTE, lambda: bombs("agent", AGENT_BOMBS)),
    ("1 MiB lines", BY_BYTE, long_lines),
    ("one visitor", BY_LINE, one_visitor),
    ("one visit", BY_LINE, one_visit),
]


def unique_log(count):
    """Every url, referer and agent differs, but referers keep their hosts."""
    maker = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "make-log")
    with subprocess.Popen([maker, "--unique", "--lines", str(count)], stdout=subprocess.PIPE) as log:
        yield from log.stdout


def cases(usual, count, size):
    """Of each worst case its name, its unit and its lines. `usual` names a log of so many lines and
    bytes."""
    def changed_log(change):
        with open(usual, "rb") as log:
            yield from changed(log, change)

    yield "make-log --unique", BY_LINE, unique_log(count)
    for name, unit, change in CHANGES:
        yield name, unit, changed_log(change)
    for name, unit, make in OWN:
        log = make()
        yield name, unit, until(size, log) if unit is BY_BYTE else itertools.islice(log, count)
