#!/bin/sh
# smo-report: the HTML page and Markdown. They hold text, whatever the log held.
. "${0%/*}/lib.sh"
. "$FIXTURES/report/visits.sh"

visits <<'.' >shop.tsv
@note classify.site=<b>shop
0 source=vk medium=network landing_page=product path=home>product steps=product orders=1 revenue=5 currency=<i> country=RU obstacles=404:/<u>
1d source=a|b`c*_[x](javascript:alert(1)) medium=referral path=home
2d source=www.evil.example medium=referral campaign=<script>alert(1)</script> paid=paid
3d source=http://evil.example medium=referral place="onload="x
3d source=&lt;img medium=network place=&quot;
.

begin "one file that needs nothing else"

smo-report -f html shop.tsv >page.html
expect_grep '^<!DOCTYPE html>' page.html
expect_no_grep '<script|<img|<link|<iframe|<object|<embed|<form| on[a-z]+="| style="|@import|url\(' page.html
expect_no_grep '(src|href)="[^#]' page.html
expect_grep "default-src 'none'; style-src 'sha256-" page.html
expect "the policy names the style that is there" \
    "$(sed -n "s/.*'sha256-\([^']*\)'.*/\1/p" page.html)" \
    "$(python3 -c '
import base64, hashlib, re, sys
style = re.search(r"<style>(.*?)</style>", open("page.html").read(), re.S).group(1)
print(base64.b64encode(hashlib.sha256(style.encode()).digest()).decode())')"
python3 - >out <<'END'
from html.parser import HTMLParser
class Page(HTMLParser):
    allowed = set("html head meta title style body header h1 h2 p nav a main section div table thead tbody "
                  "tr th td svg rect text polyline path span".split())
    void = {"meta"}
    def __init__(self):
        super().__init__(); self.open = []; self.ids = set(); self.links = set()
    def handle_starttag(self, tag, attributes):
        if tag not in self.allowed: print("element", tag)
        for name, value in attributes:
            if name.startswith("on") or name == "style": print("attribute", name)
            if name == "id": self.ids.add("#" + value)
            if name == "href": self.links.add(value)
        if tag not in self.void: self.open.append(tag)
    def handle_startendtag(self, tag, attributes):
        if tag not in self.allowed: print("element", tag)
    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag: print("unbalanced", tag)
page = Page()
page.feed(open("page.html").read())
if page.open: print("left open", page.open)
if page.links != page.ids: print("links", page.links ^ page.ids)
END
expect_nothing "elements are known, balanced, and links lead somewhere" <out
expect_grep '&lt;script&gt;alert\(1\)&lt;/script&gt;' page.html
expect_grep '&amp;lt;img' page.html
expect_grep '<h1>&lt;b&gt;shop ' page.html

begin "in a real browser"

browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
if [ -n "$browser" ]; then
    timeout 60 "$browser" --headless --no-sandbox --disable-gpu --user-data-dir="$TMP/chromium" \
        --enable-logging=stderr --dump-dom "file://$PWD/page.html" >dom.html 2>console || :
    expect "the style is applied under its policy" 0 "$(grep -c 'CONSOLE' console)"
    expect "all reports are there" "$(grep -c '<section ' page.html)" "$(grep -c '<section ' dom.html)"
    expect_no_grep '<script|<img|<b>|<u>|<i>' dom.html
else
    skip "chromium is not installed"
fi

begin "Markdown"

smo-report -f md -r networks,campaigns shop.tsv >page.md
expect_no_grep '<|[^\\]\]\(|http://|www\.evil' page.md
expect_grep '^\| a\\\|b\\`c\\\* \\\[x\\\]\\\(javascript' page.md
expect "every row has as many cells as its head" 1 \
    "$(sed 's/\\|//g' page.md | sed -n '/^## Visits and orders/,/^## Camp/p' | grep '^|' | tr -dc '|\n' | sort -u | wc -l)"
expect_grep '^# &lt;b&gt;shop' page.md
