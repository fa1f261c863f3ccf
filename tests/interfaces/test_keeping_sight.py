"""Who looks whom up in the registers, as tables; what is out of reach answers as what doesn't exist; and what a list costs."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.directory.place import code, table
from tests.interfaces.conftest import NOW, Town
from tests.interfaces.reading import HAN, LATIN_WORD, text, without
from tests.interfaces.test_pages import KNOWN, data
from tests.interfaces.test_sight_of_pages import plain
from tests.roles import FIRMS
from tests.roles import table as sight
from zhuqi.core.access.actor import CLOCK, Role
from zhuqi.domain.calendar.queries import days_of, published_years
from zhuqi.domain.directory import sheets
from zhuqi.domain.directory.actions import give_role, loading
from zhuqi.interfaces.cursors import marked

ComeIn = Callable[..., Client]
MOST_QUERIES, MOST_OF_ONE = 12, 16
"""Of a list, and of one thing's page; six of them are those of any page: session, account, staff, seats, area."""
PEOPLE = """
part            planner official power town_handler city_dispatcher security
administrator   x       x        x     x            x               x
security        x       x        x     x            x               x
dispatcher      x       x        .     x            .               x
city_dispatcher x       x        x     x            x               x
town_dispatcher .       .        .     x            .               .
official        .       .        .     .            .               .
leader          .       .        .     .            .               .
auditor         .       .        .     .            .               .
"""
"""Whose page somebody opens. The security administrator's unit is the district's desk, the planner's and the official's is its
planning department; power and the city's dispatcher belong to the city, the town's handler to the town of Mingzhu."""
UNITS = """
part            cc ng ng-planning xf-group mz mz-office
administrator   x  x  x           x        x  x
security        x  x  x           x        x  x
dispatcher      .  x  x           x        x  x
town_dispatcher .  .  .           .        x  x
official        .  .  .           .        .  .
leader          .  .  .           .        .  .
auditor         .  .  .           .        .  .
"""
KEEPING = """
part            1 2 3
administrator   x x x
finance         . . .
security        . . .
"""
"""Enterprises on their pages: the administrator keeps what nobody sees there; the others as ``FIRMS`` says."""
ENTRANCES = """
part            organisations people enterprises calendar loads
official        .             .      x           x        x
dispatcher      x             x      x           x        x
leader          .             .      x           x        x
administrator   x             x      x           x        x
security        x             x      .           x        x
"""
"""The tabs of the registers; whoever has nothing there but the calendar has no entrance."""


@pytest.mark.parametrize("part", list(sight(PEOPLE)))
def test_who_opens_whose_page(come_in: ComeIn, town: Town, part: str) -> None:
    client = come_in(part)
    for name, cell in sight(PEOPLE)[part].items():
        answer = client.get(f"/people/{town.city.staff[name].pk}")
        assert answer.status_code == (200 if cell == "x" else 404), name
    listed = client.get("/people").content.decode().partition("<main")[2]
    assert {name for name in sight(PEOPLE)[part] if f"演练{name}<" in listed} == {
        name for name, cell in sight(PEOPLE)[part].items() if cell == "x"
    }


@pytest.mark.parametrize("part", list(sight(UNITS)))
def test_who_opens_which_organisation(come_in: ComeIn, town: Town, part: str) -> None:
    client = come_in(part)
    for unit, cell in sight(UNITS)[part].items():
        answer = client.get(f"/organisations/{town.city.org(unit)}")
        assert answer.status_code == (200 if cell == "x" else 404), unit
        found = client.get(f"/organisations?words={unit}").content.decode()
        assert (f'href="/organisations/{town.city.org(unit)}"' in found) == (cell == "x"), unit


@pytest.mark.parametrize("part", list(sight(FIRMS) | sight(KEEPING)))
def test_who_opens_which_enterprise(come_in: ComeIn, town: Town, part: str) -> None:
    client = come_in(part)
    listed = client.get("/enterprises").content.decode()
    for firm, cell in zip(town.city.enterprises, (sight(FIRMS) | sight(KEEPING))[part].values(), strict=True):
        assert client.get(f"/enterprises/{firm.pk}").status_code == (200 if cell == "x" else 404), firm.name
        assert (firm.name in listed) == (cell == "x"), firm.name


@pytest.mark.parametrize("part", list(sight(ENTRANCES)))
def test_the_entrance_leads_to_the_registers_somebody_reads_and_to_no_others(come_in: ComeIn, part: str) -> None:
    client = come_in(part)
    page = client.get("/").content.decode()
    found = re.search(r'<a href="(/[a-z]+)">(?:名录|Registers)</a>', page)
    assert found is not None
    opened = client.get(found[1])
    assert opened.status_code == 200
    body = opened.content.decode()
    tabs = set(re.findall(r'href="/([a-z]+)"', re.search(r'<nav class="tabs".*?</nav>', body, re.DOTALL)[0]))  # type: ignore[index]
    assert tabs == {name for name, cell in sight(ENTRANCES)[part].items() if cell == "x"}
    assert all(client.get(f"/{name}").status_code == 200 for name in tabs)
    folded = "<summary data-here>" in body
    assert body.count('aria-current="page"') == 2 + folded, "the place, behind “More” once again, and the tab"


@pytest.mark.parametrize("part", ["auditor", "finance", "town_handler"])
def test_whoever_has_nothing_there_has_no_entrance(come_in: ComeIn, part: str) -> None:
    assert not re.search(
        r'href="/(organisations|people|enterprises|calendar)"', come_in(part).get("/").content.decode()
    )


@pytest.mark.parametrize(
    ("part", "hidden", "gone"),
    [
        ("town_dispatcher", "/people/{planner}", "/people/{none}"),
        ("town_dispatcher", "/people/{planner}/appoint", "/people/{none}/appoint"),
        ("town_dispatcher", "/organisations/{ng}", "/organisations/{none}"),
        ("town_dispatcher", "/enterprises/{firm}", "/enterprises/{none}"),
        ("town_dispatcher", "/enterprises/{firm}/bind", "/enterprises/{none}/bind"),
        ("official", "/people/{planner}/leave", "/people/{none}/leave"),
        ("administrator", "/people/{planner}/give_role", "/people/{none}/give_role"),
        ("security", "/organisations/{ng}/retire", "/organisations/{none}/retire"),
    ],
)
def test_what_is_out_of_reach_answers_as_what_does_not_exist(
    come_in: ComeIn, town: Town, part: str, hidden: str, gone: str
) -> None:
    client, known = come_in(part), numbers(town)
    for send in (client.get, client.post):
        one, other = send(hidden.format(**known)), send(gone.format(**known))
        assert one.status_code == other.status_code == 404
        bodies = [plain(re.sub(r"/[0-9]+", "/N", page.content.decode()), 0) for page in (one, other)]
        assert bodies[0] == bodies[1]


def numbers(town: Town) -> dict[str, int]:
    """Whatever an address may name."""
    city = town.city
    named = {part: one.pk for part, one in city.staff.items()} | {name: org.pk for name, org in city.orgs.items()}
    return {**named, "firm": city.enterprises[0].pk, "none": 10**9}


def test_strangers_who_try_every_number_and_every_word_find_nobody(come_in: ComeIn, town: Town) -> None:
    rng, city = random.Random(11), town.city
    outside = {name for name, cell in sight(PEOPLE)["town_dispatcher"].items() if cell == "."}
    secret = {city.staff[name].name for name in outside} | {firm.name for firm in city.enterprises[:2]}
    client = come_in("town_dispatcher")
    client.cookies["lang"] = "en"
    for _ in range(300):
        pk = rng.choice([one.pk for one in city.staff.values()] + [0, 10**14])
        org = rng.choice([one.pk for one in city.orgs.values()] + [0, 10**14])
        firm = rng.choice([one.pk for one in city.enterprises] + [10**14])
        role = rng.choice(list(Role)).value
        path = rng.choice(
            [
                f"/people?unit={org}",
                f"/people?words={rng.choice(['演', 'planner', 'official', '0'])}&unit={org}",
                f"/people?at={org}&role={role}",
                f"/people?after={marked('people code', [rng.choice(['a', 'o', '~'])])}",
                f"/people/{pk}",
                f"/people/{pk}/dismiss?at={org}&duty=holds_group",
                f"/people/{pk}/end_role?at={org}&role={role}",
                f"/organisations/{org}?after={marked('organisations path', [rng.choice(['0', '00000001', 'z'])])}",
                f"/organisations?words={rng.choice(['ng', '演练', 'xf-group'])}",
                f"/enterprises?words={rng.choice(['演练', '91220102', '001'])}&after={marked('enterprises name pk', ['', firm])}",
                f"/enterprises/{firm}",
                f"/enterprises/{firm}/release?staff={pk}",
            ]
        )
        answer = client.get(path)
        assert answer.status_code in {200, 404, 422}, path
        assert not {word for word in secret if word in answer.content.decode()}, path


READ = {
    "administrator": (
        "/organisations", "/organisations/{ng}", "/organisations/{ng}/found", "/organisations/{ng}/employ",
        "/organisations/{ng}/correct", "/organisations/{ng}/retire", "/organisations?words=~", "/people",
        "/people/{planner}", "/people/{planner}/correct", "/people/{planner}/leave", "/people?words=~",
        "/enterprises", "/enterprises/new", "/enterprises/{firm}", "/enterprises/{firm}/correct",
        "/calendar", "/calendar/2019", "/calendar/load",
    ),
    "security": (
        "/people/{planner}", "/people/{planner}/give_role", "/people/{planner}/reset_password",
        "/people/{planner}/unlock", "/people/{planner}/lose_factor", "/people?role=handler",
        "/people/{planner}/end_role?role=handler&at={ng-planning}",
    ),
    "dispatcher": (
        "/people/{keeper}", "/people/{keeper}/appoint", "/people/{keeper}/dismiss?duty=holds_group&at={xf-group}",
        "/enterprises/{firm}", "/enterprises/{firm}/bind", "/enterprises/{firm}/release?staff={official}",
    ),
}  # fmt: skip
"""Every page of the registers, by one who opens it."""
FOREIGN = KNOWN | {"holiday", "json", "xlsx", "csv", "chinesecalendar", "NateScarlet", "MIT", "snapshot"}


@pytest.mark.parametrize("part", list(READ))
def test_every_page_of_the_registers_is_wholly_in_the_readers_language(come_in: ComeIn, town: Town, part: str) -> None:
    known = [*data(), *{day.name for year in published_years() for day in days_of(year)}]
    for address in READ[part]:
        path = address.format(**numbers(town))
        chinese = without(re.sub(r"https?://\S+", "", text(come_in(part).get(path).content.decode())), known)
        assert set(LATIN_WORD.findall(chinese)) <= FOREIGN, address
        english = without(text(come_in(part, "en").get(path).content.decode()), known)
        assert not HAN.search(english), address


def test_a_dispatcher_is_told_nothing_of_accounts_and_roles(come_in: ComeIn, town: Town) -> None:
    page = f"/people/{town.city.staff['planner'].pk}"
    told = come_in("dispatcher", "en").get(page).content.decode()
    assert "Second factor" not in told and "Locked out" not in told and "handler in a unit" not in told
    told = come_in("security", "en").get(page).content.decode()
    assert "Second factor" in told and "Locked out" in told and "handler in a unit" in told
    assert come_in("dispatcher").get("/people?role=handler").status_code == 404


LISTS = (
    ("administrator", "/people"),
    ("security", "/people?role=handler"),
    ("administrator", "/organisations/{ng}"),
    ("administrator", "/organisations?words=x"),
    ("administrator", "/enterprises"),
    ("leader", "/enterprises"),
    ("dispatcher", "/people"),
    ("security", "/people/{planner}"),
    ("dispatcher", "/enterprises/{firm}"),
    ("administrator", "/calendar"),
    ("administrator", "/calendar/2019"),
)


def crowd(town: Town, n: int) -> None:
    """``n`` more organisations, people who hold a role each, and enterprises."""
    orgs = [(f"x{i:03d}", f"示例x{i}单位", "部门", "ng") for i in range(n)]
    loading.load_organisations(CLOCK, table(sheets.ORGANISATIONS, orgs, "code", "name", "kind", "parent"), now=NOW)
    staff = [(f"p{i:03d}", f"示例{i}", "干部", f"x{i:03d}") for i in range(n)]
    loading.load_staff(CLOCK, table(sheets.STAFF, staff, "code", "name", "rank", "unit"), now=NOW)
    grants = [(f"p{i:03d}", "承办人", f"x{i:03d}") for i in range(n)]
    loading.load_grants(CLOCK, table(sheets.GRANTS, grants, "staff", "role", "organisation"), now=NOW)
    firms = [(code(1000 + i), f"示例{i % 7}有限公司", "xf") for i in range(n)]
    loading.load_enterprises(CLOCK, table(sheets.ENTERPRISES, firms, "uscc", "name", "region"), now=NOW)


def test_a_dispatcher_who_administers_another_place_is_told_of_accounts_and_roles_there_alone(
    come_in: ComeIn, town: Town
) -> None:
    who, city = town.city.staff["dispatcher"], town.city
    give_role(CLOCK, who.pk, role=Role.SECURITY_ADMIN, org_id=city.org("mz"), since=NOW.date(), now=NOW)
    client = come_in("dispatcher", "en")
    told = {}
    for part in ("planner", "town_handler"):
        page = client.get(f"/people/{city.staff[part].pk}").content.decode()
        told[part] = [word for word in ("Second factor", "Locked out", "handler in a unit") if word in page]
    assert told == {"planner": [], "town_handler": ["Second factor", "Locked out", "handler in a unit"]}
    listed = client.get("/people?role=handler").content.decode()
    named = {part: city.staff[part].name in listed for part in ("planner", "utilities", "town_handler")}
    assert named == {"planner": False, "utilities": False, "town_handler": True}
    assert client.get("/people").content.decode().count("handler in a unit, ") == 1
    heads = {
        unit: client.get(f"/organisations/{city.org(unit)}").content.decode() for unit in ("ng-planning", "mz-office")
    }
    assert {unit: "Roles held here" in page for unit, page in heads.items()} == {
        "ng-planning": False,
        "mz-office": True,
    }


def test_a_list_costs_the_same_however_long_it_is(come_in: ComeIn, town: Town) -> None:
    known = numbers(town)
    before = {(part, path): _cost(come_in(part), path.format(**known)) for part, path in LISTS}
    crowd(town, 130)
    after = {(part, path): _cost(come_in(part), path.format(**known)) for part, path in LISTS}
    for asked, cost in after.items():
        assert cost <= before[asked] + 1, asked
    for (part, path), cost in after.items():
        assert cost <= (MOST_OF_ONE if "{" in path else MOST_QUERIES), (part, path)


def _cost(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as sent:
        assert client.get(path).status_code == 200
    return len([query for query in sent if "SAVEPOINT" not in query["sql"]])


@pytest.mark.parametrize(
    ("part", "path", "pattern", "least"),
    [
        ("security", "/people", r'href="/people/(\d+)"', 130),
        ("administrator", "/organisations/{ng}", r'<p class="t"><a href="/organisations/(\d+)"', 130),
        ("administrator", "/enterprises", r'href="/enterprises/(\d+)"', 133),
        ("leader", "/enterprises?words=示例3", r'href="/enterprises/(\d+)"', 18),
    ],
)
def test_its_pages_hold_every_row_once(
    come_in: ComeIn, town: Town, part: str, path: str, pattern: str, least: int
) -> None:
    crowd(town, 130)
    client, at = come_in(part), path.format(**numbers(town))
    rows: list[str] = []
    base = at.partition("?")[0]
    for _ in range(9):
        page = client.get(at).content.decode()
        rows += re.findall(pattern, page)
        more = re.search(r'class="btn" href="(\?[^"]*after=[^"]*)"', page)
        if more is None:
            break
        at = base + more[1].replace("&amp;", "&")
    assert len(rows) == len(set(rows)) >= least


def test_beyond_a_thousand_a_list_says_more_than(come_in: ComeIn, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhuqi.interfaces.web.keeping.frame.COUNTED", 5)
    assert "People: more than 5." in come_in("security", "en").get("/people").content.decode()


@pytest.mark.parametrize(
    ("part", "path", "said"),
    [
        ("security", "/people", "People: "),
        ("administrator", "/enterprises", "Enterprises: "),
        ("administrator", "/organisations?words=ng", "Organisations: "),
    ],
)
def test_each_list_counts_with_the_word_for_what_it_lists(come_in: ComeIn, part: str, path: str, said: str) -> None:
    page = come_in(part, "en").get(path).content.decode()
    rows = len(re.findall('<p class="t">', page))
    assert f"{said}{rows}." in page


def test_words_and_marks_that_cant_be_read_get_a_sentence_or_the_first_page(come_in: ComeIn) -> None:
    client = come_in("administrator")
    for path in ("/people?words=%00", "/people?unit=abc", "/people?unit=-1", "/enterprises?words=" + "x" * 200):
        assert client.get(path).status_code == 422, path
    for path in ("/enterprises?after=x|y", "/people?after=%27;--", "/organisations?after=zz", "/enterprises?after=|"):
        assert client.get(path).status_code == 200, path
    assert client.get(f"/people?unit={10**14}").status_code == 200
    assert client.get(f"/people/{10**30}").status_code == 404


def test_a_retired_or_departed_one_is_still_found_and_says_so(come_in: ComeIn, town: Town) -> None:
    give_role(
        CLOCK, town.city.staff["planner"].pk, role=Role.MONITOR, org_id=town.city.org("ng"), since=NOW.date(), now=NOW
    )
    client = come_in("administrator", "en")
    client.post(f"/people/{town.city.staff['planner'].pk}/leave", {"on": "2019-06-04", "key": "k"})
    page = client.get(f"/people/{town.city.staff['planner'].pk}").content.decode()
    assert "left on 4 June" in page and "2 that are over" in page
    assert f"/people/{town.city.staff['planner'].pk}/leave" not in page
    assert "left on 4 June" in client.get("/people?words=planner").content.decode()
