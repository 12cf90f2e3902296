"""files.py - where the log goes: a file, a pipe, or a folder of rotated files."""

import os
import queue
import sys
import threading
import zlib
from time import gmtime

from makelog.lines import SERIAL, TIME

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
BLOCK = 1 << 18  # characters per write
NEVER = 1 << 62


class Output:
    """A file that a thread of its own compresses, if it ends in .gz, and writes meanwhile.

    Without name and time in the gzip header, so that the same bytes give the same file.
    """

    def __init__(self, name, level):
        self.file = sys.stdout.buffer if name == "-" else open(name, "wb")
        self.deflate = zlib.compressobj(level, zlib.DEFLATED, 31) if name.endswith(".gz") else None
        self.blocks = queue.Queue(4)
        self.worker = threading.Thread(target=self.work, daemon=True)
        self.failure = None
        self.worker.start()

    def work(self):
        try:
            while (block := self.blocks.get()) is not None:
                self.file.write(self.deflate.compress(block) if self.deflate else block)
            if self.deflate:
                self.file.write(self.deflate.flush())
            self.file.flush()
        except OSError as error:
            self.failure = error
            while self.blocks.get() is not None:
                pass

    def write(self, block):
        if self.failure:
            self.close()
        self.blocks.put(block)

    def close(self):
        self.blocks.put(None)
        self.worker.join()
        if self.failure:
            sys.exit(f"make-log: {self.failure}")
        if self.file is not sys.stdout.buffer:
            self.file.close()


class Table:
    """A text file that takes many short pieces."""

    def __init__(self, name, level):
        self.file = Output(name, level)
        self.pieces = []

    def write(self, text):
        self.pieces.append(text)
        if len(self.pieces) == 4096:
            self.flush()

    def flush(self):
        self.file.write("".join(self.pieces).encode())
        self.pieces = []

    def close(self):
        self.flush()
        self.file.close()


class Log:
    """Takes what happened minute by minute. Rotated files cover equal parts of the time."""

    def __init__(self, options, zone_seconds):
        self.options, self.zone_seconds = options, zone_seconds
        self.block, self.size = [], 0
        self.serial = 0
        self.file, self.part, self.limit = None, 0, NEVER
        self.turn()

    def turn(self):
        """Opens the first or the next file."""
        if self.file:
            self.flush()
            self.file.close()
        o = self.options
        if not o.rotate:
            self.file = Output(o.out, o.level)
            return
        age = o.rotate - 1 - self.part
        name = "access.log" + (f".{age}" if age else "") + (".gz" if age > 1 else "")
        self.file = Output(os.path.join(o.out, name), o.level)
        self.part += 1
        minutes = o.days * 1440 * self.part // o.rotate
        self.limit = o.start + minutes * 60 if age else NEVER

    def write(self, minute, slots):
        """What happened in the 60 seconds of a minute, a list of chunks each. Their number."""
        while minute >= self.limit:
            self.turn()
        t = gmtime(minute + self.zone_seconds)
        head = (f"{t.tm_mday:02d}/{MONTHS[t.tm_mon - 1]}/{t.tm_year}:"
                f"{t.tm_hour:02d}:{t.tm_min:02d}:")
        zone = self.options.zone
        text = "".join(["".join(chunks).replace(TIME, f"{head}{second:02d} {zone}")
                        for second, chunks in enumerate(slots) if chunks])
        if self.options.unique:
            text = self.numbered(text)
        self.block.append(text)
        self.size += len(text)
        if self.size >= BLOCK:
            self.flush()
        return sum(map(len, slots))

    def numbered(self, text):
        first, *rest = text.split(SERIAL)
        start = self.serial
        self.serial += len(rest)
        return first + "".join(f"{n:x}{part}" for n, part in enumerate(rest, start))

    def flush(self):
        self.file.write("".join(self.block).encode("latin-1"))
        self.block, self.size = [], 0

    def close(self):
        while self.part < self.options.rotate:
            self.turn()
        self.flush()
        self.file.close()
