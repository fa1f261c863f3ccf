"""Lists beside the cases: by pages through every row once, within their queries whatever their size."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.beside import SUBSCRIPTION, batch_of, errand_of, told_of, unsent
from tests.api.conftest import Caller, secret
from tests.api.keeping import Extra, addressed, furnish, operations
from tests.api.test_reading import LIST_BUDGET
from tests.cases.town import add_person, add_unit, edition
from tests.cast import RULEBOOK
from tests.interfaces.conftest import NOW, Town, alike, handed_in
from tests.voice.conftest import told as told_to_us
from zhuqi.base.uscc import complete
from zhuqi.core.access.actor import CLOCK, Actor, Role
from zhuqi.core.intake.actions import export, hand_in
from zhuqi.core.rulebook.actions import adopt
from zhuqi.domain.cases.actions.links import make_link
from zhuqi.domain.cases.actions.rating import complain, rate
from zhuqi.domain.cases.actions.subscribing import subscribe
from zhuqi.domain.contacts.actions import wish
from zhuqi.domain.contacts.rules.words import ContactHow
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.actions import (
    correct_organisation,
    correct_staff,
    open_list,
    put_on_list,
    register,
    set_standing,
    write_note,
)
from zhuqi.domain.directory.actions.alike import find_alike
from zhuqi.domain.directory.models import KeyList, Organisation
from zhuqi.domain.directory.rules import Kind, Rank
from zhuqi.domain.directory.rules.firms import Standing
from zhuqi.domain.liaison.actions import appoint, bind, hand_over, release
from zhuqi.domain.liaison.models import Proposal, ProposedLink
from zhuqi.domain.liaison.rules import Duty
from zhuqi.domain.members.actions import ask
from zhuqi.domain.visits.actions import aim, open_round, plan, record
from zhuqi.domain.visits.models import ContactRound
from zhuqi.domain.visits.rules import Mode, Purpose
from zhuqi.domain.visits.rules.promises import Promised
from zhuqi.interfaces.api.site import api

READERS = {
    "list_people": "security", "list_posts": "dispatcher", "list_officials": "dispatcher", "list_rounds": "dispatcher",
    "list_visits": "dispatcher", "list_years": "official", "list_editions": "official", "list_links": "dispatcher",
    "list_ratings": "supervisor", "list_complaints": "supervisor", "list_journal": "auditor",
    "list_book": "dispatcher", "list_plans": "dispatcher", "list_wishes": "dispatcher", "list_promises": "dispatcher",
    "list_targets": "dispatcher", "list_coverage": "dispatcher",
    "list_drafts": "administrator", "list_failing": "administrator", "list_tokens": "official",
    "list_errands": "dispatcher", "list_batches": "dispatcher",
    "list_held": "official", "list_unbound": "dispatcher", "list_vacancies": "dispatcher", "list_chain": "dispatcher",
    "list_handovers": "dispatcher", "list_proposals": "dispatcher", "list_proposed": "dispatcher",
    "list_messages": "utilities", "list_subscriptions": "administrator", "list_unsent": "administrator",
    "list_common_issues": "dispatcher",
    "list_voices": "dispatcher", "list_members": "dispatcher", "list_alike": "dispatcher",
    "list_sheets": "dispatcher", "list_extracts": "dispatcher",
    "list_enterprise_changes": "dispatcher", "list_unit_changes": "administrator", "list_person_changes": "administrator",
    "list_notes": "dispatcher", "list_twins": "dispatcher", "list_key_lists": "dispatcher", "list_listed": "dispatcher",
}  # fmt: skip
"""{list: somebody who sees all of it}."""
MORE = 9
WORD = [Promised("演练：回话", NOW.date())]


@pytest.fixture
def extra(town: Town) -> Extra:
    return furnish(town)


def paged() -> set[str]:
    """Every list that goes on by a cursor."""
    described = api.get_openapi_schema(path_prefix="")
    return {
        found["operationId"]
        for methods in described["paths"].values()
        for found in methods.values()
        if any(each["name"] == "cursor" for each in found["parameters"])
    } & set(operations())


def extra_round() -> int:
    """The round of the district."""
    return ContactRound.objects.order_by("pk")[0].pk


def grow(town: Town) -> None:
    """Several more of everything."""
    city, firm, today = town.city, town.city.enterprises[0].pk, NOW.date()
    official = directory.actor(town.account("official").pk, today)
    dispatcher = directory.actor(town.account("dispatcher").pk, today)
    administrator = directory.actor(town.account("administrator").pk, today)
    for n in range(MORE):
        code = f"more{n}"
        add_unit(city, code, Kind.DEPARTMENT, "ng")
        add_person(city, code, Role.HANDLER, code)
        person = city.staff[code].pk
        appoint(CLOCK, person, org_id=city.org("xf-team"), duty=Duty.HOLDS_TEAM, since=today, now=NOW)
        bind(CLOCK, firm, staff_id=person, since=today, now=NOW)
        open_round(CLOCK, city.org("ng"), name=code, since=today, now=NOW)
        day = today - dt.timedelta(days=1 + n // 2)
        errand_of(town, code)
        batch_of(town)
        record(
            official, firm, day=day, mode=list(Mode)[n % 2], kind=Purpose.PROBLEM, promises=WORD, beyond="演练", now=NOW
        )
        later = today + dt.timedelta(days=40 + n)
        plan(official, firm, day=later, how=ContactHow.REMOTE, purpose=code, now=NOW)
        wish(official, firm, since=dt.date(2020, 1, n + 1), said_by=code, now=NOW)
        uscc = complete(f"91220102MA0007{n:03d}")
        more = register(CLOCK, city.org("xf"), uscc=uscc, name=f"演练更多{n}有限公司", now=NOW)
        ask(dispatcher, more.pk, name="演练会计", mailbox=f"{code}@example.com", now=NOW)
        aim(dispatcher, extra_round(), enterprise_ids=[more.pk], now=NOW)
        edition(city, "ng", dt.date(2020, 1, n + 1))
        handed_in(town, day=f"2019-08-{n + 2:02}")
        alike(town, code)
        make_link(dispatcher, town.cases["handled"].pk, now=NOW)
        hand_in(dispatcher, "enterprises", name=f"{code}.csv", content=b"%PDF", now=NOW)
        export(dispatcher, "posts", now=NOW)
        secret(town.account("official").pk)
        told_of(town, "utilities", 10**6 + n)
        listening, _ = subscribe(administrator, city.org("ng"), **{**SUBSCRIPTION, "name": code}, now=NOW)
        unsent(listening.pk)
        told_to_us(city, NOW, secret=f"more{n}")
        grow_liaison(town, n)
    registered(town, dispatcher)
    text = RULEBOOK.read_text().replace("地区: cc", "地区: ng") + "\n联系:\n  形式: [一对一, 责任链, 多人共联]\n"
    adopt(CLOCK, text=text, place=(city.org("ng"), city.orgs["ng"].path), now=NOW)
    for name in ("replied", "ended", "handled", "waiting"):
        case = town.cases[name]
        enterprise = Actor(enterprise=case.enterprise_id, case=case.pk)
        complain(enterprise, case.pk, text="再说一遍。", now=NOW)
        if name in {"replied", "ended"}:
            rate(enterprise, case.pk, reply_rating=3, now=NOW)


def registered(town: Town, dispatcher: Actor) -> None:
    """More of what is kept of enterprises, some that may be one, and more changes of an enterprise, a unit and somebody."""
    city, firm, today = town.city, town.city.enterprises[0].pk, NOW.date()
    unit, held = Organisation.objects.get(code="ng-empty").pk, KeyList.objects.get().pk
    for n in range(MORE):
        code = complete(f"91220102MA00088{n}0")
        twin = register(dispatcher, city.org("xf"), uscc=code, name="演练同名有限公司", now=NOW)
        put_on_list(dispatcher, held, enterprise_id=twin.pk, since=today, now=NOW)
        write_note(dispatcher, firm, text=f"演练第{n}条", now=NOW)
        open_list(dispatcher, city.org("ng"), name=f"演练名单{n}", since=today, now=NOW)
        correct_organisation(CLOCK, unit, name=f"演练空局{n}", now=NOW)
        person = city.staff["finance"]
        correct_staff(CLOCK, person.pk, name=f"演练{n}", rank=Rank.STAFF, unit_id=person.unit_id, now=NOW)
        standing = (Standing.STOPPED, Standing.OPEN)[n % 2]
        set_standing(dispatcher, firm, standing=standing, since=today, now=NOW)
    code = complete("91220102MA0008990")
    register(dispatcher, city.org("xf"), uscc=code, name="演练同名股份有限公司", now=NOW)
    find_alike(NOW)


def grow_liaison(town: Town, n: int) -> None:
    """An enterprise more that the official holds, one that passed on, one that lost its official, a team, a proposal."""
    city, today, group = town.city, NOW.date(), town.city.org("xf-group")
    official, keeper = city.staff["official"].pk, city.staff["keeper"].pk
    for of in range(3):
        code = complete(f"91220102MA0008{of}{n:02d}")
        firm = register(CLOCK, uscc=code, name=f"演练{of}{n}有限公司", region_id=city.org("xf"), now=NOW).pk
        bind(CLOCK, firm, staff_id=official, group_id=group, since=today, now=NOW)
        if of == 1:
            hand_over(CLOCK, firm, staff_id=official, successor_id=keeper, group_id=group, since=today, now=NOW)
        if of == 2:
            release(CLOCK, firm, staff_id=official, until=today, now=NOW)
    add_unit(city, f"team{n}", Kind.TEAM, "xf")
    row = {"author": city.staff["dispatcher"], "made_at": NOW, "weights": "{}", "wanted": 1}
    Proposal.objects.create(area=city.orgs[f"more{n}"], **row)
    first = Proposal.objects.order_by("pk")[0]
    staff = city.staff[f"more{n}"]
    ProposedLink.objects.create(proposal=first, enterprise=city.enterprises[0], staff=staff, terms="{}")


def test_every_list_is_tried() -> None:
    assert set(READERS) == paged()


@pytest.mark.parametrize("name", READERS)
def test_a_list_costs_the_same_whatever_its_size(
    town: Town, extra: Extra, tokens: dict[str, str], calls: Callable[..., Caller], name: str
) -> None:
    """And goes on by its cursor through every row once, in the order of the whole list."""
    part = READERS[name]
    caller, path = calls(part), addressed(town, extra, operations()[name][1], tokens[part])
    caller.get(path)

    def cost(address: str) -> tuple[int, list[Any]]:
        with CaptureQueriesContext(connection) as seen:
            answer = caller.get(address)
        assert answer.status_code == 200
        told = answer.json()
        (rows,) = (value for key, value in told.items() if key != "next")
        return len(seen), rows

    few, before = cost(path)
    grow(town)
    many, whole = cost(path)
    assert few == many <= LIST_BUDGET or (not before and many <= LIST_BUDGET), name
    assert len(whole) > 1
    found: list[Any] = []
    cursor = ""
    while True:
        told = caller.get(f"{path}?rows=4{cursor}").json()
        (rows,) = (value for key, value in told.items() if key != "next")
        found += rows
        if told["next"] is None:
            break
        assert len(rows) == 4
        cursor = f"&cursor={told['next']}"
    assert found[: len(whole)] == whole
    assert len({str(row) for row in found}) == len(found)


def test_a_cursor_is_its_own_lists(town: Town, extra: Extra, calls: Callable[..., Caller]) -> None:
    grow(town)
    caller = calls("dispatcher")
    cursor = caller.get("/visits?rows=1").json()["next"]
    firm, case = town.city.enterprises[0].pk, town.cases["handled"].pk
    for path in ("/rounds", "/posts", "/people", "/editions", f"/enterprises/{firm}/officials", f"/cases/{case}/links"):
        answer = caller.get(f"{path}?cursor={cursor}")
        assert answer.status_code == 422 and list(answer.json()["fields"]) == ["cursor"], path
    other = caller.get(
        f"/enterprises/{town.city.enterprises[1].pk}/officials?cursor="
        + caller.get(f"/enterprises/{firm}/officials?rows=1").json()["next"]
    )
    assert other.status_code == 422
