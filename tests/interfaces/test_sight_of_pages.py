"""Who gets which page, as a reviewed table; and strangers who try every number in every parameter: never a row, never a
hint. ``make soak`` makes fifty thousand requests on each engine."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.api.beside import batch_of, errand_of, passed
from tests.interfaces.addresses import address, sheets_of
from tests.interfaces.conftest import NOW, Town, alike, handed_in
from tests.roles import ANONYMOUS, COLUMNS, SEEN, account_of, table
from tests.voice.conftest import told
from zhuqi.core.accounts.models import Account
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries.heard import LATEST
from zhuqi.domain.cases.queries.lists import NEWEST
from zhuqi.domain.cases.rules.ledger import Side
from zhuqi.domain.cases.rules.steps import TAKEN
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.members.actions import ask, begin
from zhuqi.domain.members.models import Member
from zhuqi.interfaces.cursors import marked
from zhuqi.interfaces.web.cases.listing import LISTS

ComeIn = Callable[..., Client]
PROBES = 50_000 if os.environ.get("ZHUQI_SOAK") == "1" else 1_500
ROUTES = """
route                anon offi keep disp util plan fina town city supe lead sysa seca audi none
my_day               302  200  200  200  200  200  200  200  200  200  200  200  200  200  200
search               302  200  200  200  200  200  200  200  200  200  200  200  200  200  200
cases                302  200  200  200  200  200  200  200  200  200  200  200  200  200  200
desk                 302  404  404  200  404  404  404  200  200  404  404  404  404  404  404
desk_queue           302  404  404  200  404  404  404  200  200  404  404  404  404  404  404
desk_likely          302  404  404  200  404  404  404  200  200  404  404  404  404  404  404
desk_hands           302  405  405  405  405  405  405  405  405  405  405  405  405  405  405
batches              302  404  404  200  200  404  404  200  200  200  200  404  404  404  404
batch_new            302  404  404  200  404  404  404  200  200  404  404  404  404  404  404
batch                302  404  404  200  200  404  404  404  404  200  200  404  404  404  404
record               302  200  200  200  200  200  200  200  200  409  409  409  409  409  409
case                 302  200  200  200  200  200  404  404  200  200  200  404  404  404  404
case_paper           302  200  200  200  200  200  404  404  200  200  200  404  404  404  404
act                  302  409  409  409  200  409  404  404  409  409  409  404  404  404  404
links                302  200  200  200  409  409  404  404  409  200  409  404  404  404  404
case_code            302  404  404  404  404  404  404  404  404  404  404  404  404  404  404
files                302  200  200  200  200  200  404  404  200  200  200  404  404  404  404
file                 302  404  404  404  404  404  404  404  404  404  404  404  404  404  404
contacts             302  200  200  200  200  200  404  404  200  200  200  404  404  404  404
heard                302  404  404  404  404  404  404  404  404  200  200  404  404  404  404
failing              302  404  404  404  404  404  404  404  404  404  404  200  404  404  404
messages             302  200  200  200  200  200  200  200  200  200  200  200  200  200  200
message              302  404  404  404  404  404  404  404  404  404  404  404  404  404  404
account_messages     302  200  200  200  200  200  200  200  200  200  200  200  200  200  200
subscriptions        302  404  200  404  404  404  404  404  404  404  404  200  404  404  404
subscription         302  404  404  404  404  404  404  404  404  404  404  404  404  404  404
statement            302  404  404  200  404  404  404  404  200  200  200  404  404  404  404
statement_cases      302  404  404  200  404  404  404  404  200  200  200  404  404  404  404
journal              302  404  404  404  404  404  404  404  404  404  404  404  404  200  404
login                200  302  302  302  302  302  302  302  302  302  302  302  302  302  302
logout               405  405  405  405  405  405  405  405  405  405  405  405  405  405  405
language             405  405  405  405  405  405  405  405  405  405  405  405  405  405  405
look                 405  405  405  405  405  405  405  405  405  405  405  405  405  405  405
complaints           200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
account              302  200  200  200  200  200  200  200  200  200  200  200  200  200  200
account_sessions     302  200  200  200  200  200  200  200  200  200  200  200  200  200  200
account_factor       302  200  200  200  200  200  200  200  200  200  200  200  200  200  200
account_passkeys     302  404  404  404  404  404  404  404  404  404  404  404  404  404  404
account_passkey_made 302  405  405  405  405  405  405  405  405  405  405  405  405  405  405
account_passkey      302  404  404  404  404  404  404  404  404  404  404  404  404  404  404
account_tokens       302  200  200  200  200  200  200  200  200  200  200  200  200  200  200
account_token        302  404  404  404  404  404  404  404  404  404  404  404  404  404  404
account_typed        302  302  302  302  302  302  302  302  302  302  302  302  302  302  302
account_let_go       302  405  405  405  405  405  405  405  405  405  405  405  405  405  405
login_code           302  302  302  302  302  302  302  302  302  302  302  302  302  302  302
login_passkey        404  404  404  404  404  404  404  404  404  404  404  404  404  404  404
login_code_passkey   302  302  302  302  302  302  302  302  302  302  302  302  302  302  302
login_provider       404  404  404  404  404  404  404  404  404  404  404  404  404  404  404
login_provider_back  404  404  404  404  404  404  404  404  404  404  404  404  404  404  404
portal               404  404  404  404  404  404  404  404  404  404  404  404  404  404  404
portal_file          404  404  404  404  404  404  404  404  404  404  404  404  404  404  404
portal_knock         404  404  404  404  404  404  404  404  404  404  404  404  404  404  404
health_alive         200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
health_ready         503  503  503  503  503  503  503  503  503  503  503  503  503  503  503
health_metrics       200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
organisations        302  404  404  200  404  404  404  200  200  404  404  200  200  404  404
organisation         302  404  404  200  404  404  404  404  200  404  404  200  200  404  404
organisation_act     302  404  404  404  404  404  404  404  404  404  404  200  404  404  404
people               302  404  404  200  404  404  404  200  200  404  404  200  200  404  404
person               302  404  404  200  404  404  404  404  200  404  404  200  200  404  404
person_act           302  404  404  404  404  404  404  404  404  404  404  404  200  404  404
enterprises          302  200  200  200  200  200  200  200  200  200  200  200  404  404  404
register             302  404  404  200  404  404  404  200  200  404  404  200  404  404  404
enterprise           302  200  200  200  404  404  404  404  200  200  200  200  404  404  404
enterprise_act       302  404  200  200  404  404  404  404  200  404  404  404  404  404  404
liaison              302  200  200  302  404  404  404  302  302  302  302  404  404  404  404
liaison_unbound      302  404  200  200  404  404  404  200  200  200  200  404  404  404  404
liaison_vacancies    302  404  200  200  404  404  404  200  200  200  200  404  404  404  404
liaison_known        302  404  404  404  404  404  404  404  404  200  200  404  404  404  404
liaison_chain        302  200  200  200  404  404  404  200  200  200  200  404  404  404  404
liaison_proposals    302  404  404  200  404  404  404  200  200  404  404  404  404  404  404
liaison_propose      302  404  404  200  404  404  404  200  200  404  404  404  404  404  404
liaison_proposal     302  404  404  200  404  404  404  404  200  404  404  404  404  404  404
liaison_proposal_act 302  404  404  200  404  404  404  404  200  404  404  404  404  404  404
liaison_handover     302  200  200  200  404  404  404  404  200  200  200  404  404  404  404
errands              302  200  200  200  200  200  200  200  200  200  200  404  404  404  404
errand_take          302  200  200  200  404  404  404  404  200  200  200  404  404  404  404
errand               302  200  200  200  404  404  404  404  200  200  200  404  404  404  404
errand_act           302  200  404  404  404  404  404  404  404  404  404  404  404  404  404
enterprise_book      302  200  200  200  404  404  404  404  200  200  200  404  404  404  404
enterprise_book_act  302  200  200  200  404  404  404  404  200  200  200  404  404  404  404
visits               302  200  200  200  200  200  200  200  200  200  200  404  404  404  404
visit                302  404  404  404  404  404  404  404  404  404  404  404  404  404  404
visit_new            302  200  200  200  200  200  200  200  200  200  200  404  404  404  404
visit_record         302  200  200  200  200  200  200  200  200  200  200  404  404  404  404
visit_phone          302  200  200  200  200  200  200  200  200  409  409  404  404  404  404
visit_sync           401  200  200  200  200  200  200  200  200  200  200  404  404  404  404
manifest             200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
worker               200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
visit_plan           302  404  404  404  404  404  404  404  404  404  404  404  404  404  404
visit_plan_act       302  404  404  404  404  404  404  404  404  404  404  404  404  404  404
visit_zero           302  200  200  200  200  200  200  200  200  200  200  404  404  404  404
promise              302  404  404  404  404  404  404  404  404  404  404  404  404  404  404
visits_coverage      302  200  200  200  200  200  200  200  200  200  200  404  404  404  404
visits_unkept        302  200  200  200  200  200  200  200  200  200  200  404  404  404  404
visits_hand          302  404  404  404  404  404  404  404  404  404  404  404  404  404  404
visits_rounds        302  200  200  200  200  200  200  200  200  200  200  404  404  404  404
visits_round_new     302  404  404  200  404  404  404  200  200  404  404  404  404  404  404
visits_round         302  404  404  404  404  404  404  404  404  404  404  404  404  404  404
visits_round_act     302  404  404  404  404  404  404  404  404  404  404  404  404  404  404
calendar             302  200  200  200  200  200  200  200  200  200  200  200  200  200  200
calendar_year        302  200  200  200  200  200  200  200  200  200  200  200  200  200  200
calendar_load        302  404  404  404  404  404  404  404  404  404  404  200  404  404  404
loads                302  200  200  200  200  200  200  200  200  200  200  200  200  404  404
load                 302  404  404  200  404  404  404  404  404  404  404  404  404  404  404
load_refused         302  404  404  200  404  404  404  404  404  404  404  404  404  404  404
export               302  405  405  405  405  405  405  405  405  405  405  405  405  405  405
extract              302  404  404  200  404  404  404  404  404  404  404  404  404  404  404
extract_sheet        302  404  404  200  404  404  404  404  404  404  404  404  404  404  404
rulebooks            302  200  200  200  200  200  200  200  200  200  200  200  200  200  200
rulebook             302  200  200  200  200  200  200  200  200  200  200  200  200  200  200
rulebook_against     302  200  200  200  200  200  200  200  200  200  200  200  200  200  200
rulebook_sample      302  200  200  200  200  200  200  200  200  200  200  200  200  200  200
rulebook_new         302  404  404  404  404  404  404  404  404  404  404  200  404  404  404
rulebook_rows        302  404  404  404  404  404  404  404  404  404  404  200  404  404  404
rulebook_draft       302  404  404  404  404  404  404  404  404  404  200  200  404  404  404
rulebook_what_if     302  404  404  404  404  404  404  404  404  404  200  404  404  404  404
calls                302  200  200  200  200  200  404  404  200  200  200  404  404  404  404
say                  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
need                 404  404  404  404  404  404  404  404  404  404  404  404  404  404  404
voices               302  404  404  200  404  404  404  200  200  200  200  404  404  404  404
voice                302  404  404  200  404  404  404  404  200  200  200  404  404  404  404
voice_file           302  404  404  404  404  404  404  404  404  404  404  404  404  404  404
members              302  404  404  200  404  404  404  200  200  404  404  404  404  404  404
member               302  200  200  200  404  404  404  404  200  200  200  404  404  404  404
member_in            200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
member_code          405  405  405  405  405  405  405  405  405  405  405  405  405  405  405
member_letter        404  404  404  404  404  404  404  404  404  404  404  404  404  404  404
our                  302  302  302  302  302  302  302  302  302  302  302  302  302  302  302
our_need             302  302  302  302  302  302  302  302  302  302  302  302  302  302  302
our_case             302  302  302  302  302  302  302  302  302  302  302  302  302  302  302
our_file             302  302  302  302  302  302  302  302  302  302  302  302  302  302  302
common               302  200  200  200  200  200  200  200  200  200  200  200  200  200  200
common_issue         302  404  404  200  200  404  404  404  200  200  200  404  404  404  404
common_act           302  404  404  404  200  404  404  404  404  404  404  404  404  404  404
common_new           302  404  404  200  404  404  404  404  200  404  200  404  404  404  404
similar              302  404  404  200  404  404  404  404  200  404  200  404  404  404  404
enterprise_history   302  200  200  200  404  404  404  404  200  200  200  200  404  404  404
organisation_history 302  404  404  200  404  404  404  404  200  404  404  200  200  404  404
person_history       302  404  404  200  404  404  404  404  200  404  404  200  200  404  404
alike                302  404  404  200  404  404  404  200  200  404  404  200  404  404  404
twins                302  404  404  200  404  404  404  200  200  404  404  200  404  404  404
key_lists            302  200  200  200  200  200  200  200  200  200  200  200  404  404  404
key_list_new         302  404  404  200  404  404  404  200  200  404  404  200  404  404  404
key_list             302  404  404  404  404  404  404  404  404  404  404  404  404  404  404
key_list_act         302  404  404  404  404  404  404  404  404  404  404  404  404  404  404
my_day_beside        302  404  200  200  404  404  404  200  200  200  200  404  404  404  404
administration       302  404  404  404  404  404  404  404  404  404  404  200  200  200  404
wall                 302  404  404  200  404  404  404  200  200  404  200  404  404  404  404
enterprise_file      302  200  200  200  404  404  404  404  200  200  200  404  404  404  404
enterprise_paper     302  200  200  200  404  404  404  404  200  200  200  404  404  404  404
enterprise_theirs    302  200  200  200  404  404  404  404  200  200  200  404  404  404  404
liaison_tiles        302  404  404  200  404  404  404  200  200  200  200  404  404  404  404
"""
"""What a GET of each address answers; ``case`` is the one that ng-utilities handles, ``act`` its stage reply, the statement
is the desk's, the link is nobody's, neither passkeys nor an identity provider are set up, the worker isn't there (so the site
isn't ready), and the asker is this machine (so it may read the metrics).

The account is one of the first enterprise, which the official asked for; whoever isn't in by one is shown its door.

There are no visits, plans, promises and rounds yet; ``enterprise_book`` is the first enterprise's.
In the registers: the organisation is ng-planning, ``organisation_act`` employs there; the person is the planner, ``person_act``
gives a role; the enterprise is the first one, ``enterprise_act`` links an official. There is no key list.

In the registers: the organisation is ng-planning, ``organisation_act`` employs there; the person is the planner, ``person_act``
gives a role; the enterprise is the first one, ``enterprise_act`` links an official. The errand is the official's, for that
enterprise; ``errand_act`` reports on it.

Of the rulebook: the city's edition, and a text of the district that waits to be signed.

The common issue is of the district and lies with ng-utilities, ``common_act`` takes it up; ``common_new`` opens one of the case."""


def routes(patterns: list[URLPattern | URLResolver], space: str = "", above: str = "") -> Iterator[tuple[str, str]]:
    """(name, pattern) of every address of the site; names of an included door stand behind its own."""
    for found in patterns:
        whole = f"{above}{found.pattern}"
        if isinstance(found, URLResolver):
            yield from routes(found.url_patterns, f"{found.namespace}:" if found.namespace else space, whole)
        else:
            yield f"{space}{found.name or whole}", whole


EVERY = dict(routes(get_resolver().url_patterns))
API = {name: pattern for name, pattern in EVERY.items() if pattern.startswith("api/")}
OPEN_IN_THE_API = {"openapi-json"}
"""What anybody may read there: how it is to be spoken to."""


def test_every_address_of_the_site_stands_in_the_table() -> None:
    own = {name for name, pattern in EVERY.items() if pattern.startswith("open311/")}
    assert set(table(ROUTES)) == set(EVERY) - set(API) - own, "that door's own table is in tests/open311"
    assert all(list(row) == list(COLUMNS) for row in table(ROUTES).values())


@pytest.mark.parametrize("name", sorted(API))
def test_no_address_of_the_api_opens_without_a_token(client: Client, town: Town, name: str) -> None:
    path = "/" + re.sub("<[^>]*>", "1", API[name])
    answers = {client.get(path).status_code, client.post(path, "{}", content_type="application/json").status_code}
    if name.partition(":")[2] in OPEN_IN_THE_API:
        assert answers == {200, 405}
    else:
        assert answers <= {401, 404, 405} and answers != {405}, answers


def ask_for_account(town: Town) -> Member:
    """An account of the first enterprise, for which the official asks."""
    return ask(
        town.city.actor("official"), town.city.enterprises[0].pk, name="演练厂长", mailbox="boss@example.com", now=NOW
    )


INSIDE = {"member_in": 302, "our": 200, "our_need": 200, "our_case": 200, "our_file": 404}
"""What is otherwise for who comes in by an account of an enterprise than for a stranger: its own pages, nothing else."""


def test_somebody_of_an_enterprise_is_a_stranger_but_on_its_own_pages(town: Town) -> None:
    told(town.city)
    row = ask_for_account(town)
    Member.objects.filter(pk=row.pk).update(stage="open", proof="called", opened_at=NOW)
    client, stranger = Client(), Client()
    client.cookies["ours"] = begin(Member.objects.get(pk=row.pk))
    for route in table(ROUTES):
        found, theirs = (one.get(address(town, route)).status_code for one in (client, stranger))
        assert found == INSIDE.get(route, theirs), route
    for name, pattern in API.items():
        path = "/" + re.sub("<[^>]*>", "1", pattern)
        for method in ("get", "post"):
            mine, theirs = (getattr(one, method)(path).status_code for one in (client, stranger))
            assert mine == theirs, name


@pytest.mark.parametrize("column", COLUMNS)
def test_everybody_gets_the_pages_of_the_table(client: Client, town: Town, column: str) -> None:
    handed_in(town)
    errand_of(town)
    batch_of(town)
    passed(town)
    told(town.city)
    ask_for_account(town)
    alike(town)
    sheets_of(town)
    if COLUMNS[column] != ANONYMOUS:
        client.force_login(Account.objects.get(pk=account_of(town, COLUMNS[column])))
    answered = {route: str(client.get(address(town, route)).status_code) for route in table(ROUTES)}
    assert answered == {route: row[column] for route, row in table(ROUTES).items()}


@pytest.mark.parametrize("part", list(table(SEEN)))
def test_everybody_sees_the_cases_of_the_table(come_in: ComeIn, town: Town, part: str) -> None:
    client, expected = come_in(part), table(SEEN)[part]
    for name, cell in expected.items():
        assert client.get(f"/cases/{town.cases[name].pk}").status_code == (200 if cell == "x" else 404), name
    listed = client.get("/cases?which=all&rows=100").content.decode()
    assert {name for name in expected if town.cases[name].number in listed} == {
        name for name, cell in expected.items() if cell == "x"
    }


def test_what_one_may_not_see_answers_as_what_does_not_exist(come_in: ComeIn, town: Town) -> None:
    hidden, gone = town.cases["handled"].pk, Case.objects.latest("pk").pk + 99
    client = come_in("finance")
    for path in ("/cases/{}", *(f"/cases/{{}}/{action.value}" for action in TAKEN if action is not Action.RECORD)):
        one, other = (plain(client.get(path.format(pk)).content.decode(), pk) for pk in (hidden, gone))
        assert one == other, path


def plain(page: str, pk: int) -> str:
    """A page without the number that was asked for, and without what is drawn anew for each."""
    return re.sub(r'value="[^"]{20,}"', "", page.replace(f"/cases/{pk}", "/cases/N"))


def test_strangers_who_try_every_number_everywhere_find_no_row_and_no_hint(come_in: ComeIn, town: Town) -> None:
    rng, made = random.Random(7), 0
    titles = [case.title for case in town.cases.values()]
    strangers = {part: row for part, row in table(SEEN).items() if "." in row.values()}
    for part, row in strangers.items():
        hidden = [town.cases[name] for name, cell in row.items() if cell == "."]
        client = come_in(part)
        secret = {case.number for case in hidden} | {case.title for case in hidden if titles.count(case.title) == 1}
        for _ in range(-(-PROBES // len(strangers))):
            path = probe(rng, town, hidden)
            answer = client.get(path)
            made += 1
            assert answer.status_code < 500, path
            page = answer.content.decode()
            typed = parse_qs(urlsplit(path).query).get("words", ["\0"])[0]
            told = {word for word in secret if word in page.replace(typed, "")}
            assert not told, (part, path, told)
    assert made >= PROBES


def probe(rng: random.Random, town: Town, hidden: list[Case]) -> str:
    """An address with numbers of rows and units that are none of one's business, in every place where one can stand."""
    case = rng.choice(hidden)
    unit = rng.choice([org.pk for org in town.city.orgs.values()] + [10**14, 0])
    day = f"2019-0{rng.randint(4, 7)}-{rng.randint(1, 28):02d}"
    asked = {
        "which": rng.choice([*LISTS, "", "x"]),
        "unit": unit,
        "at": unit,
        "enterprise": case.enterprise_id,
        "below": rng.choice(["1", ""]),
        "words": rng.choice([case.number, case.title, case.number[-4:], "路"]),
        "rows": rng.choice([1, 20, 100]),
        "after": marked(f"cases {' '.join(NEWEST)}", [case.recorded_at.isoformat(), case.pk + 1]),
        "since": day,
        "until": "2019-06-04",
        "apart": rng.choice(["1", ""]),
        "side": rng.choice([*(side.value for side in Side), "in_hand"]),
        "beyond": unit,
        "account": rng.choice(["unit", "outside", "reopened", "merged", "closed:solved:callback", ""]),
    }
    said = marked(f"complaints {' '.join(LATEST)}", [f"{day}T00:00:00+00:00", case.pk])
    some = {name: asked[name] for name in rng.sample(sorted(asked), rng.randint(1, 5))}
    return rng.choice(
        [
            f"/cases/{case.pk}",
            f"/cases/{case.pk}/files",
            f"/cases/{case.pk}/files/{rng.randint(1, 9)}",
            f"/cases/{case.pk}/{rng.choice(TAKEN).value}",
            f"/cases/{case.pk}/contacts",
            f"/heard?{urlencode({'what': rng.choice(['complaints', '']), 'after': said})}",
            f"/cases?{urlencode(some)}",
            f"/cases?{urlencode(some)}",
            f"/statement?{urlencode(some)}",
            f"/statement/cases?{urlencode({**some, 'side': asked['side'], 'unit': unit})}",
            f"/cases/new?{urlencode({'enterprise': case.enterprise_id, 'enterprise_id': case.enterprise_id})}",
            f"/?{urlencode(some)}",
        ]
    )
