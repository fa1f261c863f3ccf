"""What raises a case: each sort of trigger is a row of ``TRIGGERS`` and a function over the case's history.

A new sort is one member of ``Sort``, one function, one row, one row of the truth table in ``docs/lamps.md``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from zhuqi.base.errors import Invalid
from zhuqi.base.findings import Finding
from zhuqi.base.lamps.amounts import BODIES, FIRMS, MONEY, RUNS, TIME, Units
from zhuqi.base.lamps.bounds import bounds, plain, write_bounds
from zhuqi.base.lamps.gauges import Count, Exact, Interval, Measure, exact
from zhuqi.base.words import Named, Sentence, say, term
from zhuqi.base.worktime.spans import Unit


class Sort(Named):
    """What a trigger looks at."""

    ASSIGNED = "assigned", term("how often it was assigned")
    RETURNED = "returned", term("how often it was returned")
    OVERDUE = "overdue", term("how long it is overdue")
    CONTESTED = "contested", term("how often the enterprise disagreed")
    EXTENDED = "extended", term("how often it was extended")
    SUSPENDED = "suspended", term("how often it was suspended")
    REOPENED = "reopened", term("how often it was opened again")
    KIND = "kind", term("its kind")
    CATEGORY = "category", term("its category")
    GRADE = "grade", term("its class")
    URGENCY = "urgency", term("its urgency")
    AMOUNT = "amount", term("the amount at stake")
    FIRMS = "firms", term("how many enterprises it concerns")
    UNITS = "units", term("how many units handle it")
    INSTRUCTION = "instruction", term("a leader's instruction")
    SIGNED = "signed", term("a signed request")
    AGE = "age", term("how long ago it was recorded")


@dataclass(frozen=True)
class History:
    """What has happened to a case so far. ``overdue``: by how much, in each unit that could be counted (None: undetermined);
    empty while it isn't. ``age``: how long ago it was recorded, in the units that were asked for. ``amount_wan`` in 10,000
    yuan; ``firms``: enterprises that it concerns; ``units``: that handle it, together. Labels are codes."""

    assignments: int = 0
    returns: int = 0
    contests: int = 0
    extensions: int = 0
    suspensions: int = 0
    reopenings: int = 0
    overdue: Mapping[Unit, Exact | None] = field(default_factory=dict)
    kind: str = ""
    category: str = ""
    grade: str = ""
    urgency: str = ""
    amount_wan: Exact | None = None
    firms: int | None = None
    units: int = 0
    instruction: bool = False
    signed: bool = False
    age: Mapping[Unit, Exact | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Trigger:
    """One trigger: its sort, and of that, which figures (``interval`` in ``unit``) or which class codes."""

    sort: Sort
    interval: Interval = field(default_factory=Interval)
    unit: Measure | None = None
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Fired:
    """A trigger that holds, and why."""

    trigger: Trigger
    why: Sentence


Held = bool | None
"""Whether a trigger holds; None where that isn't known."""


@dataclass(frozen=True)
class Row:
    """How one sort of trigger is asked, said and written; ``also``: further words for it. ``units`` empty: it has no figure."""

    holds: Callable[[Trigger, History], Held]
    why: Callable[[Trigger, History], Sentence]
    word: str
    units: Units = field(default_factory=dict)
    also: tuple[str, ...] = ()


def _number(trigger: Trigger, figure: Exact | None) -> Held:
    return None if figure is None else trigger.interval.holds(exact(figure))


def _overdue(trigger: Trigger, history: History) -> Held:
    """Not overdue holds nothing; overdue, but not counted in the trigger's unit: not known."""
    if not history.overdue:
        return False
    return True if trigger.unit is None else _number(trigger, history.overdue.get(Unit(trigger.unit)))


def _age(trigger: Trigger, history: History) -> Held:
    """How long it is there, in the trigger's unit; not known where that wasn't counted."""
    return _number(trigger, history.age.get(trigger.unit) if isinstance(trigger.unit, Unit) else None)


def _limit(trigger: Trigger) -> str:
    return "" if trigger.unit is None else write_bounds(trigger.interval, trigger.unit).strip()


TRIGGERS: Mapping[Sort, Row] = {
    Sort.ASSIGNED: Row(
        lambda trigger, history: _number(trigger, history.assignments),
        lambda trigger, history: say("Assigned {n} times: {limit}.", n=history.assignments, limit=_limit(trigger)),
        "交办",
        RUNS,
    ),
    Sort.RETURNED: Row(
        lambda trigger, history: _number(trigger, history.returns),
        lambda trigger, history: say("Returned {n} times: {limit}.", n=history.returns, limit=_limit(trigger)),
        "退回",
        RUNS,
    ),
    Sort.CONTESTED: Row(
        lambda trigger, history: _number(trigger, history.contests),
        lambda trigger, history: say(
            "The enterprise disagreed {n} times: {limit}.", n=history.contests, limit=_limit(trigger)
        ),
        "不认可",
        RUNS,
    ),
    Sort.EXTENDED: Row(
        lambda trigger, history: _number(trigger, history.extensions),
        lambda trigger, history: say("Extended {n} times: {limit}.", n=history.extensions, limit=_limit(trigger)),
        "延期",
        RUNS,
    ),
    Sort.SUSPENDED: Row(
        lambda trigger, history: _number(trigger, history.suspensions),
        lambda trigger, history: say("Suspended {n} times: {limit}.", n=history.suspensions, limit=_limit(trigger)),
        "挂账",
        RUNS,
    ),
    Sort.REOPENED: Row(
        lambda trigger, history: _number(trigger, history.reopenings),
        lambda trigger, history: say("Opened again {n} times: {limit}.", n=history.reopenings, limit=_limit(trigger)),
        "重新办理",
        RUNS,
    ),
    Sort.OVERDUE: Row(
        _overdue,
        lambda trigger, history: say("Overdue {limit}.", limit=_limit(trigger)) if trigger.unit else say("Overdue."),
        "逾期",
        TIME,
    ),
    Sort.AGE: Row(
        _age,
        lambda trigger, history: say("Recorded so long ago: {limit}.", limit=_limit(trigger)),
        "登记",
        TIME,
        ("自登记之日起", "自登记起", "登记后", "登记起"),
    ),
    Sort.AMOUNT: Row(
        lambda trigger, history: _number(trigger, history.amount_wan),
        lambda trigger, history: say(
            "The amount is {amount} × 10,000 yuan: {limit}.", amount=history.amount_wan, limit=_limit(trigger)
        ),
        "金额",
        MONEY,
        ("涉及金额", "涉案金额", "涉及"),
    ),
    Sort.FIRMS: Row(
        lambda trigger, history: _number(trigger, history.firms),
        lambda trigger, history: say("It concerns {n} enterprises: {limit}.", n=history.firms, limit=_limit(trigger)),
        "涉及企业",
        FIRMS,
    ),
    Sort.UNITS: Row(
        lambda trigger, history: _number(trigger, history.units),
        lambda trigger, history: say("{n} units handle it: {limit}.", n=history.units, limit=_limit(trigger)),
        "涉及单位",
        BODIES,
        ("涉及部门",),
    ),
    Sort.KIND: Row(
        lambda trigger, history: history.kind in trigger.codes,
        lambda trigger, history: say("It is of kind {code}.", code=history.kind),
        "种类",
    ),
    Sort.CATEGORY: Row(
        lambda trigger, history: history.category in trigger.codes,
        lambda trigger, history: say("It is of category {code}.", code=history.category),
        "类别",
    ),
    Sort.GRADE: Row(
        lambda trigger, history: history.grade in trigger.codes,
        lambda trigger, history: say("It is of class {code}.", code=history.grade),
        "级别",
    ),
    Sort.URGENCY: Row(
        lambda trigger, history: history.urgency in trigger.codes,
        lambda trigger, history: say("Its urgency is {code}.", code=history.urgency),
        "缓急",
    ),
    Sort.INSTRUCTION: Row(
        lambda trigger, history: history.instruction,
        lambda trigger, history: say("A leader has instructed it."),
        "领导批示",
        also=("批示",),
    ),
    Sort.SIGNED: Row(
        lambda trigger, history: history.signed,
        lambda trigger, history: say("A signed request is there."),
        "书面申请",
        also=("书面请求", "署名来信", "署名申请", "署名"),
    ),
}
CODED: Mapping[Sort, str] = {
    Sort.KIND: "kinds",
    Sort.CATEGORY: "categories",
    Sort.GRADE: "grades",
    Sort.URGENCY: "urgencies",
}
"""Sorts that look at a label, and what a section calls these labels."""
COUNTED = frozenset(sort for sort, row in TRIGGERS.items() if row.units is RUNS)
"""Sorts that count how often something happened."""
_WORDS = sorted(((word, sort) for sort, row in TRIGGERS.items() for word in (row.word, *row.also)), reverse=True)


def fired(triggers: Iterable[Trigger], history: History) -> list[Fired]:
    """The triggers that hold, in their order, each with its reason."""
    return [Fired(t, TRIGGERS[t.sort].why(t, history)) for t in triggers if TRIGGERS[t.sort].holds(t, history)]


def undecided(triggers: Iterable[Trigger], history: History) -> list[Trigger]:
    """The triggers of which nobody can say yet whether they hold."""
    return [t for t in triggers if TRIGGERS[t.sort].holds(t, history) is None]


def lint(triggers: Sequence[Trigger]) -> Iterator[Finding]:
    """What is wrong with some triggers of which any suffices: one that holds for every case from the beginning, one that
    stands there twice."""
    for n, trigger in enumerate(triggers, 1):
        if trigger.sort in (Sort.AGE, Sort.UNITS) and trigger.interval.holds(Fraction(0)):
            said = say("“{trigger}” holds for every case from the beginning.", trigger=write(trigger))
            yield Finding("always", said, (n,))
        if trigger.sort in COUNTED and trigger.interval.holds(Fraction(0)):
            said = say("“{trigger}” holds for every case from the beginning: 0 times is in it.", trigger=write(trigger))
            yield Finding("always", said, (n,))
        if trigger in triggers[: n - 1]:
            yield Finding("twice", say("“{trigger}” stands here twice.", trigger=write(trigger)), (n,))


_NTH = re.compile("第([0-9]{1,3})次(交办|退回|不认可|延期|挂账|重新办理)")
_CODES = re.compile("[0-9a-zA-Z一-鿿]{1,30}")


def read(text: str) -> Trigger:
    """A trigger as people write it: ``第 3 次交办``, ``退回满 2 次``, ``逾期超过 3 工作日``, ``金额 500 万元以上``, ``级别 A、B``.

    A figure alone means "at least". Raises Invalid where it can't be read, Refused where nothing lies between its ends.
    """
    nth = _NTH.fullmatch(plain(text))
    written = f"{nth[2]}满{nth[1]}次" if nth else plain(text).removeprefix("已")
    word, sort = next(((word, sort) for word, sort in _WORDS if written.startswith(word)), ("", None))
    if sort is None:
        raise _unread(text)
    rest = written.removeprefix(word)
    if sort in CODED:
        return Trigger(sort, codes=frozenset(_codes(text, word)))
    if not rest and (sort is Sort.OVERDUE or not TRIGGERS[sort].units):
        return Trigger(sort)
    try:
        interval, unit, over = bounds(rest, TRIGGERS[sort].units, bare=True, zero=sort is not Sort.OVERDUE)
    except Invalid as unread:
        raise _unread(text) from unread
    if over or unit is Count.SHARE or (TRIGGERS[sort].units is RUNS and unit is not Count.TIMES):
        raise _unread(text)
    return Trigger(sort, interval, unit)


def _codes(text: str, word: str) -> list[str]:
    """The codes after the word, as they are written: capitals make a difference."""
    codes = re.split("[、,，]", "".join(text.split()).removeprefix(word).removeprefix("为"))
    if not all(_CODES.fullmatch(code) for code in codes):
        raise _unread(text)
    return codes


def _unread(text: str) -> Invalid:
    known = (
        "第 3 次交办, 退回满 2 次, 逾期超过 3 工作日, 登记满 15 天, 不认可满 2 次, 第 2 次延期, 级别 A、B, 金额 500 万元以上, "
        "涉及企业 10 家以上, 涉及单位 3 家以上, 重新办理满 2 次, 领导批示, 书面申请"
    )
    return Invalid({"trigger": say("“{written}” isn't a trigger. Write as in {known}", written=text[:40], known=known)})


def write(trigger: Trigger) -> str:
    """The trigger as a rulebook writes it; ``read`` reads it back."""
    word = TRIGGERS[trigger.sort].word
    if trigger.codes:
        return f"{word} {'、'.join(sorted(trigger.codes))}"
    if trigger.unit is None:
        return f"已{word}" if trigger.sort is Sort.OVERDUE else word
    return word + write_bounds(trigger.interval, trigger.unit, zero=trigger.sort is not Sort.OVERDUE)
