"""Rounds of contact, and visits written down by whoever made them."""

import dataclasses
import datetime as dt
import json

import pytest
from django.db import IntegrityError, transaction

from tests.directory.place import DAY, NOW
from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.core.access.actor import CLOCK, Actor, Role, of_enterprise
from zhuqi.core.access.models import Scope
from zhuqi.core.journal.models import Entry
from zhuqi.domain.directory.actions import give_role
from zhuqi.domain.liaison.actions import bind
from zhuqi.domain.visits import queries
from zhuqi.domain.visits.actions import open_round, record
from zhuqi.domain.visits.models import Visit
from zhuqi.domain.visits.rules import Mode, Purpose

DAYS = dt.timedelta


@pytest.fixture
def linked(place):
    """ann holds the first enterprise in the first group, bob the second one to one; lead leads the team."""
    group = place.orgs["G1"].pk
    bind(CLOCK, place.enterprises[0].pk, staff_id=place.staff["ann"].pk, group_id=group, since=DAY - DAYS(9), now=NOW)
    bind(CLOCK, place.enterprises[1].pk, staff_id=place.staff["bob"].pk, since=DAY - DAYS(9), now=NOW)
    for who, role, org in (("lead", Role.TEAM_LEAD, "W1"), ("north", Role.TEAM_LEAD, "ET")):
        give_role(CLOCK, place.staff[who].pk, role=role, org_id=place.orgs[org].pk, since=DAY, now=NOW)
    return place


def visit(place, who, n=0, day=DAY, mode=Mode.ON_SITE, kind=Purpose.SERVICE, **more):
    actor = who if isinstance(who, Actor) else place.actor(who)
    return record(actor, place.enterprises[n].pk, day=day, mode=mode, kind=kind, now=NOW, **more)


def open_one(place, area="D", actor=CLOCK, **more):
    said = {"name": "第一轮对接", "since": DAY - DAYS(3), "until": DAY + DAYS(1), **more}
    return open_round(actor, place.orgs[area].pk, **said, now=NOW)


def test_a_visit_is_booked_on_whoever_made_it_and_on_their_group(linked):
    made = visit(linked, "ann")
    assert (made.staff.code, made.unit.code, made.recorded_at) == ("ann", "G1", NOW)
    entry = Entry.objects.get(kind="visit", subject=made.pk)
    assert (entry.verb, entry.staff) == ("recorded", linked.staff["ann"].pk)
    assert json.loads(entry.facts)["mode"] == "on_site"


def test_one_to_one_the_visit_is_the_own_units(linked):
    assert visit(linked, "bob", 1).unit.code == "B"


@pytest.mark.parametrize(
    "who", [CLOCK, Actor(), of_enterprise(1), Actor(account=1)], ids=["clock", "nobody", "enterprise", "account"]
)
def test_nobody_writes_down_anothers_visit(linked, who):
    with pytest.raises(Refused, match="A visit is recorded by the official who made it"):
        visit(linked, who)


def test_an_actor_without_seats_makes_no_visit(linked):
    with pytest.raises(Refused, match="recorded by the official"):
        visit(linked, dataclasses.replace(linked.actor("ann"), seats=()))


def test_an_enterprise_out_of_sight_isnt_visited(linked):
    for n in (1, 3):
        with pytest.raises(Missing):
            visit(linked, "ann", n)


@pytest.mark.parametrize("days", [1, 30])
def test_a_visit_isnt_written_down_ahead(linked, days):
    with pytest.raises(Refused, match="after it was made"):
        visit(linked, "ann", day=DAY + DAYS(days))


def test_the_same_visit_is_written_down_once_and_another_kind_apart(linked):
    visit(linked, "ann")
    with pytest.raises(Refused, match="This visit is recorded already"):
        visit(linked, "ann")
    visit(linked, "ann", kind=Purpose.POLICY)
    visit(linked, "ann", mode=Mode.REMOTE)
    with pytest.raises(Refused, match="took place all the same"):
        visit(linked, "ann", day=DAY - DAYS(1))
    visit(linked, "ann", day=DAY - DAYS(1), beyond="企业临时停电")
    assert Visit.objects.count() == 4


def test_the_same_key_records_once(linked):
    assert visit(linked, "ann", key="k") == visit(linked, "ann", key="k")


def test_a_round_takes_visits_of_its_days_and_its_area(linked):
    first = open_one(linked)
    assert visit(linked, "ann", round_id=first.pk).round == first
    near = open_one(linked, "V")  # below the team's district, and not where the enterprise lies
    for who, round_, day, said in (
        ("ann", first, DAY - DAYS(4), "The round of contact wasn't on that day."),
        ("desk", near, DAY, "The round of contact is another area's."),
    ):
        with pytest.raises(Refused) as caught:
            visit(linked, who, day=day, round_id=round_.pk)
        assert str(caught.value) == said


def test_a_round_out_of_sight_and_one_that_isnt_there_are_one_answer(linked):
    hidden = open_one(linked, "E")
    told = []
    for number in (hidden.pk, 10**6):
        with pytest.raises(Missing) as caught:
            visit(linked, "ann", round_id=number)
        told.append(str(caught.value))
    assert told[0] == told[1] and not Visit.objects.exists()


@pytest.mark.parametrize("who", ["desk", "city", "admin"])
def test_dispatchers_and_administrators_open_rounds(place, who):
    opened = open_one(place, actor=place.actor(who))
    assert Entry.objects.get(kind="round", subject=opened.pk).verb == "opened"


@pytest.mark.parametrize(("who", "area"), [("ann", "D"), ("desk", "E"), ("lead", "D")])
def test_nobody_else_opens_a_round(place, who, area):
    with pytest.raises(Refused, match="Rounds of contact are opened by"):
        open_one(place, area, actor=place.actor(who))


def test_a_round_is_an_areas_and_has_a_name_of_its_own_and_a_day(place):
    open_one(place)
    with pytest.raises(Refused, match="an area's, not a unit's"):
        open_one(place, "W1")
    for field, more in (
        ("name", {}),
        ("name", {"name": " "}),
        ("name", {"name": "x\0"}),
        ("until", {"name": "二", "until": DAY - DAYS(3)}),
    ):
        with pytest.raises(Invalid) as caught:
            open_one(place, **more)
        assert set(caught.value.fields) == {field}
    assert open_one(place, name="不定期", until=None).until is None


def test_the_same_key_opens_a_round_once(place):
    assert open_one(place, key="k") == open_one(place, key="k")


def seers(place, made):
    return {who for who in place.staff if queries.visible(place.actor(who)).filter(pk=made.pk).exists()}


def test_a_visit_is_seen_from_its_unit_its_territory_and_above(linked):
    made = visit(linked, "ann")
    assert seers(linked, made) == {"ann", "lead", "desk", "city"}
    assert list(queries.visible(of_enterprise(made.enterprise_id))) == [made]
    assert list(queries.visible(of_enterprise(made.enterprise_id + 1))) == []
    assert list(queries.visible(Actor())) == list(queries.visible(CLOCK)) == []


def test_a_visit_to_another_district_is_seen_there_too(linked):
    bind(CLOCK, linked.enterprises[3].pk, staff_id=linked.staff["ann"].pk, since=DAY, now=NOW)
    assert seers(linked, visit(linked, "ann", 3)) == {"ann", "lead", "desk", "city", "north"}


def test_the_database_holds_one_visit_a_day_and_kind_too(linked):
    made = visit(linked, "ann")
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.create(
            **{f.attname: getattr(made, f.attname) for f in Visit._meta.concrete_fields if f.name != "id"}
        )


def test_a_visit_has_no_place_no_photo_no_duration_and_no_finding():
    assert {field.name for field in Visit._meta.get_fields()} == {
        "id", "round", "enterprise", "staff", "unit", "region", "day", "mode", "kind", "recorded_at", "contact", "words",
        "needs", "promises", "doubt",
    }  # fmt: skip
    assert {kind.value for kind in Purpose} == {"service", "problem", "policy", "joint"}


def test_what_is_seen_is_what_follows_from_the_visits(linked):
    visit(linked, "ann")
    visit(linked, "bob", 1)
    assert set(Scope.objects.filter(kind="visit").values_list("row", "org", "reason")) == queries.scopes()
