"""The rulebook in the browser: what holds where and where it stands, what differs, and a text on its way to being signed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from html import unescape
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.interfaces.conftest import NOW, Town, district_text, handed_in
from tests.interfaces.reading import text
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.rulebook import queries
from zhuqi.core.rulebook.actions import adopt
from zhuqi.core.rulebook.comparing import Stance
from zhuqi.core.rulebook.models import Edition
from zhuqi.domain.calendar.queries import work_calendar
from zhuqi.interfaces.web.rulebooks.playing import WAY
from zhuqi.interfaces.web.rulebooks.words import SECTIONS, STANCES
from zhuqi.sections import SECTIONS as READ

ComeIn = Callable[..., Client]
BUDGET, DRAFT_BUDGET, WHAT_IF_BUDGET = 12, 13, 33
CHILD = """\
规则: 演练区规则
地区: ng
文号: 演练 2 号
施行: 2019-06-01
上级: cc
条文:
  - {条: 八, 原文: 七个工作日内答复。, 键: 办理/时限/答复}
  - {条: 九, 原文: 亮灯。, 待: 13}
  - {条: 十, 原文: 每周例会。, 说明: 不属于本系统}
示例:
  - 名: 周五晚登记
    经过:
      - 2019-06-14 16:30 登记
    应有:
      解决或提交: 2019-06-18 17:00
办理:
  时钟:
    - {名称: 五日一报, 起: [签收, 报告进展], 止: [报告进展, 答复], 归: 主办}
  时限:
    - {钟: 答复, 时长: 7 工作日}
    - {钟: 五日一报, 时长: 5 天}
"""
"""A district's text that stands on the city's."""
REDO = ("{钟: 重办, 时长: 5 工作日}", "{钟: 重办, 时长: 3 工作日}")
BAD = ("退回: {期限: 2 工作日}", "退回: {期限: 很快}")


def city(town: Town) -> Edition:
    return Edition.objects.get(place=town.city.org("cc"))


def district(town: Town, written: str = CHILD) -> Edition:
    place = town.city.org("ng"), town.city.orgs["ng"].path
    return adopt(CLOCK, text=written, place=place, now=NOW)


def page(client: Client, path: str, status: int = 200, **more: str) -> str:
    answer = client.get(path, more)
    assert answer.status_code == status, answer.content.decode()[:500]
    return unescape(answer.content.decode())


def row_of(html: str, anchor: str) -> str:
    """The words of the row with an id."""
    found = re.search(rf'<tr id="{anchor}">(.*?)</tr>', html, re.DOTALL)
    assert found is not None, anchor
    return " | ".join(text(found[1]).split("\n"))


def rows(html: str) -> list[str]:
    """The words of every row of the page's tables."""
    return [" | ".join(text(found).split("\n")) for found in re.findall(r"<tr[^>]*>(.*?)</tr>", html, re.DOTALL)]


def test_every_section_and_stance_has_a_name() -> None:
    assert set(SECTIONS) == set(READ)
    assert set(STANCES) == set(Stance) and len(set(STANCES.values())) == len(Stance), "told apart without colour"


def test_the_list_says_whose_rules_hold_here_what_is_coming_and_what_is_over(come_in: ComeIn, town: Town) -> None:
    client = come_in("dispatcher", "en")
    told = text(page(client, "/rulebooks"))
    assert "Here the rules of 长春（演练）市 are in force, since 10 May." in told
    assert "Nothing is in preparation." in told and "There was no edition before this one." in told
    mine = district(town)
    later = adopt(CLOCK, text=district_text(day="2019-09-01"), place=(mine.place, mine.path), now=NOW)
    told = text(page(client, "/rulebooks"))
    assert "Here the rules of 南关（演练）区 are in force, since 1 June" in told and told.index(
        "stands on"
    ) < told.index(city(town).name)
    assert "from 1 September on" in told.partition("In preparation")[2].partition("Before")[0]
    html = page(client, f"/rulebooks/{later.pk}")
    assert "not yet in force" in text(html) and "Holds in 南关（演练）区 and below it from 1 September on" in text(html)
    everywhere = page(client, "/rulebooks?which=all")
    assert all(f'href="/rulebooks/{each.pk}"' in everywhere for each in (city(town), mine, later))


def test_a_superseded_edition_stays_readable_and_says_until_when_it_held(come_in: ComeIn, town: Town) -> None:
    old = district(town)
    adopt(CLOCK, text=district_text(day="2019-06-03"), place=(old.place, old.path), now=NOW)
    client = come_in("utilities", "en")
    before = page(client, "/rulebooks").partition("Before</h2>")[2]
    assert f'href="/rulebooks/{old.pk}"' in before and "from 1 June to 2 June" in text(before)
    told = text(page(client, f"/rulebooks/{old.pk}"))
    assert "no longer in force" in told and "Held in 南关（演练）区 from 1 June to 2 June" in told


def test_each_value_says_in_which_line_of_whose_text_it_stands(come_in: ComeIn, town: Town) -> None:
    mine, above = district(town), city(town)
    html = page(come_in("official", "en"), f"/rulebooks/{mine.pk}")
    sources = queries.sources(mine)
    assert [f"v{n}" for n in range(1, len(sources) + 1)] == sorted(
        set(re.findall(r'<tr id="(v\d+)"', html)), key=lambda anchor: int(anchor[1:])
    ), "every value stands on the page, once"
    lines = mine.text.split("\n")
    for n, (held, whose) in enumerate(sources, 1):
        told = row_of(html, f"v{n}")
        if whose is None:
            assert "standard" in told, held.path
        elif whose == mine:
            assert f"?part=text#line-{held.line}" in html and f"line {held.line}" in told
        else:
            assert whose == above and f"“{above.name}”, line {held.line}" in told
            assert f'/rulebooks/{above.pk}?part=text#line-{held.line}"' in html
    assert (
        lines[next(held.line for held, _ in sources if held.path[-1] == "答复") - 1].strip().startswith("- {钟: 答复")
    )


def test_deadlines_are_a_table_by_clock_and_cases_and_own_clocks_say_from_when_to_when(
    come_in: ComeIn, town: Town
) -> None:
    html = page(come_in("official", "en"), f"/rulebooks/{district(town).pk}")
    told = rows(html)
    assert any(row.startswith("Reply to the enterprise | every other case | 7 working days | line") for row in told), (
        told
    )
    assert any(row.startswith("classes: A 类 | 5 working days | “") for row in told)
    assert any(row.startswith("hands: part, assist | 5 working days") for row in told)
    own = next(row for row in told if row.startswith("五日一报 | signed for"))
    assert own.startswith("五日一报 | signed for or told how it stands | told how it stands or replied | ")


def test_statements_lead_to_the_values_that_express_them_or_say_what_they_wait_for(come_in: ComeIn, town: Town) -> None:
    mine = district(town)
    html = page(come_in("official", "en"), f"/rulebooks/{mine.pk}", part="statements")
    told = text(html)
    assert "Clause 八" in told and "七个工作日内答复。" in told and "runs for: 7 working days" in told
    anchor = re.search(rf'href="/rulebooks/{mine.pk}#(v\d+)"', html)
    assert anchor is not None
    assert "7 working days" in row_of(page(come_in("official", "en"), f"/rulebooks/{mine.pk}"), anchor[1])
    assert "waits until the system can: lamps" in told and "不属于本系统" in told


def test_examples_stand_with_their_result_and_the_text_with_its_lines(come_in: ComeIn, town: Town) -> None:
    mine, client = district(town), come_in("official", "en")
    told = text(page(client, f"/rulebooks/{mine.pk}", part="examples"))
    assert "周五晚登记" in told and "holds" in told
    html = page(client, f"/rulebooks/{mine.pk}", part="text")
    found = re.findall(r'<li id="line-(\d+)"><code>(.*?)</code>', html)
    assert [line for _, line in found] == mine.text.split("\n") and found[0][0] == "1"


def test_two_editions_differ_in_words_and_by_a_sign_and_a_word_which_way(come_in: ComeIn, town: Town) -> None:
    mine, above = district(town), city(town)
    client = come_in("official", "en")
    html = page(client, f"/rulebooks/{mine.pk}/against/{above.pk}")
    told = rows(html)
    assert any(
        re.fullmatch(r"答复 \| Before \| 10 working days \| → \| Now \| 7 working days \| ▲ \| stricter", row)
        for row in told
    ), told
    turned = rows(page(client, f"/rulebooks/{above.pk}/against/{mine.pk}"))
    assert any(
        row.startswith("答复 | Before | 7 working days | → | Now | 10 working days | ▽ | laxer") for row in turned
    )
    assert "Both say the same." in text(page(client, f"/rulebooks/{mine.pk}/against/{mine.pk}"))
    page(client, f"/rulebooks/{mine.pk}/against/999999", 404)
    page(client, "/rulebooks/999999", 404)


def test_a_sample_case_is_due_when_the_calendar_says(come_in: ComeIn, town: Town) -> None:
    mine = district(town)
    path = f"/rulebooks/{mine.pk}/sample"
    asked: dict[str, Any] = {"kind": "finance", "grade": "B", "day": "2019-09-30", "time": "16:30"}
    html = page(come_in("official", "en"), path, **asked)
    assert len(WAY) == 5
    start = dt.datetime(2019, 9, 30, 16, 30, tzinfo=work_calendar().zone)
    due = work_calendar().due(start, [Span(7, Unit.WORKING_DAY)])
    assert due is not None
    told = text(html)
    assert due.strftime("%-d October %H:%M") in told and "五日一报" in told
    assert html.count('class="ruler"') > 5
    first = page(come_in("official", "en"), path)
    assert "4 June" in text(first), "today, where nothing is asked"
    wrong = page(come_in("official", "en"), path, 422, **{**asked, "time": "25:00"})
    assert "Please write the time as 17:30." in text(wrong)
    page(come_in("official", "en"), path, 422, **{**asked, "kind": "castle"})


def test_pages_cost_a_bounded_number_of_queries(come_in: ComeIn, town: Town) -> None:
    mine, draft = district(town), handed_in(town, REDO)
    for n in range(5):
        adopt(CLOCK, text=district_text(day=f"2019-10-{n + 10}"), place=(mine.place, mine.path), now=NOW)
    paths = ["/rulebooks", "/rulebooks?which=all", "/rulebooks?which=drafts", f"/rulebooks/{mine.pk}"]
    paths += [f"/rulebooks/{mine.pk}?part={part}" for part in ("statements", "examples", "text")]
    paths += [f"/rulebooks/{mine.pk}/against/{city(town).pk}", f"/rulebooks/{mine.pk}/sample"]
    leader = come_in("leader")
    for path in paths:
        page(leader, path)
        with CaptureQueriesContext(connection) as seen:
            page(leader, path)
        assert len(seen) <= BUDGET, (path, len(seen))
    with CaptureQueriesContext(connection) as seen:
        page(leader, f"/rulebooks/drafts/{draft.pk}")
    assert len(seen) <= DRAFT_BUDGET, len(seen)
    with CaptureQueriesContext(connection) as seen:
        page(leader, f"/rulebooks/drafts/{draft.pk}/what-if", since="2019-05-01", until="2019-06-04")
    assert len(seen) <= WHAT_IF_BUDGET, len(seen)
