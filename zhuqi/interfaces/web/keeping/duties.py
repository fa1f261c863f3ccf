"""What somebody may do, and which duties they have: giving and ending roles, filling and emptying posts."""

from __future__ import annotations

from typing import Any

from zhuqi.base.errors import Missing
from zhuqi.base.paths import within_any
from zhuqi.base.words import Sentence, say, term
from zhuqi.core.access.actor import Role
from zhuqi.domain.directory import actions
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.actions.roles import grants_at
from zhuqi.domain.directory.rules import reach
from zhuqi.domain.liaison import actions as chain
from zhuqi.domain.liaison.rules import Duty, may_appoint
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked
from zhuqi.interfaces.web.forms import Field, Kind
from zhuqi.interfaces.web.keeping import frame
from zhuqi.interfaces.web.keeping.frame import Deed

GIVE, END = term("Give a role"), term("End the role")
FILL, EMPTY = term("Fill a post"), term("End the post")
WHICH = (
    Field("at", term("Organisation"), Kind.INTEGER, required=False, least=1),
    Field("role", term("Role"), Kind.CHOICE, required=False, choices=forms.choices_of(Role)),
    Field("duty", term("Duty"), Kind.CHOICE, required=False, choices=forms.choices_of(Duty)),
)
"""Which role or post is ended: it stands in the address."""


def give_role(request: Asked, one: Any) -> Deed:
    """The form that gives a role."""
    reached = directory.kept_organisations(request.actor)

    def do(typed: dict[str, Any], key: str) -> Sentence:
        role, org = Role(typed["role"]), frame.organisation_typed(typed["organisation"], reached)
        actions.give_role(
            request.actor, one.pk, role=role, org_id=org.pk, since=typed["since"], key=key, now=request.now
        )
        return say("{name} holds the role {role} at “{unit}” now.", name=one.name, role=role, unit=org.name)

    mine = within_any(one.unit.path, reach(request.actor))
    fields = (
        Field("role", term("Role"), Kind.CHOICE, choices=forms.choices_of(Role)),
        frame.organisation_field(reached.filter(retired_on=None), value=one.unit.code if mine else ""),
        frame.day_field("since", term("Start day"), request.now),
    )
    asks = say(
        "Dispatchers, leaders and supervision offices see the whole area of the organisation; the others what lies at and "
        "below it. The three administrators' roles never meet in one person."
    )
    return Deed(GIVE, fields, do, asks)


def _which(request: Asked, name: str) -> tuple[Any, str]:
    """(organisation, role or duty) that the address names. Raises Missing where it names none."""
    asked = forms.read(WHICH, request.GET)
    if not asked["at"] or not asked[name]:
        raise Missing
    return directory.unit(asked["at"]), asked[name]


def end_role(request: Asked, one: Any) -> Deed:
    """The form that ends the role named in the address. Raises Missing where it isn't the actor's to end."""
    org, word = _which(request, "role")
    role = Role(word)
    if not grants_at(request.actor, role, org):
        raise Missing

    def do(typed: dict[str, Any], key: str) -> Sentence:
        actions.end_role(
            request.actor, one.pk, role=role, org_id=org.pk, until=typed["until"], key=key, now=request.now
        )
        return say("The role {role} of {name} at “{unit}” ends.", name=one.name, role=role, unit=org.name)

    asks = say("{name} is no longer {role} at “{unit}”.", name=one.name, role=role, unit=org.name)
    fields = (frame.day_field("until", term("First day without it"), request.now),)
    return Deed(END, fields, do, asks, grave=True)


def appoint(request: Asked, one: Any) -> Deed:
    """The form that fills a post."""
    reached = directory.kept_organisations(request.actor)

    def do(typed: dict[str, Any], key: str) -> Sentence:
        duty, org = Duty(typed["duty"]), frame.organisation_typed(typed["organisation"], reached)
        chain.appoint(request.actor, one.pk, org_id=org.pk, duty=duty, since=typed["since"], key=key, now=request.now)
        return say("{name}: {duty}, {unit}.", name=one.name, duty=duty, unit=org.name)

    fields = (
        Field("duty", term("Duty"), Kind.CHOICE, choices=forms.choices_of(Duty)),
        frame.organisation_field(reached.filter(retired_on=None)),
        frame.day_field("since", term("Start day"), request.now),
    )
    asks = say(
        "Teams and task forces are led and held, groups are held, enterprises are held from anywhere. The role that the post "
        "needs comes with it."
    )
    return Deed(FILL, fields, do, asks)


def dismiss(request: Asked, one: Any) -> Deed:
    """The form that empties the post named in the address. Raises Missing where it isn't the actor's to empty."""
    org, word = _which(request, "duty")
    duty = Duty(word)
    if not may_appoint(request.actor, org.path):
        raise Missing

    def do(typed: dict[str, Any], key: str) -> Sentence:
        chain.dismiss(request.actor, one.pk, org_id=org.pk, duty=duty, until=typed["until"], key=key, now=request.now)
        return say("The post of {name} at “{unit}” ends.", name=one.name, unit=org.name)

    asks = say(
        "{name}: {duty}, {unit}. The role that came with the post ends with it.",
        name=one.name,
        duty=duty,
        unit=org.name,
    )
    fields = (frame.day_field("until", term("First day without it"), request.now),)
    return Deed(EMPTY, fields, do, asks, grave=True)
