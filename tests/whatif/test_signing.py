"""What a simulation makes of signing clocks under other rules of who signs which answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from tests.cases.town import DAY, HOUR, edition, handled
from tests.cast import START, City
from zhuqi.base.worktime.spans import Span, parse
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.rulebook import queries as rulebook
from zhuqi.domain.cases.models import Case, Clock
from zhuqi.domain.cases.rules.words import Action, Approver, Tick
from zhuqi.domain.cases.sections.signing import SigningRule
from zhuqi.domain.cases.whatif.report import Result
from zhuqi.domain.cases.whatif.simulating import simulate

pytestmark = pytest.mark.django_db
ANSWER = {"outcome": "solved"}


def lived(city: City) -> Case:
    """The first answer is signed after three days, which is late by two; the enterprise disagrees, and the second one is signed
    within the hour."""
    edition(city, "cc", START.date(), ("督核: 否", "督核: 否\n  审签: [{由: 领导}]"))
    case = handled(city)
    for handed_in, signed in ((START + 5 * HOUR, START + 3 * DAY), (START + 7 * DAY, START + 7 * DAY + HOUR)):
        case = city.do("utilities", Action.ASK_SIGNING, case, handed_in, draft="已接通", **ANSWER)
        case = city.do("leader", Action.SIGN, case, signed, note="同意")
        case = city.do("utilities", Action.REPLY, case, signed + HOUR / 2, text="已接通", **ANSWER)
        if signed < START + 7 * DAY:
            case = city.do("enterprise", Action.CONTEST, case, signed + DAY, text="没解决")
    return case


def asked(city: City, *signing: SigningRule) -> Result:
    """The text in force, with other rows of who signs."""
    told = rulebook.standing(rulebook.in_force(city.orgs["ng"].path, START.date())).sections
    new: dict[str, Any] = {**told, "办理": replace(told["办理"], signing=signing)}
    since, until = START.date(), (START + dt.timedelta(days=1)).date()
    return simulate(CLOCK, new=new, place=city.orgs["cc"].path, since=since, until=until, now=START + 8 * DAY)


DAYS: dict[int, Span] = {days: parse(f"{days} 工作日") for days in (1, 3, 4)}
LEADER, NOBODY = Approver.LEADER, Approver.NOBODY
TABLE: tuple[tuple[str, tuple[SigningRule, ...], int, int], ...] = (
    ("the same", (SigningRule(by=LEADER),), 0, 1),
    ("long enough", (SigningRule(by=LEADER, within=DAYS[3]),), 0, 0),
    ("nobody signs", (), 2, 0),
    ("nobody signs, said so", (SigningRule(by=NOBODY),), 2, 0),
    ("only class A", (SigningRule(by=LEADER, grades=frozenset("A")),), 2, 0),
    ("only class B, as it is", (SigningRule(by=LEADER, grades=frozenset("B")),), 0, 1),
    ("only what is done again", (SigningRule(by=LEADER, redone=True),), 1, 0),
    ("what is done again by nobody", (SigningRule(by=LEADER), SigningRule(by=NOBODY, redone=True)), 1, 1),
    ("the first in four days", (SigningRule(by=LEADER, within=DAYS[4]), SigningRule(by=LEADER, redone=True)), 0, 0),
    ("the second in four days", (SigningRule(by=LEADER), SigningRule(by=LEADER, within=DAYS[4], redone=True)), 0, 1),
    ("the second within minutes", (SigningRule(by=NOBODY), SigningRule(by=LEADER, within=parse("30 分钟"), redone=True)), 1, 1),
)  # fmt: skip


@pytest.mark.parametrize(("_", "rows", "gone", "late"), TABLE, ids=[row[0] for row in TABLE])
def test_signing_is_judged_by_who_signs_which_answer(
    city: City, db: None, _: str, rows: tuple[SigningRule, ...], gone: int, late: int
) -> None:
    lived(city)
    assert Clock.objects.filter(tick=Tick.SIGN.value).count() == 2
    result = asked(city, *rows)
    was, would = result.total.was, result.total.would
    assert was.late == 1
    assert (result.total.gone, was.clocks - would.clocks, would.late) == (gone, gone, late)
    assert result.total.fresh == 0
