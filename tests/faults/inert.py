"""inert.py KIND FILE - says what is wrong with a file that holds hostile strings, one line each.

KIND: text (no control bytes, no bidirectional or invisible controls, valid UTF-8), stream (and every
row as many fields as its header), csv, html or md (and nothing in it that would be run).
"""
import csv
import html.parser
import io
import re
import sys

CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064"
                      "\u2066-\u2069\ufeff]")


def text(content):
    try:
        decoded = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return [f"not UTF-8 at byte {error.start}: {content[error.start - 20:error.start + 20]!r}"]
    return [f"line {n}: {found.group()!r} in {line[:200]!r}" for n, line in enumerate(decoded.split("\n"), 1)
            for found in [CONTROLS.search(line)] if found]


def stream(content):
    wrong = text(content)
    width = None
    rows = 0
    for n, line in enumerate(content.decode("utf-8", "replace").split("\n")[:-1], 1):
        cells = line.split("\t")
        if cells[0] == "time":
            width = len(cells)
        elif line.startswith("#end"):
            if cells[1] != f"rows={rows}":
                wrong.append(f"line {n}: {cells[1]}, but {rows} came")
            rows = 0
        elif line.startswith("#"):
            continue
        else:
            rows += 1
            if len(cells) != width or not line[:1].isdigit() or "" in cells:
                wrong.append(f"line {n}: {len(cells)} fields, not {width}: {line[:200]}")
    return wrong


def table(content):
    wrong = text(content)
    lines = content.decode("utf-8", "replace").split("\n")[:-1]
    width = len(lines[0].split("\t"))
    return wrong + [f"line {n}: another number of fields: {line[:200]}" for n, line in enumerate(lines, 1)
                    if len(line.split("\t")) != width]


def is_number(cell):
    return re.fullmatch(r"-?\d+(\.\d+)?", cell) is not None


def comma_separated(content):
    wrong = text(content.replace(b"\r\n", b"\n"))
    rows = list(csv.reader(io.StringIO(content.decode("utf-8", "replace"), newline=""), strict=True))
    for n, row in enumerate(rows, 1):
        if len(row) != len(rows[0]):
            wrong.append(f"row {n}: {len(row)} fields")
        wrong += [f"row {n}: a formula: {cell[:100]!r}" for cell in row
                  if cell[:1] in tuple("=+-@\t\r") and not is_number(cell)]
    return wrong


class Page(html.parser.HTMLParser):
    """Collects what the strings of a log must never make."""

    def __init__(self):
        super().__init__()
        self.wrong, self.policy = [], ""

    def handle_starttag(self, tag, attributes):
        if tag in ("script", "iframe", "img", "object", "embed", "base", "form", "input", "link", "foreignobject"):
            self.wrong.append(f"line {self.getpos()[0]}: a tag {tag}")
        for name, value in attributes:
            if name == "content" and dict(attributes).get("http-equiv", "").lower() == "content-security-policy":
                self.policy = value
            elif name.startswith("on") or name in ("srcdoc", "formaction", "action", "ping"):
                self.wrong.append(f"line {self.getpos()[0]}: an attribute {name}")
            elif name in ("href", "src", "xlink:href") and not (value or "").startswith("#"):
                self.wrong.append(f"line {self.getpos()[0]}: {name}={value}")
            elif "url(" in (value or "") and not re.fullmatch(r"url\(#[\w-]+\)", value) and name in ("style", "fill"):
                self.wrong.append(f"line {self.getpos()[0]}: {name}={value}")

    def handle_comment(self, comment):
        if "7013" in comment or "evil" in comment:
            self.wrong.append(f"line {self.getpos()[0]}: a comment of the log's")


def page(content):
    parser = Page()
    parser.feed(content.decode("utf-8", "replace"))
    parser.close()
    if "default-src 'none'" not in parser.policy:
        parser.wrong.append(f"no strict policy: {parser.policy}")
    return text(content) + parser.wrong


def markdown(content):
    # Outside of code spans a log's text may neither open a tag nor a link, nor end a cell.
    wrong = text(content)
    width = None
    for n, line in enumerate(content.decode("utf-8", "replace").split("\n"), 1):
        bare = re.sub(r"\\.", "", re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", line))
        if re.search(r"<(script|img|svg|iframe|a |/|!--)", bare) or re.search(r"\]\((javascript|http|data)", bare):
            wrong.append(f"line {n}: live: {line[:200]}")
        cells = len(re.sub(r"\\.", "", line).split("|")) if line.startswith("|") else None
        if cells and width and cells != width:
            wrong.append(f"line {n}: {cells} cells, not {width}: {line[:200]}")
        width = cells
    return wrong


def main():
    kinds = {"text": text, "stream": stream, "tsv": table, "csv": comma_separated, "html": page, "md": markdown,
             "json": text, "dot": text}
    with open(sys.argv[2], "rb") as file:
        wrong = kinds[sys.argv[1]](file.read())
    for one in wrong[:8]:
        print(one.encode("unicode_escape").decode()[:400])


main()
