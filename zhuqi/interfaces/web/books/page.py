"""The books of a unit or a subtree between two days (对账单), every figure opening the cases behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.utils.translation import gettext

from zhuqi.base.words import Sentence, say
from zhuqi.domain.cases.rules.ledger import NEW, REOPENED, Line, Side, Statement
from zhuqi.domain.cases.rules.tally import Tally
from zhuqi.domain.cases.rules.words import Confirmation, End, Outcome
from zhuqi.domain.directory.rules import Kind
from zhuqi.interfaces.web.books import streams
from zhuqi.interfaces.web.books.streams import Drawing, Stream
from zhuqi.interfaces.web.books.tables import AccountLine, AccountTable, Column, Share, Term, line, width
from zhuqi.interfaces.web.forms import Choice
from zhuqi.interfaces.web.lamps import Lamp
from zhuqi.interfaces.web.shown import Figure
from zhuqi.interfaces.web.wording import day, phrase

GONE = (Side.PASSED_ON, Side.CLOSED)
MOST_DRAWN = 16
"""Streams between the units below that are drawn; the table has all."""
ALONE = 8
"""More units of one kind than this are summed up."""
UNIT = "unit"
"""How a line names the account beyond where that is another unit."""
INSIDE = "inside"
"""What stands for a side where units below are meant between which something moved."""
IN_HAND = "in_hand"
"""What stands for a side where what is held is meant, not what moved."""


@dataclass(frozen=True)
class Opens:
    """The addresses of the cases behind the figures of one unit's statement; without ``address`` nothing opens."""

    address: str = ""
    pk: int = 0
    below: bool = False

    def __call__(self, side: Side, since: dt.date, until: dt.date, unit: int | None, name: str) -> str:
        """What moved: on which side, from the first to the last day, to or from which unit or account beyond."""
        beyond: dict[str, object] = {"beyond": unit} if unit is not None else {"account": name} if name else {}
        return self._with(side=side.value, since=since, until=until, **beyond)

    def of_kind(self, side: Side, since: dt.date, until: dt.date, kind: str) -> str:
        """What moved to or from all units of a kind that the reader sees."""
        return self._with(side=side.value, since=since, until=until, kind=kind)

    def between(self, source: str, target: str, since: dt.date, until: dt.date) -> str:
        """What moved inside, from one unit or kind to another."""
        return self._with(side=INSIDE, since=since, until=until, source=source, target=target)

    def in_hand(self, on: dt.date) -> str:
        """What was held when a day was over."""
        return self._with(side=IN_HAND, until=on)

    def _with(self, **asked: object) -> str:
        if not self.address:
            return ""
        below = {"below": 1} if self.below else {}
        return f"{self.address}?{urlencode({'unit': self.pk, **asked, **below})}"


@dataclass(frozen=True)
class Part:
    """A unit or subtree below, with its own statement."""

    name: str
    address: str
    account: Statement
    opens: Opens
    kind: str = ""
    units: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Books:
    """What the page is made of: whose statement, what lies below, and what is held now (None for a past day)."""

    pk: int
    name: str
    below: bool
    account: Statement
    parts: tuple[Part, ...]
    names: Mapping[int, str]
    kinds: Mapping[int, str]
    """The kind of each unit that the reader may see."""
    held: int | None
    units: tuple[Choice, ...]
    now: dt.datetime
    opens: Opens
    unit_address: Callable[[int], str]
    passing: Mapping[tuple[int, int], int] = field(default_factory=dict)
    """{(from, to): how many} between the units below."""
    refused: Mapping[str, int] = field(default_factory=dict)
    """{reason: cases that weren't accepted}; under the empty reason, those without one."""


@dataclass(frozen=True)
class StatementPage:
    """The page as its template shows it."""

    title: str
    sentence: str
    units: list[tuple[Choice, bool]]
    below: bool
    since: dt.date
    until: dt.date
    terms: tuple[Term, ...]
    balance: Lamp
    days: bool
    daily: AccountTable
    sources: tuple[Share, ...]
    destinations: tuple[Share, ...]
    trial: AccountTable | None
    flow: Drawing
    inside: Drawing | None
    moves: tuple[Stream, ...]
    endings: tuple[Share, ...]
    refused: tuple[Share, ...]


def page(books: Books) -> StatementPage:
    """The whole statement."""
    account = books.account
    sums = {side: account.by_account(side) for side in Side}
    since, until = account.since, account.until
    moves = streams.inside(
        books.passing,
        books.kinds,
        lambda key, n: _called(books, key, n),
        lambda source, target: books.opens.between(source, target, since, until),
        alone=ALONE,
    )
    most = max((n for side in (Side.RECEIVED, Side.PASSED_ON) for _, _, n in sums[side]), default=0)
    ended = max((n for _, _, n in sums[Side.CLOSED]), default=0)
    return StatementPage(
        title=gettext("Statement of {unit}").format(unit=books.name),
        sentence=phrase(_sentence(account), books.now),
        units=[(choice, choice.value == str(books.pk)) for choice in books.units],
        below=books.below,
        since=account.since,
        until=account.until,
        terms=_terms(books),
        balance=_balance(books),
        days=bool(account.lines),
        daily=_daily(books),
        sources=_shares(books, Side.RECEIVED, sums[Side.RECEIVED], most),
        destinations=_shares(books, Side.PASSED_ON, sums[Side.PASSED_ON], most),
        trial=_trial(books) if books.parts else None,
        flow=streams.through(
            books.name,
            _shares(books, Side.RECEIVED, sums[Side.RECEIVED], most),
            [share for side in GONE for share in _shares(books, side, sums[side], most)],
        ),
        inside=streams.drawn(moves[:MOST_DRAWN]) if moves else None,
        moves=moves,
        endings=_shares(books, Side.CLOSED, sums[Side.CLOSED], ended),
        refused=_refused(books),
    )


def _refused(books: Books) -> tuple[Share, ...]:
    """Why cases weren't accepted; nothing where no rule names reasons."""
    if not any(books.refused):
        return ()
    most = max(books.refused.values())
    return tuple(
        Share(cause or gettext("without a named reason"), width(n, most), Figure(n), "")
        for cause, n in books.refused.items()
    )


def _sentence(account: Statement) -> Sentence:
    return say(
        "From {since} to {until} it received {received}, passed on {passed}, closed {closed}; {closing} are in hand at the end.",
        since=account.since,
        until=account.until,
        received=account.total(Side.RECEIVED),
        passed=account.total(Side.PASSED_ON),
        closed=account.total(Side.CLOSED),
        closing=account.closing,
    )


def _terms(books: Books) -> tuple[Term, ...]:
    account = books.account

    def total(side: Side) -> Figure:
        return Figure(account.total(side), books.opens(side, account.since, account.until, None, ""))

    return (
        Term("", gettext("opening"), _opening(account, books.opens)),
        Term("+", gettext("received"), total(Side.RECEIVED)),
        Term("−", gettext("passed on"), total(Side.PASSED_ON)),
        Term("−", gettext("closed"), total(Side.CLOSED)),
        Term("=", gettext("closing"), _closing(account, books.opens)),
    )


def _opening(account: Statement, opens: Opens) -> Figure:
    return Figure(account.opening, opens.in_hand(account.since - dt.timedelta(days=1)))


def _closing(account: Statement, opens: Opens) -> Figure:
    return Figure(account.closing, opens.in_hand(account.until))


def _balance(books: Books) -> Lamp:
    """Whether the closing agrees with what lies in hand, and the parts with the whole."""
    account = books.account
    if books.held is not None and books.held != account.closing:
        words = say("{n} are in hand, {closing} by the books", n=books.held, closing=account.closing)
        return Lamp("red", gettext("doesn't balance"), phrase(words, books.now))
    if books.parts and sum(part.account.closing for part in books.parts) != account.closing:
        return Lamp("red", gettext("doesn't balance"), gettext("the parts don't add up to the whole"))
    checked = (
        gettext("counted against the cases in hand") if books.held is not None else gettext("by the movements booked")
    )
    return Lamp("green", gettext("balances"), checked)


def _daily(books: Books) -> AccountTable:
    """A line a day on which something moved, with the balance after it."""
    account = books.account
    reopened = any(found.name == REOPENED for found in account.lines)
    columns = [Column(gettext("new needs"), "grp"), Column(gettext("from units"))]
    sides = [(Side.RECEIVED, NEW), (Side.RECEIVED, UNIT)]
    if reopened:
        columns.append(Column(gettext("reopened")))
        sides.append((Side.RECEIVED, REOPENED))
    columns += [
        Column(gettext("passed on"), "grp"),
        Column(gettext("closed"), "grp"),
        Column(gettext("balance"), "bal"),
    ]
    sides += [(Side.PASSED_ON, UNIT), (Side.CLOSED, "")]
    lines, balance = [], account.opening
    for on, found in _by_day(account.lines):
        counts = [_count(found, side, name) for side, name in sides]
        balance += sum(n if side is Side.RECEIVED else -n for n, (side, _) in zip(counts, sides, strict=True))
        figures = [
            Figure(n, books.opens(side, on, on, None, name)) for n, (side, name) in zip(counts, sides, strict=True)
        ]
        lines.append(line(day(on, books.now), columns, [*figures, Figure(balance, books.opens.in_hand(on))]))
    totals = [
        Figure(_count(account.lines, side, name), books.opens(side, account.since, account.until, None, name))
        for side, name in sides
    ]
    return AccountTable(
        name=gettext("Day by day"),
        first=gettext("Day"),
        columns=tuple(columns),
        lines=tuple(lines),
        total=line(gettext("Total"), columns, [*totals, _closing(account, books.opens)]),
    )


def _by_day(lines: Iterable[Line]) -> list[tuple[dt.date, list[Line]]]:
    days: dict[dt.date, list[Line]] = {}
    for found in lines:
        days.setdefault(found.day, []).append(found)
    return sorted(days.items())


def _count(lines: Iterable[Line], side: Side, name: str) -> int:
    return sum(found.n for found in lines if found.side is side and name in ("", found.name))


def _shares(books: Books, side: Side, sums: Iterable[tuple[int | None, str, int]], most: int) -> tuple[Share, ...]:
    """A share an account; units of a kind of which there are many stand under the name of their kind."""
    kinds: dict[str, list[tuple[int | None, str, int]]] = {}
    for unit, name, n in sums:
        kinds.setdefault(books.kinds.get(unit or 0, ""), []).append((unit, name, n))
    single = [row for kind, rows in kinds.items() if not kind or len(rows) <= ALONE for row in rows]
    summed = {kind: rows for kind, rows in kinds.items() if kind and len(rows) > ALONE}
    most = max([most, *(sum(n for _, _, n in rows) for rows in summed.values())])
    shares = [_share(books, side, row, most) for row in single]
    for kind, rows in summed.items():
        n = sum(n for _, _, n in rows)
        name = phrase(say("{kind} ({n})", kind=Kind(kind), n=len(rows)), books.now)
        parts = tuple(_share(books, side, row, n) for row in rows)
        at = books.opens.of_kind(side, books.account.since, books.account.until, kind)
        shares.append(Share(name, width(n, most), Figure(n, at), parts=parts))
    return tuple(sorted(shares, key=lambda share: -share.figure.n))


def _called(books: Books, key: str, n: int) -> str:
    """A unit by its name, or so many of a kind."""
    if key.isdecimal():
        return books.names.get(int(key), "–")
    return phrase(say("{kind} ({n})", kind=Kind(key), n=n), books.now)


def _share(books: Books, side: Side, row: tuple[int | None, str, int], most: int) -> Share:
    unit, name, n = row
    account = books.account
    return Share(
        name=account_name(unit, name, books.names, books.now),
        width=width(n, most),
        figure=Figure(n, books.opens(side, account.since, account.until, unit, name)),
        unit_address=books.unit_address(unit) if unit is not None else "",
    )


def account_name(unit: int | None, name: str, names: Mapping[int, str], now: dt.datetime) -> str:
    """The account beyond, as people call it: a unit, new from outside, reopened, or what became of a case."""
    if unit is not None:
        return names.get(unit, "–")
    if name == NEW:
        return gettext("new needs")
    if name == REOPENED:
        return gettext("reopened")
    first, _, rest = name.partition(":")
    apart = Tally(first) if first in set(Tally) else None
    end, *more = (rest if apart else name).split(":")
    if end not in set(End):
        return "–"
    words: list[object] = [End(end)]
    if len(more) == 2:
        words = [
            *(Outcome(word) for word in more[:1] if word in set(Outcome)),
            *(Confirmation(word) for word in more[1:] if word in set(Confirmation)),
        ]
    return phrase([word for word in (*words, apart) if word], now)


def _trial(books: Books) -> AccountTable:
    """A line a unit below: what it opened with, got, gave, closed and holds. A sum opens where the whole's is the same."""
    columns = (
        Column(gettext("opening"), "grp"),
        Column(gettext("received")),
        Column(gettext("of these from units")),
        Column(gettext("passed on"), "grp"),
        Column(gettext("closed")),
        Column(gettext("closing"), "bal"),
    )
    lines = tuple(_trial_line(part, columns) for part in books.parts)
    sums = [sum(found.cells[n].figure.n for found in lines) for n in range(len(columns))]
    whole = books.account
    closed = Figure(whole.total(Side.CLOSED), books.opens(Side.CLOSED, whole.since, whole.until, None, ""))
    same = {0: _opening(whole, books.opens), 4: closed, 5: _closing(whole, books.opens)}
    totals = [same[n] if n in same and same[n].n == found else Figure(found) for n, found in enumerate(sums)]
    return AccountTable(
        name=gettext("Trial balance of the units below"),
        first=gettext("Unit"),
        columns=columns,
        lines=lines,
        total=line(gettext("Total"), columns, totals),
    )


def _trial_line(part: Part, columns: tuple[Column, ...]) -> AccountLine:
    account = part.account
    since, until = account.since, account.until
    figures = (
        _opening(account, part.opens),
        Figure(account.total(Side.RECEIVED), part.opens(Side.RECEIVED, since, until, None, "")),
        Figure(_count(account.lines, Side.RECEIVED, UNIT), part.opens(Side.RECEIVED, since, until, None, UNIT)),
        Figure(account.total(Side.PASSED_ON), part.opens(Side.PASSED_ON, since, until, None, "")),
        Figure(account.total(Side.CLOSED), part.opens(Side.CLOSED, since, until, None, "")),
        _closing(account, part.opens),
    )
    return line(part.name, columns, figures, part.address)


def idle(account: Statement) -> bool:
    """Whether nothing was there and nothing moved."""
    return account.opening == 0 and not account.lines
