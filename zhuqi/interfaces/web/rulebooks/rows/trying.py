"""What a change of a row does: to a sample case on a time line, and to what the text says, before and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from zhuqi.base.errors import Invalid
from zhuqi.base.words import Named, Sentence, say
from zhuqi.core.rulebook.comparing import differences
from zhuqi.core.rulebook.editing.lists import Listed
from zhuqi.core.rulebook.keys import keys_of
from zhuqi.domain.calendar.queries import work_calendar
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.forms import Field, Shown
from zhuqi.interfaces.web.rulebooks import playing
from zhuqi.interfaces.web.rulebooks.against import Group
from zhuqi.interfaces.web.rulebooks.against import rows as differing
from zhuqi.interfaces.web.rulebooks.rows.ground import Ground
from zhuqi.interfaces.web.rulebooks.timeline import Line, line
from zhuqi.interfaces.web.wording import phrase

BEFORE = "s_"
"""Before the names of the sample's fields: they stand in one form with those of the row."""
DRAWN = ("办理", "工作时间")
"""Sections that say something of a case's deadlines."""
NOTICED = ("reminders", "lamps")
"""Lists of which one sees something only in what is sent and lit."""
FILTERS = {**{name: field for name, (field, _) in playing.LABELS.items()}, "channel": "channels", "scale": "scales"}
"""{how a case is sorted: what a row calls it}"""


@dataclass(frozen=True)
class Tried:
    """``form``: how the sample is sorted; ``line``: its deadlines; ``changes``: what the text says otherwise; ``said``: why nothing
    is drawn."""

    form: tuple[Shown, ...] = ()
    line: Line | None = None
    changes: tuple[Group, ...] = ()
    said: str = ""


def tried(
    before: Ground | None, after: Ground, listed: Listed, typed: Mapping[str, Any] | None, posted: Any, now: dt.datetime
) -> Tried:
    """The sample under a text; with ``before``, beside what it was. ``typed``: the row that is spoken of, which the sample
    fits."""
    changes = _changes(before, after, now) if before is not None else ()
    if listed.path[0] not in DRAWN:
        return Tried(changes=changes)
    layer = after.layer or (before.layer if before is not None else None)
    if layer is None:
        return Tried(said=phrase(UNREAD, now))
    rules, hours = layer.sections["办理"], layer.sections["工作时间"]
    calendar = work_calendar(hours.hours, hours.zone)
    fields = [replace(each, required=False) for each in playing.fields(rules, now, BEFORE)]
    asked = {**playing.first(fields), **_fitting(listed, typed, fields)}
    faults: Mapping[str, Sentence] = {}
    if f"{BEFORE}day" in posted:
        try:
            sent = forms.read(fields, posted)
            asked |= {name: value for name, value in sent.items() if value not in (None, "")}
            playing.moment(asked, calendar, f"{BEFORE}time")
        except Invalid as fault:
            faults = fault.fields
    form = tuple(
        replace(each, error=faults.get(each.field.name))
        for each in (forms.again(fields, posted, {}) if faults else forms.asked_for(fields, asked))
    )
    if faults:
        return Tried(form, changes=changes)
    if after.layer is None:
        return Tried(form, said=phrase(UNREAD, now))
    at = playing.moment(asked, calendar, f"{BEFORE}time")
    sorted_as = {name.removeprefix(BEFORE): value for name, value in asked.items()}
    far = listed.fields[0] in NOTICED
    ran, refused = playing.played(rules, calendar, sorted_as, at, far=far)
    was = None
    if before is not None and before.layer is not None:
        old = before.layer.sections
        was = playing.played(
            old["办理"], work_calendar(old["工作时间"].hours, old["工作时间"].zone), sorted_as, at, far=far
        )[0]
    said = phrase(refused, now) if refused else ""
    return Tried(form, line(ran, calendar, at, was) if ran or was else None, changes, said)


UNREAD = say("The text can't be taken as it is, so no case can be played under it.")


def _changes(before: Ground, after: Ground, now: dt.datetime) -> tuple[Group, ...]:
    if before.layer is None or after.layer is None:
        return ()
    return differing(differences(before.layer.sections, after.layer.sections), now)


def _fitting(listed: Listed, typed: Mapping[str, Any] | None, fields: list[Field]) -> dict[str, Any]:
    """How a case must be sorted so that a row speaks of it."""
    if typed is None or listed.row is None:
        return {}
    keys = keys_of(listed.row)
    offered = {field.name: {choice.value for choice in field.choices} for field in fields}
    found = {}
    for name, field in FILTERS.items():
        some = typed.get(keys[field].word, ()) if field in keys else ()
        codes = sorted(each.value if isinstance(each, Named) else str(each) for each in some)
        fitting = [code for code in codes if code in offered.get(BEFORE + name, ())]
        if fitting:
            found[BEFORE + name] = fitting[0]
    return found
