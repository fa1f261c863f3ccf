"""Examples of visits that an edition carries: a planned contact and what becomes of it, or a duty and how it stands.

``{名: 第31次, 走访: {企业: 规上, 已有: {次数: 30, 自: 2020-01-05, 每隔: 12 天}, 拟: 2020-12-30 乙局 走访}, 应有: 拒绝}``
``{名: 一月两次, 走访: {角色: 包企干部, 日: 2020-02-29, 已有: [2020-02-03 上门]}, 应有: 不足}``
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from zhuqi.base.period import Period
from zhuqi.base.words import Sentence, say, term
from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.base.worktime.spans import Span
from zhuqi.core.rulebook.keys import Order, Part, key
from zhuqi.core.rulebook.outcomes import Outcome
from zhuqi.core.rulebook.primitives import OWN
from zhuqi.core.rulebook.reading import Node
from zhuqi.core.rulebook.shapes import Number, Shape, Text, listing
from zhuqi.domain.contacts.life.judging import Judgement, judge
from zhuqi.domain.contacts.rules import quiet
from zhuqi.domain.contacts.rules.contacts import Encounter, next_after
from zhuqi.domain.contacts.rules.periods import DAY
from zhuqi.domain.contacts.rules.words import ContactHow, Verdict
from zhuqi.domain.contacts.sections import VisitRules
from zhuqi.domain.contacts.sections.parts import NOBODY
from zhuqi.domain.contacts.sections.shapes import Apart, Role, Whose
from zhuqi.domain.contacts.sections.words import HOWS
from zhuqi.domain.liaison.examples import ThisCentury, firm
from zhuqi.domain.liaison.rules.firms import Firm, Sort
from zhuqi.domain.liaison.sections.firms import Sorts
from zhuqi.domain.visits.life.duties import quota_state
from zhuqi.domain.visits.rules.words import DutyStanding

SECTION = "走访"
VERDICTS: Mapping[str, Verdict] = {"可以": Verdict.ALLOWED, "合并": Verdict.MERGE, "拒绝": Verdict.REFUSED}
STANDINGS: Mapping[str, DutyStanding] = {
    "达标": DutyStanding.MET,
    "不足": DutyStanding.SHORT,
    "有因": DutyStanding.EXCUSED,
    "须说明": DutyStanding.UNEXPLAINED,
    "免打扰": DutyStanding.SPARED,
    "未起算": DutyStanding.NOT_YET,
}
FLAGS: Mapping[str, Callable[[Encounter], Encounter]] = {
    "企业邀请": lambda contact: replace(contact, invited=True),
    "代访": lambda contact: replace(contact, proxy=True),
    "企业谢绝": lambda contact: replace(contact, declined=True),
    "请负责人": lambda contact: replace(contact, head=True),
}
"""Words beside the day, the unit, the way and the kind."""
NAMED = re.compile("(必要性|联合|例外)[:：](.+)")
"""Words with a name after them: why the head is needed, the joint event, the exception."""
FIRM = "企业"
"""As what the one enterprise of an example is known."""


@dataclass(frozen=True)
class Written(Shape[Node]):
    """Contacts as lines, read when the kinds of visit are known; or so many of them at equal distances."""

    def read(self, node: Node) -> Node:
        return node

    def plain(self, value: Node) -> Any:
        return value.value

    def schema(self) -> dict[str, Any]:
        line = {"type": "string", "examples": ["2020-01-03 甲局 上门"]}
        return {"oneOf": [line, {"type": "array", "items": line}, Part(Series).schema()]}


@dataclass(frozen=True)
class Series:
    """So many contacts, each by another unit unless one is named."""

    count: int = key("次数", Number(0, 400), term("times"), Order.NONE, primitive=OWN)
    since: dt.date = key("自", ThisCentury(), term("from"), Order.NONE, primitive=OWN)
    apart: Span = key("每隔", Apart(1), term("apart"), Order.NONE, primitive=OWN)
    unit: str = key("单位", Text(20), term("unit"), Order.NONE, primitive=OWN, default="")


@dataclass(frozen=True)
class Asked:
    """What an example of visits says: either a planned contact, or a role and a day."""

    firm: frozenset[Sort] = key("企业", Sorts(), term("enterprise"), Order.NONE, primitive=OWN, default=NOBODY)
    held: Node | None = key("已有", Written(), term("contacts there are"), Order.NONE, primitive=OWN, default=None)
    planned: Node | None = key("拟", Written(), term("planned contact"), Order.NONE, primitive=OWN, default=None)
    today: dt.date | None = key("今", ThisCentury(), term("today"), Order.NONE, primitive=OWN, default=None)
    registered: str = key("登记", Text(20), term("registered at"), Order.NONE, primitive=OWN, default="")
    spared: str = key("免打扰", Text(60), term("wishes to be left alone"), Order.NONE, primitive=OWN, default="")
    role: Role | None = key("角色", Whose(), term("role"), Order.NONE, primitive=OWN, default=None)
    day: dt.date | None = key("日", ThisCentury(), term("day"), Order.NONE, primitive=OWN, default=None)
    since: dt.date | None = key("联系自", ThisCentury(), term("held since"), Order.NONE, primitive=OWN, default=None)
    reason: str = key("原因", Text(30), term("reason"), Order.NONE, primitive=OWN, default="")


@dataclass(frozen=True)
class Expected:
    """What a planned contact should come to."""

    verdict: str = key("结论", Text(10), term("verdict"), Order.NONE, primitive=OWN)
    law: str = key("法", Text(5), term("law"), Order.NONE, primitive=OWN, default="")
    earliest: dt.date | None = key(
        "最早", ThisCentury(), term("earliest other day"), Order.NONE, primitive=OWN, default=None
    )
    join: str = key("同行", Text(20), term("goes together with"), Order.NONE, primitive=OWN, default="")


def run(rules: VisitRules, example: Node, *, calendar: WorkCalendar) -> Outcome:
    """Run one example. Raises Unreadable where it can't be read."""
    example.only("名", SECTION, "应有")
    name, asked = example.at("名").text(60), Part(Asked).read(example.at(SECTION))
    if asked.planned is not None:
        return _contact(rules, example, name, asked, calendar)
    if asked.role is None or asked.day is None:
        raise example.at(SECTION).wrong(
            say("Write what is planned under “拟”, or a role and a day under “角色” and “日”.")
        )
    return _duty(rules, example, name, asked, calendar)


def _contact(rules: VisitRules, example: Node, name: str, asked: Asked, calendar: WorkCalendar) -> Outcome:
    """The outcome of an example that plans a contact."""
    node = example.at(SECTION)
    planned = contact(node.at("拟"), rules, calendar)
    planned = replace(planned, registered_at=_moment(node.at("登记"), calendar) if asked.registered else None)
    judgement = judge(
        rules,
        planned,
        _held(asked, rules, calendar),
        firm=_firm(asked, node),
        today=asked.today or planned.day,
        calendar=calendar,
    )
    wanted = _expected(example.at("应有"))
    got = _as_written(judgement, wanted)
    because = _because(judgement)
    return Outcome(name, example.line, got == wanted, _line(wanted), _line(got), because, day=planned.day)


def _duty(rules: VisitRules, example: Node, name: str, asked: Asked, calendar: WorkCalendar) -> Outcome:
    """The outcome of an example that asks how a duty stands: the worst of the quotas of that role."""
    node, expected = example.at(SECTION), example.at("应有")
    if asked.role is None or asked.day is None:
        raise node.wrong(say("Write what is planned under “拟”, or a role and a day under “角色” and “日”."))
    wanted = expected.choice(STANDINGS)
    reason = _reason(rules, asked.reason)
    history = [replace(made, firm=FIRM) for made in _held(asked, rules, calendar)]
    states = quota_state(
        rules,
        asked.role,
        asked.day,
        history,
        {FIRM: _firm(asked, node)},
        reasons={FIRM: reason, None: reason} if reason else {},
        since={FIRM: asked.since} if asked.since else {},
    )
    if not states:
        return Outcome(name, example.line, False, expected.text(), "", say("No quota speaks of this role."))
    worst = max(states, key=lambda state: WORST.index(state.standing))
    got = next(word for word, standing in STANDINGS.items() if standing is worst.standing)
    return Outcome(name, example.line, worst.standing is wanted, expected.text(), got, worst.why, day=asked.day)


WORST = (
    DutyStanding.MET,
    DutyStanding.SPARED,
    DutyStanding.NOT_YET,
    DutyStanding.EXCUSED,
    DutyStanding.SHORT,
    DutyStanding.UNEXPLAINED,
)


def _reason(rules: VisitRules, written: str) -> str:
    """The code of a reason for a zero, written as its code or as what it is called; one that the rules don't name stays as it
    is written, and excuses nobody."""
    return next((code for code, label in rules.zeros.items() if written in (code, label)), written)


def _expected(node: Node) -> Expected:
    found = Part(Expected, short="verdict").read(node)
    (node.at("结论") if node.keyed else node).choice(VERDICTS)
    return found


def _as_written(judgement: Judgement, wanted: Expected) -> Expected:
    """What came, of what was asked for."""
    verdict = next(word for word, verdict in VERDICTS.items() if verdict is judgement.verdict)
    return Expected(
        verdict,
        judgement.law if wanted.law else "",
        judgement.earliest if wanted.earliest else None,
        str(judgement.join.unit) if judgement.join is not None and wanted.join else "",
    )


def _line(found: Expected) -> str:
    """As one writes it: the verdict alone, or with what else was asked for."""
    more = [found.law, f"最早 {found.earliest}" if found.earliest else "", f"同行 {found.join}" if found.join else ""]
    return "，".join([found.verdict, *filter(None, more)])


def _because(judgement: Judgement) -> Sentence | None:
    told = listing([*judgement.reasons, *judgement.doubts]) if judgement.reasons or judgement.doubts else None
    return told if isinstance(told, Sentence) else None


def _firm(asked: Asked, node: Node) -> Firm:
    """The enterprise, with the days on which it wishes to be left alone."""
    return replace(firm(asked.firm), undisturbed=_spared(node.at("免打扰")) if asked.spared else ())


def _spared(node: Node) -> tuple[Period, ...]:
    """When the enterprise wishes to be left alone: a day, or days from one to another."""
    found = quiet.parse(node.text(60))
    if found is None or not isinstance(found.days, quiet.Dates) or not 2000 <= found.days.last.year <= 2099:
        raise node.wrong(say("Here days like 2020-06-01 至 2020-06-30 are expected."))
    return (Period(found.days.first, found.days.last + DAY),)


def _held(asked: Asked, rules: VisitRules, calendar: WorkCalendar) -> list[Encounter]:
    """The contacts there are."""
    node = asked.held
    if node is None:
        return []
    if node.keyed:
        return _series(Part(Series).read(node), node, calendar)
    return [contact(line, rules, calendar) for line in (node.items() if node.listed else [node])]


def _series(series: Series, node: Node, calendar: WorkCalendar) -> list[Encounter]:
    found, day = [], series.since
    for n in range(series.count):
        if day.year > 2099:
            raise node.wrong(say("The days of an example lie from 2000 to 2099."))
        found.append(Encounter(day, unit=series.unit or f"{n + 1}"))
        day = next_after(day, series.apart, calendar)[0]
    return found


def contact(node: Node, rules: VisitRules, calendar: WorkCalendar) -> Encounter:
    """One contact as a line: day, perhaps a time, then in any order unit, way (``上门``), kind and flags. Raises Unreadable."""
    words = node.text(120).split()
    at = _moment_of(" ".join(words[:2])) or _moment_of(words[0])
    if at is None:
        raise node.wrong(say("A contact begins with its day, as in 2020-01-03 甲局 上门."))
    timed = len(words) > 1 and _moment_of(" ".join(words[:2])) is not None
    found = Encounter(at.date(), begins_at=at.replace(tzinfo=calendar.zone) if timed else None)
    how: ContactHow | None = None
    for word in words[1 + timed :]:
        named = NAMED.fullmatch(word)
        if word in HOWS:
            how = HOWS[word]
        elif word in rules.kinds:
            found = replace(found, kind=word)
        elif word in FLAGS:
            found = FLAGS[word](found)
        elif named:
            found = _named(found, named[1], named[2])
        elif found.unit != "":
            raise node.wrong(
                say("“{word}” can't be read here: the unit is {unit} already.", word=word, unit=found.unit)
            )
        else:
            found = replace(found, unit=word)
    return replace(found, how=how or ContactHow.ON_SITE)


def _named(found: Encounter, word: str, name: str) -> Encounter:
    if word == "必要性":
        return replace(found, head_why=name)
    return replace(found, event=name) if word == "联合" else replace(found, exempt=name)


MOMENT = re.compile(r"(20\d\d-\d\d-\d\d)(?: ([0-2]\d:[0-5]\d))?")


def _moment_of(written: str) -> dt.datetime | None:
    """A day, or a day with a time, by the place's clock; None where it is none."""
    found = MOMENT.fullmatch(written)
    try:
        return dt.datetime.fromisoformat(f"{found[1]} {found[2] or '00:00'}") if found else None
    except ValueError:
        return None


def _moment(node: Node, calendar: WorkCalendar) -> dt.datetime:
    found = _moment_of(" ".join(node.text(20).split()))
    if found is None:
        raise node.wrong(say("Here a day with a time is expected, as in 2020-01-02 09:00."))
    return found.replace(tzinfo=calendar.zone)
