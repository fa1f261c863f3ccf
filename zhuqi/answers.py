"""Who may be told again what an action gave back, when its key is repeated: whoever may still see it. The core loads the tables by
their name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Model, QuerySet

from zhuqi.core.access.actor import Actor
from zhuqi.core.accounts import queries as accounts
from zhuqi.core.accounts.models import Account, Token
from zhuqi.core.intake import queries as intake
from zhuqi.core.intake.models import Extract, Upload
from zhuqi.core.jobs.queries import tends
from zhuqi.core.journal.models import Entry
from zhuqi.core.messages.models import Sending, Subscription
from zhuqi.core.rulebook import queries as rulebook
from zhuqi.core.rulebook.models import Draft, Edition
from zhuqi.domain.calendar.models import CalendarYear
from zhuqi.domain.cases.models import Attachment, Batch, Case, Complaint, Contact, Link, Rating
from zhuqi.domain.cases.queries import batches, subscriptions
from zhuqi.domain.cases.queries import sight as cases
from zhuqi.domain.common.models import CommonIssue
from zhuqi.domain.common.queries import issues
from zhuqi.domain.contacts.models import Wish
from zhuqi.domain.contacts.queries import sight as contacts
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Enterprise, KeyList, Note, Organisation, Spokesperson, Staff
from zhuqi.domain.directory.queries import register
from zhuqi.domain.errands import queries as errands
from zhuqi.domain.errands.models import Errand
from zhuqi.domain.liaison.models import Proposal
from zhuqi.domain.liaison.queries import proposing
from zhuqi.domain.members.models import Member
from zhuqi.domain.members.queries import sight as members
from zhuqi.domain.visits import queries as visits
from zhuqi.domain.visits.models import ContactRound, Plan, Promise, Visit, ZeroReason
from zhuqi.domain.visits.queries import planned, promised
from zhuqi.domain.voice.models import Doubt, Try, Voice
from zhuqi.domain.voice.queries import sight as voice

Seen = Callable[[Actor], QuerySet[Any]]


def published(model: type[Model]) -> Seen:
    """What is no secret from anybody who has come in."""
    return lambda actor: model._default_manager.all()


def beside(model: type[Model], column: str, seen: Seen) -> Seen:
    """What stands beside something else: whoever sees that."""
    return lambda actor: model._default_manager.filter(**{f"{column}__in": seen(actor).order_by().values("pk")})


def tended(model: type[Model]) -> Seen:
    """What the system administrator of the whole place sees to."""
    return lambda actor: model._default_manager.all() if tends(actor) else model._default_manager.none()


SEEN: Mapping[type[Model], Seen] = {
    Account: accounts.own,
    Token: accounts.kept_tokens,
    Upload: intake.visible,
    Extract: intake.given,
    Entry: tended(Entry),
    Sending: tended(Sending),
    Subscription: subscriptions.kept,
    Draft: rulebook.drafts,
    Edition: published(Edition),
    CalendarYear: published(CalendarYear),
    Organisation: directory.kept_organisations,
    Staff: directory.kept_staff,
    Enterprise: register.read,
    Spokesperson: register.spokespersons_seen,
    Note: register.notes_seen,
    KeyList: register.key_lists,
    Proposal: proposing.visible,
    Member: members.visible,
    Wish: contacts.wishes,
    Case: cases.visible,
    Batch: batches.visible,
    Attachment: beside(Attachment, "case", cases.visible),
    Contact: beside(Contact, "case", cases.visible),
    Link: beside(Link, "case", cases.visible),
    Rating: beside(Rating, "case", cases.visible),
    Complaint: beside(Complaint, "case", cases.visible),
    Visit: visits.visible,
    Promise: promised.visible,
    Plan: planned.visible,
    ContactRound: visits.rounds,
    ZeroReason: beside(ZeroReason, "enterprise", register.rows_seen),
    Errand: errands.visible,
    CommonIssue: issues.visible,
    Voice: voice.visible,
    Try: beside(Try, "case", cases.visible),
    Doubt: beside(Doubt, "visit", visits.visible),
}
"""The row that an action gives back → those of its kind that an actor may see."""

PARTING: Mapping[str, str] = {
    "voice.pass_on": "voice",
    "errands.hand_on": "errand",
    "liaison.hand_over": "enterprise",
    "liaison.release": "enterprise",
}
"""Actions that may let a thing go out of the sight of whoever takes them → what its entries are booked under. Their repeat is
answered while theirs is the last entry."""
