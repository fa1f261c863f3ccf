"""Pages beside a case: who speaks for the enterprise, what enterprises say, what doesn't get done, a need looked up."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.cases.town import edition
from tests.interfaces.conftest import NOW, Town
from tests.interfaces.reading import text
from tests.interfaces.test_acting import hidden
from zhuqi.core.access.actor import CLOCK, Actor, Role
from zhuqi.core.journal.digests import reaction_mac
from zhuqi.core.journal.models import Entry, Reaction
from zhuqi.core.journal.verify import everything
from zhuqi.domain.cases.actions.rating import complain, rate
from zhuqi.domain.cases.models import Case, Contact
from zhuqi.domain.directory.actions import give_role
from zhuqi.interfaces.web import paging
from zhuqi.interfaces.web.oversight import failing
from zhuqi.reactions import REACTIONS

ComeIn = Callable[..., Client]
PERSON = {"contact_name": "演练甲某", "contact_role": "生产经理", "contact_phone": "13800005678"}
SECRET = ("演练甲某", "13800005678")


def found(town: Town) -> Case:
    return town.city.record(NOW, title="叉车道拓宽", body="大件运不进来。", **PERSON)


def key(client: Client, address: str) -> str:
    return hidden(client.get(address).content.decode(), "key")


# who speaks for the enterprise


def test_a_telephone_is_masked_on_every_page_until_somebody_asks_to_see_it(come_in: ComeIn, town: Town) -> None:
    case = found(town)
    for part in ("official", "dispatcher", "supervisor"):
        for address in (f"/cases/{case.pk}", f"/cases/{case.pk}/contacts", "/cases?which=all"):
            page = come_in(part).get(address).content.decode()
            assert not [word for word in SECRET if word in page], (part, address)
        assert "138****5678" in come_in(part).get(f"/cases/{case.pk}").content.decode()
    client, address = come_in("dispatcher"), f"/cases/{case.pk}/contacts"
    pk = Contact.objects.get(case=case).pk
    shown = client.post(address, {"key": key(client, address), "contact": pk})
    assert all(word in shown.content.decode() for word in SECRET) and shown.headers["Cache-Control"] == "no-store"
    (looked,) = Entry.objects.filter(kind="contact", verb="revealed")
    assert (looked.staff, json.loads(looked.facts)["fields"]) == (town.city.staff["dispatcher"].pk, ["name", "phone"])
    assert "138****5678" in client.get(address).content.decode(), "the next page is masked again"


def test_following_a_link_reveals_nothing(come_in: ComeIn, town: Town) -> None:
    case = found(town)
    pk = Contact.objects.get(case=case).pk
    page = come_in("dispatcher").get(f"/cases/{case.pk}/contacts?contact={pk}&key=x").content.decode()
    assert not [word for word in SECRET if word in page] and not Entry.objects.filter(verb="revealed")


def test_another_cases_contact_isnt_opened_from_here(come_in: ComeIn, town: Town) -> None:
    pk = Contact.objects.get(case=found(town)).pk
    for case in (town.cases["handled"], town.cases["found"]):
        address = f"/cases/{case.pk}/contacts"
        answer = come_in("official").post(address, {"key": "k", "contact": pk})
        assert answer.status_code == 404, "hidden or not, it isn't this case's"
    assert come_in("planner").post(f"/cases/{found(town).pk}/contacts", {"contact": pk}).status_code == 404


def test_a_contact_is_written_down_and_erased_by_those_who_have_the_case(come_in: ComeIn, town: Town) -> None:
    case = town.cases["handled"]
    client, address = come_in("utilities"), f"/cases/{case.pk}/contacts"
    bad = client.post(address, {"key": key(client, address), **PERSON, "contact_phone": "没有"})
    assert bad.status_code == 422 and 'id="contact_phone-error"' in bad.content.decode()
    assert client.post(address, {"key": key(client, address), **PERSON}).status_code == 302
    pk = Contact.objects.get(case=case, erased_at=None).pk
    assert client.post(address, {"key": "e", "contact": pk, "erase": "1"}).status_code == 409, (
        "the room or the finder does"
    )
    client = come_in("official")
    assert client.post(address, {"key": key(client, address), "contact": pk, "erase": "1"}).status_code == 302
    assert Contact.objects.get(pk=pk).phone == ""
    assert come_in("leader").post(address, {"key": "k", **PERSON}).status_code == 409


# a need looked up


def typed(client: Client, **more: str) -> dict[str, str]:
    return {
        "key": key(client, "/cases/new"), "enterprise_id": "演练001", "title": "叉车道拓宽", "body": "大件运不进来。",
        "kind": "other", "channel": "visit", "found_on": "2019-06-04", **more,
    }  # fmt: skip


def test_looking_up_finds_the_enterprise_and_what_it_has_in_hand_and_keeps_what_was_typed(
    come_in: ComeIn, town: Town
) -> None:
    client, before = come_in("official"), Case.objects.count()
    page = client.post("/cases/new", typed(client, title="燃气管线", body="挡住厂房。", look="1"))
    shown = page.content.decode()
    assert page.status_code == 200 and Case.objects.count() == before, "it only looks"
    assert "挡住厂房。" in shown and town.city.enterprises[0].uscc in shown
    assert town.cases["handled"].number in shown and "不迁管线就不能打桩。" in shown


def test_the_category_stands_beside_the_kind_where_the_rules_know_some(come_in: ComeIn, town: Town) -> None:
    client = come_in("official", "en")
    assert 'name="category"' not in client.get("/cases/new").content.decode()
    edition(town.city, "ng", NOW.date(), ("督核: 否", "督核: 否\n  类别: {power: 用电, water: 用水}"))
    page = client.get("/cases/new").content.decode()
    kind, category, channel = (page.index(f'name="{name}"') for name in ("kind", "category", "channel"))
    assert kind < category < channel
    assert "Where the rules here know some" not in page


def test_one_of_several_is_chosen_on_the_page(come_in: ComeIn, town: Town) -> None:
    client = come_in("official")
    page = client.post("/cases/new", typed(client, enterprise_id="演练", look="1")).content.decode()
    offered = re.findall(r'name="picked" value="(\d+)"', page)
    assert len(offered) > 1
    stranger = Case.objects.exclude(enterprise__in=offered).values_list("enterprise", flat=True).first() or 10**12
    wrong = client.post("/cases/new", typed(client, enterprise_id="演练", picked=str(stranger)))
    assert wrong.status_code == 422, "what isn't offered isn't taken"
    sent = client.post("/cases/new", typed(client, enterprise_id="演练", picked=offered[-1]))
    assert sent.status_code == 302 and Case.objects.latest("pk").enterprise_id == int(offered[-1])


def test_a_need_that_is_in_hand_already_is_asked_about_once(come_in: ComeIn, town: Town) -> None:
    case = found(town)
    client = come_in("official")
    again = client.post("/cases/new", typed(client))
    shown = again.content.decode()
    assert again.status_code == 422 and case.number in shown and 'name="anyway"' in shown
    assert client.post("/cases/new", typed(client, anyway="1")).status_code == 302


def test_what_one_may_not_see_isnt_named_by_looking(come_in: ComeIn, town: Town) -> None:
    pk = town.city.enterprises[0].pk
    page = come_in("town_handler").get(f"/cases/new?enterprise={pk}").content.decode()
    assert town.city.enterprises[0].name not in page
    assert town.city.enterprises[0].name in come_in("official").get(f"/cases/new?enterprise={pk}").content.decode()


# what doesn't get done


def test_every_consequence_has_a_name_for_people() -> None:
    assert {name for wired in REACTIONS.values() for name in wired} == set(failing.NAMES)


def fail(n: int) -> list[Reaction]:
    some = list(Reaction.objects.order_by("entry_id", "name")[:n])
    for owed in some:
        owed.attempts, owed.error, owed.done_at = 3, "错" * 900, None
        owed.next_at = NOW.replace(hour=20)
        owed.mac = reaction_mac(owed)
        owed.save()
    return some


def test_the_administrator_sees_the_whole_error_and_lets_it_be_tried_at_once(come_in: ComeIn, town: Town) -> None:
    owed = fail(1)[0]
    client = come_in("administrator")
    assert 'href="/failing"' in client.get("/").content.decode(), "the alarm leads there"
    page = client.get("/failing").content.decode()
    assert owed.error in page and "按" not in owed.name and "cases.redate" in page
    form = {"key": hidden(page, "key"), "entry": owed.entry_id, "name": owed.name}
    for _ in range(2):
        assert client.post("/failing", form).status_code == 302
    assert Reaction.objects.get(entry=owed.entry_id, name=owed.name).next_at == NOW
    assert Entry.objects.filter(kind="reaction", verb="tried_again", subject=owed.entry_id).count() == 1
    assert not [one for one in everything() if one.table.startswith("journal_")], "who moved it held the key"


@pytest.mark.parametrize("part", ["official", "dispatcher", "leader", "supervisor", "town_handler"])
def test_nobody_else_sees_or_moves_what_failed(come_in: ComeIn, town: Town, part: str) -> None:
    owed = fail(1)[0]
    if part == "town_handler":
        give_role(
            CLOCK,
            town.city.staff[part].pk,
            role=Role.SYSTEM_ADMIN,
            org_id=town.city.org("mz"),
            since=NOW.date(),
            now=NOW,
        )
    client = come_in(part)
    assert client.get("/failing").status_code == 404 and owed.error[:50] not in client.get("/").content.decode()
    answer = client.post("/failing", {"key": "k", "entry": owed.entry_id, "name": owed.name})
    assert answer.status_code == 404 and Reaction.objects.get(entry=owed.entry_id, name=owed.name).next_at != NOW


def test_what_failed_is_paged_and_none_is_left_out(
    come_in: ComeIn, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "ROWS", 2)
    wanted = {(owed.entry_id, owed.name) for owed in fail(5)}
    client, address, seen = come_in("administrator"), "/failing", set[tuple[int, str]]()
    while address:
        page = client.get(address).content.decode()
        seen |= {
            (int(n), name)
            for n, name in re.findall(
                r'name="entry" value="(\d+)"><input type="hidden" name="name" value="([^"]+)"', page
            )
        }
        further = re.search(r'href="(\?after=[^"]+)" rel="next"', page)
        address = f"/failing{further[1].replace('&amp;', '&')}" if further else ""
    assert seen == wanted and len(wanted) == 5


# what enterprises say


def said(town: Town) -> Case:
    case = town.cases["replied"]
    link = Actor(enterprise=case.enterprise_id, case=case.pk)
    rate(link, case.pk, reply_rating=5, result_rating=2, now=NOW)
    complain(link, case.pk, text="打了三次电话没有人接。", now=NOW)
    return case


def test_those_who_oversee_read_ratings_with_both_numbers_of_a_share(come_in: ComeIn, town: Town) -> None:
    case = said(town)
    page = text(come_in("leader", "en").get("/heard").content.decode())
    assert case.number in page and "Reply 5\nResult 2" in page
    figures = ["Answers given 2", "1 of 2 answers", "1 of 1 rated", "1 of 2 answers", "0 of 1 rated"]
    at = -1
    for figure in figures:
        at = page.replace("\n", " ").index(figure, at + 1)
    assert "Few answers" in page


def test_complaints_are_for_supervisors_and_never_for_the_unit_itself(come_in: ComeIn, town: Town) -> None:
    said(town)
    assert "打了三次电话没有人接。" in come_in("supervisor").get("/heard?what=complaints").content.decode()
    assert come_in("leader").get("/heard?what=complaints").status_code == 404
    for part in ("finance", "official", "dispatcher", "administrator"):
        assert come_in(part).get("/heard").status_code == 404, part
    assert 'href="/heard"' in come_in("leader").get("/").content.decode()
    assert 'href="/heard"' not in come_in("finance").get("/").content.decode()


def test_ratings_are_paged_by_where_the_last_page_ended(
    come_in: ComeIn, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    said(town)
    other = town.cases["ended"]
    rate(Actor(enterprise=other.enterprise_id, case=other.pk), other.pk, reply_rating=3, now=NOW)
    monkeypatch.setattr(paging, "ROWS", 1)
    client = come_in("leader", "en")
    first = client.get("/heard").content.decode()
    further = re.search(r'href="(\?after=[^"]+)" rel="next"', first)
    assert further and other.number in first and town.cases["replied"].number not in first
    second = client.get(f"/heard{further[1]}").content.decode()
    assert town.cases["replied"].number in second and 'rel="next"' not in second


@pytest.mark.parametrize(
    "after", ["x", "2019-06-04T10:20:00+08:00|x", "0001-01-01T00:00:00+00:00|1", "|", "2019|" + "9" * 30]
)
def test_an_after_that_cant_be_read_is_the_first_page(come_in: ComeIn, town: Town, after: str) -> None:
    said(town)
    assert come_in("leader").get("/heard", {"after": after}).status_code == 200


@pytest.mark.parametrize(("part", "address"), [("leader", "/heard"), ("administrator", "/failing")])
def test_a_list_costs_the_same_whatever_its_length(
    come_in: ComeIn, town: Town, part: str, address: str, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    said(town)
    fail(5)
    client = come_in(part)
    client.get(address)
    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200
