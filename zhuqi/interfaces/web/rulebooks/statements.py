"""The statements of a published text, each with what became of it: the values that express it, or what it waits for."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from zhuqi.base.words import say
from zhuqi.core.rulebook.head import Fit, Statement
from zhuqi.core.rulebook.keys import keys_of
from zhuqi.core.rulebook.leading import labels_of
from zhuqi.core.rulebook.primitives import PRIMITIVES
from zhuqi.core.rulebook.standing import Layer
from zhuqi.interfaces.web.rulebooks import frame
from zhuqi.interfaces.web.rulebooks.values import Path, Value, leading, named
from zhuqi.interfaces.web.shown import Link
from zhuqi.interfaces.web.wording import phrase

SPOKEN = 4
"""Values that are told of one key; where it leads to more, they are counted."""


@dataclass(frozen=True)
class Row:
    """One statement. ``by``: the values that express it, as links to where they stand; ``lacks``: what they leave out;
    ``waits``: what for, in words."""

    clause: str
    words: str
    by: tuple[Link, ...]
    lacks: str
    waits: str
    remarks: str


def statements(edition: Any, layer: Layer, found: Sequence[Value], now: dt.datetime) -> tuple[Row, ...]:
    """The statements of an edition's own text, in its order."""
    return tuple(_row(each, edition, layer, found, now) for each in layer.head.statements)


def counted(layer: Layer, now: dt.datetime) -> str:
    """How many statements are expressed as a whole, how many in part: ``12 of 17 …``; empty without any."""
    fits = Counter(one.fit for one in layer.head.statements)
    if not fits:
        return ""
    said = say(
        "Of {m} statements {whole} are expressed as a whole, {part} in part, {rest} not.",
        m=fits.total(),
        whole=fits[Fit.WHOLE],
        part=fits[Fit.PART],
        rest=fits[Fit.WAITING] + fits[Fit.NEITHER],
    )
    return phrase(said, now)


def _row(one: Statement, edition: Any, layer: Layer, found: Sequence[Value], now: dt.datetime) -> Row:
    by = tuple(link for path in one.keys for link in _told(path, edition, layer, found, now))
    waits = [gettext(PRIMITIVES[n]) for n in one.waits]
    return Row(one.clause, one.words, by, one.lacks, phrase(waits, now), one.remarks)


def _told(path: Path, edition: Any, layer: Layer, found: Sequence[Value], now: dt.datetime) -> list[Link]:
    """What a key says, value by value."""
    here = frame.address(edition)
    head = next((key for key in keys_of(type(layer.head)).values() if key.word == path[0]), None)
    if head is not None:
        return [Link(frame.written(say(head.label), now), f"{here}?part=text")]
    section = layer.sections.get(path[0])
    spoken = leading(path, found, labels_of(section) if section is not None else {})
    links = [
        Link(
            phrase(say("{key}: {value}", key=named(each, layer.sections, now), value=list(each.told)), now),
            f"{here}#{each.anchor}",
        )
        for each in spoken[:SPOKEN]
    ]
    if len(spoken) > SPOKEN:
        links.append(Link(gettext("and {n} more").format(n=len(spoken) - SPOKEN), here))
    return links or [Link("/".join(path), f"{here}?part=text")]
