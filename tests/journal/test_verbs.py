"""One key, one answer: a form sent twice, a request repeated, a draft that comes in late."""

from __future__ import annotations

import ast
import datetime as dt
import importlib
from types import SimpleNamespace

import pytest
from django.db import IntegrityError

from tests.cast import RULEBOOK, START, City, stage
from tests.house.source import modules
from zhuqi.answers import PARTING, SEEN
from zhuqi.base.errors import Missing, Stale
from zhuqi.core.access.actor import CLOCK, Actor
from zhuqi.core.access.models import Grant
from zhuqi.core.journal import verify
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.models import Entry, Receipt
from zhuqi.core.journal.verbs import LONGEST, _key, verb
from zhuqi.core.rulebook.actions import adopt
from zhuqi.core.rulebook.models import Edition
from zhuqi.domain.cases.actions import ACTIONS
from zhuqi.domain.cases.actions.finding import record as record_case
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.visits.actions import record as record_visit
from zhuqi.domain.visits.models import Visit
from zhuqi.domain.visits.rules import Mode, Purpose

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def city() -> City:
    return stage()


def visited(city: City, key: str) -> Visit:
    return record_visit(
        city.actor("official"),
        city.enterprises[0].pk,
        day=START.date(),
        mode=Mode.ON_SITE,
        kind=Purpose.SERVICE,
        key=key,
        now=START,
    )


def test_the_same_key_gives_the_same_answer_and_one_entry(city: City) -> None:
    first = city.record(key="form")
    before = Entry.objects.count()
    again = city.record(START + HOUR, key="form", title="另一件事")
    assert again.pk == first.pk
    assert again.title == first.title
    assert (Case.objects.count(), Entry.objects.count(), Receipt.objects.count()) == (1, before, 1)


def test_the_answer_is_the_thing_as_it_now_stands(city: City) -> None:
    case = city.record(key="form")
    city.do("official", Action.SUBMIT, case, START + HOUR, why="需供电部门")
    assert city.record(START + 2 * HOUR, key="form").state == "screening"


def test_another_key_is_another_thing(city: City) -> None:
    assert city.record(key="one").pk != city.record(START + HOUR, key="two").pk


def test_without_a_key_nothing_is_remembered(city: City) -> None:
    assert city.record().pk != city.record(START + HOUR).pk
    assert not Receipt.objects.exists()


def test_a_key_is_one_action_s_own(city: City) -> None:
    case = city.record(key="k")
    city.do("official", Action.SUBMIT, case, START + HOUR, why="需供电部门", key="k")
    assert Receipt.objects.count() == 2


def test_two_rooms_with_one_verb_don_t_share_a_key(city: City) -> None:
    case, visit = city.record(key="draft"), visited(city, "draft")
    assert isinstance(visit, Visit)
    assert (city.record(START + HOUR, key="draft"), visited(city, "draft")) == (case, visit)


def test_a_key_is_one_account_s_own(city: City) -> None:
    first = city.record(START, "official", key="k")
    second = city.record(START + HOUR, "dispatcher", key="k")
    third = city.record(START + 2 * HOUR, "enterprise", key="k", channel="portal")
    assert len({first.pk, second.pk, third.pk}) == 3
    assert set(Receipt.objects.values_list("who", flat=True)) == {
        f"account:{city.staff['official'].account_id}",
        f"account:{city.staff['dispatcher'].account_id}",
        f"enterprise:{city.enterprises[0].pk}",
    }


def test_long_keys_are_told_apart_to_the_last_character(city: City) -> None:
    key = "k" * 200
    assert city.record(key=key + "1").pk != city.record(START + HOUR, key=key + "2").pk
    assert city.record(START + 2 * HOUR, key=key + "1").pk == Case.objects.order_by("pk")[0].pk
    assert max(len(receipt.key) for receipt in Receipt.objects.all()) <= LONGEST


@pytest.mark.parametrize("key", ["k", "k" * 200])
def test_one_key_for_two_subjects_is_two_keys(city: City, key: str) -> None:
    first, second = city.record(), city.record()
    for case in (first, second, first):
        moved = city.do("official", Action.SUBMIT, case, START + HOUR, why="需供电部门", key=key)
        assert (moved.pk, moved.state) == (case.pk, "screening")
    assert Receipt.objects.count() == 2
    assert max(len(receipt.key) for receipt in Receipt.objects.all()) <= LONGEST


def test_a_subject_is_the_same_by_position_and_by_name(city: City) -> None:
    actor, enterprise = city.actor("official"), city.enterprises[0].pk
    typed = {"day": START.date(), "mode": Mode.ON_SITE, "kind": Purpose.SERVICE, "key": "k", "now": START}
    by_name = record_visit(actor, enterprise_id=enterprise, **typed)  # type: ignore[arg-type]
    assert record_visit(actor, enterprise, **typed) == by_name  # type: ignore[arg-type]
    assert record_visit(actor, enterprise_id=city.enterprises[1].pk, **typed) != by_name  # type: ignore[arg-type]


def test_a_key_names_its_room_and_verb_and_subject() -> None:
    assert _key(record_case, None, "a") == "cases.record:a"
    assert _key(record_visit, 7, "a") == "visits.record/7:a"
    assert _key(adopt, None, "a") == "rulebook.adopt:a"
    elsewhere = SimpleNamespace(__module__="zhuqi.domain.cases.actions.other", __name__="record")
    assert _key(elsewhere, None, "a") == "cases.record:a"  # type: ignore[arg-type]


def verbs() -> dict[str, type]:
    """{room.verb: the row it gives back} of every action of the house."""
    found = {}
    for name, tree in modules().items():
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and any(
                isinstance(mark, ast.Name) and mark.id == "verb" for mark in node.decorator_list
            ):
                assert isinstance(node.returns, ast.Name)
                room = name.split(".actions")[0].rpartition(".")[2]
                found[f"{room}.{node.name}"] = getattr(importlib.import_module(name), node.returns.id)
    return found


def test_of_every_row_that_an_action_gives_back_it_is_said_who_may_see_it() -> None:
    known = verbs()
    assert len(known) > 150
    assert set(known.values()) == set(SEEN)
    assert set(PARTING) <= set(known)


def lose_roles(city: City, part: str) -> Actor:
    """Somebody of the cast whose roles are over."""
    Grant.objects.filter(account=city.staff[part].account_id).delete()
    actor = city.actor(part)
    assert not actor.seats
    return actor


def test_who_may_not_see_it_any_more_is_told_nothing_by_an_old_key(city: City) -> None:
    case = city.record(key="one")
    city.do("official", Action.SUBMIT, case, START + HOUR, why="需供电部门", key="two")
    entries, gone = Entry.objects.count(), lose_roles(city, "official")
    for action, arguments, typed in (
        (Action.RECORD, (), {"enterprise_id": city.enterprises[0].pk, "title": "三相电", "body": "", "key": "one"}),
        (Action.SUBMIT, (case.pk,), {"why": "需供电部门", "key": "two"}),
    ):
        with pytest.raises(Missing):
            ACTIONS[action](gone, *arguments, now=START + HOUR, **typed)
    assert Entry.objects.count() == entries


def test_an_enterprise_is_answered_as_ever(city: City) -> None:
    first = city.record(part="enterprise", key="k")
    assert city.record(part="enterprise", key="k").pk == first.pk


def test_an_action_that_failed_leaves_no_receipt(city: City) -> None:
    case = city.record()
    with pytest.raises(Exception, match="needed"):
        city.do("official", Action.SUBMIT, case, START + HOUR, why=" ", key="k")
    assert city.do("official", Action.SUBMIT, case, START + HOUR, why="需供电部门", key="k").state == "screening"


def test_an_action_that_had_nothing_to_do_can_be_repeated_under_its_key(city: City) -> None:
    place = (city.org("cc"), city.orgs["cc"].path)
    adopted = [adopt(CLOCK, text=RULEBOOK.read_text(), place=place, now=START, key="k") for _ in range(2)]
    assert adopted[0] == adopted[1] == Edition.objects.get()


def test_a_twin_that_was_quicker_makes_the_other_stale(city: City) -> None:
    city.record(key="k")
    change = Change(city.actor("official"), "case", 1, now=START, key="cases.record:k")
    with pytest.raises(Stale):
        change._sign(1)


def test_what_stood_in_a_row_isnt_told_the_log(city: City, caplog: pytest.LogCaptureFixture) -> None:
    @verb
    def clash(actor: Actor, case_id: int, *, key: str = "", now: dt.datetime) -> Case:
        raise IntegrityError('duplicate key violates "one_number"\nDETAIL:  Key (phone)=(13800001234) already exists.')

    with pytest.raises(Stale):
        clash(CLOCK, 1, now=START)
    assert "one_number" in caplog.text and "1380000" not in caplog.text


def test_who_looked_before_somebody_else_moved_it_on_is_stale(city: City) -> None:
    case = city.record()
    seen = case.version
    city.do("official", Action.SUBMIT, case, START + HOUR, why="需供电部门", seen=seen)
    before = Entry.objects.count()
    with pytest.raises(Stale):
        city.do("official", Action.SETTLE, case, START + HOUR, outcome="solved", text="办好", seen=seen)
    assert Entry.objects.count() == before
    assert not list(verify.everything())
