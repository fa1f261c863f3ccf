"""What a step's own form is made of: the scene it is filled in at, its parts, what stands beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from zhuqi.base.words import Sentence
from zhuqi.core.access.actor import Actor
from zhuqi.domain.cases.life.terms import Terms
from zhuqi.domain.cases.life.values import Life
from zhuqi.domain.cases.queries.bearings import Offered, assignable
from zhuqi.domain.cases.queries.detail import Detail
from zhuqi.domain.cases.rules.words import Action
from zhuqi.interfaces.web.cases.page import Seen
from zhuqi.interfaces.web.forms import Choice
from zhuqi.interfaces.web.shown import Fact, Link, Quote


@dataclass(frozen=True)
class Scene:
    """Somebody before a case, about to take a step. ``chosen``: what was chosen on the page before, if there is one;
    ``ticked``: the cases ticked there."""

    actor: Actor
    found: Detail
    seen: Seen
    action: Action
    now: dt.datetime
    chosen: str = ""
    ticked: tuple[int, ...] = ()

    @property
    def life(self) -> Life:
        return self.found.life

    @property
    def terms(self) -> Terms:
        return self.found.at.terms

    @cached_property
    def offered(self) -> Offered:
        """What the desk may name. Asked once, and only where a form needs it."""
        return assignable(self.found.case)

    def words(self, said: object) -> str:
        """Anything said, for the reader."""
        return self.seen.words(said)

    def unit(self, pk: int) -> str:
        """A unit's name, where the case speaks of it."""
        return self.found.units.get(pk, "–")

    def said_at(self, *verbs: str) -> tuple[Quote, ...]:
        """The words of the last entry with one of these verbs."""
        last = next((entry for entry in reversed(self.found.history) if entry.verb in verbs), None)
        return tuple(Quote(said.body, said.outside) for said in last.said) if last else ()


@dataclass(frozen=True)
class Noted:
    """Something to compare with: a case, a ruling. ``words``: what was said then; ``links``: the cases it rests on."""

    title: str
    meta: str = ""
    address: str = ""
    words: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Panel:
    """What stands beside a form, in the reader's language. An empty one isn't shown."""

    title: str
    lines: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    quotes: tuple[Quote, ...] = ()
    notes: tuple[Noted, ...] = ()
    empty: str = ""

    @property
    def shown(self) -> bool:
        return bool(self.lines or self.facts or self.quotes or self.notes or self.empty)


@dataclass(frozen=True)
class Part:
    """Some fields under a heading."""

    title: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Way:
    """One of the ways that are chosen first: what it means, and which fields it then asks for (True: must be filled in)."""

    meaning: str
    asks: Mapping[str, bool]


def _nothing(scene: Scene) -> Mapping[str, object]:
    return {}


def _no_choices(scene: Scene) -> Mapping[str, Sequence[Choice]]:
    return {}


def _no_hints(scene: Scene) -> Mapping[str, str]:
    return {}


def _no_notes(scene: Scene) -> Mapping[str, Sentence]:
    return {}


def _as_ever(scene: Scene) -> Sentence | None:
    return None


def _no_names(scene: Scene) -> frozenset[str]:
    return frozenset()


def _no_panels(scene: Scene) -> Sequence[Panel]:
    return ()


@dataclass(frozen=True)
class Layout:
    """What a step's form adds to its row of ``NEEDS``.

    ``parts``: the fields in their order under headings, what isn't named comes last; ``values``: what it begins with, for
    what is known isn't asked; ``choices``: instead of the plain ones; ``notes``: a sentence beside a field, worked out for this
    case; ``leaves_out`` and ``needs``: fields that this case doesn't ask, or that must be filled in here; ``panels``: what
    stands beside it; ``first`` and ``ways``: a field that is chosen on a page of its own, because the
    others hang on it; ``lede``: what the step does, in a sentence; ``says`` and ``does``: another sentence, and another word for
    the step, where it does something else for this case; ``hints``: instead of those of ``NEEDS``, empty for none.
    """

    lede: str = ""
    says: Callable[[Scene], Sentence | None] = _as_ever
    does: Callable[[Scene], Sentence | None] = _as_ever
    parts: tuple[Part, ...] = ()
    values: Callable[[Scene], Mapping[str, object]] = _nothing
    choices: Callable[[Scene], Mapping[str, Sequence[Choice]]] = _no_choices
    notes: Callable[[Scene], Mapping[str, Sentence]] = _no_notes
    hints: Callable[[Scene], Mapping[str, str]] = _no_hints
    leaves_out: Callable[[Scene], frozenset[str]] = _no_names
    needs: Callable[[Scene], frozenset[str]] = _no_names
    panels: Callable[[Scene], Sequence[Panel]] = _no_panels
    first: str = ""
    ways: Mapping[str, Way] | None = None
