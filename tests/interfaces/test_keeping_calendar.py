"""The working days as pages: a year as its months, and a year's notice from a file, all of it or nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.interfaces.conftest import NOW, Town
from tests.sheets.workbooks import xlsx
from zhuqi.core.access.actor import CLOCK, Role
from zhuqi.core.journal.models import Entry
from zhuqi.domain.calendar.queries import days_of, published_years, source_of
from zhuqi.domain.directory.actions import give_role

ComeIn = Callable[..., Client]
HEADER = ("日期", "节日", "安排")
ROWS = [
    ("2026-12-31", "元旦", "放假"),
    ("2027-01-01", "元旦", "放假"),
    ("2027-01-03", "元旦", "上班"),
    ("2027-05-01", "劳动节", "放假"),
    ("2027-10-01", "国庆节", "休"),
    ("2027-10-02", "国庆节", "休"),
    ("2027-10-03", "国庆节", "休"),
]
SOURCE = "演练通知〔2026〕1号"


def sheet(rows: Sequence[tuple[str, ...]] = ROWS, name: str = "安排.csv") -> SimpleUploadedFile:
    text = "\n".join(",".join(row) for row in (HEADER, *rows))
    return SimpleUploadedFile(name, text.encode("utf-8"))


def send(client: Client, file: object) -> tuple[int, str]:
    answer = client.post("/calendar/load", {"file": file, "key": "k"})
    return answer.status_code, answer.content.decode()


def kept(page: str) -> str:
    notice = re.search(r'name="notice" value="([^"]*)"', page)
    assert notice is not None
    return unescape(notice[1])


def confirmed(client: Client, page: str, key: str = "c") -> str:
    typed = {"notice": kept(page), "source": SOURCE, "key": key}
    return str(client.post("/calendar/load", typed)["Location"])


def test_a_year_stands_as_festivals_and_months(come_in: ComeIn) -> None:
    page = come_in("finance", "en").get("/calendar/2019").content.decode()
    assert page.count('<table class="month">') == 13, "the notice begins in the December before"
    assert "4 February to 10 February" in page and "7 days off" in page
    assert 'class="off">1<b' in page and "春节, make-up working day" in page
    assert come_in("finance").get("/calendar/2030").status_code == 404


def test_the_years_are_listed_the_latest_first(come_in: ComeIn) -> None:
    page = come_in("official", "en").get("/calendar").content.decode()
    assert re.findall(r'href="/calendar/(\d{4})"', page) == [str(year) for year in reversed(published_years())]
    assert "/calendar/load" not in page
    assert "/calendar/load" in come_in("administrator").get("/calendar").content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_a_notice_is_looked_at_and_then_published(come_in: ComeIn, kind: str) -> None:
    client = come_in("administrator", "en")
    told = [{"name": name, "date": day, "isOffDay": mark != "上班"} for day, name, mark in ROWS]
    file = {
        "csv": sheet,
        "xlsx": lambda: SimpleUploadedFile("a.xlsx", xlsx({"放假安排": [HEADER, *ROWS]})),
        "json": lambda: SimpleUploadedFile("2027.json", json.dumps({"year": 2027, "days": told}).encode()),
    }[kind]()
    before = Entry.objects.count()
    status, page = send(client, file)
    assert status == 200 and "isn't published yet. Nothing is written until you publish it." in unescape(page)
    assert Entry.objects.count() == before and not days_of(2027)
    assert confirmed(client, page) == "/calendar/2027"
    assert [(day.day.isoformat(), day.name, day.working) for day in days_of(2027)] == [
        (day, name, mark == "上班") for day, name, mark in ROWS
    ]
    assert SOURCE in client.get("/calendar/2027").content.decode()


def test_every_fault_is_named_by_row_and_column_and_nothing_is_written(come_in: ComeIn) -> None:
    client, before = come_in("administrator", "en"), Entry.objects.count()
    rows = [
        *ROWS[:2],
        ("2027-02-30", "春节", "放假"),
        ("2027-02-08", "春节", "上班"),
        ("2027-01-01", "元旦", "放假"),
        ("2027-02-09", "", "午休"),
        ("2025-01-01", "元旦", "放假"),
    ]
    status, page = send(client, sheet(rows))
    assert status == 422
    found = re.findall(r"<li><b>(row \d+), column “(.*?)”</b> (.*?)</li>", page)
    assert [(row, column) for row, column, _ in found] == [
        ("row 4", "日期"), ("row 5", "日期"), ("row 6", "日期"), ("row 7", "节日"), ("row 7", "安排"), ("row 8", "日期"),
    ]  # fmt: skip
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (None, "Please choose a file."),
        (sheet([]), "There is no day in the sheet."),
        (sheet(ROWS[1:4]), "is a holiday every year"),
        (SimpleUploadedFile("a.json", b"{}"), "The file needs a “year”"),
        (SimpleUploadedFile("a.json", b'{"\xff'), "isn't UTF-8"),
        (SimpleUploadedFile("a.csv", "名称,别的\n1,2".encode()), "column"),
        (SimpleUploadedFile("a.xlsx", b"PK\x03\x04nonsense"), "can't be taken"),
        (SimpleUploadedFile("big.csv", b"x" * 1_000_001), "too large for a year's notice"),
        (SimpleUploadedFile("a.csv", b""), "can't be taken"),
    ],
    ids=[
        "none",
        "no day",
        "a holiday worked",
        "no year",
        "not UTF-8",
        "headers",
        "no workbook",
        "large",
        "empty",
    ],
)
def test_what_isnt_a_notice_gets_a_sentence(come_in: ComeIn, file: object, said: str) -> None:
    client = come_in("administrator", "en")
    if isinstance(file, SimpleUploadedFile):
        file.seek(0)
    answer = client.post("/calendar/load", {**({"file": file} if file else {}), "key": "k"})
    assert answer.status_code == 422 and said in unescape(answer.content.decode())
    assert 2027 not in published_years()


@pytest.mark.parametrize(("source", "said"), [("  ", "Please fill this in."), ("x" * 201, "Please shorten it.")])
def test_where_it_comes_from_is_asked_again_and_the_file_need_not_be_sent_twice(
    come_in: ComeIn, source: str, said: str
) -> None:
    client = come_in("administrator", "en")
    _, page = send(client, sheet())
    answer = client.post("/calendar/load", {"notice": kept(page), "source": source, "key": "c"})
    asked = answer.content.decode()
    assert answer.status_code == 422 and said in unescape(asked) and 'aria-invalid="true"' in asked
    assert source.strip() in asked and kept(asked) == kept(page)
    assert 2027 not in published_years()
    assert confirmed(client, asked, "d") == "/calendar/2027"
    assert source_of(2027) == SOURCE


def test_what_a_file_says_of_where_it_comes_from_stands_in_the_form_and_may_be_mended(come_in: ComeIn) -> None:
    client = come_in("administrator", "en")
    days = [{"name": name, "date": day, "isOffDay": mark != "上班"} for day, name, mark in ROWS]
    told = json.dumps({"year": 2027, "papers": ["https://example.org/notice"], "days": days}).encode()
    _, page = send(client, SimpleUploadedFile("2027.json", told))
    assert 'name="source" value="https://example.org/notice"' in page
    confirmed(client, page)
    assert source_of(2027) == SOURCE


def test_another_notice_for_a_published_year_shows_what_would_change(come_in: ComeIn) -> None:
    client = come_in("administrator", "en")
    confirmed(client, send(client, sheet())[1])
    _, page = send(client, sheet())
    assert "is published with these very days" in page
    _, page = send(client, sheet([*ROWS[1:], ("2027-10-04", "国庆节", "放假")]))
    changes = re.findall(r"<li>([^<]*→[^<]*)</li>", page)
    assert changes == [
        "Thursday 31 December 2026: 元旦 day off → an ordinary day",
        "Monday 4 October 2027: an ordinary day → 国庆节 day off",
    ]
    confirmed(client, page, "d")
    assert [day.day.isoformat() for day in days_of(2027)][0::6] == ["2027-01-01", "2027-10-04"]


@pytest.mark.parametrize("text", ["", "{", '{"year": 2027, "days": []}', "\x00", '{"year": 99999, "days": [1]}'])
def test_what_comes_back_instead_of_the_confirmed_notice_is_judged_again(come_in: ComeIn, text: str) -> None:
    answer = come_in("administrator").post("/calendar/load", {"notice": text, "key": "k"})
    assert answer.status_code == 422 and 2027 not in published_years()


def test_only_the_system_administrator_of_the_whole_place_publishes(come_in: ComeIn, town: Town) -> None:
    notice = {"notice": json.dumps({"year": 2027, "papers": ["x"], "days": []}), "key": "k"}
    for part in ("security", "auditor", "dispatcher", "official"):
        client = come_in(part)
        assert client.get("/calendar/load").status_code == client.post("/calendar/load", notice).status_code == 404
    staff = town.city.staff["town_handler"].pk
    day = town.city.staff["town_handler"].since
    give_role(CLOCK, staff, role=Role.SYSTEM_ADMIN, org_id=town.city.org("mz"), since=day, now=NOW)
    assert come_in("town_handler").get("/calendar/load").status_code == 404
