"""Stage 1 of the model: the bytes of log files to hits.

Text is kept as str decoded from latin-1 throughout, one character a byte, so that nothing is
lost; `stream.cell` turns it back into the bytes of a stream. Sentences in comments after
`contract:` are quoted from section 2 of the contract; `decided:` marks where it is silent.
"""

import calendar
import heapq
import ipaddress
import re
import zlib
from collections import Counter

LINE_LIMIT = 1 << 20
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
TCHAR = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")
DATE = re.compile(r"(\d\d)/([A-Z][a-z][a-z])/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)\Z")
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


def read_file(path, form, default_host, ledger):
    """All hits of one file, in its order; every line is counted in the ledger."""
    content, whole = read_bytes(path)
    ledger["parse.files"] += 1
    if content[:3] == b"\xef\xbb\xbf":
        content = content[3:]
    lines = content.split(b"\n")
    last = lines.pop()
    if not whole:
        ledger["status.incomplete"] = 1
        # contract: The last, cut line of a damaged file is rejected as `cut`.
        if last:
            count_reject(ledger, "cut")
    elif last:
        lines.append(last)
    if form == "auto":
        form = next(filter(None, (guess_form(line.decode("latin-1").rstrip("\r"))
                                  for line in lines[:10000])), "combined")
    hits = []
    for raw in lines:
        line = raw.decode("latin-1").rstrip("\r")
        # contract: Blank lines, `#` lines and filtered ones are `ignored`.
        if not line.strip(" \t\r"):
            count_ignore(ledger, "blank")
        elif line.startswith("#"):
            count_ignore(ledger, "comment")
        # contract: At most 1 MiB; a longer one is one reject.
        elif len(line) > LINE_LIMIT:
            count_reject(ledger, "long")
        else:
            try:
                hits.append(parse_line(line, form, default_host))
                ledger["parse.lines"] += 1
                ledger["parse.accepted"] += 1
            except Reject as reason:
                count_reject(ledger, str(reason))
    return hits


def count_reject(ledger, reason):
    ledger["parse.lines"] += 1
    ledger["parse.rejected"] += 1
    ledger["parse.reject." + reason] += 1


def count_ignore(ledger, reason):
    ledger["parse.lines"] += 1
    ledger["parse.ignored"] += 1
    ledger["parse.ignore." + reason] += 1


# ------------------------------------------------------------------ all files

def parse(paths, form="auto", default_host=None):
    """All hits of all files in the order of the merged stream, and the ledger.

    contract: Files are merged by time, lines of one file never reordered; equal times: the file
    whose first line is older, then file name.
    """
    ledger = Counter()
    heads = []
    for number, path in enumerate(paths):
        hits = read_file(path, form, default_host, ledger)
        if hits:
            heads.append((hits[0].time, hits[0].time, path, number, 0, hits))
    heapq.heapify(heads)
    merged = []
    while heads:
        _, first, path, number, at, hits = heapq.heappop(heads)
        merged.append(hits[at])
        if at + 1 < len(hits):
            heapq.heappush(heads, (hits[at + 1].time, first, path, number, at + 1, hits))
    return merged, ledger
