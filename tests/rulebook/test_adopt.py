"""Adopting an edition, and which one is in force where and when."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.cast import RULEBOOK, START
from zhuqi.base.errors import Refused
from zhuqi.base.paths import below
from zhuqi.core.access.actor import CLOCK, Actor, Role, Seat
from zhuqi.core.journal import verify
from zhuqi.core.journal.models import Entry
from zhuqi.core.rulebook.actions import adopt
from zhuqi.core.rulebook.models import Edition
from zhuqi.core.rulebook.queries import editions, in_force, section
from zhuqi.core.rulebook.reading import Unreadable

pytestmark = pytest.mark.django_db
NANGUAN = RULEBOOK.read_text()
CITY = (1, below("", 1))
DISTRICT = (2, below(CITY[1], 2))
TOWN = (3, below(DISTRICT[1], 3))
ELSEWHERE = (4, below("", 4))
MAY, JUNE, JULY = dt.date(2019, 5, 10), dt.date(2019, 6, 1), dt.date(2019, 7, 1)


def text(day: dt.date, name: str = "甲") -> str:
    return NANGUAN.replace("施行: 2019-05-10", f"施行: {day}").replace("规则: ", f"规则: {name}")


def adopted(place: tuple[int, str], day: dt.date, name: str = "甲") -> Edition:
    return adopt(CLOCK, text=text(day, name), place=place, now=START)


def administrator(*roles: Role) -> Actor:
    return Actor(account=1, seats=tuple(Seat(role, 1, CITY[1], 1, CITY[1]) for role in roles))


def test_an_edition_is_adopted_and_booked() -> None:
    edition = adopted(DISTRICT, MAY)
    assert (edition.place, edition.path, edition.effective_on, edition.adopted_at) == (*DISTRICT, MAY, START)
    assert (edition.name, edition.number) == ("甲长春市南关区助企行动问题办理规则（示例）", "示例〔2019〕1 号")
    entry = Entry.objects.get(kind="rulebook", subject=edition.pk)
    assert (entry.verb, entry.facts) == ("adopted", '{"effective_on":"2019-05-10","place":2}')
    assert not list(verify.findings())


def test_the_same_text_again_changes_nothing() -> None:
    assert adopted(DISTRICT, MAY) == adopted(DISTRICT, MAY)
    assert (Edition.objects.count(), Entry.objects.count()) == (1, 1)


def test_a_changed_text_for_the_same_day_is_refused() -> None:
    adopted(DISTRICT, MAY)
    with pytest.raises(Refused, match="never changed"):
        adopted(DISTRICT, MAY, "乙")
    assert Edition.objects.get().name.startswith("甲")


def test_a_changed_text_for_another_day_or_place_is_another_edition() -> None:
    adopted(DISTRICT, MAY)
    adopted(DISTRICT, JUNE, "乙")
    adopted(CITY, MAY, "丙")
    assert Edition.objects.count() == 3


def test_a_text_that_can_t_be_read_is_not_adopted() -> None:
    with pytest.raises(Unreadable):
        adopt(CLOCK, text=NANGUAN.replace("督核: 否", "督核: 也许"), place=DISTRICT, now=START)
    with pytest.raises(Unreadable, match="At most 120"):
        adopted(DISTRICT, MAY, "长" * 120)
    assert not Edition.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "actor", [Actor(), administrator(Role.DISPATCHER, Role.LEADER), administrator(Role.SYSTEM_ADMIN, Role.LEADER)]
)
def test_adopting_in_one_step_is_nobody_s_but_the_clock_s(actor: Actor) -> None:
    with pytest.raises(Refused, match="two people"):
        adopt(actor, text=NANGUAN, place=DISTRICT, now=START)
    assert not Edition.objects.exists() and not Entry.objects.exists()


@pytest.fixture
def shelf() -> dict[str, Edition]:
    return {
        "city, may": adopted(CITY, MAY, "甲"),
        "city, july": adopted(CITY, JULY, "乙"),
        "district, june": adopted(DISTRICT, JUNE, "丙"),
    }


@pytest.mark.parametrize(
    ("place", "day", "name"),
    [
        (CITY, MAY, "city, may"),
        (CITY, JULY - dt.timedelta(days=1), "city, may"),
        (CITY, JULY, "city, july"),
        (DISTRICT, MAY, "city, may"),
        (DISTRICT, JUNE - dt.timedelta(days=1), "city, may"),
        (DISTRICT, JUNE, "district, june"),
        (DISTRICT, JULY, "district, june"),
        (TOWN, JUNE, "district, june"),
        (TOWN, MAY, "city, may"),
    ],
)
def test_the_nearest_place_s_latest_edition_is_in_force(
    shelf: dict[str, Edition], place: tuple[int, str], day: dt.date, name: str
) -> None:
    assert in_force(place[1], day) == shelf[name]


@pytest.mark.parametrize(("place", "day"), [(CITY, MAY - dt.timedelta(days=1)), (ELSEWHERE, JULY)])
def test_where_none_is_in_force_there_is_a_sentence(
    shelf: dict[str, Edition], place: tuple[int, str], day: dt.date
) -> None:
    with pytest.raises(Refused, match=f"in force here on {day}"):
        in_force(place[1], day)


def test_editions_by_id_and_their_sections(shelf: dict[str, Edition]) -> None:
    first = shelf["city, may"]
    assert editions({first.pk, 999}) == {first.pk: first}
    assert section(first, "办理").dispute.bars_silence == 2
