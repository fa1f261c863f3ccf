"""The lists of a rulebook as forms: a clerk changes a deadline, adds a rung, removes a quota, and makes a mistake in each."""

from __future__ import annotations

import difflib
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.interfaces.conftest import Town, district_text
from tests.interfaces.reading import text
from tests.interfaces.test_rulebook_pages import CHILD, ComeIn, city, district, rows
from zhuqi.core.journal.models import Entry
from zhuqi.core.rulebook.editing.lists import lists
from zhuqi.core.rulebook.editing.rows import held
from zhuqi.core.rulebook.models import Draft
from zhuqi.interfaces.web.rulebooks.rows import fields as fielded
from zhuqi.interfaces.web.rulebooks.rows.ground import Ground, every_list
from zhuqi.sections import SECTIONS

PAGE = "/rulebooks/new/rows"
TEXTS = [*sorted(Path("rulebooks").glob("*.yaml")), *sorted(Path("tests/rulebook/standins").glob("*.yaml"))]
BUDGET = 10
DEADLINES, LADDER, QUOTAS = "办理/时限", "办理/提醒", "走访/配额"
QUOTA = """
走访:
  # 每季一次
  配额:
    - {角色: 包企干部, 每: 季度, 至少: 1}   # 没有公布
    - {角色: 包组干部, 每: 年, 至少: 2}
"""


def sent(client: Client, do: str, at: str, written: str = "", status: int = 200, **typed: Any) -> str:
    """The page that follows when a button is pressed."""
    answer = client.post(PAGE, {"text": written or district_text(), "list": at, "do": do, **typed})
    assert answer.status_code == status, text(unescape(answer.content.decode()))[:800]
    return unescape(answer.content.decode())


def carried(html: str, name: str = "text") -> str:
    """The text that the page carries on."""
    found = re.search(rf'<textarea name="{name}"[^>]*>\n(.*?)</textarea>', html, re.DOTALL)
    assert found is not None
    return found[1]


def differ(new: str, old: str) -> list[str]:
    found = difflib.unified_diff(old.strip().split("\n"), new.strip().split("\n"), n=0, lineterm="")
    return [line for line in found if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def form(html: str) -> dict[str, Any]:
    """What the form of a row would send, by the names of its fields."""
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", html):
        name, value = (re.search(rf'{what}="([^"]*)"', tag) for what in ("name", "value"))
        if name and re.match(r"v\d|s_", name[1]):
            if 'type="checkbox"' in tag or 'type="radio"' in tag:
                found.setdefault(name[1], [])
                if " checked" in tag and value:
                    found[name[1]].append(value[1])
            else:
                found[name[1]] = value[1] if value else ""
    found |= dict(re.findall(r'<textarea id="\w+" name="(v\d+)"[^>]*>(.*?)</textarea>', html, re.DOTALL))
    for name, inner in re.findall(r'<select id="\w+" name="(\w+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inner)
        found[name] = chosen[1] if chosen else ""
    return found


def labelled(html: str, label: str) -> str:
    """The name of the field that is called so."""
    found = re.search(rf'<label for="(\w+)">{label}', html) or re.search(
        rf'<fieldset class="field pick[^"]*" id="(\w+)"[^>]*>\s*<legend>{label}', html
    )
    assert found is not None, label
    return found[1]


def error(html: str, name: str) -> str:
    found = re.search(rf'id="{name}-error">(.*?)</p>', html)
    return found[1] if found else ""


@pytest.mark.parametrize("path", [None, *TEXTS], ids=lambda path: path.stem if path else "cast")
def test_the_form_of_every_list_follows_from_its_keys_and_writes_back_what_it_shows(path: Path | None) -> None:
    ground = Ground(path.read_text("utf-8") if path else district_text() + QUOTA, None, None)
    assert set(every_list()) == {each.code for each in lists(SECTIONS)}
    for listed in every_list().values():
        for row in (*held(ground.text, listed, None).own, *held(ground.text, listed, None).given):
            fields = fielded.asked(ground, listed, row)
            named = {each.key.word for each in fields}
            assert set(row.plain) <= named and {key.word for key in listed.keys.values() if key.needed} <= named
            typed = {each.field.name: each.field.value for each in fields}
            posted = type("P", (), {"getlist": lambda self, name, typed=typed: _listed(typed.get(name))})()
            assert fielded.read(fields, row, listed, posted) == dict(row.plain), (listed.code, row.plain)


def _listed(value: object) -> list[str]:
    return [] if value in (None, "") else list(value) if isinstance(value, tuple) else [str(value)]


def test_every_list_opens_and_says_how_much_stands_in_it(come_in: ComeIn, town: Town) -> None:
    client = come_in("administrator", "en")
    answer = client.get(PAGE, {"from": str(city(town).pk)})
    html = unescape(answer.content.decode())
    assert answer.status_code == 200 and all(f'value="open:{code}"' in html for code in every_list())
    for code in every_list():
        assert "Add a row" in sent(client, f"open:{code}", "", district_text() + QUOTA)


def test_a_deadline_is_changed_and_only_its_line(come_in: ComeIn, town: Town) -> None:
    client, before = come_in("administrator", "en"), Entry.objects.count()
    written = district_text().replace("\n办理:", "\n# 由调度室定\n办理:")
    html = sent(client, "change:5", DEADLINES, written)
    span = labelled(html, "(?i:runs for)")
    typed = form(html)
    assert typed[span] == "5 工作日"
    looked = sent(client, "look:5", DEADLINES, written, **{**typed, span: "4 工作日"})
    assert carried(looked).strip() == written.strip(), "looking writes nothing"
    assert "was 12 June 17:00" in text(looked) and "11 June 17:00" in text(looked), "the sample before and after"
    done = sent(client, "write:5", DEADLINES, written, **{**typed, span: "4 工作日"})
    assert differ(carried(done), written) == [
        "-    - {钟: 答复, 级别: [A], 时长: 5 工作日}",
        "+    - {钟: 答复, 级别: [A], 时长: 4 工作日}",
    ]
    assert carried(done, "was").strip() == written.strip() and "The row is written into the text." in text(done)
    assert any("▲ | stricter" in row for row in rows(done)), "what it changes"
    undone = sent(client, "undo", DEADLINES, carried(done), was=carried(done, "was"))
    assert carried(undone).strip() == written.strip()
    assert not Draft.objects.exists() and Entry.objects.count() == before


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"runs for": "很快"}, "runs for", "can't be read as a span of time"),
        ({"runs for": ""}, "runs for", "Please fill this in."),
        ({"runs for": "0 工作时"}, "runs for", "at least 1"),
        ({"clock": "打卡"}, "clock", "Please choose one from the list."),
    ],
)
def test_a_mistake_in_a_deadline_stands_beside_its_field_and_what_was_typed_stays(
    come_in: ComeIn, town: Town, typed: dict[str, str], field: str, sentence: str
) -> None:
    client = come_in("administrator", "en")
    opened = sent(client, "change:5", DEADLINES)
    posted = form(opened) | {labelled(opened, f"(?i:{word})"): value for word, value in typed.items()}
    html = sent(client, "write:5", DEADLINES, status=422, **posted)
    assert sentence in error(html, labelled(html, f"(?i:{field})"))
    assert carried(html).strip() == district_text().strip()
    assert typed[field] in form(html).values() or field == "clock"
    assert "all the same" not in text(html), "what can't be read can't be written"


def test_a_rung_is_added_to_the_ladder_and_moved_and_the_sample_says_what_is_sent(come_in: ComeIn, town: Town) -> None:
    client = come_in("administrator", "en")
    opened = sent(client, "add", LADDER)
    names = {word: labelled(opened, f"(?i:{word})") for word in ("sent", "what is sent", "to")}
    typed: dict[str, Any] = {names["sent"]: "到期后 5 工作日", names["what is sent"]: "督办", names["to"]: ["调度室"]}
    done = sent(client, "write:+", LADDER, **typed)
    added = "+    - {时: 到期后 5 工作日, 发: 督办, 给: [调度室]}"
    assert differ(carried(done), district_text()) == [added]
    assert "supervision order to" in text(done) and "5 working days after it was due" in text(done)
    up = sent(client, "up:4", LADDER, carried(done))
    assert sorted(carried(up).split("\n")) == sorted(carried(done).split("\n"))
    assert carried(up).index("督办") < carried(done).index("督办")
    assert "Rung 4 must be later than rung 3." in text(up), "it is written, and what is wrong is told"


def test_a_rung_out_of_order_is_refused_and_written_where_somebody_goes_on_changing(
    come_in: ComeIn, town: Town
) -> None:
    client = come_in("administrator", "en")
    opened = sent(client, "add", LADDER)
    names = {word: labelled(opened, f"(?i:{word})") for word in ("sent", "what is sent", "to")}
    typed: dict[str, Any] = {names["sent"]: "到期前 3 工作日", names["what is sent"]: "提醒", names["to"]: ["承办单位"]}
    html = sent(client, "write:+", LADDER, status=422, **typed)
    assert "must be later than rung" in text(html) and carried(html).strip() == district_text().strip()
    assert "到期前 3 工作日" in form(html).values()
    done = sent(client, "anyway:+", LADDER, **typed)
    assert "到期前 3 工作日" in carried(done) and "must be later than rung" in text(done)
    wrong = sent(client, "write:+", LADDER, status=422, **{**typed, names["sent"]: "很快"})
    assert "can't be read as a moment of a ladder" in error(wrong, names["sent"])
    nobody = sent(client, "write:+", LADDER, status=422, **{**typed, names["to"]: []})
    assert error(nobody, names["to"])


def test_a_quota_is_removed_and_its_comments_stay(come_in: ComeIn, town: Town) -> None:
    client, written = come_in("administrator", "en"), district_text() + QUOTA
    done = sent(client, "remove:2", QUOTAS, written)
    assert differ(carried(done), written) == ["-    - {角色: 包组干部, 每: 年, 至少: 2}"]
    none = sent(client, "remove:1", QUOTAS, carried(done))
    assert "  # 每季一次\n  配额: []" in carried(none) and "Nothing stands here yet." in text(none)


def test_a_deadline_without_which_cases_get_no_clock_goes_only_where_somebody_says_so(
    come_in: ComeIn, town: Town
) -> None:
    client = come_in("administrator", "en")
    html = sent(client, "remove:4", DEADLINES, status=422)
    assert "Some cases would get no clock" in text(html) and carried(html).strip() == district_text().strip()
    done = sent(client, "drop:4", DEADLINES)
    assert "{钟: 答复, 时长: 10 工作日}" not in carried(done) and "Some cases would get no clock" in text(done)


def test_rows_of_the_place_above_are_marked_and_changing_one_writes_a_row_of_ones_own(
    come_in: ComeIn, town: Town
) -> None:
    client, above = come_in("administrator", "en"), city(town)
    html = sent(client, f"open:{DEADLINES}", "", CHILD)
    told = rows(html)
    assert sum("line " in row for row in told) == 2 and any(f"from “{above.name}”" in row for row in told)
    assert html.count('value="remove:') == 2, "rows from above can't be taken out"
    given = next(
        ref for ref in re.findall(r'value="change:(g\d+)"', html) if "check the reply" in text(_row(html, ref)).lower()
    )
    opened = sent(client, f"change:{given}", DEADLINES, CHILD)
    assert "This row comes from above." in text(opened)
    span = labelled(opened, "(?i:runs for)")
    done = sent(client, f"write:{given}", DEADLINES, CHILD, **{**form(opened), span: "1 工作日"})
    assert differ(carried(done), CHILD) == ["+    - {钟: 督核, 时长: 1 工作日}"]


def _row(html: str, ref: str) -> str:
    return next(row for row in re.findall(r"<tr.*?</tr>", html, re.DOTALL) if f'value="change:{ref}"' in row)


def test_labels_of_the_text_are_what_is_chosen_from(come_in: ComeIn, town: Town) -> None:
    written = district_text().replace("    other: 其他\n", "    other: 其他\n    gas: 燃气\n")
    html = sent(come_in("administrator", "en"), "add", DEADLINES, written)
    assert '<input type="checkbox" name="v2" value="gas">' in html and "燃气" in text(html)
    assert "(?i:categories)" not in text(html).lower(), "where a text names no categories, nobody is asked for one"


@pytest.mark.parametrize("part", ["leader", "dispatcher", "security", "official"])
def test_who_hands_no_text_in_finds_no_such_page(come_in: ComeIn, town: Town, part: str) -> None:
    answer = come_in(part).post(PAGE, {"text": district_text(), "list": DEADLINES, "do": "add"})
    assert answer.status_code == 404


def test_a_text_that_can_t_be_taken_apart_is_shown_with_its_fault(come_in: ComeIn, town: Town) -> None:
    client = come_in("administrator", "en")
    html = sent(client, "add", DEADLINES, "a: &x 1\n", status=422)
    assert "Anchors and aliases aren't allowed." in text(html) and 'name="text"' in html
    assert client.get(PAGE).headers["Location"] == "/rulebooks/new"


@pytest.mark.parametrize("do", ["change:99", "change:x", "remove:g9", "write:77", "up:1", "burn:1", "look"])
def test_what_isn_t_there_is_refused_or_shows_the_list_again(come_in: ComeIn, town: Town, do: str) -> None:
    answer = come_in("administrator").post(PAGE, {"text": district_text(), "list": DEADLINES, "do": do})
    assert answer.status_code in (200, 409)
    assert carried(unescape(answer.content.decode())).strip() == district_text().strip()


def test_the_pages_of_rows_cost_a_bounded_number_of_queries(come_in: ComeIn, town: Town) -> None:
    district(town)
    client = come_in("administrator", "en")
    opened = sent(client, "change:1", DEADLINES, CHILD)
    for do, typed in (
        ("", {}),
        ("change:1", {}),
        ("look:1", form(opened)),
        ("write:1", form(opened)),
        ("remove:1", {}),
    ):
        with CaptureQueriesContext(connection) as seen:
            client.post(PAGE, {"text": CHILD, "list": DEADLINES, "do": do, **typed})
        assert len(seen) <= BUDGET, (do, len(seen))
