"""Rows written in bulk lie as those that are saved one by one."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import START
from zhuqi.core.journal import bulk
from zhuqi.core.journal.digests import as_stored, cells, columns, row_digest
from zhuqi.core.journal.models import Chain, Entry
from zhuqi.core.search.models import Found
from zhuqi.domain.directory.models import Enterprise, Organisation
from zhuqi.domain.directory.rules import Kind
from zhuqi.domain.directory.rules.firms import Standing

pytestmark = pytest.mark.django_db
SIGNS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30)


@pytest.fixture
def town() -> Organisation:
    made = {"kind": Kind.TOWN, "since": START.date(), "path": "0001"}
    return Organisation.objects.create(name="演练镇", code="xf", **made)


def firm(town: Organisation, n: int, **more: Any) -> Enterprise:
    said = {
        "name": f"演练企业{n}有限公司",
        "revenue_wan": Decimal("12.5"),
        "staff_count": None,
        "standing": Standing.OPEN,
    }
    return Enterprise(uscc=f"91220102MA{n:08d}", salt="s" * 32, region=town, **{**said, **more})


def stored(row: models.Model) -> dict[str, Any]:
    """Every column but the id, as it comes back."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {row._meta.db_table} WHERE id = %s", [row.pk])  # a table's own name
        names = [column[0] for column in cursor.description]
        return dict(zip(names, cursor.fetchone(), strict=True)) | {"id": None}


def test_every_column_lies_as_a_save_puts_it(town: Organisation) -> None:
    more = {"in_base_since": dt.date(2020, 2, 29), "industry": "1311", "address": "演练路\t一号\\N\n二楼"}
    one, other = firm(town, 1, **more), firm(town, 1, **more)
    bulk.insert([one])
    held = stored(one)
    one.delete()
    other.save(force_insert=True)
    assert stored(other) == held


def test_rows_get_ids_in_their_order_and_the_next_one_goes_on_behind_them(town: Organisation) -> None:
    before = firm(town, 1)
    before.save()
    rows = [firm(town, n) for n in range(2, 9)]
    bulk.insert(rows)
    after = firm(town, 9)
    after.save()
    ids = [before.pk, *(row.pk for row in rows), after.pk]
    assert ids == sorted(set(ids))
    assert [row.name for row in Enterprise.objects.order_by("pk")] == [f"演练企业{n}有限公司" for n in range(1, 10)]


def test_the_ids_of_rows_that_are_gone_are_not_given_again(town: Organisation) -> None:
    first = firm(town, 1)
    bulk.insert([first])
    gone = first.pk
    first.delete()
    second = firm(town, 2)
    bulk.insert([second])
    assert second.pk > gone


def test_a_row_written_in_bulk_is_one_that_can_be_saved_again(town: Organisation) -> None:
    row = firm(town, 1)
    bulk.insert([row])
    row.name = "演练改名有限公司"
    row.save()
    assert Enterprise.objects.get().name == "演练改名有限公司"


def test_what_a_constraint_refuses_is_refused_and_nothing_of_it_stays(town: Organisation) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert([firm(town, 1), firm(town, 2), firm(town, 1)])
    assert not Enterprise.objects.exists()


def test_a_table_whose_key_is_no_number_is_written_too() -> None:
    bulk.insert([Chain(kind="演练", subject=n, length=1, head="h", last_at=START) for n in (1, 2)])
    assert Chain.objects.filter(kind="演练").count() == 2


def test_nothing_is_written_of_nothing() -> None:
    bulk.insert([])
    bulk.write([], ["head"])


@pytest.mark.parametrize("many", [1, 1000], ids=["as many rows", "as few rows"])
def test_columns_are_written_of_the_rows_that_were_named_and_of_no_other(
    town: Organisation, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", many)
    rows = [firm(town, n, address="演练路") for n in range(1, 5)]
    bulk.insert(rows)
    untouched = stored(rows[3])
    for n, row in enumerate(rows):
        row.staff_count, row.revenue_wan = (None, 7, 0, 9)[n], Decimal(n) / 4
        row.in_base_since, row.name, row.standing = dt.date(2020, 2, 29), f"a\\N\t{n}\n", Standing.STOPPED
        row.address = "not named, so not written"
    for names in (["staff_count", "revenue_wan"], ["name", "in_base_since", "standing"]):
        bulk.write(rows[:3], names)
    for n, row in enumerate(rows[:3]):
        held = Enterprise.objects.get(pk=row.pk)
        assert (held.staff_count, held.revenue_wan, held.name) == (row.staff_count, Decimal(n) / 4, row.name)
        assert (held.in_base_since, held.standing, held.address) == (row.in_base_since, Standing.STOPPED, "演练路")
    assert stored(rows[3]) == untouched


@pytest.mark.parametrize("many", [1, 1000], ids=["as many rows", "as few rows"])
def test_a_row_is_named_by_any_columns_and_lists_are_written_too(many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", many)
    chains = [Chain(kind="演练", subject=n, length=1, head="h", last_at=START) for n in (1, 2, 3)]
    found = [Found(pk=n, kind="演练", row=n, tokens=["a"]) for n in (1, 2, 3)]
    bulk.insert(chains)
    bulk.insert(found)
    for n in (1, 2):
        chains[n].length, found[n].tokens = n + 5, ["b", "c-d", '"']
    bulk.write(chains[1:], ["length"], where=["kind", "subject"])
    bulk.write(found[1:], ["tokens"])
    assert [*Chain.objects.filter(kind="演练").order_by("subject").values_list("length", flat=True)] == [1, 6, 7]
    assert [*Found.objects.filter(kind="演练").order_by("row").values_list("tokens", flat=True)] == [
        ["a"], ["b", "c-d", '"'], ["b", "c-d", '"'],
    ]  # fmt: skip


@given(SIGNS, SIGNS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_back_as_it_was(town: Organisation, name: str, address: str) -> None:
    row = firm(town, 1, name=name, address=address)
    with transaction.atomic():
        bulk.insert([row])
        held = Enterprise.objects.get(pk=row.pk)
        transaction.set_rollback(True)
    assert (held.name, held.address) == (name, address)


@pytest.mark.parametrize("model", [Enterprise, Entry, Chain, Organisation], ids=lambda model: model.__name__)
def test_what_is_plain_is_told_and_stored_as_the_framework_would(model: type[models.Model]) -> None:
    tried = [0, 1, -5, True, False, "", "演练", "é", "12", Standing.OPEN, Kind.TOWN]
    plain = [(cell, value) for cell in cells(model) for value in tried if type(value) is cell.plain]
    assert plain
    for cell, value in plain:
        assert cell.field.get_db_prep_save(value, connection) == value
        assert as_stored(cell.field, value) == value
        assert type(as_stored(cell.field, value)) is type(value)


def test_a_digest_is_the_one_over_every_column_as_the_framework_tells_it(town: Organisation) -> None:
    row = firm(town, 1, in_base_since=dt.date(2020, 2, 29))
    bulk.insert([row])
    assert row_digest(row) == row_digest(Enterprise.objects.get(pk=row.pk))
    assert [cell.field for cell in cells(Enterprise)] == columns(Enterprise)
