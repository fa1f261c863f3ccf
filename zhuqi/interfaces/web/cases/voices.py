"""What enterprises said without an account: the tray of a dispatch room, one of them, and what is done about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import Sentence, say, term
from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.core.access.actor import Actor, Role
from zhuqi.core.days import day_of
from zhuqi.core.files.rules import Media
from zhuqi.core.rulebook import queries as rulebook
from zhuqi.domain.calendar.queries import work_calendar
from zhuqi.domain.cases.rules.needs import LINE
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.voice import actions
from zhuqi.domain.voice.queries import sight
from zhuqi.domain.voice.queries.matching import MOST, candidates
from zhuqi.domain.voice.queries.outside import desks
from zhuqi.domain.voice.rules import READING, TEXT, Act, Proof, Stage, degrees
from zhuqi.interfaces.web import forms, lamps, paging
from zhuqi.interfaces.web.asked import Asked, done, inside
from zhuqi.interfaces.web.cases.clock_rows import workdays
from zhuqi.interfaces.web.cases.files import FileRow, given, weighed
from zhuqi.interfaces.web.forms import Choice, Field, Kind
from zhuqi.interfaces.web.lamps import Lamp
from zhuqi.interfaces.web.shown import Fact, Link, Row, Tab
from zhuqi.interfaces.web.wording import phrase

COUNTED = 1000
"""Rows are counted as far as this."""
OVER = {Stage.TAKEN_IN: "green", Stage.ANSWERED: "grey", Stage.NOT_OURS: "grey"}
WORDS = (
    Field(
        "text",
        term("What the sender reads"),
        Kind.LONG_TEXT,
        most=TEXT,
        hint=term("Why, and where to go. It stands on the receipt."),
    ),
)
PROOF = Field(
    "proof",
    term("How the sender was checked"),
    Kind.CHOICE,
    required=False,
    choices=forms.choices_of(Proof),
    hint=term("Only then does the receipt open the case. It can be noted later."),
)


@dataclass(frozen=True)
class Form:
    """One thing that can be done: its word, what it asks for, and whether it stands open."""

    name: str
    word: str
    fields: tuple[forms.Shown, ...]
    key: str
    open: bool
    lede: str = ""


@dataclass(frozen=True)
class Sender:
    """Who told it; ``open``: not masked, this one time."""

    name: str
    phone: str
    open: bool
    may: bool


LEDES = {
    Act.REACH: say("You have spoken with the sender. What was promised is kept; it waits on for what comes of it."),
    Act.TAKE_IN: say(
        "It becomes a case of your room, in the sender's words and with its files. Its time counts from when it was told."
    ),
    Act.ANSWER: say("What can be answered at once needs no case. It isn't counted as solved."),
    Act.DECLINE: say("What lies outside what this office does. The sender reads why and where to go."),
    Act.PASS_ON: say("The other room sees it at once; what was promised to the sender stays as it is."),
    Act.VOUCH: say("From then on the receipt opens the case."),
}
DONE = {
    Act.REACH: say("Noted: the sender was reached."),
    Act.TAKE_IN: say("It is taken in as {number}."),
    Act.ANSWER: say("The answer stands on the receipt."),
    Act.DECLINE: say("The sender reads that it isn't ours, and why."),
    Act.PASS_ON: say("It lies with the other room now."),
    Act.VOUCH: say("Noted. The receipt opens the case."),
}


@inside
def show(request: Asked) -> HttpResponseBase:
    """The tray: what waits, the oldest first, or what is over. Whoever reads none is told there is no such page."""
    if not request.actor.has(*READING):
        raise Missing
    over = request.GET.get("which") == "over"
    rows = sight.tray(request.actor, over=over)
    order = sight.OVER if over else sight.WAITING
    found, further = paging.page(request, "voices-over" if over else "voices", rows, order)
    n = rows.order_by()[: COUNTED + 1].count()
    calendar = work_calendar()
    told = say("More than {n}.", n=COUNTED) if n > COUNTED else say("{n} in all.", n=n)
    shown = {
        "tabs": _tabs(over),
        "members": request.actor.has(Role.DISPATCHER),
        "rows": [_row(one, request.now, calendar) for one in found],
        "further": further,
        "over": over,
        "counted": phrase(told, request.now) if n else "",
    }
    return render(request, "cases/voices.html", {"list": shown})


def _tabs(over: bool) -> tuple[Tab, ...]:
    own = reverse("voices")
    return (Tab(gettext("Waiting"), own, not over), Tab(gettext("Over"), f"{own}?which=over", over))


def _row(voice: Any, now: dt.datetime, calendar: WorkCalendar) -> Row:
    area, relay = voice.desk.area.name if voice.desk.area else "", sight.relay_of(voice)
    by = phrase(say("by a hotline, {number}", number=relay.number), now) if relay else ""
    meta = tuple(part for part in (area, phrase(say("told {at}", at=voice.told_at), now), by) if part)
    title = voice.firm or gettext("erased")
    return Row(title, reverse("voice", args=[voice.pk]), _lamp(voice, now, calendar), meta, voice.body[:120])


def _lamp(voice: Any, now: dt.datetime, calendar: WorkCalendar) -> Lamp:
    """How it stands: the time in which the room is in touch, until it was."""
    stage = Stage(voice.stage)
    if stage is not Stage.WAITING:
        return Lamp(OVER[stage], phrase(stage, now))
    if voice.reached_at is not None:
        return Lamp("green", gettext("the sender was reached"), phrase(voice.reached_at, now))
    return lamps.lamp(now, voice.due, yellow=None, workdays=workdays(calendar))


@inside
def one(request: Asked, voice_id: int) -> HttpResponseBase:
    """One of them; a POST does what its form says, or shows who told it."""
    if request.method != "POST":
        return _page(request, voice_id)
    name = request.POST.get("act", "")
    if name == "reveal":
        actions.reveal(request.actor, voice_id, key=forms.key(request.POST), now=request.now)
        return _page(request, voice_id, revealed=True)
    if name not in {act.value for act in Act}:
        raise Missing
    return _do(request, voice_id, Act(name))


def _do(request: Asked, voice_id: int, act: Act) -> HttpResponseBase:
    voice = sight.one(request.actor, voice_id)
    try:
        typed = _typed(act, forms.read(_fields(request, voice, act), request.POST))
        seen, key = forms.seen(request.POST), forms.key(request.POST)
        after = DOES[act](request.actor, voice_id, **typed, seen=seen, key=key, now=request.now)
    except Invalid as fault:
        return _page(request, voice_id, act=act, faults=fault.fields, status=422)
    except Refused as fault:
        return _page(request, voice_id, act=act, refused=fault.sentence, status=409)
    if act is Act.TAKE_IN:
        case = after.case
        return done(request, reverse("case", args=[case.pk]), Sentence(DONE[act].text, {"number": case.number}))
    return done(request, reverse("voices") if act is Act.PASS_ON else reverse("voice", args=[voice_id]), DONE[act])


DOES: Mapping[Act, Callable[..., Any]] = {
    Act.REACH: actions.reach,
    Act.TAKE_IN: actions.take_in,
    Act.ANSWER: actions.answer,
    Act.DECLINE: actions.decline,
    Act.PASS_ON: actions.pass_on,
    Act.VOUCH: actions.vouch,
}


def _typed(act: Act, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the action takes them; fields are named ``<act>_<argument>``."""
    plain = {name.removeprefix(f"{act.value}_"): value for name, value in values.items()}
    if act is Act.TAKE_IN:
        plain |= {"enterprise_id": int(plain["enterprise_id"]), "proof": plain.get("proof") or ""}
        plain["category"] = plain.get("category") or None
    return plain


def _fields(request: Asked, voice: Any, act: Act) -> tuple[Field, ...]:
    """What an act's form asks for, each field named ``<act>_<argument>``."""
    found: tuple[Field, ...] = ()
    if act in {Act.ANSWER, Act.DECLINE}:
        found = WORDS
    elif act is Act.VOUCH:
        found = (Field("proof", PROOF.label, Kind.CHOICE, choices=PROOF.choices),)
    elif act is Act.PASS_ON:
        others = tuple(
            Choice(str(desk.pk), desk.area.name) for desk in desks() if desk.area and desk.pk != voice.desk_id
        )
        found = (Field("desk_id", term("Which dispatch room"), Kind.UNIT, choices=others),)
    elif act is Act.TAKE_IN:
        found = _taking_in(request, voice)
    return tuple(
        Field(**{**vars(field), "name": f"{act.value}_{field.name}"})  # the form's own names
        for field in found
    )


def _taking_in(request: Asked, voice: Any) -> tuple[Field, ...]:
    fitting = candidates(request.actor, voice, _words(request))
    choices = tuple(
        Choice(
            str(one.enterprise.pk),
            f"{one.enterprise.name} · {one.enterprise.uscc} · {one.enterprise.region.name}",
            say("has the code that was written") if one.by_code else None,
        )
        for one in fitting
    )
    edition = rulebook.in_force(voice.desk.path, day_of(request.now))
    rules: CaseRules = rulebook.section(edition, "办理")
    kinds, categories = (tuple(Choice(*pair) for pair in each.items()) for each in (rules.kinds, rules.categories))
    relay = sight.relay_of(voice)
    asked = [
        Field("enterprise_id", term("Which enterprise of the register"), Kind.CHOICE, choices=choices),
        Field("title", term("In one line"), most=LINE, value=" ".join(voice.body.split())[:40]),
        Field("kind", term("Kind"), Kind.CHOICE, choices=kinds, value=relay.code if relay else ""),
    ]
    if categories:
        asked.append(Field("category", term("Category"), Kind.CHOICE, required=False, choices=categories))
    return (*asked, PROOF)


def _words(request: Asked) -> str:
    """What the register is searched for in place of what the sender wrote."""
    source = request.POST if request.method == "POST" else request.GET
    written = source.get("words", "").strip()
    return written if written.isprintable() and len(written) <= LINE else ""


def _page(
    request: Asked,
    voice_id: int,
    *,
    act: Act | None = None,
    faults: Mapping[str, Sentence] | None = None,
    refused: Sentence | None = None,
    revealed: bool = False,
    status: int = 200,
) -> HttpResponse:
    voice = sight.one(request.actor, voice_id)
    name, phone = (voice.name, voice.phone) if revealed else sight.masked(voice)
    may = bool(voice.name) and not revealed and _is_room(request.actor, voice)
    words = _words(request)
    shown = {
        "voice": voice,
        "title": voice.firm or gettext("erased"),
        "lamp": _lamp(voice, request.now, work_calendar()),
        "facts": _facts(voice, request.now),
        "body": voice.body,
        "answer": voice.answer,
        "case": Link(voice.case.number, reverse("case", args=[voice.case_id])) if voice.case else None,
        "sender": Sender(name, phone, revealed, may) if voice.name else None,
        "files": [_file(voice_id, each.file, request.now) for each in sight.enclosed(voice)],
        "forms": [_form(request, voice, each, act, faults) for each in sight.actions(request.actor, voice)],
        "refused": refused,
        "words": words,
        "fits": MOST,
        "key": forms.new_key(),
    }
    answer = render(request, "cases/voice.html", shown, status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _is_room(actor: Actor, voice: Any) -> bool:
    return bool(sight.actions(actor, voice))


def _facts(voice: Any, now: dt.datetime) -> tuple[Fact, ...]:
    rows = (
        (say("Told"), voice.told_at),
        (say("Area"), voice.desk.area.name if voice.desk.area else ""),
        (say("Credit code as written"), voice.uscc),
        (say("In touch by"), voice.due if voice.stage == Stage.WAITING else None),
        (say("The sender was reached"), voice.reached_at),
        (say("Taken in for"), voice.enterprise.name if voice.enterprise else ""),
        (say("How the sender was checked"), Proof(voice.proof) if voice.proof else ""),
        *_relayed(sight.relay_of(voice)),
    )
    return tuple(Fact(phrase(name, now), phrase(what, now)) for name, what in rows if what not in ("", None))


def _relayed(relay: Any) -> tuple[tuple[Sentence, object], ...]:
    """What a hotline handed in beside the words. An address of the web is text here: nobody is led there."""
    if relay is None:
        return ()
    known = relay.lat is not None and relay.long is not None
    return (
        (say("The hotline's number"), relay.number),
        (say("Where it is"), relay.address),
        (say("Number of the address"), relay.address_id),
        (say("Latitude and longitude"), f"{degrees(relay.lat)}, {degrees(relay.long)}" if known else ""),
        (say("Picture elsewhere (not looked at)"), relay.media_url),
    )


def _file(voice_id: int, file: Any, now: dt.datetime) -> FileRow:
    if file.erased_at is not None:
        return FileRow(file.pk, "", phrase(say("a file that was erased on {at}", at=file.erased_at), now), "", False)
    what = phrase(say("{kind}, {size}", kind=Media(file.media), size=weighed(file.size)), now)
    return FileRow(file.pk, file.name, what, reverse("voice_file", args=[voice_id, file.pk]), False)


def _form(request: Asked, voice: Any, act: Act, sent: Act | None, faults: Mapping[str, Sentence] | None) -> Form:
    fields, again = _fields(request, voice, act), act is sent
    named = {f"{act.value}_{name}": said for name, said in (faults or {}).items()} | dict(faults or {})
    return Form(
        name=act.value,
        word=phrase(act, request.now),
        fields=tuple(forms.again(fields, request.POST, named) if again else forms.blank(fields)),
        key=(again and faults and forms.key(request.POST)) or forms.new_key(),
        open=again or (act is Act.TAKE_IN and bool(_words(request))),
        lede=phrase(LEDES[act], request.now),
    )


@inside
def fetch(request: Asked, voice_id: int, file_id: int) -> HttpResponseBase:
    """One file that came with it, as a download."""
    return given(sight.download(request.actor, voice_id, file_id))
