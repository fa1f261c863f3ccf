"""A town to come into: the cast with a few cases, accounts that open the door, and a browser where there is one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from tests.cast import RULEBOOK, ZONE, City, stage
from tests.standing import standing_still
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.accounts import actions as accounts
from zhuqi.core.accounts.models import Account
from zhuqi.core.jobs import clock
from zhuqi.core.rulebook.actions import draft as hand_in
from zhuqi.core.rulebook.models import Draft
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.rules.words import Action, Outcome
from zhuqi.domain.common.actions import open_issue
from zhuqi.domain.common.models import CommonIssue

PASSWORD = "demo-demo-demo"
NOW = dt.datetime(2019, 6, 4, 10, 20, tzinfo=ZONE)


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> dt.datetime:
    return dt.datetime(2019, month, day, hour, minute, tzinfo=ZONE)


@dataclass
class Town:
    """The city of the cast on 4 June 2019, with cases by what is to be done with them."""

    city: City
    cases: dict[str, Case] = field(default_factory=dict)

    def account(self, part: str) -> Account:
        return Account.objects.get(staff__pk=self.city.staff[part].pk)


@pytest.fixture
def account(db: None) -> Account:
    opened = accounts.open_many(CLOCK, ["he"], now=NOW)[0]
    return accounts.set_password(CLOCK, opened.pk, password=PASSWORD, now=NOW)


@pytest.fixture
def inside(client: Client, account: Account) -> Client:
    """Somebody who has come in, without any role."""
    client.force_login(account)
    return client


def district_text(*changes: tuple[str, str], day: str = "2019-07-01") -> str:
    """A text for the district, as the city's is but for some changes."""
    text = RULEBOOK.read_text("utf-8")
    for old, new in (("地区: cc", "地区: ng"), ("施行: 2019-05-10", f"施行: {day}"), *changes):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def handed_in(town: Town, *changes: tuple[str, str], part: str = "administrator", day: str = "2019-07-01") -> Draft:
    """A text for the district that waits to be signed."""
    place = town.city.org("ng"), town.city.orgs["ng"].path
    return hand_in(town.city.actor(part), text=district_text(*changes, day=day), place=place, now=NOW)


def alike(town: Town, title: str = "增容后接表慢", since: dt.datetime = NOW) -> CommonIssue:
    """A common issue of the district, of two enterprises' cases, that lies with ng-utilities."""
    case = town.cases["handled"]
    firm = next(one.pk for one in town.city.enterprises[:2] if one.pk != case.enterprise_id)
    other = town.city.record(since, enterprise_id=firm, title="增容批了没人接表", body="等着接表，设备不能试。")
    return open_issue(
        town.city.actor("dispatcher"),
        area_id=town.city.org("ng"),
        case_ids=[case.pk, other.pk],
        title=title,
        matter="几家企业都在等接表。",
        wanted="批复和接表一并排期。",
        owner_id=town.city.org("ng-utilities"),
        now=since,
    )


def peopled() -> Town:
    """Cases found, waiting at the desk, assigned, handled with co-handlers and late, handed back, replied, ended."""
    town = Town(stage())
    do, record = town.city.do, town.city.record
    held = town.cases
    plans: list[tuple[dt.datetime, Callable[[], object]]] = []

    def then(when: dt.datetime, part: str, action: Action, name: str, **typed: Any) -> None:
        plans.append((when, lambda: do(part, action, held[name].pk, when, **typed)))

    def found(when: dt.datetime, name: str, **typed: Any) -> None:
        plans.append((when, lambda: held.update({name: record(when, **typed)})))

    def sent(name: str, day: int, grade: str = "B", **typed: Any) -> None:
        found(at(5, day, 10), name, **typed)
        then(at(5, day, 11), "official", Action.SUBMIT, name, why="组里没有办法。")
        then(at(5, day, 14), "dispatcher", Action.SCREEN, name, kind="utilities", grade=grade)

    units = town.city.org
    sent("handled", 20, "A", title="燃气管线挡住二期厂房", body="不迁管线就不能打桩。")
    parts, assists = (units("ng-construction"),), (units("ng-planning"),)
    then(
        at(5, 20, 16), "dispatcher", Action.ASSIGN, "handled",
        lead_id=units("ng-utilities"), part_ids=parts, assist_ids=assists, note="请先看现场。",
    )  # fmt: skip
    then(at(5, 21), "utilities", Action.ACCEPT, "handled")
    sent("returned", 22)
    then(at(5, 22, 15), "dispatcher", Action.ASSIGN, "returned", lead_id=units("ng-planning"))
    then(at(5, 23), "planner", Action.ACCEPT, "returned")
    then(at(5, 23, 10), "planner", Action.HAND_BACK, "returned", reason="不归本单位。", proposal="项目建设组")
    sent("replied", 24)
    then(at(5, 24, 15), "dispatcher", Action.ASSIGN, "replied", lead_id=units("ng-finance"))
    then(at(5, 27), "finance", Action.ACCEPT, "replied")
    then(at(6, 3), "finance", Action.REPLY, "replied", outcome=Outcome.SOLVED, text="已经办妥。")
    found(at(5, 28), "ended", title="路灯不亮")
    then(at(5, 28, 10), "official", Action.SETTLE, "ended", outcome=Outcome.SOLVED, text="当天修好。")
    then(at(5, 29), "dispatcher", Action.CONFIRM, "ended", text="企业说修好了。")
    sent("assigned", 30)
    then(at(5, 30, 15), "dispatcher", Action.ASSIGN, "assigned", lead_id=units("ng-finance"))
    found(at(6, 3, 15), "waiting", title="配电室旁的树要移")
    then(at(6, 3, 16), "official", Action.SUBMIT, "waiting", why="要园林部门审批。")
    found(at(6, 4), "found", title="夜班普工招不齐", kind="labour")
    for _, step in sorted(plans, key=lambda plan: plan[0]):
        step()
    clock.stand_at("cast", NOW)
    Account.objects.update(password=make_password(PASSWORD))
    return town


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Town]:
    """The town, built once for a module."""
    with standing_still(django_db_blocker):
        yield peopled()


@pytest.fixture
def town(standing: Town, db: None) -> Town:
    return standing


@pytest.fixture
def come_in(client: Client, town: Town) -> Callable[[str], Client]:
    """The site as one of the cast sees it."""

    def come(part: str, language: str = "zh-hans") -> Client:
        client.force_login(town.account(part))
        client.cookies["lang"] = language
        return client

    return come
