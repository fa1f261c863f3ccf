"""The enterprise's page: what it shows and hides, what a GET does, who is let in."""

from __future__ import annotations

import datetime as dt
import logging
import logging.config
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cases.town import DAY, HOUR, edition, replied, screened
from tests.cast import PEOPLE, START, City
from tests.common.needs import opened
from tests.files.making import pdf
from tests.portal.conftest import INSIDE, NOW, Visitor, link_to, moved_about
from zhuqi.core.access.actor import Actor
from zhuqi.core.accounts.models import Account
from zhuqi.core.files.rules import Upload
from zhuqi.core.jobs import clock
from zhuqi.core.jobs.work import drain
from zhuqi.domain.cases.actions.attaching import attach
from zhuqi.domain.cases.actions.links import revoke_link
from zhuqi.domain.cases.models import Asking, Case, Link, Said
from zhuqi.domain.cases.rules.words import Action, Channel, Outcome
from zhuqi.domain.common import actions as common
from zhuqi.domain.liaison.models import Liaison
from zhuqi.domain.visits.actions import end_promise
from zhuqi.domain.visits.actions import record as record_visit
from zhuqi.domain.visits.models import Promise, Visit
from zhuqi.domain.visits.rules import Mode, Purpose
from zhuqi.domain.visits.rules.promises import Kept, Promised
from zhuqi.domain.voice.actions import doubt

UNMOVED = frozenset({"django_session"})


def rows() -> dict[str, list[Any]]:
    """Every row of every table."""
    return {
        model._meta.db_table: list(model._default_manager.order_by("pk").values_list())
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
    }


def test_a_get_changes_nothing_before_it_is_opened(visitor: Visitor) -> None:
    before = rows()
    address = f"/l/{visitor.secret}"
    assert visitor.client.get(address).status_code == 200
    assert visitor.client.head(address).status_code == 200
    assert visitor.client.get(address, headers={"sec-purpose": "prefetch", "purpose": "prefetch"}).status_code == 200
    assert visitor.client.get("/l/").status_code == 404
    assert rows() == before


def test_a_get_changes_nothing_once_it_is_open(inside: Visitor) -> None:
    before = rows()
    for address in ("/l/", "/l/?done=confirm", "/l/?act=confirm", f"/l/{inside.secret}"):
        assert inside.client.get(address).status_code == 200
        assert inside.client.head(address).status_code == 200
    assert rows() == before


def test_the_page_of_a_link_tells_only_a_masked_name(visitor: Visitor) -> None:
    page = visitor.client.get(f"/l/{visitor.secret}").content.decode()
    assert "演练＊＊＊＊＊公司" in page
    for hidden in ("演练001有限公司", "变压器", "已送电", "ng-utilities", visitor.secret):
        assert hidden not in page, hidden


def test_opened_it_leaves_the_secret_behind(visitor: Visitor) -> None:
    answer = visitor.open()
    assert (answer.status_code, answer["Location"]) == (302, "/l/")
    cookie = answer.cookies["opened"]
    assert (cookie["path"], cookie["samesite"], bool(cookie["httponly"]), cookie["max-age"]) == (
        "/l/",
        "Strict",
        True,
        7200,
    )
    assert visitor.secret not in cookie.value
    page = visitor.page()
    assert visitor.secret not in page
    for shown in ("新设备六月到厂，现有变压器带不动。", "已送电", "ng-utilities"):
        assert shown in page, shown


def test_every_answer_is_kept_nowhere_and_tells_no_address_onward(visitor: Visitor) -> None:
    address = f"/l/{visitor.secret}"
    opened = visitor.open()
    forged = Client(enforce_csrf_checks=True).post(address)
    assert forged.status_code == 403
    refused = visitor.client.put(address)
    wrong = Client().get("/l/wrong")
    for answer in (visitor.client.get(address), opened, visitor.client.get("/l/"), wrong, forged, refused):
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "strict-origin"
        assert "noindex" in answer["X-Robots-Tag"]
    assert Client().get("/complaints").get("X-Robots-Tag") is None


def test_what_opens_nothing_has_one_answer_and_one_cost(city: City, answered: Case) -> None:
    revoked, secret = link_to(city, answered)
    revoke_link(city.actor("dispatcher"), revoked.pk, now=NOW)
    expired = link_to(city, answered, until=NOW.date())[1]
    clock.stand_at("cast", NOW + 2 * DAY)
    pages, costs = set(), set()
    for wrong in (secret, expired, "x" * 43, "a/b", "x" * 3000, "%00", "中"):
        for method in ("get", "post"):
            with CaptureQueriesContext(connection) as found:
                answer = getattr(Client(), method)(f"/l/{wrong}")
            assert answer.status_code == 404
            pages.add(_without_tokens(answer.content.decode()))
            costs.add(len(found))
    assert len(costs) == 1
    assert len(pages) == 1


def _without_tokens(page: str) -> str:
    start, end = page.index("<main"), page.index("</main>")
    return page[start:end]


def test_what_was_opened_closes_after_two_hours_or_when_the_link_is_revoked(
    city: City, answered: Case, inside: Visitor
) -> None:
    clock.stand_at("cast", NOW + 2 * HOUR - dt.timedelta(seconds=1))
    assert inside.client.get("/l/").status_code == 200
    clock.stand_at("cast", NOW + 2 * HOUR)
    assert inside.client.get("/l/").status_code == 404
    assert inside.open().status_code == 302
    assert inside.client.get("/l/").status_code == 200
    revoke_link(city.actor("dispatcher"), Link.objects.get(case=answered).pk, now=NOW + 2 * HOUR)
    assert inside.client.get("/l/").status_code == 404


def test_closing_it_forgets_it(inside: Visitor) -> None:
    assert inside.client.post("/l/", {"act": "close"}).status_code == 302
    assert inside.client.get("/l/").status_code == 404


def test_a_cookie_made_by_hand_opens_nothing(inside: Visitor) -> None:
    good = inside.client.cookies["opened"].value
    for forged in (good[:-2] + "xx", "1", '{"link": 1}', ""):
        inside.client.cookies["opened"] = forged
        assert inside.client.get("/l/").status_code == 404


def test_the_link_of_another_case_opens_nothing_of_this_one(city: City, answered: Case, inside: Visitor) -> None:
    other = screened(city, title="另一件", body="另一件事的原话")
    secret = link_to(city, other, NOW)[1]
    page = inside.page()
    assert "另一件" not in page
    visitor = Visitor(Client(), secret)
    visitor.open()
    assert "另一件事的原话" in visitor.page()
    assert "已送电" not in visitor.page()
    form = {**inside.form("confirm"), "seen": str(other.version)}
    assert visitor.client.post("/l/", form).status_code == 409
    answered.refresh_from_db()
    assert answered.end is None


def staff(client: Client, city: City, part: str = "utilities") -> None:
    client.force_login(Account.objects.get(staff=city.staff[part]))


def test_a_staff_session_neither_opens_nor_acts(city: City, answered: Case, visitor: Visitor) -> None:
    staff(visitor.client, city)
    before = rows()
    page = visitor.client.get(f"/l/{visitor.secret}").content.decode()
    assert '<button class="btn' not in page
    assert visitor.open().status_code == 403
    assert _but_sessions(rows()) == _but_sessions(before)


def test_who_opened_it_and_then_logs_in_as_staff_only_reads(city: City, answered: Case, inside: Visitor) -> None:
    forms = [{**inside.form(act)} for act in ("confirm", "contest", "withdraw", "complain", "rate")]
    staff(inside.client, city)
    before = rows()
    assert 'name="seen"' not in inside.page()
    for form in forms:
        assert inside.client.post("/l/", {**form, "contest_text": "不对", "complain_text": "慢"}).status_code == 403
    assert _but_sessions(rows()) == _but_sessions(before)


def _but_sessions(found: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {table: values for table, values in found.items() if table not in UNMOVED}


def test_nothing_inside_and_no_name_but_the_contact_persons_reaches_the_page(city: City) -> None:
    case = moved_about(city)
    later = START + 2 * DAY
    said = []
    visitor = Visitor(Client(), link_to(city, case, later)[1])
    clock.stand_at("cast", later)
    for moment in range(3):
        if moment == 1:
            city.do(
                "utilities",
                Action.REPLY,
                case,
                later,
                outcome=Outcome.PLANNED,
                text="分两步",
                next_on=later.date() + DAY,
            )
        if moment == 2:
            clock.stand_at("cast", later + HOUR)
            city.do("utilities", Action.REPLY, case, later + HOUR, outcome=Outcome.SOLVED, text="已装好")
        visitor.open()
        said += [visitor.client.get(f"/l/{visitor.secret}").content.decode(), visitor.page()]
    words = list(Said.objects.filter(case=case, outside=False).values_list("body", flat=True))
    assert set(INSIDE[:4]) <= set(words)
    contact = Liaison.objects.get(enterprise=case.enterprise_id, until=None).staff.name
    names = [name for part, *_ in PEOPLE if (name := f"演练{part}") != contact]
    title = case.title
    assert all(contact not in page for page in said[::2]), "whoever only knocks is told no name"
    assert all(page.count(contact) == 1 == page.count('id="contact-person"') for page in said[1::2])
    for page in said:
        for hidden in (*words, *names, title, *INSIDE):
            assert hidden not in page, hidden
    for shown in ("等变压器到货", "厂方停产检修", "分两步", "已装好", "ng-utilities"):
        assert shown in said[-1], shown


def test_the_promise_tells_why_it_was_moved(city: City) -> None:
    case = moved_about(city)
    visitor = Visitor(Client(), link_to(city, case, NOW + DAY)[1])
    clock.stand_at("cast", NOW + DAY)
    visitor.open()
    page = visitor.page()
    start = page.index('class="date"')
    promised = page[start : page.index("</section>", start)]
    assert "厂方停产检修" in promised
    assert INSIDE[2] not in page


def test_a_reply_that_is_still_checked_has_not_come_to_the_enterprise(city: City) -> None:
    edition(city, "ng", START.date(), ("督核: 否", "督核: 是"))
    case = replied(city)
    visitor = Visitor(Client(), link_to(city, case)[1])
    assert visitor.open().status_code == 302
    page = visitor.page()
    assert "已送电" not in page
    assert not [act for act in ("confirm", "contest", "rate") if f'id="{act}"' in page]
    assert not Asking.objects.exists()
    city.do("dispatcher", Action.CHECK, case, NOW, passed=True, note=INSIDE[3])
    page = visitor.page()
    assert "已送电" in page
    assert INSIDE[3] not in page
    assert 'id="confirm"' in page and 'id="rate"' in page
    assert visitor.open().status_code == 302
    assert Asking.objects.get().channel == Channel.LINK


def full(city: City, case: Case) -> None:
    """Everything that a page can show beside its case: files, visits with promises and a doubt, a common matter with its words."""
    attach(
        city.actor("utilities"),
        case.pk,
        uploads=[Upload("1.pdf", pdf(), len(pdf()))],
        outside=True,
        note="附图",
        now=NOW,
    )
    words = [Promised("周五前回话", NOW.date() + 3 * DAY), Promised("问市里", NOW.date() - DAY)]
    for n, promises in enumerate((words[:1], words[1:])):
        day = NOW.date() - n * DAY
        typed: dict[str, Any] = {"mode": Mode.ON_SITE, "kind": Purpose.SERVICE, "promises": promises}
        record_visit(city.actor("official"), case.enterprise_id, day=day, beyond="演练", now=NOW, **typed)
    doubt(Actor(enterprise=case.enterprise_id, case=case.pk), Visit.objects.latest("pk").pk, now=NOW)
    other = city.record(NOW, enterprise_id=city.enterprises[1].pk)
    issue = opened(city, [case, other], now=NOW)
    common.take_up(city.actor("utilities"), issue.pk, text="正在和供电所排期。", now=NOW)
    common.tell(city.actor("utilities"), issue.pk, text="排期表做好了。", now=NOW)
    drain(NOW)


def test_a_page_costs_at_most_twelve_queries_whatever_there_is_to_show(
    city: City, inside: Visitor, answered: Case
) -> None:
    inside.page()
    with CaptureQueriesContext(connection) as found:
        inside.page()
    assert len(found) <= 12
    full(city, answered)
    assert "排期表做好了" in inside.page()
    with CaptureQueriesContext(connection) as found:
        inside.page()
    assert len(found) <= 12


def test_it_reads_what_was_promised_to_it_by_when_and_whether_it_was_kept(
    city: City, inside: Visitor, answered: Case
) -> None:
    full(city, answered)
    page = inside.page()
    assert page.index("周五前回话") < page.index("问市里")
    inside.client.cookies["lang"] = "en"
    english = inside.page()
    assert "It stands." in english and "This day is over, and it isn&#x27;t noted as kept." in english
    row = Promise.objects.get(text="问市里")
    end_promise(city.actor("official"), row.pk, state=Kept.KEPT, why="已问，内部备注", seen=1, now=NOW)
    english = inside.page()
    assert "Kept, noted on 14 May" in english and "内部备注" not in english
    assert "There is news of the common matter that this is part of." in english
    firm = city.enterprises[1].pk
    record_visit(
        city.actor("official"), firm, day=NOW.date(), mode=Mode.ON_SITE, kind=Purpose.SERVICE, now=NOW,
        promises=[Promised("别家的承诺", NOW.date() + DAY)],
    )  # fmt: skip
    assert "别家的承诺" not in inside.page()


def test_the_complaint_entry_and_the_filing_number_stand_on_every_page(visitor: Visitor) -> None:
    pages = [visitor.client.get(f"/l/{visitor.secret}"), Client().get("/l/wrong")]
    visitor.open()
    for answer in (*pages, visitor.client.get("/l/")):
        page = answer.content.decode()
        assert 'href="/complaints"' in page
        assert "备案号" in page


def test_the_log_holds_no_secret(visitor: Visitor, capsys: pytest.CaptureFixture[str]) -> None:
    logging.config.dictConfig(settings.LOGGING)
    for method in ("put", "delete"):
        getattr(visitor.client, method)(f"/l/{visitor.secret}")
    visitor.client.get(f"/l/{visitor.secret}x")
    Client(enforce_csrf_checks=True).post(f"/l/{visitor.secret}")
    logging.getLogger("any").error("at %s", f"/l/{visitor.secret}", exc_info=ValueError(f"/l/{visitor.secret}"))
    written = capsys.readouterr().err
    assert "/l/…" in written
    assert visitor.secret[:20] not in written


def test_both_languages_are_spoken(inside: Visitor) -> None:
    inside.client.cookies["lang"] = "en"
    page = inside.page()
    assert "Your word is needed" in page
    assert 'lang="en"' in page


def test_each_answer_stands_with_its_own_words_though_two_came_at_one_moment(city: City) -> None:
    case = moved_about(city)
    later = START + 2 * DAY
    city.do("utilities", Action.STAGE_REPLY, case, later, text="变压器已到货")
    city.do("utilities", Action.REPLY, case, later, outcome=Outcome.SOLVED, text="已换好变压器")
    visitor = Visitor(Client(), link_to(city, case, later)[1])
    clock.stand_at("cast", later)
    visitor.open()
    page = visitor.page()
    asked = page[page.index('class="part word"') : page.index('id="confirm"')]
    assert "已换好变压器" in asked
    assert "变压器已到货" not in asked
    assert "变压器已到货" in page
