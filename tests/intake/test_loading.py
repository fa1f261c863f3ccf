"""A sheet is looked at, then confirmed, then loaded: what was shown, and nothing else."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.cast import City
from tests.intake.handing import HEAD, NOW, book, code, confirmed, counts, firm, found, given, handed
from zhuqi.base.errors import Invalid, Missing, Refused, Stale
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.intake import actions, queries
from zhuqi.core.intake.models import Upload
from zhuqi.core.intake.rules import AT_ONCE, KEPT, LARGEST, SheetState
from zhuqi.core.jobs.work import drain
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.core.sheets import faults
from zhuqi.core.sheets.reading import REASON, read_one
from zhuqi.domain.directory.actions.correcting import correct_enterprise
from zhuqi.domain.directory.models import Enterprise
from zhuqi.domain.directory.sheets import ENTERPRISES

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
BAD = code(9)[:-1] + ("0" if code(9)[-1] != "0" else "1")


def firms() -> int:
    return Enterprise.objects.count()


def test_looking_writes_nothing_but_what_it_found(city: City) -> None:
    before = firms()
    upload = handed(city, [firm(1), firm(2), firm(3, staff="many")])
    assert upload.state == SheetState.LOOKED and counts(found(city, upload)) == (2, 0, 0, 1)
    assert firms() == before


def test_what_was_confirmed_is_loaded_and_the_refused_rows_are_left_out(city: City) -> None:
    upload = confirmed(city, handed(city, [firm(1), firm(2), [BAD, *firm(3)[1:]]]))
    assert upload.state == SheetState.LOADED and upload.done_at == NOW
    assert Enterprise.objects.filter(uscc__in=[code(1), code(2)]).count() == 2
    assert not list(everything())


def test_the_same_sheet_twice_changes_nothing(city: City) -> None:
    confirmed(city, handed(city, [firm(1), firm(2)]))
    entries = Entry.objects.filter(kind="enterprise").count()
    again = handed(city, [firm(1), firm(2)])
    assert counts(found(city, again)) == (0, 0, 2, 0)
    with pytest.raises(Refused):
        confirmed(city, again)
    assert Entry.objects.filter(kind="enterprise").count() == entries


def test_a_changed_cell_is_shown_with_what_is_stored(city: City) -> None:
    confirmed(city, handed(city, [firm(1), firm(2)]))
    upload = handed(city, [firm(1, staff=25), firm(2, region="mz")])
    shown = found(city, upload)
    assert counts(shown) == (0, 2, 0, 0)
    assert [(cell.row, cell.key, cell.old, cell.new) for cell in shown.changes] == [
        (2, "从业人员", "20", "25"),
        (3, "所属区域代码", "xf", "mz"),
    ]
    confirmed(city, upload)
    held = Enterprise.objects.select_related("region").in_bulk([code(1), code(2)], field_name="uscc")
    assert held[code(1)].staff_count == 25 and held[code(2)].region.code == "mz"
    assert not list(everything())


def test_what_changed_since_the_look_is_looked_at_anew_and_not_loaded(city: City) -> None:
    confirmed(city, handed(city, [firm(1)]))
    upload = handed(city, [firm(1, staff=25), firm(2)])
    held = Enterprise.objects.get(uscc=code(1))
    correct_enterprise(
        city.actor("dispatcher"), held.pk, region_id=held.region_id, name="改过名的演练公司", staff_count=30, now=NOW
    )
    after = confirmed(city, upload)
    assert after.state == SheetState.LOOKED and found(city, after).again
    assert not Enterprise.objects.filter(uscc=code(2)).exists()
    with pytest.raises(Stale):
        actions.confirm(city.actor("dispatcher"), upload.pk, seen="what was shown before", now=NOW)
    assert confirmed(city, after).state == SheetState.LOADED


def test_a_row_of_another_area_is_refused_as_if_typed_by_hand(city: City) -> None:
    upload = handed(city, [firm(2, region="xf"), firm(3, region="mz")], part="town_dispatcher")
    shown = found(city, upload, "town_dispatcher")
    assert counts(shown) == (1, 0, 0, 1) and shown.faults[0].row == 2


def test_a_right_that_is_lost_after_the_look_loads_nothing(city: City) -> None:
    upload = handed(city, [firm(1, region="mz")], part="town_dispatcher")
    actor = replace(city.actor("town_dispatcher"), seats=())
    with pytest.raises(Missing):
        actions.confirm(actor, upload.pk, seen=upload.mark, now=NOW)
    assert not Enterprise.objects.filter(uscc=code(1)).exists()


def test_a_key_twice_hands_in_and_loads_once(city: City) -> None:
    first, second = (handed(city, [firm(1)], key="a") for _ in range(2))
    assert first.pk == second.pk
    confirmed(city, first, key="b")
    assert confirmed(city, first, key="b").state == SheetState.LOADED
    with pytest.raises(Refused):
        confirmed(city, first, key="c")


def test_a_sheet_is_nobody_elses(city: City) -> None:
    upload = handed(city, [firm(1)])
    for part in ("administrator", "town_dispatcher", "official"):
        with pytest.raises(Missing):
            queries.handed_in(city.actor(part), upload.pk)
        with pytest.raises(Missing):
            actions.confirm(city.actor(part), upload.pk, seen=upload.mark, now=NOW)
        assert not queries.visible(city.actor(part)).exists()


@pytest.mark.parametrize(
    ("part", "register"),
    [
        ("official", "enterprises"),
        ("leader", "enterprises"),
        ("dispatcher", "organisations"),
        ("dispatcher", "grants"),
        ("administrator", "grants"),
        ("administrator", "posts"),
        ("security", "staff"),
        ("dispatcher", "visits"),
        ("dispatcher", "nothing"),
    ],
)
def test_who_may_not_load_a_register_finds_none(city: City, part: str, register: str) -> None:
    with pytest.raises(Missing):
        handed(city, [firm(1)], part=part, register=register)


def test_a_large_sheet_is_left_to_the_worker(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhuqi.core.intake.actions.taking.AT_ONCE", 10)
    upload = handed(city, [firm(1), firm(2)])
    assert upload.state == SheetState.WAITING
    drain(NOW)
    upload = queries.handed_in(city.actor("dispatcher"), upload.pk)
    assert upload.state == SheetState.LOOKED and counts(found(city, upload)) == (2, 0, 0, 0)
    assert (
        confirmed(city, upload).state == SheetState.CONFIRMED and not Enterprise.objects.filter(uscc=code(1)).exists()
    )
    drain(NOW + HOUR)
    assert Upload.objects.get(pk=upload.pk).state == SheetState.LOADED
    assert Enterprise.objects.filter(uscc=code(1)).exists()
    drain(NOW + 2 * HOUR)
    assert not list(everything())


def test_what_a_small_sheet_owes_to_the_worker_is_done_already(city: City) -> None:
    upload = confirmed(city, handed(city, [firm(1)]))
    entries = Entry.objects.count()
    drain(NOW + HOUR)
    assert Entry.objects.count() == entries and Upload.objects.get(pk=upload.pk).state == SheetState.LOADED


@pytest.mark.parametrize("content", [b"", b"x" * (LARGEST + 1)])
def test_nothing_and_too_much_are_refused_with_a_sentence(city: City, content: bytes) -> None:
    with pytest.raises(Invalid):
        given(city, content)
    assert AT_ONCE < LARGEST


def test_a_file_that_cant_be_read_says_why_and_leaves_nothing(city: City) -> None:
    upload = given(city, b"%PDF-1.4 x")
    shown = found(city, upload)
    assert upload.state == SheetState.UNREADABLE and shown.faults[0].row == 0
    with pytest.raises(Refused):
        confirmed(city, upload)


@pytest.mark.parametrize("odd", ["?", ""])
def test_a_sheet_that_is_nothing_but_faults_is_told_so_by_the_first_of_them(
    city: City, monkeypatch: pytest.MonkeyPatch, odd: str
) -> None:
    monkeypatch.setattr(faults, "MOST", 500)
    upload = given(city, book([[code(1), "演练00001有限公司", "xf", odd, odd, "演练路"] for _ in range(700)]))
    shown = found(city, upload)
    assert upload.state == SheetState.UNREADABLE and len(shown.faults) == faults.FIRST + 1
    assert "first ones are told" in str(shown.faults[0].sentence)
    with pytest.raises(Refused):
        confirmed(city, upload)


def test_the_refused_rows_come_back_with_reasons_and_go_in_once_mended(city: City) -> None:
    upload = confirmed(city, handed(city, [firm(1), [BAD, *firm(3)[1:]], firm(4, staff="=1+1")]))
    content = queries.refused_rows(city.actor("dispatcher"), upload.pk, say_in=str)
    table = read_one(content, ENTERPRISES, name="x.xlsx")
    assert table.raw is not None
    head, *rows = table.raw.rows
    assert head == [*HEAD, REASON] and [row[1] for row in rows] == [firm(3)[1], firm(4)[1]]
    assert "check character" in str(rows[0][-1]) and "=1+1" in str(rows[1][-1])
    mended = [[code(3), *rows[0][1:]], [*rows[1][:3], 20, *rows[1][4:]]]
    again = handed(city, mended, head=head)
    assert counts(found(city, again)) == (2, 0, 0, 0) and confirmed(city, again).state == SheetState.LOADED


def test_where_nothing_was_refused_there_is_no_such_sheet(city: City) -> None:
    upload = handed(city, [firm(1)])
    with pytest.raises(Missing):
        queries.refused_rows(city.actor("dispatcher"), upload.pk, say_in=str)


def test_what_was_handed_in_is_swept_and_its_digest_stays(city: City) -> None:
    upload = handed(city, [firm(1)])
    actions.sweep(NOW + KEPT - HOUR)
    assert Upload.objects.get(pk=upload.pk).state == SheetState.LOOKED
    for _ in range(2):
        actions.sweep(NOW + KEPT)
    swept = Upload.objects.get(pk=upload.pk)
    assert (swept.state, bytes(swept.content), swept.name, swept.findings) == (SheetState.SWEPT, b"", "", "{}")
    assert (
        swept.digest == upload.digest
        and Entry.objects.filter(kind="upload", subject=swept.pk, verb="swept").count() == 1
    )
    assert not list(everything())


def test_no_entry_holds_what_stood_in_a_sheet(city: City) -> None:
    upload = confirmed(city, handed(city, [firm(1, name="绝密演练公司"), firm(2, staff="绝密")]))
    told = " ".join(Entry.objects.filter(kind="upload", subject=upload.pk).values_list("facts", flat=True))
    assert "绝密" not in told and "名单" not in told


def test_an_area_may_be_named_instead_of_coded(city: City) -> None:
    upload = handed(
        city, [firm(1, region="幸福（演练）乡"), firm(2, region="幸福乡")], head=(*HEAD[:2], "所在街道", *HEAD[3:])
    )
    shown = found(city, upload)
    assert counts(shown) == (1, 0, 0, 1) and shown.faults[0].typed == "幸福乡"


def test_organisations_whose_parent_is_refused_are_refused_too(city: City) -> None:
    head = ("组织代码", "组织名称", "组织类型", "上级组织代码")
    rows = [
        ["z1", "演练乙村", "村", "xf"],
        ["z2", "演练丙组", "错", "xf"],
        ["z3", "演练丁", "服务组", "z2"],
        ["z4", "戊", "村", "xf"],
    ]
    upload = handed(city, rows, part="administrator", register="organisations", head=head)
    shown = found(city, upload, "administrator")
    assert counts(shown) == (2, 0, 0, 2) and {fault.row for fault in shown.faults} == {3, 4}
    assert confirmed(city, upload, part="administrator").state == SheetState.LOADED


def test_the_clock_hands_in_nothing(city: City) -> None:
    with pytest.raises(Missing):
        actions.hand_in(CLOCK, "enterprises", name="x.xlsx", content=book([firm(1)]), now=NOW)
