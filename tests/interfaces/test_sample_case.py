"""The sample case: what is sent about each of its deadlines, which lamps it lights, and what a change of a row makes of it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from tests.interfaces.conftest import NOW, Town, district_text
from zhuqi.core.rulebook import queries
from zhuqi.domain.calendar.queries import work_calendar
from zhuqi.interfaces.web.rulebooks.playing import Ran, played
from zhuqi.interfaces.web.rulebooks.timeline import line

LAMPS = "\n  亮灯: {规则: [{亮: 红, 当: 已逾期}, {亮: 黄, 当: 剩余不足 2 工作日}, {亮: 绿, 当: 其余}]}\n"
AT = NOW.replace(hour=9, minute=0)


def sample(written: str, *, far: bool = True, grade: str = "A") -> tuple[Ran, ...]:
    rules = queries.parsed(written)["办理"]
    with translation.override("en"):
        ran, refused = played(rules, work_calendar(), {"kind": "other", "grade": grade}, AT, far=far)
    assert refused is None
    return ran


def of(ran: tuple[Ran, ...], name: str) -> Ran:
    return next(each for each in ran if each.name == name)


REPLY = "Reply to the enterprise"


def test_a_deadline_says_what_is_sent_about_it_and_when(town: Town) -> None:
    reply = of(sample(district_text()), REPLY)
    assert reply.due is not None and reply.due.replace(tzinfo=None) == dt.datetime(2019, 6, 12, 17)
    assert reply.told == (
        "11 June 17:00: reminder to the unit that handles it",
        "13 June 09:30: urging to the unit that handles it",
        "14 June 17:00: urging to the unit that handles it, the dispatch room",
    )
    assert not of(sample(district_text(), far=False), REPLY).told


def test_its_lamps_turn_at_the_minute_at_which_the_rule_turns(town: Town) -> None:
    start, rest = district_text().split("\n  提醒:", 1)
    written = start + LAMPS + "  提醒:" + rest
    told = [each for each in of(sample(written), REPLY).told if "lamp" in each or "灯" in each]
    assert told == ["from 4 June 09:00 on: 绿灯", "after 10 June 17:00: 黄灯", "after 12 June 17:00: 红灯"]


def test_a_change_shows_the_moment_before_and_leaves_what_stays_aside(town: Town) -> None:
    before = sample(district_text(), far=False)
    faster = ("{钟: 答复, 级别: [A], 时长: 5 工作日}", "{钟: 答复, 级别: [A], 时长: 3 工作日}")
    after = sample(district_text(faster), far=False)
    with translation.override("en"):
        drawn = line(after, work_calendar(), AT, before)
    assert [(row.name, row.due, row.was) for row in drawn.rows] == [(REPLY, "10 June 17:00", "12 June 17:00")]
    assert drawn.compared and len(drawn.same) == len(after) - 1
    assert [bar.kind for bar in drawn.rows[0].ruler.strokes] == ["was"]
    with translation.override("en"):
        assert not line(before, work_calendar(), AT, before).rows


@pytest.mark.parametrize(("old", "new"), [("到期后 2 工作日", "到期后 3 工作日"), ("发: 提醒", "发: 督办")])
def test_a_change_of_a_rung_marks_what_is_new_and_what_is_gone(town: Town, old: str, new: str) -> None:
    before, after = sample(district_text()), sample(district_text((old, new)))
    with translation.override("en"):
        drawn = line(after, work_calendar(), AT, before)
    assert {row.name for row in drawn.rows} == {each.name for each in after}
    assert all(sum(each.new for each in row.told) == sum(each.gone for each in row.told) == 1 for row in drawn.rows)


def test_a_deadline_that_comes_or_goes_is_marked(town: Town) -> None:
    own = (
        "\n  时限:\n",
        "\n  时钟:\n    - {名称: 五日一报, 起: 签收, 止: 答复}\n  时限:\n    - {钟: 五日一报, 时长: 5 天}\n",
    )
    before, after = sample(district_text(), far=False), sample(district_text(own), far=False)
    with translation.override("en"):
        came, went = line(after, work_calendar(), AT, before), line(before, work_calendar(), AT, after)
    assert [(row.name, row.new) for row in came.rows] == [("五日一报", True)]
    assert [(row.name, row.gone) for row in went.rows] == [("五日一报", True)]
