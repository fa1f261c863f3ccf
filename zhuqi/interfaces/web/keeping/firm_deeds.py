"""What is done about one enterprise by forms, beside correcting and linking: standing, spokespersons, notes, lists, merging."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Missing
from zhuqi.base.words import Sentence, say, term
from zhuqi.domain.directory import actions
from zhuqi.domain.directory.queries import register
from zhuqi.domain.directory.rules.alike import Row, judged
from zhuqi.domain.directory.rules.firms import UNDONE_WITHIN, Standing, likeness, may_keep_list
from zhuqi.interfaces.hanging import hanging
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked
from zhuqi.interfaces.web.forms import Choice, Field, Kind
from zhuqi.interfaces.web.keeping import frame
from zhuqi.interfaces.web.keeping.frame import Deed, Head, Item, Part
from zhuqi.interfaces.web.shown import Link
from zhuqi.interfaces.web.wording import phrase

SAY_WHY = term("Your reason is kept with it.")


def named(request: Asked, name: str) -> int:
    """The number that an address names. Raises Missing."""
    number = forms.read((Field(name, "", Kind.INTEGER, required=False, least=1),), request.GET)[name]
    if not number:
        raise Missing
    return int(number)


def why_field(*, required: bool = True) -> Field:
    """Why something is done."""
    return Field("why", term("Why"), required=required, most=200, hint=SAY_WHY if required else "")


def _standing(request: Asked, firm: Any) -> Deed:
    def do(typed: dict[str, Any], key: str) -> Sentence:
        standing = Standing(typed.pop("standing"))
        actions.set_standing(request.actor, firm.pk, standing=standing, **typed, key=key, now=request.now)
        return say("The register says so of “{name}” now.", name=firm.name)

    stands = Standing(firm.standing or Standing.OPEN)
    others = [standing for standing in Standing if standing is not stands]
    fields = (
        Field("standing", term("Whether it is at work"), Kind.CHOICE, choices=forms.choices_of(others)),
        frame.day_field("since", term("Since"), request.now),
        why_field(required=False),
    )
    asks = say("The register says: {stands}. Nothing that hangs on the enterprise ends with this.", stands=stands)
    return Deed(WORDS["standing"], fields, do, asks)


def _spokesperson(request: Asked, firm: Any) -> Deed:
    def do(typed: dict[str, Any], key: str) -> Sentence:
        actions.write_spokesperson(request.actor, firm.pk, **typed, key=key, now=request.now)
        return say("It is written down.")

    fields = (
        Field("name", term("Full name"), most=60),
        Field("role", term("What they are there"), required=False, most=60),
        Field("phone", term("Telephone"), required=False, most=30),
    )
    asks = say(
        "Personal data: masked for everybody until they ask to see it and say why. Write no more than is needed."
    )
    return Deed(WORDS["spokesperson"], fields, do, asks)


def _person(request: Asked, firm: Any) -> Any:
    """The spokesperson that the address names, of this enterprise. Raises Missing."""
    wanted = named(request, "person")
    found = next((one for one in register.spokespersons(request.actor, firm.pk) if one.pk == wanted), None)
    if found is None:
        raise Missing
    return found


def _reveal(request: Asked, firm: Any) -> Deed:
    one = _person(request, firm)

    def do(typed: dict[str, Any], key: str) -> HttpResponseBase:
        shown = actions.reveal_spokesperson(request.actor, one.pk, why=typed["why"], key=key, now=request.now)
        facts = (
            (say("Full name"), shown.name, ""),
            (say("What they are there"), shown.role, ""),
            (say("Telephone"), shown.phone, ""),
        )
        back = Link(firm.name, reverse("enterprise", args=[firm.pk]))
        lede = gettext("That you looked is on record, and why.")
        answer = frame.one(request, Head(shown.name, lede=lede, crumbs=(back,)), here="enterprises", facts=facts)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    asks = say("Personal data of {name}. That you looked is on record, and why.", name=one.name)
    return Deed(WORDS["reveal"], (why_field(),), do, asks)


def _erase(request: Asked, firm: Any) -> Deed:
    one = _person(request, firm)

    def do(typed: dict[str, Any], key: str) -> Sentence:
        actions.erase_spokesperson(request.actor, one.pk, key=key, now=request.now)
        return say("What was known of that person is erased.")

    asks = say(
        "What is known of {name} is erased for good. That somebody was written down stays on record.", name=one.name
    )
    return Deed(WORDS["erase"], (), do, asks, grave=True)


def _note(request: Asked, firm: Any) -> Deed:
    def do(typed: dict[str, Any], key: str) -> Sentence:
        actions.write_note(request.actor, firm.pk, text=typed["text"], key=key, now=request.now)
        return say("It is noted.")

    asks = say("Who sees the enterprise reads it. No personal data: those are masked only among its spokespersons.")
    return Deed(WORDS["note"], (Field("text", term("Note"), Kind.LONG_TEXT, most=5000),), do, asks)


def _strike(request: Asked, firm: Any) -> Deed:
    wanted = named(request, "note")
    note = register.notes(request.actor, firm.pk).filter(pk=wanted).first()
    if note is None:
        raise Missing

    def do(typed: dict[str, Any], key: str) -> Sentence:
        actions.erase_note(request.actor, note.pk, key=key, now=request.now)
        return say("The note is erased.")

    return Deed(WORDS["strike"], (), do, say("The words of this note are erased for good."), grave=True)


def _list(request: Asked, firm: Any) -> Deed:
    held = register.key_lists(request.actor).filter(until=None).order_by("name", "pk")
    choices = tuple(Choice(str(row.pk), row.name) for row in held if may_keep_list(request.actor, row.area.path))

    def do(typed: dict[str, Any], key: str) -> Sentence:
        row = actions.put_on_list(
            request.actor, int(typed["list"]), enterprise_id=firm.pk, since=typed["since"], key=key, now=request.now
        )
        return say("“{name}” stands on “{list}”.", name=firm.name, list=row.name)

    fields = (
        Field("list", term("Key list"), Kind.CHOICE, choices=choices),
        frame.day_field("since", term("Start day"), request.now),
    )
    refused = None if choices else say("You keep no key list that is open: open one first.")
    return Deed(WORDS["list"], fields, do, refused=refused)


def _unlist(request: Asked, firm: Any) -> Deed:
    row = register.key_list(request.actor, named(request, "list"))

    def do(typed: dict[str, Any], key: str) -> Sentence:
        actions.take_off_list(
            request.actor, row.pk, enterprise_id=firm.pk, until=typed["until"], key=key, now=request.now
        )
        return say("“{name}” stands on “{list}” no longer.", name=firm.name, list=row.name)

    fields = (frame.day_field("until", term("First day without it"), request.now),)
    return Deed(WORDS["unlist"], fields, do, say("It is taken off “{list}”.", list=row.name), grave=True)


def _merge(request: Asked, firm: Any) -> Deed:
    into = register.kept(request.actor).filter(pk=named(request, "into")).first()
    if into is None:
        raise Missing

    def do(typed: dict[str, Any], key: str) -> Sentence:
        actions.merge_enterprise(request.actor, firm.pk, into_id=into.pk, **typed, key=key, now=request.now)
        return say("“{name}” ({code}) stands for both rows now.", name=into.name, code=into.uscc)

    asks = say(
        "“{name}” ({code}) will stand for “{firm}” ({own}). What hangs on this row is found there; it can be undone for {n} days.",
        name=into.name,
        code=into.uscc,
        firm=firm.name,
        own=firm.uscc,
        n=UNDONE_WITHIN.days,
    )
    alike = [phrase(why, request.now) for why in likeness(firm.name, firm.uscc, into.name, into.uscc)]
    near = judged(Row(firm.pk, firm.name, firm.uscc), Row(into.pk, into.name, into.uscc))
    alike += [phrase(near.why, request.now)] if near is not None else []
    unlike = gettext("Nothing in the rows says so: look twice.")
    same = Part(
        gettext("Why they may be one"),
        [Item("", why) for why in alike],
        unlike,
    )
    return Deed(WORDS["merge"], (why_field(),), do, asks, grave=True, parts=(same, preview(request, firm)))


def _apart(request: Asked, firm: Any) -> Deed:
    other = register.kept(request.actor).filter(pk=named(request, "other")).first()
    if other is None:
        raise Missing

    def do(typed: dict[str, Any], key: str) -> Sentence:
        actions.tell_apart(request.actor, firm.pk, other_id=other.pk, **typed, key=key, now=request.now)
        return say("“{name}” and “{other}” are two enterprises.", name=firm.name, other=other.name)

    asks = say(
        "“{name}” ({code}) and “{other}” ({theirs}) are two enterprises. They are proposed as one no more.",
        name=firm.name,
        code=firm.uscc,
        other=other.name,
        theirs=other.uscc,
    )
    return Deed(WORDS["apart"], (why_field(),), do, asks)


def _undo(request: Asked, firm: Any) -> Deed:
    row = firm.absorbed.filter(pk=named(request, "row")).first()
    if row is None:
        raise Missing

    def do(typed: dict[str, Any], key: str) -> Sentence:
        actions.unmerge_enterprise(request.actor, row.pk, why=typed["why"], key=key, now=request.now)
        return say("“{name}” ({code}) stands for itself again.", name=row.name, code=row.uscc)

    asks = say(
        "“{name}” ({code}) stands for itself again, with all that hung on it. What was written to this row since stays here.",
        name=row.name,
        code=row.uscc,
    )
    return Deed(WORDS["undo"], (why_field(),), do, asks, grave=True)


def preview(request: Asked, firm: Any) -> Part:
    """What will be found at the other row."""
    items = [
        Item(str(one.count), phrase(one.word, request.now), meta=one.names)
        for one in hanging(request.actor, firm.pk)
        if one.count
    ]
    return Part(gettext("What is found there then"), items, gettext("Nothing hangs on this row."))


WORDS: Mapping[str, str] = {
    "apart": term("Say that they are two"),
    "standing": term("Stopped, moved out, at work again"),
    "spokesperson": term("Write down who speaks for it"),
    "reveal": term("Show a name and a telephone"),
    "erase": term("Erase a person"),
    "note": term("Write a note"),
    "strike": term("Erase a note"),
    "list": term("Put on a key list"),
    "unlist": term("Take off a key list"),
    "merge": term("Merge two rows"),
    "undo": term("Undo a merging"),
}
DEEDS: Mapping[str, Callable[[Asked, Any], Deed]] = {
    "standing": _standing,
    "spokesperson": _spokesperson,
    "reveal": _reveal,
    "erase": _erase,
    "note": _note,
    "strike": _strike,
    "list": _list,
    "unlist": _unlist,
    "merge": _merge,
    "apart": _apart,
    "undo": _undo,
}
