"""PDF from outside: a whole paper and nothing else, without anything that acts by itself or carries another file.

It isn't drawn anew, so it is only ever given back as a download. What can't be looked into (encrypted, packed in ways that
nobody needs) isn't taken.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from zhuqi.base.words import Sentence, say

UNPACKED = 32 << 20
"""Bytes that are unpacked of one paper's lists of objects, at most."""
HEAD = re.compile(rb"%PDF-[12]\.\d")
END = re.compile(rb"startxref\s+\d{1,10}\s+%%EOF\s*\Z")
TAIL = 2048
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb"(?<!end)stream(\r\n?|\n)")
STREAMS = 50_000
DICTIONARY = 4096
"""Bytes before a stream in which its description stands."""
ACTIVE = re.compile(
    rb"/(JavaScript|Launch|RichMedia|Rendition|EmbeddedFiles?|XFA|SubmitForm|ImportData|GoTo[ER])(?![A-Za-z])"
)
OBJECTS = re.compile(rb"/ObjStm(?![A-Za-z])")
FILTERS = re.compile(rb"/Filter\s*(\[[^\]]*\]|/\w+)")
FLATE = ([b"/FlateDecode"], [b"/Fl"])
ARCHIVE_ENDS = b"PK\x05\x06"

DAMAGED = say("This PDF isn't whole: it is damaged, cut off, or something hangs on to its end. Print it to a new PDF.")
LOCKED = say("This PDF is encrypted, so it can't be looked through. Print it to a new PDF without a password.")
ACTS = say("This PDF does something by itself, or carries another file inside. Print it to a new PDF.")
HIDDEN = say("This PDF is packed in a way that can't be looked through. Print it to a new PDF.")


def looked_through(content: bytes) -> Sentence | None:
    """Why a paper isn't taken, if it isn't."""
    if not HEAD.match(content) or not END.search(content[-TAIL:]) or ARCHIVE_ENDS in content:
        return DAMAGED
    plain = _unescaped(content)
    if ACTIVE.search(plain):
        return ACTS
    if re.search(rb"/Encrypt(?![A-Za-z])", plain):
        return LOCKED
    try:
        return ACTS if any(ACTIVE.search(_unescaped(objects)) for objects in _lists(content, plain)) else None
    except (zlib.error, ValueError):
        return HIDDEN


def _unescaped(content: bytes) -> bytes:
    """The text with names as they are meant: ``/J#61vaScript`` is ``/JavaScript``."""
    return ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content) if b"#" in content else content


def _lists(content: bytes, plain: bytes) -> Iterator[bytes]:
    """What is packed into lists of objects, each unpacked. Raises zlib.error, ValueError where one can't be, where one
    isn't found at its place, or where they are too large."""
    left, packed_left, expected = UNPACKED, 2 * len(content), len(OBJECTS.findall(plain))
    last = 0
    for n, start in enumerate(STREAM.finditer(content)) if expected else ():
        if n > STREAMS:
            raise ValueError("too many")
        before = _unescaped(content[max(last, start.start() - DICTIONARY) : start.start()])
        last = start.end()  # one description is one stream's: another that seems to begin in it stands for none
        described = before.rpartition(b"endobj")[2]
        if not OBJECTS.search(described):
            continue
        expected -= 1
        if b"/Filter" not in described:
            continue  # it stands in the open, and was read with the rest
        packed = FILTERS.search(described)
        if packed is None or re.findall(rb"/\w+", packed[1]) not in FLATE:
            raise ValueError("packed otherwise")
        end = content.find(b"endstream", start.end())
        within = content[start.end() : end if end >= 0 else len(content)]
        unpacker = zlib.decompressobj()
        unpacked = unpacker.decompress(within, left)
        left, packed_left = left - len(unpacked), packed_left - len(within)
        if left <= 0 or packed_left < 0 or not unpacker.eof:
            raise ValueError("too much, or not whole")
        yield unpacked
    if expected > 0:
        raise ValueError("out of place")
