"""How one is told: quiet hours, mail, and a mailbox that is confirmed before anything but a code goes there."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail as post

from tests.cast import START, City
from tests.messages.conftest import HOUR
from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.core.access.actor import Actor
from zhuqi.core.accounts.codes import opened
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.core.messages.actions import choose, confirm_mailbox, drop_mailbox, name_mailbox, send
from zhuqi.core.messages.models import Mailbox, Preference
from zhuqi.core.messages.queries import preference
from zhuqi.core.messages.rules import CODE_LASTS

CHOSEN: dict[str, Any] = {"mail": False, "quiet_from": 1320, "quiet_to": 420, "urgent": True}
pytestmark = pytest.mark.usefixtures("mail")


def named(city: City, now: dt.datetime = START, address: str = "yanlian@example.com") -> tuple[Actor, str]:
    """The handler of ng-utilities with a mailbox named, and the code as it lies sealed."""
    actor = city.actor("utilities")
    name_mailbox(actor, address=address, now=now)
    code = opened(Mailbox.objects.get().code)
    assert code is not None
    return actor, code.decode()


def test_a_mailbox_is_confirmed_by_the_code_that_went_there(city: City) -> None:
    actor, code = named(city)
    send(START)
    assert [one.to for one in post.outbox] == [["yanlian@example.com"]]
    assert code in post.outbox[0].subject and code not in Mailbox.objects.get().code
    confirm_mailbox(actor, code=code.upper().replace("-", " "), now=START + HOUR)
    held = Mailbox.objects.get()
    assert held.confirmed_at == START + HOUR and held.code == ""
    choose(actor, **{**CHOSEN, "mail": True}, now=START + HOUR)
    assert preference(actor.account or 0).mail
    assert not list(everything())


@pytest.mark.parametrize("typed", ["", "aaaaa-aaaaa", "\ud800", "0" * 500])
def test_another_code_confirms_nothing(city: City, typed: str) -> None:
    actor, _ = named(city)
    with pytest.raises(Invalid):
        confirm_mailbox(actor, code=typed, now=START + HOUR)
    assert Mailbox.objects.get().confirmed_at is None


def test_a_code_is_good_for_a_day_and_once(city: City) -> None:
    actor, code = named(city)
    with pytest.raises(Invalid, match="too old"):
        confirm_mailbox(actor, code=code, now=START + CODE_LASTS + HOUR)
    confirm_mailbox(actor, code=code, now=START + CODE_LASTS)
    with pytest.raises(Refused, match="already"):
        confirm_mailbox(actor, code=code, now=START + CODE_LASTS)


def test_nobody_has_codes_sent_again_and_again(city: City) -> None:
    named(city)
    with pytest.raises(Refused, match="moment ago"):
        named(city, START + HOUR / 30)
    named(city, START + HOUR / 10, "other@example.com")
    send(START + HOUR)
    assert [one.to for one in post.outbox] == [["other@example.com"]], "the older code isn't sent any more"


def test_who_drops_a_mailbox_doesnt_have_the_next_stranger_written_to_at_once(city: City) -> None:
    actor, _ = named(city)
    for n in range(3):
        drop_mailbox(actor, now=START + HOUR / 60)
        with pytest.raises(Refused, match="moment ago"):
            named(city, START + HOUR / 60, f"stranger{n}@example.com")
    named(city, START + HOUR / 12, "other@example.com")
    send(START + HOUR)
    assert [one.to for one in post.outbox] == [["other@example.com"]]


def test_nothing_is_mailed_before_a_mailbox_is_confirmed(city: City) -> None:
    actor, code = named(city)
    with pytest.raises(Refused, match="Confirm a mailbox first"):
        choose(actor, **{**CHOSEN, "mail": True}, now=START)
    confirm_mailbox(actor, code=code, now=START)
    choose(actor, **{**CHOSEN, "mail": True}, now=START)
    name_mailbox(actor, address="new@example.com", now=START + HOUR)
    assert Mailbox.objects.get().confirmed_at is None


def test_forgetting_a_mailbox_ends_mail_and_leaves_no_address(city: City) -> None:
    actor, code = named(city)
    confirm_mailbox(actor, code=code, now=START)
    choose(actor, **{**CHOSEN, "mail": True}, now=START)
    drop_mailbox(actor, now=START + HOUR)
    drop_mailbox(actor, now=START + HOUR)
    assert not Mailbox.objects.exists() and not Preference.objects.get().mail
    assert not [entry for entry in Entry.objects.all() if "example.com" in entry.facts]
    assert not list(everything())


@pytest.mark.parametrize("wrong", [{"quiet_from": -1}, {"quiet_to": 1440}, {"quiet_from": 10**6}])
def test_hours_lie_within_a_day(city: City, wrong: dict[str, int]) -> None:
    with pytest.raises(Invalid):
        choose(city.actor("utilities"), **{**CHOSEN, **wrong}, now=START)
    assert not Preference.objects.exists()


def test_a_repeated_key_gives_the_same_answer_and_books_once(city: City) -> None:
    actor = city.actor("utilities")
    first = choose(actor, **CHOSEN, key="form", now=START)
    again = choose(actor, **{**CHOSEN, "quiet_to": 480}, key="form", now=START + HOUR)
    assert first == again and Preference.objects.get().quiet_to == 420
    for _ in range(2):
        assert name_mailbox(actor, address="a@example.com", key="form", now=START) == first
    assert Entry.objects.filter(verb__in=("telling_chosen", "mailbox_named")).count() == 2


def test_who_has_no_account_chooses_nothing(city: City) -> None:
    with pytest.raises(Missing):
        choose(Actor(), **CHOSEN, now=START)
    with pytest.raises(Missing):
        drop_mailbox(city.actor("enterprise"), now=START)


def test_without_a_mail_server_no_mailbox_is_asked_for(city: City, settings: Any) -> None:
    settings.MAIL = False
    with pytest.raises(Refused, match="No mail server"):
        name_mailbox(city.actor("utilities"), address="a@example.com", now=START)


@pytest.mark.parametrize("address", ["", "nobody", "a@example.com\nBcc: b@example.com", "a@localhost"])
def test_what_is_no_mailbox_isnt_taken(city: City, address: str) -> None:
    with pytest.raises(Invalid):
        name_mailbox(city.actor("utilities"), address=address, now=START)
