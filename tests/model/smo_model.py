#!/usr/bin/env python3
"""smo_model.py - the contract once more, slowly: logs in, visits or tables out.

An independent implementation of smo-parse | smo-classify | smo-funnel (and the counts of three
reports), written from the contract alone and to be read beside it. It holds everything in memory
and knows no geography, no state file and no log formats but common, combined and vhost.

    smo_model.py [-c RULES]... [-s SITE]... [-o hits|classified|visits|networks|landings|funnel|
                 ledger] [options as of the tools] FILE...
"""

import argparse
import os
import re
import signal
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True

import report                           # noqa: E402
from classify import Classifier         # noqa: E402
from funnel import DEFAULT_STEPS, Funnel    # noqa: E402
from parse import parse                 # noqa: E402
from rules import Rules                 # noqa: E402
from stream import VISIT_COLUMNS, cell  # noqa: E402

SHIPPED = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                       "../../tools/smo-classify/rules")
HIT_COLUMNS = "time zone ip user host method url status bytes referer agent".split()
CLASSIFIED_COLUMNS = ("time zone site method url path status kind device app source medium "
                      "evidence paid campaign content offer place page action network order "
                      "revenue currency").split()
UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def duration(text):
    """Durations: a number and s, m, h, d or w; no unit means seconds."""
    found = re.match(r"(\d+)([smhdw]?)\Z", text)
    if not found:
        raise argparse.ArgumentTypeError("no duration: " + text)
    return int(found.group(1)) * UNITS[found.group(2)]


def options(arguments=None):
    parser = argparse.ArgumentParser(description="the contract as a slow program")
    parser.add_argument("-f", "--format", default="auto")
    parser.add_argument("-H", "--host")
    parser.add_argument("--since", default="", help="a day, as 2025-11-22, or a time in it")
    parser.add_argument("--until")
    parser.add_argument("-c", "--rules", action="append", default=[])
    parser.add_argument("--no-default-rules", action="store_true")
    parser.add_argument("-s", "--site", action="append", default=[])
    parser.add_argument("--client", default="agent", choices=["agent", "ip"])
    parser.add_argument("-t", "--timeout", type=duration, default=1800)
    parser.add_argument("-w", "--window", type=duration, default=30 * 86400)
    parser.add_argument("--steps", default=",".join(DEFAULT_STEPS))
    parser.add_argument("-o", "--output", default="visits")
    parser.add_argument("--shipped", default=SHIPPED, help="folder of the shipped rules")
    parser.add_argument("file", nargs="+")
    return parser.parse_args(arguments)


def load_rules(given):
    rules = Rules()
    paths = list(given.rules)
    if not given.no_default_rules:
        paths += [os.path.join(given.shipped, name + ".rules")
                  for name in ("media", "agents", "pages")]
    for path in paths:
        if os.path.exists(path):
            rules.load(path)
        else:
            rules.problems.append(path + ": is not there")
    return rules


class Model:
    """A whole run, every stage kept."""

    def __init__(self, given):
        self.rules = load_rules(given)
        self.steps = given.steps.split(",")
        self.hits, self.ledger = parse(given.file, given.format, given.host,
                                       (given.since, given.until))
        classifier = Classifier(self.rules, given.site, given.client == "ip")
        classifier.learn(self.hits)
        self.learned = classifier.learned
        funnel = Funnel(given.timeout, given.window, self.steps)
        for hit in self.hits:
            funnel.add(classifier.classify(hit))
        self.visits = funnel.finish()
        self.ledger.update(classifier.ledger)
        self.ledger.update(funnel.ledger)


def write_table(columns, rows):
    print("\t".join(columns))
    for row in rows:
        print("\t".join(row))


def write_visits(rows):
    """Keys become v1, v2, ... in the order of the rows."""
    names = {}
    write_table(VISIT_COLUMNS, (
        [row[name] if name != "visitor" else
         names.setdefault(row["visitor"], "v%d" % (len(names) + 1)) for name in VISIT_COLUMNS]
        for row in rows))


def write_hits(columns, hits):
    rows = ((getattr(hit, name, "-") for name in columns) for hit in hits)
    write_table(columns, ([cell("-" if value is None else str(value)) for value in row]
                          for row in rows))


def main():
    given = options()
    model = Model(given)
    for problem in model.rules.problems:
        print("smo_model.py: " + problem, file=sys.stderr)
    sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")
    if given.output == "hits":
        write_hits(HIT_COLUMNS, model.hits)
    elif given.output == "classified":
        write_hits(CLASSIFIED_COLUMNS, model.hits)
    elif given.output == "visits":
        write_visits(model.visits)
    elif given.output == "networks":
        report.write_groups(["source", "medium"], report.networks(model.visits))
    elif given.output == "landings":
        report.write_groups(["source", "medium", "offered_page", "landing_page"],
                            report.landings(model.visits))
    elif given.output == "funnel":
        report.write_steps(report.steps(model.visits, model.steps), model.steps)
    elif given.output == "ledger":
        for name, count in sorted(model.ledger.items()):
            print("%s=%d" % (name, count))
    else:
        sys.exit("smo_model.py: no output " + given.output)


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    main()
