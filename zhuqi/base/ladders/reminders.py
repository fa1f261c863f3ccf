"""The ladder of reminders and notices: what is sent to whom, how long before or after a moment, and until when."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from zhuqi.base.errors import Invalid
from zhuqi.base.findings import Finding
from zhuqi.base.ladders.parties import LAW, Party
from zhuqi.base.lamps.rules import TOKENS
from zhuqi.base.words import Named, say, term
from zhuqi.base.worktime import order
from zhuqi.base.worktime.spans import ENDS, Span, Unit, parse, write

MOST_RUNGS = 12
MOST_TIMES = 99
Compare = Callable[[Span, Span], int | None]
"""Which of two spans is over first: below 0, 0, above 0; None where that depends."""


class When(Named):
    """From where a rung's offset is counted."""

    SINCE = "since", term("after the clock started")
    BEFORE = "before", term("before it is due")
    AFTER = "after", term("after it was due")


class Sent(Named):
    """What is sent, the mildest first."""

    REMIND = "remind", term("reminder")
    URGE = "urge", term("urging")
    SUPERVISE = "supervise", term("supervision order")
    REPORT = "report", term("report upward")
    TALK = "talk", term("talk")
    CIRCULATE = "circulate", term("circulated notice")


SENT = {"提醒": Sent.REMIND, "催办": Sent.URGE, "督办": Sent.SUPERVISE} | {
    "上报": Sent.REPORT, "约谈": Sent.TALK, "通报": Sent.CIRCULATE,
}  # fmt: skip
"""How each is written."""


@dataclass(frozen=True)
class Timing:
    """When a rung is sent: an offset, and where it repeats, how far apart, how often in all (``times``) or until which event.

    Before a due moment it repeats no further than to that moment.
    """

    when: When
    offset: Span
    every: Span | None = None
    times: int | None = None
    until: str = ""

    @property
    def endless(self) -> bool:
        """Whether it would repeat for ever."""
        return self.every is not None and self.when is not When.BEFORE and self.times is None and not self.until


@dataclass(frozen=True)
class Notice:
    """What is sent to whom. ``sheet``: the colour of its sheet, where it has one."""

    sent: Sent
    to: tuple[Party, ...]
    sheet: str = ""


@dataclass(frozen=True)
class Rung:
    """A timing and all that is sent then."""

    timing: Timing
    notices: tuple[Notice, ...]


def offsets(timing: Timing, most: int = MOST_TIMES) -> list[Span]:
    """The offsets at which a rung is sent, in order, at most ``most`` (a repeating one may go on until its event).

    Raises ValueError where it repeats in another unit than its offset's.
    """
    first, every = timing.offset, timing.every
    if every is None:
        return [first]
    if every.unit is not first.unit or every.amount == 0:
        raise ValueError("a rung repeats in the unit of its offset, by at least 1")
    n = min(most, timing.times or most)
    step = -every.amount if timing.when is When.BEFORE else every.amount
    amounts = [first.amount + k * step for k in range(n)]
    return [replace(first, amount=amount) for amount in amounts if amount > 0 or step > 0]


def lint(ladder: tuple[Rung, ...], compare: Compare = order.compare) -> list[Finding]:
    """Every fault of a ladder: too many rungs, offsets out of order, repeating without end, a forbidden addressee."""
    if len(ladder) > MOST_RUNGS:
        return [Finding("long", say("A ladder has at most {n} rungs.", n=MOST_RUNGS))]
    found = [finding for n, rung in enumerate(ladder, 1) for finding in _rung_faults(n, rung)]
    return found + list(_order(ladder, compare))


def _rung_faults(n: int, rung: Rung) -> Iterator[Finding]:
    timing = rung.timing
    if timing.endless:
        yield Finding(
            "endless",
            say("Rung {n} repeats for ever. Say how often (，共 3 次) or until which event (，至销号).", n=n),
            (n,),
        )
    if timing.every is not None and (timing.every.unit is not timing.offset.unit or timing.every.amount == 0):
        said = say("Rung {n} must repeat in the unit of its offset, by at least 1.", n=n)
        yield Finding("repeat", said, (n,))
    if not rung.notices or any(not notice.to for notice in rung.notices):
        yield Finding("nobody", say("Rung {n} sends nothing to anybody.", n=n), (n,))
    for notice in rung.notices:
        if Party.ENTERPRISE in notice.to and notice.sent is not Sent.REMIND:
            said = say("Rung {n} goes to the enterprise. Only a reminder may; the rest addresses units.", n=n)
            yield Finding("forbidden", said, (n,), law=LAW)
        if notice.sheet and notice.sheet not in TOKENS:
            said = say("“{token}” isn't a colour. There are: {known}", token=notice.sheet, known=" ".join(TOKENS))
            yield Finding("colour", said, (n,))
    for one, other in combinations(rung.notices, 2):
        if one.sent is other.sent and set(one.to) & set(other.to):
            said = say("Rung {n} sends the same twice at one moment: {sent}.", n=n, sent=one.sent)
            yield Finding("twice", said, (n,))


def _order(ladder: tuple[Rung, ...], compare: Compare) -> Iterator[Finding]:
    """Each rung strictly later than the one before that is counted from the same moment."""
    for group in ((When.SINCE,), (When.BEFORE, When.AFTER)):
        rungs = [(n, rung.timing) for n, rung in enumerate(ladder, 1) if rung.timing.when in group]
        for (a, first), (b, second) in pairwise(rungs):
            later = _later(first, second, compare)
            if later is None:
                said = say("Whether rung {b} is later than rung {a} depends on the calendar. Use one unit.", a=a, b=b)
                yield Finding("incomparable", said, (a, b))
            elif not later:
                yield Finding("order", say("Rung {b} must be later than rung {a}.", a=a, b=b), (a, b))


def _later(first: Timing, second: Timing, compare: Compare) -> bool | None:
    """Whether the second begins strictly after the first began; None where that depends."""
    if first.when is not second.when:
        return first.when is When.BEFORE and first.offset.amount + second.offset.amount > 0
    if 0 in (first.offset.amount, second.offset.amount):
        way: int | None = (first.offset.amount > 0) - (second.offset.amount > 0)
    else:
        way = compare(first.offset, second.offset)
    if way is None:
        return None
    return way > 0 if first.when is When.BEFORE else way < 0


_WHENS = {"到期前": When.BEFORE, "届满前": When.BEFORE, "到期后": When.AFTER, "届满后": When.AFTER, "逾期": When.AFTER}
_WHENS |= {"起算后": When.SINCE, "自起算": When.SINCE}
AT_ONCE = Span(0, Unit.MINUTE)
_AT_ONCE = {"到期时": When.AFTER, "起算时": When.SINCE}
_FIRST = {When.BEFORE: "到期前", When.AFTER: "到期后", When.SINCE: "起算后"}
_ENDS = {unicodedata.normalize("NFKC", form) for forms in ENDS.values() for form in forms}


def read(text: str) -> Timing:
    """A timing as people write it: ``到期前 1 工作日``, ``到期时``, ``逾期 2 天，每 2 天，共 3 次``, ``每 7 天，至销号``;
    ``起算时`` for what is sent as soon as the clock starts.

    Raises Invalid where it can't be read, Refused where a span's parts don't go together.
    """
    parts = [part.strip() for part in re.split("[,;]", unicodedata.normalize("NFKC", text[:120]))]
    said = [part for part in parts if part.startswith(("每", "共", "至", "直到")) and part not in _ENDS]
    spanned = ",".join(part for part in parts if part not in said)
    every = [parse(part[1:]) for part in said if part.startswith("每")]
    times = [_times(part, text) for part in said if part.startswith("共")]
    until = [part.removeprefix("直").removeprefix("至").removeprefix("到") for part in said if part[0] in "至直"]
    if max(len(every), len(times), len(until)) > 1 or (not every and (times or until)) or "" in until:
        raise _unread(text)
    when, offset = (When.SINCE, every[0]) if not spanned and every else _point(spanned, text)
    return Timing(when, offset, every[0] if every else None, times[0] if times else None, until[0] if until else "")


def _point(written: str, text: str) -> tuple[When, Span]:
    if written in _AT_ONCE:
        return _AT_ONCE[written], AT_ONCE
    for word, when in _WHENS.items():
        if written.startswith(word):
            return when, parse(written.removeprefix(word))
    raise _unread(text)


def _times(part: str, text: str) -> int:
    found = re.fullmatch("共 ?([0-9]{1,2}) ?次", part)
    if not found or not int(found[1]):
        raise _unread(text)
    return int(found[1])


def _unread(text: str) -> Invalid:
    return Invalid(
        {
            "timing": say(
                "“{written}” can't be read as a moment of a ladder. Write 到期前 1 工作日, 到期时, 到期后 2 工作日, "
                "or 每 7 天，至销号.",
                written=text[:40],
            )
        }
    )


def write_timing(timing: Timing) -> str:
    """The timing as a rulebook writes it; ``read`` reads it back."""
    if timing.when is When.SINCE and timing.offset == timing.every:
        parts = []
    elif timing.offset == AT_ONCE and timing.when in _AT_ONCE.values():
        parts = [next(word for word, when in _AT_ONCE.items() if when is timing.when)]
    else:
        parts = [f"{_FIRST[timing.when]} {write(timing.offset)}"]
    parts += [f"每 {write(timing.every)}"] if timing.every else []
    parts += [f"共 {timing.times} 次"] if timing.times else []
    return "，".join([*parts, f"至{timing.until}"] if timing.until else parts)
