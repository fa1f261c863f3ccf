"""Filling and emptying the posts of the responsibility chain."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from tests.directory.place import DAY, NOW
from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.core.access.actor import CLOCK, Role
from zhuqi.core.access.models import Grant
from zhuqi.core.journal.models import Entry
from zhuqi.domain.directory.actions import leave, retire
from zhuqi.domain.liaison.actions import appoint, bind, dismiss, release
from zhuqi.domain.liaison.models import Post
from zhuqi.domain.liaison.rules import Duty

NEXT = DAY + dt.timedelta(days=1)


def fill(place, who, org, duty, actor=CLOCK, since=DAY, **more):
    return appoint(actor, place.staff[who].pk, org_id=place.orgs[org].pk, duty=duty, since=since, now=NOW, **more)


def empty(place, who, org, duty, actor=CLOCK, until=NEXT, **more):
    return dismiss(actor, place.staff[who].pk, org_id=place.orgs[org].pk, duty=duty, until=until, now=NOW, **more)


def roles(place, who):
    grants = Grant.objects.filter(account=place.staff[who].account, until=None).order_by("pk")
    codes = {org.pk: code for code, org in place.orgs.items()}
    return [(grant.role, codes[grant.org], codes[grant.sight]) for grant in grants]


@pytest.mark.parametrize(
    ("who", "org", "duty", "role"),
    [
        ("lead", "W1", Duty.LEADS_TEAM, Role.TEAM_LEAD),
        ("chief", "W1", Duty.HOLDS_TEAM, Role.TEAM_LEAD),
        ("deputy", "G1", Duty.HOLDS_GROUP, Role.TEAM_LEAD),
        ("ann", "G1", Duty.HOLDS_ENTERPRISES, Role.OFFICIAL),
    ],
)
def test_the_role_comes_with_the_duty_and_goes_with_it(place, who, org, duty, role):
    staff = fill(place, who, org, duty)
    assert roles(place, who) == [(role, org, org)]
    empty(place, who, org, duty)
    assert roles(place, who) == []
    post = Post.objects.get()
    assert (post.since, post.until) == (DAY, NEXT)
    entries = Entry.objects.filter(kind="staff", subject=staff.pk).order_by("seq")
    assert [entry.verb for entry in entries] == ["employed", "appointed", "dismissed"]


def test_a_role_stays_while_another_duty_there_needs_it(place):
    fill(place, "chief", "W1", Duty.LEADS_TEAM)
    fill(place, "chief", "W1", Duty.HOLDS_TEAM)
    empty(place, "chief", "W1", Duty.LEADS_TEAM)
    assert roles(place, "chief") == [("team_lead", "W1", "W1")]
    empty(place, "chief", "W1", Duty.HOLDS_TEAM)
    assert roles(place, "chief") == []


def test_a_duty_is_held_once_there_and_again_after_it_ended(place):
    fill(place, "ann", "G1", Duty.HOLDS_ENTERPRISES)
    with pytest.raises(Refused, match="They hold this duty there already"):
        fill(place, "ann", "G1", Duty.HOLDS_ENTERPRISES)
    empty(place, "ann", "G1", Duty.HOLDS_ENTERPRISES)
    fill(place, "ann", "G1", Duty.HOLDS_ENTERPRISES, since=NEXT)
    assert Post.objects.count() == 2


def test_a_duty_isnt_held_where_it_doesnt_belong(place):
    with pytest.raises(Refused, match="isn't held at an organisation of that kind"):
        fill(place, "deputy", "W1", Duty.HOLDS_GROUP)


@pytest.mark.parametrize(("who", "org"), [("desk", "G1"), ("city", "G1")])
def test_dispatchers_fill_posts_in_their_area(place, who, org):
    assert fill(place, "ann", org, Duty.HOLDS_ENTERPRISES, actor=place.actor(who)).pk


@pytest.mark.parametrize("who", ["lead", "north", "bob", "admin", "guard"])
def test_nobody_else_fills_or_empties_posts(place, who):
    fill(place, "lead", "W1", Duty.LEADS_TEAM)
    with pytest.raises(Refused, match="Posts are filled by"):
        fill(place, "ann", "G1", Duty.HOLDS_ENTERPRISES, actor=place.actor(who))
    with pytest.raises(Refused, match="Posts are filled by"):
        empty(place, "lead", "W1", Duty.LEADS_TEAM, actor=place.actor(who))


def test_nobody_gives_themselves_a_duty(place):
    who = "desk"
    with pytest.raises(Refused, match="Nobody gives themselves a duty"):
        fill(place, who, "G1", Duty.HOLDS_ENTERPRISES, actor=place.actor(who))
    assert not Post.objects.exists()
    assert fill(place, who, "G1", Duty.HOLDS_ENTERPRISES, actor=place.actor("city")).code == who


def test_whoever_left_and_whatever_is_retired_is_out(place):
    leave(CLOCK, place.staff["bob"].pk, on=DAY, now=NOW)
    retire(CLOCK, place.orgs["G2"].pk, on=DAY, now=NOW)
    with pytest.raises(Refused, match="have left the staff"):
        fill(place, "bob", "G1", Duty.HOLDS_ENTERPRISES)
    with pytest.raises(Refused, match="retired"):
        fill(place, "ann", "G2", Duty.HOLDS_ENTERPRISES)


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (DAY - dt.timedelta(days=1), "It began on 2019-05-06, so it can't end before."),
        (DAY + dt.timedelta(days=2), "An end can't be booked ahead; at most from tomorrow on."),
    ],
)
def test_a_duty_ends_after_it_began_and_not_ahead(place, until, said):
    fill(place, "ann", "G1", Duty.HOLDS_ENTERPRISES)
    with pytest.raises(Invalid) as caught:
        empty(place, "ann", "G1", Duty.HOLDS_ENTERPRISES, until=until)
    assert str(caught.value.fields["until"]) == said


def test_what_isnt_held_cant_end(place):
    with pytest.raises(Refused, match="They don't hold this duty there"):
        empty(place, "ann", "G1", Duty.HOLDS_ENTERPRISES)
    with pytest.raises(Missing):
        dismiss(CLOCK, 10**6, org_id=place.orgs["G1"].pk, duty=Duty.HOLDS_GROUP, until=DAY, now=NOW)


def test_nobody_goes_while_enterprises_hang_on_them(place):
    fill(place, "ann", "G1", Duty.HOLDS_ENTERPRISES)
    link = {"staff_id": place.staff["ann"].pk}
    bind(CLOCK, place.enterprises[0].pk, **link, group_id=place.orgs["G1"].pk, since=DAY, now=NOW)
    with pytest.raises(Refused, match="release those first"):
        empty(place, "ann", "G1", Duty.HOLDS_ENTERPRISES)
    release(CLOCK, place.enterprises[0].pk, **link, until=DAY, now=NOW)
    assert roles(place, "ann") == [("official", "G1", "G1")]
    empty(place, "ann", "G1", Duty.HOLDS_ENTERPRISES)
    assert roles(place, "ann") == []


def test_the_same_key_appoints_and_dismisses_once(place):
    first = fill(place, "ann", "G1", Duty.HOLDS_ENTERPRISES, key="k")
    assert fill(place, "ann", "G1", Duty.HOLDS_ENTERPRISES, key="k") == first
    assert empty(place, "ann", "G1", Duty.HOLDS_ENTERPRISES, key="k") == first
    assert empty(place, "ann", "G1", Duty.HOLDS_ENTERPRISES, key="k") == first
    assert Post.objects.count() == 1


def test_the_database_holds_one_open_post_too(place):
    fill(place, "ann", "G1", Duty.HOLDS_ENTERPRISES)
    twin = Post(staff=place.staff["ann"], org=place.orgs["G1"], duty=Duty.HOLDS_ENTERPRISES, since=NEXT)
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()
