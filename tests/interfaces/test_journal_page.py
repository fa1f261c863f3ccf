"""The journal page: an audit administrator reads what people below did, everybody else is told there is no such page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from tests.cast import SETUP, SINCE
from tests.interfaces.conftest import NOW, Town
from zhuqi.base.events import Event
from zhuqi.core.access.actor import CLOCK, Role
from zhuqi.core.accounts.actions import set_password
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.queries import readable, searched
from zhuqi.core.journal.sealing import Sealed
from zhuqi.domain.directory.actions.roles import end_role, give_role
from zhuqi.domain.directory.queries import actor
from zhuqi.interfaces.web.oversight import journal
from zhuqi.interfaces.web.oversight.journal_words import KINDS, VERBS

ComeIn = Callable[..., Client]
ENTRY = '<code class="facts">'


def audits(town: Town, part: str, place: str) -> None:
    """Make one of the cast an audit administrator there."""
    staff, org = town.city.staff[part].pk, town.city.org(place)
    give_role(CLOCK, staff, role=Role.AUDIT_ADMIN, org_id=org, since=SINCE, now=SETUP)


@pytest.mark.parametrize("part", ["official", "dispatcher", "leader", "administrator"])
def test_nobody_but_an_audit_administrator_finds_the_journal(come_in: ComeIn, part: str) -> None:
    assert come_in(part).get("/journal").status_code == 404


def test_who_is_not_inside_is_shown_the_door(client: Client, town: Town) -> None:
    assert client.get("/journal").headers["Location"].startswith("/login")


def test_at_the_root_everything_is_read_and_below_it_what_people_there_did(come_in: ComeIn, town: Town) -> None:
    audits(town, "land", "cc")
    audits(town, "leader", "ng")
    audits(town, "town_handler", "mz")
    at_root = actor(town.account("land").pk, SINCE)
    assert readable(at_root).count() == Entry.objects.count()
    below = {entry.staff for entry in readable(actor(town.account("leader").pk, SINCE))}
    assert below == {town.city.staff[part].pk for part in ("official", "dispatcher", "utilities", "planner", "finance")}
    assert not readable(actor(town.account("town_handler").pk, SINCE)).exists(), "nobody of that town has done anything"
    assert not readable(actor(town.account("dispatcher").pk, SINCE)).exists()
    page = come_in("land").get("/journal").content.decode()
    assert page.count(ENTRY) == min(Entry.objects.count(), journal.ROWS)


def test_what_somebody_does_after_they_went_elsewhere_is_read_there(town: Town) -> None:
    audits(town, "leader", "ng")
    reader = actor(town.account("leader").pk, SINCE)
    planner = town.city.staff["planner"]
    before = readable(reader).filter(staff=planner.pk).count()
    away = NOW + dt.timedelta(days=1)
    old = town.city.org("ng-planning")
    end_role(CLOCK, planner.pk, role=Role.HANDLER, org_id=old, until=away.date(), now=NOW)
    give_role(CLOCK, planner.pk, role=Role.HANDLER, org_id=town.city.org("cc-land"), since=away.date(), now=NOW)
    him = actor(town.account("planner").pk, away.date())
    set_password(him, him.account or 0, password="another one, long", now=NOW)
    assert before and readable(reader).filter(staff=planner.pk).count() == before + 1, "his last day"
    set_password(him, him.account or 0, password="one more, as long", now=away)
    assert readable(reader).filter(staff=planner.pk).count() == before + 1


def test_a_search_narrows_and_pages_go_on_to_the_first_entry(come_in: ComeIn, town: Town) -> None:
    audits(town, "land", "cc")
    who = actor(town.account("land").pk, SINCE)
    case = next(iter(town.cases.values()))
    chain = list(searched(who, kind="case", subject=case.pk))
    assert [entry.seq for entry in chain] == list(range(len(chain), 0, -1)) and chain[-1].verb == "recorded"
    client = come_in("land")
    page = client.get("/journal", {"kind": "case", "subject": str(case.pk)}).content.decode()
    assert page.count(ENTRY) == len(chain) and all(entry.hash[:12] in page for entry in chain)
    official = client.get("/journal", {"who": "official", "verb": "recorded"}).content.decode()
    assert "演练official" in official and "没有符合的" in client.get("/journal", {"who": "nobody"}).content.decode()
    early = client.get("/journal", {"until": "2018-12-31"}).content.decode()
    assert ENTRY not in early
    seen, address = 0, "/journal"
    while address:
        page = client.get(address).content.decode()
        seen += page.count(ENTRY)
        address = page.partition('href="?after=')[2].partition('"')[0]
        address = f"/journal?after={address}" if address else ""
    assert seen == Entry.objects.count()


def test_the_journal_page_holds_no_text_of_a_case(come_in: ComeIn, town: Town) -> None:
    audits(town, "land", "cc")
    page = come_in("land").get("/journal", {"kind": "case"}).content.decode()
    assert not [case for case in town.cases.values() if case.title in page]


@pytest.mark.parametrize("asked", [{"subject": "1e9"}, {"since": "昨天"}, {"kind": "x" * 21}, {"after": "-1"}])
def test_what_cannot_be_meant_is_told(come_in: ComeIn, town: Town, asked: dict[str, str]) -> None:
    audits(town, "land", "cc")
    assert come_in("land").get("/journal", asked).status_code in (200, 422)


def _below(cls: type[Event]) -> Iterator[type[Event]]:
    for found in cls.__subclasses__():
        if found.__module__.startswith("zhuqi."):
            yield found
            yield from _below(found)


def test_every_verb_and_every_kind_of_subject_has_a_word(town: Town) -> None:
    assert Sealed.verb in VERBS
    verbs = {event.verb for event in _below(Event) if "verb" in vars(event)}
    assert verbs == set(VERBS), "each that may be booked, and no other"
    assert set(Entry.objects.values_list("kind", flat=True)) <= set(KINDS)
    assert len(set(VERBS.values())) == len(VERBS) and len(set(KINDS.values())) == len(KINDS)
