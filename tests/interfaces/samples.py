"""One case as plain values, for pages that are shown without a database. The enterprise and its people are invented."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from zhuqi.base.worktime.calendar import build
from zhuqi.base.worktime.spans import Begins, DayEnd, Span, Unit
from zhuqi.domain.cases import events
from zhuqi.domain.cases.life.values import Clock, Holding, Life, Request, Shift
from zhuqi.domain.cases.rules.words import Action, Asked, Channel, Hand, How, Shifted, State, Tick
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.interfaces.web.cases import clock_rows
from zhuqi.interfaces.web.cases import page as case_page
from zhuqi.interfaces.web.cases.ending import ending
from zhuqi.interfaces.web.cases.page import Booked
from zhuqi.interfaces.web.shown import Door, Fact

ZONE = dt.timezone(dt.timedelta(hours=8))
CALENDAR = build([2019], {dt.date(2019, 6, 7): False})
UNITS = {1: "区调度室", 2: "要素保障组", 3: "项目建设组", 4: "规划资源分局", 5: "长通第2服务组"}
STAFF = {1: "何干事", 2: "郑科长", 3: "周调度"}


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> dt.datetime:
    return dt.datetime(2019, month, day, hour, minute, tzinfo=ZONE)


NOW = at(6, 4, 10, 20)
DAYS = Span(5, Unit.WORKING_DAY, Begins.NEXT_DAY, DayEnd.CLOSING)


@dataclass(frozen=True)
class Said:
    seq: int
    name: str
    outside: bool
    body: str


def clock(n: int, tick: Tick, unit: int, start: dt.datetime, **fields: Any) -> Clock:
    return Clock(n=n, tick=tick, unit=unit, area=9, start=start, episode=1, **fields)


def life() -> Life:
    """Assigned on 24 May, returned once, suspended for two days, extended by one, with a co-handler."""
    rows = (
        Holding(1, 5, Hand.HOLD, 1, Action.RECORD, at(5, 24, 10, 20), ended_at=at(5, 24, 11), how=How.PASSED),
        Holding(2, 1, Hand.HOLD, 2, Action.SUBMIT, at(5, 24, 11), 1, ended_at=at(5, 24, 13), how=How.PASSED),
        Holding(3, 3, Hand.LEAD, 3, Action.ASSIGN, at(5, 24, 13), 2, ended_at=at(5, 24, 14, 30), how=How.RETURNED),
        Holding(4, 2, Hand.LEAD, 4, Action.ASSIGN, at(5, 24, 16, 40), 2, accepted_at=at(5, 27, 9, 35)),
        Holding(5, 4, Hand.ASSIST, 4, Action.ASSIGN, at(5, 24, 16, 40), 2),
    )
    shifts = (
        Shift(Shifted.SUSPENSION, Span(2, Unit.WORKING_DAY), at(6, 3, 9)),
        Shift(Shifted.EXTENSION, Span(1, Unit.WORKING_DAY), at(6, 3, 15)),
    )
    clocks = (
        clock(1, Tick.CASE, 1, at(5, 24, 10, 20), span=Span(15, Unit.WORKING_DAY), due=at(6, 17, 17)),
        clock(2, Tick.SCREEN, 1, at(5, 24, 11), due=at(5, 27, 17), met_at=at(5, 24, 16, 40), holding=2),
        clock(3, Tick.ACCEPT, 2, at(5, 24, 16, 40), due=at(5, 27, 17), met_at=at(5, 28, 9, 35), holding=4),
        clock(4, Tick.HANDLE, 2, at(5, 27, 9, 35), span=DAYS, due=at(6, 6, 17), holding=4, shifts=shifts),
        clock(5, Tick.HANDLE, 4, at(5, 24, 16, 40), due=at(6, 3, 17), holding=5),
        clock(6, Tick.ACCEPT, 3, at(5, 24, 13), due=at(5, 27, 17), void_at=at(5, 24, 14, 30), holding=3),
    )
    requests = (Request(1, 4, Asked.EXTENSION, at(6, 3, 10), DAYS, ruled_at=at(6, 3, 15), granted=True),)
    return Life(
        enterprise=1,
        kind="utilities",
        channel=Channel.VISIT,
        desk=1,
        area=9,
        found_on=dt.date(2019, 5, 24),
        told_at=at(5, 24, 10, 20),
        recorded_at=at(5, 24, 10, 20),
        state=State.HANDLING,
        grade="A",
        finder=1,
        finder_unit=5,
        holdings=rows,
        clocks=clocks,
        requests=requests,
        editions={9: 1},
    )


RECORDED = events.Recorded(
    enterprise=1,
    unit=5,
    desk=1,
    area=9,
    edition=1,
    at_desk=False,
    kind="utilities",
    channel=Channel.VISIT,
    finder=1,
    found_on=dt.date(2019, 5, 24),
    told_at=at(5, 24, 10, 20),
)
ENTRIES = (
    Booked(1, at(5, 24, 10, 20), "何干事", RECORDED),
    Booked(2, at(5, 24, 11), "何干事", events.Submitted()),
    Booked(3, at(5, 24, 12), "周调度", events.Screened(kind="utilities", grade="A")),
    Booked(4, at(5, 24, 16, 40), "周调度", events.Assigned(lead=2, assists=(4,))),
    Booked(5, at(5, 27, 9, 35), "郑科长", events.Accepted(holding=4)),
    Booked(6, at(6, 3, 10), "郑科长", events.ExtensionAsked(holding=4, amount=Span(1, Unit.WORKING_DAY))),
    Booked(7, at(6, 3, 15), "周调度", events.Extended(request=1)),
)
SAID = (
    Said(
        1,
        "body",
        True,
        "二期厂房的基坑边上有一条 DN200 中压燃气管，燃气公司说不迁就不能打桩。问了三家单位，都说不归自己管。",
    ),
    Said(2, "why", False, "管线在红线外，组里没有办法。"),
    Said(6, "reason", False, "燃气公司 6 月 4 日才能到现场。"),
)


def seen(now: dt.datetime = NOW) -> case_page.Seen:
    """The case as its queries would give it."""
    return case_page.Seen(
        number="南关 2019-0187",
        title="卫星路南段燃气管线挡住二期厂房",
        version=7,
        life=life(),
        rules=CaseRules(kinds={"utilities": "水电气热"}, clocks=CaseRules.standard().clocks),
        calendar=CALENDAR,
        units=UNITS,
        staff=STAFF,
        said=SAID,
        entries=ENTRIES,
        now=now,
        address=lambda unit: f"/statement?unit={unit}",
    )


def page(now: dt.datetime = NOW) -> case_page.CasePage:
    """The whole page of the case."""
    known = seen(now)
    top = case_page.head(known, "/cases/1")
    rulers = clock_rows.drawn(known.life.clocks, known.units, known.calendar, known.yellow, now)
    return case_page.CasePage(
        **vars(top),
        calls="",
        doors=(
            Door(known.words(Action.REPLY), "/cases/1/reply", main=True),
            Door(known.words(Action.STAGE_REPLY), "/cases/1/stage_reply"),
            Door(known.words(Action.ASK_EXTENSION), "/cases/1/ask_extension"),
            Door(known.words(Action.ACCEPT), "/cases/1/accept", at_once=True),
            Door(known.words(Action.NOT_ACCEPT), "/cases/1/not_accept", grave=True),
        ),
        notes=(),
        told="",
        said=SAID[0].body,
        clocks=rulers.rows,
        clocks_before=rulers.before,
        rests=rulers.rests,
        marks=rulers.marks,
        clocks_left_out="",
        holders=case_page.holders(known),
        story=case_page.story(known),
        reminded=case_page.reminded(known),
        enterprise="长春云杉021精密机械有限公司",
        facts=(Fact("110", "长通街道"),),
        chain=(case_page.ChainLink("沈副区长", "", False), case_page.ChainLink("何干事", "", True)),
        ending=ending(known),
        edition="",
        links="",
        code="",
    )
