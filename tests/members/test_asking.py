"""Asking for an account, admitting, opening it by the letter, ending and erasing it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.core import mail as outbox

from tests.cast import START, City
from tests.members.conftest import BOX, NOW, admitted, as_member, asked, inside
from zhuqi.base.errors import Invalid, Missing, Refused, Stale
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.core.messages.actions import send
from zhuqi.core.messages.models import Mailbox, Sending
from zhuqi.domain.directory.actions.merging import merge_enterprise, unmerge_enterprise
from zhuqi.domain.members.actions import admit, ask, end, erase, forget_old, open_member, reveal
from zhuqi.domain.members.models import Member, Sitting
from zhuqi.domain.members.queries import inside as doors
from zhuqi.domain.members.queries import sight
from zhuqi.domain.members.rules import INVITED_FOR, KEPT, MOST_WAITING, MemberProof, MemberStage

pytestmark = pytest.mark.django_db
CALLED = MemberProof.CALLED


@pytest.mark.parametrize(
    ("part", "may"),
    [("official", True), ("dispatcher", True), ("enterprise", True), ("supervisor", False), ("leader", False)],
)
def test_who_asks_for_an_account(city: City, part: str, may: bool) -> None:
    if may:
        assert asked(city, part=part).stage == MemberStage.ASKED
    else:
        with pytest.raises(Refused):
            asked(city, part=part)


@pytest.mark.parametrize("part", ["utilities", "town_dispatcher", "auditor", "clock"])
def test_whoever_does_not_see_the_enterprise_asks_for_nothing(city: City, part: str) -> None:
    with pytest.raises((Missing, Refused)):
        asked(city, part=part)
    assert not Member.objects.exists()


def test_an_enterprise_asks_for_nobody_but_its_own(city: City) -> None:
    with pytest.raises(Missing):
        ask(Actor(enterprise=city.enterprises[1].pk), city.enterprises[0].pk, name="甲", mailbox=BOX, now=START)


@pytest.mark.parametrize(
    ("name", "box", "field"), [("", BOX, "name"), ("甲", "no mailbox", "mailbox"), ("甲\0", BOX, "name")]
)
def test_what_cannot_be_taken_is_said_at_its_field(city: City, name: str, box: str, field: str) -> None:
    with pytest.raises(Invalid) as fault:
        ask(city.actor("official"), city.enterprises[0].pk, name=name, mailbox=box, now=START)
    assert list(fault.value.fields) == [field]


def test_a_mailbox_has_one_account_of_an_enterprise_and_only_so_many_wait(city: City) -> None:
    asked(city)
    with pytest.raises(Refused):
        asked(city, box=BOX.upper())
    for n in range(MOST_WAITING - 1):
        asked(city, box=f"b{n}@example.com")
    with pytest.raises(Refused):
        asked(city, box="one@more.example.com")
    assert asked(city, 1).stage == MemberStage.ASKED


def test_the_room_admits_and_a_letter_goes_to_the_mailbox_alone(city: City) -> None:
    row, secret = admitted(city)
    assert (row.stage, row.proof, row.until) == (MemberStage.INVITED, "called", NOW + INVITED_FOR)
    assert outbox.outbox[-1].to == [BOX]
    assert secret not in str(list(Entry.objects.values_list("facts", flat=True)))
    assert not Sending.objects.exclude(content="").exists(), "a letter that went out is forgotten"
    assert not list(everything())


def test_until_it_is_sent_a_letter_is_sealed(city: City) -> None:
    admit(city.actor("dispatcher"), asked(city).pk, proof=CALLED, now=NOW)
    held = Sending.objects.get().content
    assert held and BOX not in held and "/l/in/" not in held


def test_nobody_admits_whom_they_asked_for(city: City) -> None:
    row = asked(city, part="dispatcher")
    with pytest.raises(Refused):
        admit(city.actor("dispatcher"), row.pk, proof=CALLED, now=NOW)
    assert admit(city.actor("city_dispatcher"), row.pk, proof=CALLED, now=NOW).stage == MemberStage.INVITED


@pytest.mark.parametrize("part", ["official", "keeper", "supervisor", "leader"])
def test_nobody_but_a_dispatch_room_admits(city: City, part: str) -> None:
    with pytest.raises(Refused):
        admit(city.actor(part), asked(city).pk, proof=CALLED, now=NOW)


def test_an_enterprise_admits_nobody(city: City) -> None:
    row, _ = inside(city)
    more = ask(as_member(row), city.enterprises[0].pk, name="演练会计", mailbox="two@example.com", now=NOW)
    with pytest.raises(Refused):
        admit(as_member(row), more.pk, proof=CALLED, now=NOW)


def test_without_a_mail_server_nobody_is_admitted(city: City, settings: object) -> None:
    row = asked(city)
    settings.MAIL = False  # type: ignore[attr-defined]
    with pytest.raises(Refused):
        admit(city.actor("dispatcher"), row.pk, proof=CALLED, now=NOW)
    row.refresh_from_db()
    assert row.stage == MemberStage.ASKED


def test_a_repeated_key_sends_one_letter(city: City) -> None:
    row = asked(city)
    for _ in range(2):
        admit(city.actor("dispatcher"), row.pk, proof=CALLED, key="once", now=NOW)
    assert Sending.objects.count() == 1


def test_what_moved_meanwhile_is_said(city: City) -> None:
    row = asked(city)
    with pytest.raises(Stale):
        admit(city.actor("dispatcher"), row.pk, proof=CALLED, seen=row.version + 1, now=NOW)


def test_a_letter_opens_once_and_for_a_week(city: City) -> None:
    row, secret = admitted(city)
    assert doors.behind(secret, NOW + INVITED_FOR) is None
    for wrong in ("", "x" * 43, secret[:-1]):
        with pytest.raises(Missing):
            open_member(Actor(), row.pk, secret=wrong, now=NOW)
    opened = open_member(Actor(), row.pk, secret=secret, now=NOW)
    assert (opened.stage, opened.opened_at) == (MemberStage.OPEN, NOW)
    with pytest.raises(Missing):
        open_member(Actor(), row.pk, secret=secret, now=NOW)
    entry = Entry.objects.get(kind="member", verb="member_opened")
    assert (entry.behalf, entry.account, entry.staff) == (f"enterprise:{city.enterprises[0].pk}:{row.pk}", None, None)
    assert not list(everything())


def test_staff_opens_no_letter(city: City) -> None:
    row, secret = admitted(city)
    with pytest.raises(Refused):
        open_member(city.actor("official"), row.pk, secret=secret, now=NOW)


def of_staff(city: City, box: str) -> None:
    account = city.staff["utilities"].account_id or 0
    Mailbox.objects.create(account_id=account, address=box, salt="s", named_at=START, confirmed_at=START)


def test_a_mailbox_of_the_staff_is_never_one_of_an_enterprise(city: City) -> None:
    row = asked(city)
    of_staff(city, BOX.upper())
    with pytest.raises(Refused):
        admit(city.actor("dispatcher"), row.pk, proof=CALLED, now=NOW)


def test_who_becomes_staff_is_out(city: City) -> None:
    row, _ = inside(city)
    of_staff(city, BOX)
    assert not doors.open_members().filter(pk=row.pk).exists()


def test_an_account_ends_at_once(city: City) -> None:
    row, _ = inside(city)
    assert Sitting.objects.count() == 1
    ended = end(city.actor("dispatcher"), row.pk, now=NOW)
    assert (ended.stage, ended.ended_at) == (MemberStage.ENDED, NOW)
    assert not Sitting.objects.exists()
    with pytest.raises(Refused):
        end(city.actor("dispatcher"), row.pk, now=NOW)
    assert not list(everything())


def test_several_of_an_enterprise_see_and_end_each_other_and_nobody_of_another(city: City) -> None:
    first, _ = inside(city)
    second, _ = inside(city, box="two@example.com")
    other, _ = inside(city, 1, box="three@example.com")
    assert {one.pk for one in sight.visible(as_member(first))} == {first.pk, second.pk}
    with pytest.raises(Missing):
        end(as_member(first), other.pk, now=NOW)
    assert end(as_member(first), second.pk, now=NOW).stage == MemberStage.ENDED


def test_looking_at_name_and_mailbox_is_on_record_and_for_the_room(city: City) -> None:
    row = asked(city)
    assert sight.masked(row) == sight.Shown("演＊＊＊", "b***@example.com")
    reveal(city.actor("dispatcher"), row.pk, now=NOW)
    assert Entry.objects.filter(kind="member", subject=row.pk, verb="member_shown").count() == 1
    with pytest.raises(Refused):
        reveal(city.actor("official"), row.pk, now=NOW)


def test_who_isnt_of_the_room_any_more_isnt_shown_a_mailbox_by_the_key_of_then(city: City) -> None:
    row, desk = asked(city), city.actor("dispatcher")
    for _ in range(2):
        assert reveal(desk, row.pk, key="k", now=NOW).mailbox == BOX
    assert Entry.objects.filter(kind="member", subject=row.pk, verb="member_shown").count() == 1
    with pytest.raises((Missing, Refused)):
        reveal(replace(desk, seats=()), row.pk, key="k", now=NOW)


def test_who_had_an_account_is_erased_when_asked_for_and_after_half_a_year(city: City) -> None:
    first, _ = inside(city)
    second, _ = inside(city, box="two@example.com")
    with pytest.raises(Refused):
        erase(as_member(first), first.pk, now=NOW)
    end(as_member(first), second.pk, now=NOW)
    gone = erase(as_member(first), second.pk, now=NOW)
    assert (gone.name, gone.mailbox, gone.erased_at) == ("", "", NOW)
    end(city.actor("dispatcher"), first.pk, now=NOW)
    never = asked(city, 1, now=NOW)
    forget_old(NOW + KEPT - dt.timedelta(days=1))
    first.refresh_from_db()
    assert first.name
    forget_old(NOW + KEPT)
    forget_old(NOW + 2 * KEPT)
    for row in (first, never):
        row.refresh_from_db()
        assert (row.stage, row.name, row.mailbox) == (MemberStage.ENDED, "", "")
    assert not list(everything())


def test_a_merged_enterprises_account_follows_and_comes_back(city: City) -> None:
    row, _ = inside(city)
    old, new = city.enterprises[0], city.enterprises[1]
    dispatcher = city.actor("dispatcher")
    merge_enterprise(dispatcher, old.pk, into_id=new.pk, why="同一家企业", now=NOW)
    row.refresh_from_db()
    row = Member.objects.select_related("enterprise__merged_into").get(pk=row.pk)
    assert as_member(row).enterprise == new.pk
    assert sight.visible(as_member(row)).filter(pk=row.pk).exists()
    assert end(dispatcher, asked(city, 0, "two@example.com", now=NOW).pk, now=NOW).enterprise_id == new.pk
    unmerge_enterprise(dispatcher, old.pk, why="弄错了", now=NOW)
    row = Member.objects.select_related("enterprise__merged_into").get(pk=row.pk)
    assert as_member(row).enterprise == old.pk


@pytest.mark.parametrize("part", ["official", "dispatcher", "supervisor", "leader"])
def test_staff_sees_the_accounts_of_enterprises_in_sight(city: City, part: str) -> None:
    row = asked(city)
    assert sight.one(city.actor(part), row.pk) == row


@pytest.mark.parametrize("part", ["utilities", "town_dispatcher", "auditor", "security", "administrator"])
def test_others_see_none(city: City, part: str) -> None:
    row = asked(city)
    with pytest.raises(Missing):
        sight.one(city.actor(part), row.pk)


def test_what_waits_at_a_room(city: City) -> None:
    row = asked(city)
    admitted(city, 1)
    assert [one.pk for one in sight.tray(city.actor("dispatcher"))] == [row.pk]
    assert [one.enterprise_id for one in sight.tray(city.actor("dispatcher"), waiting=False)] == [
        city.enterprises[1].pk
    ]
    assert not sight.tray(city.actor("town_dispatcher")).exists()


def test_a_letter_that_is_too_old_is_not_sent(city: City) -> None:
    admit(city.actor("dispatcher"), asked(city).pk, proof=CALLED, now=NOW)
    assert send(NOW + INVITED_FOR + dt.timedelta(hours=1)) == 0
    assert not outbox.outbox
    assert Sending.objects.get().content == ""


def test_a_rewritten_row_is_found(city: City) -> None:
    row, _ = inside(city)
    Member.objects.filter(pk=row.pk).update(enterprise=city.enterprises[1])
    assert any("enterprise" in str(found.sentence.facts) for found in everything())
