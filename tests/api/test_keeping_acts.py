"""What is done beside the cases, by the API: once for a key, with the pages' sentences, and found afterwards where it belongs."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.api.conftest import Caller, secret
from tests.api.keeping import EDITION, NOTICE, Extra, addressed, body, furnish, operations
from tests.api.roles import ROUTES
from tests.interfaces.conftest import NOW, Town
from tests.roles import COLUMNS, table
from zhuqi.core.access.actor import CLOCK, Role
from zhuqi.core.access.models import Grant
from zhuqi.core.accounts.actions import issue_token
from zhuqi.core.accounts.models import Account, Token
from zhuqi.core.accounts.rules import TokenScope
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import findings
from zhuqi.domain.cases.models import RatedMore
from zhuqi.domain.cases.queries.links import behind
from zhuqi.domain.directory.actions import give_role
from zhuqi.domain.directory.models import Staff

Calls = Callable[..., Caller]
SECRET = {"make_case_link": "address", "make_token": "secret", "subscribe": "secret", "rotate_secret": "secret"}
UNFIT = {"explain_zero", "propose_links", "hand_promise", "hand_plan"}
"""What the town's rules ask of nobody, and what nobody has left; tests/visits/test_coming_of_it.py,
tests/liaison/test_proposing.py and tests/visits/test_left_behind.py try it twice."""
AFTER = {
    "unmerge_enterprise": "merge_enterprise",
    "cancel_move": "plan_move",
    "cancel_ending": "merge_unit",
    "finish_errand": "file_errand",
    "tell_common_issue": "take_up_common_issue",
    "change_common_issue": "take_up_common_issue",
    "vouch_voice": "take_in_voice",
    "erase_member": "end_member",
}
"""{step: the one that comes before it, by the same person}."""
ELSEWHERE = {"note_try": ("dispatcher", "replied")}
"""{step: who takes it with which case}, where it doesn't fit the one that ng-utilities handles."""
STEPS = [name for name, (method, _) in operations().items() if method == "POST" and name not in UNFIT]


@pytest.fixture
def extra(town: Town) -> Extra:
    return furnish(town)


def able(name: str) -> str:
    """Somebody who can take a step."""
    return next(COLUMNS[column] for column, status in table(ROUTES)[name].items() if status in {"200", "201"})


def the_step(
    town: Town, extra: Extra, tokens: dict[str, str], calls: Calls, name: str
) -> tuple[str, str, Mapping[str, Any] | None]:
    """Who takes a step, at which address, and what they send, after what comes before it."""
    part = ELSEWHERE[name][0] if name in ELSEWHERE else able(AFTER.get(name, name))
    own = tokens[part]
    if name == "revoke_own_token":
        own = secret(town.account(part).pk)  # another than the one that asks
    path, sent = addressed(town, extra, operations()[name][1], own), body(town, name)
    if name in ELSEWHERE:
        path = path.replace(f"/cases/{town.cases['handled'].pk}/", f"/cases/{town.cases[ELSEWHERE[name][1]].pk}/")
    if name in AFTER:
        before = addressed(town, extra, operations()[AFTER[name]][1], own)
        assert calls(part).post(before, body(town, AFTER[name])).status_code in {200, 201}
        sent = {**sent, "seen": sent["seen"] + 1} if sent and "seen" in sent else sent
    return part, path, sent


@pytest.mark.parametrize("name", STEPS)
def test_the_same_key_twice_is_one_effect_and_the_same_answer(
    town: Town, extra: Extra, tokens: dict[str, str], calls: Calls, name: str
) -> None:
    part, path, sent = the_step(town, extra, tokens, calls, name)
    first = calls(part).post(path, sent, idempotency_key="k-1")
    booked = Entry.objects.count()
    again = calls(part).post(path, sent, idempotency_key="k-1")
    assert first.status_code == again.status_code in {200, 201}, again.content
    assert Entry.objects.count() == booked
    told, repeated = first.json(), again.json()
    if name in SECRET:
        assert told.pop(SECRET[name]) and repeated.pop(SECRET[name]) is None
    assert told == repeated and first.headers.get("Location") == again.headers.get("Location")
    assert ("Location" in first.headers) is (first.status_code == 201)
    if "Location" in first.headers:
        assert calls(part).get(first.headers["Location"].removeprefix("/api/v1")).status_code == 200


ONES_OWN = {
    "make_token", "revoke_own_token", "choose_telling", "hand_in_sheet", "confirm_sheet", "export_register", "read_messages",
}  # fmt: skip
PUBLISHED = {"publish_year", "sign_draft"}
MADE_BY_ONESELF = {"record_visit", "end_promise"}
STILL = ONES_OWN | PUBLISHED | MADE_BY_ONESELF
"""What somebody without any role may still see: what is their own, what is no secret, the visits that they made themselves."""
AT_THE_DOOR = {"open_key_list", "found_unit", "register", "open_round", "hand_in", "employ"}
"""What makes something new for a place is refused to them before any key is looked at."""


@pytest.mark.parametrize("name", STEPS)
def test_an_old_key_tells_nothing_to_whoever_has_lost_their_roles(
    town: Town, extra: Extra, tokens: dict[str, str], calls: Calls, name: str
) -> None:
    part, path, sent = the_step(town, extra, tokens, calls, name)
    assert calls(part).post(path, sent, idempotency_key="k-1").status_code in {200, 201}
    booked = Entry.objects.count()
    Grant.objects.filter(account=town.account(part).pk).delete()
    again = calls(part).post(path, sent, idempotency_key="k-1").status_code
    assert again in ({200, 201} if name in STILL else {409} if name in AT_THE_DOOR else {404})
    assert Entry.objects.count() == booked


def test_an_organisation_is_set_up_filled_and_retired(town: Town, calls: Calls) -> None:
    admin, district = calls("administrator"), town.city.org("ng")
    made = admin.post(
        "/units", {"parent_id": district, "kind": "department", "name": "演练局", "code": "ng-new"}
    ).json()
    assert made == admin.get(f"/units/{made['id']}").json()
    assert (
        made["parent"] == made["area"] == {"id": district, "name": "南关（演练）区"}
        and made["desk"]["name"] == "ng-desk"
    )
    assert (made["since"], made["retired_on"]) == ("2019-06-04", None)
    one = admin.post("/people", {"unit_id": made["id"], "code": "zhao", "name": "演练赵", "rank": "section"}).json()
    assert one["account"]["open"] and not one["account"]["password"] and one["roles"] == []
    refused = admin.post(f"/units/{made['id']}/retire")
    assert refused.status_code == 409 and refused.json()["sentence"].startswith("Staff still belong to it")
    assert admin.post(f"/people/{one['id']}/leave").json()["left_on"] == "2019-06-04"
    assert admin.post(f"/units/{made['id']}/retire").json()["retired_on"] == "2019-06-04"
    assert calls("official").get(f"/units/{made['id']}").status_code == 404, "a retired one is its keepers' alone"
    assert made["id"] not in {row["id"] for row in admin.get("/units").json()["units"]}


@pytest.mark.parametrize(
    ("path", "typed", "field"),
    [
        ("/units", {"parent_id": 1, "kind": "castle", "name": "x", "code": "x"}, "kind"),
        ("/units", {"parent_id": 1, "kind": "town", "name": "x", "code": "x" * 31}, "code"),
        ("/units", {"parent_id": 1, "kind": "town", "name": "a\nb", "code": "x"}, "name"),
        ("/people", {"unit_id": 1, "code": "x", "name": "x", "rank": "king"}, "rank"),
        ("/enterprises", {"region_id": 1, "uscc": "x", "name": "x", "revenue_wan": 12.5}, "revenue_wan"),
        ("/enterprises", {"region_id": 1, "uscc": "x", "name": "x", "revenue_wan": "1e9"}, "revenue_wan"),
        ("/enterprises", {"region_id": 1, "uscc": "x", "name": "x", "assets_wan": "１２"}, "assets_wan"),
        ("/enterprises", {"region_id": 1, "uscc": "x", "name": "x", "staff_count": -1}, "staff_count"),
        ("/enterprises", {"region_id": 1, "uscc": "x", "name": "x", "staff_count": True}, "staff_count"),
        ("/enterprises", {"region_id": 1, "uscc": "x", "name": "x", "staff_count": 2**31}, "staff_count"),
        ("/drafts", {"text": ""}, "text"),
        ("/drafts", {"text": 7}, "text"),
        ("/drafts", {"text": "a\u0000"}, "text"),
        ("/drafts", {"text": "规" * 100_001}, "text"),
        ("/drafts", {"text": "规则: 一\n规则: 二"}, "text"),
        ("/drafts", {"text": "- 1"}, "text"),
        ("/drafts", {"text": EDITION.replace("地区:", "地点:")}, "text"),
        ("/years", {"year": 1999, "source": "x", "days": NOTICE}, "year"),
        ("/years", {"year": 2021, "source": "x", "days": []}, "days"),
        ("/years", {"year": 2021, "source": "x", "days": NOTICE * 21}, "days"),
        ("/years", {"year": 2021, "source": "x", "days": NOTICE[:1]}, "days"),
        ("/years", {"year": 2021, "source": "x", "days": [{**NOTICE[0], "working": 1}]}, "days.0.working"),
        ("/visits", {"enterprise_id": 1, "mode": "by balloon", "kind": "service"}, "mode"),
        ("/visits", {"enterprise_id": 1, "mode": "remote", "kind": "inspection"}, "kind"),
        ("/rounds", {"area_id": 1, "name": "一轮", "since": "2019-06-04", "until": "2019-02-30"}, "until"),
        ("/tokens", {"name": "x", "scopes": [], "until": "2019-07-01"}, "scopes"),
        ("/tokens", {"name": "x", "scopes": ["administer"], "until": "2019-07-01"}, "scopes"),
        ("/tokens", {"name": "x", "scopes": "read", "until": "2019-07-01"}, "scopes"),
        ("/tokens", {"name": "x", "scopes": [["read"]], "until": "2019-07-01"}, "scopes"),
        ("/tokens", {"name": " ", "scopes": ["read"], "until": "2019-07-01"}, "name"),
        ("/tokens", {"name": "x", "scopes": ["read"], "until": "2019-06-04"}, "until"),
        ("/people/1/reset_password", {"password": "x" * 201}, "password"),
        ("/people/1/unlock", {"why": "x"}, "why"),
    ],
)
def test_what_cant_be_taken_is_refused_field_by_field(
    town: Town, calls: Calls, path: str, typed: dict[str, Any], field: str
) -> None:
    real = {name: town.city.org("ng") for name in ("parent_id", "unit_id", "region_id", "area_id") if name in typed}
    before = Entry.objects.count()
    answer = calls("administrator").post(path, {**typed, **real})
    assert answer.status_code == 422 and list(answer.json()["fields"]) == [field], answer.json()
    assert answer.json()["fields"][field] and Entry.objects.count() == before


def test_a_rulebook_says_in_which_line_it_cant_be_taken_and_is_read_as_it_was_sent(town: Town, calls: Calls) -> None:
    admin, leader = calls("administrator"), calls("leader")
    line = 1 + EDITION.splitlines().index(next(row for row in EDITION.splitlines() if row.startswith("地区:")))
    wrong = admin.post("/drafts", {"text": re.sub("^地区: .*", "地区: nowhere", EDITION, flags=re.MULTILINE)})
    assert wrong.status_code == 422 and wrong.json()["fields"]["text"].startswith(
        f"Line {line}, “地区”: No organisation"
    )
    made = admin.post("/drafts", {"text": EDITION})
    assert made.status_code == 201 and made.json()["effective_on"] == "2019-07-01"
    assert (made.json()["state"], made.json()["text"]) == ("waits", EDITION)
    assert [fault["refused"] for fault in made.json()["faults"]] == [False, False], (
        "it stands beside the city's and carries no example, and says so"
    )
    assert made.json()["handed_in_by"]["id"] == town.city.staff["administrator"].pk
    own = admin.post(f"/drafts/{made.json()['id']}/sign")
    assert own.status_code == 409 and "signed by a leader" in own.json()["sentence"]
    signed = leader.post(f"/drafts/{made.json()['id']}/sign")
    assert signed.status_code == 201 and signed.json()["text"] == EDITION
    assert calls("official").get(signed.headers["Location"].removeprefix("/api/v1")).json() == signed.json()
    listed = admin.get(f"/editions?place={town.city.org('ng')}").json()["editions"]
    assert [row["id"] for row in listed] == [signed.json()["id"]]
    shown = leader.get(f"/drafts/{made.json()['id']}").json()
    assert (shown["state"], shown["edition"]) == ("signed", signed.json()["id"])
    other = admin.post("/drafts", {"text": EDITION + "\n# 演练\n"}).json()["id"]
    again = leader.post(f"/drafts/{other}/sign")
    assert again.status_code == 409 and "never changed" in again.json()["sentence"]
    assert leader.post(f"/drafts/{other}/withdraw").json()["state"] == "taken_back"


def test_what_differs_between_two_editions_is_told_in_words_with_its_stance(town: Town, calls: Calls) -> None:
    changed = EDITION.replace("{钟: 重办, 时长: 5 工作日}", "{钟: 重办, 时长: 3 工作日}")
    draft = calls("administrator").post("/drafts", {"text": changed}).json()["id"]
    new = calls("leader").post(f"/drafts/{draft}/sign").json()["id"]
    old = calls("official").get(f"/editions?place={town.city.org('cc')}").json()["editions"][0]["id"]
    found = calls("official").get(f"/editions/{new}/against/{old}").json()["differences"]
    assert [(row["path"], row["stance"]) for row in found] == [(["办理", "时限", "重办"], "stricter")]
    assert (found[0]["before"], found[0]["now"]) == ("5 working days", "3 working days")
    assert calls("official").get(f"/editions/{new}/against/{new}").json()["differences"] == []


def test_roles_and_doors_are_the_security_administrators(town: Town, extra: Extra, calls: Calls) -> None:
    security, finance, wrong = calls("security"), town.city.staff["finance"].pk, list(findings())
    given = security.post(f"/people/{finance}/give_role", {"role": "monitor", "unit_id": town.city.org("ng-finance")})
    assert [held["role"] for held in given.json()["roles"] if held["until"] is None] == ["monitor", "handler"]
    weak = security.post(f"/people/{finance}/reset_password", {"password": "password123"})
    assert weak.status_code == 422 and list(weak.json()["fields"]) == ["password"]
    set_ = security.post(f"/people/{finance}/reset_password", {"password": "correct horse battery"}).json()
    assert set_["account"]["password"] and set_["account"]["renew"] and set_["account"]["factor"]
    assert Account.objects.get(staff=finance).check_password("correct horse battery")
    assert not security.post(f"/people/{finance}/lose_factor").json()["account"]["factor"]
    facts = "".join(Entry.objects.values_list("facts", flat=True))
    assert "horse" not in facts and Entry.objects.filter(kind="staff", subject=finance, verb="let_in").count() == 2
    assert [fault for fault in findings() if fault not in wrong] == []
    own = town.city.staff["security"].pk
    assert security.post(f"/people/{own}/give_role", {"role": "leader", "unit_id": extra.unit}).status_code == 409
    seen = calls("dispatcher").get(f"/people/{finance}").json()
    assert seen["roles"] is None and seen["account"] is None
    where = town.city.org("mz")
    give_role(
        CLOCK, town.city.staff["dispatcher"].pk, role=Role.SECURITY_ADMIN, org_id=where, since=NOW.date(), now=NOW
    )
    seen = calls("dispatcher").get(f"/people/{finance}").json()
    assert seen["roles"] is None and seen["account"] is None, "an administrator elsewhere"
    assert calls("dispatcher").get("/people?role=handler").json()["people"][0]["code"] == "town_handler"


def test_an_enterprise_is_entered_held_visited_and_released(town: Town, extra: Extra, calls: Calls) -> None:
    dispatcher, group = calls("dispatcher"), town.city.org("xf-group")
    typed = dict(body(town, "register") or {}, industry="C13", staff_count=120, revenue_wan="2500.5")
    firm = dispatcher.post("/enterprises", typed).json()
    assert (firm["industry"], firm["staff_count"], firm["revenue_wan"], firm["assets_wan"]) == (
        "13",
        120,
        "2500.50",
        None,
    )
    assert firm["scale"] == "small" and firm["why"]
    assert calls("official").get(f"/enterprises/{firm['id']}").status_code == 404
    held = dispatcher.post(f"/enterprises/{firm['id']}/officials", {"staff": "official", "group_id": group}).json()
    assert (held["person"]["name"], held["group"]["id"], held["until"]) == ("演练official", group, None)
    assert dispatcher.get(f"/enterprises/{firm['id']}/officials").json() == {"links": [held], "next": None}
    chain = calls("official").get(f"/enterprises/{firm['id']}/chain").json()["chain"]
    assert [(one["duty"], one["person"]["name"]) for one in chain] == [
        ("holds_group", "演练keeper"),
        ("holds_enterprises", "演练official"),
    ]
    met = {"enterprise_id": firm["id"], "mode": "on_site", "kind": "service", "round_id": extra.round}
    visit = calls("official").post("/visits", met).json()
    assert visit["person"]["name"] == "演练official" and visit["unit"]["id"] == group and visit["day"] == "2019-06-04"
    rows = dispatcher.get(f"/visits?round={extra.round}&since=2019-06-01&until=2019-06-04").json()["visits"]
    assert {row["id"] for row in rows} == {visit["id"], extra.visit}
    assert dispatcher.get("/visits?until=2019-06-03").json()["visits"] == []
    nobody = dispatcher.post(f"/enterprises/{firm['id']}/officials", {"staff": "nobody"})
    assert nobody.status_code == 422 and list(nobody.json()["fields"]) == ["staff"]
    over = dispatcher.post(
        f"/enterprises/{firm['id']}/officials/release", {"person_id": town.city.staff["official"].pk}
    ).json()
    assert over == {**held, "until": "2019-06-04"}


def test_posts_are_filled_and_emptied(town: Town, calls: Calls) -> None:
    dispatcher, finance = calls("dispatcher"), town.city.staff["finance"].pk
    post = dict(body(town, "appoint") or {})
    held = dispatcher.post("/posts", post).json()
    assert (held["duty"], held["unit"]["name"], held["until"]) == ("holds_team", "xf-team", None)
    assert dispatcher.get(f"/posts?person={finance}&open=true").json()["posts"] == [held]
    assert dispatcher.post("/posts/dismiss", post).json() == {**held, "until": "2019-06-04"}
    assert dispatcher.get(f"/posts?person={finance}&open=false").json()["posts"] == [{**held, "until": "2019-06-04"}]
    assert dispatcher.get(f"/posts?person={finance}&open=true").json()["posts"] == []
    assert {row["unit"]["name"] for row in calls("town_dispatcher").get("/posts").json()["posts"]} == set()


def test_a_key_that_stands_for_something_else_does_nothing_and_says_so(town: Town, calls: Calls) -> None:
    dispatcher, firm = calls("dispatcher"), town.city.enterprises[0].pk
    path, keyed = f"/enterprises/{firm}/officials", {"idempotency_key": "k"}
    assert dispatcher.post(path, {"staff": "finance"}, **keyed).status_code == 200
    booked = Entry.objects.count()
    other = dispatcher.post(path, {"staff": "planner"}, **keyed)
    assert other.status_code == 409 and "used for something else" in other.json()["sentence"]
    assert Entry.objects.count() == booked


def test_a_link_opens_its_case_and_once_revoked_nothing(town: Town, calls: Calls) -> None:
    caller, case = calls("dispatcher"), town.cases["handled"]
    made = caller.post(f"/cases/{case.pk}/links", {"channel": "visit", "until": "2019-06-10"}).json()
    key = made["address"].rpartition("/")[2]
    door = behind(key, NOW)
    assert door is not None and door.case == case.pk and made["open"] and made["until"] == "2019-06-11T00:00:00+08:00"
    listed = caller.get(f"/cases/{case.pk}/links")
    assert [row["id"] for row in listed.json()["links"]] == [made["id"]] and key not in listed.content.decode()
    revoked = caller.post(f"/cases/{case.pk}/links/{made['id']}/revoke").json()
    assert not revoked["open"] and revoked["revoked_at"] and behind(key, NOW) is None


def test_what_enterprises_say_goes_to_those_who_oversee_and_not_to_those_rated(
    town: Town, extra: Extra, calls: Calls
) -> None:
    case = town.cases["replied"]
    (rating,) = calls("supervisor").get("/ratings").json()["ratings"]
    assert (rating["reply_rating"], rating["result_rating"], rating["unit"]["name"]) == (2, 1, "ng-finance")
    assert (
        rating["case"] == {"id": case.pk, "number": case.number} and calls("leader").get("/ratings").json()["ratings"]
    )
    assert rating["more"] == []
    RatedMore.objects.create(rating_id=rating["id"], name="态度", stars=3, salt="s")
    (rating,) = calls("supervisor").get("/ratings").json()["ratings"]
    assert rating["more"] == [{"name": "态度", "rating": 3, "grade": None}]
    (complaint,) = calls("supervisor").get("/complaints").json()["complaints"]
    assert complaint["body"] == "说办好了，其实没有。" and complaint["unit"]["name"] == "ng-finance"


def test_the_journal_is_searched_by_the_audit_administrator(town: Town, extra: Extra, calls: Calls) -> None:
    auditor, case = calls("auditor"), town.cases["handled"]
    rows = auditor.get(f"/journal?kind=case&subject={case.pk}").json()["entries"]
    booked = rows[0]["seq"]
    assert booked >= 5 and [row["seq"] for row in rows] == [*range(booked, 0, -1)] and rows[-1]["verb"] == "recorded"
    assert rows[0]["person"]["name"] == "演练utilities" and rows[-1]["facts"]["enterprise"] == case.enterprise_id
    stored = Entry.objects.get(pk=rows[1]["id"])
    assert rows[1]["facts"] == json.loads(stored.facts) and rows[1]["hash"] == stored.hash
    assert {row["verb"] for row in auditor.get("/journal?verb=accepted&staff=utilities").json()["entries"]} == {
        "accepted"
    }
    assert auditor.get("/journal?staff=nobody").json()["entries"] == []
    day = auditor.get("/journal?since=2019-05-20&until=2019-05-20&kind=case").json()["entries"]
    assert {row["at"][:10] for row in day} == {"2019-05-20"} and len(day) == 4


def test_what_fails_is_told_to_the_system_administrator(extra: Extra, calls: Calls) -> None:
    rows = calls("administrator").get("/reactions/failing").json()["failing"]
    assert rows and {row["attempts"] for row in rows} == {3}
    assert all(row["error"].startswith("演练：库里没有 这一行") and len(row["error"]) == 300 for row in rows)


def test_a_token_made_by_a_token_is_a_lesser_one_and_makes_none(town: Town, caller_of: Callable[[str], Caller]) -> None:
    account, until = town.account("official").pk, NOW.date() + dt.timedelta(days=30)
    scopes = (TokenScope.READ, TokenScope.ADMINISTER)
    held, own = issue_token(CLOCK, account, name="总", scopes=scopes, until=until, now=NOW)
    caller = caller_of(own)
    typed = {"name": "演练脚本", "scopes": ["read"], "until": str(until)}
    made = caller.post("/tokens", typed).json()
    lesser = caller_of(made["secret"])
    assert lesser.get("/me").json()["scopes"] == ["read"] and lesser.post("/tokens", typed).status_code == 403
    listed = caller.get("/tokens").json()["tokens"]
    assert [(row["id"], row["this"]) for row in listed[:2]] == [(made["id"], False), (held.pk, True)]
    more = caller.post("/tokens", {**typed, "scopes": ["read", "act"]})
    later = caller.post("/tokens", {**typed, "until": str(until + dt.timedelta(days=1))})
    assert [list(answer.json()["fields"]) for answer in (more, later)] == [["scopes"], ["until"]]
    assert made["secret"] not in caller.get("/tokens").content.decode()
    assert not caller.post(f"/tokens/{made['id']}/revoke").json()["open"] and lesser.get("/me").status_code == 401
    assert Token.objects.filter(account=account, name="演练脚本").count() == 1


def test_somebody_who_left_is_found_by_their_keepers_alone(town: Town, calls: Calls) -> None:
    gone = Staff.objects.get(code="construction")
    calls("administrator").post(f"/people/{gone.pk}/leave", {"on": "2019-06-04"})
    seen = calls("security").get(f"/people/{gone.pk}").json()
    assert seen["left_on"] == "2019-06-04" and not seen["account"]["open"]
    assert seen["roles"] and all(held["until"] for held in seen["roles"])
    assert calls("construction").get("/me").status_code == 401
