"""A register as a sheet: what one may see, in the columns that a sheet is handed in with, and nothing in it acts."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace
from xml.sax.saxutils import escape

import pytest

from tests.cast import City
from tests.intake.handing import NOW, confirmed, counts, firm, found, given, handed
from zhuqi.base.errors import Missing
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.intake import actions, queries
from zhuqi.core.intake.models import Extract
from zhuqi.core.intake.registers import loadable, readable, registers
from zhuqi.core.intake.rules import GIVEN_OUT, ExtractState
from zhuqi.core.jobs.work import drain
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.core.sheets.loading import look
from zhuqi.core.sheets.reading import read_one
from zhuqi.core.sheets.writing import xlsx
from zhuqi.domain.directory.models import Enterprise
from zhuqi.domain.visits.actions import open_round, record
from zhuqi.domain.visits.rules import Mode, Purpose

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
HARMFUL = ("=1+1", '=HYPERLINK("http://x","y")', "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "<b>&amp;", "'=1", "＝1＋1")


def sheet(city: City, register: str, part: str) -> bytes:
    extract = actions.export(city.actor(part), register, now=NOW)
    return queries.written(city.actor(part), extract.pk)


def visited(city: City) -> None:
    held = open_round(CLOCK, city.org("ng"), name="第一轮对接", since=NOW.date(), now=NOW)
    for mode in Mode:
        record(
            city.actor("official"),
            city.enterprises[0].pk,
            day=NOW.date(),
            mode=mode,
            kind=Purpose.SERVICE,
            round_id=held.pk if mode is Mode.ON_SITE else None,
            now=NOW,
        )


@pytest.mark.parametrize(
    ("register", "part", "loader"),
    [
        ("organisations", "administrator", "administrator"),
        ("staff", "administrator", "administrator"),
        ("grants", "security", "security"),
        ("enterprises", "dispatcher", "dispatcher"),
        ("enterprises", "administrator", "administrator"),
        ("posts", "city_dispatcher", "city_dispatcher"),
        ("liaisons", "dispatcher", "dispatcher"),
        ("visits", "supervisor", "administrator"),
    ],
)
def test_what_was_given_out_changes_nothing_when_it_is_handed_in(
    city: City, register: str, part: str, loader: str
) -> None:
    visited(city)
    confirmed(city, handed(city, [firm(1, revenue="1234.5"), firm(2, staff="", revenue="")]))
    upload = given(city, sheet(city, register, part), part=loader, register=register)
    shown = found(city, upload, loader)
    rows = Extract.objects.latest("pk").rows
    assert counts(shown) == (0, 0, rows, 0) and rows > 1, shown.faults


def test_every_register_is_tried() -> None:
    assert set(registers()) == {"organisations", "staff", "grants", "enterprises", "posts", "liaisons", "visits"}


def test_a_sheet_holds_no_more_than_its_reader_may_see(city: City) -> None:
    town = sheet(city, "enterprises", "town_dispatcher")
    table = read_one(town, registers()["enterprises"].layout, name="x.xlsx")
    assert [row.values["region"] for row in table.rows] == ["mz"]
    with pytest.raises(Missing):
        actions.export(city.actor("official"), "grants", now=NOW)
    assert not readable(CLOCK) and not loadable(CLOCK)


def test_a_register_as_a_sheet_is_nobody_elses(city: City) -> None:
    extract = actions.export(city.actor("dispatcher"), "enterprises", now=NOW)
    for part in ("administrator", "leader"):
        with pytest.raises(Missing):
            queries.extract(city.actor(part), extract.pk)
        with pytest.raises(Missing):
            queries.written(city.actor(part), extract.pk)


def test_who_reads_the_register_no_more_doesnt_fetch_the_sheet_of_then(city: City) -> None:
    desk = city.actor("dispatcher")
    extract = actions.export(desk, "enterprises", now=NOW)
    assert queries.written(desk, extract.pk)
    with pytest.raises(Missing):
        queries.written(replace(desk, seats=()), extract.pk)


def test_who_had_what_written_and_how_many_rows_is_in_the_journal(city: City) -> None:
    extract = actions.export(city.actor("dispatcher"), "enterprises", key="a", now=NOW)
    assert actions.export(city.actor("dispatcher"), "enterprises", key="a", now=NOW).pk == extract.pk
    entry = Entry.objects.get(kind="extract", subject=extract.pk, verb="given_out")
    assert entry.staff == city.staff["dispatcher"].pk and entry.facts == '{"register":"enterprises","rows":3}'
    assert not list(everything())


def test_a_large_register_is_written_by_the_worker(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhuqi.core.intake.actions.giving.ROWS_AT_ONCE", 2)
    extract = actions.export(city.actor("dispatcher"), "enterprises", now=NOW)
    with pytest.raises(Missing):
        queries.written(city.actor("dispatcher"), extract.pk)
    drain(NOW)
    assert Extract.objects.get(pk=extract.pk).rows == 3 and queries.written(city.actor("dispatcher"), extract.pk)


def test_a_sheet_is_kept_for_some_days(city: City) -> None:
    extract = actions.export(city.actor("dispatcher"), "enterprises", now=NOW)
    actions.sweep(NOW + GIVEN_OUT - HOUR)
    assert queries.written(city.actor("dispatcher"), extract.pk)
    actions.sweep(NOW + GIVEN_OUT)
    assert Extract.objects.get(pk=extract.pk).state == ExtractState.SWEPT
    with pytest.raises(Missing):
        queries.written(city.actor("dispatcher"), extract.pk)
    assert not list(everything())


@pytest.mark.parametrize("typed", HARMFUL)
def test_nothing_that_somebody_typed_acts_in_a_sheet(city: City, typed: str) -> None:
    """The parts of the file are looked at as they lie there: there is no formula in any, and the cell is a text."""
    firm_ = Enterprise.objects.get(pk=city.enterprises[0].pk)
    firm_.address = typed
    firm_.save()
    content = sheet(city, "enterprises", "dispatcher")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    part = parts["xl/worksheets/sheet1.xml"]
    assert "<f" not in part and not any("externalLink" in name or "vba" in name.lower() for name in parts)
    kept = "".join("\ufffd" if sign < " " and sign not in "\t\r\n" else sign for sign in typed)
    cells = [cell for cell in re.findall("<c[ >].*?</c>", part, re.S) if f">{escape(kept)}<" in cell]
    assert len(cells) == 1 and cells[0].startswith('<c t="inlineStr"')


def test_numbers_are_numbers_and_codes_stay_texts() -> None:
    content = xlsx("a/b", ["码", "数"], [["0012", 12], [None, ""], ["91220102MA80000018", 10**6]])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = archive.read("xl/worksheets/sheet1.xml").decode()
        assert 'name="a_b"' in archive.read("xl/workbook.xml").decode()
    assert "<v>12</v>" in part and "<v>0012</v>" not in part and ">0012<" in part


def test_a_personal_column_is_left_out(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    register = registers()["enterprises"]
    columns = tuple(
        type(column)(column.key, column.headers, column.kind, column.required, personal=column.key == "address")
        for column in register.layout.columns
    )
    layout = type(register.layout)(register.layout.key, register.layout.titles, columns)
    narrowed = type(register)(
        register.word, layout, register.load, register.may, register.rows, register.cells, register.reads
    )
    monkeypatch.setattr("zhuqi.core.intake.registers.registers", lambda: {"enterprises": narrowed})
    table = read_one(sheet(city, "enterprises", "dispatcher"), register.layout, name="x.xlsx")
    assert "address" not in table.headers and "name" in table.headers


def test_a_trial_writes_nothing(city: City) -> None:
    entries, firms = Entry.objects.count(), Enterprise.objects.count()
    register = registers()["enterprises"]
    content = xlsx("企业", ["统一社会信用代码", "企业名称", "所属区域代码"], [firm(n)[:3] for n in range(1, 4)])  # type: ignore[misc]
    seen = look(register.load, city.actor("dispatcher"), read_one(content, register.layout, name="x.xlsx"), now=NOW)
    assert seen.loaded.new == 3 and (Entry.objects.count(), Enterprise.objects.count()) == (entries, firms)
