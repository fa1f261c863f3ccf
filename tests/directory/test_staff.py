"""Staff: joining, leaving, and what they may do where."""

import datetime as dt

import pytest

from tests.directory.place import DAY, NOW
from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.core.access.actor import CLOCK, Role
from zhuqi.core.access.models import Grant
from zhuqi.core.accounts.models import Account
from zhuqi.core.journal.models import Entry
from zhuqi.domain.directory.actions import employ, end_role, give_role, leave, retire
from zhuqi.domain.directory.rules import Rank

LATER = DAY + dt.timedelta(days=30)


def hire(place, code="new", actor=CLOCK, unit="B", **more):
    return employ(actor, place.orgs[unit].pk, code=code, name="新人", rank=Rank.STAFF, since=DAY, now=NOW, **more)


def give(place, who, role, org, actor=CLOCK, **more):
    return give_role(actor, place.staff[who].pk, role=role, org_id=place.orgs[org].pk, since=DAY, now=NOW, **more)


def verbs(staff):
    return list(Entry.objects.filter(kind="staff", subject=staff.pk).order_by("seq").values_list("verb", flat=True))


def test_whoever_joins_gets_an_account_that_opens_no_door_yet(place):
    staff = hire(place)
    assert staff.account.username == "new"
    assert not staff.account.has_usable_password()
    assert len(staff.salt) == 32
    assert verbs(staff) == ["employed"]


def test_the_entry_holds_no_name(place):
    facts = Entry.objects.get(kind="staff", subject=hire(place).pk).facts
    assert "新人" not in facts
    assert '"rank":"staff"' in facts


def test_a_staff_code_is_given_once(place):
    with pytest.raises(Invalid) as caught:
        hire(place, code="ann")
    assert str(caught.value.fields["code"]) == "Another member of staff has this code."


def test_the_same_key_employs_once(place):
    assert hire(place, key="k") == hire(place, key="k")
    assert Account.objects.filter(username="new").count() == 1


@pytest.mark.parametrize(("who", "unit"), [("desk", "B"), ("ann", "B"), ("admin", "ET")])
def test_only_the_administrator_of_the_place_employs(place, who, unit):
    with pytest.raises(Refused):
        hire(place, actor=place.actor(who), unit=unit)
    assert hire(place, actor=place.actor("admin")).unit.code == "B"


def test_a_retired_unit_takes_nobody_in(place):
    retire(CLOCK, place.orgs["G1"].pk, on=DAY, now=NOW)
    with pytest.raises(Refused, match="retired"):
        hire(place, unit="G1")


@pytest.mark.parametrize(
    ("role", "org", "sight"),
    [
        (Role.HANDLER, "B", "B"),
        (Role.DISPATCHER, "DD", "D"),
        (Role.LEADER, "B", "D"),
        (Role.SUPERVISOR, "W1", "D"),
        (Role.TEAM_LEAD, "W1", "W1"),
        (Role.LEADER, "T", "T"),
    ],
)
def test_some_roles_see_their_area_and_the_others_their_unit(place, role, org, sight):
    give(place, "ann", role, org)
    grant = Grant.objects.get(account=place.staff["ann"].account)
    assert (grant.org, grant.path) == (place.orgs[org].pk, place.orgs[org].path)
    assert (grant.sight, grant.sight_path) == (place.orgs[sight].pk, place.orgs[sight].path)


def test_a_role_held_already_stays_without_an_entry(place):
    give(place, "ann", Role.HANDLER, "B")
    give(place, "ann", Role.HANDLER, "B")
    assert verbs(place.staff["ann"]) == ["employed", "role_given"]


def test_two_administrators_roles_never_meet_in_one_person(place):
    with pytest.raises(Refused, match="can't hold two of the three"):
        give(place, "admin", Role.AUDIT_ADMIN, "D")


def test_nobody_gives_themselves_a_role(place):
    guard = place.actor("guard")
    with pytest.raises(Refused, match="Nobody gives themselves a role"):
        give(place, "guard", Role.DISPATCHER, "DD", actor=guard)
    give(place, "ann", Role.DISPATCHER, "DD", actor=guard)


def test_nobody_ends_a_role_of_their_own(place):
    held = {"role": Role.SECURITY_ADMIN, "org_id": place.orgs["D"].pk, "until": DAY, "now": NOW}
    with pytest.raises(Refused, match="Nobody ends a role of their own"):
        end_role(place.actor("guard"), place.staff["guard"].pk, **held)
    end_role(CLOCK, place.staff["guard"].pk, **held)


@pytest.mark.parametrize(("who", "org"), [("desk", "DD"), ("admin", "B"), ("guard", "E"), ("ann", "B")])
def test_only_the_security_administrator_of_the_place_gives_roles(place, who, org):
    with pytest.raises(Refused, match="security administrator of all that the role sees"):
        give(place, "bob", Role.HANDLER, org, actor=place.actor(who))


@pytest.mark.parametrize(
    ("role", "org", "may"),
    [
        (Role.HANDLER, "W1", True),
        (Role.HANDLER, "G1", True),
        (Role.HANDLER, "B", False),
        (Role.LEADER, "W1", False),
        (Role.DISPATCHER, "W1", False),
        (Role.SUPERVISOR, "W1", False),
        (Role.SYSTEM_ADMIN, "G1", True),
    ],
)
def test_nobody_gives_a_role_that_sees_more_than_they_keep(place, role, org, may):
    give(place, "bob", Role.SECURITY_ADMIN, "W1")
    if may:
        assert give(place, "ann", role, org, actor=place.actor("bob"))
    else:
        with pytest.raises(Refused, match="security administrator of all that the role sees"):
            give(place, "ann", role, org, actor=place.actor("bob"))


def test_a_role_ends_on_its_day(place):
    held = {"role": Role.DISPATCHER, "org_id": place.orgs["DD"].pk}
    end_role(place.actor("guard"), place.staff["desk"].pk, **held, until=LATER, now=NOW)
    assert place.actor("desk", LATER - dt.timedelta(days=1)).has(Role.DISPATCHER)
    assert not place.actor("desk", LATER).has(Role.DISPATCHER)
    with pytest.raises(Refused, match="They don't hold this role there"):
        end_role(CLOCK, place.staff["desk"].pk, **held, until=LATER, now=NOW)


def test_an_end_that_is_booked_is_brought_forward(place):
    held = {"role": Role.DISPATCHER, "org_id": place.orgs["DD"].pk}
    end_role(CLOCK, place.staff["desk"].pk, **held, until=LATER, now=NOW)
    give(place, "desk", Role.DISPATCHER, "DD")
    end_role(place.actor("guard"), place.staff["desk"].pk, **held, until=DAY, now=NOW)
    assert not place.actor("desk").seats and not place.actor("desk", LATER - dt.timedelta(days=1)).seats


def test_a_role_that_is_over_keeps_its_end(place):
    held = {"role": Role.HANDLER, "org_id": place.orgs["B"].pk}
    give(place, "ann", Role.HANDLER, "B")
    end_role(CLOCK, place.staff["ann"].pk, **held, until=DAY + dt.timedelta(days=5), now=NOW)
    with pytest.raises(Refused, match="They don't hold this role there"):
        end_role(CLOCK, place.staff["ann"].pk, **held, until=DAY, now=NOW + dt.timedelta(days=9))
    assert place.actor("ann", DAY + dt.timedelta(days=4)).has(Role.HANDLER)


@pytest.mark.parametrize(
    ("who", "whose", "org"), [("guard", "city", "CD"), ("desk", "city", "CD"), ("admin", "desk", "DD")]
)
def test_only_the_security_administrator_of_the_place_ends_roles(place, who, whose, org):
    held = {"role": Role.DISPATCHER, "org_id": place.orgs[org].pk}
    with pytest.raises(Refused, match="security administrator of all that the role sees"):
        end_role(place.actor(who), place.staff[whose].pk, **held, until=LATER, now=NOW)


def test_whoever_leaves_loses_roles_and_account(place):
    staff = leave(CLOCK, place.staff["desk"].pk, on=DAY, now=NOW)
    assert place.actor("desk").seats == ()
    assert not Account.objects.get(staff=staff).is_active
    assert verbs(staff) == ["employed", "role_given", "left"]
    with pytest.raises(Refused, match="has left already"):
        leave(CLOCK, staff.pk, on=DAY, now=NOW)
    with pytest.raises(Refused, match="has left"):
        give(place, "desk", Role.HANDLER, "B")


@pytest.mark.parametrize("days", [-1, 2])
def test_nobody_leaves_before_they_came_or_is_written_off_ahead(place, days):
    with pytest.raises(Invalid):
        leave(CLOCK, place.staff["ann"].pk, on=DAY + dt.timedelta(days=days), now=NOW)


@pytest.mark.parametrize("who", ["desk", "ann"])
def test_only_the_administrator_notes_a_leaving(place, who):
    with pytest.raises(Refused):
        leave(place.actor(who), place.staff["bob"].pk, on=DAY, now=NOW)


def test_the_system_administrator_doesnt_put_another_administrator_out_of_office(place):
    admin = place.actor("admin")
    for who in ("guard", "admin"):
        with pytest.raises(Refused, match="the security administrator ends it first"):
            leave(admin, place.staff[who].pk, on=DAY, now=NOW)
    held = {"role": Role.SECURITY_ADMIN, "org_id": place.orgs["D"].pk, "until": DAY, "now": NOW}
    end_role(CLOCK, place.staff["guard"].pk, **held)
    assert leave(admin, place.staff["guard"].pk, on=DAY, now=NOW).left_on == DAY


def test_an_administrator_whose_end_is_booked_is_one_until_then(place):
    held = {"role": Role.SECURITY_ADMIN, "org_id": place.orgs["D"].pk}
    end_role(CLOCK, place.staff["guard"].pk, **held, until=LATER, now=NOW)
    with pytest.raises(Refused, match="the security administrator ends it first"):
        leave(place.actor("admin"), place.staff["guard"].pk, on=DAY, now=NOW)
    give(place, "bob", Role.AUDIT_ADMIN, "G1")
    end_role(CLOCK, place.staff["bob"].pk, role=Role.AUDIT_ADMIN, org_id=place.orgs["G1"].pk, until=LATER, now=NOW)
    with pytest.raises(Refused, match="Administrators' roles are held there"):
        retire(place.actor("admin"), place.orgs["G1"].pk, on=DAY, now=NOW)


def test_roles_whose_end_is_booked_end_with_the_organisation(place):
    give(place, "ann", Role.HANDLER, "G1")
    end_role(CLOCK, place.staff["ann"].pk, role=Role.HANDLER, org_id=place.orgs["G1"].pk, until=LATER, now=NOW)
    retire(place.actor("admin"), place.orgs["G1"].pk, on=DAY, now=NOW)
    assert not place.actor("ann").seats


def test_an_organisation_with_an_administrator_isnt_retired_under_them(place):
    give(place, "bob", Role.AUDIT_ADMIN, "G1")
    with pytest.raises(Refused, match="Administrators' roles are held there"):
        retire(place.actor("admin"), place.orgs["G1"].pk, on=DAY, now=NOW)
    end_role(
        place.actor("guard"),
        place.staff["bob"].pk,
        role=Role.AUDIT_ADMIN,
        org_id=place.orgs["G1"].pk,
        until=DAY,
        now=NOW,
    )
    assert retire(place.actor("admin"), place.orgs["G1"].pk, on=DAY, now=NOW).retired_on == DAY


def test_somebody_who_isnt_there_is_missing(place):
    with pytest.raises(Missing):
        leave(CLOCK, 10**6, on=DAY, now=NOW)
