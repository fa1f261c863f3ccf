"""How many units handle a case together (涉及单位), and how often it was opened again (重新办理)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.cases.play import ASSIST, PART, Play, assigned, ended, handling, replied, screened
from tests.cases.town import DAY, HOUR, TODAY, edition
from tests.cases.town import assigned as assigned_by_the_room
from tests.cast import START, City
from zhuqi.domain.cases.actions import clockwork
from zhuqi.domain.cases.life.history import history
from zhuqi.domain.cases.rules.words import Action

BOTH = {"parts": (PART,), "assists": (ASSIST,)}
TABLE: tuple[tuple[str, Callable[[], Play], int], ...] = (
    ("nobody yet", screened, 0),
    ("a lead alone", assigned, 1),
    ("with a part and an assist", lambda: assigned(**BOTH), 3),
    ("the part has done its share", lambda: handling(**BOTH).contribute("05-15 10:00"), 3),
    (
        "all beside have",
        lambda: handling(**BOTH).contribute("05-15 10:00").contribute("05-15 11:00", unit=ASSIST),
        3,
    ),
    ("a part gave it back", lambda: assigned(**BOTH).hand_back("05-14 15:00", unit=PART).rule("05-14 16:00", True), 2),
    ("the lead gave it back", lambda: assigned(**BOTH).hand_back("05-14 15:00").rule("05-14 16:00", True), 0),
    (
        "and another lead has it alone",
        lambda: assigned(**BOTH).hand_back("05-14 15:00").rule("05-14 16:00", True).assign("05-14 17:00", lead=ASSIST),
        1,
    ),
    (
        "the share that was done under the lead before doesn't count",
        lambda: (
            handling(**BOTH)
            .contribute("05-14 14:30")
            .hand_back("05-14 15:00")
            .rule("05-14 16:00", True)
            .assign("05-14 17:00", parts=(ASSIST,))
        ),
        2,
    ),
    ("answered", replied, 1),
    ("over", ended, 0),
)


@pytest.mark.parametrize(("_", "case", "units"), TABLE, ids=[row[0] for row in TABLE])
def test_units_that_handle_it_together_are_counted(_: str, case: Callable[[], Play], units: int) -> None:
    played = case()
    assert history(played.life, played.now, played.terms).units == units


AGAIN: tuple[tuple[str, Callable[[], Play], int], ...] = (
    ("never ended", replied, 0),
    ("the enterprise disagreed", lambda: replied().contest("05-21 10:00"), 0),
    ("ended", ended, 0),
    ("opened again", lambda: ended().reopen("06-10 09:00"), 1),
)


@pytest.mark.parametrize(("_", "case", "times"), AGAIN, ids=[row[0] for row in AGAIN])
def test_how_often_it_was_opened_again(_: str, case: Callable[[], Play], times: int) -> None:
    played = case()
    assert history(played.life, played.now, played.terms).reopenings == times


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("trigger", "booked"),
    [("涉及单位 3 家以上", 1), ("涉及单位超过 3 家", 0), ("涉及单位不少于 2 家不超过 2 家", 0), ("重新办理满 1 次", 0)],
)
def test_the_clock_books_it(city: City, trigger: str, booked: int) -> None:
    edition(city, "ng", TODAY, ("  提醒:\n", f"  提级: [{trigger}]\n  提醒:\n"))
    assigned_by_the_room(city, parts=["ng-finance"], assists=["ng-construction"])
    assert clockwork.raise_due(START + 3 * HOUR + HOUR / 2) == booked
    assert clockwork.raise_due(START + DAY) == 0, "once"


@pytest.mark.django_db
def test_the_clock_books_that_it_was_opened_again(city: City) -> None:
    edition(city, "ng", TODAY, ("  提醒:\n", "  提级: [重新办理满 1 次]\n  提醒:\n"))
    case = city.do("enterprise", Action.WITHDRAW, assigned_by_the_room(city), START + 5 * HOUR, text="不提了")
    assert clockwork.raise_due(START + 6 * HOUR) == 0
    city.do("enterprise", Action.REOPEN, case, START + DAY, text="还是要办")
    assert clockwork.raise_due(START + DAY + HOUR) == 1
