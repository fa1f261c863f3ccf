"""Grades by which an enterprise rates, as numbers of five; and what follows where it isn't satisfied."""

from __future__ import annotations

from collections.abc import Sequence

from zhuqi.base.words import Named, term

FEWEST, MOST = 2, 5
"""How many grades a place may have."""
STARS = {2: (5, 1), 3: (5, 3, 1), 4: (5, 4, 2, 1), 5: (5, 4, 3, 2, 1)}
"""How many grades there are → the number that each is kept as, the best first. Ratings of any place can be laid side by side,
and those from before a place named its grades stay what they were."""


def kept_as(place: int, grades: int) -> int:
    """The number of a grade by its place, the best being 0."""
    return STARS[grades][place]


def place_of(stars: int, grades: int) -> int:
    """The place of the grade nearest to a number; between two, the worse one."""
    numbers = STARS[grades]
    return min(range(grades), key=lambda place: (abs(numbers[place] - stars), -place))


def bad_stars(grades: Sequence[str], dissatisfied: frozenset[str]) -> frozenset[int]:
    """The numbers of those grades that mean that the enterprise isn't satisfied."""
    return frozenset(STARS[len(grades)][place] for place, label in enumerate(grades) if label in dissatisfied)


class Then(Named):
    """What follows at once where the enterprise isn't satisfied."""

    REDO = "redo", term("done again")
    UP = "up", term("done again one level up")


class Last(Named):
    """What follows where it was done again as often as the rules say."""

    DESK = "desk", term("the dispatch room decides")
    UP = "up", term("one level up each time")


class Next(Named):
    """What follows a rating."""

    NOTHING = "nothing", term("nothing follows")
    REDO = "redo", term("done again")
    UP = "up", term("done again one level up")
    DECIDE = "decide", term("the dispatch room decides")


def follows(*, bad: bool, redone: int, most: int, then: Then, last: Last, above: bool, ended: bool) -> Next:
    """What follows a rating. ``redone``: how often it was done again so far; ``above``: whether there is a room one level up;
    ``ended``: whether the case is over, so that there is nothing left for a room to decide."""
    if not bad:
        return Next.NOTHING
    if redone < most:
        return Next.UP if then is Then.UP and above else Next.REDO
    if last is Last.UP and above:
        return Next.UP
    return Next.NOTHING if ended else Next.DECIDE
