"""Correcting what the registers say."""

import json
from decimal import Decimal

import pytest

from tests.directory.place import DAY, NOW
from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.access.models import Grant
from zhuqi.core.journal.models import Entry
from zhuqi.domain.directory.actions import correct_enterprise, correct_organisation, correct_staff, leave, retire
from zhuqi.domain.directory.rules import Rank, Scale


def booked(kind, pk):
    """(verb, columns) of a subject's entries after the first."""
    rows = Entry.objects.filter(kind=kind, subject=pk).order_by("seq").values_list("verb", "facts")
    return [(verb, json.loads(facts).get("columns")) for verb, facts in rows][1:]


def rename(place, actor, org="T", **said):
    return correct_organisation(actor, place.orgs[org].pk, **{"name": "新名", "now": NOW, **said})


def move(place, actor, who="ann", unit="T", **said):
    typed = {"name": "丁干部", "rank": Rank.STAFF, "unit_id": place.orgs[unit].pk, "now": NOW}
    return correct_staff(actor, place.staff[who].pk, **{**typed, **said})


def mend(place, actor, n=0, region="T", **said):
    typed = {"name": "示例机械有限公司", "industry": "C34", "staff_count": 1200, "now": NOW}
    return correct_enterprise(actor, place.enterprises[n].pk, region_id=place.orgs[region].pk, **{**typed, **said})


def test_an_organisation_gets_another_name(place):
    assert rename(place, place.actor("admin"), region_code="220102").name == "新名"
    assert booked("organisation", place.orgs["T"].pk) == [("corrected", ["name", "region_code"])]


def test_what_says_nothing_new_leaves_no_entry(place):
    admin = place.actor("admin")
    rename(place, admin, name=place.orgs["T"].name)
    move(place, admin, unit="B")
    assert booked("organisation", place.orgs["T"].pk) == booked("staff", place.staff["ann"].pk) == []


def test_somebody_moves_and_keeps_their_roles(place):
    admin = place.actor("admin")
    assert move(place, admin, who="desk", unit="G1", name="庚", rank=Rank.SECTION).unit.code == "G1"
    assert booked("staff", place.staff["desk"].pk)[-1] == ("corrected", ["name", "unit"])
    assert Grant.objects.filter(account=place.staff["desk"].account, until=None).count() == 1


def test_the_scale_follows_what_is_corrected(place):
    desk = place.actor("desk")
    assert mend(place, desk, revenue_wan=Decimal(500000), assets_wan=Decimal(1)).scale == Scale.LARGE
    assert mend(place, desk, revenue_wan=None).scale == Scale.UNKNOWN
    assert booked("enterprise", place.enterprises[0].pk)[-1][0] == "corrected"


@pytest.mark.parametrize("who", ["guard", "desk", "ann"])
def test_organisations_and_people_are_the_system_administrators(place, who):
    for deed in (rename, move):
        with pytest.raises(Refused, match="set up by the system administrator"):
            deed(place, place.actor(who))


@pytest.mark.parametrize(("who", "may"), [("admin", True), ("desk", True), ("guard", False), ("ann", False)])
def test_who_keeps_the_register_of_enterprises(place, who, may):
    if may:
        assert mend(place, place.actor(who), address="新址").address == "新址"
    else:
        with pytest.raises(Refused, match="registered by the dispatcher"):
            mend(place, place.actor(who))


def test_nobody_takes_from_another_place_or_gives_to_it(place):
    admin = place.actor("admin")
    for deed in (
        lambda: rename(place, admin, "ET"),
        lambda: move(place, admin, unit="ET"),
        lambda: move(place, admin, who="north"),
        lambda: mend(place, admin, region="ET"),
        lambda: mend(place, admin, n=3),
    ):
        with pytest.raises(Refused):
            deed()


def test_what_cant_be_stored_stands_at_its_field(place):
    for deed, field in (
        (lambda: rename(place, CLOCK, name=""), "name"),
        (lambda: rename(place, CLOCK, region_code="1" * 13), "region_code"),
        (lambda: move(place, CLOCK, name="x" * 41), "name"),
        (lambda: mend(place, CLOCK, industry="ZZ"), "industry"),
    ):
        with pytest.raises(Invalid) as wrong:
            deed()
        assert set(wrong.value.fields) == {field}


def test_whoever_left_and_whatever_is_retired_stays_as_it_was(place):
    leave(CLOCK, place.staff["bob"].pk, on=DAY, now=NOW)
    retire(CLOCK, place.orgs["G1"].pk, on=DAY, now=NOW)
    for deed in (lambda: move(place, CLOCK, who="bob"), lambda: move(place, CLOCK, unit="G1")):
        with pytest.raises(Refused):
            deed()
    with pytest.raises(Refused, match="lies in a city"):
        mend(place, CLOCK, region="B")
    with pytest.raises(Missing):
        correct_enterprise(CLOCK, 10**6, region_id=place.orgs["T"].pk, name="x", now=NOW)


def test_the_same_key_corrects_once(place):
    first = rename(place, CLOCK, key="k")
    assert rename(place, CLOCK, name="又一个", key="k").name == first.name == "新名"
