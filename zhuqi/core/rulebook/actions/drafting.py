"""Handing a text in, and signing it: two people."""

from __future__ import annotations

import datetime as dt

from zhuqi.base.errors import Refused
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.core.rulebook import events, queries
from zhuqi.core.rulebook.actions.adopting import put_in_force
from zhuqi.core.rulebook.checking import taken
from zhuqi.core.rulebook.models import Draft, Edition
from zhuqi.core.rulebook.queries import Place
from zhuqi.core.rulebook.rules import (
    NOBODY,
    NOT_YOURS,
    NOT_YOURS_TO_SIGN,
    YOUR_OWN,
    may_draft,
    may_sign,
    same_person,
    too_early,
)


@verb
def draft(actor: Actor, *, text: str, place: Place, above: int | None = None, now: dt.datetime, key: str = "") -> Draft:
    """Hand a text in for a place, to be signed by somebody else. ``above`` as for ``adopt``.

    Raises Refused where that isn't the actor's, or the text would reach back; Unreadable with all its faults where it can't
    be taken.
    """
    if not may_draft(actor, place[1]):
        raise Refused(NOT_YOURS)
    if actor.account is None:
        raise Refused(NOBODY)
    head, parent = taken(text, place, above)
    _in_time(head.effective_on, now)
    change = Change(actor, "draft", None, now=now, key=key)
    handed = change.insert(
        Draft(
            place=place[0],
            path=place[1],
            above=parent.place if parent else None,
            name=head.name,
            number=head.number,
            effective_on=head.effective_on,
            text=text,
            drafted_by=actor.account,
            drafter=actor.staff,
            drafted_at=now,
        )
    )
    change.subject = handed.pk
    change.record(events.Drafted(place=place[0], effective_on=head.effective_on))
    return handed


@verb
def sign(actor: Actor, draft_id: int, *, now: dt.datetime, key: str = "") -> Edition:
    """Put a text that somebody else handed in in force. It is checked again: what stands above it may have changed.

    Raises Missing, Refused, Unreadable.
    """
    handed = _open(actor, draft_id)
    if not may_sign(actor, handed.path):
        raise Refused(NOT_YOURS_TO_SIGN)
    if actor.account is None:
        raise Refused(NOBODY)
    if same_person(actor, handed.drafted_by, handed.drafter):
        raise Refused(YOUR_OWN)
    _in_time(handed.effective_on, now)
    edition = put_in_force(actor, handed.text, (handed.place, handed.path), handed.above, now, key)
    change = Change(actor, "draft", handed.pk, now=now)
    change.update(handed, signed_by=actor.account, signed_at=now, edition=edition)
    change.record(events.Signed(edition=edition.pk))
    return edition


@verb
def withdraw(actor: Actor, draft_id: int, *, now: dt.datetime, key: str = "") -> Draft:
    """Take a text back that was handed in, or send it back instead of signing it. Raises Missing, Refused."""
    handed = _open(actor, draft_id)
    change = Change(actor, "draft", handed.pk, now=now, key=key)
    change.update(handed, withdrawn_at=now)
    change.record(events.Withdrawn())
    return handed


def _open(actor: Actor, draft_id: int) -> Draft:
    """A text that waits. Whoever sees it hands in or signs for its place."""
    handed = queries.draft(actor, draft_id)
    if handed.signed_at is not None:
        raise Refused(say("This has been signed already."))
    if handed.withdrawn_at is not None:
        raise Refused(say("This has been taken back."))
    return handed


def _in_time(effective_on: dt.date, now: dt.datetime) -> None:
    wrong = too_early(effective_on, day_of(now))
    if wrong is not None:
        raise Refused(wrong)
