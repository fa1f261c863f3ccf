"""People: whom the actor looks after, as a list that can be searched, and one person's page."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.words import Sentence, say, term
from zhuqi.core.access.actor import ADMINISTRATORS, Role
from zhuqi.core.access.queries import held, open_grants
from zhuqi.core.accounts.queries import Standing, standing
from zhuqi.core.days import day_of
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.rules import KEEPERS, Rank
from zhuqi.domain.liaison import queries as liaison
from zhuqi.domain.liaison.rules import Duty, may_appoint
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.forms import Field, Kind
from zhuqi.interfaces.web.keeping import frame, person, who
from zhuqi.interfaces.web.keeping.frame import Head, Item, Part
from zhuqi.interfaces.web.shown import Door, Link
from zhuqi.interfaces.web.wording import phrase

HERE = "people"
ROLES = forms.choices_of(Role)
ASKED = (
    Field("words", term("Name or staff code"), required=False, most=40),
    Field("role", term("Role"), Kind.CHOICE, required=False, choices=ROLES),
    Field("unit", term("Unit"), Kind.INTEGER, required=False, least=1),
    Field("at", term("Role held at"), Kind.INTEGER, required=False, least=1),
)


@inside
def listed(request: Asked) -> HttpResponseBase:
    """The people in the actor's reach, by staff code."""
    who.must_keep(request.actor)
    asked = forms.read(ASKED, request.GET)
    narrowed = {name: asked[name] for name in ("words", "unit", "role", "at")}
    rows = directory.found_staff(request.actor, day_of(request.now), **narrowed)
    shown, more = frame.listed(request, HERE, rows, ("code",))
    org = _place(request, asked)
    title = gettext("People: {unit}").format(unit=org.name) if org is not None else gettext("People")
    context = {
        "head": Head(title, lede=phrase(frame.counted(rows, frame.PEOPLE), request.now), crumbs=_up(org)),
        "tabs": frame.tabs(request.actor, HERE),
        "asked": forms.asked_for(ASKED[:2], asked),
        "kept": {name: asked[name] for name in ("unit", "at") if asked[name]},
        "part": Part("", _items(request, shown), gettext("Nobody fits."), further=more),
    }
    return render(request, "keeping/list.html", context)


def _place(request: Asked, asked: Mapping[str, Any]) -> Any:
    """The organisation that the list is narrowed to, where it is one in reach."""
    wanted = asked["unit"] or asked["at"]
    return directory.kept_organisations(request.actor).filter(pk=wanted).first() if wanted else None


def _up(org: Any) -> tuple[Link, ...]:
    return (Link(org.name, reverse("organisation", args=[org.pk])),) if org is not None else ()


def _items(request: Asked, people: Sequence[Any]) -> list[Item]:
    """Rows with the roles that hold today, for those who keep them. Three queries."""
    roles: dict[int, list[str]] = defaultdict(list)
    if request.actor.has(*KEEPERS):
        told = directory.administered_staff(request.actor).filter(pk__in=[one.pk for one in people])
        accounts = [one.account_id for one in told if one.account_id is not None]
        grants = list(open_grants(accounts, day_of(request.now)))
        names = frame.names_of(grant.org for grant in grants)
        for grant in grants:
            words = say("{role}, {unit}", role=Role(grant.role), unit=names.get(grant.org, ""))
            roles[grant.account_id].append(phrase(words, request.now))
    return [
        Item(
            label=one.code,
            title=one.name,
            address=reverse("person", args=[one.pk]),
            meta=(one.unit.name, phrase(Rank(one.rank), request.now), *_gone(one, request.now)),
            why=tuple(roles[one.account_id]),
        )
        for one in people
    ]


def _gone(one: Any, now: dt.datetime) -> tuple[str, ...]:
    return (phrase(say("left on {day}", day=one.left_on), now),) if one.left_on is not None else ()


@inside
def show(request: Asked, staff_id: int) -> HttpResponseBase:
    """The page of somebody."""
    one = person.kept(request, staff_id)
    keeper = directory.tells_of(request.actor, one)
    door = standing(one.account_id, day_of(request.now)) if keeper and one.account_id is not None else None
    parts = [_roles(request, one)] if keeper else []
    parts.append(_posts(request, one))
    held_firms = liaison.links_held(one.pk)
    facts = (
        (say("Staff code"), one.code, ""),
        (say("Unit"), one.unit.name, person.unit_address(request, one)),
        (say("Rank"), Rank(one.rank), ""),
        (say("Start day"), one.since, ""),
        (say("Enterprises held"), held_firms, ""),
        *_account(door),
    )
    head = Head(one.name, crumbs=(Link(gettext("People"), reverse("people")),), state="".join(_gone(one, request.now)))
    past = Door(gettext("What changed"), reverse("person_history", args=[one.pk]))
    doors = (*person.doors(request, one, door), past)
    return frame.one(request, head, here=HERE, facts=facts, doors=doors, parts=parts)


def _account(door: Standing | None) -> tuple[tuple[Sentence, object, str], ...]:
    """How the account stands, for those who keep it."""
    if door is None:
        return ()
    state = say("account is closed") if not door.open else say("open") if door.password else say("no password yet")
    shut = say("shut to every address") if door.shut_to_all else say("shut to an address") if door.shut else say("no")
    return (
        (say("Account"), state, ""),
        (say("To be renewed"), say("The password is to be renewed at the next log-in.") if door.renew else "", ""),
        (say("Second factor"), say("set up") if door.factor else say("none yet"), ""),
        (say("Tokens that open something"), door.tokens or "", ""),
        (say("Locked out"), shut, ""),
        (say("Wrong passwords that count"), door.failures or "", ""),
    )


def _roles(request: Asked, one: Any) -> Part:
    """Every role they hold or held. Two queries."""
    grants = list(held(one.account_id)) if one.account_id is not None else []
    orgs = directory.placed(grant.org for grant in grants)
    day = day_of(request.now)
    now: list[Item] = []
    past: list[Item] = []
    for grant in grants:
        org = orgs.get(grant.org)
        over = grant.until is not None and grant.until <= day
        item = Item(
            label=phrase(Role(grant.role), request.now),
            title=org.name if org is not None else "",
            meta=(phrase(frame.lasts(grant.since, grant.until), request.now),),
            why=(gettext("One of the three administrators."),) if grant.role in ADMINISTRATORS and not over else (),
            doors=person.role_doors(request, one, grant, org) if org is not None else (),
        )
        (past if over else now).append(item)
    return Part(gettext("Roles"), now, gettext("They hold no role."), past=past)


def _posts(request: Asked, one: Any) -> Part:
    """Every post they hold or held. One query."""
    day = day_of(request.now)
    now: list[Item] = []
    past: list[Item] = []
    for post in liaison.posts_of(one.pk):
        over = post.until is not None and post.until <= day
        ends = not over and post.until is None and may_appoint(request.actor, post.org.path)
        address = f"{reverse('person_act', args=[one.pk, 'dismiss'])}?at={post.org_id}&duty={post.duty}"
        item = Item(
            label=phrase(Duty(post.duty), request.now),
            title=post.org.name,
            meta=(phrase(frame.lasts(post.since, post.until), request.now),),
            doors=(Link(gettext("End this"), address),) if ends else (),
        )
        (past if over else now).append(item)
    return Part(gettext("Posts"), now, gettext("They hold no post of the responsibility chain."), past=past)
