"""Grants: a role at a place for a time; three administrators that nobody holds two of."""

from __future__ import annotations

import datetime as dt
from itertools import permutations
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cast import START
from zhuqi.base.errors import Refused
from zhuqi.base.paths import below
from zhuqi.core.access.actions import end_grant, grant
from zhuqi.core.access.actor import ADMINISTRATORS, CLOCK, Role
from zhuqi.core.access.models import Grant
from zhuqi.core.access.queries import seats
from zhuqi.core.accounts.actions import open_many
from zhuqi.core.accounts.models import Account
from zhuqi.core.journal.change import Change

pytestmark = pytest.mark.django_db
MAY, JUNE, JULY = dt.date(2019, 5, 10), dt.date(2019, 6, 1), dt.date(2019, 7, 1)
CITY = (1, below("", 1))
DISTRICT = (2, below(CITY[1], 2))
DAY = dt.timedelta(days=1)


@pytest.fixture
def account() -> Account:
    return open_many(CLOCK, ["somebody", "somebody else"], now=START)[0]


def change() -> Change:
    return Change(CLOCK, "staff", 1, now=START)


def give(account: Account, role: Role, since: dt.date = MAY, org: tuple[int, str] = DISTRICT, **typed: Any) -> Grant:
    return grant(change(), account_id=account.pk, role=role, org=org, sight=CITY, since=since, **typed)


def end(account: Account, role: Role, until: dt.date) -> None:
    end_grant(change(), account_id=account.pk, role=role, org=DISTRICT[0], until=until, today=MAY)


def test_a_grant_is_a_seat_while_it_holds(account: Account) -> None:
    give(account, Role.HANDLER)
    end(account, Role.HANDLER, JUNE)
    held = {day: len(seats(account.pk, day)) for day in (MAY - DAY, MAY, JUNE - DAY, JUNE)}
    assert list(held.values()) == [0, 1, 1, 0]


def test_a_seat_says_where_it_is_and_from_where_it_sees(account: Account) -> None:
    give(account, Role.DISPATCHER)
    (seat,) = seats(account.pk, MAY)
    assert (seat.role, seat.org, seat.path, seat.sight, seat.sight_path) == (Role.DISPATCHER, *DISTRICT, *CITY)


def test_an_account_has_only_its_own_seats(account: Account) -> None:
    give(account, Role.HANDLER)
    assert not seats(Account.objects.get(username="somebody else").pk, MAY)


def test_giving_what_is_held_changes_nothing(account: Account) -> None:
    assert give(account, Role.HANDLER) == give(account, Role.HANDLER, JUNE)
    assert Grant.objects.get().since == MAY


def test_a_role_elsewhere_is_another_grant(account: Account) -> None:
    give(account, Role.HANDLER)
    give(account, Role.HANDLER, org=CITY)
    assert {seat.org for seat in seats(account.pk, MAY)} == {CITY[0], DISTRICT[0]}


def test_a_grant_can_be_given_again_after_it_ended(account: Account) -> None:
    first = give(account, Role.HANDLER)
    end(account, Role.HANDLER, JUNE)
    assert give(account, Role.HANDLER, JULY) != first
    assert not seats(account.pk, JUNE)
    assert seats(account.pk, JULY)


def test_a_grant_never_ends_before_it_began(account: Account) -> None:
    give(account, Role.HANDLER, JUNE)
    end(account, Role.HANDLER, MAY)
    assert Grant.objects.get().until == JUNE
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.update(until=MAY)


def test_ending_what_isn_t_held_changes_nothing(account: Account) -> None:
    give(account, Role.HANDLER)
    end(account, Role.LEADER, JUNE)
    assert Grant.objects.get().until is None


@pytest.mark.parametrize(("first", "second"), list(permutations(sorted(ADMINISTRATORS), 2)))
def test_nobody_holds_two_of_the_three_administrators_roles(account: Account, first: Role, second: Role) -> None:
    give(account, first)
    with pytest.raises(Refused, match="three administrators"):
        give(account, second, org=CITY)
    assert Grant.objects.count() == 1


def test_one_administrator_s_role_may_be_held_at_two_places(account: Account) -> None:
    give(account, Role.AUDIT_ADMIN)
    assert give(account, Role.AUDIT_ADMIN, org=CITY).org == CITY[0]


def test_an_administrator_s_role_goes_with_any_other(account: Account) -> None:
    give(account, Role.SYSTEM_ADMIN)
    give(account, Role.HANDLER)
    assert {seat.role for seat in seats(account.pk, MAY)} == {Role.SYSTEM_ADMIN, Role.HANDLER}


def test_another_administrator_s_role_may_follow_only_when_the_first_has_ended(account: Account) -> None:
    give(account, Role.SYSTEM_ADMIN)
    end(account, Role.SYSTEM_ADMIN, JULY)
    with pytest.raises(Refused, match="three administrators"):
        give(account, Role.AUDIT_ADMIN, JUNE)
    give(account, Role.AUDIT_ADMIN, JULY)
    assert [len(seats(account.pk, day)) for day in (JUNE, JULY - DAY, JULY)] == [1, 1, 1]


def test_two_people_may_share_the_administrators_roles(account: Account) -> None:
    give(account, Role.SYSTEM_ADMIN)
    assert give(Account.objects.get(username="somebody else"), Role.AUDIT_ADMIN).role == Role.AUDIT_ADMIN
