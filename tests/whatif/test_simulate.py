"""What a simulation tells: figures side by side, by unit and kind, for whom they are, and what changes for open cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from tests.cases.town import DAY, HOUR, assigned, edition, handled, replied, screened
from tests.cast import START, City
from zhuqi.base.ladders import triggers
from zhuqi.base.worktime.spans import parse
from zhuqi.core.access.actor import CLOCK, Actor
from zhuqi.core.journal.models import Entry
from zhuqi.core.rulebook import queries as rulebook
from zhuqi.domain.cases.actions import clockwork
from zhuqi.domain.cases.rules.moments import Keeper, Moment
from zhuqi.domain.cases.rules.words import Action, Approver, Channel, Tick, TooLate
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.sections.clocks import ClockRule, OwnClock
from zhuqi.domain.cases.whatif.report import Line, Result
from zhuqi.domain.cases.whatif.simulating import simulate

pytestmark = pytest.mark.django_db
LATER = START + 2 * DAY


def sections(city: City) -> Mapping[str, Any]:
    return rulebook.standing(rulebook.in_force(city.orgs["ng"].path, START.date())).sections


def asked(city: City, actor: Actor = CLOCK, now: dt.datetime = LATER, place: str = "cc", **changes: Any) -> Result:
    """The text in force with some of its rules changed."""
    told = sections(city)
    new = {**told, "办理": replace(told["办理"], **changes)}
    since, until = START.date(), LATER.date()
    return simulate(actor, new=new, place=city.orgs[place].path, since=since, until=until, now=now)


def spans(city: City, **texts: str) -> tuple[ClockRule, ...]:
    """Deadlines with some clocks' spans changed for everybody."""
    rules: CaseRules = sections(city)["办理"]
    new = tuple(ClockRule(Tick[name], parse(text)) for name, text in texts.items())
    return (*new, *(rule for rule in rules.clocks if rule.clock not in {one.clock for one in new}))


def line(lines: tuple[Line, ...], key: int | str) -> Line:
    return next(one for one in lines if one.key == key)


def test_an_answer_within_four_hours_would_have_been_late(city: City, db: None) -> None:
    replied(city)
    result = asked(city, clocks=spans(city, HANDLE="4 小时"))
    assert (result.total.was.late, result.total.would.late, result.total.would.late_cases) == (0, 1, 1)
    unit = line(result.units, city.org("ng-utilities"))
    assert (unit.name, unit.was.late, unit.would.late, unit.was.clocks) == ("ng-utilities", 0, 1, 2)
    assert line(result.kinds, "utilities").would.late == 1
    assert line(result.kinds, "utilities").name == "要素保障"
    assert line(result.units, city.org("ng-desk")).would.late == 0
    assert "missed deadlines: 0 before, 1 under the new text" in [str(said) for said in result.told()]


def test_exactly_at_the_deadline_is_not_late(city: City, db: None) -> None:
    replied(city)
    assert asked(city, clocks=spans(city, HANDLE="22 小时")).total.would.late == 0
    assert asked(city, clocks=spans(city, HANDLE="1319 分钟")).total.would.late == 1


def test_an_open_deadline_moves(city: City, db: None) -> None:
    case = assigned(city)
    result = asked(city, now=START + 4 * HOUR, clocks=spans(city, HANDLE="3 工作日"))
    [change] = [change for change in result.changes if change.unit == city.org("ng-utilities")]
    assert (change.case, change.number, change.clock, change.unit_name) == (
        case.pk,
        case.number,
        Tick.HANDLE,
        "ng-utilities",
    )
    assert (f"{change.was:%m-%d %H:%M}", f"{change.would:%m-%d %H:%M}") == ("05-27 17:00", "05-16 17:00")
    assert (result.changed_clocks, result.changed_cases) == (1, 1)


def test_whoever_sees_no_case_simulates_none(city: City, db: None) -> None:
    replied(city)
    assert asked(city, city.actor("utilities")).total.was.cases == 1
    assert asked(city, city.actor("finance")).total.was.clocks == 0
    assert asked(city, Actor()).total.was.clocks == 0


def test_a_text_of_a_place_below_speaks_of_its_own_cases_alone(city: City, db: None) -> None:
    replied(city)
    assert asked(city, place="ng").total.was.cases == 1
    assert asked(city, place="mz").total.was.cases == 0


def test_who_came_before_or_after_is_left_out(city: City, db: None) -> None:
    replied(city)
    told = sections(city)
    for since, until, cases in ((1, 2, 0), (-2, -1, 0), (-1, 0, 1), (0, 0, 1)):
        first, last = START.date() + since * DAY, START.date() + until * DAY
        found = simulate(CLOCK, new=told, place=city.orgs["cc"].path, since=first, until=last, now=LATER)
        assert found.total.was.cases == cases, (since, until)


def test_a_contact_that_nobody_had_to_book_is_not_late(city: City, db: None) -> None:
    replied(city)
    own = OwnClock("联系企业", frozenset({Moment.ASSIGNED}), frozenset({Moment.CONTACTED}), Keeper.LEAD)
    rows = (ClockRule("联系企业", parse("1 小时")), *spans(city))
    result = asked(city, clocks=rows, own=(own,))
    assert (result.total.fresh, result.total.would.unobserved, result.total.would.late) == (1, 1, 0)


def test_a_contact_that_was_booked_is_judged(city: City, db: None) -> None:
    case = handled(city)
    city.do("utilities", Action.CONTACT, case, START + 6 * HOUR, channel=Channel.PHONE, text="已电话联系")
    own = OwnClock("联系企业", frozenset({Moment.ASSIGNED}), frozenset({Moment.CONTACTED}), Keeper.LEAD)
    for span, late in (("3 小时", 0), ("2 小时", 1)):
        result = asked(city, clocks=(ClockRule("联系企业", parse(span)), *spans(city)), own=(own,))
        assert (result.total.fresh, result.total.would.unobserved, result.total.would.late) == (1, 0, late)


def test_triggers_raise_what_they_hold_for(city: City, db: None) -> None:
    replied(city)
    texts = ("第 1 次交办", "第 2 次交办", "级别 B", "逾期满 1 小时", "逾期满 100 天", "金额 500 万元以上")
    rows = spans(city, HANDLE="4 小时")
    result = asked(city, clocks=rows, raising=tuple(triggers.read(text) for text in texts))
    assert [held for _, held in result.triggers] == [1, 0, 1, 1, 0, 0]
    assert (result.total.was.escalated, result.total.would.escalated) == (0, 1)
    assert line(result.units, city.org("ng-desk")).would.escalated == 1, (
        "the room gave it class B before anybody led it"
    )
    overdue = asked(city, clocks=rows, raising=(triggers.read("逾期满 1 小时"),))
    assert line(overdue.units, city.org("ng-utilities")).would.escalated == 1
    assert asked(city, raising=(triggers.read("第 2 次交办"),)).total.would.escalated == 0


def test_a_trigger_that_held_for_a_while_raised_the_case(city: City, db: None) -> None:
    """Late by four hours on one day, answered on the next: at the cut-off nothing is overdue any more."""
    replied(city)
    rows = spans(city, HANDLE="4 小时")
    for text, held in (
        ("逾期满 1 小时", 1),
        ("逾期满 17 小时", 1),
        ("逾期满 18 小时", 0),
        ("逾期满 2 小时不超过 3 小时", 1),
    ):
        result = asked(city, clocks=rows, raising=(triggers.read(text),))
        assert result.triggers[0][1] == held, text


def test_what_was_raised_by_the_triggers_of_the_text_in_force_was_raised(city: City, db: None) -> None:
    """The clock that books triggers needn't have run: an outage isn't a property of a text."""
    edition(city, "cc", START.date(), ("  提醒:\n", "  提级: [级别 B]\n  提醒:\n"))
    replied(city)
    same, without = asked(city), asked(city, raising=())
    assert (same.total.was.escalated, same.total.would.escalated) == (1, 1)
    assert (without.total.was.escalated, without.total.would.escalated) == (1, 0)


def test_an_extension_that_would_have_been_refused_counts_as_granted(city: City, db: None) -> None:
    case = city.do(
        "utilities", Action.ASK_EXTENSION, handled(city), START + 5 * HOUR, amount="3 工作日", reason="设备未到"
    )
    city.do("dispatcher", Action.EXTEND, case, START + 6 * HOUR, reason="属实")
    rule = sections(city)["办理"].extension
    assert asked(city).refused_extensions == 0
    result = asked(city, extension=replace(rule, most=parse("2 工作日")))
    assert (result.refused_extensions, result.changed_clocks) == (1, 0)
    assert asked(city, extension=replace(rule, count=0)).refused_extensions == 1


def test_extensions_and_suspensions_are_asked_again(city: City, db: None) -> None:
    """Asked for two working days before the deadline, granted by the room; suspended for nine days."""
    case = city.do(
        "utilities", Action.ASK_EXTENSION, handled(city), START + 5 * HOUR, amount="3 工作日", reason="设备未到"
    )
    city.do("dispatcher", Action.EXTEND, case, START + 6 * HOUR, reason="属实")
    until = START.date() + 9 * DAY
    city.do("utilities", Action.ASK_SUSPENSION, case, START + 7 * HOUR, reason="等厂房", until=until)
    city.do("dispatcher", Action.SUSPEND, case, START + 7 * HOUR + HOUR / 2, reason="属实")
    rules: CaseRules = sections(city)["办理"]
    for changes, figures in (
        ({}, (0, 0)),
        ({"lead": parse("10 工作日")}, (0, 0)),
        ({"lead": parse("11 工作日")}, (1, 0)),
        ({"lead": parse("11 工作日"), "late": TooLate.OVERDUE}, (0, 0)),
        ({"total": parse("2 工作日")}, (1, 0)),
        ({"grades": frozenset("A")}, (1, 0)),
        ({"grades": frozenset("B")}, (0, 0)),
        ({"approvers": (Approver.LEADER,)}, (0, 1)),
        ({"approvers": (Approver.NOBODY,)}, (0, 0)),
    ):
        result = asked(city, extension=replace(rules.extension, **changes))
        assert (result.refused_extensions, result.higher_extensions) == figures, changes
    late = asked(city, extension=replace(rules.extension, lead=parse("11 工作日"), late=TooLate.OVERDUE))
    assert (late.total.was.late, late.total.would.late) == (0, 1), "asked too late, it counts as overdue"
    for span, refused in (("9 天", 0), ("8 天", 1)):
        result = asked(city, suspension=replace(rules.suspension, most=parse(span)))
        assert result.refused_suspensions == refused, span


def test_a_class_that_was_confirmed_otherwise_makes_deadlines_uncertain(city: City, db: None) -> None:
    """By the new text the other class would have had another deadline; how far it ran by then isn't reckoned."""
    edition(city, "cc", START.date(), ("  提醒:\n", "  级别认定: {由: 督查, 时长: 1 工作日}\n  提醒:\n"))
    case = screened(city)
    city.do("supervisor", Action.CLASSIFY, case, START + 4 * HOUR, grade="A", note="影响投产")
    assert asked(city).total.would.undetermined == 1, "the promise to the enterprise"
    alike = tuple(row for row in sections(city)["办理"].clocks if not row.grades)
    assert asked(city, clocks=alike).total.would.undetermined == 0


def test_reminders_are_those_that_the_clock_books(city: City, db: None) -> None:
    handled(city)
    end = START + 30 * DAY
    for hours in range(0, 24 * 30, 2):
        clockwork.remind(START + 5 * HOUR + hours * HOUR)
    booked = Entry.objects.filter(kind="case", verb="reminded").count()
    result = asked(city, now=end)
    assert result.total.was.reminders == result.total.would.reminders == booked > 3


def test_checks_that_only_the_new_text_asks_for_are_not_invented(city: City, db: None) -> None:
    replied(city)
    result = asked(city, gate=replace(sections(city)["办理"].gate, on=True))
    assert result.total.was == result.total.would
