"""Examples of liaison that an edition carries: who has nobody on a day, what doesn't fit, whether a hand-over is in time.

``{名: 换人, 联系: {日: 2020-03-10, 企业: {甲: 规上, 乙: 规下}, 绑定: [2020-01-01 张三 甲]}, 应有: {无人: [乙]}}``
``{名: 交接, 联系: {日: 2020-03-10, 换人: 2020-03-02, 移交: 2020-03-09}, 应有: 按期}``, or ``{交接: 按期, 在办: 随人移交}``
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace

from zhuqi.base.words import Sentence, say, term
from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.core.rulebook.keys import Order, Part, key, keys_of
from zhuqi.core.rulebook.outcomes import Outcome
from zhuqi.core.rulebook.primitives import OWN
from zhuqi.core.rulebook.reading import Node
from zhuqi.core.rulebook.shapes import Chosen, Day, Text, Word, listing
from zhuqi.domain.directory.rules import Rank, Scale
from zhuqi.domain.liaison.life.coverage import coverage, handover, vacancies
from zhuqi.domain.liaison.life.fitting import fits
from zhuqi.domain.liaison.rules.bonds import Bond, OpenCases, Seat
from zhuqi.domain.liaison.rules.duties import Duty
from zhuqi.domain.liaison.rules.firms import Both, Firm, Industry, Key, Size, Sort
from zhuqi.domain.liaison.sections import KEEPERS, LiaisonRules
from zhuqi.domain.liaison.sections.firms import Sorts
from zhuqi.domain.liaison.sections.words import DUTIES, OPEN_CASES, RANKS

SECTION = "联系"
IN_TIME, LATE = "按期", "逾期"
ALL_WELL = "相符"
NAMES = Chosen(Text(40))


@dataclass(frozen=True)
class ThisCentury(Day):
    """A day of an example, from 2000 to 2099: whatever is counted from it is a date, too."""

    def read(self, node: Node) -> dt.date:
        day = node.day()
        if not 2000 <= day.year <= 2099:
            raise node.wrong(say("The days of an example lie from 2000 to 2099."))
        return day


DAY = ThisCentury()


@dataclass(frozen=True)
class Found:
    """What an example of liaison comes to; what isn't named is empty."""

    unbound: frozenset[str] = key(
        "无人", NAMES, term("with too few officials"), Order.NONE, primitive=OWN, default=frozenset()
    )
    overlays: frozenset[str] = key(
        "叠加缺人", NAMES, term("overlays with too few officials"), Order.NONE, primitive=OWN, default=frozenset()
    )
    vacant: frozenset[str] = key(
        "空缺", NAMES, term("lost their official"), Order.NONE, primitive=OWN, default=frozenset()
    )
    overdue: frozenset[str] = key(
        "逾期空缺", NAMES, term("not filled in time"), Order.NONE, primitive=OWN, default=frozenset()
    )
    misfits: frozenset[str] = key(
        "不合", NAMES, term("who doesn't fit"), Order.NONE, primitive=OWN, default=frozenset()
    )
    keeper: Duty | Rank | None = key(
        "代管", Word(KEEPERS), term("looked after meanwhile by"), Order.NONE, primitive=OWN, default=None
    )


@dataclass(frozen=True)
class Handed:
    """What an example of a hand-over comes to; where open cases go is looked at where it is named."""

    verdict: str = key("交接", Text(10), term("handed over"), Order.NONE, primitive=OWN)
    cases: OpenCases | None = key("在办", Word(OPEN_CASES), term("open cases"), Order.NONE, primitive=OWN, default=None)


def run(rules: LiaisonRules, example: Node, *, calendar: WorkCalendar) -> Outcome:
    """Run one example. Raises Unreadable where it can't be read."""
    example.only("名", SECTION, "应有")
    node, expected = example.at(SECTION), example.at("应有")
    node.only("日", "企业", "绑定", "职责", "换人", "移交")
    name, day = example.at("名").text(60), DAY.read(node.at("日"))
    now = dt.datetime.combine(day, dt.time(12), calendar.zone)
    if node.has("换人"):
        return _handover(rules, example, name, now, calendar)
    got, because = _found(rules, node, now, calendar)
    wanted = Found() if not expected.keyed and expected.text(10) == ALL_WELL else Part(Found).read(expected)
    got = got if wanted.keeper else replace(got, keeper=None)
    return Outcome(name, example.line, got == wanted, _line(wanted), _line(got), because, day=day)


def _handover(rules: LiaisonRules, example: Node, name: str, now: dt.datetime, calendar: WorkCalendar) -> Outcome:
    """The outcome of an example of a hand-over, done at noon of its day, or not yet."""
    node, expected = example.at(SECTION), example.at("应有")
    done = dt.datetime.combine(DAY.read(node.at("移交")), dt.time(12), calendar.zone) if node.has("移交") else None
    asked = handover(rules, DAY.read(node.at("换人")), done, now, calendar)
    wanted = Part(Handed, short="verdict").read(expected)
    if wanted.verdict not in (IN_TIME, LATE):
        node = expected.at("交接") if expected.keyed else expected
        raise node.wrong(say("This word isn't known here. Known are: {known}", known=f"{IN_TIME} {LATE}"))
    got = Handed(LATE if asked.late else IN_TIME, asked.cases if wanted.cases else None)
    due = say("It is due by {due}.", due=f"{asked.due:%Y-%m-%d %H:%M}") if asked.due else None
    return Outcome(name, example.line, wanted == got, _handed(wanted), _handed(got), due, day=now.date())


def _handed(found: Handed) -> str:
    """As one writes it."""
    return found.verdict + (f"；在办 {Word(OPEN_CASES).plain(found.cases)}" if found.cases else "")


def _found(rules: LiaisonRules, node: Node, now: dt.datetime, calendar: WorkCalendar) -> tuple[Found, Sentence | None]:
    """What the links and posts of an example come to, and why they don't fit, where they don't."""
    day = now.date()
    firms: dict[Key, Firm] = (
        {line.key: firm(Sorts().read(line)) for _, line in node.at("企业").pairs()} if node.has("企业") else {}
    )
    bonds = [_bond(line) for line in (node.at("绑定").items() if node.has("绑定") else ())]
    seats = [_seat(line) for line in (node.at("职责").items() if node.has("职责") else ())]
    cover = coverage(rules, firms, bonds, day)
    empty = vacancies(rules, firms, bonds, now, calendar)
    duties: dict[Key, frozenset[Duty]] = {}
    for seat in seats:
        duties[seat.place] = duties.get(seat.place, frozenset()) | {seat.duty}
    misfits = fits(rules, bonds, seats, firms=firms, places=duties, day=day)
    found = Found(
        _names(cover.unbound),
        _names(cover.overlays),
        _names(vacancy.firm for vacancy in empty),
        _names(vacancy.firm for vacancy in empty if vacancy.late),
        _names(misfit.who for misfit in misfits),
        next((vacancy.keeper for vacancy in empty), None),
    )
    told = listing([say("{who}: {why}", who=misfit.who, why=misfit.why) for misfit in misfits])
    return found, told if misfits and isinstance(told, Sentence) else None


def _names(keys: Iterable[Key] | Mapping[str, tuple[Key, ...]]) -> frozenset[str]:
    return frozenset(map(str, keys))


def _line(found: Found) -> str:
    """As one writes it: only what is named, in the order of the keys."""
    rows = keys_of(Found)
    told = [
        f"{rows[f.name].word} {Word(KEEPERS).plain(held) if isinstance(held, (Duty, Rank)) else '、'.join(sorted(held))}"
        for f in fields(found)
        if (held := getattr(found, f.name))
    ]
    return "；".join(told) or ALL_WELL


def firm(sorts: frozenset[Sort]) -> Firm:
    """An enterprise that is of every sort named; not above scale where nothing says so."""
    sorts = frozenset(plain for sort in sorts for plain in (sort.sorts if isinstance(sort, Both) else (sort,)))
    return Firm(
        above=Size.ABOVE in sorts,
        scale=next((sort for sort in sorts if isinstance(sort, Scale)), Scale.UNKNOWN),
        industry=next(
            (sort.code[: 1 if sort.code.isalpha() else 4] for sort in sorts if isinstance(sort, Industry)), ""
        ),
        lists=frozenset(sort for sort in sorts if isinstance(sort, str) and not isinstance(sort, (Scale, Size))),
    )


SPAN = re.compile(r"(20\d\d-\d\d-\d\d)(?:[~～至](20\d\d-\d\d-\d\d))?")


def _head(node: Node, form: str) -> tuple[dt.date, dt.date | None, list[str]]:
    """The days with which a line begins, the second one being the first without, and the words after them."""
    days, *words = node.text(120).split()
    found = SPAN.fullmatch(days)
    try:
        since = dt.date.fromisoformat(found[1]) if found else None
        until = dt.date.fromisoformat(found[2]) if found and found[2] else None
    except ValueError:
        since = until = None
    if since is None or len(words) < 2:
        raise node.wrong(say("This line is written as in: {form}", form=form))
    return since, until, words


BOND = "2020-01-01 张三 甲企业 副处级 组:一组"
SEAT = "2020-01-01 王五 带队 一队 区级领导"


def _bond(node: Node) -> Bond:
    since, until, (staff, firm_name, *more) = _head(node, BOND)
    bond = Bond(firm_name, staff, since, until)
    for word in more:
        what, _, name = word.replace("：", ":").partition(":")
        if word in RANKS:
            bond = replace(bond, rank=RANKS[word])
        elif what == "组" and name:
            bond = replace(bond, group=name)
        elif what == "叠加" and name:
            bond = replace(bond, overlay=name)
        else:
            raise node.wrong(say("This line is written as in: {form}", form=BOND))
    return bond


def _seat(node: Node) -> Seat:
    since, until, words = _head(node, SEAT)
    ranks = [RANKS[word] for word in words[3:] if word in RANKS]
    if len(words) < 3 or words[1] not in DUTIES or len(ranks) < len(words) - 3:
        raise node.wrong(say("This line is written as in: {form}", form=SEAT))
    return Seat(words[0], DUTIES[words[1]], words[2], since, until, ranks[0] if ranks else None)
