"""What a room expects in a sheet: columns with their headers, and kinds that turn a cell into a value.

A kind's ``read`` gives the value, or the sentence that says why the cell can't be taken.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any, Protocol

from zhuqi.base.errors import Invalid
from zhuqi.base.words import Named, Sentence, say
from zhuqi.core.sheets.files import Cell, Odd

EXACT = 10**15
"""From here on a spreadsheet's number has lost digits."""
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn"})
"""Categories of characters that nobody sees, or that aren't any."""


@dataclass(frozen=True)
class Unread:
    """What a kind gives for a cell that it can't use, where the row is worth taking without it; with the reason."""

    sentence: Sentence


NEEDED = say("This is needed and is empty.")
_SPACES = re.compile(r"\s+")
_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?")
_COUNTED = re.compile(r"(?<=\d)(人|名|个|家|户)$")
"""What people write behind a number of things."""
_MONEY = re.compile(r"(?<=\d)(元|千元|万元?|百万元?|千万元?|亿元?)$")
WAN: Mapping[str, Decimal] = {
    unit: Decimal(much)
    for unit, much in (
        ("元", "0.0001"),
        ("千元", "0.1"),
        ("万", "1"),
        ("万元", "1"),
        ("百万", "100"),
        ("百万元", "100"),
        ("千万", "1000"),
        ("千万元", "1000"),
        ("亿", "10000"),
        ("亿元", "10000"),
    )
}
"""How many 10,000 yuan one of each is."""
SERIAL = range(18_000, 73_050)
"""Days since the end of 1899 that are taken for a date where a bare number stands: 1949 to 2099."""
EPOCH = dt.date(1899, 12, 30)
_POWER = re.compile(r"\d\.\d+[eE]\+?\d{2,3}")
"""A long number as a spreadsheet program shows it, and then saves it in a .csv."""
_DAY = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d\d)(\d\d))"
)


class Reads(Protocol):
    """A kind of column. Blank cells never come here."""

    def read(self, cell: Cell) -> Any: ...


BETWEEN = "/"
"""What stands between the parts of a text that several columns hold."""


@dataclass(frozen=True)
class Column:
    """One column: the key under which its value is handed on, the headers that name it (the Chinese one first).

    ``personal``: what is in it concerns a person, and isn't written into sheets that are given out. ``several``: a text that a
    list may keep in several columns side by side, from the widest to the closest (市, 区, 街道); they come with ``BETWEEN``.
    """

    key: str
    headers: tuple[str, ...]
    kind: Reads
    required: bool = True
    personal: bool = False
    several: bool = False


@dataclass(frozen=True)
class Layout:
    """What a sheet holds: its key, the names it goes by (the Chinese one first), its columns."""

    key: str
    titles: tuple[str, ...]
    columns: tuple[Column, ...]


def shown(cell: Cell) -> str:
    """A cell as text, without the spaces around it; runs of blanks and line breaks inside become one space."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return _SPACES.sub(" ", str(cell)).strip()


def _half_width(cell: Cell) -> str:
    return unicodedata.normalize("NFKC", shown(cell))


@dataclass(frozen=True)
class Text:
    """Text in one line, at most ``limit`` characters. ``code``: a cell stored as a number is refused, because zeros at
    its beginning may be lost."""

    limit: int
    code: bool = False

    def read(self, cell: Cell) -> str | Sentence:
        """The text, in composed form (NFC)."""
        if isinstance(cell, dt.date):
            return say("This is stored as a date; format the column as text and type it again.")
        if isinstance(cell, int | float) and (self.code or abs(cell) >= EXACT):
            return say("This is stored as a number, which loses digits; format the column as text and type it again.")
        text = unicodedata.normalize("NFC", shown(cell))
        if _POWER.fullmatch(text):
            return say("This is stored as a number, which loses digits; format the column as text and type it again.")
        strange = None if text.isprintable() else next((c for c in text if unicodedata.category(c) in UNSEEN), None)
        if strange is not None:
            return say(
                "There is a character here that can't be seen or stored: {point}.", point=f"U+{ord(strange):04X}"
            )
        if len(text) > self.limit:
            return say("This has {n} characters; at most {most} are kept.", n=len(text), most=self.limit)
        return text


@dataclass(frozen=True)
class Integer:
    """A whole number between ``least`` and ``most``."""

    least: int = 0
    most: int = 2**31 - 1

    def read(self, cell: Cell) -> int | Sentence:
        """The number."""
        number = _number(_COUNTED.sub("", _half_width(cell)) if isinstance(cell, str) else cell)
        if isinstance(number, Sentence):
            return number
        if number != number.to_integral_value():
            return say("A whole number is meant here, not {number}.", number=str(number))
        return _within(number, self.least, self.most) or int(number)


@dataclass(frozen=True)
class Amount:
    """A number with ``places`` decimals, between ``least`` and ``most``; further decimals are rounded, a half away from
    zero. ``wan``: an amount of money in 10,000 yuan, which a cell may also give with its unit (350万元, 1.2亿), and of which
    a header may name another unit, worth ``factor``."""

    places: int = 2
    least: int = 0
    most: int = 10**13
    wan: bool = False
    factor: Decimal = Decimal(1)

    def read(self, cell: Cell) -> Decimal | Sentence:
        """The amount."""
        factor = self.factor
        if self.wan and isinstance(cell, str):
            cell = _half_width(cell)
            if unit := _MONEY.search(cell):
                cell, factor = cell[: unit.start()], WAN[unit[0]]
        number = _number(cell)
        if isinstance(number, Sentence):
            return number
        number = number if factor == 1 else number * factor
        return _within(number, self.least, self.most) or number.quantize(Decimal(1).scaleb(-self.places), ROUND_HALF_UP)


def _number(cell: Cell) -> Decimal | Sentence:
    """The number in a cell: stored as one, or typed with or without commas between thousands."""
    text = repr(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else _half_width(cell)
    try:
        if isinstance(cell, int | float) or _NUMBER.fullmatch(text):
            return Decimal(text.replace(",", ""))
    except InvalidOperation:
        pass
    return say("“{typed}” is no number.", typed=short(text))


def _within(number: Decimal, least: int, most: int) -> Sentence | None:
    if least <= number <= most:
        return None
    return say("{number} lies outside {least} to {most}.", number=short(str(number)), least=least, most=most)


@dataclass(frozen=True)
class Day:
    """A date between 1900 and 2100: a date cell, or 2019-05-06, 2019/5/6, 2019.5.6, 2019年5月6日, 20190506; or the bare
    number of days that a spreadsheet keeps for one (43591)."""

    def read(self, cell: Cell) -> dt.date | Sentence:
        """The day; a time of day beside it is dropped."""
        if isinstance(cell, dt.datetime):
            cell = cell.date()
        if not isinstance(cell, dt.date):
            typed = _half_width(cell).replace(" 00:00:00", "")
            found = _DAY.fullmatch(typed)
            if found is None and re.fullmatch("[0-9]{5}", typed) and int(typed) in SERIAL:
                return EPOCH + dt.timedelta(days=int(typed))
            if found is None:
                return say("“{typed}” is no date; write it like 2019-05-06.", typed=short(shown(cell)))
            try:
                cell = dt.date(*(int(part) for part in found.groups() if part))
            except ValueError:
                return say("There is no such day as “{typed}”.", typed=short(shown(cell)))
        if not 1900 <= cell.year < 2100:
            return say("“{typed}” is no date between 1900 and 2100.", typed=cell.isoformat())
        return cell


@dataclass(frozen=True)
class Choice:
    """One of a list. ``words`` maps each accepted word, in lower case, to its value."""

    words: Mapping[str, str]

    def read(self, cell: Cell) -> str | Sentence:
        """The value."""
        value = self.words.get(_half_width(cell).lower())
        if value is not None:
            return value
        first: dict[str, str] = {}
        for word, member in self.words.items():
            first.setdefault(member, word)
        return say("“{typed}” isn't one of: {choices}.", typed=short(shown(cell)), choices="、".join(first.values()))


def choice(words: Mapping[Named, tuple[str, ...]]) -> Choice:
    """A choice between members, each by its Chinese words, its value or its English word."""
    accepted: dict[str, str] = {}
    for member, chinese in words.items():
        for word in (*chinese, member.value, member.label):
            accepted.setdefault(unicodedata.normalize("NFKC", word).lower(), member)
    return Choice(accepted)


def taken(layout: Layout, **typed: Cell | Decimal | None) -> dict[str, Any]:
    """Values that came by another door, judged by the columns of the same names. Blank ones are None. Raises Invalid,
    one sentence a field."""
    values: dict[str, Any] = {}
    wrong: dict[str, Sentence] = {}
    for column in layout.columns:
        if column.key not in typed:
            continue
        given = typed[column.key]
        cell = f"{given:f}" if isinstance(given, Decimal) else given
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            values[column.key] = None
            if column.required:
                wrong[column.key] = NEEDED
            continue
        values[column.key] = read = column.kind.read(cell)
        if isinstance(read, Sentence | Unread):
            wrong[column.key] = read.sentence if isinstance(read, Unread) else read
    if wrong:
        raise Invalid(wrong)
    return values


def odd(cell: Odd) -> Sentence:
    """The sentence for a cell that holds no value of its own."""
    if cell.what == "error":
        return say("The formula here failed. Mend it, or type the value.")
    if cell.what == "formula":
        return say(
            "The formula here has no stored result. Open the file in a spreadsheet program and save it, or type the value."
        )
    return say("This is a time of day; nothing here asks for one.")


def short(text: str) -> str:
    """As much of a text as a sentence can carry, without what can't be printed."""
    text = "".join(c if c.isprintable() else "�" for c in text)
    return text if len(text) <= 30 else text[:29] + "…"
