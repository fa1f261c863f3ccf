"""Needs that are alike, and some that aren't, in tests/cast.py's town. All synthetic."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.cast import START, City
from zhuqi.core.access.actor import of_enterprise
from zhuqi.domain.cases.actions import ACTIONS
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.rules.words import Action, Channel, Outcome
from zhuqi.domain.common import actions
from zhuqi.domain.common.actions.indexing import index
from zhuqi.domain.common.models import CommonIssue

METER = ("三相电增容批了没人接表", "增容批下来了，电缆也敷好了，一直没人来接表，设备放着不能试。")
METER_TOO = ("电力增容批了一直没人来接表", "变压器增容批下来了，没人来接表，新设备放在车间不能试机。")
METERS = ("三相电增容后没人接表送电", "增容三月就批下来了，没人来接表，设备不能试，客户催得紧。")
ROAD = ("园区门口道路积水", "一下雨园区门口就积水，货车进不来。")
HOUR = dt.timedelta(hours=1)


def told(city: City, words: tuple[str, str], firm: int = 0, now: dt.datetime = START, **more: Any) -> Case:
    """A need that was told and is indexed."""
    part = "official" if firm < 2 else "town_dispatcher"
    enterprise = city.enterprises[firm].pk
    case = city.record(now, part, title=words[0], body=words[1], enterprise_id=enterprise, **more)
    index([case.pk])
    return case


def settled(city: City, case: Case, now: dt.datetime, lead: str = "ng-utilities", part: str = "utilities") -> Case:
    """A case that a unit solved and its enterprise confirmed."""
    city.do("official", Action.SUBMIT, case, now, why="要区里协调。")
    city.do("dispatcher", Action.SCREEN, case, now, kind="utilities", grade="B")
    city.do("dispatcher", Action.ASSIGN, case, now, lead_id=city.org(lead))
    city.do(part, Action.ACCEPT, case, now)
    city.do(part, Action.REPLY, case, now, outcome=Outcome.SOLVED, text="供电所已上门接表送电。", told_on=now.date())
    city.do("official", Action.ASK, case, now, channel=Channel.PHONE, arrived_on=now.date())
    return ACTIONS[Action.CONFIRM](of_enterprise(case.enterprise_id), case.pk, now=now)


def opened(city: City, cases: list[Case], now: dt.datetime = START + HOUR, **more: Any) -> CommonIssue:
    """A common issue of some cases, put to the utilities group."""
    words = {"title": "增容后接表慢", "matter": "几家企业增容批了都等接表。", "wanted": "批复和接表一并排期。"}
    return actions.open_issue(
        city.actor("dispatcher"),
        area_id=city.org("ng"),
        case_ids=[case.pk for case in cases],
        **{"owner_id": city.org("ng-utilities"), "now": now, **words, **more},
    )
