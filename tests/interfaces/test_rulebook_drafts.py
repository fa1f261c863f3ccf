"""A text on its way to being an edition: looked at, handed in, signed by somebody else, and what it would have done."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.interfaces.conftest import NOW, Town, district_text, handed_in
from tests.interfaces.reading import text
from tests.interfaces.test_rulebook_pages import BAD, CHILD, REDO, ComeIn, city, page, rows
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.journal.models import Entry
from zhuqi.core.rulebook import queries
from zhuqi.core.rulebook.actions import adopt, sign
from zhuqi.core.rulebook.actions import draft as hand_in
from zhuqi.core.rulebook.models import Draft, Edition
from zhuqi.domain.cases.whatif.simulating import simulate
from zhuqi.interfaces.web.rulebooks import whatif


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
    told = text(page(leader, f"/rulebooks/{edition.pk}"))
    assert "by 演练administrator" in told and "by 演练leader" in told, (
        "who handed it in, who signed it, as the journal says"
    )
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
    stricter = (
        above.text.replace("下级从宽: 标明\n", "")
        .replace("{钟: 答复, 时长: 10 工作日}", "{钟: 答复, 时长: 6 工作日}")
        .replace("2019-05-10", "2019-06-20")
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


def test_a_leaders_day_says_that_a_text_waits_for_a_signature(come_in: ComeIn, town: Town) -> None:
    assert "Rules to be signed" not in text(page(come_in("leader", "en"), "/"))
    draft = handed_in(town, REDO)
    for part in ("leader", "administrator", "dispatcher"):
        html = page(come_in(part, "en"), "/")
        assert ("Rules to be signed" in text(html)) is (part == "leader"), part
        assert (f'href="/rulebooks/drafts/{draft.pk}"' in html) is (part == "leader"), part
    sign(town.city.actor("leader"), draft.pk, now=NOW)
    assert "Rules to be signed" not in text(page(come_in("leader", "en"), "/"))


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


def test_a_text_begins_from_an_edition_or_from_one_that_was_handed_in(come_in: ComeIn, town: Town) -> None:
    client, draft = come_in("administrator", "en"), handed_in(town, REDO)
    assert city(town).text.strip() in page(client, f"/rulebooks/new?from={city(town).pk}")
    assert draft.text.strip() in page(client, "/rulebooks/new", draft=str(draft.pk))
    page(client, "/rulebooks/new", 404, draft="999999")
    sign(town.city.actor("leader"), draft.pk, now=NOW)
    assert "Write the next edition" in page(client, f"/rulebooks/{Edition.objects.latest('pk').pk}")
    assert "Write the next edition" not in page(come_in("official", "en"), f"/rulebooks/{city(town).pk}")


def change(client: Client, where: str, value: str, written: str = "") -> Any:
    written = written or district_text()
    return client.post("/rulebooks/new", {"text": written, "where": where, "value": value, "act": "change"})


def typed(answer: Any) -> str:
    """What stands in the text's field."""
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", unescape(answer.content.decode()), re.DOTALL)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("where", "value", "old", "new"),
    [
        ("办理/退回/期限", "1 工作日", "退回: {期限: 2 工作日}", "退回: {期限: 1 工作日}"),
        ("办理/延期/至多", "2", "延期: {至多: 1,", "延期: {至多: 2,"),
        ("办理/督核/要", "是", "督核: 否", "督核: 是"),
        ("办理/督核/抽查", "20%", "督核: 否", "督核: {要: 否, 抽查: 20%}"),
        ("办理/分办先于答复", "否", "分办先于答复: 是", "分办先于答复: 否"),
        (
            "办理/时限/5/时长",
            "4 工作日",
            "{钟: 答复, 级别: [A], 时长: 5 工作日}",
            "{钟: 答复, 级别: [A], 时长: 4 工作日}",
        ),
        ("办理/延期/提前", "", "提前: 1 工作日, ", ""),
    ],
)
def test_one_value_is_changed_by_a_form_and_nothing_else_of_the_text(
    come_in: ComeIn, town: Town, where: str, value: str, old: str, new: str
) -> None:
    written = district_text().replace("\n办理:", "\n# 由调度室定\n办理:")
    assert written.count(old) == 1
    answer = change(come_in("administrator", "en"), where, value, written)
    assert answer.status_code == 200, text(unescape(answer.content.decode()))
    assert typed(answer).strip() == written.replace(old, new).strip()
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("where", "value", "field", "sentence"),
    [
        ("办理/退回/期限", "很快", "value", "can't be read as a span of time"),
        ("办理/督核/要", "也许", "value", "Here 是 or 否 is expected."),
        ("办理/延期/至多", "1000", "value", "Here a whole number from 0 to 99 is expected."),
        ("办理/延期/过时申请", "看情况", "value", "This word isn't known here."),
        ("办理/打卡", "1", "where", "Please choose one from the list."),
        ("", "1", "where", "Please choose one."),
    ],
)
def test_a_value_that_can_t_be_taken_is_refused_beside_its_field_and_the_text_stays(
    come_in: ComeIn, town: Town, where: str, value: str, field: str, sentence: str
) -> None:
    answer = change(come_in("administrator", "en"), where, value)
    html = unescape(answer.content.decode())
    assert answer.status_code == 422 and typed(answer).strip() == district_text().strip()
    found = re.search(rf'id="{field}-error">(.*?)</p>', html)
    assert found is not None and sentence in found[1]
