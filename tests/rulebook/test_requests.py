"""Contradictory and forbidden requests by other hands: each is refused or flagged with its reason, and honest lines pass."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.cast import RULEBOOK
from tests.rulebook.places import CITY, DAY, DISTRICT, over, part, whole
from tests.rulebook.requests import fifth, first, fourth, second, sixth, third
from tests.rulebook.test_laws import of
from zhuqi.core.rulebook.checking import Fault, Level, check
from zhuqi.core.rulebook.concepts import CONCEPTS
from zhuqi.core.rulebook.laws import ROWS
from zhuqi.core.rulebook.lawwords import settled
from zhuqi.core.rulebook.reading import read
from zhuqi.domain.cases.sections.chasing import TRIGGER
from zhuqi.domain.cases.sections.reach import reach

SETS = (first, second, third, fourth, fifth, sixth)
TEXT = RULEBOOK.read_text()
TAKEN_AS_MEANT = {
    "with the check longer than the promise": "the promise ends with the answer, before the check",
    "every suspension without approval": "reasons for which time isn't counted may be all that a place has",
}
"""Not told, and why."""


@pytest.mark.parametrize(("laws", "keys", "words"), [row for each in SETS for row in each.FORBIDDEN])
def test_what_is_forbidden_under_another_name_is_told_with_a_law(laws: str, keys: str, words: str) -> None:
    found = {verdict.law.code for verdict in of(keys, words)}
    assert found
    assert found & set(laws.split()) or (keys, words) in OTHER_LAW


OTHER_LAW = {("走访/要求", "每天早八点前在群里发送今日走访企业的门头小视频")}
"""Told with the law on pictures, which it breaks as well."""


@pytest.mark.parametrize(("keys", "words"), [row for each in SETS for row in each.HONEST])
def test_what_honest_offices_write_passes(keys: str, words: str) -> None:
    assert not [(verdict.law.code, verdict.said.text) for verdict in of(keys, words)]


def changed(*changes: tuple[str, str]) -> str:
    text = TEXT
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


CONTRADICTORY = [row for each in SETS for row in each.CONTRADICTORY]


@pytest.mark.parametrize(("name", "changes", "key"), CONTRADICTORY, ids=[row[0] for row in CONTRADICTORY])
def test_what_contradicts_itself_is_told_at_its_key(name: str, changes: tuple[tuple[str, str], ...], key: str) -> None:
    found = check(changed(*changes))
    assert bool(found) is (name not in TAKEN_AS_MEANT)
    assert not found or AT.get(name, key) in {fault.key for fault in found}


AT = {
    "a grade too many isn't satisfied": "结果",
    "extensions pass an unmoved promise": "顺延承诺",
    "suspended 99 times a year each": "次数",
    "never opened again": "期限",
    "nobody approves any extension, nine times": "批准",
    "twelve extensions nobody approves": "批准",
    "forty suspensions of half a year": "次数",
}
"""Keys that stand further in than the set says."""


def test_the_text_that_is_changed_has_nothing_wrong_itself() -> None:
    assert check(TEXT) == ()


def below(body: str, day: dt.date = DAY) -> list[Fault]:
    up = whole(CITY, DAY, ("  提醒:", "  提级: [不认可满 2 次, 退回满 2 次]\n  提醒:"))
    return list(check(part(DISTRICT, CITY, body, day), above=over(up)))


@pytest.mark.parametrize(
    ("own", "level"),
    [
        ("[不认可满 9 次, 退回满 2 次]", Level.REFUSED),
        ("[不认可满 2 次]", Level.REFUSED),
        ("[不认可满 1 次, 退回满 2 次]", None),
        ("[不认可满 2 次, 退回满 2 次, 级别 A]", None),
        ("[第 3 次交办]", Level.FLAGGED),
    ],
)
def test_a_place_below_raises_no_later_than_the_one_above(own: str, level: Level | None) -> None:
    assert [(fault.key, fault.level) for fault in below(f"提级: {own}")] == ([("提级", level)] if level else [])


@pytest.mark.parametrize(
    ("one", "other", "more"),
    [
        (["不认可满 2 次"], ["不认可满 9 次"], 1),
        (["不认可满 9 次"], ["不认可满 2 次"], -1),
        (["不认可满 2 次"], ["不认可满 2 次"], 0),
        (["不认可满 2 次", "退回满 2 次"], ["退回满 3 次"], 1),
        (["不认可满 2 次"], ["退回满 2 次"], None),
        (["级别 A", "级别 B"], ["级别 A"], 1),
        (["逾期超过 5 工作日"], ["逾期超过 3 工作日"], -1),
        ([], ["级别 A"], -1),
    ],
)
def test_which_triggers_reach_further(one: list[str], other: list[str], more: int | None) -> None:
    mine, theirs = ([TRIGGER.read(item) for item in read(f"t: {each}").at("t").items()] for each in (one, other))
    assert reach(mine, theirs) == more


def test_a_text_is_not_in_force_before_the_one_that_it_stands_on() -> None:
    (fault,) = below("督核: 是", DAY - dt.timedelta(days=1))
    assert (fault.key, fault.level) == ("施行", Level.REFUSED)


def test_every_word_of_a_concept_can_be_found() -> None:
    """A word that the settled form of a text writes otherwise would never be met."""
    words = {word for row in ROWS for word in row.stems} | {word for each in CONCEPTS.values() for word in each.split()}
    assert {word for word in words if settled(word) != word} == set()


def test_what_is_only_odd_is_never_refused() -> None:
    assert {verdict.refused for verdict in of("走访/要求", "董事长在家的应当出面")} == {False}
