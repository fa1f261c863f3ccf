"""What is done in the registers by forms: by whom, what it asks, what happens when it can't be."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping

import pytest
from django.test import Client

from tests.directory.place import code
from tests.interfaces.conftest import NOW, PASSWORD, Town
from tests.interfaces.test_keeping_sight import numbers
from tests.roles import table
from zhuqi.core.access.actor import CLOCK, Role
from zhuqi.core.access.models import Grant
from zhuqi.core.accounts.actions import issue_token
from zhuqi.core.accounts.models import Account, Factor, Renewal
from zhuqi.core.accounts.queries import token_of
from zhuqi.core.accounts.rules import TokenScope
from zhuqi.core.journal.models import Entry
from zhuqi.domain.directory.actions import give_role
from zhuqi.domain.directory.models import Enterprise, Organisation, Staff
from zhuqi.domain.liaison.models import Liaison, Post

ComeIn = Callable[..., Client]
TODAY = NOW.date().isoformat()
DEEDS = """
deed                            administrator security dispatcher keeper official auditor city_dispatcher
organisations/{ng}/found        200           404      404        404    404      404     404
organisations/{ng}/employ       200           404      404        404    404      404     404
organisations/{ng}/correct      200           404      404        404    404      404     404
organisations/{mz-office}/retire 409          404      404        404    404      404     404
people/{planner}/correct        200           404      404        404    404      404     404
people/{planner}/leave          200           404      404        404    404      404     404
people/{security}/leave         409           404      404        404    404      404     404
people/{planner}/give_role      404           200      404        404    404      404     404
people/{planner}/reset_password 404           200      404        404    404      404     404
people/{planner}/unlock         404           200      404        404    404      404     404
people/{planner}/lose_factor    404           200      404        404    404      404     404
people/{planner}/revoke_tokens  404           200      404        404    404      404     404
people/{security}/give_role     404           404      404        404    404      404     404
people/{security}/reset_password 404          404      404        404    404      404     404
people/{security}/lose_factor   404           404      404        404    404      404     404
people/{planner}/appoint        404           404      200        404    404      404     200
people/{dispatcher}/appoint     404           404      404        404    404      404     200
enterprises/new                 200           404      200        404    404      404     200
enterprises/{firm}/correct      200           404      200        404    404      404     200
enterprises/{firm}/bind         404           404      200        200    404      404     200
"""
"""The form of each deed: 200 it is theirs, 404 it isn't, 409 it can't be done as things stand (a unit with people and cases, an
administrator who would leave)."""


def at(town: Town, address: str) -> str:
    return "/" + address.format(**numbers(town))


def refused(client: Client, address: str, typed: Mapping[str, object], status: int) -> str:
    answer = client.post(address, typed)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize("part", list(next(iter(table(DEEDS).values()))))
def test_whose_deed_it_is(come_in: ComeIn, town: Town, part: str) -> None:
    client = come_in(part)
    told = {deed: str(client.get(at(town, deed)).status_code) for deed in table(DEEDS)}
    assert told == {deed: row[part] for deed, row in table(DEEDS).items()}


@pytest.mark.parametrize("part", list(next(iter(table(DEEDS).values()))))
def test_what_isnt_theirs_isnt_done_by_sending_the_form_either(come_in: ComeIn, town: Town, part: str) -> None:
    client, before = come_in(part), Entry.objects.count()
    typed = {
        "on": TODAY,
        "since": TODAY,
        "role": "handler",
        "organisation": "ng",
        "name": "x",
        "code": "x",
        "rank": "staff",
    }
    for deed, row in table(DEEDS).items():
        if row[part] == "404":
            assert client.post(at(town, deed), {**typed, "key": "k"}).status_code == 404, deed
    assert Entry.objects.count() == before


def test_an_organisation_is_set_up_corrected_and_retired(come_in: ComeIn, town: Town) -> None:
    client = come_in("administrator", "en")
    typed = {"kind": "department", "name": "演练新局", "code": "ng-new", "region_code": "", "since": TODAY, "key": "k1"}
    answers = [client.post(at(town, "organisations/{ng}/found"), typed) for _ in range(2)]
    assert {answer["Location"] for answer in answers} == {at(town, "organisations/{ng}")}
    made = Organisation.objects.get(code="ng-new")
    assert made.parent_id == town.city.org("ng")
    page = client.get(at(town, "organisations/{ng}")).content.decode()
    assert "“演练新局” is set up under" in page and f"/organisations/{made.pk}" in page
    client.post(f"/organisations/{made.pk}/correct", {"name": "演练改名局", "region_code": "", "key": "k2"})
    assert Organisation.objects.get(pk=made.pk).name == "演练改名局"
    assert "is retired for good. Its past stays." in client.get(f"/organisations/{made.pk}/retire").content.decode()
    client.post(f"/organisations/{made.pk}/retire", {"on": TODAY, "key": "k3"})
    page = client.get(f"/organisations/{made.pk}").content.decode()
    assert "retired on 4 June" in page and f"/organisations/{made.pk}/employ" not in page
    assert list(Entry.objects.filter(kind="organisation", subject=made.pk).values_list("verb", flat=True)) == [
        "founded",
        "corrected",
        "retired",
    ]


def test_only_kinds_that_may_hang_there_are_offered(come_in: ComeIn, town: Town) -> None:
    answer = come_in("administrator").get(at(town, "organisations/{xf-group}/found"))
    assert answer.status_code == 404 or 'value="district"' not in answer.content.decode()
    page = come_in("administrator").get(at(town, "organisations/{xf}/found")).content.decode()
    assert 'value="village"' in page and 'value="city"' not in page and 'value="district"' not in page


def test_what_is_wrong_stands_beside_its_field_and_the_typed_stays(come_in: ComeIn, town: Town) -> None:
    client = come_in("administrator", "en")
    typed = {"kind": "department", "name": "留下的名字", "code": "ng-desk", "since": TODAY, "key": "k"}
    page = refused(client, at(town, "organisations/{ng}/found"), typed, 422)
    assert 'id="code-error">Another organisation has this code.' in page and 'value="留下的名字"' in page
    assert 'value="k"' in page, "the key stays, so that mending it isn't a second submission"
    page = refused(client, at(town, "organisations/{ng}/found"), {**typed, "kind": "desk", "code": "n"}, 409)
    assert "This area has a dispatch room already." in page and 'value="留下的名字"' in page
    page = refused(client, at(town, "organisations/{ng}/employ"), {"name": "", "code": "planner", "since": "x"}, 422)
    assert page.count('aria-invalid="true"') == 2 and 'id="rank-error"' in page
    typed = {"uscc": "9122", "name": "甲", "region": "nowhere", "key": "k"}
    page = refused(client, "/enterprises/new", typed, 422)
    assert "No organisation that you look after fits" in page
    page = refused(client, "/enterprises/new", {**typed, "region": "xf", "revenue_wan": "十二"}, 422)
    assert 'id="uscc-error"' in page and 'id="revenue_wan-error">“十二” is no number.' in page


def test_why_an_organisation_cant_be_retired_is_said_before_anything_is_sent(come_in: ComeIn, town: Town) -> None:
    client = come_in("administrator", "en")
    for unit, why in (
        ("ng", "Organisations still hang under it"),
        ("mz-office", "Staff still belong to it"),
    ):
        page = client.get(at(town, f"organisations/{{{unit}}}/retire"))
        assert (
            page.status_code == 409
            and why in page.content.decode()
            and '<form method="post" novalidate' not in page.content.decode()
        )
        assert why in refused(client, at(town, f"organisations/{{{unit}}}/retire"), {"on": TODAY, "key": "k"}, 409)
    group = at(town, "organisations/{xf-group}/retire")
    assert "cases in hand" in client.get(group).content.decode(), "what lies there, so that a successor is named"
    assert "This still lies with it" in refused(client, group, {"on": TODAY, "key": "k"}, 409)


def test_somebody_is_taken_in_moved_and_written_off(come_in: ComeIn, town: Town) -> None:
    client = come_in("administrator", "en")
    typed = {"name": "演练新人", "code": "newone", "rank": "section", "since": TODAY, "key": "k1"}
    client.post(at(town, "organisations/{ng-planning}/employ"), typed)
    one = Staff.objects.get(code="newone")
    assert one.account is not None and not one.account.has_usable_password()
    client.post(f"/people/{one.pk}/correct", {"name": "演练新名", "rank": "staff", "organisation": "xf", "key": "k2"})
    one.refresh_from_db()
    assert (one.name, one.rank, one.unit_id) == ("演练新名", "staff", town.city.org("xf"))
    question = client.get(at(town, "people/{official}/leave")).content.decode()
    assert "the roles (1), the posts, and the links to enterprises (2)" in question and "btn danger" in question
    client.post(at(town, "people/{official}/leave"), {"on": TODAY, "key": "k3"})
    assert Staff.objects.get(code="official").left_on == NOW.date()
    assert not Account.objects.get(username="official").is_active


def test_a_role_is_given_once_and_ended(come_in: ComeIn, town: Town) -> None:
    client = come_in("security", "en")
    typed = {"role": "dispatcher", "organisation": "mz-desk", "since": TODAY, "key": "k"}
    for _ in range(2):
        assert client.post(at(town, "people/{planner}/give_role"), typed).status_code == 302
    account = Account.objects.get(username="planner")
    given = Grant.objects.get(account=account, role=Role.DISPATCHER)
    assert (given.org, given.sight) == (town.city.org("mz-desk"), town.city.org("mz"))
    entry = Entry.objects.get(
        kind="staff", subject=town.city.staff["planner"].pk, verb="role_given", facts__contains="dispatcher"
    )
    assert entry.staff == town.city.staff["security"].pk
    page = client.get(at(town, "people/{planner}")).content.decode()
    ending = re.search(r'href="(/people/\d+/end_role\?at=\d+&amp;role=dispatcher)"', page)
    assert ending is not None
    address = ending[1].replace("&amp;", "&")
    assert "is no longer dispatcher at" in client.get(address).content.decode()
    client.post(address, {"until": TODAY, "key": "e"})
    given.refresh_from_db()
    assert given.until == NOW.date()
    assert "t hold this role there." in refused(client, address, {"until": TODAY, "key": "f"}, 409)


def test_the_three_administrators_never_meet_in_one_person_by_the_form_either(come_in: ComeIn, town: Town) -> None:
    client = come_in("security", "en")
    typed = {"role": "audit_admin", "organisation": "ng", "since": TODAY, "key": "k"}
    said = refused(client, at(town, "people/{administrator}/give_role"), typed, 409)
    assert "hold two of the three administrators" in said


def test_a_new_password_is_shown_once_opens_and_must_be_renewed(come_in: ComeIn, town: Town) -> None:
    client = come_in("security", "en")
    question = client.get(at(town, "people/{planner}/reset_password")).content.decode()
    assert "shown once" in question and "btn danger" in question
    page = client.post(at(town, "people/{planner}/reset_password"), {"key": "k"}).content.decode()
    shown = re.search(r'<code class="address secret">([a-z0-9-]{19})</code>', page)
    assert shown is not None
    account = Account.objects.get(username="planner")
    assert account.check_password(shown[1]) and not account.check_password(PASSWORD)
    assert Renewal.objects.filter(account=account).exists()
    assert shown[1] not in client.get(at(town, "people/{planner}")).content.decode()
    assert "renewed at the next log-in" in client.get(at(town, "people/{planner}")).content.decode()
    assert not Entry.objects.filter(facts__contains=shown[1]).exists()
    assert Entry.objects.filter(kind="account", subject=account.pk, verb="password_set").latest("pk").account == (
        Account.objects.get(username="security").pk
    )


def test_a_lock_out_is_seen_and_ended(come_in: ComeIn, town: Town) -> None:
    stranger = Client()
    for _ in range(5):
        stranger.post("/login", {"username": "planner", "password": "wrong"})
    client = come_in("security", "en")
    page = client.get(at(town, "people/{planner}")).content.decode()
    assert "shut to an address" in page
    assert f'class="btn primary" href="{at(town, "people/{planner}/unlock")}"' in page, "what is called for comes first"
    assert page.count('class="btn primary"') == 1
    client.post(at(town, "people/{planner}/unlock"), {"key": "k"})
    page = client.get(at(town, "people/{planner}")).content.decode()
    assert "shut to an address" not in page and at(town, "people/{planner}/unlock") not in page
    assert stranger.post("/login", {"username": "planner", "password": PASSWORD}).status_code == 302


def test_a_lost_second_factor_is_removed(come_in: ComeIn, town: Town) -> None:
    account = Account.objects.get(username="planner")
    Factor.objects.create(account=account, secret="sealed", made_at=NOW)
    client = come_in("security", "en")
    assert at(town, "people/{planner}/lose_factor") in client.get(at(town, "people/{planner}")).content.decode()
    client.post(at(town, "people/{planner}/lose_factor"), {"key": "k"})
    assert not Factor.objects.filter(account=account).exists()
    assert "There is no second factor." in refused(client, at(town, "people/{planner}/lose_factor"), {"key": "l"}, 409)


def test_the_tokens_of_somebody_whose_account_was_abused_are_revoked(come_in: ComeIn, town: Town) -> None:
    account = Account.objects.get(username="planner")
    until = NOW.date() + dt.timedelta(days=30)
    _, secret = issue_token(CLOCK, account.pk, name="演练", scopes=[TokenScope.READ], until=until, now=NOW)
    client, address = come_in("security", "en"), at(town, "people/{planner}/revoke_tokens")
    client.post(at(town, "people/{planner}/reset_password"), {"key": "k"})
    assert token_of(secret, NOW) is not None and address in client.get(at(town, "people/{planner}")).content.decode()
    client.post(address, {"key": "k"})
    assert token_of(secret, NOW) is None and address not in client.get(at(town, "people/{planner}")).content.decode()
    assert "no token that opens anything" in refused(client, address, {"key": "l"}, 409)


def test_of_whoever_may_do_more_than_the_administrator_keeps_only_the_one_above_sets_the_password(
    come_in: ComeIn, town: Town
) -> None:
    town_guard = town.city.staff["town_handler"]
    give_role(CLOCK, town_guard.pk, role=Role.SECURITY_ADMIN, org_id=town.city.org("mz"), since=NOW.date(), now=NOW)
    client = come_in("town_handler", "en")
    assert client.get(at(town, "people/{town_dispatcher}/reset_password")).status_code == 200
    give_role(
        CLOCK, town.city.staff["town_dispatcher"].pk,
        role=Role.LEADER, org_id=town.city.org("ng"), since=NOW.date(), now=NOW,
    )  # fmt: skip
    said = refused(client, at(town, "people/{town_dispatcher}/reset_password"), {"key": "k"}, 409)
    assert "Only the security administrator" in said and "secret" not in said


def test_a_post_is_filled_and_emptied_by_the_dispatcher(come_in: ComeIn, town: Town) -> None:
    client = come_in("dispatcher", "en")
    typed = {"duty": "holds_team", "organisation": "xf-team", "since": TODAY, "key": "k"}
    for _ in range(2):
        assert client.post(at(town, "people/{planner}/appoint"), typed).status_code == 302
    post = Post.objects.get(staff=town.city.staff["planner"])
    page = client.get(at(town, "people/{planner}")).content.decode()
    address = f"/people/{town.city.staff['planner'].pk}/dismiss?at={post.org_id}&amp;duty=holds_team"
    assert address in page
    client.post(address.replace("&amp;", "&"), {"until": TODAY, "key": "e"})
    post.refresh_from_db()
    assert post.until == NOW.date()
    said = refused(client, at(town, "people/{planner}/appoint"), {**typed, "duty": "holds_group", "key": "g"}, 409)
    assert "This duty isn" in said and "t held at an organisation of that kind." in said


def test_an_enterprise_is_entered_corrected_linked_and_released(come_in: ComeIn, town: Town) -> None:
    client = come_in("dispatcher", "en")
    typed = {"uscc": code(77), "name": "演练新企有限公司", "region": "mz", "industry": "C34", "staff_count": "1,200", "revenue_wan": "1999.5", "assets_wan": "", "address": "", "key": "k"}  # fmt: skip  # noqa: E501
    for _ in range(2):
        assert client.post("/enterprises/new", typed)["Location"] == "/enterprises"
    firm = Enterprise.objects.get(uscc=code(77))
    assert (firm.scale, firm.staff_count) == ("small", 1200)
    again = {name: value for name, value in typed.items() if name != "uscc"}
    client.post(f"/enterprises/{firm.pk}/correct", {**again, "revenue_wan": "500000", "key": "c"})
    firm.refresh_from_db()
    assert firm.scale == "large"
    page = client.get(f"/enterprises/{firm.pk}").content.decode()
    assert "every lower bound of a large enterprise is met" in page and "No official holds this enterprise." in page
    bound = {"staff": "official", "group": "xf-group", "since": TODAY, "key": "b"}
    for _ in range(2):
        assert client.post(f"/enterprises/{firm.pk}/bind", bound).status_code == 302
    link = Liaison.objects.get(enterprise=firm)
    page = client.get(f"/enterprises/{firm.pk}").content.decode()
    address = f"/enterprises/{firm.pk}/release?staff={link.staff_id}"
    assert address in page and "演练keeper" in page
    client.post(address, {"until": TODAY, "key": "r"})
    link.refresh_from_db()
    assert link.until == NOW.date()
    assert client.get(address).status_code == 404
    said = refused(client, f"/enterprises/{firm.pk}/bind", {**bound, "staff": "nobody", "key": "x"}, 422)
    assert "Nobody whom you can link has this staff code." in said and 'value="xf-group"' in said


def test_a_lead_links_within_their_group_alone(come_in: ComeIn, town: Town) -> None:
    client = come_in("keeper", "en")
    typed = {"staff": "planner", "group": "xf-group", "since": TODAY, "key": "k"}
    assert client.post(at(town, "enterprises/{firm}/bind"), typed).status_code == 302
    said = refused(client, at(town, "enterprises/{firm}/bind"), {**typed, "group": "mz-office", "key": "l"}, 422)
    assert "No organisation that you look after fits" in said
    said = refused(
        client, at(town, "enterprises/{firm}/bind"), {**typed, "staff": "finance", "group": "", "key": "m"}, 422
    )
    assert "Nobody whom you can link has this staff code." in said, "as where nobody has it"


def test_several_that_fit_are_named_with_their_codes(come_in: ComeIn, town: Town) -> None:
    client = come_in("security", "en")
    typed = {"role": "handler", "organisation": "desk", "since": TODAY, "key": "k"}
    said = refused(client, at(town, "people/{planner}/give_role"), typed, 422)
    assert "Several fit: " in said and "（mz-desk）" in said
    client.post(at(town, "people/{planner}/give_role"), {**typed, "organisation": "明珠（演练）镇"})
    account = Account.objects.get(username="planner")
    assert Grant.objects.filter(account=account, org=town.city.org("mz")).exists()


def test_an_end_that_cant_be_booked_stands_beside_its_day(come_in: ComeIn, town: Town) -> None:
    client = come_in("administrator", "en")
    ahead = (NOW.date() + dt.timedelta(days=9)).isoformat()
    page = refused(client, at(town, "people/{planner}/leave"), {"on": ahead, "key": "k"}, 422)
    assert 'id="on-error">An end can&#x27;t be booked ahead' in page and f'value="{ahead}"' in page
