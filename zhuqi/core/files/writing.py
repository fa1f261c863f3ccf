"""Plain text from outside: text and nothing else, kept as UTF-8."""

from __future__ import annotations

import re
import unicodedata

from zhuqi.base.words import Sentence, say
from zhuqi.core.files.rules import UNKNOWN

LARGEST = 1 << 20
"""Bytes of a text."""
CODED = re.compile(rb"\s*(<|%!|#!|\{\\rtf)|[\0-\xff]{,1023}%PDF-", re.IGNORECASE)
"""How pages, drawings, scripts and other formats begin that can be written in letters; a PDF may begin later."""
PICTURE = (b"GIF87a", b"GIF89a")
"""How pictures begin that aren't taken, and that can be programs too."""
KEPT = "\t\n\r\f"

LONG = say("This text has more than {most} MB. Split it, or attach it as PDF.", most=LARGEST >> 20)
PAGE = say("This is a web page, a drawing or a script, and none of them is taken. Save it as PDF.")


def read(content: bytes) -> bytes | Sentence:
    """The text in UTF-8, or why it isn't taken."""
    if CODED.match(content.removeprefix(b"\xef\xbb\xbf")):
        return PAGE
    text = _decoded(content) if not content.startswith(PICTURE) else None
    if text is None or any(unicodedata.category(sign) in {"Cc", "Cs", "Cn"} and sign not in KEPT for sign in set(text)):
        return UNKNOWN
    return LONG if len(content) > LARGEST else text.encode()


def _decoded(content: bytes) -> str | None:
    """UTF-8 with or without its mark, else GB18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
