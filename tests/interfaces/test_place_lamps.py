"""A place's own lamps, and what must go up, as pages and the API show them; where its rules say nothing, all is as it was."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils.translation import override

from tests.cases.town import DAY, HOUR, edition, handled
from tests.cast import START, City, stage
from zhuqi.core.access.actor import CLOCK
from zhuqi.domain.cases.actions import clockwork
from zhuqi.domain.cases.models import Case, Clock
from zhuqi.domain.cases.queries import lighting, lists
from zhuqi.domain.cases.queries.detail import detail
from zhuqi.domain.cases.rules.words import Tick
from zhuqi.interfaces.api.case_shapes import Telling, row
from zhuqi.interfaces.web import my_day
from zhuqi.interfaces.web.cases import listing, one, page, stories
from zhuqi.interfaces.web.lamps import Lamp

pytestmark = pytest.mark.django_db
LAMPS = """\
  提级: [逾期超过 1 工作日]
  协调: [{由: 承办单位}, {由: 分管副市长, 当: 逾期超过 1 工作日}]
  亮灯:
    灯: {绿: 正常, 蓝: 预警, 橙: 超期}
    规则:
      - {亮: 橙, 当: 已逾期}
      - {亮: 蓝, 当: 已用超过一半}
      - {亮: 绿, 当: 其余}
"""
LADDER = (
    "    - {时: 到期后 2 工作日, 发: 催办, 给: [承办单位, 调度室]}",
    "    - {时: 到期后 2 工作日, 发: 督办, 给: 督查室, 单: 黄}",
)


@pytest.fixture
def city(db: None) -> City:
    """The cast under rules with five colours."""
    made = stage()
    edition(made, "cc", START.date(), ("  提醒:\n", f"{LAMPS}  提醒:\n"), LADDER)
    return made


def due_of(case: Case) -> dt.datetime:
    due = Clock.objects.get(case=case, tick=Tick.HANDLE).due
    assert due is not None
    return due


def on_the_list(case: Case, now: dt.datetime) -> tuple[str, ...]:
    (shown,) = listing.rows([Case.objects.get(pk=case.pk)], now)
    return told(shown.lamp)


def told(lamp: Lamp) -> tuple[str, ...]:
    """Its colour, what it is called there where it is called anything, and the time."""
    return (lamp.tone, *re.split("[：:] ?", lamp.words))


def test_a_list_and_the_first_page_show_the_lamps_of_the_place(city: City) -> None:
    case = handled(city)
    due = due_of(case)
    with override("zh-hans"):
        assert on_the_list(case, START + 5 * HOUR) == ("green", "正常", "剩 11 工作日")
        assert on_the_list(case, due - DAY) == ("blue", "预警", "剩 1 工作日")
        assert on_the_list(case, due) == ("blue", "预警", "剩 1 分")
        assert on_the_list(case, due + HOUR) == ("orange", "超期", "超 1 小时")
        day = my_day.my_day(city.actor("utilities"), due + HOUR)
        assert [told(shown.lamp) for part in day.parts for shown in part.rows] == [("orange", "超期", "超 1 小时")]


def test_the_case_page_shows_them_too_and_what_was_due(city: City) -> None:
    case, actor = handled(city), city.actor("dispatcher")
    over = due_of(case) + 4 * DAY
    clockwork.remind(over)
    clockwork.raise_due(over)
    found = detail(actor, case.pk, now=over)
    with override("en"):
        shown = one.presented(actor, found, over)
        assert shown.lamp.tone == "orange"
        assert {line.lamp.tone for line in shown.clocks if line.running} == {"orange", "blue"}
        assert shown.rising == ("Overdue 超过 1 工作日.",)
        assert shown.coordinated == "Coordinated by 分管副市长, rung 2. Overdue 超过 1 工作日."
        supervised = [line.what for line in shown.story if "supervision order" in line.what]
        raised = [line.what for line in shown.story if "must go up" in line.what]
        assert len(supervised) == 1 and len(raised) == 1, "what is milder is told in one line"
        assert listing.LISTS["rising"].cases(actor, over).get() == case
        (row,) = listing.rows([lists.must_rise(actor).get()], over)
        assert row.why.startswith("By the rules here it must go up.")


def test_the_story_says_what_was_due_to_whom_on_which_sheet(city: City) -> None:
    case, actor = handled(city), city.actor("dispatcher")
    over = due_of(case) + 4 * DAY
    clockwork.remind(over)
    seen = one.seen_by(actor, detail(actor, case.pk, now=over), over)
    sentences = [
        str(stories.sentence(entry.event, stories.Told(seen.life, seen.units, seen.rules))) for entry in seen.entries
    ]
    assert any("colour of the sheet: 黄" in said for said in sentences)
    with override("en"):
        assert "Among them to urge" in page.reminded(seen)


def test_the_api_tells_the_lamp_and_why_and_that_it_must_go_up(city: City) -> None:
    case, actor = handled(city), city.actor("dispatcher")
    late = due_of(case) + 4 * DAY
    cases = {case.pk: Case.objects.get(pk=case.pk)}
    clocks = lists.due_clocks(cases.values())
    lit = lighting.lit(clocks.values(), cases, late)
    with override("en"):
        out = row(cases[case.pk], clocks[case.pk], late, lit)
        assert out.clock is not None and out.clock.lamp is not None
        assert (out.clock.lamp.label, out.clock.lamp.colour) == ("超期", "orange") and "已逾期" in out.clock.lamp.why
        told = Telling(detail(actor, case.pk, now=late), late, inside=True).case()
        assert told.must_rise == ["Overdue 超过 1 工作日."]
        lamps = {clock.tick: clock.lamp and clock.lamp.colour for clock in told.clocks if clock.running}
        assert lamps[Tick.HANDLE] == "orange"
        outside = Telling(detail(actor, case.pk, now=late), late, inside=False).case()
        assert outside.must_rise == []


def test_without_a_word_about_lamps_all_is_as_it_was() -> None:
    city = stage()
    case = handled(city)
    due = due_of(case)
    with override("zh-hans"):
        assert on_the_list(case, due - 5 * DAY)[0] == "green"
        assert on_the_list(case, due - HOUR) == ("yellow", "剩 1 小时")
        assert on_the_list(case, due + HOUR) == ("red", "超 1 小时")
    (shown,) = listing.rows([Case.objects.get(pk=case.pk)], due)
    assert shown.why == "" and not lists.must_rise(CLOCK)
