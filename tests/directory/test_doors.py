"""Letting somebody in again: by the security administrator of their unit and of all they may do."""

import datetime as dt

import pytest
from axes.models import AccessAttempt

from tests.directory.place import DAY, NOW
from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.core.access.actor import CLOCK, Role
from zhuqi.core.accounts.actions import issue_token
from zhuqi.core.accounts.models import Account, Factor
from zhuqi.core.accounts.queries import must_renew, standing
from zhuqi.core.accounts.rules import TokenScope
from zhuqi.core.journal.models import Entry
from zhuqi.domain.directory.actions import (
    employ,
    end_role,
    give_role,
    leave,
    lose_factor,
    reset_password,
    revoke_tokens,
    unlock,
)
from zhuqi.domain.directory.rules import Rank

PASSWORD = "kd7m-x2pw-9zzz"


def doors(actor, staff):
    """Every way to let somebody in, each as a call."""
    return (
        lambda: reset_password(actor, staff.pk, password=PASSWORD, now=NOW),
        lambda: unlock(actor, staff.pk, now=NOW),
        lambda: lose_factor(actor, staff.pk, now=NOW),
        lambda: revoke_tokens(actor, staff.pk, now=NOW),
    )


def test_the_security_administrator_lets_somebody_in(place):
    guard, ann = place.actor("guard"), place.staff["ann"]
    Factor.objects.create(account=ann.account, secret="sealed", made_at=NOW)
    until = DAY + dt.timedelta(days=30)
    issue_token(CLOCK, ann.account_id, name="脚本", scopes=[TokenScope.READ], until=until, now=NOW)
    stands = standing(ann.account_id, DAY)
    assert (stands.factor, stands.tokens) == (True, 1)
    for door in doors(guard, ann):
        assert door() == ann
    stands = standing(ann.account_id, DAY)
    assert (stands.open, stands.password, stands.renew, stands.factor, stands.shut) == (True, True, True, False, False)
    assert stands.tokens == 0
    booked = Entry.objects.filter(kind="account", subject=ann.account_id).order_by("seq")
    assert list(booked.values_list("verb", flat=True)) == ["opened", "password_set", "unlocked", "factor_removed"]
    assert set(booked.values_list("staff", flat=True)[1:]) == {place.staff["guard"].pk}


@pytest.mark.parametrize(
    ("who", "whose"),
    [
        ("admin", "ann"),
        ("desk", "ann"),
        ("ann", "bob"),
        ("guard", "guard"),
        ("guard", "north"),
        ("guard", "city"),
    ],
    ids=["the system administrator", "the dispatcher", "a colleague", "oneself", "the north", "the city"],
)
def test_nobody_else_does_and_nobody_beyond_their_place(place, who, whose):
    for door in doors(place.actor(who), place.staff[whose]):
        with pytest.raises(Refused):
            door()
    assert not must_renew(place.staff[whose].account_id)


def test_whoever_may_do_something_above_is_let_in_from_above(place):
    give_role(CLOCK, place.staff["ann"].pk, role=Role.HANDLER, org_id=place.orgs["C"].pk, since=DAY, now=NOW)
    for door in doors(place.actor("guard"), place.staff["ann"]):
        with pytest.raises(Refused):
            door()


def test_whoever_may_do_something_above_until_its_last_day_is_let_in_from_above(place):
    held = {"role": Role.HANDLER, "org_id": place.orgs["C"].pk}
    give_role(CLOCK, place.staff["ann"].pk, **held, since=DAY, now=NOW)
    end_role(CLOCK, place.staff["ann"].pk, **held, until=DAY + dt.timedelta(days=1), now=NOW)
    for door in doors(place.actor("guard"), place.staff["ann"]):
        with pytest.raises(Refused):
            door()
    assert not must_renew(place.staff["ann"].account_id)


def test_somebody_of_another_unit_who_may_nothing_yet_isnt_everybodys(place):
    new = employ(CLOCK, place.orgs["ET"].pk, code="new", name="新人", rank=Rank.STAFF, since=DAY, now=NOW)
    with pytest.raises(Refused, match="of their unit lets somebody in again"):
        reset_password(place.actor("guard"), new.pk, password=PASSWORD, now=NOW)


def test_whoever_left_isnt_let_in(place):
    leave(CLOCK, place.staff["ann"].pk, on=DAY, now=NOW)
    for door in doors(place.actor("guard"), place.staff["ann"]):
        with pytest.raises(Refused, match="left the staff"):
            door()
    assert not Account.objects.get(pk=place.staff["ann"].account_id).is_active


@pytest.mark.parametrize(
    ("wrong", "shut", "to_all"),
    [
        ({}, False, False),
        ({"192.0.2.1": 4, "192.0.2.2": 4}, False, False),
        ({"192.0.2.1": 5}, True, False),
        ({f"192.0.2.{n}": 4 for n in range(5)}, False, True),
    ],
    ids=["none", "a few", "many from one address", "a few from each of many"],
)
def test_how_a_lock_out_stands_is_told(place, wrong, shut, to_all):
    for address, n in wrong.items():
        attempt = {"username": "ann", "ip_address": address, "failures_since_start": n}
        AccessAttempt.objects.create(**attempt, get_data="", post_data="", path_info="/login", http_accept="")
    AccessAttempt.objects.create(
        username="bob", ip_address="192.0.2.9", failures_since_start=30, get_data="", post_data="", http_accept=""
    )
    stands = standing(place.staff["ann"].account_id, DAY)
    assert (stands.failures, stands.shut, stands.shut_to_all) == (sum(wrong.values()), shut, to_all)
    unlock(place.actor("guard"), place.staff["ann"].pk, now=NOW)
    assert standing(place.staff["ann"].account_id, DAY).failures == 0
    assert standing(place.staff["bob"].account_id, DAY).shut


def test_a_password_that_cant_be_taken_and_somebody_who_isnt_there(place):
    with pytest.raises(Invalid):
        reset_password(place.actor("guard"), place.staff["ann"].pk, password="short", now=NOW)
    with pytest.raises(Missing):
        unlock(place.actor("guard"), 10**6, now=NOW)
