"""A visit as a phone tells it: the fields of its form, and the draft they make, for the page and for what a device kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from zhuqi.base.errors import Invalid
from zhuqi.base.words import Sentence, say, term
from zhuqi.core.access.actor import Actor
from zhuqi.core.files.rules import Upload
from zhuqi.domain.cases.rules.needs import Shape
from zhuqi.domain.contacts.rules.words import Purpose
from zhuqi.domain.visits.rules import Mode
from zhuqi.domain.visits.rules.promises import Need
from zhuqi.domain.visits.rules.wanting import Draft, Waiting, Wrong, headed, pressing
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.cases import acting
from zhuqi.interfaces.web.cases.record import rules_at
from zhuqi.interfaces.web.forms import Choice, Field, Kind, Posted
from zhuqi.interfaces.web.wording import phrase

NEEDS = 3
"""Needs that one visit has room for on a phone."""
NOTHING = "nothing"
"""The button by which one says: asked, nothing needed."""
THERE = (Mode.ON_SITE, Mode.REMOTE)


def kinds_of(actor: Actor, day: dt.date) -> tuple[Choice, ...]:
    """The kinds of need that the actor's dispatch room knows. Raises Refused where there is none."""
    return tuple(acting.labels(rules_at(actor, day))[Shape.KIND])


def fields_of(kinds: Sequence[Choice], day: dt.date | None) -> tuple[Field, ...]:
    """All fields of the form. ``day``: what it begins with."""
    fields = [
        Field("enterprise", term("Which enterprise"), Kind.INTEGER, least=1),
        Field("mode", term("How"), Kind.CHOICE, choices=forms.choices_of(THERE), value=Mode.ON_SITE.value),
        Field(
            "kind", term("Kind of visit"), Kind.CHOICE, choices=forms.choices_of(Purpose), value=Purpose.SERVICE.value
        ),
        Field("day", term("Which day"), Kind.DAY, value=day),
        Field("said", term("What was talked about"), Kind.LONG_TEXT, required=False, most=2000),
        Field("beyond", term("Why it took place all the same"), required=False, most=200),
        Field("anyway", term("This is another need: write it down all the same"), Kind.TICK, required=False),
    ]
    for n in range(1, NEEDS + 1):
        fields += [
            Field(f"kind_{n}", term("Kind of need"), Kind.CHOICE, required=False, choices=tuple(kinds)),
            Field(
                f"wrong_{n}", term("What the trouble is"), Kind.CHOICE, required=False, choices=forms.choices_of(Wrong)
            ),
            Field(
                f"waiting_{n}",
                term("If nothing is done"),
                Kind.CHOICE,
                required=False,
                choices=forms.choices_of(Waiting),
            ),
            Field(f"by_{n}", term("By which day"), Kind.DAY, required=False),
            Field(f"words_{n}", term("In the words of the enterprise"), Kind.LONG_TEXT, required=False, most=2000),
        ]
    return tuple(fields)


def told(
    fields: Sequence[Field], posted: Posted, photos: Mapping[int, Sequence[Upload]], *, key: str, now: dt.datetime
) -> Draft:
    """What was typed, as a draft. ``photos``: of each need, by its number on the form. Raises Invalid."""
    typed = forms.read(fields, posted)
    nothing = bool(posted.getlist(NOTHING))
    numbers = [] if nothing else [n for n in range(1, NEEDS + 1) if _began(typed, n) or photos.get(n)]
    labels = {choice.value: str(choice.label) for field in fields if field.name == "kind_1" for choice in field.choices}
    missing = {f"{name}_{n}": CHOOSE for n in numbers for name in ("kind", "wrong") if not typed[f"{name}_{n}"]}
    if missing:
        raise Invalid(missing)
    return Draft(
        key=key,
        enterprise_id=typed["enterprise"],
        day=typed["day"],
        mode=Mode.ASKED if nothing else Mode(typed["mode"]),
        kind=Purpose(typed["kind"]),
        said=typed["said"],
        needs=tuple(_need(typed, n, labels, now) for n in numbers),
        beyond=typed["beyond"],
        anyway=typed["anyway"],
        photos=tuple(tuple(photos.get(n, ())) for n in numbers),
    )


CHOOSE: Sentence = say("Please choose one.")


def _began(typed: Mapping[str, Any], n: int) -> bool:
    return any(typed[f"{name}_{n}"] for name in ("kind", "wrong", "waiting", "by", "words"))


def _need(typed: Mapping[str, Any], n: int, labels: Mapping[str, str], now: dt.datetime) -> Need:
    """A need in words: its title, what was said, and below it what waiting costs."""
    kind, words = typed[f"kind_{n}"], typed[f"words_{n}"] or ""
    title = headed(labels[kind], phrase(Wrong(typed[f"wrong_{n}"]), now), words)
    waiting = Waiting(typed[f"waiting_{n}"]) if typed[f"waiting_{n}"] else None
    lines = (words or title, phrase(pressing(waiting, typed[f"by_{n}"]), now))
    return Need(title, "\n".join(line for line in lines if line), kind)
