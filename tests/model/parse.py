"""Stage 1 of the model: the bytes of log files to hits.

Text is kept as str decoded from latin-1 throughout, one character a byte, so that nothing is
lost; `stream.cell` turns it back into the bytes of a stream. Sentences in comments after
`contract:` are quoted from section 2 of the contract; `decided:` marks where it is silent.
"""

import calendar
import heapq
import ipaddress
import re
import time
import zlib
from collections import Counter

LINE_LIMIT = 1 << 20
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
TCHAR = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")
DATE = re.compile(r"(\d\d)/([A-Z][a-z][a-z])/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)\Z")
# A time in the text of a line that is no hit. manual: the first time that stands in it as
# 22/Nov/2025:14:30:05 +0300 or 2025-11-22 14:30:05 (with T or a tab for the blank, or slashes for
# the dashes; with a zone or without).
TIME_IN_TEXT = re.compile(r"(?<!\d)(?:(?P<day>\d\d)/(?P<name>[A-Za-z]{3,})/(?P<year>\d{4}):"
                          r"|(?P<iso>\d{4})(?P<mark>[-/])(?P<month>\d\d)(?P=mark)(?P<last>\d\d)"
                          r"[T \t])(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)")
ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|(.))", re.S)
LETTER_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v",
                  '"': '"', "\\": "\\", "/": "/"}


class Reject(Exception):
    """A line that is no log line; its text is the reason."""


class Hit:
    """One request. Absent columns hold '-'."""

    __slots__ = ("time zone ip user host method url status bytes referer agent has_agent has_host "
                 "kind device app source medium evidence paid campaign content offer offer_page "
                 "place country region city page action network order revenue currency site client "
                 "visitor path"
                 ).split()


def ascii_lower(text):
    return "".join(chr(ord(c) + 32) if "A" <= c <= "Z" else c for c in text)


def undo_escapes(text):
    """What the server escaped to keep the line whole: `\\xHH`, `\\"`, `\\\\`, `\\n`, ..."""
    if "\\" not in text:
        return text

    def one(found):
        if found.group(1):
            return chr(int(found.group(1), 16))
        return LETTER_ESCAPES.get(found.group(2), found.group(0))
    return ESCAPE.sub(one, text)


def absent(text):
    """`-` is "absent" (and so is an empty field of a log)."""
    return "-" if text in ("", "-") else text


# ------------------------------------------------------------------ one line

def read_address(text):
    """ip: IPv4, or IPv6 as RFC 5952; v4-mapped as IPv4."""
    if text in ("", "-") or text.startswith("unix:"):
        return "-"
    bare = re.sub(r"\A\[(.*)\](?::\d+)?\Z|\A(\d+\.\d+\.\d+\.\d+):\d+\Z", r"\1\2", text)
    try:
        address = ipaddress.ip_address(bare.partition("%")[0] if ":" in bare else bare)
    except ValueError:
        # contract: A client given by name is kept as sent, lower case.
        if not re.match(r"[A-Za-z0-9._-]+\Z", text):
            raise Reject("client")
        return ascii_lower(text)
    if address.version == 6 and address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(address)


def read_time(text):
    """Seconds since 1970 UTC and the zone as written."""
    found = DATE.match(text)
    if not found:
        raise Reject("time")
    day, month, year, hour, minute, second, sign, zone_hour, zone_minute = found.groups()
    if month not in MONTHS:
        raise Reject("time")
    month = MONTHS.index(month) + 1
    day, year, hour, minute, second = int(day), int(year), int(hour), int(minute), int(second)
    # contract: Dates must exist, years 1990-2099, second 60 counts as the next second
    if not 1990 <= year <= 2099 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise Reject("time")
    if hour > 23 or minute > 59 or second > 60:
        raise Reject("time")
    if int(zone_hour) > 15 or int(zone_minute) > 59:
        raise Reject("time")
    offset = (int(zone_hour) * 60 + int(zone_minute)) * 60 * (-1 if sign == "-" else 1)
    stamp = calendar.timegm((year, month, day, hour, minute, second, 0, 0, 0)) - offset
    return stamp, sign + zone_hour + zone_minute


def read_request(text):
    """Method and url, both '-' where there is no proper request.

    contract: A well-formed line without a proper request (`"-" 408`, TLS bytes) is accepted with
    method and url `-` and treated like an asset.
    """
    method, blank, rest = text.partition(" ")
    if not blank or not TCHAR.match(method):
        return "-", "-"
    # contract: HTTP/0.9 accepted; the last word is the protocol if it begins with `HTTP`, other
    # blanks belong to the url.
    target = rest.strip(" ")
    if target.startswith("HTTP") and " " not in target:
        return "-", "-"
    head, blank, last = target.rpartition(" ")
    if blank and last.startswith("HTTP"):
        target = head.rstrip(" ")
    if not target:
        return "-", "-"
    # contract: `*` and CONNECT's target as sent
    if method == "CONNECT" or target == "*" or target.startswith("/"):
        return method, target
    # contract: Request target: absolute form reduced to path and query (its host dropped)
    absolute = re.match(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*", target)
    if absolute:
        target = target[absolute.end():]
        return method, target if target.startswith("/") else "/" + target
    return "-", "-"


def take_quoted(line, at):
    """The text between quotes that begin at `at`, and the place after them."""
    if line[at:at + 1] != '"':
        raise Reject("quote")
    end = at + 1
    while True:
        end = line.find('"', end)
        if end < 0:
            raise Reject("quote")
        behind = 0
        while line[end - 1 - behind] == "\\" and end - 1 - behind > at:
            behind += 1
        if behind % 2 == 0:
            if line[end + 1:end + 2] not in ("", " "):
                raise Reject("quote")
            return line[at + 1:end], end + 1
        end += 1


def take_word(line, at):
    """The word at a place, which may be empty."""
    end = line.find(" ", at)
    end = len(line) if end < 0 else end
    return line[at:end], end


def take_blank(line, at):
    if line[at:at + 1] != " ":
        raise Reject("fields")
    return at + 1


def parse_line(line, form, default_host):
    """One line of `common`, `combined` or `vhost` to a hit, or Reject."""
    hit = Hit()
    at = 0
    hit.host = default_host or "-"
    hit.has_host = bool(default_host)
    if form == "vhost":
        host, at = take_word(line, at)
        at = take_blank(line, at)
        # host: virtual host, lower case, without port
        hit.host = absent(ascii_lower(re.sub(r":\d*\Z", "", host)))
        if hit.host == "-" and default_host:
            hit.host = default_host
        hit.has_host = True
    ip, at = take_word(line, at)
    at = take_blank(line, at)
    _, at = take_word(line, at)
    at = take_blank(line, at)
    bracket = line.find(" [", at)
    while bracket >= 0 and not re.match(r"\d\d/", line[bracket + 2:bracket + 5]):
        bracket = line.find(" [", bracket + 1)
    if bracket < 0:
        raise Reject("fields")
    user, at = line[at:bracket], bracket + 2
    end = line.find("]", at)
    if end < 0:
        raise Reject("time")
    hit.time, hit.zone = read_time(line[at:end])
    at = take_blank(line, end + 1)
    request, at = take_quoted(line, at)
    at = take_blank(line, at)
    status, at = take_word(line, at)
    at = take_blank(line, at)
    size, at = take_word(line, at)
    # contract: status 100-599
    if not re.match(r"[1-5]\d\d\Z", status):
        raise Reject("status")
    if not re.match(r"(-?|\d{1,18})\Z", size):
        raise Reject("bytes")
    hit.ip = read_address(ip)
    hit.user = absent("" if user == '""' else undo_escapes(user))
    hit.status = int(status)
    hit.bytes = absent(size)
    hit.method, hit.url = read_request(undo_escapes(request))
    hit.referer = hit.agent = "-"
    hit.has_agent = form != "common"
    if form == "common":
        if line[at:].strip(" "):
            raise Reject("fields")
        return hit
    at = take_blank(line, at)
    referer, at = take_quoted(line, at)
    at = take_blank(line, at)
    agent, at = take_quoted(line, at)
    # contract: `combined` accepts further fields after the agent.
    if at < len(line) and line[at] != " ":
        raise Reject("fields")
    hit.referer = absent(undo_escapes(referer))
    hit.agent = absent(undo_escapes(agent))
    return hit


def guess_form(line):
    """Which of the three forms a line has, or None (`auto`)."""
    words = line.split(" ", 2)
    order = ["combined", "common", "vhost"]
    if len(words) > 1:
        try:
            ipaddress.ip_address(words[1])
            order = ["vhost", "combined", "common"]
        except ValueError:
            pass
    for form in order:
        try:
            parse_line(line, form, None)
            return form
        except Reject:
            continue
    return None


# ------------------------------------------------------------------ one file

def bytes_before_error(member, packed):
    """Whatever comes before the damage: it is in the last piece, byte by byte."""
    plain = bytearray()
    try:
        for at in range(len(packed)):
            plain += member.decompress(packed[at:at + 1])
    except zlib.error:
        pass
    return plain


def read_bytes(path):
    """The file's bytes, gzip undone (any number of members, told by content), and whether it
    was whole."""
    with open(path, "rb") as file:
        packed = file.read()
    if packed[:2] != b"\x1f\x8b":
        return packed, True
    plain = bytearray()
    while packed:
        if packed[:2] != b"\x1f\x8b":
            return bytes(plain), False
        member, at = zlib.decompressobj(wbits=31), 0
        while at < len(packed) and not member.eof:
            before = member.copy()
            try:
                plain += member.decompress(packed[at:at + 4096])
            except zlib.error:
                plain += bytes_before_error(before, packed[at:at + 4096])
                return bytes(plain), False
            at += 4096
        if not member.eof:
            return bytes(plain), False
        packed = member.unused_data + packed[at:]
    return bytes(plain), True


def read_file(path, form, default_host, period, ledger):
    """The hits of one file that are of the period, in its order, and when its first hit was; every
    line is counted in the ledger."""
    content, whole = read_bytes(path)
    ledger["parse.files"] += 1
    if content[:3] == b"\xef\xbb\xbf":
        content = content[3:]
    lines = content.split(b"\n")
    last, cut = lines.pop(), None
    if not whole:
        ledger["status.incomplete"] = 1
        cut = last
    elif last:
        lines.append(last)
    if form == "auto":
        form = next(filter(None, (guess_form(line.decode("latin-1").rstrip("\r"))
                                  for line in lines[:10000])), "combined")
    places = []     # of each line: its time there and what is counted; a hit is counted as None
    hits = []
    for raw in lines:
        line = raw.decode("latin-1").rstrip("\r")
        # contract: Blank lines, `#` lines and filtered ones are `ignored`.
        if not line.strip(" \t\r"):
            places.append((None, ignore("blank")))
        elif line.startswith("#"):
            places.append((time_in_text(line), ignore("comment")))
        # contract: At most 1 MiB; a longer one is one reject.
        elif len(line) > LINE_LIMIT:
            places.append((time_in_text(line[:LINE_LIMIT]), reject("long")))
        else:
            try:
                hit = parse_line(line, form, default_host)
                hits.append(hit)
                places.append((time_there(hit), None))
            except Reject as reason:
                places.append((time_in_text(line), reject(str(reason))))
    # contract: The last, cut line of a damaged file is rejected as `cut`.
    if cut:
        places.append((time_in_text(cut.decode("latin-1")), reject("cut")))
    return count(hits, places, period, ledger), hits[0].time if hits else None


def time_there(hit):
    """The time as its line has it, as 2025-11-22 14:30:05."""
    offset = (int(hit.zone[1:3]) * 60 + int(hit.zone[3:5])) * 60
    moment = time.gmtime(hit.time + (-offset if hit.zone[0] == "-" else offset))
    return time.strftime("%Y-%m-%d %H:%M:%S", moment)


def time_in_text(line):
    """The same of a line that is no hit, None if it has no time."""
    for found in TIME_IN_TEXT.finditer(line):
        name = (found["name"] or "")[:3].title()
        month = MONTHS.index(name) + 1 if name in MONTHS else int(found["month"] or 0)
        year, day = int(found["year"] or found["iso"]), int(found["day"] or found["last"])
        clock = int(found["hour"]), int(found["minute"]), int(found["second"])
        if (1990 <= year <= 2099 and 1 <= month <= 12
                and 1 <= day <= calendar.monthrange(year, month)[1]
                and clock[0] <= 23 and clock[1] <= 59 and clock[2] <= 60):
            moment = time.gmtime(calendar.timegm((year, month, day) + clock))
            return time.strftime("%Y-%m-%d %H:%M:%S", moment)
    return None


def count(hits, places, period, ledger):
    """Counts each line, and leaves the hits within the period.

    manual: If there is none, it is of the time of the line before it in its file, at the start of
    a file of the first hit's. Lines of a file without hits that have no time are of any period.
    """
    since, until = period
    time_before = time_there(hits[0]) if hits else None
    left, waiting = [], iter(hits)
    for time_of_line, counted in places:
        time_before = time_of_line or time_before
        is_outside = time_before and not (since <= time_before and
                                          (until is None or time_before < until))
        hit = next(waiting) if counted is None else None
        ledger["parse.lines"] += 1
        if is_outside:
            ledger["parse.lines_outside"] += 1
            counted = ignore("filtered")
        elif hit:
            ledger["parse.accepted"] += 1
            left.append(hit)
        for name in counted or ():
            ledger[name] += 1
    return left


def reject(reason):
    return "parse.rejected", "parse.reject." + reason


def ignore(reason):
    return "parse.ignored", "parse.ignore." + reason


# ------------------------------------------------------------------ all files

def parse(paths, form="auto", default_host=None, period=("", None)):
    """All hits of all files in the order of the merged stream, and the ledger. A period is two
    times as their lines have them, such as 2025-11-22; the second may be None.

    contract: Files are merged by time, lines of one file never reordered; equal times: the file
    whose first line is older, then file name.
    """
    ledger = Counter()
    heads = []
    for number, path in enumerate(paths):
        hits, first = read_file(path, form, default_host, period, ledger)
        if hits:
            heads.append((hits[0].time, first, path, number, 0, hits))
    heapq.heapify(heads)
    merged = []
    while heads:
        _, first, path, number, at, hits = heapq.heappop(heads)
        merged.append(hits[at])
        if at + 1 < len(hits):
            heapq.heappush(heads, (hits[at + 1].time, first, path, number, at + 1, hits))
    return merged, ledger
