"""Sheets on the pages: handed in, looked at, confirmed, the refused rows fetched; a register asked for."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.intake.handing import HEAD, book, code, firm
from tests.interfaces.conftest import NOW, Town
from zhuqi.core.intake.actions import export, hand_in
from zhuqi.core.intake.rules import LARGEST
from zhuqi.core.sheets.reading import read_one
from zhuqi.domain.directory.models import Enterprise
from zhuqi.domain.directory.sheets import ENTERPRISES

ComeIn = Callable[..., Client]
BUDGET = 12


def sent(client: Client, content: bytes, register: str = "enterprises", key: str = "k" * 32) -> str:
    """Where handing a sheet in leads."""
    file = SimpleUploadedFile("名单.xlsx", content)
    answer = client.post("/loads", {"register": register, "file": file, "key": key})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def said(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def mark(page: str) -> str:
    found = re.search(r'name="mark" value="([0-9a-f]{64})"', page)
    assert found
    return found[1]


def test_a_sheet_goes_all_the_way_on_the_pages(come_in: ComeIn) -> None:
    client = come_in("dispatcher", "en")
    where = sent(client, book([firm(1), firm(2, staff="many"), firm(3, region="mz")]))
    page = said(client, where)
    assert "“many” is no number." in page and "Load them" in page and "2 rows would be loaded" in page
    assert not Enterprise.objects.filter(uscc=code(1)).exists()
    answer = client.post(where, {"mark": mark(page), "key": "c" * 32}, follow=True)
    assert "The rows are loaded." in answer.content.decode()
    assert Enterprise.objects.filter(uscc__in=[code(1), code(3)]).count() == 2
    fetched = client.get(f"{where}/refused")
    assert fetched["Content-Disposition"].startswith("attachment") and "sandbox" in fetched["Content-Security-Policy"]
    table = read_one(fetched.content, ENTERPRISES, name="x.xlsx")
    assert table.raw is not None and table.raw.rows[0][:-1] == list(HEAD) and len(table.raw.rows) == 2


def test_a_sheet_of_faults_alone_is_not_said_to_be_as_it_is(come_in: ComeIn) -> None:
    client = come_in("dispatcher", "en")
    page = said(client, sent(client, book([firm(1, staff="many"), firm(2, staff="few")])))
    assert "No row would be loaded: 2 are refused." in page
    assert "Nothing would change" not in page and "Load them" not in page


def test_what_was_typed_on_a_sheet_is_shown_as_text(come_in: ComeIn) -> None:
    client = come_in("dispatcher", "en")
    page = said(client, sent(client, book([firm(1, staff="<script>alert(1)</script>"), firm(2, name="<b>x</b>")])))
    assert "<script>alert" not in page and "&lt;script&gt;" in page and "<b>x</b>" not in page


def test_a_stale_confirmation_loads_nothing(come_in: ComeIn) -> None:
    client = come_in("dispatcher", "en")
    where = sent(client, book([firm(1)]))
    answer = client.post(where, {"mark": "0" * 64, "key": "c" * 32})
    assert answer.status_code == 409 and not Enterprise.objects.filter(uscc=code(1)).exists()


@pytest.mark.parametrize("content", [b"", b"x" * (LARGEST + 1)])
def test_no_file_and_one_too_large_are_told_on_the_form(come_in: ComeIn, content: bytes) -> None:
    client = come_in("dispatcher", "en")
    file = SimpleUploadedFile("a.xlsx", content)
    answer = client.post("/loads", {"register": "enterprises", "file": file, "key": "k" * 32})
    assert answer.status_code == 422 and 'role="alert"' in answer.content.decode()


def test_a_register_is_asked_for_and_fetched(come_in: ComeIn) -> None:
    client = come_in("leader", "en")
    answer = client.post("/loads/export", {"register": "enterprises", "key": "e" * 32})
    page = said(client, answer["Location"])
    found = re.search(r'href="(/extracts/\d+/sheet)"', page)
    assert found
    content = client.get(found[1]).content
    assert len(read_one(content, ENTERPRISES, name="x.xlsx").rows) == Enterprise.objects.count()
    assert client.post("/loads/export", {"register": "grants", "key": "f" * 32}).status_code == 404


def test_a_page_that_waits_looks_again_by_itself(come_in: ComeIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhuqi.core.intake.actions.taking.AT_ONCE", 10)
    client = come_in("dispatcher", "en")
    assert '<meta http-equiv="refresh"' in said(client, sent(client, book([firm(1)])))


def test_the_list_and_a_page_cost_the_same_whatever_their_size(come_in: ComeIn, town: Town) -> None:
    client = come_in("dispatcher", "en")
    where = sent(client, book([firm(1)]))

    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    few = cost("/loads"), cost(where)
    actor = town.city.actor("dispatcher")
    for n in range(12):
        hand_in(actor, "enterprises", name=f"{n}.csv", content=b"%PDF", now=NOW)
        export(actor, "enterprises", now=NOW)
    long = sent(client, book([firm(n, staff="x") for n in range(1, 200)]), key="z" * 32)
    assert cost("/loads") <= max(few[0] + 1, BUDGET) and cost("/loads") <= BUDGET
    assert cost(long) == few[1] <= BUDGET


def test_the_places_of_the_registers_lead_to_the_sheets(come_in: ComeIn) -> None:
    assert 'href="/loads"' in said(come_in("dispatcher", "en"), "/enterprises")
    assert 'href="/loads"' in said(come_in("administrator", "en"), "/organisations")
