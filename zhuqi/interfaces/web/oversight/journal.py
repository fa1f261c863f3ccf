"""The journal as the audit administrator reads it: who did what to which subject, when, and under which edition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext

from zhuqi.base.errors import Missing
from zhuqi.base.words import term
from zhuqi.core.access.actor import Role
from zhuqi.core.days import start_of
from zhuqi.core.journal.queries import searched
from zhuqi.domain.directory import queries as directory
from zhuqi.interfaces.web import forms, paging
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.forms import Choice, Field, Kind
from zhuqi.interfaces.web.oversight.journal_words import KINDS, VERBS
from zhuqi.interfaces.web.wording import local


def _choices(words: Mapping[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(code, word) for code, word in words.items())


ROWS = 100
ASKED = (
    Field("kind", term("Kind of subject"), Kind.CHOICE, required=False, choices=_choices(KINDS)),
    Field("subject", term("Its number"), Kind.INTEGER, required=False, least=1),
    Field("verb", term("What was done"), Kind.CHOICE, required=False, choices=_choices(VERBS)),
    Field("who", term("Staff code"), required=False, most=60),
    Field("since", term("from"), Kind.DAY, required=False),
    Field("until", term("to the end of"), Kind.DAY, required=False),
)


@dataclass(frozen=True)
class Line:
    """One entry. ``chain`` opens all entries of its subject; ``facts`` are shown as they are stored."""

    verb: str
    subject: str
    chain: str
    seq: int
    meta: str
    facts: str


@inside
def show(request: Asked) -> HttpResponseBase:
    """What was booked, the newest first; everybody but an audit administrator is told there is no such page."""
    if not request.actor.has(Role.AUDIT_ADMIN):
        raise Missing
    asked = forms.read(ASKED, request.GET)
    entries = searched(
        request.actor,
        kind=asked["kind"],
        subject=asked["subject"],
        verb=asked["verb"],
        staff=_staff(asked["who"]),
        since=start_of(asked["since"]) if asked["since"] else None,
        until=start_of(asked["until"] + dt.timedelta(days=1)) if asked["until"] else None,
    )
    found, further = paging.page(request, "journal", entries, ("-pk",), size=ROWS)
    shown = {
        "fields": forms.asked_for(ASKED, asked),
        "narrowed": any(asked.values()),
        "lines": _lines(found),
        "further": further,
    }
    return render(request, "oversight/journal.html", {"journal": shown})


def _staff(code: str) -> int | None:
    """The staff a code stands for; one that nobody has finds nothing."""
    return (directory.staff_coded(code) or 0) if code else None


def _lines(entries: Sequence[Any]) -> tuple[Line, ...]:
    names = directory.staff_names({entry.staff for entry in entries if entry.staff})
    return tuple(_line(entry, names) for entry in entries)


def _line(entry: Any, names: dict[int, str]) -> Line:
    edition = gettext("edition {n}").format(n=entry.edition) if entry.edition else ""
    known = (f"#{entry.pk}", f"{local(entry.at):%Y-%m-%d %H:%M:%S}", _who(entry, names), edition, entry.hash[:12])
    return Line(
        verb=gettext(VERBS.get(entry.verb, entry.verb)),
        subject=f"{gettext(KINDS.get(entry.kind, entry.kind))} {entry.subject}",
        chain=f"?{urlencode({'kind': entry.kind, 'subject': entry.subject})}",
        seq=entry.seq,
        meta=" · ".join(part for part in known if part),
        facts=entry.facts,
    )


def _who(entry: Any, names: dict[int, str]) -> str:
    if entry.staff:
        return names.get(entry.staff, str(entry.staff))
    if entry.account:
        return gettext("Account {n}").format(n=entry.account)
    kind, _, number = entry.behalf.partition(":")
    number, _, member = number.partition(":")
    if kind == "enterprise" and member:
        return gettext("enterprise {n}, its account {m}").format(n=number, m=member)
    return gettext("enterprise {n}").format(n=number) if kind == "enterprise" else gettext("the clock")
