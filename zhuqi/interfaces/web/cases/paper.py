"""A case as a paper for Word: the sheet that an office files (诉求办理单). What was said among the units isn't in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext

from zhuqi.base.errors import Missing
from zhuqi.base.words import say
from zhuqi.domain.cases.queries.detail import Detail, detail
from zhuqi.interfaces.paper import Facts, Grid, Paper, Section, Words
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.cases import files, one
from zhuqi.interfaces.web.cases.page import CasePage, Line
from zhuqi.interfaces.web.papers import as_word, foot
from zhuqi.interfaces.web.wording import phrase


@inside
def fetch(request: Asked, case_id: int) -> HttpResponseBase:
    """The paper of a case, as a download. Raises Missing out of sight."""
    if request.actor.staff is None:
        raise Missing
    found = detail(request.actor, case_id, now=request.now)
    page = one.presented(request.actor, found, request.now)
    return as_word(paper(request, found, page), f"{found.case.number} {page.title}", request.now)


def paper(request: Asked, found: Detail, page: CasePage) -> Paper:
    """What the case's page says, in the order in which an office files it. Three queries, for its files."""
    held = [row for row in files.section(request.actor, found, request.now).rows if row.outside]
    names = [file.name for row in held for file in row.files if file.name]
    attached = [Words(phrase(say("Attached: {names}", names=names), request.now))] if names else []
    sections = (
        Section(gettext("Enterprise"), [Facts([(gettext("Name"), page.enterprise), *_about(found, page)])]),
        Section(gettext("First words"), [Words(page.said, page.told), *attached]),
        Section(gettext("What is at stake"), [Facts([(fact.name, fact.what) for fact in page.weight])]),
        Section(gettext("Chain of responsibility"), [Facts([(link.role, link.name) for link in page.chain])]),
        Section(gettext("Who has it"), [_holders(page)]),
        Section(gettext("Deadlines"), [_clocks(page)], page.clocks_left_out),
        Section(gettext("What happened"), [_story(reversed(page.story))]),
        Section(gettext("Said to the enterprise"), _said(page.outside)),
        Section(gettext("How it ended"), [Facts(_end(request, found))]),
        Section(gettext("When it counts as done"), [Words(line) for line in (*page.ending, page.edition) if line]),
    )
    return Paper(
        title=page.title,
        number=" · ".join(page.crumbs),
        lede=page.lede,
        sections=[section for section in sections if any(map(_filled, section.body))],
        foot=foot(request),
    )


def _filled(part: Any) -> bool:
    return bool(part.text if isinstance(part, Words) else part.rows)


def _about(found: Detail, page: CasePage) -> Iterable[tuple[str, str]]:
    """What the register says of the enterprise, without whoever speaks for it: no name and no telephone leaves by a paper."""
    left_out = {reverse("contacts", args=[found.case.pk])}
    return ((fact.name, fact.what) for fact in page.facts if fact.address not in left_out)


def _holders(page: CasePage) -> Grid:
    heads = [gettext("Role"), gettext("Unit"), gettext("Since"), gettext("By"), gettext("How it stands")]
    rows = [
        (capfirst(row.hand), row.unit, row.since, row.due, _stands(row.lamp.words if row.lamp else "", row.what))
        for row in page.holders
    ]
    return Grid(heads, rows, (3, 6, 4, 4, 7))


def _stands(*said: str) -> str:
    return " · ".join(part for part in said if part)


def _clocks(page: CasePage) -> Grid:
    heads = [gettext("Deadline"), gettext("Unit"), gettext("How it stands"), gettext("Why")]
    rows = [
        (capfirst(row.name), row.whose, _stands(row.lamp.words, row.lamp.due), row.why)
        for row in (*page.clocks, *page.clocks_before)
    ]
    return Grid(heads, rows, (3, 4, 4, 8))


def _story(lines: Iterable[Line]) -> Grid:
    heads = [gettext("When"), gettext("Who"), gettext("What happened")]
    return Grid(heads, [(line.when, line.who, line.what) for line in lines], (4, 3, 10))


def _said(lines: Iterable[Line]) -> list[Words]:
    return [Words(words.text, _stands(line.when, line.who, line.what)) for line in lines for words in line.words]


def _end(request: Asked, found: Detail) -> list[tuple[str, str]]:
    """Outcome, what the enterprise said to it, and how it left the books: three things, never one."""
    life = found.life
    told = (
        (gettext("Outcome"), life.outcome),
        (gettext("What the enterprise said"), life.confirmation),
        (gettext("How it ended"), life.end),
        (gettext("When"), life.ended_at),
    )
    return [(name, capfirst(phrase(what, request.now))) for name, what in told if what is not None]
