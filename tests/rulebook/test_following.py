"""When a place adopts a new edition, every place below that stands on the old one stands on the new one from that day on."""

from __future__ import annotations

import datetime as dt
from itertools import permutations

import pytest

from tests.cast import START
from tests.rulebook.places import CITY, DISTRICT, ELSEWHERE, PROVINCE, TOWN, part, whole
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.journal import verify
from zhuqi.core.journal.models import Entry
from zhuqi.core.rulebook.actions import adopt
from zhuqi.core.rulebook.checking import Level, check_at
from zhuqi.core.rulebook.models import Edition
from zhuqi.core.rulebook.queries import (
    editions,
    history,
    in_force,
    layer,
    left_behind,
    own_in_force,
    section,
    sources,
    standing,
)
from zhuqi.core.rulebook.reading import Unreadable

pytestmark = pytest.mark.django_db
MAY, JUNE, JULY, AUGUST = (dt.date(2019, month, 10) for month in (5, 6, 7, 8))
LESS = ("延期: {至多: 1", "延期: {至多: 0")
CHECKED = ("督核: 否", "督核: 是")
NO_LAND = ("    land: 用地规划\n", "")


def put(place: tuple[int, str], text: str) -> Edition:
    return adopt(CLOCK, text=text, place=place, now=START)


def count(place: tuple[int, str], day: dt.date) -> tuple[int, bool]:
    """What holds at a place on a day: how often a clock is extended, and whether replies are checked."""
    rules = section(in_force(place[1], day), "办理")
    return rules.extension.count, rules.gate.on


def test_an_edition_stands_on_that_in_force_above_on_its_first_day() -> None:
    old, new = put(CITY, whole(CITY, MAY)), put(CITY, whole(CITY, JULY, LESS))
    first, second = put(DISTRICT, part(DISTRICT, CITY, day=JUNE)), put(DISTRICT, part(DISTRICT, CITY, day=AUGUST))
    assert (first.parent, second.parent, old.parent) == (old, new, None)
    entry = Entry.objects.get(kind="rulebook", subject=first.pk)
    assert entry.verb == "adopted" and f'"parent":{old.pk}' in entry.facts


def test_a_new_edition_above_is_followed_from_its_day_on() -> None:
    put(CITY, whole(CITY, MAY))
    own = put(DISTRICT, part(DISTRICT, CITY, "督核: 是", MAY))
    new = put(CITY, whole(CITY, JULY, LESS))
    followed = own_in_force(DISTRICT[0], JULY)
    assert followed is not None
    assert (followed.origin, followed.parent, followed.effective_on, followed.text) == (own, new, JULY, own.text)
    assert (count(DISTRICT, JULY - dt.timedelta(1)), count(DISTRICT, JULY)) == ((1, True), (0, True))
    entry = Entry.objects.get(kind="rulebook", subject=followed.pk)
    assert entry.verb == "followed"
    assert entry.facts == (
        f'{{"after":{new.pk},"effective_on":"2019-07-10","origin":{own.pk},"parent":{new.pk},"place":3}}'
    )
    assert not list(verify.findings())


def test_an_edition_says_the_same_for_ever() -> None:
    put(CITY, whole(CITY, MAY))
    own = put(DISTRICT, part(DISTRICT, CITY, day=MAY))
    before = section(editions({own.pk})[own.pk], "办理")
    put(CITY, whole(CITY, JULY, LESS, CHECKED))
    assert section(editions({own.pk})[own.pk], "办理") == before
    assert count(DISTRICT, MAY) == (1, False)


def test_places_below_follow_each_other_down_and_others_stay() -> None:
    put(PROVINCE, whole(PROVINCE, MAY))
    put(CITY, part(CITY, PROVINCE, day=MAY))
    put(DISTRICT, whole(DISTRICT, MAY))
    put(TOWN, part(TOWN, CITY, "督核: 是", MAY))
    put(ELSEWHERE, whole(ELSEWHERE, MAY))
    put(PROVINCE, whole(PROVINCE, JULY, LESS))
    days = [count(place, JULY) for place in (PROVINCE, CITY, DISTRICT, TOWN, ELSEWHERE)]
    assert days == [(0, False), (0, False), (1, False), (0, True), (1, False)]
    assert Edition.objects.exclude(origin=None).count() == 2
    assert [each.place for each in chain_of(TOWN, JULY)] == [TOWN[0], CITY[0], PROVINCE[0]]


def chain_of(place: tuple[int, str], day: dt.date) -> list[Edition]:
    found: list[Edition] = []
    edition: Edition | None = in_force(place[1], day)
    while edition is not None:
        found.append(edition)
        edition = edition.parent
    return found


def test_whoever_no_longer_stands_below_doesn_t_follow() -> None:
    put(CITY, whole(CITY, MAY))
    put(DISTRICT, part(DISTRICT, CITY, day=MAY))
    own = put(DISTRICT, whole(DISTRICT, JUNE))
    put(CITY, whole(CITY, JULY, LESS))
    assert own_in_force(DISTRICT[0], JULY) == own


STEPS = {
    "city, may": (CITY, whole(CITY, MAY)),
    "city, july": (CITY, whole(CITY, JULY, LESS)),
    "district, june": (DISTRICT, part(DISTRICT, CITY, "督核: 否", JUNE)),
    "district, august": (DISTRICT, part(DISTRICT, CITY, "督核: 是", AUGUST)),
    "town, june": (TOWN, part(TOWN, DISTRICT, "退回: {期限: 1 工作日}", JUNE + dt.timedelta(5))),
}


ORDERS = [
    order
    for order in permutations(STEPS)
    if order[0] == "city, may" and order.index("district, june") < order.index("town, june")
]


@pytest.mark.parametrize("order", ORDERS)
def test_in_whatever_order_texts_are_adopted_the_same_holds(order: tuple[str, ...]) -> None:
    for name in order:
        put(*STEPS[name])
    held = {
        day: (count(DISTRICT, day), count(TOWN, day), section(in_force(TOWN[1], day), "办理").returning.within.amount)
        for day in (JUNE, JUNE + dt.timedelta(5), JULY, AUGUST)
    }
    assert list(held.values()) == [
        ((1, False), (1, False), 2),
        ((1, False), (1, False), 1),
        ((0, False), (0, False), 1),
        ((0, True), (0, True), 1),
    ]
    assert not list(verify.findings())


def test_a_text_of_its_own_again_takes_the_place_of_one_that_had_followed_for_later() -> None:
    put(CITY, whole(CITY, MAY))
    put(DISTRICT, part(DISTRICT, CITY, "督核: 是", MAY))
    put(CITY, whole(CITY, JULY, LESS))
    own = put(DISTRICT, whole(DISTRICT, JUNE))
    assert (count(DISTRICT, JUNE), count(DISTRICT, JULY)) == ((1, False), (1, False))
    last = own_in_force(DISTRICT[0], JULY)
    assert last is not None and (last.origin, last.parent, last.text) == (own, None, own.text)


LAXER = "延期: {至多: 1}"


@pytest.mark.parametrize(("head", "holds"), [("", 0), ("下级从宽: 标明\n", 1)])
def test_the_new_edition_above_decides_whether_a_laxer_value_below_still_holds(head: str, holds: int) -> None:
    put(CITY, whole(CITY, MAY))
    put(DISTRICT, part(DISTRICT, CITY, LAXER, MAY))
    put(CITY, whole(CITY, JULY, LESS, head=head))
    assert (count(DISTRICT, MAY)[0], count(DISTRICT, JULY)[0]) == (1, holds)
    found = {held.path: edition for held, edition in sources(in_force(DISTRICT[1], JULY))}
    assert found["办理", "延期", "至多"] == (
        own_in_force(CITY[0], JULY) if holds == 0 else own_in_force(DISTRICT[0], JULY)
    )


def test_a_text_that_can_t_stand_on_the_new_one_stays_on_the_old() -> None:
    put(CITY, whole(CITY, MAY))
    own = put(DISTRICT, part(DISTRICT, CITY, "时限: [{钟: 答复, 种类: [land], 时长: 3 工作日}]", MAY))
    new = whole(CITY, JULY, NO_LAND)
    ((stuck, why),) = left_behind(CITY[0], layer(new))
    assert (stuck, why.line) == (own, 7) and "land" in str(why)
    (flagged,) = check_at(new, place=CITY)
    assert (flagged.level, flagged.line) == (Level.FLAGGED, 1) and "stays on the edition before" in str(flagged.told)
    put(CITY, new)
    assert own_in_force(DISTRICT[0], JULY) == own and left_behind(CITY[0], layer(whole(CITY, AUGUST))) == ()
    put(CITY, whole(CITY, AUGUST, LESS))
    assert count(DISTRICT, AUGUST)[0] == 0


@pytest.mark.parametrize(
    ("place", "text", "above", "sentence"),
    [
        (DISTRICT, part(DISTRICT, CITY), None, "No rulebook of “shi” is in force"),
        (DISTRICT, part(DISTRICT, ELSEWHERE), None, "No rulebook of “other” is in force"),
        (DISTRICT, part(DISTRICT, DISTRICT), None, "doesn't stand above itself"),
        (DISTRICT, part(DISTRICT, CITY), DISTRICT[0], "doesn't stand above itself"),
        (CITY, part(CITY, DISTRICT), DISTRICT[0], "isn't above the one"),
        (DISTRICT, part(DISTRICT, CITY), ELSEWHERE[0], "isn't above the one"),
    ],
)
def test_a_place_above_that_isn_t_one_is_a_sentence(
    place: tuple[int, str], text: str, above: int | None, sentence: str
) -> None:
    put(ELSEWHERE, whole(ELSEWHERE, MAY))
    with pytest.raises(Unreadable, match=sentence) as found:
        adopt(CLOCK, text=text, place=place, above=above, now=START)
    assert (found.value.line, found.value.key) == (5, "上级")
    assert [(each.line, each.key, each.level) for each in check_at(text, place=place, above=above)] == [
        (5, "上级", Level.REFUSED)
    ]
    assert Edition.objects.count() == 1


def test_a_place_above_may_be_called_by_its_name_by_whoever_knows_it() -> None:
    city = put(CITY, whole(CITY, MAY))
    text = part(DISTRICT, CITY).replace("上级: shi", "上级: 演练市")
    assert adopt(CLOCK, text=text, place=DISTRICT, above=CITY[0], now=START).parent == city


def test_the_history_of_a_place_keeps_what_was_overtaken() -> None:
    put(CITY, whole(CITY, MAY))
    own = put(DISTRICT, part(DISTRICT, CITY, day=MAY))
    put(CITY, whole(CITY, JULY, LESS))
    put(DISTRICT, whole(DISTRICT, JUNE))
    told = [(each.edition.effective_on, each.until, each.edition.origin_id) for each in history(DISTRICT[0])]
    assert [row[:2] for row in told] == [(MAY, JUNE), (JUNE, JULY), (JULY, JULY), (JULY, None)]
    assert [row[2] for row in told][2] == own.pk
    assert standing(history(DISTRICT[0])[0].edition).sections["办理"].kinds


def test_an_edition_and_all_it_stands_on_are_one_query(django_assert_num_queries: object) -> None:
    put(PROVINCE, whole(PROVINCE, MAY))
    put(CITY, part(CITY, PROVINCE, day=MAY))
    put(DISTRICT, part(DISTRICT, CITY, day=MAY))
    own = put(TOWN, part(TOWN, DISTRICT, day=MAY))
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert section(in_force(TOWN[1], MAY), "办理")
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert section(editions({own.pk})[own.pk], "办理")


def test_a_second_edition_of_the_same_day_is_flagged() -> None:
    put(CITY, whole(CITY, MAY))
    (flagged,) = check_at(whole(CITY, MAY, LESS), place=CITY)
    assert (flagged.key, flagged.level) == ("施行", Level.FLAGGED) and "from the same day" in str(flagged.told)
    assert check_at(whole(CITY, MAY), place=CITY) == check_at(whole(CITY, JULY), place=CITY) == ()


def test_a_topmost_place_has_nobody_to_raise_a_case_to() -> None:
    up = ("不认可后提级: 否", "不认可后提级: 是")
    assert check_at(whole(CITY, MAY, up), place=CITY) == ()
    (flagged,) = check_at(whole(PROVINCE, MAY, up), place=PROVINCE)
    assert (flagged.key, flagged.level) == ("不认可后提级", Level.FLAGGED)
