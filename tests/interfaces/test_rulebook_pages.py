"""The rulebook in the browser: what holds where and where it stands, what differs, and a text on its way to being signed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.interfaces.conftest import NOW, Town, district_text, handed_in
from tests.interfaces.reading import text
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.journal.models import Entry
from zhuqi.core.rulebook import queries
from zhuqi.core.rulebook.actions import adopt, sign
from zhuqi.core.rulebook.actions import draft as hand_in
from zhuqi.core.rulebook.comparing import Stance
from zhuqi.core.rulebook.head import LAST_PRIMITIVE
from zhuqi.core.rulebook.models import Draft, Edition
from zhuqi.domain.calendar.queries import work_calendar
from zhuqi.domain.cases.whatif.simulating import simulate
from zhuqi.interfaces.web.rulebooks import whatif
from zhuqi.interfaces.web.rulebooks.sample import WAY
from zhuqi.interfaces.web.rulebooks.words import PRIMITIVES, SECTIONS, STANCES
from zhuqi.sections import SECTIONS as READ

ComeIn = Callable[..., Client]
BUDGET, WHAT_IF_BUDGET = 12, 45
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


def test_every_section_stance_and_primitive_has_a_name() -> None:
    assert set(SECTIONS) == set(READ)
    assert set(STANCES) == set(Stance) and len(set(STANCES.values())) == len(Stance), "told apart without colour"
    assert set(PRIMITIVES) == set(range(1, LAST_PRIMITIVE + 1))


def test_the_list_says_whose_rules_hold_here_what_is_coming_and_what_is_over(come_in: ComeIn, town: Town) -> None:
    client = come_in("dispatcher", "en")
    told = text(page(client, "/rulebooks"))
    assert "In 南关（演练）区 the rules of 长春（演练）市 are in force, since 10 May." in told
    assert "Nothing is in preparation." in told and "There was no edition before this one." in told
    mine = district(town)
    later = adopt(CLOCK, text=district_text(day="2019-09-01"), place=(mine.place, mine.path), now=NOW)
    told = text(page(client, "/rulebooks"))
    assert "its own rules are in force, since 1 June" in told and told.index("stands on") < told.index(city(town).name)
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
    assert lines[[held.line for held, _ in sources if held.path[-1] == "答复"][0] - 1].strip().startswith("- {钟: 答复")


def test_deadlines_are_a_table_by_clock_and_cases_and_own_clocks_say_from_when_to_when(
    come_in: ComeIn, town: Town
) -> None:
    html = page(come_in("official", "en"), f"/rulebooks/{district(town).pk}")
    told = rows(html)
    assert any(row.startswith("Reply | every other case | 7 working days | line") for row in told), told
    assert any(row.startswith("classes: A 类 | 5 working days | “") for row in told)
    assert any(row.startswith("hands: part, assist | 5 working days") for row in told)
    own = next(row for row in told if row.startswith("五日一报 | signed for"))
    assert own.startswith("五日一报 | signed for or told how it stands | told how it stands or answered | ")


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
        re.fullmatch(r"答复 \| Before \| 10 working days \| Now \| 7 working days \| ▲ \| stricter", row)
        for row in told
    ), told
    turned = rows(page(client, f"/rulebooks/{above.pk}/against/{mine.pk}"))
    assert any(row.startswith("答复 | Before | 7 working days | Now | 10 working days | ▽ | laxer") for row in turned)
    assert "Both say the same." in text(page(client, f"/rulebooks/{mine.pk}/against/{mine.pk}"))
    page(client, f"/rulebooks/{mine.pk}/against/999999", 404)
    page(client, "/rulebooks/999999", 404)


def test_a_text_with_faults_is_kept_and_each_fault_stands_beside_its_line(come_in: ComeIn, town: Town) -> None:
    client = come_in("administrator", "en")
    wrong = district_text(BAD) + "  打卡: 每天两次\n"
    before = Entry.objects.count()
    answer = client.post("/rulebooks/new", {"text": wrong, "act": "hand_in"})
    assert answer.status_code == 422 and not Draft.objects.exists() and Entry.objects.count() == before
    html = unescape(answer.content.decode())
    assert wrong.strip() in html, "what was typed is kept"
    line = 1 + wrong.split("\n").index("  " + BAD[1])
    assert f'href="#line-{line}"' in html and "can't be read as a span of time" in text(html)
    assert re.search(rf'<li id="line-{line}" class="bad">', html)
    assert "No check-in" in text(html) and "国办函〔2026〕12号" in html, "the law is named"
    assert "Hand it in" not in text(html)


def test_a_text_is_looked_at_without_anything_being_written_and_then_handed_in(come_in: ComeIn, town: Town) -> None:
    client = come_in("administrator", "en")
    before = Entry.objects.count()
    answer = client.post("/rulebooks/new", {"text": district_text(REDO), "act": "check"})
    html = unescape(answer.content.decode())
    assert answer.status_code == 200 and not Draft.objects.exists() and Entry.objects.count() == before
    assert "This text can be put in force." in text(html) and "Hand it in" in text(html)
    assert any(row.endswith("▲ | stricter") and row.startswith("重办") for row in rows(html))
    sent = {"text": district_text(REDO), "act": "hand_in", "key": "once"}
    first, again = client.post("/rulebooks/new", sent), client.post("/rulebooks/new", sent)
    draft = Draft.objects.get()
    assert first.status_code == again.status_code == 302
    assert first.headers["Location"] == again.headers["Location"] == f"/rulebooks/drafts/{draft.pk}"
    assert "The text is handed in." in page(client, first.headers["Location"])


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"text": "  "}, "Write the text here, or choose a file."),
        ({"text": "", "file": SimpleUploadedFile("r.yaml", "规则: 一".encode("gbk"))}, "isn't UTF-8"),
        ({"text": "", "file": SimpleUploadedFile("r.yaml", b"x" * 1_000_001)}, "too large for a rulebook"),
        ({"text": "规则: 一\n规则: 二"}, "This key is here twice."),
        ({"text": "地区: nowhere\n"}, "No organisation in force has this code."),
        ({"text": "a\x00b"}, "well-formed"),
        ({"text": "规" * 100_001}, "characters"),
    ],
)
def test_what_can_t_be_read_is_refused_with_a_sentence(
    come_in: ComeIn, town: Town, sent: dict[str, object], sentence: str
) -> None:
    answer = come_in("administrator", "en").post("/rulebooks/new", {**sent, "act": "check"})
    assert answer.status_code == 422 and sentence in text(unescape(answer.content.decode()))


def test_a_file_takes_the_place_of_what_is_typed(come_in: ComeIn, town: Town) -> None:
    file = SimpleUploadedFile("r.yaml", district_text(REDO).replace("\n", "\r\n").encode("utf-8-sig"))
    answer = come_in("administrator", "en").post("/rulebooks/new", {"text": "x", "file": file, "act": "check"})
    assert answer.status_code == 200 and district_text(REDO).strip() in unescape(answer.content.decode())


def test_somebody_else_signs_and_the_text_is_an_edition(come_in: ComeIn, town: Town) -> None:
    draft = handed_in(town, REDO)
    told = text(page(come_in("administrator", "en"), f"/rulebooks/drafts/{draft.pk}"))
    assert "Sign it" not in told and "Take it back" in told and "signed by a leader of that place" in told
    leader = come_in("leader", "en")
    html = page(leader, f"/rulebooks/drafts/{draft.pk}")
    assert "Sign it" in text(html) and "Open cases keep the rules they came in under." in text(html)
    assert any(row.startswith("重办") for row in rows(html)), "what it changes"
    answer = leader.post(f"/rulebooks/drafts/{draft.pk}", {"act": "sign", "key": "k"})
    edition = Edition.objects.get(place=town.city.org("ng"))
    assert answer.status_code == 302 and answer.headers["Location"] == f"/rulebooks/{edition.pk}"
    assert "演练administrator" in text(page(leader, f"/rulebooks/{edition.pk}")), "who handed it in"
    assert "signed" in text(page(leader, "/rulebooks?which=drafts"))
    told = text(page(leader, f"/rulebooks/drafts/{draft.pk}"))
    assert "Sign it" not in told and "This was signed and became an edition." in told


@pytest.mark.parametrize("act", ["sign", "withdraw", "burn", ""])
def test_what_isn_t_open_is_refused_with_its_sentence_on_the_page(come_in: ComeIn, town: Town, act: str) -> None:
    draft = handed_in(town, REDO)
    client = come_in("administrator", "en")
    answer = client.post(f"/rulebooks/drafts/{draft.pk}", {"act": act})
    draft.refresh_from_db()
    if act == "withdraw":
        assert answer.status_code == 302 and draft.withdrawn_at is not None
        assert "taken back and never held" in page(client, f"/rulebooks/drafts/{draft.pk}")
    else:
        assert answer.status_code == 409 and draft.signed_at is None and draft.withdrawn_at is None
        assert 'role="alert"' in answer.content.decode()


def test_what_came_to_stand_above_bars_a_signature_that_was_open(come_in: ComeIn, town: Town) -> None:
    place = town.city.org("ng"), town.city.orgs["ng"].path
    child = CHILD.replace("施行: 2019-06-01", "施行: 2019-07-01")
    draft = hand_in(town.city.actor("administrator"), text=child, place=place, now=NOW)
    leader = come_in("leader", "en")
    assert "Sign it" in text(page(leader, f"/rulebooks/drafts/{draft.pk}"))
    above = city(town)
    stricter = above.text.replace("{钟: 答复, 时长: 10 工作日}", "{钟: 答复, 时长: 6 工作日}").replace(
        "2019-05-10", "2019-06-20"
    )
    adopt(CLOCK, text=stricter, place=(above.place, above.path), now=NOW)
    told = text(page(leader, f"/rulebooks/drafts/{draft.pk}"))
    assert "Sign it" not in told and "It can't be signed as it is." in told and "laxer" in told
    answer = leader.post(f"/rulebooks/drafts/{draft.pk}", {"act": "sign"})
    assert answer.status_code == 409 and not Edition.objects.filter(place=place[0]).exists()


def test_an_example_that_fails_says_what_was_expected_and_bars_the_text(come_in: ComeIn, town: Town) -> None:
    failing = CHILD.replace("施行: 2019-06-01", "施行: 2019-07-01").replace("2019-06-18 17:00", "2019-06-17 09:00")
    answer = come_in("administrator", "en").post("/rulebooks/new", {"text": failing, "act": "hand_in"})
    told = text(unescape(answer.content.decode()))
    assert answer.status_code == 422 and not Draft.objects.exists()
    assert "1 of 1 examples don't hold." in told and "2019-06-17 09:00" in told and "2019-06-18 17:00" in told
    assert "Because" in told


def test_the_what_if_shows_what_the_simulation_found(come_in: ComeIn, town: Town) -> None:
    draft = handed_in(town, ("{钟: 答复, 时长: 10 工作日}", "{钟: 答复, 时长: 3 工作日}"))
    leader = come_in("leader", "en")
    html = page(leader, f"/rulebooks/drafts/{draft.pk}/what-if", since="2019-05-01", until="2019-06-04")
    found = simulate(
        town.city.actor("leader"),
        new=queries.layer(draft.text).sections,
        place=draft.path,
        since=dt.date(2019, 5, 1),
        until=dt.date(2019, 6, 4),
        now=NOW,
    )
    assert found.changes and found.total.would.late > found.total.was.late
    told = rows(html)
    for line in found.units:
        if line.was.late or line.would.late:
            assert any(re.match(rf"{line.name} \| {line.was.late} → ?\|? ?{line.would.late}", row) for row in told), (
                line
            )
    for change in found.changes:
        assert change.number in html


@pytest.mark.parametrize(
    ("since", "until", "sentence"),
    [
        ("2019-06-02", "2019-06-01", "This lies before the first day."),
        ("2017-06-01", "2019-06-01", "This is more than a year."),
        ("x", "2019-06-01", "Please write a day"),
    ],
)
def test_a_period_that_can_t_be_reckoned_is_refused_beside_its_field(
    come_in: ComeIn, town: Town, since: str, until: str, sentence: str
) -> None:
    draft = handed_in(town)
    html = page(come_in("leader", "en"), f"/rulebooks/drafts/{draft.pk}/what-if", 422, since=since, until=until)
    assert sentence in text(html) and 'class="field bad"' in html


def test_too_many_cases_are_for_the_console(come_in: ComeIn, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whatif, "MOST", 2)
    path = f"/rulebooks/drafts/{handed_in(town).pk}/what-if"
    html = page(come_in("leader", "en"), path, 422, since="2019-05-01", until="2019-06-04")
    assert "More than 2 cases lie in this period." in text(html)


def test_a_sample_case_is_due_when_the_calendar_says(come_in: ComeIn, town: Town) -> None:
    mine = district(town)
    path = f"/rulebooks/{mine.pk}/sample"
    asked = {"kind": "finance", "grade": "B", "day": "2019-09-30", "time": "16:30"}
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
    assert len(seen) <= 2 * BUDGET, len(seen)
    with CaptureQueriesContext(connection) as seen:
        page(leader, f"/rulebooks/drafts/{draft.pk}/what-if", since="2019-05-01", until="2019-06-04")
    assert len(seen) <= WHAT_IF_BUDGET, len(seen)


def test_a_text_begins_from_an_edition_or_from_one_that_was_handed_in(come_in: ComeIn, town: Town) -> None:
    client, draft = come_in("administrator", "en"), handed_in(town, REDO)
    assert city(town).text.strip() in page(client, "/rulebooks/new", **{"from": str(city(town).pk)})
    assert draft.text.strip() in page(client, "/rulebooks/new", draft=str(draft.pk))
    page(client, "/rulebooks/new", 404, draft="999999")
    sign(town.city.actor("leader"), draft.pk, now=NOW)
    assert "Write the next edition" in page(client, f"/rulebooks/{Edition.objects.latest('pk').pk}")
    assert "Write the next edition" not in page(come_in("official", "en"), f"/rulebooks/{city(town).pk}")
