"""One value has one form, and two values have two."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import models
from django.db.migrations import AddField
from django.db.migrations.loader import MigrationLoader
from django.test import override_settings
from django.test.utils import isolate_apps
from hypothesis import given
from hypothesis import strategies as st

from zhuqi.core.journal.digests import as_stored, canonical, columns, digest, keyed, link, row_digest
from zhuqi.core.journal.stored import SQLITE, Odd, _decimal, _read

UTC, SHANGHAI = dt.UTC, ZoneInfo("Asia/Shanghai")
FORMS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(FORMS)
def test_canonical_json_says_the_value_and_nothing_else(value: Any) -> None:
    text = canonical(value)
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [1, None, True]}, '{"a":[1,null,true],"b":1}'),
        ({"区": "南关"}, '{"区":"南关"}'),
        ("a\nb", '"a\\nb"'),
        ("", '""'),
        (None, "null"),
    ],
)
def test_canonical_json(value: Any, text: str) -> None:
    assert canonical(value) == text


@isolate_apps("zhuqi.core.jobs")
def sample(**values: Any) -> models.Model:
    class Sample(models.Model):
        text = models.CharField(max_length=20, null=True)
        yes = models.BooleanField(null=True)
        n = models.IntegerField(null=True)
        day = models.DateField(null=True)
        at = models.DateTimeField(null=True)
        wan = models.DecimalField(max_digits=16, decimal_places=2, null=True)

        class Meta:
            app_label = "jobs"

    return Sample(pk=1, **values)


ROW = {
    "text": "用电",
    "yes": True,
    "n": 1,
    "day": dt.date(2019, 5, 13),
    "at": dt.datetime(2019, 5, 13, 1, tzinfo=UTC),
    "wan": Decimal("12.10"),
}


@pytest.mark.parametrize(
    "same",
    [
        {"at": dt.datetime(2019, 5, 13, 9, tzinfo=SHANGHAI)},
        {"wan": Decimal("12.1")},
        {"day": "2019-05-13"},
        {"yes": 1},
        {"n": True},
    ],
)
def test_a_value_written_otherwise_has_the_same_digest(same: dict[str, Any]) -> None:
    assert row_digest(sample(**ROW | same)) == row_digest(sample(**ROW))


@pytest.mark.parametrize(
    "other",
    [
        {"text": "用电 "},
        {"text": ""},
        {"text": None},
        {"yes": None},
        {"yes": False},
        {"n": 0},
        {"day": dt.date(2019, 5, 14)},
        {"at": dt.datetime(2019, 5, 13, 1, 0, 0, 1, tzinfo=UTC)},
        {"wan": Decimal("12.11")},
    ],
)
def test_another_value_has_another_digest(other: dict[str, Any]) -> None:
    assert row_digest(sample(**ROW | other)) != row_digest(sample(**ROW))


def test_a_value_that_moves_to_the_next_column_changes_the_digest() -> None:
    assert row_digest(sample(text="1", n=None)) != row_digest(sample(text=None, n=1))
    assert row_digest(sample(text="", yes=None)) != row_digest(sample(text=None, yes=None))


def test_the_algorithm_is_a_setting() -> None:
    assert digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    with override_settings(JOURNAL_HASH="sm3"):
        assert digest("abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
        assert len(keyed("abc")) == 64
        assert keyed("abc") != digest("abc")


def test_a_link_holds_both_the_id_and_the_hash() -> None:
    assert len({link(1, "ab"), link(2, "ab"), link(1, "ac"), link(11, "b")}) == 4


MOMENTS, DAYS, YES, NUMBERS, TEXTS = (
    models.DateTimeField,
    models.DateField,
    models.BooleanField,
    models.IntegerField,
    models.CharField,
)


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (MOMENTS, "2019-05-13 01:00:00", "2019-05-13T01:00:00+00:00"),
        (MOMENTS, "2019-05-13 01:00:00.000001", "2019-05-13T01:00:00.000001+00:00"),
        (DAYS, "2019-05-13", "2019-05-13"),
        (YES, 1, True),
        (YES, 0, False),
        (NUMBERS, -3, -3),
        (TEXTS, "", ""),
        (MOMENTS, None, None),
    ],
)
def test_what_the_program_writes_reads_as_itself(kind: Any, raw: Any, value: Any) -> None:
    read = _read(SQLITE[kind], raw)
    assert read == value
    assert type(read) is type(value)
    assert value is None or value == as_stored(
        kind(), value if kind is not MOMENTS else dt.datetime.fromisoformat(value)
    )


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        *((MOMENTS, raw) for raw in ("", "2019-05-13T01:00:00", "2019-05-13", "2019-05-13 01:00", "soon", 0, b"2019")),
        (MOMENTS, "2019-05-13 01:00:00+00:00"),
        (MOMENTS, "2019-05-13 01:00:00.000000"),
        *((DAYS, raw) for raw in ("", "20190513", "2019-W20-1", "2019-05-13 00:00:00", "2019-02-30", 20190513)),
        *((YES, raw) for raw in (2, -1, "", "1", 1.0, True)),
        *((NUMBERS, raw) for raw in ("", "1", 1.5, 1.0, True)),
        *((TEXTS, raw) for raw in (1, b"a", 1.5)),
    ],
)
def test_what_the_program_would_not_write_reads_as_odd(kind: Any, raw: Any) -> None:
    assert isinstance(_read(SQLITE[kind], raw), Odd)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (12, "12.00"),
        (12.1, "12.10"),
        (0, "0.00"),
        (-3.25, "-3.25"),
        (Decimal("12.10"), "12.10"),
        (123456789012.34, "123456789012.34"),
    ],
)
def test_a_decimal_reads_with_all_its_places(raw: Any, value: str) -> None:
    assert _decimal(Decimal("0.01"), raw) == value


@pytest.mark.parametrize("raw", [12.001, 0.005, "", "12", float("nan")])
def test_a_decimal_between_its_places_is_odd(raw: Any) -> None:
    assert isinstance(_read(partial(_decimal, Decimal("0.01")), raw), Odd)


def test_columns_that_came_to_a_table_afterwards_are_counted_as_later_ones_and_stand_last() -> None:
    """Two changes that each add a column to one table, and each count one more, would be merged into one too few."""
    added: dict[tuple[str, str], set[str]] = {}
    for (app, _), migration in MigrationLoader(None).disk_migrations.items():
        for step in migration.operations:
            if isinstance(step, AddField):
                added.setdefault((app, step.model_name.lower()), set()).add(step.name)
    found = [model for model in apps.get_models() if getattr(model, "LATER", 0)]
    assert found
    for model in found:
        last = [field.name for field in columns(model)][-model.LATER :]  # type: ignore[attr-defined]
        assert set(last) <= added[model._meta.app_label, str(model._meta.model_name)], model
    case = apps.get_model("cases", "Case")
    assert added["cases", "case"] == {field.name for field in columns(case)[-case.LATER :]}
