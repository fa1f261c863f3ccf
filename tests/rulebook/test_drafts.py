"""A text becomes an edition by two people: one hands it in, another signs it."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.cast import START
from tests.rulebook.places import CITY, DISTRICT, ELSEWHERE, PROVINCE, TOWN, part, whole
from zhuqi.base.errors import Missing, Refused
from zhuqi.core.access.actor import CLOCK, Actor, Role, Seat
from zhuqi.core.journal import verify
from zhuqi.core.journal.models import Entry
from zhuqi.core.rulebook.actions import adopt, draft, sign, withdraw
from zhuqi.core.rulebook.models import Draft, Edition
from zhuqi.core.rulebook.queries import drafts, history, in_force, waiting
from zhuqi.core.rulebook.reading import Unreadable

pytestmark = pytest.mark.django_db
TODAY = START.date()
Place = tuple[int, str]


def somebody(account: int, *roles: Role, place: Place = DISTRICT, staff: int | None = None) -> Actor:
    seats = tuple(Seat(role, *place, *place) for role in roles)
    return Actor(account=account, staff=account if staff is None else staff, seats=seats)


DRAFTER, LEADER = somebody(1, Role.SYSTEM_ADMIN), somebody(2, Role.LEADER)
TEXT = whole(DISTRICT, TODAY)


def handed(actor: Actor = DRAFTER, text: str = TEXT, place: Place = DISTRICT) -> Draft:
    return draft(actor, text=text, place=place, now=START)


def test_one_hands_in_and_another_signs() -> None:
    waits = handed()
    assert not Edition.objects.exists()
    edition = sign(LEADER, waits.pk, now=START)
    assert (edition.text, edition.place, edition.effective_on) == (TEXT, DISTRICT[0], TODAY)
    assert in_force(DISTRICT[1], TODAY) == edition
    waits.refresh_from_db()
    assert (waits.drafted_by, waits.signed_by, waits.signed_at, waits.edition) == (1, 2, START, edition)
    told = [(entry.kind, entry.verb, entry.account) for entry in Entry.objects.order_by("pk")]
    assert told == [("draft", "drafted", 1), ("rulebook", "adopted", 2), ("draft", "signed", 2)]
    (chapter,) = history(DISTRICT[0])
    assert (chapter.edition, chapter.draft) == (edition, waits)
    assert not list(verify.findings())


BOTH = (Role.SYSTEM_ADMIN, Role.LEADER)


@pytest.mark.parametrize("again", [somebody(1, *BOTH), somebody(9, *BOTH, staff=1)])
def test_one_person_can_t_do_both_whatever_their_roles_and_accounts(again: Actor) -> None:
    waits = handed(somebody(1, *BOTH))
    with pytest.raises(Refused, match="doesn't sign it"):
        sign(again, waits.pk, now=START)
    assert sign(somebody(3, *BOTH), waits.pk, now=START).pk


@pytest.mark.parametrize(
    ("seat", "place", "may"),
    [
        (DISTRICT, DISTRICT, True),
        (CITY, DISTRICT, True),
        (PROVINCE, DISTRICT, True),
        (TOWN, DISTRICT, False),
        (ELSEWHERE, DISTRICT, False),
        (DISTRICT, CITY, False),
    ],
)
def test_handing_in_and_signing_are_done_at_the_place_or_above(seat: Place, place: Place, may: bool) -> None:
    drafter, leader = somebody(1, Role.SYSTEM_ADMIN, place=seat), somebody(2, Role.LEADER, place=seat)
    if not may:
        with pytest.raises(Refused, match="system administrator of that place"):
            handed(drafter, place=place)
    waits = handed(somebody(1, Role.SYSTEM_ADMIN, place=PROVINCE if place != ELSEWHERE else place), place=place)
    if may:
        assert sign(leader, waits.pk, now=START).pk
    else:
        with pytest.raises(Missing):
            sign(leader, waits.pk, now=START)
        assert not Edition.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM_ADMIN])
def test_handing_in_is_the_system_administrators(role: Role) -> None:
    with pytest.raises(Refused, match="system administrator"):
        handed(somebody(1, role))
    assert not Draft.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.LEADER])
def test_signing_is_a_leader_s(role: Role) -> None:
    waits = handed()
    with pytest.raises((Refused, Missing)):
        sign(somebody(2, role), waits.pk, now=START)
    assert not Edition.objects.exists()


def test_whoever_has_no_account_does_neither() -> None:
    nobody = Actor(seats=DRAFTER.seats + LEADER.seats)
    with pytest.raises(Refused, match="under their own account"):
        handed(nobody)
    waits = handed()
    with pytest.raises(Refused, match="under their own account"):
        sign(nobody, waits.pk, now=START)
    with pytest.raises(Refused):
        handed(CLOCK)


def test_a_text_that_can_t_be_taken_isn_t_handed_in() -> None:
    with pytest.raises(Unreadable) as found:
        handed(text=TEXT.replace("督核: 否", "督核: 也许").replace("{期限: 2 工作日}", "{期限: 很快}"))
    assert [fault.key for fault in found.value.faults] == ["期限", "督核"]
    with pytest.raises(Unreadable) as found:
        handed(
            text=TEXT.replace(f"施行: {TODAY}", "施行: 明天").replace("督核: 否", "督核: 也许") + "  打卡: 每天两次\n"
        )
    assert [(fault.key, fault.law) for fault in found.value.faults if fault.key != "打卡"] == [
        ("施行", ""),
        ("督核", ""),
    ]
    assert "N1" in {fault.law for fault in found.value.faults}
    assert not Draft.objects.exists()


def test_rules_don_t_reach_back() -> None:
    yesterday = TODAY - dt.timedelta(1)
    with pytest.raises(Refused, match="reach back"):
        handed(text=whole(DISTRICT, yesterday))
    waits = handed()
    with pytest.raises(Refused, match="reach back"):
        sign(LEADER, waits.pk, now=START + dt.timedelta(1))
    assert adopt(CLOCK, text=whole(DISTRICT, yesterday), place=DISTRICT, now=START).pk


def test_what_stands_above_is_looked_at_again_when_it_is_signed() -> None:
    adopt(CLOCK, text=whole(CITY, TODAY), place=CITY, now=START)
    waits = handed(text=part(DISTRICT, CITY, "延期: {至多: 1}", TODAY + dt.timedelta(9)))
    later = whole(CITY, TODAY + dt.timedelta(5), ("延期: {至多: 1", "延期: {至多: 0"))
    adopt(CLOCK, text=later, place=CITY, now=START)
    with pytest.raises(Unreadable, match=r"laxer than “shi 规则”.*from 0 to 1"):
        sign(LEADER, waits.pk, now=START)


def test_what_was_taken_back_or_signed_isn_t_signed() -> None:
    waits, other = handed(), handed(text=whole(DISTRICT, TODAY + dt.timedelta(3)))
    assert set(waiting(LEADER)) == {waits, other}
    assert withdraw(DRAFTER, waits.pk, now=START).withdrawn_at == START
    with pytest.raises(Refused, match="taken back"):
        sign(LEADER, waits.pk, now=START)
    sign(LEADER, other.pk, now=START)
    for again in (sign, withdraw):
        with pytest.raises(Refused, match="signed already"):
            again(LEADER, other.pk, now=START)
    assert list(waiting(LEADER)) == [] and set(drafts(LEADER)) == {waits, other}
    assert not list(verify.findings())


def test_a_leader_sends_back_what_they_don_t_sign_and_nobody_else_meddles() -> None:
    waits = handed()
    for stranger in (somebody(5, Role.SYSTEM_ADMIN, place=ELSEWHERE), somebody(6, Role.DISPATCHER), Actor()):
        with pytest.raises(Missing):
            withdraw(stranger, waits.pk, now=START)
        assert list(drafts(stranger)) == []
    assert withdraw(LEADER, waits.pk, now=START).withdrawn_at


def test_of_two_texts_for_one_day_one_is_signed() -> None:
    first, second = handed(), handed(text=TEXT.replace("督核: 否", "督核: 是"))
    sign(LEADER, first.pk, now=START)
    with pytest.raises(Refused, match="never changed"):
        sign(LEADER, second.pk, now=START)
    assert Edition.objects.count() == 1


def test_the_same_key_twice_is_one_signature() -> None:
    waits = handed()
    assert sign(LEADER, waits.pk, now=START, key="k") == sign(LEADER, waits.pk, now=START, key="k")
    assert draft(DRAFTER, text=TEXT, place=DISTRICT, now=START, key="d") == draft(
        DRAFTER, text=TEXT, place=DISTRICT, now=START, key="d"
    )
    assert (Edition.objects.count(), Draft.objects.count()) == (1, 2)
