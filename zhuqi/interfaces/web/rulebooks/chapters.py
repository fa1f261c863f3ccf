"""An edition by chapters: one a section, its parts with what each says, and folded away what is merely the standard."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext

from zhuqi.core.rulebook.keys import keys_of
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.interfaces.web.rulebooks.deadlines import Clock, OwnRow, clocks, own_clocks
from zhuqi.interfaces.web.rulebooks.values import Value, title
from zhuqi.interfaces.web.rulebooks.words import SECTIONS


@dataclass(frozen=True)
class Group:
    """A part of a section: its name, and the values in it."""

    title: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Chapter:
    """A section: the deadlines first, where it has any. ``rest``: what no text says, so that the standard holds."""

    anchor: str
    title: str
    groups: tuple[Group, ...]
    rest: tuple[Group, ...]
    clocks: tuple[Clock, ...] = ()
    own: tuple[OwnRow, ...] = ()

    @property
    def silent(self) -> int:
        """How many values are the standard's."""
        return sum(len(group.values) for group in self.rest)


def chapters(typed: Mapping[str, Any], found: Sequence[Value], now: dt.datetime) -> tuple[Chapter, ...]:
    """The sections of an edition in their order."""
    return tuple(_chapter(word, n, typed, found, now) for n, word in enumerate(typed, 1))


def _chapter(word: str, n: int, typed: Mapping[str, Any], found: Sequence[Value], now: dt.datetime) -> Chapter:
    mine = [value for value in found if value.path[0] == word]
    section = typed[word]
    drawn: frozenset[str] = frozenset()
    deadlines: tuple[Clock, ...] = ()
    own: tuple[OwnRow, ...] = ()
    if isinstance(section, CaseRules):
        rows = keys_of(CaseRules)
        drawn = frozenset({rows["clocks"].word, rows["own"].word})
        deadlines, own = clocks(section, mine, now), own_clocks(section, mine, now)
    plain = [value for value in mine if value.path[1] not in drawn]
    return Chapter(
        anchor=f"c{n}",
        title=gettext(SECTIONS.get(word, word)),
        groups=_groups([value for value in plain if value.written], typed, now),
        rest=_groups([value for value in plain if not value.written], typed, now),
        clocks=deadlines,
        own=own,
    )


def _groups(some: Sequence[Value], typed: Mapping[str, Any], now: dt.datetime) -> tuple[Group, ...]:
    """Values that stand alone first and together; then each part with its own."""
    alone = tuple(value for value in some if len(value.path) == 2)
    parts = groupby((value for value in some if len(value.path) > 2), key=lambda value: value.path[1])
    grouped = [list(those) for _, those in parts]
    named = tuple(Group(title(those[0].path, typed, now), tuple(those)) for those in grouped)
    return (Group("", alone), *named) if alone else named
