"""Word documents and Excel workbooks from outside (.docx, .xlsx): archives of XML, weighed and looked through in full.

They aren't drawn anew, so they are only ever given back as downloads. Programs, objects and references that fetch
something by themselves aren't taken, and neither is an archive that is anything else besides.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from html import unescape
from xml.etree import ElementTree

from zhuqi.base.words import Sentence, say
from zhuqi.core.files.rules import UNKNOWN, Media

ENTRIES, UNPACKED, TIMES = 2000, 48 << 20, 200
"""Parts of an archive, bytes of them all, and how many times larger a part may be than it lies there."""
SMALL = 1 << 20
"""Bytes of a part up to which nobody asks how well it was packed."""
CHUNK, LISTED = 1 << 18, 2 << 20
"""Bytes that are unpacked at once, and bytes of a list of parts."""
TYPES = "[Content_Types].xml"
KINDS: Mapping[str, Media] = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": Media.DOCX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": Media.XLSX,
}
ACTIVE = re.compile(
    "macroEnabled|vbaProject|vbaData|activeX|oleObject|attachedTemplate|macrosheet|/control$|/package$", re.I
)
"""What types of parts and of references say that act, or hold another file."""
ACTIVE_NAMES = re.compile(
    r"vbaproject|vbadata|activex|embeddings/|ctrlprops/|macrosheets|\.(bin|exe|dll|js|vbs|html?|svg)$", re.I
)
HARMLESS_BIN = re.compile(r"printersettings/[^/]*\.bin$", re.IGNORECASE)
FIELD = re.compile(rb"<(?:[^\s<>/:]+:)?(?:instrText\b[^<>]*>([^<]*)|(?:fldSimple|fldChar)\b([^<>]*))")
"""What fields say, and where one begins or ends: the words of one may lie in several pieces, those of two are two."""
INSIDE = re.compile(rb"instrText|fldSimple")
ASIDE = re.compile(rb"<!|<\?(?!xml\s)")
"""Remarks and the like, which no program writes into a text with fields, and which would split what they say."""
DDE = re.compile(r"\bDDE(AUTO)?\b", re.IGNORECASE)
BLANKS = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
"""What may stand before the first sign of XML, whatever the part is called."""
DECLARES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
FOREIGN = (b"PK\x03\x04", b"MZ", b"%PDF", b"\x7fELF", b"Rar!", b"7z\xbc\xaf", b"\xd0\xcf\x11\xe0")
DIRECTORY_END = struct.Struct("<4s4H2LH")

DAMAGED = say(
    "This document isn't whole, or something else is hidden in its file. Open it, save it again, and attach that."
)
BOMB = say("This document unpacks to far more than a document needs. Copy what matters into a new one.")
ACTS = say("This document carries a program, an object or something that it fetches from elsewhere. Save it as PDF.")


class Unfit(Exception):
    """A document that isn't taken, with the sentence that says why."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


def looked_through(content: bytes) -> Media:
    """What an archive is. Raises Unfit where it is no document, or one that isn't taken."""
    if not _alone(content):
        raise Unfit(DAMAGED)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _kind(_types(archive))
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError) as wrong:
        raise Unfit(DAMAGED) from wrong


def _alone(content: bytes) -> bool:
    """Whether the archive begins and ends where the file does: nothing before, between directory and end, or behind."""
    if len(content) < DIRECTORY_END.size:
        return False
    sign, disk, first, here, count, size, offset, comment = DIRECTORY_END.unpack(content[-DIRECTORY_END.size :])
    plain = sign == b"PK\x05\x06" and disk == first == comment == 0 and here == count
    return plain and offset + size == len(content) - DIRECTORY_END.size and content.startswith(b"PK\x03\x04")


def _types(archive: zipfile.ZipFile) -> bytes:
    """The list of types, after every part was unpacked in full and looked at."""
    found = archive.infolist()
    names = {part.filename.lower() for part in found}
    if len(found) > ENTRIES or sum(part.file_size for part in found) > UNPACKED:
        raise Unfit(BOMB)
    if len(names) != len(found) or TYPES.lower() not in names:
        raise Unfit(DAMAGED if len(names) != len(found) else UNKNOWN)
    types = b""
    left = UNPACKED
    for part in found:
        _named(part)
        content = _unpacked(archive, part, left)
        left -= len(content)
        _harmless(part.filename, content)
        if part.filename == TYPES:
            types = content
    return types


def _named(part: zipfile.ZipInfo) -> None:
    """Raises Unfit for a name that leads anywhere, is locked, or names a program."""
    name = part.filename
    parts = name.rstrip("/").split("/")
    if name.startswith("/") or "\\" in name or ":" in name or ".." in parts or any(ord(sign) < 32 for sign in name):
        raise Unfit(DAMAGED)
    if part.flag_bits & 1 or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unfit(DAMAGED)
    if ACTIVE_NAMES.search(name) and not HARMLESS_BIN.search(name):
        raise Unfit(ACTS)


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> bytes:
    """A part in full. What is said of its size isn't believed. Raises Unfit where it is too much."""
    most = min(left, max(SMALL, TIMES * part.compress_size))
    pieces, size = [], 0
    with archive.open(part) as opened:
        while piece := opened.read(CHUNK):
            size += len(piece)
            if size > most:
                raise Unfit(BOMB)
            pieces.append(piece)
    return b"".join(pieces)


def _harmless(name: str, content: bytes) -> None:
    """Raises Unfit for a part that is something else than its name says, fetches something, or runs something."""
    if content.startswith(FOREIGN) and not HARMLESS_BIN.search(name):
        raise Unfit(ACTS)
    if not name.lower().endswith((".xml", ".rels")) and not content.lstrip(BLANKS).startswith(b"<"):
        return
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:200] or DECLARES.search(content):
        raise Unfit(DAMAGED)
    if name.lower().endswith(".rels"):
        _refers(content)
    if INSIDE.search(content) and ASIDE.search(content):
        raise Unfit(DAMAGED)
    fields = b"".join(found[1] if found[2] is None else b" %b " % found[2] for found in FIELD.finditer(content))
    if DDE.search(unescape(fields.decode("utf-8", "replace"))) or b"ddeLink" in content:
        raise Unfit(ACTS)


def _refers(content: bytes) -> None:
    """Raises Unfit where a list of references fetches something from elsewhere; a link that somebody must press doesn't."""
    for reference in _elements(content):
        kind, outside = reference.get("Type", ""), reference.get("TargetMode", "").lower() == "external"
        if ACTIVE.search(kind) or (outside and not kind.endswith("/hyperlink")):
            raise Unfit(ACTS)


def _kind(types: bytes) -> Media:
    """What its list of types says that it is."""
    said = {element.get("ContentType", "") for element in _elements(types)}
    if any(ACTIVE.search(kind) for kind in said):
        raise Unfit(ACTS)
    kinds = {KINDS[kind] for kind in said if kind in KINDS}
    if len(kinds) != 1:
        raise Unfit(UNKNOWN)
    return kinds.pop()


def _elements(content: bytes) -> list[ElementTree.Element]:
    """The elements of a short list in XML. Raises Unfit where it can't be read."""
    if len(content) > LISTED:
        raise Unfit(BOMB)
    try:
        return list(ElementTree.fromstring(content).iter())
    except (ElementTree.ParseError, ValueError, LookupError) as wrong:
        raise Unfit(DAMAGED) from wrong
