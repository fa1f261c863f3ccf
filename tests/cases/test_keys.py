"""Acting on what one saw, and acting once: versions, keys, and the order of moments."""

from __future__ import annotations

import pytest

from tests.cases.town import DAY, HOUR, handled, submitted, told
from tests.cast import START, City
from zhuqi.base.errors import Invalid, Refused, Stale
from zhuqi.core.journal.models import Chain, Entry, Receipt
from zhuqi.domain.cases.actions import ACTIONS
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.rules.words import Action, State

pytestmark = pytest.mark.django_db
NOW = START + HOUR


def entries(case: Case) -> int:
    return Entry.objects.filter(kind="case", subject=case.pk).count()


def test_a_case_that_moved_since_it_was_seen_is_stale_and_stays_as_it_is(city: City) -> None:
    seen = city.record()
    moved = city.do("official", Action.SUBMIT, seen, NOW, why="组里办不了")
    for version in (seen.version, moved.version + 1, 0, -1):
        with pytest.raises(Stale) as stale:
            city.do("dispatcher", Action.SCREEN, moved, NOW, kind="finance", grade="A", seen=version)
        assert told(stale.value).startswith("Somebody else has moved this on")
    assert Case.objects.get(pk=seen.pk).version == moved.version == entries(moved) == 2
    done = city.do("dispatcher", Action.SCREEN, moved, NOW, kind="finance", grade="A", seen=moved.version)
    assert done.version == 3


def test_a_refusal_changes_nothing_and_books_nothing(city: City) -> None:
    case = city.record()
    for part, action, typed in (
        ("official", Action.SUBMIT, {"why": ""}),
        ("dispatcher", Action.SCREEN, {"kind": "finance", "grade": "A"}),
        ("supervisor", Action.SUBMIT, {"why": "代为提交"}),
    ):
        with pytest.raises((Invalid, Refused)):
            city.do(part, action, case, NOW, **typed)
    assert Case.objects.get(pk=case.pk).version == entries(case) == 1


def test_a_repeated_key_gets_the_same_answer_and_does_nothing(city: City) -> None:
    first = city.record(key="form-1")
    again = city.record(key="form-1", title="另一个标题")
    assert (again.pk, again.title) == (first.pk, first.title) and Case.objects.count() == 1
    done = city.do("official", Action.SUBMIT, first, NOW, why="组里办不了", key="form-2", seen=first.version)
    same = city.do("official", Action.SUBMIT, first, NOW + HOUR, why="又点了一次", key="form-2", seen=first.version)
    assert (same.pk, same.version, same.state) == (done.pk, 2, State.SCREENING.value) and entries(first) == 2


def test_a_key_belongs_to_whoever_used_it_and_to_the_step(city: City) -> None:
    case = city.record(key="one")
    assert city.record(part="keeper", key="one").pk != case.pk
    assert city.record(part="enterprise", key="one").pk != case.pk
    done = city.do("official", Action.SUBMIT, case, NOW, why="组里办不了", key="one")
    assert done.state == State.SCREENING.value, "the same key under another step is another key"


def test_one_key_for_two_cases_is_two_keys(city: City) -> None:
    for case in (city.record(), city.record()):
        assert city.do("official", Action.SUBMIT, case, NOW, why="组里办不了", key="one").version == 2


def test_without_a_key_every_call_counts(city: City) -> None:
    assert city.record().pk != city.record().pk
    assert Receipt.objects.count() == 0


def test_what_was_refused_leaves_no_receipt_and_may_be_tried_again_under_its_key(city: City) -> None:
    case = city.record()
    with pytest.raises(Invalid):
        city.do("official", Action.SUBMIT, case, NOW, why="", key="form-3")
    assert not Receipt.objects.exists()
    assert city.do("official", Action.SUBMIT, case, NOW, why="组里办不了", key="form-3").version == 2


def test_a_repeat_gets_the_case_as_it_now_stands(city: City) -> None:
    case = city.record()
    city.do("official", Action.SUBMIT, case, NOW, why="组里办不了", key="form-4")
    city.do("dispatcher", Action.SCREEN, case, NOW, kind="finance", grade="A")
    assert city.do("official", Action.SUBMIT, case, NOW, why="组里办不了", key="form-4").version == 3


def test_an_action_older_than_the_last_entry_is_refused(city: City) -> None:
    case = submitted(city)
    with pytest.raises(Refused) as older:
        city.do("dispatcher", Action.SCREEN, case, START, kind="finance", grade="A")
    assert told(older.value) == "This is dated before the last thing that happened here."
    assert city.do("dispatcher", Action.SCREEN, case, NOW, kind="finance", grade="A").version == 3, (
        "the same moment isn't"
    )


def test_the_version_is_the_length_of_the_journal(city: City) -> None:
    case = handled(city)
    assert case.version == entries(case) == Chain.objects.get(kind="case", subject=case.pk).length == 5


def test_two_who_saw_the_same_only_one_acts(city: City) -> None:
    case = handled(city)
    moments = {"seen": case.version, "now": START + DAY}
    ACTIONS[Action.WITHDRAW](city.actor("enterprise"), case.pk, text="不办了", **moments)
    with pytest.raises(Stale):
        ACTIONS[Action.STAGE_REPLY](city.actor("utilities"), case.pk, text="在办", **moments)
