"""``zhuqi statement`` and ``zhuqi verify``."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.db import connection

from tests.cast import START, City
from zhuqi.core.jobs import clock
from zhuqi.core.journal.verify import UNCOVERED
from zhuqi.domain.cases.models import Holding
from zhuqi.domain.cases.queries import ledger
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.directory.models import Staff
from zhuqi.interfaces.columns import width

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def moved(city: City) -> City:
    """Two needs found on a Monday; one goes on to a functional group on Tuesday, the other is withdrawn."""
    first, second = city.record(), city.record(START + HOUR)
    first = city.do("official", Action.SUBMIT, first, START + 2 * HOUR, why="要找专营单位")
    first = city.do("dispatcher", Action.SCREEN, first, START + DAY, kind="utilities", grade="B")
    city.do("dispatcher", Action.ASSIGN, first, START + DAY, lead_id=city.org("ng-utilities"))
    city.do("enterprise", Action.WITHDRAW, second, START + DAY)
    clock.stand_at("cast", START + DAY)
    return city


def test_a_statement_prints_the_equation_and_a_line_a_day(moved, types):
    lines = types("statement", "xf-group", "--since", "2019-05-13").stdout.splitlines()
    assert lines[0] == "Statement of xf-group, 13 May 2019 to 14 May 2019"
    assert lines[2] == "opening 0 + received 2 − passed on 1 − closed 1 = closing 0"
    assert [line.split() for line in lines[5:7]] == [
        ["2019-05-13", "0", "2", "1", "0", "1"],
        ["2019-05-14", "1", "0", "0", "1", "0"],
    ]
    assert "ng-desk" in "".join(lines[7:])


def test_a_subtree_counts_only_what_crosses_its_border(moved, types):
    said = json.loads(types("statement", "ng", "--since", "2019-05-14", "--tree", "--json").stdout)
    figures = {name: said[name] for name in ("opening", "received", "passed_on", "closed", "closing", "held")}
    assert figures == {"opening": 2, "received": 0, "passed_on": 0, "closed": 1, "closing": 1, "held": 1}
    assert said["lines"] == [{"day": "2019-05-14", "side": "closed", "unit": None, "account": "withdrawn", "n": 1}]


def test_chinese_columns_stand_under_each_other(moved, types, monkeypatch):
    monkeypatch.setenv("ZHUQI_LANG", "zh")
    lines = types("statement", "xf-group", "--since", "2019-05-13").stdout.splitlines()
    assert len({width(line) for line in lines[4:7]}) == 1


def test_days_before_anything_happened_are_empty_and_balanced(moved, types):
    said = types("statement", "ng-desk", "--since", "2019-05-01", "--until", "2019-05-12").stdout
    assert "opening 0 + received 0 − passed on 0 − closed 0 = closing 0" in said
    assert "Nothing moved in these days." in said


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("nobody", "--since", "2019-05-13"), 1, "No organisation in force has the code nobody."),
        (("ng", "--since", "2019-05-13", "--until", "2019-05-12"), 1, "The last day lies before the first."),
        (("ng", "--since", "13.5.2019"), 2, "13.5.2019"),
    ],
)
def test_what_can_t_be_stated_is_one_sentence(city, types, words, code, said):
    assert said in types("statement", *words, code=code).stderr


def test_books_that_don_t_balance_are_told_and_fail(moved, types, monkeypatch):
    monkeypatch.setattr(ledger, "in_hand", lambda units: 7)
    assert "7 cases are held" in types("statement", "ng-utilities", "--since", "2019-05-13", code=1).stderr


def test_a_clean_database_is_one_line(moved, types):
    said = types("verify").stdout
    assert said.startswith("All is as it was written: ")
    assert len(said.splitlines()) == 1
    counted = json.loads(types("verify", "--json").stdout)
    assert counted["clean"] is True
    assert f"{counted['entries']:,} entries, {counted['rows']:,} rows, {counted['tables']} tables" in said


@pytest.mark.parametrize("as_json", [False, True])
def test_a_changed_row_is_named_by_table_and_row_and_fails(moved, types, as_json):
    row = Holding.objects.latest("pk")
    with connection.cursor() as hand:
        hand.execute("UPDATE cases_holding SET dispatch = 9 WHERE id = %s", [row.pk])
        hand.execute("UPDATE directory_staff SET name = 'x' WHERE id = %s", [Staff.objects.first().pk])
    said = types("verify", *(["--json"] if as_json else []), code=1)
    if as_json:
        found = json.loads(said.stdout)
        assert found["clean"] is False
        assert {"cases_holding", "directory_staff"} <= {finding["table"] for finding in found["findings"]}
        assert row.pk in {finding["row"] for finding in found["findings"] if finding["table"] == "cases_holding"}
    else:
        lines = said.stdout.splitlines()
        assert any(line.startswith("directory_staff  1") for line in lines)
        assert any(f"row {row.pk}  " in line for line in lines)
        assert "differ from the journal" in said.stderr


def test_the_tables_left_out_are_listed_with_reasons(types):
    said = types("verify", "--uncovered").stdout.splitlines()
    assert [line.split("  ")[0] for line in said] == sorted(UNCOVERED)
    assert json.loads(types("verify", "--uncovered", "--json").stdout).keys() == UNCOVERED.keys()
