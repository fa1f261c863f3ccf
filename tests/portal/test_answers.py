"""What the enterprise does on its page: confirm, contest, withdraw, take up again, rate, complain."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from tests.cases.town import DAY, HOUR
from tests.cast import City
from tests.portal.conftest import NOW, Visitor
from zhuqi.base.errors import Invalid, Missing, Refused, Stale
from zhuqi.core.access.actor import Actor
from zhuqi.core.accounts.models import Account
from zhuqi.core.jobs import clock
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.domain.cases.actions.rating import A_DAY, complain, rate
from zhuqi.domain.cases.models import Asking, Case, Complaint, Rating, Said
from zhuqi.domain.cases.queries import heard
from zhuqi.domain.cases.rules.words import Action, Channel, Confirmation, Outcome, State


def by_link(case: Case) -> Actor:
    return Actor(enterprise=case.enterprise_id, case=case.pk)


def test_a_confirmation_by_link_ends_the_case_as_the_enterprises_own(inside: Visitor, answered: Case) -> None:
    assert inside.send("confirm")["Location"] == "/l/?done=confirm"
    answered.refresh_from_db()
    assert (answered.state, answered.confirmation) == (State.ENDED, Confirmation.ENTERPRISE)
    entry = Entry.objects.filter(kind="case", subject=answered.pk).latest("seq")
    assert '"channel":"link"' in entry.facts
    assert (entry.behalf, entry.staff) == (f"enterprise:{answered.enterprise_id}", None)
    assert 'role="status"' in inside.client.get("/l/?done=confirm").content.decode()
    assert 'role="status"' not in inside.client.get("/l/?done=anything").content.decode()
    assert not list(everything())


def test_a_confirmation_by_the_enterprises_account_is_by_portal(city: City, answered: Case) -> None:
    city.do("enterprise", Action.CONFIRM, answered, NOW)
    assert Asking.objects.get(case=answered).channel == Channel.PORTAL


def test_a_contest_needs_its_words_and_says_so_beside_the_field(inside: Visitor, answered: Case) -> None:
    answer = inside.send("contest", contest_text="  ")
    assert answer.status_code == 422
    assert 'id="contest_text-error"' in answer.content.decode()
    assert inside.send("contest", contest_text="电压还是不够").status_code == 302
    answered.refresh_from_db()
    assert (answered.state, answered.contests) == (State.HANDLING, 1)
    said = Said.objects.get(case=answered, name="text", body="电压还是不够")
    assert (said.outside, said.staff_id) == (True, None)
    assert "电压还是不够" in inside.page()
    assert not list(everything())


def test_what_was_typed_is_kept_when_it_can_not_be_taken(inside: Visitor) -> None:
    page = inside.send("contest", contest_text="长" * 5001).content.decode()
    assert "长" * 5001 in page


def test_the_same_key_twice_does_one_thing(inside: Visitor, answered: Case) -> None:
    form = {**inside.form("contest"), "contest_text": "还不行"}
    assert [inside.client.post("/l/", form).status_code for _ in range(2)] == [302, 302]
    answered.refresh_from_db()
    assert answered.contests == 1
    for act, field, table in (("complain", "complain_text", Complaint), ("rate", "rate_reply_rating", Rating)):
        form = {**inside.form(act), field: "3"}
        for _ in range(2):
            assert inside.client.post("/l/", form).status_code == 302
        assert table._default_manager.count() == 1
    assert Entry.objects.filter(verb__in=("rated", "complained")).count() == 2


def test_who_answers_what_has_moved_meanwhile_is_told(city: City, inside: Visitor, answered: Case) -> None:
    form = inside.form("confirm")
    city.do("dispatcher", Action.CONTEST, answered, NOW, text="企业电话说不行")
    city.do("utilities", Action.REPLY, answered, NOW, outcome=Outcome.EXPLAINED, text="办不了", told_on=NOW.date(),
            recheck_on=NOW.date() + 30 * DAY)  # fmt: skip
    assert inside.client.post("/l/", form).status_code == 409
    assert inside.client.post("/l/", {"act": "rate", "rate_reply_rating": "5", "seen": form["seen"]}).status_code == 409
    answered.refresh_from_db()
    assert answered.end is None
    assert not Rating.objects.exists()


def test_nothing_is_sent_across_sites(visitor: Visitor) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"/l/{visitor.secret}").status_code == 403
    assert not Asking.objects.exists()


def test_it_is_withdrawn_without_a_reason_and_taken_up_again_with_words(inside: Visitor, answered: Case) -> None:
    assert inside.send("withdraw").status_code == 302
    answered.refresh_from_db()
    assert answered.end == "withdrawn"
    assert inside.send("reopen", reopen_text="").status_code == 422
    assert inside.send("reopen", reopen_text="又跳闸了").status_code == 302
    answered.refresh_from_db()
    assert (answered.state, answered.episode) == (State.SCREENING, 2)
    assert not list(everything())


def test_reply_and_result_are_rated_apart_and_changed(inside: Visitor, answered: Case) -> None:
    assert inside.send("rate").status_code == 422
    assert inside.send("rate", rate_reply_rating="6").status_code == 422
    inside.send("rate", rate_reply_rating="5")
    row = Rating.objects.get()
    assert (row.reply_rating, row.result_rating, row.channel) == (5, None, Channel.LINK)
    assert row.unit_id == answered.holder_id
    inside.send("rate", rate_result_rating="2")
    row.refresh_from_db()
    assert (row.reply_rating, row.result_rating) == (5, 2)
    assert Rating.objects.count() == 1
    entries = Entry.objects.filter(kind="rating")
    assert [entry.verb for entry in entries] == ["rated", "rated"]
    assert not [entry for entry in entries if "rating" in entry.facts or "stars" in entry.facts]
    assert not list(everything())


def test_a_rating_can_be_changed_until_thirty_days_after_the_end(inside: Visitor, answered: Case) -> None:
    inside.send("confirm")
    last = NOW + dt.timedelta(days=30)
    rate(by_link(answered), answered.pk, reply_rating=4, now=last)
    with pytest.raises(Refused):
        rate(by_link(answered), answered.pk, reply_rating=1, now=last + dt.timedelta(seconds=1))
    assert Rating.objects.get().reply_rating == 4


def test_only_the_enterprise_rates_and_complains(city: City, answered: Case) -> None:
    for part in ("dispatcher", "utilities", "official", "clock"):
        with pytest.raises(Refused):
            rate(city.actor(part), answered.pk, reply_rating=5, now=NOW)
        with pytest.raises(Refused):
            complain(city.actor(part), answered.pk, text="慢", now=NOW)
    other = Actor(enterprise=city.enterprises[1].pk)
    with pytest.raises(Missing):
        rate(other, answered.pk, reply_rating=5, now=NOW)


def test_before_an_answer_there_is_nothing_to_rate(city: City) -> None:
    case = city.record()
    with pytest.raises(Refused):
        rate(by_link(case), case.pk, reply_rating=5, now=NOW)


def test_a_rating_of_a_page_that_is_out_of_date_is_stale(answered: Case) -> None:
    with pytest.raises(Stale):
        rate(by_link(answered), answered.pk, reply_rating=5, seen=answered.version - 1, now=NOW)


@pytest.mark.parametrize("stars", [0, 6, -1])
def test_a_rating_lies_between_one_and_five_in_the_action_and_in_the_table(answered: Case, stars: int) -> None:
    with pytest.raises(Invalid):
        rate(by_link(answered), answered.pk, result_rating=stars, now=NOW)
    row = rate(by_link(answered), answered.pk, result_rating=3, now=NOW)
    with pytest.raises((IntegrityError, ValueError)), transaction.atomic():
        Rating.objects.filter(pk=row.pk).update(result_rating=stars)


SEES = [
    ("supervisor", True, True),
    ("leader", True, False),
    ("utilities", False, False),
    ("dispatcher", False, False),
    ("official", False, False),
    ("administrator", False, False),
    ("enterprise", False, False),
    ("clock", False, False),
]


@pytest.mark.parametrize(("part", "ratings", "complaints"), SEES)
def test_ratings_and_complaints_are_for_those_who_oversee(
    city: City, inside: Visitor, part: str, ratings: bool, complaints: bool
) -> None:
    inside.send("rate", rate_reply_rating="1")
    inside.send("complain", complain_text="没人回电话")
    assert heard.ratings(city.actor(part)).exists() is ratings
    assert heard.complaints(city.actor(part)).exists() is complaints


def test_a_supervisor_with_a_seat_in_the_rated_unit_sees_neither(city: City, inside: Visitor, answered: Case) -> None:
    inside.send("rate", rate_reply_rating="1")
    inside.send("complain", complain_text="没人回电话")
    supervisor, handler = city.actor("supervisor"), city.actor("utilities")
    both = Actor(account=supervisor.account, staff=supervisor.staff, seats=(*supervisor.seats, *handler.seats))
    assert not heard.ratings(both).exists()
    assert not heard.complaints(both).exists()


@pytest.mark.parametrize("part", ["utilities", "dispatcher", "official"])
def test_no_page_of_the_rated_tells_of_a_rating_or_a_complaint(
    city: City, inside: Visitor, answered: Case, part: str
) -> None:
    inside.send("rate", rate_reply_rating="1", rate_result_rating="1")
    inside.send("complain", complain_text="没人回电话")
    client = Client()
    client.force_login(Account.objects.get(staff=city.staff[part]))
    page = client.get(f"/cases/{answered.pk}").content.decode()
    assert "已送电" in page
    assert "没人回电话" not in page
    assert "rated" not in page and "complained" not in page


def test_a_complaint_leaves_its_words_in_its_row_and_nowhere_in_the_journal(inside: Visitor, answered: Case) -> None:
    inside.send("complain", complain_text="没人回电话")
    row = Complaint.objects.get()
    assert (row.body, row.unit_id, row.channel) == ("没人回电话", answered.holder_id, Channel.LINK)
    assert len(row.salt) == 32
    assert not [entry for entry in Entry.objects.all() if "没人回电话" in entry.facts + entry.rows]
    assert not list(everything())


def test_complaints_of_one_day_end_somewhere(answered: Case) -> None:
    for n in range(A_DAY):
        complain(by_link(answered), answered.pk, text=f"第{n}次", now=NOW)
    with pytest.raises(Refused):
        complain(by_link(answered), answered.pk, text="再说", now=NOW)
    assert complain(by_link(answered), answered.pk, text="第二天", now=NOW + DAY).pk


def test_after_its_end_the_page_offers_what_is_still_open(inside: Visitor, answered: Case) -> None:
    inside.send("confirm")
    page = inside.page()
    assert [
        act for act in ("confirm", "contest", "withdraw", "reopen", "rate", "complain") if f'id="{act}"' in page
    ] == [
        "reopen",
        "rate",
        "complain",
    ]
    clock.stand_at("cast", NOW + HOUR)
    assert inside.client.post("/l/", {"act": "nonsense"}).status_code == 404
