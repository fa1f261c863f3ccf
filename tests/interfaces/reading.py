"""What a reader sees of a page: its text without tags, and which scripts it is written in."""

from __future__ import annotations

import re
from html.parser import HTMLParser

HAN = re.compile(r"[\u3400-\u9fff]")
LATIN_WORD = re.compile(r"[A-Za-z]{3,}")
SPOKEN = {"aria-label", "placeholder", "alt", "title", "label"}


class _Text(HTMLParser):
    """Collects text, and attributes that are read out; leaves out what is marked as another language."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.foreign: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag not in {"html", "input", "meta", "link", "br", "rect", "line", "option"} and (
            found.get("lang") or self.foreign
        ):
            self.foreign.append(tag)
        if not self.foreign:
            self.parts += [value for name, value in found.items() if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        if self.foreign and self.foreign[-1] == tag:
            self.foreign.pop()

    def handle_data(self, data: str) -> None:
        if not self.foreign and data.strip():
            self.parts.append(data.strip())


def text(html: str) -> str:
    """The words of a page in the order they are read, one piece a line."""
    reader = _Text()
    reader.feed(html)
    return "\n".join(reader.parts)


def without(found: str, data: list[str]) -> str:
    """The words without what is data: names, and what people typed."""
    for value in sorted(data, key=len, reverse=True):
        found = found.replace(value, "")
    return found
