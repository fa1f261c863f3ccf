"""A call to an enterprise is noted with what came of it; not to be reached is silence, and never satisfaction."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

import pytest
from django.test import Client

from tests.cases.town import DAY, HOUR, replied
from tests.cast import START, City
from zhuqi.base.errors import Missing, Refused
from zhuqi.core.accounts.models import Account
from zhuqi.core.jobs import clock
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.voice.actions import note_try
from zhuqi.domain.voice.measures import satisfaction
from zhuqi.domain.voice.models import Try
from zhuqi.domain.voice.queries import calls
from zhuqi.domain.voice.rules import Result, unreached

NOW = START + 2 * DAY
R, N, F, W = Result.REACHED, Result.NOT_REACHED, Result.REFUSED, Result.WRONG_NUMBER


@pytest.mark.parametrize(
    ("results", "expected"),
    [((), False), ((N, N), False), ((N, N, N), True), ((N, W, N), True), ((N, N, R), False), ((N, N, N, F), False)],
)
def test_three_calls_that_reach_nobody_are_not_reached(results: Sequence[Result], expected: bool) -> None:
    assert unreached(results, 3) is expected


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["dispatcher", "official"])
def test_who_asks_notes_each_call_and_the_case_stays_as_it_is(city: City, part: str) -> None:
    case = replied(city)
    before = Case.objects.get(pk=case.pk)
    for n in range(3):
        note_try(city.actor(part), case.pk, result=N, key=f"{n}", now=NOW + n * HOUR)
    note_try(city.actor(part), case.pk, result=N, key="2", now=NOW + 2 * HOUR)
    found = calls.of_case(city.actor(part), case.pk)
    assert (len(found.tries), found.unreached) == (3, True)
    after = Case.objects.get(pk=case.pk)
    assert (after.state, after.version, after.confirmation) == (before.state, before.version, None)
    assert satisfaction(city.actor("supervisor"), START, START + 90 * DAY) == {}
    assert Entry.objects.filter(kind="try", verb="tried").count() == 3
    assert not list(everything())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ("utilities", Refused),
        ("leader", Refused),
        ("finance", Missing),
        ("enterprise", Missing),
        ("town_dispatcher", Missing),
    ],
)
def test_whoever_handled_it_or_only_looks_on_notes_none(city: City, part: str, kind: type[Exception]) -> None:
    case = replied(city)
    with pytest.raises(kind):
        note_try(city.actor(part), case.pk, result=R, now=NOW)
    assert not Try.objects.exists()


@pytest.mark.django_db
def test_a_new_answer_begins_anew(city: City) -> None:
    case = replied(city)
    for n in range(3):
        note_try(city.actor("dispatcher"), case.pk, result=W, now=NOW + n * HOUR)
    city.do("enterprise", Action.CONTEST, case, NOW + 4 * HOUR, text="没办")
    with pytest.raises(Refused):
        note_try(city.actor("utilities"), case.pk, result=W, now=NOW + 5 * HOUR)
    city.do("utilities", Action.REPLY, case, NOW + DAY, outcome="solved", text="补办了")
    note_try(city.actor("dispatcher"), case.pk, result=N, now=NOW + DAY + HOUR)
    assert not calls.of_case(city.actor("dispatcher"), case.pk).unreached


@pytest.mark.django_db
def test_the_page_takes_a_call_and_shows_it(city: City) -> None:
    case = replied(city)
    clock.stand_at("cast", NOW)
    client = Client()
    client.force_login(Account.objects.get(pk=city.staff["dispatcher"].account_id or 0))
    where = f"/cases/{case.pk}/calls"
    page = client.get(where).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key
    assert client.post(where, {"key": key[1], "result": "often"}).status_code == 422
    assert client.post(where, {"key": key[1], "result": "not_reached"}).status_code == 302
    row = Try.objects.get()
    assert (row.result, row.at) == (N, NOW)
    assert isinstance(row.at, dt.datetime)
    assert city.staff["dispatcher"].name in client.get(where).content.decode()
    assert where in client.get(f"/cases/{case.pk}").content.decode()
