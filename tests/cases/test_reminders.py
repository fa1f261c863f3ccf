"""Reminders: the rungs of each clock's ladder, before it is due and after; what the clock does by itself."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest

from tests.cases.play import (
    ASSIST,
    CITY_LEAD,
    LEAD,
    MICROSECOND,
    PLAIN,
    Play,
    assigned,
    at,
    days,
    handling,
    replied,
    suspended,
    written,
)
from tests.cases.town import DAY, HOUR, edition, handled, screened, submitted
from tests.cases.town import assigned as assigned_one
from tests.cases.town import replied as answered
from tests.cast import START, City
from zhuqi.base.errors import Refused
from zhuqi.base.ladders.parties import Party
from zhuqi.base.ladders.reminders import Sent
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.journal.models import Entry
from zhuqi.domain.cases import events
from zhuqi.domain.cases.actions import clockwork
from zhuqi.domain.cases.life.chasing import reminder
from zhuqi.domain.cases.life.values import Clock
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.models import Clock as ClockRow
from zhuqi.domain.cases.queries import lists, lives, rebuild, sight
from zhuqi.domain.cases.rules.words import Action, Outcome, State, Tick
from zhuqi.domain.cases.sections.chasing import RungRule, rung

MINUTE = dt.timedelta(minutes=1)


def plain(*timings: str) -> tuple[RungRule, ...]:
    """A ladder that reminds the unit."""
    return tuple(rung(timing, Sent.REMIND, Party.UNIT) for timing in timings)


def climb(case: Play, clock: Clock) -> list[str | None]:
    """When each rung of a clock's ladder comes, one after the other."""
    moments = []
    while (moment := case.life.clocks[clock.n - 1].remind_at) is not None:
        moments.append(written(moment))
        case.do(reminder(case.life, case.life.clocks[clock.n - 1], case.terms), written(moment) or "")
    return moments


def test_a_clock_is_reminded_of_before_it_is_due_and_after() -> None:
    case = handling()
    assert climb(case, case.clock(Tick.HANDLE)) == ["05-27 17:00", "05-29 09:30", "05-30 17:00"]
    assert case.clock(Tick.HANDLE).running, "a reminder stops nothing"


def test_a_rung_before_the_clock_began_is_left_out() -> None:
    early = replace(PLAIN, reminders=plain("到期前 20 工作日", "到期前 3 工作日", "到期后 1 工作日"))
    case = handling(rules=early)
    assert climb(case, case.clock(Tick.HANDLE)) == ["05-23 17:00", "05-29 17:00"]


def test_a_ladder_without_rungs_reminds_of_nothing() -> None:
    case = handling(rules=replace(PLAIN, reminders=()))
    assert climb(case, case.clock(Tick.HANDLE)) == []


def test_nobody_is_reminded_of_the_enterprises_silence_nor_of_what_is_paused_met_or_void() -> None:
    assert replied().ask("05-20 14:00").clock(Tick.SILENCE).remind_at is None
    case = suspended(assists=[ASSIST])
    assert case.clock(Tick.HANDLE, LEAD).remind_at is None
    assert case.clock(Tick.ACCEPT, ASSIST).remind_at is not None, "what is late goes on being told"
    assert case.resume("05-21 09:00").clock(Tick.HANDLE, LEAD).remind_at == at("05-30 17:00")
    assert replied().clock(Tick.HANDLE).remind_at is None
    assert handling().assign("05-15 09:00", lead=6).clock(Tick.HANDLE, LEAD).remind_at is None


def test_a_shift_moves_the_next_reminder() -> None:
    case = handling()
    assert written(case.clock(Tick.HANDLE).remind_at) == "05-27 17:00"
    case.ask_extension("05-22 10:00", 3).extend("05-22 11:00")
    assert written(case.clock(Tick.HANDLE).remind_at) == "05-30 17:00"


def test_an_extended_clock_is_reminded_of_again_before_its_new_date() -> None:
    case = handling().ask_extension("05-27 16:00", 3)
    clock = case.clock(Tick.HANDLE)
    case.do(events.Reminded(clock=clock.n, rung=1), "05-27 17:00")
    assert written(case.clock(Tick.HANDLE).remind_at) == "05-29 09:30", (
        "the early rung is climbed, the late ones are left"
    )
    case.extend("05-28 09:00")
    assert climb(case, case.clock(Tick.HANDLE)) == ["05-30 17:00", "06-03 09:30", "06-04 17:00"]


def test_each_area_has_its_own_ladder() -> None:
    patient = replace(PLAIN, reminders=plain("到期前 2 小时"))
    case = assigned(city=patient).ask_escalation("05-15 09:00").escalate("05-15 10:00", assists=[ASSIST])
    case.assign("05-15 11:00", lead=CITY_LEAD)
    assert written(case.clock(Tick.HANDLE, ASSIST).remind_at) == "05-28 17:00"
    assert written(case.clock(Tick.HANDLE, CITY_LEAD).remind_at) == "05-29 15:00"


@pytest.mark.django_db
def test_reminding_climbs_what_has_come_once_and_catches_up(city: City) -> None:
    case = handled(city)
    moment = ClockRow.objects.get(case=case, tick=Tick.HANDLE).remind_at
    assert moment is not None
    assert clockwork.remind(moment - MICROSECOND) == 0
    assert clockwork.remind(moment) == 1
    assert clockwork.remind(moment) == 0, "a repeated hour doubles nothing"
    told = Entry.objects.filter(kind="case", subject=case.pk, verb="reminded")
    assert told.count() == 1 and Case.objects.get(pk=case.pk).version == case.version + 1
    late = city.record(part="keeper")
    assert clockwork.remind(START + 60 * DAY) == 2 + 3 + 3, (
        "a missed month loses nothing: also the promise, and what was only found"
    )
    assert clockwork.remind(START + 90 * DAY) == 0
    assert Entry.objects.filter(kind="case", subject=late.pk, verb="reminded").count() == 3


@pytest.mark.django_db
def test_a_suspended_case_resumes_by_itself_once(city: City) -> None:
    case = handled(city)
    until = START.date() + 4 * DAY
    case = city.do("utilities", Action.ASK_SUSPENSION, case, START + DAY, reason="等图纸", until=until)
    case = city.do("dispatcher", Action.SUSPEND, case, START + DAY, reason="等图纸")
    due = ClockRow.objects.get(case=case, tick=Tick.RECHECK).due
    assert due is not None
    assert clockwork.resume_due(due - MICROSECOND) == 0
    assert clockwork.resume_due(due) == 1 and clockwork.resume_due(due + HOUR) == 0
    life = lives.load(Case.objects.get(pk=case.pk))
    assert life.state is State.HANDLING and all(clock.paused_at is None for clock in life.clocks)
    assert {len(clock.shifts) for clock in life.running if clock.tick in (Tick.CASE, Tick.HANDLE)} == {1}


@pytest.mark.django_db
def test_silence_ends_what_was_asked_and_leaves_alone_what_is_barred(city: City) -> None:
    first, second = answered(city), answered(city)
    later = START + 2 * DAY
    for n in range(2):
        second = city.do("enterprise", Action.CONTEST, second, later + n * DAY, text="没解决")
        typed = {"outcome": Outcome.SOLVED, "text": "再办"}
        second = city.do("utilities", Action.REPLY, second, later + n * DAY + HOUR, **typed)
    for case in (first, second):
        city.do("dispatcher", Action.ASK, case, later + 4 * DAY, channel="phone", arrived_on=(later + 4 * DAY).date())
    with pytest.raises(Refused, match="still has time"):
        city.do("dispatcher", Action.END, second, later + 4 * DAY, reason="三次沟通未果")
    assert second not in lists.waiting(city.actor("dispatcher"))
    assert clockwork.end_silent(later + 60 * DAY) == 2 and clockwork.end_silent(later + 61 * DAY) == 0
    ends = {case.pk: (case.state, case.confirmation) for case in Case.objects.all()}
    assert ends == {first.pk: ("ended", "unconfirmed"), second.pk: ("replied", None)}
    assert second in lists.waiting(city.actor("dispatcher")), "the desk is told that it must decide"
    done = city.do("dispatcher", Action.END, second, later + 62 * DAY, reason="三次沟通未果")
    assert done.confirmation == "disputed"


@pytest.mark.django_db
def test_what_the_clock_does_is_booked_as_the_clocks(city: City) -> None:
    case = submitted(city)
    clockwork.remind(START + 5 * DAY)
    entry = Entry.objects.filter(kind="case", subject=case.pk).latest("seq")
    assert (entry.verb, entry.account, entry.staff, entry.behalf) == ("reminded", None, None, CLOCK.name)


LADDER = (
    "{时: 到期后 1 工作时, 发: 催办, 给: 承办单位}",
    "{时: 到期后 1 工作时, 发: 督办, 给: 督查室, 单: 黄}",
)


@pytest.mark.django_db
def test_the_entry_says_what_was_due_to_whom(city: City) -> None:
    edition(city, "cc", START.date(), *[(LADDER[0], "\n    - ".join(LADDER))])
    case = handled(city)
    due = ClockRow.objects.get(case=case, tick=Tick.HANDLE).due
    assert due is not None
    clockwork.remind(due + 2 * DAY)
    entries = Entry.objects.filter(kind="case", subject=case.pk, verb="reminded").order_by("seq")
    mine = next(c.n for c in lives.load(Case.objects.get(pk=case.pk)).clocks if c.tick is Tick.HANDLE)
    facts = [json.loads(entry.facts) for entry in entries]
    told = [(fact["sent"], fact["to"], fact["sheet"]) for fact in facts if fact["clock"] == mine]
    assert told[:2] == [(["remind"], ["unit"], None), (["urge", "supervise"], ["unit", "supervision"], "黄")], told
    assert not list(rebuild.findings())


@pytest.mark.django_db
def test_a_trigger_is_booked_by_the_clock_once_and_the_desk_is_told(city: City) -> None:
    raising = "  提级: [逾期超过 1 工作日, 第 2 次交办]\n"
    edition(city, "cc", START.date(), ("  提醒:\n", f"{raising}  提醒:\n"))
    case = handled(city)
    due = ClockRow.objects.get(case=case, tick=Tick.HANDLE).due
    assert due is not None
    over = sight.terms_of(lives.load(case)).calendar.due(due, [days(1)])
    assert over is not None
    assert clockwork.raise_due(over) == 0, "exactly one isn't more than one"
    assert list(lists.must_rise(city.actor("dispatcher"))) == []
    assert clockwork.raise_due(over + MINUTE) == 1
    assert clockwork.raise_due(over + MINUTE) == clockwork.raise_due(over + DAY) == 0, "a repeated hour doubles nothing"
    booked = Entry.objects.get(kind="case", verb="raised")
    assert (booked.subject, booked.behalf) == (case.pk, CLOCK.name)
    assert (json.loads(booked.facts)["trigger"], json.loads(booked.facts)["why"]) == (1, "overdue")
    assert list(lists.must_rise(city.actor("dispatcher"))) == [case]
    case.refresh_from_db()
    up = city.do("dispatcher", Action.ESCALATE, case, over + DAY, why="超期未办")
    assert up.raised is None and not lists.must_rise(CLOCK)
    assert not list(rebuild.findings())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("triggers", "n"),
    [
        ("第 1 次交办", 1),
        ("第 2 次交办", 0),
        ("级别 B", 2),
        ("级别 A", 0),
        ("退回满 1 次, 延期满 1 次, 挂账满 1 次", 0),
        ("领导批示", 0),
        ("金额 500 万元以上", 1),
        ("金额超过 500 万元", 0),
        ("涉及企业 12 家以上", 1),
        ("涉及企业 13 家以上", 0),
        ("书面申请", 1),
        ("种类 utilities", 2),
        ("种类 finance", 0),
        ("级别 B, 第 1 次交办", 3),
        ("书面申请, 涉及 100 万元, 涉及企业满 2 家", 3),
    ],
)
def test_the_clock_looks_at_every_case_that_a_trigger_can_raise(city: City, triggers: str, n: int) -> None:
    edition(city, "cc", START.date(), ("  提醒:\n", f"  提级: [{triggers}]\n  提醒:\n"))
    assigned_one(city), screened(city, amount="500", firms=12, signed=True)
    assert clockwork.raise_due(START + 5 * HOUR) == n
    assert clockwork.raise_due(START + 5 * HOUR) == 0
