"""Links: who makes them, what they open, when they stop, and what opening one means."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.cases.town import DAY, HOUR, assigned, screened
from tests.cast import START, City
from tests.portal.conftest import NOW, link_to
from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.core.access.actor import CLOCK, Actor
from zhuqi.core.accounts.rules import fingerprint
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.domain.cases.actions.links import make_link, open_link, revoke_link
from zhuqi.domain.cases.models import Asking, Case, Clock, Link
from zhuqi.domain.cases.queries import links
from zhuqi.domain.cases.queries.sight import visible
from zhuqi.domain.cases.rules import masking
from zhuqi.domain.cases.rules.words import Action, Channel, Outcome, Tick

MAY = [("dispatcher", True), ("official", True), ("supervisor", True), ("utilities", False), ("leader", False)]


@pytest.mark.parametrize(("part", "may"), MAY)
def test_the_room_and_whoever_may_ask_hand_out_a_link_and_the_handler_never(
    city: City, answered: Case, part: str, may: bool
) -> None:
    if may:
        assert make_link(city.actor(part), answered.pk, now=NOW)[1]
    else:
        with pytest.raises(Refused):
            make_link(city.actor(part), answered.pk, now=NOW)
        assert not Link.objects.exists()


def test_whoever_does_not_see_the_case_hands_out_nothing(city: City, answered: Case) -> None:
    for actor in (city.actor("finance"), Actor()):
        with pytest.raises(Missing):
            make_link(actor, answered.pk, now=NOW)


@pytest.mark.parametrize("actor", ["enterprise", "clock"])
def test_neither_an_enterprise_nor_the_clock_makes_a_link(city: City, answered: Case, actor: str) -> None:
    with pytest.raises(Refused):
        make_link(city.actor(actor), answered.pk, now=NOW)


def test_a_group_that_settled_it_itself_hands_out_no_link(city: City) -> None:
    case = city.do("official", Action.SETTLE, city.record(), START + HOUR, outcome=Outcome.SOLVED, text="已修好")
    with pytest.raises(Refused):
        make_link(city.actor("official"), case.pk, now=NOW)
    assert make_link(city.actor("dispatcher"), case.pk, now=NOW)[1]


def test_a_secret_is_long_told_once_and_kept_nowhere(city: City, answered: Case) -> None:
    link, secret = link_to(city, answered, key="once")
    assert len(secret) >= 43
    again, nothing = link_to(city, answered, key="once")
    assert (again.pk, nothing, Link.objects.count()) == (link.pk, "", 1)
    kept = [str(row) for row in Link.objects.values_list()]
    kept += [entry.facts + entry.rows for entry in Entry.objects.all()]
    assert len(kept) > 10
    assert not [text for text in kept if secret in text]
    assert link.digest == fingerprint(secret)


def test_a_link_opens_thirty_days_where_nothing_is_said_and_the_last_day_whole(city: City, answered: Case) -> None:
    _, secret = link_to(city, answered)
    end = dt.datetime.combine(NOW.date() + 31 * DAY, dt.time(), NOW.tzinfo)
    assert links.behind(secret, end - dt.timedelta(seconds=1))
    assert links.behind(secret, end) is None


@pytest.mark.parametrize("days", [-1, 181])
def test_a_link_into_the_past_or_for_a_year_is_not_made(city: City, answered: Case, days: int) -> None:
    with pytest.raises(Invalid) as fault:
        link_to(city, answered, until=NOW.date() + days * DAY)
    assert "until" in fault.value.fields


def test_a_revoked_link_opens_nothing_and_stays_revoked(city: City, answered: Case) -> None:
    link, secret = link_to(city, answered)
    other = link_to(city, answered)[1]
    first = revoke_link(city.actor("dispatcher"), link.pk, now=NOW)
    assert revoke_link(city.actor("dispatcher"), link.pk, now=NOW + HOUR).revoked_at == first.revoked_at
    assert links.behind(secret, NOW) is None
    assert links.behind(other, NOW)
    with pytest.raises(Refused):
        revoke_link(city.actor("utilities"), link.pk, now=NOW)


def test_a_new_link_revokes_the_others_only_when_asked_to(city: City, answered: Case) -> None:
    first, second = link_to(city, answered)[1], link_to(city, answered)[1]
    assert links.behind(first, NOW)
    third = link_to(city, answered, alone=True)[1]
    assert [bool(links.behind(secret, NOW)) for secret in (first, second, third)] == [False, False, True]


def test_an_actor_by_a_link_sees_one_case_of_its_enterprise(city: City, answered: Case) -> None:
    other = city.record(NOW)
    door = links.behind(link_to(city, answered)[1], NOW)
    assert door
    assert [case.pk for case in visible(door.actor)] == [answered.pk]
    assert {case.pk for case in visible(city.actor("enterprise"))} == {answered.pk, other.pk}
    foreign = replace(door.actor, enterprise=city.enterprises[1].pk)
    assert not visible(foreign).exists()


def test_opening_starts_silence_once_and_says_by_which_link(city: City, answered: Case) -> None:
    link, secret = link_to(city, answered)
    door = links.behind(secret, NOW)
    assert door
    for n in range(3):
        open_link(door.actor, link.pk, now=NOW + n * HOUR)
    asking = Asking.objects.get(case=answered)
    assert (asking.channel, asking.arrived_on) == (Channel.LINK, NOW.date())
    assert Clock.objects.filter(case=answered, tick=Tick.SILENCE).count() == 1
    assert Clock.objects.get(case=answered, tick=Tick.ASK).met_at == NOW
    told = [(entry.kind, entry.verb, entry.behalf) for entry in Entry.objects.order_by("-pk")[:2]]
    behalf = f"enterprise:{answered.enterprise_id}"
    assert told == [("link", "link_opened", behalf), ("case", "put", behalf)]
    assert not list(everything())


def test_opening_says_nothing_while_no_reply_waits(city: City) -> None:
    case = assigned(city)
    link, secret = link_to(city, case, START + 4 * HOUR)
    door = links.behind(secret, NOW)
    assert door
    before = Entry.objects.count()
    open_link(door.actor, link.pk, now=NOW)
    assert Entry.objects.count() == before


def test_nobody_opens_the_link_of_another_case(city: City, answered: Case) -> None:
    link, _ = link_to(city, answered)
    other = screened(city)
    door = links.behind(link_to(city, other, START + 3 * HOUR)[1], NOW)
    assert door
    for actor in (door.actor, city.actor("dispatcher"), city.actor("enterprise"), CLOCK):
        with pytest.raises(Missing):
            open_link(actor, link.pk, now=NOW)


def test_the_links_of_a_case_are_for_those_who_serve_it(city: City, answered: Case) -> None:
    link, secret = link_to(city, answered)
    door = links.behind(secret, NOW)
    assert door
    assert [row.pk for row in links.of_case(city.actor("dispatcher"), answered.pk)] == [link.pk]
    assert not links.of_case(door.actor, answered.pk).exists()
    assert not links.of_case(city.actor("finance"), answered.pk).exists()


NAMES = [
    ("演练001有限公司", "演练＊＊＊＊＊公司"),
    ("演练公司", "演＊＊司"),
    ("演练店", "演＊店"),
    ("店铺", "店＊"),
    ("店", "店＊"),
]


@pytest.mark.parametrize(("name", "masked"), NAMES)
def test_a_name_is_masked_so_that_its_owner_knows_it(name: str, masked: str) -> None:
    assert masking.firm(name) == masked
