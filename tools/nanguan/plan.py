"""What becomes of each of the 255 cases: the counts below are what the published figures need, and one life each."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

GROUP_OF = {
    "utilities": "ng-fg-utilities", "finance": "ng-fg-finance", "permits": "ng-fg-permits", "labour": "ng-fg-labour",
    "policy": "ng-fg-policy", "market": "ng-fg-market", "construction": "ng-fg-construction",
}  # fmt: skip
TO_GROUPS = {
    "ng-fg-utilities": {"utilities": 49},
    "ng-fg-finance": {"finance": 31},
    "ng-fg-permits": {"permits": 23, "land": 2, "other": 2},
    "ng-fg-labour": {"labour": 20, "other": 2},
    "ng-fg-policy": {"policy": 19},
    "ng-fg-market": {"market": 12},
    "ng-fg-construction": {"construction": 13, "land": 3},
}
"""176 cases whose last way out of the district's room leads to a functional group."""
TO_CITY = {"utilities": 28, "finance": 9, "land": 14, "permits": 4, "construction": 8, "policy": 4, "other": 2}
"""69 cases whose last way out leads to the city's room."""
FIRST_GROUP = {"plain": 111, "upheld": 3, "locked": 4, "down_early": 1, "down_late": 2}
"""Cases of the first count that end with a group. ``down_late`` were with the city at the first count."""
LATER_GROUP = {"plain": 51, "upheld": 3, "locked": 1}
FIRST_CITY = {"plain": 41, "upheld": 2, "escalated": 6}
"""Cases of the first count that end with the city. ``escalated`` were with a group at the first count."""
LATER_CITY = {"plain": 18, "escalated": 2}
GROUP_ENDS = {
    "answered": 33, "explained": 16, "planned": 19, "planned_answered": 3, "solved": 3, "solved_contested": 3,
    "solved_contested_answered": 2, "answered_contested_explained": 1, "suspended": 3, "resumed": 2, "resumed_by_clock": 1,
    "withdrawn": 2, "reopened": 1,
}  # fmt: skip
LATER_ENDS = {"answered": 8, "explained": 2, "planned": 3}
CITY_ENDS = {
    "answered": 6, "explained": 5, "planned": 9, "solved": 1, "answered_contested": 1, "suspended": 1, "city_upheld": 1,
    "city_locked": 1, "unassigned": 3,
}  # fmt: skip
EXTENDED, EXTENSION_REFUSED = 22, 4


@dataclass
class Story:
    """One case's life in outline. ``where``: spot, group, city, room or team; ``turn``: what happens on its way there;
    ``ends``: what the handler makes of it by the last day."""

    kind: str
    where: str
    first: bool
    unit: str = ""
    turn: str = "plain"
    ends: str = "open"
    channel: str = "visit"
    extension: str = ""

    @property
    def scope(self) -> str:
        """Which seeds suit: written for the district, the city or the spot."""
        return {"spot": "s", "city": "c"}.get(self.where, "d")


def stories(rng: Random) -> list[Story]:
    """All 255, first count first. Raises AssertionError where the counts don't add up to the published ones."""
    group = [(unit, kind) for unit, kinds in TO_GROUPS.items() for kind, n in kinds.items() for _ in range(n)]
    city = [("", kind) for kind, n in TO_CITY.items() for _ in range(n)]
    rng.shuffle(group)
    rng.shuffle(city)
    made = [Story(kind, "spot", True) for kind in ("policy", "policy", "permits", "labour", "other")]
    made += _turns(group[:121], FIRST_GROUP, "group", True) + _turns(city[:49], FIRST_CITY, "city", True)
    made += _turns(group[121:], LATER_GROUP, "group", False) + _turns(city[49:], LATER_CITY, "city", False)
    made += [Story("utilities", "room", False), Story("permits", "room", False, "ng-fg-permits", "upheld")]
    made += [Story(kind, "team", False) for kind in ("finance", "labour", "market")]
    _ends(rng, [s for s in made if s.where == "group" and s.first], GROUP_ENDS)
    _ends(rng, [s for s in made if s.where == "group" and not s.first], LATER_ENDS)
    _ends(rng, [s for s in made if s.where == "city" and s.first], CITY_ENDS)
    _extensions(rng, made)
    _channels(rng, made)
    assert len(made) == 255
    assert sum(s.first for s in made) == 175
    return made


def _turns(cases: list[tuple[str, str]], turns: dict[str, int], where: str, first: bool) -> list[Story]:
    names = [turn for turn, n in turns.items() for _ in range(n)]
    return [Story(kind, where, first, unit, turn) for (unit, kind), turn in zip(cases, names, strict=True)]


def _ends(rng: Random, among: list[Story], ends: dict[str, int]) -> None:
    """Give the endings to cases on a plain way."""
    plain = rng.sample([s for s in among if s.turn == "plain"], sum(ends.values()))
    for story, end in zip(plain, [end for end, n in ends.items() for _ in range(n)], strict=True):
        story.ends = end


def _extensions(rng: Random, made: list[Story]) -> None:
    able = [
        s
        for s in made
        if s.where in ("group", "city") and s.turn == "plain" and s.ends in ("open", "answered", "planned")
    ]
    for n, story in enumerate(rng.sample(able, EXTENDED + EXTENSION_REFUSED)):
        story.extension = "given" if n < EXTENDED else "refused"


def _channels(rng: Random, made: list[Story]) -> None:
    """Some of the later ones come by the enterprise's own door (two of them from enterprises nobody is linked to), some by
    telephone to the dispatch room."""
    later = [s for s in made if not s.first and s.where in ("group", "city") and s.turn == "plain"]
    for n, story in enumerate(rng.sample(later, 12)):
        story.channel = "door" if n < 8 else "unbound" if n < 10 else "desk"
