"""The page on which the lists of a text are changed by forms. Nothing is written but the text itself, which goes from page to page
until somebody hands it in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import Sentence, say
from zhuqi.core.rulebook.checking import Fault
from zhuqi.core.rulebook.editing import rows as editing
from zhuqi.core.rulebook.editing.blocks import block
from zhuqi.core.rulebook.editing.lists import LABEL, Listed
from zhuqi.core.rulebook.editing.rows import Row, rooted_at
from zhuqi.core.rulebook.reading import Unreadable
from zhuqi.interfaces.web.asked import Asked as Request
from zhuqi.interfaces.web.asked import inside
from zhuqi.interfaces.web.forms import Shown
from zhuqi.interfaces.web.keeping.frame import Head
from zhuqi.interfaces.web.rulebooks import drafting, frame
from zhuqi.interfaces.web.rulebooks.report import judged
from zhuqi.interfaces.web.rulebooks.rows import fields as fielded
from zhuqi.interfaces.web.rulebooks.rows.ground import Ground, brought, every_list, failing, ground
from zhuqi.interfaces.web.rulebooks.rows.table import overview, rows, table, title
from zhuqi.interfaces.web.rulebooks.rows.trying import Tried, tried
from zhuqi.interfaces.web.wording import phrase

ADD = "+"
CHANGES: Mapping[str, Callable[[str, Listed, Row, Any], str]] = {
    "remove": editing.removed,
    "drop": editing.removed,
    "up": lambda text, listed, row, above: editing.shifted(text, listed, row, -1, above),
    "down": lambda text, listed, row, above: editing.shifted(text, listed, row, 1, above),
}
"""What is done to a row without a form; ``drop`` takes one out though the text then has a fault."""
LEDE = say(
    "Each change is written into the text, which keeps its comments. Nothing holds until the text is handed in and signed."
)


@dataclass(frozen=True)
class Desk:
    """What somebody has before them: the text on its ground, the list that is open."""

    request: Request
    here: Ground
    listed: Listed


@inside
def show(request: Request) -> HttpResponseBase:
    """The lists, one of them, or the form of a row. At most eight queries. Everybody who hands nothing in is told there is no such
    page."""
    if not frame.hands_in(request.actor):
        raise Missing
    text = request.POST.get("text", "").replace("\r\n", "\n") if request.method == "POST" else drafting.begun(request)
    if not text.strip():
        return HttpResponseRedirect(reverse("rulebook_new"))
    deed, _, ref = request.POST.get("do", "").partition(":")
    if deed == "undo":
        text = request.POST.get("was", "").replace("\r\n", "\n") or text
    try:
        here = ground(text)
        listed = every_list().get(ref if deed == "open" else (request.POST.get("list") or request.GET.get("list", "")))
        if listed is None or deed == "lists":
            return _overview(request, here)
        return _done(Desk(request, here, listed), deed, ref)
    except Unreadable:
        return drafting.page(request, text, judged(text), status=422)


def _done(desk: Desk, deed: str, ref: str) -> HttpResponseBase:
    """What somebody wanted done to a row."""
    row = dict(rows(desk.here.held(desk.listed))).get(ref)
    try:
        if deed in CHANGES and row is not None:
            return _at_once(desk, deed, ref, row)
        if deed == "change" and row is not None:
            return _form(desk, ref, row)
        if deed == "add":
            return _form(desk, ADD, None)
        if deed in ("look", "write", "anyway") and (row is not None or ref == ADD):
            return _written(desk, deed, ref, row)
    except Refused as fault:
        return _list(desk, refused=(fault.sentence,), status=409)
    return _list(desk)


def _at_once(desk: Desk, deed: str, ref: str, row: Row) -> HttpResponseBase:
    after = desk.here.after(CHANGES[deed](desk.here.text, desk.listed, row, desk.here.above))
    wrong = brought(desk.here, after)
    if deed == "remove" and wrong:
        return _list(desk, refused=tuple(fault.told for fault in wrong), drop=ref, status=422)
    said = say("The row is taken out.") if deed in ("remove", "drop") else say("The row is moved.")
    return _list(Desk(desk.request, after, desk.listed), before=desk.here, said=said, typed=row.typed, wrong=wrong)


def _written(desk: Desk, deed: str, ref: str, row: Row | None) -> HttpResponseBase:
    """The row as it was typed: looked at, or written into the text. What can't be read is never written; what makes a fault
    elsewhere is, where somebody says so."""
    here, listed, posted = desk.here, desk.listed, desk.request.POST
    fields = fielded.asked(here, listed, row)
    try:
        plain = fielded.read(fields, row, listed, posted)
    except Invalid as fault:
        return _form(desk, ref, row, shown=fielded.again(fields, posted, fault.fields), status=422)
    text = (
        editing.rewritten(here.text, listed, row, plain, here.above)
        if row is not None
        else editing.added(here.text, listed, plain, here.above)
    )
    after = here.after(text)
    place = _place(here, after, listed, row)
    mine = after.held(listed).own[place - 1]
    beside, above, grave = _judged(desk, after, place, mine, fields)
    shown = fielded.again(fields, posted, beside)
    if grave or ((beside or above) and deed != "anyway"):
        return _form(desk, ref, row, shown=shown, refused=above, anyway=not grave, status=422)
    if deed == "look":
        return _form(desk, ref, row, shown=shown, after=after, typed=mine.typed)
    said = say("The row is written into the text.") if text != here.text else say("The text says this already.")
    wrong = brought(here, after)
    return _list(Desk(desk.request, after, listed), before=here, said=said, typed=mine.typed, wrong=wrong, at=place)


def _place(here: Ground, after: Ground, listed: Listed, row: Row | None) -> int:
    """Where the row stands in the changed text."""
    own = after.held(listed).own
    if row is None or (not row.place and listed.merges and here.above is not None):
        return len(own)
    return row.place or here.held(listed).given.index(row) + 1


def _judged(
    desk: Desk, after: Ground, place: int, mine: Row, fields: Any
) -> tuple[dict[str, Sentence], tuple[Sentence, ...], bool]:
    """What is wrong with a row as it is written: beside its fields, above them, and whether it can't be read at all."""
    listed = desk.listed
    first, last = _lines(after.text, listed, place, mine)
    names = {each.key.word: each.field.name for each in fields}
    beside: dict[str, Sentence] = {}
    above: list[Sentence] = []
    unread = mine.wrong.faults if mine.wrong is not None else ()
    found: list[tuple[int, str, Sentence, Fault | None]] = [(each.line, each.key, each.why, None) for each in unread]
    known = {(key, str(why)) for _, key, why, _ in found}
    found += [
        (each.line, each.key, each.sentence, each)
        for each in brought(desk.here, after)
        if (each.key, str(each.sentence)) not in known
    ]
    for line, key, why, fault in found:
        within = first <= line <= last
        name = names.get(key) if within else None
        if name is None and within and listed.row is None:
            name = names.get(LABEL, fields[0].field.name)
        if name is not None:
            beside.setdefault(name, why)
        else:
            above.append(why if within or fault is None else fault.told)
    return beside, tuple(above), bool(unread)


def _lines(text: str, listed: Listed, place: int, mine: Row) -> tuple[int, int]:
    """From which line to which a row stands, counted from 1."""
    at = block(text, listed.path)
    if at is not None and place <= len(at.entries):
        return at.entries[place - 1].first + 1, at.entries[place - 1].last + 1
    return mine.line, mine.line


def _overview(request: Request, here: Ground) -> HttpResponseBase:
    head = Head(gettext("Change lists by forms"), phrase(LEDE, request.now), frame.crumbs())
    shown = {"head": head, "text": here.text, "chapters": overview(here, request.now)}
    return render(request, "rulebooks/rows.html", shown)


def _list(
    desk: Desk,
    *,
    before: Ground | None = None,
    said: Sentence | None = None,
    refused: tuple[Sentence, ...] = (),
    drop: str = "",
    typed: Mapping[str, Any] | None = None,
    wrong: tuple[Fault, ...] = (),
    at: int = 0,
    status: int = 200,
) -> HttpResponseBase:
    """A list with all that holds, and what became of it just now."""
    now, here = desk.request.now, desk.here
    shown = {
        **_known(desk),
        "table": table(here, desk.listed, now),
        "ordered": desk.listed.ordered,
        "whole": bool(here.held(desk.listed).given) and not (desk.listed.merges and here.above),
        "given": bool(here.held(desk.listed).given) and desk.listed.merges and here.above is not None,
        "was": before.text if before is not None and before.text != here.text else "",
        "said": phrase(said, now) if said else "",
        "at": at,
        "refused": [phrase(each, now) for each in refused],
        "drop": drop,
        "wrong": [phrase(each.told, now) for each in wrong],
        "failing": failing(here.faults),
        "tried": tried(before, here, desk.listed, typed, desk.request.POST, now) if before is not None else Tried(),
    }
    return render(desk.request, "rulebooks/rows.html", shown, status=status)


def _form(
    desk: Desk,
    ref: str,
    row: Row | None,
    *,
    shown: list[Shown] | None = None,
    refused: tuple[Sentence, ...] = (),
    anyway: bool = False,
    after: Ground | None = None,
    typed: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    """The form of a row: what it needs, folded away what it may say besides, and the sample."""
    now, listed, here = desk.request.now, desk.listed, desk.here
    fields = fielded.asked(here, listed, row)
    every = shown if shown is not None else fielded.blank(fields)
    said = row.plain if row is not None else {}
    needed = {each.field.name for each in fields if each.key.needed or each.key.word in said}
    needed = needed or {each.field.name for each in fields}
    more = [each for each in every if each.field.name not in needed]
    bad = shown is not None and status != 200
    context = {
        **_known(desk),
        "ref": ref,
        "fresh": row is None,
        "given": row is not None and not row.place and listed.merges and here.above is not None,
        "known_by": phrase([say(listed.keys[word].label) for word in listed.known_by], now),
        "needed": [each for each in every if each.field.name in needed],
        "more": more,
        "unfolded": any(each.error for each in more),
        "refused": [phrase(each, now) for each in refused],
        "anyway": anyway,
        "tried": Tried()
        if bad
        else tried(
            here if after is not None else None,
            after or here,
            listed,
            typed or (row.typed if row is not None else None),
            desk.request.POST,
            now,
        ),
        "looked": after is not None,
    }
    return render(desk.request, "rulebooks/row.html", context, status=status)


def _known(desk: Desk) -> dict[str, Any]:
    name = title(desk.listed, desk.request.now)
    head = Head(name, phrase(LEDE, desk.request.now), frame.crumbs())
    line = _line(desk.here.text, desk.listed)
    return {"head": head, "text": desk.here.text, "listed": desk.listed.code, "line": line}


def _line(text: str, listed: Listed) -> int:
    """The line in which the list stands; 0 where the text doesn't have it."""
    try:
        return rooted_at(text, listed.path).line
    except Refused:
        return 0
