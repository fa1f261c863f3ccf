"""Setting organisations up, and ending them."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from tests.directory.place import DAY, NOW
from zhuqi.base.errors import Invalid, Refused
from zhuqi.base.paths import lineage, segment
from zhuqi.core.access.actor import CLOCK, Role
from zhuqi.core.access.models import Grant
from zhuqi.core.journal.models import Entry
from zhuqi.domain.directory.actions import found, give_role, retire
from zhuqi.domain.directory.models import Organisation
from zhuqi.domain.directory.rules import Kind


def build(place, parent, kind, code="X", actor=CLOCK, **more):
    parent_id = place.orgs[parent].pk if parent else None
    return found(actor, parent_id, kind=kind, name="新组织", code=code, since=DAY, now=NOW, **more)


def test_an_organisation_hangs_under_its_parent_and_knows_its_area(place):
    team = build(place, "V", Kind.TEAM)
    assert lineage(team.path) == (*(place.orgs[code].pk for code in ("C", "D", "T", "V")), team.pk)
    assert team.area_id == place.orgs["V"].pk
    assert Entry.objects.get(kind="organisation", subject=team.pk).verb == "founded"


def test_an_area_is_its_own_area(place):
    town = build(place, "D", Kind.TOWN, region_code="220102014")
    assert (town.area_id, town.region_code) == (town.pk, "220102014")
    root = build(place, None, Kind.CITY, "Y")
    assert (root.path, root.area_id) == (segment(root.pk), root.pk)


@pytest.mark.parametrize(
    ("parent", "kind", "said"),
    [
        (None, Kind.TEAM, "This needs an organisation above it; only cities, districts and towns stand alone."),
        ("D", Kind.CITY, "An organisation of this kind can't hang under one of that kind."),
        ("G1", Kind.TEAM, "An organisation of this kind can't hang under one of that kind."),
        ("D", Kind.DESK, "This area has a dispatch room already."),
    ],
)
def test_what_cant_hang_there_is_refused(place, parent, kind, said):
    with pytest.raises(Refused) as caught:
        build(place, parent, kind)
    assert str(caught.value) == said


def test_the_tree_has_an_end(place):
    parent = place.orgs["D"]
    for n in range(23):
        parent = found(CLOCK, parent.pk, kind=Kind.DEPARTMENT, name="处", code=f"X{n}", since=DAY, now=NOW)
    assert len(lineage(parent.path)) == 25
    with pytest.raises(Refused, match="The tree has at most 25 levels"):
        found(CLOCK, parent.pk, kind=Kind.DEPARTMENT, name="处", code="X", since=DAY, now=NOW)


def test_a_code_is_given_once(place):
    with pytest.raises(Invalid) as caught:
        build(place, "D", Kind.TEAM, "W1")
    assert str(caught.value.fields["code"]) == "Another organisation has this code."


def test_what_cant_be_stored_is_refused_field_by_field(place):
    with pytest.raises(Invalid) as caught:
        found(CLOCK, place.orgs["D"].pk, kind=Kind.TEAM, name="坏\0名", code=" ", since=DAY, now=NOW)
    assert set(caught.value.fields) == {"name", "code"}


@pytest.mark.parametrize("who", ["desk", "city", "ann"])
def test_only_the_administrator_of_the_place_sets_up(place, who):
    with pytest.raises(Refused, match="set up by the system administrator of that place"):
        build(place, "D", Kind.TEAM, actor=place.actor(who))


def test_an_administrator_stays_in_their_own_place(place):
    admin = place.actor("admin")
    assert build(place, "W1", Kind.GROUP, actor=admin).pk
    for parent, kind in (("E", Kind.TEAM), (None, Kind.CITY)):
        with pytest.raises(Refused):
            build(place, parent, kind, "Y", actor=admin)


def test_the_same_key_founds_once(place):
    first = build(place, "D", Kind.TEAM, key="k")
    assert build(place, "D", Kind.TEAM, key="k") == first
    assert Entry.objects.filter(kind="organisation", subject=first.pk).count() == 1


def test_a_retired_organisation_is_no_parent_and_ends_its_roles(place):
    group = place.orgs["G1"]
    give_role(CLOCK, place.staff["ann"].pk, role=Role.OFFICIAL, org_id=group.pk, since=DAY, now=NOW)
    assert retire(CLOCK, group.pk, on=DAY + dt.timedelta(days=1), now=NOW).retired_on == DAY + dt.timedelta(days=1)
    assert Grant.objects.get(org=group.pk).until == DAY + dt.timedelta(days=1)
    with pytest.raises(Refused, match="retired already"):
        retire(CLOCK, group.pk, on=DAY, now=NOW)
    retire(CLOCK, place.orgs["G2"].pk, on=DAY, now=NOW)
    retire(CLOCK, place.orgs["W1"].pk, on=DAY, now=NOW)
    with pytest.raises(Refused, match="The organisation above it is retired"):
        build(place, "W1", Kind.GROUP)


@pytest.mark.parametrize(
    ("org", "on", "said"),
    [
        ("W1", DAY, "Organisations still hang under it (['第一组', '第二组']): retire those first."),
        (
            "B",
            DAY,
            "Staff still belong to it (['丁干部', '丙副局长', '乙局长', '戊干部']): move them to another unit first.",
        ),
        ("G1", DAY - dt.timedelta(days=1), "It began on 2019-05-06, so it can't end before."),
        ("G1", DAY + dt.timedelta(days=2), "An end can't be booked ahead; at most from tomorrow on."),
    ],
)
def test_an_organisation_in_use_cant_be_retired(place, org, on, said):
    with pytest.raises((Refused, Invalid)) as caught:
        retire(CLOCK, place.orgs[org].pk, on=on, now=NOW)
    assert str(caught.value) == said


def test_nobody_else_retires(place):
    with pytest.raises(Refused):
        retire(place.actor("desk"), place.orgs["G1"].pk, on=DAY, now=NOW)


def test_the_database_holds_one_desk_an_area_too(place):
    desk = place.orgs["DD"]
    twin = Organisation(kind=Kind.DESK, name="二", code="X", parent=desk.parent, path="x", area=desk.area, since=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()
