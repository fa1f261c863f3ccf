"""What is done about one person: leaving, roles, posts, and letting them in again."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Invalid, Missing
from zhuqi.base.paths import within_any
from zhuqi.base.words import Sentence, say, term
from zhuqi.core.access.actor import Role
from zhuqi.core.access.queries import lasting
from zhuqi.core.accounts.queries import Standing
from zhuqi.core.days import day_of
from zhuqi.domain.directory import actions
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.actions.roles import grants_at
from zhuqi.domain.directory.actions.transferring import ending_with
from zhuqi.domain.directory.rules import Rank, reach
from zhuqi.domain.liaison import queries as liaison
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.forms import Field, Kind
from zhuqi.interfaces.web.keeping import duties, frame, who
from zhuqi.interfaces.web.keeping.frame import Deed, Head
from zhuqi.interfaces.web.shown import Door, Link

HERE = "people"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Signs of a password that is read off paper: none that looks like another."""
WORDS = {
    "give_role": duties.GIVE,
    "appoint": duties.FILL,
    "reset_password": term("Set a new password"),
    "unlock": term("End the lock-out"),
    "lose_factor": term("Remove the second factor"),
    "revoke_tokens": term("Revoke the tokens"),
    "correct": term("Correct or move"),
    "transfer": term("Transfer to another unit"),
    "leave": term("Note that they left"),
}
GRAVE = frozenset({"leave", "lose_factor", "reset_password", "revoke_tokens"})
ON_THE_PAGE = (
    "give_role",
    "appoint",
    "reset_password",
    "unlock",
    "lose_factor",
    "revoke_tokens",
    "correct",
    "transfer",
    "leave",
)


def kept(request: Asked, staff_id: int) -> Any:
    """Somebody in the actor's reach. Raises Missing."""
    found = directory.kept_staff(request.actor).filter(pk=staff_id).first()
    if found is None:
        raise Missing
    return found


def unit_address(request: Asked, one: Any) -> str:
    """The page of somebody's unit, where the actor may open it."""
    mine = within_any(one.unit.path, reach(request.actor))
    return reverse("organisation", args=[one.unit_id]) if mine else ""


def doors(request: Asked, one: Any, door: Standing | None) -> tuple[Door, ...]:
    """What may be done about somebody as things stand."""
    if one.left_on is not None:
        return ()
    idle = set()
    if door is None or not door.failures:
        idle.add("unlock")
    if door is None or not door.factor:
        idle.add("lose_factor")
    if door is None or not door.tokens:
        idle.add("revoke_tokens")
    if door is None or not door.open:
        idle |= {"reset_password", "give_role"}
    open_ = [name for name in ON_THE_PAGE if name in who.may(request.actor, who.PERSON, one) - idle]
    if door is not None and door.shut:
        open_.sort(key=lambda name: name != "unlock")  # it is what they called for
    return tuple(
        Door(
            gettext(WORDS[name]),
            reverse("person_act", args=[one.pk, name]),
            grave=name == "leave",
            main=name == open_[0] and name not in GRAVE,
        )
        for name in open_
    )


def role_doors(request: Asked, one: Any, grant: Any, org: Any) -> tuple[Link, ...]:
    """The way to end a role, for whoever may."""
    may = "end_role" in who.may(request.actor, who.PERSON, one) and grants_at(request.actor, Role(grant.role), org)
    over = grant.until is not None and grant.until <= day_of(request.now)
    if over or not may:
        return ()
    address = f"{reverse('person_act', args=[one.pk, 'end_role'])}?at={grant.org}&role={grant.role}"
    return (Link(gettext("End this"), address),)


@inside
def act(request: Asked, staff_id: int, name: str) -> HttpResponseBase:
    """The form of what is done about somebody."""
    one = kept(request, staff_id)
    if name not in who.may(request.actor, who.PERSON, one):
        raise Missing
    back = reverse("person", args=[one.pk])
    head = Head(one.name, crumbs=(Link(gettext("People"), reverse("people")), Link(one.name, back)))
    return frame.perform(request, DEEDS[name](request, one), head=head, here=HERE, back=back)


COLLEAGUE = Field(
    "colleague",
    term("Who takes what they had: staff code"),
    required=False,
    most=30,
    hint=term("Somebody who serves at the same place. Left blank, their unit keeps it until a successor is named."),
)


def _colleague(request: Asked, code: str) -> int | None:
    """Who takes what somebody had, by their staff code. Raises Invalid."""
    if not code:
        return None
    found = directory.kept_staff(request.actor).filter(code=code, left_on=None).values_list("pk", flat=True).first()
    if found is None:
        raise Invalid({"colleague": say("Nobody whom you look after has this staff code.")})
    return int(found)


def _leave(request: Asked, one: Any) -> Deed:
    def do(typed: dict[str, Any], key: str) -> Sentence:
        other = _colleague(request, typed["colleague"])
        actions.leave(request.actor, one.pk, on=typed["on"], colleague_id=other, key=key, now=request.now)
        return say("{name} has left.", name=one.name)

    day = day_of(request.now)
    asks = say(
        "{name} leaves for good: the account is closed, and with it end the roles ({roles}), the posts, and the links to "
        "enterprises ({links}).",
        name=one.name,
        roles=lasting(day).filter(account=one.account_id or 0).count(),
        links=liaison.links_held(one.pk),
    )
    fields = (frame.day_field("on", term("First day without them"), request.now), COLLEAGUE)
    refused = directory.staying(request.actor, one, day)
    return Deed(WORDS["leave"], fields, do, asks, grave=True, refused=refused)


def _correct(request: Asked, one: Any) -> Deed:
    reached = directory.kept_organisations(request.actor)

    def do(typed: dict[str, Any], key: str) -> Sentence:
        rank, unit = Rank(typed["rank"]), frame.organisation_typed(typed["organisation"], reached)
        actions.correct_staff(
            request.actor, one.pk, name=typed["name"], rank=rank, unit_id=unit.pk, key=key, now=request.now
        )
        return say("The register says so of “{name}” now.", name=typed["name"])

    fields = (
        Field("name", term("Full name"), most=40, value=one.name),
        Field("rank", term("Rank"), Kind.CHOICE, choices=forms.choices_of(Rank), value=one.rank),
        frame.organisation_field(reached.filter(retired_on=None), word=term("Unit: code or name"), value=one.unit.code),
    )
    asks = say("Whoever moves to another unit keeps their roles, until the security administrator ends them.")
    return Deed(WORDS["correct"], fields, do, asks)


def _transfer(request: Asked, one: Any) -> Deed:
    reached = directory.kept_organisations(request.actor)
    ends = ending_with(one, day_of(request.now))

    def do(typed: dict[str, Any], key: str) -> Sentence:
        unit = frame.organisation_typed(typed["organisation"], reached)
        other = _colleague(request, typed["colleague"])
        typed_ = {"unit_id": unit.pk, "colleague_id": other, "why": typed["why"]}
        actions.transfer(request.actor, one.pk, **typed_, key=key, now=request.now)
        return say("{name} belongs to “{unit}” now.", name=one.name, unit=unit.name)

    fields = (
        frame.organisation_field(reached.filter(retired_on=None), word=term("Unit: code or name")),
        COLLEAGUE,
        Field("why", term("Why"), required=False, most=200),
    )
    asks = say(
        "From today on {name} belongs to another unit. The roles held at “{unit}” end ({roles}), and they log in "
        "anew. Of the enterprises they hold ({links}), those held from “{unit}” or below it are handed over; what they hold "
        "elsewhere stays.",
        name=one.name,
        unit=one.unit.name,
        roles=len(ends),
        links=liaison.links_held(one.pk),
    )
    return Deed(WORDS["transfer"], fields, do, asks, grave=True)


def _reset_password(request: Asked, one: Any) -> Deed:
    def do(_: dict[str, Any], __: str) -> HttpResponseBase:
        # without the form's key: a second sending sets the password that it shows
        password = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
        actions.reset_password(request.actor, one.pk, password=password, now=request.now)
        head = Head(one.name, crumbs=(Link(one.name, reverse("person", args=[one.pk])),))
        shown = {"head": head, "tabs": frame.tabs(request.actor, HERE), "password": password, "person": one}
        return render(request, "keeping/secret.html", shown)

    asks = say(
        "{name} gets a new password, which is shown once and given to them by hand. The old one opens nothing any more, and "
        "whoever is logged in by it is out. At the next log-in they choose their own.",
        name=one.name,
    )
    return Deed(WORDS["reset_password"], (), do, asks, grave=True)


def _unlock(request: Asked, one: Any) -> Deed:
    def do(_: dict[str, Any], key: str) -> Sentence:
        actions.unlock(request.actor, one.pk, key=key, now=request.now)
        return say("{name} can log in again.", name=one.name)

    asks = say(
        "The wrong passwords for the account of {name} are forgotten. Make sure that it was they who typed them.",
        name=one.name,
    )
    return Deed(WORDS["unlock"], (), do, asks)


def _lose_factor(request: Asked, one: Any) -> Deed:
    def do(_: dict[str, Any], key: str) -> Sentence:
        actions.lose_factor(request.actor, one.pk, key=key, now=request.now)
        return say("{name} logs in by the password alone until another second factor is set up.", name=one.name)

    asks = say(
        "From now on the password alone opens the account of {name}. Make sure that it is they who ask, and not only a voice.",
        name=one.name,
    )
    return Deed(WORDS["lose_factor"], (), do, asks, grave=True)


def _revoke_tokens(request: Asked, one: Any) -> Deed:
    def do(_: dict[str, Any], key: str) -> Sentence:
        actions.revoke_tokens(request.actor, one.pk, key=key, now=request.now)
        return say("No program comes in any more in the name of {name}.", name=one.name)

    asks = say(
        "Every token of {name} is revoked, and programs that use one stop at once. {name} can make new ones after logging in.",
        name=one.name,
    )
    return Deed(WORDS["revoke_tokens"], (), do, asks, grave=True)


DEEDS = {
    "correct": _correct,
    "transfer": _transfer,
    "leave": _leave,
    "give_role": duties.give_role,
    "end_role": duties.end_role,
    "reset_password": _reset_password,
    "unlock": _unlock,
    "lose_factor": _lose_factor,
    "revoke_tokens": _revoke_tokens,
    "appoint": duties.appoint,
    "dismiss": duties.dismiss,
}
