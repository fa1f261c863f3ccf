"""The index follows every change in the same transaction, on both engines."""

from __future__ import annotations

import datetime as dt
from importlib import import_module

import pytest
from django.db import connection, transaction

from tests.cast import PEOPLE, START, City
from zhuqi.base.errors import Refused
from zhuqi.base.uscc import complete
from zhuqi.base.words import say
from zhuqi.core.access.actor import CLOCK, Role
from zhuqi.core.journal.verify import everything
from zhuqi.core.search import queries
from zhuqi.core.search.actions import keep, rebuild
from zhuqi.core.search.models import Found
from zhuqi.core.search.queries import PARTS, SAMPLES
from zhuqi.core.search.sources import mark, number, sources
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.directory import actions
from zhuqi.domain.directory.models import Enterprise, Staff
from zhuqi.domain.directory.rules import Rank

NOW = START + dt.timedelta(days=1)


def names(city: City, part: str, typed: str) -> list[str]:
    found = queries.find(city.actor(part), typed)
    return [getattr(hit.row, "title", None) or hit.row.name for group in found for hit in group.hits]


def indexed() -> list[tuple[str, int, list[str]]]:
    return sorted(Found.objects.values_list("kind", "row", "tokens"))


def test_what_is_registered_is_found_at_once(city: City) -> None:
    assert names(city, "administrator", "绿园行") == ["演练绿园行知厂"]
    assert names(city, "administrator", "lyxz") == ["演练绿园行知厂"]
    assert names(city, "administrator", complete("91220106MA3333333").lower()) == ["演练绿园行知厂"]
    assert names(city, "administrator", "MA333333") == ["演练绿园行知厂"]


def test_a_name_that_is_corrected_is_found_and_the_old_one_is_not(city: City) -> None:
    firm = city.enterprises[4]
    actions.correct_enterprise(CLOCK, firm.pk, region_id=firm.region_id, name="演练夏宫", now=NOW)
    assert names(city, "administrator", "夏宫") == ["演练夏宫"]
    assert names(city, "administrator", "春城") == []


def test_whoever_keeps_another_place_finds_what_moved_there(city: City) -> None:
    firm = city.enterprises[4]
    assert names(city, "town_dispatcher", "春城") == []
    actions.correct_enterprise(CLOCK, firm.pk, region_id=city.org("mz"), name=firm.name, now=NOW)
    assert names(city, "town_dispatcher", "春城") == ["演练春城"]


def test_people_are_found_where_they_hold_a_role(city: City) -> None:
    person = city.staff["power"]
    assert names(city, "town_dispatcher", "练power") == []
    actions.give_role(CLOCK, person.pk, role=Role.HANDLER, org_id=city.org("mz-office"), since=NOW.date(), now=NOW)
    assert names(city, "town_dispatcher", "练power") == ["演练power"]
    actions.correct_staff(CLOCK, person.pk, name="演练行长", rank=Rank.STAFF, unit_id=city.org("cc-power"), now=NOW)
    assert names(city, "town_dispatcher", "ylhz") == ["演练行长"]


def test_words_that_come_later_are_found_and_who_comes_later_finds_them(city: City) -> None:
    case = city.record(NOW, title="停产", body="三天没有水。")
    assert names(city, "dispatcher", "无力解") == []
    city.do("official", Action.SUBMIT, case, NOW, why="本组无力解决")
    assert names(city, "dispatcher", "无力解") == ["停产"]
    assert names(city, "finance", "三天") == []
    city.do("dispatcher", Action.SCREEN, case, NOW, kind="utilities", grade="B")
    city.do("dispatcher", Action.ASSIGN, case, NOW, lead_id=city.org("ng-finance"))
    assert names(city, "finance", "三天") == ["停产"]


class Watched:
    """A row that remembers which of its columns were read."""

    def __init__(self, row: object) -> None:
        self.row = row
        self.read: set[str] = set()

    def __getattr__(self, name: str) -> object:
        self.read.add(name.split("__", 1)[0].removesuffix("_id"))
        return getattr(self.row, name)


@pytest.mark.parametrize("kind", sources())
def test_a_room_names_exactly_the_columns_by_which_its_things_are_found(city: City, kind: str) -> None:
    city.record(NOW, title="停电", body="三天没有电。")
    source = sources()[kind]
    rows = [Watched(row) for row in source.rows()[:3]]
    source.words(rows)
    source.places(rows)
    assert rows
    for row in rows:
        assert row.read - {"pk"} == source.columns


def _renamed_and_refused(city: City) -> None:
    actions.correct_enterprise(CLOCK, city.enterprises[4].pk, region_id=city.org("mz"), name="演练别名", now=NOW)
    assert names(city, "administrator", "别名")
    raise Refused(say("no"))


def test_a_change_that_is_refused_leaves_the_index_as_it_was(city: City) -> None:
    before = indexed()
    with pytest.raises(Refused), transaction.atomic():
        _renamed_and_refused(city)
    assert indexed() == before
    assert names(city, "administrator", "别名") == []


def test_keeping_again_writes_nothing(city: City) -> None:
    before = list(Found.objects.order_by("pk").values_list("pk", "tokens"))
    for kind, source in sources().items():
        keep(kind, source.rows().values_list("pk", flat=True))
    assert list(Found.objects.order_by("pk").values_list("pk", "tokens")) == before


def test_made_anew_it_is_the_same(city: City) -> None:
    before = indexed()
    counts = rebuild()
    assert indexed() == before
    assert counts == {kind: source.rows().count() for kind, source in sources().items()}
    assert names(city, "administrator", "春城") == ["演练春城"]


def test_what_stood_before_there_was_an_index_is_found_after_it_is_made(city: City) -> None:
    Found.objects.all().delete()
    assert queries.empty()
    assert names(city, "administrator", "春城") == []
    rebuild()
    assert names(city, "administrator", "春城") == ["演练春城"]


def test_erased_words_are_no_longer_found(city: City) -> None:
    case = city.record(NOW, title="停产", body="三天没有水。")
    assert names(city, "official", "没有水") == ["停产"]
    case.said.filter(name="body").update(body="")
    keep("case", [case.pk])
    assert names(city, "official", "没有水") == []
    assert not any("有水" in token for token in Found.objects.get(kind="case", row=case.pk).tokens)
    case.said.filter(name="body").update(body="三天没有水。")
    keep("case", [case.pk])


def test_what_is_no_more_leaves_the_index(city: City) -> None:
    Found.objects.create(pk=number("case", 10**9), kind="case", row=10**9, tokens=["cn停产"])
    keep("case", [10**9])
    assert not Found.objects.filter(row=10**9).exists()


def test_verification_names_what_differs(city: City) -> None:
    firm = city.enterprises[4]
    Enterprise.objects.filter(pk=firm.pk).update(name="演练换名")
    Found.objects.filter(kind="staff", row=city.staff["power"].pk).delete()
    stranger = Found.objects.create(pk=number("case", 10**9), kind="case", row=10**9, tokens=["cn停产"])
    unknown = Found.objects.create(pk=number("visit", 1), kind="visit", row=1, tokens=[])
    found = {(finding.table, finding.row) for finding in queries.findings()}
    assert found == {
        ("search_found", number("enterprise", firm.pk)),
        ("search_found", number("staff", city.staff["power"].pk)),
        ("search_found", stranger.pk),
        ("search_found", unknown.pk),
    }
    assert found <= {(finding.table, finding.row) for finding in everything()}
    unknown.delete()
    rebuild()
    Enterprise.objects.filter(pk=firm.pk).update(name=firm.name)
    rebuild()


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL holds its index itself")
def test_the_virtual_table_of_sqlite_holds_what_the_table_holds(city: City) -> None:
    actions.correct_enterprise(CLOCK, city.enterprises[4].pk, region_id=city.org("ng"), name="演练夏宫", now=NOW)
    Found.objects.filter(kind="organisation").first().delete()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_token(search_token, rank) VALUES ('integrity-check', 1)")
    rebuild()


@pytest.mark.parametrize(("share", "made_by"), zip(SAMPLES, ("0002_sample", "0003_middle"), strict=True))
def test_the_smaller_indexes_are_of_the_rows_that_are_asked_for_first(share: int, made_by: str) -> None:
    (statement,) = import_module(f"zhuqi.core.search.migrations.{made_by}").POSTGRESQL
    assert f'"row" % {share} = 0' in statement


def test_every_row_is_in_exactly_one_of_the_parts_that_are_asked() -> None:
    for row in range(200):
        said = [part.replace('"row"', str(row)).replace("<>", "!=").replace(" = ", " == ") for part in PARTS]
        assert sum(eval(part.replace("AND", "and")) for part in said) == 1  # our own arithmetic


def test_no_two_kinds_share_a_letter() -> None:
    assert len({mark(kind) for kind in sources()}) == len(sources())


def test_everybody_of_the_cast_is_in_the_index(city: City) -> None:
    assert {part for part, *_ in PEOPLE} == set(Staff.objects.values_list("code", flat=True))
    assert Found.objects.filter(kind="staff").count() == len(PEOPLE)
