"""One enterprise, one file: all that is known of it, on one page, on paper, and as the enterprise itself sees it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.interfaces.conftest import NOW, Town, at
from tests.interfaces.reading_papers import paper
from zhuqi.core.access.actor import Actor, of_enterprise
from zhuqi.domain.cases.queries.sight import visible
from zhuqi.domain.contacts.actions import wish
from zhuqi.domain.visits.actions import record
from zhuqi.domain.visits.rules import Mode, Purpose
from zhuqi.domain.visits.rules.promises import Promised
from zhuqi.domain.voice.actions import doubt

ComeIn = Callable[..., Client]
DOOR = 6
"""Queries of every page: session, clock, account, seats, the name of the place, what waits unread."""
MOST = 14 + DOOR


def whole(town: Town) -> str:
    return f"/enterprises/{town.city.enterprises[0].pk}"


def served(town: Town, day: int, text: str = "", beyond: str = "") -> int:
    """A visit of the official's, on which something was promised."""
    promises = (Promised(text, dt.date(2019, 6, 20)),) if text else ()
    official, firm = town.city.actor("official"), town.city.enterprises[0].pk
    made = record(
        official, firm, day=dt.date(2019, 6, day), mode=Mode.ON_SITE, kind=Purpose.SERVICE, promises=promises,
        beyond=beyond, now=NOW,
    )  # fmt: skip
    return made.pk


def parts(client: Client, address: str) -> dict[str, str]:
    """{heading: what stands below it}."""
    page = client.get(address).content.decode()
    blocks = [block.split("<h2>", 1)[-1] for block in page.split("<section")[1:]]
    return {block.split("</h2>")[0]: block for block in blocks}


def test_the_file_tells_cases_visits_promises_and_who_answers(come_in: ComeIn, town: Town) -> None:
    served(town, 3, "周五前给出管线图")
    shown = parts(come_in("official", "en"), f"{whole(town)}/file")
    assert town.cases["handled"].title in shown["Cases in hand"]
    ended = shown["Cases that are over, by what became of each"]
    assert town.cases["ended"].title in ended and town.cases["handled"].title not in ended
    assert "周五前给出管线图" in shown["Promised on visits"]
    assert town.city.staff["official"].name in shown["Visits"]
    assert town.city.staff["official"].name in shown["Officials who hold it"]


def test_what_became_of_cases_stands_beside_each_and_nowhere_as_a_rate(come_in: ComeIn, town: Town) -> None:
    ended = parts(come_in("official", "en"), f"{whole(town)}/file")["Cases that are over, by what became of each"]
    assert "solved" in ended and "%" not in ended
    assert "never one rate" in ended


def test_the_file_costs_the_same_whatever_is_in_it(come_in: ComeIn, town: Town) -> None:
    client = come_in("official")
    with CaptureQueriesContext(connection) as before:
        assert client.get(f"{whole(town)}/file").status_code == 200
    served(town, 3, "周五前给出管线图")
    wish(
        town.city.actor("official"),
        town.city.enterprises[0].pk,
        since=dt.date(2019, 6, 5),
        said_by="演练甲某",
        said_on=NOW.date(),
        now=NOW,
    )
    for number in range(12):
        town.city.record(at(6, 4, 9, number), title=f"第{number}件")
    with CaptureQueriesContext(connection) as after:
        assert client.get(f"{whole(town)}/file").status_code == 200
    assert len(after) == len(before) <= MOST, "\n".join(query["sql"].split(" FROM ")[1][:70] for query in after)


@pytest.mark.parametrize("page", ["file", "word", "theirs"])
@pytest.mark.parametrize("part", ["utilities", "finance", "administrator"])
def test_whoever_may_not_see_the_enterprise_gets_no_file(come_in: ComeIn, town: Town, part: str, page: str) -> None:
    assert come_in(part).get(f"{whole(town)}/{page}").status_code == 404
    assert come_in("official").get(f"/enterprises/999999/{page}").status_code == 404


def test_the_paper_says_what_the_page_says_and_nobodys_account(come_in: ComeIn, town: Town) -> None:
    served(town, 3, "周五前给出管线图")
    words = paper(come_in("official"), f"{whole(town)}/word")
    firm = town.city.enterprises[0]
    for said in (firm.name, firm.uscc, town.cases["handled"].title, "周五前给出管线图"):
        assert said in words
    assert "账户" not in words


def test_the_official_reads_what_the_enterprise_reads_and_can_do_nothing_there(come_in: ComeIn, town: Town) -> None:
    served(town, 3, "周五前给出管线图")
    client = come_in("official")
    shown = client.get(f"{whole(town)}/theirs").content.decode()
    assert "周五前给出管线图" in shown and "不迁管线就不能打桩。" in shown
    body = shown.split("<fieldset", 1)[1].split("</fieldset>")[0]
    assert "<form" not in shown.split("<fieldset", 1)[0].split("<main", 1)[1]
    assert "disabled" in shown.split("<fieldset", 1)[1][:40] and body
    assert client.post(f"{whole(town)}/theirs", {"act": "leave"}).status_code == 405


def test_what_it_says_of_those_who_serve_it_is_never_shown_to_them(come_in: ComeIn, town: Town) -> None:
    visit = served(town, 3)
    firm = of_enterprise(town.city.enterprises[0].pk)
    doubt(firm, visit, text="当天没有人来", now=NOW)
    shown = come_in("official", "en").get(f"{whole(town)}/theirs").content.decode()
    assert "didn't take place" not in shown and "当天没有人来" not in shown


def test_a_need_that_one_may_not_see_is_not_among_theirs(
    come_in: ComeIn, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = town.cases["handled"].pk

    def fewer(actor: Actor) -> object:
        return visible(actor).exclude(pk=hidden)

    client = come_in("official")
    assert "不迁管线就不能打桩。" in client.get(f"{whole(town)}/theirs").content.decode()
    monkeypatch.setattr("zhuqi.interfaces.portal.our_parts.cases_seen", fewer)
    assert "不迁管线就不能打桩。" not in client.get(f"{whole(town)}/theirs").content.decode()


def test_whether_it_has_rated_a_reply_isnt_to_be_seen_by_what_waits(come_in: ComeIn, town: Town) -> None:
    shown = come_in("official", "en").get(f"{whole(town)}/theirs").content.decode()
    assert "you can rate it" not in shown
    over = come_in("official", "en").get(f"{whole(town)}/theirs?which=over").content.decode()
    assert "you can rate it" not in over


def test_who_came_is_told_and_never_counted(come_in: ComeIn, town: Town) -> None:
    served(town, 3)
    visits = parts(come_in("official", "en"), f"{whole(town)}/file")["Visits"]
    assert "1 visit" not in visits and "Visits: 1" not in visits
