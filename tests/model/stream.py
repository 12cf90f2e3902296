"""The record stream as the model writes it: cells, rows, the columns of a visit."""

VISIT_COLUMNS = (
    "time end zone visitor host kind device app source medium evidence paid campaign content "
    "place country region city offered offered_page landing landing_page landing_status hits "
    "pages errors obstacles rendered step steps path exit actions orders order_ids revenue "
    "currency touches touch_path first_social first_social_time last_social last_social_time "
    "last_social_campaign").split()

NAMED = {"\t": "\\t", "\n": "\\n", "\r": "\\r", "\\": "\\\\"}
INVISIBLE = {0x061c, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2060, 0xfeff,
             *range(0x202a, 0x202f), *range(0x2066, 0x206a)}


def cell(text):
    """A field as it stands in its cell.

    contract: UTF-8, LF, TAB between fields, no quoting. `-` is "absent". A byte that is a control
    character, not valid UTF-8, or a bidi or zero-width control is written `\\xHH`; TAB, LF, CR and
    backslash `\\t \\n \\r \\\\`.
    """
    if text == "":
        return "-"
    raw = text.encode("latin-1")
    out = []
    for char in raw.decode("utf-8", "surrogateescape"):
        code = ord(char)
        if char in NAMED:
            out.append(NAMED[char])
        elif 0xdc80 <= code <= 0xdcff:
            out.append("\\x%02X" % (code - 0xdc00))
        elif code < 32 or 127 <= code < 160 or code in INVISIBLE:
            out.append("".join("\\x%02X" % byte for byte in char.encode()))
        else:
            out.append(char)
    return "".join(out)
