"""One enterprise, one file (一企一档): all that is known of it to whoever serves it, on one page and as a paper.

Cases stand under what became of each, never as one rate; visits are told, never counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext

from zhuqi.base.words import say
from zhuqi.core.days import day_of
from zhuqi.core.rulebook.keys import keys_of
from zhuqi.domain.cases.queries import lists
from zhuqi.domain.cases.rules.words import LIVE, Confirmation, End, Outcome, State
from zhuqi.domain.common.queries import issues
from zhuqi.domain.common.rules.words import IssueStanding
from zhuqi.domain.contacts.queries import book, sight
from zhuqi.domain.contacts.rules.standing import ContactState
from zhuqi.domain.contacts.rules.words import ContactHow, Purpose
from zhuqi.domain.contacts.sections import VisitRules
from zhuqi.domain.directory.queries import register
from zhuqi.domain.directory.rules import Scale
from zhuqi.domain.directory.rules.above import Above
from zhuqi.domain.directory.rules.firms import Standing
from zhuqi.domain.directory.rules.industries import section_name
from zhuqi.domain.errands import queries as errands
from zhuqi.domain.liaison import queries as liaison
from zhuqi.domain.visits import queries as visits
from zhuqi.domain.visits.queries import promised
from zhuqi.domain.visits.rules import Mode
from zhuqi.interfaces.paper import Facts, Grid, Paper, Section, Words
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.errands import item as errand_item
from zhuqi.interfaces.web.keeping import firm_links, firm_parts, members
from zhuqi.interfaces.web.keeping.changes import told as changes_told
from zhuqi.interfaces.web.keeping.frame import Head, Item, Part, lasts
from zhuqi.interfaces.web.papers import as_word, foot
from zhuqi.interfaces.web.shown import Fact, Link
from zhuqi.interfaces.web.visits.frame import firm_of
from zhuqi.interfaces.web.visits.mine import promise_item
from zhuqi.interfaces.web.wording import phrase

CASES, FEW = 100, 20
"""Cases on the page; rows of every other kind. What goes beyond is a press away."""
NOBODY: frozenset[str] = frozenset()
BUDGET = ("caps", "gaps", "quiet")
"""What of the rules of visits bounds how often somebody comes."""


@inside
def show(request: Asked, firm_id: int) -> HttpResponseBase:
    """The file of an enterprise. Raises Missing. As many queries, whatever is in it."""
    firm = firm_of(request, firm_id)
    shown = {
        "head": _head(firm),
        "facts": [Fact(name, what) for name, what in facts(request, firm)],
        "parts": parts(request, firm),
        "paper": reverse("enterprise_paper", args=[firm.pk]),
        "theirs": reverse("enterprise_theirs", args=[firm.pk]),
        "record": reverse("enterprise", args=[firm.pk]),
    }
    return render(request, "firm_file.html", shown)


@inside
def paper(request: Asked, firm_id: int) -> HttpResponseBase:
    """The same as a paper for Word, without who of it has an account. Raises Missing."""
    firm = firm_of(request, firm_id)
    sections = [Section(gettext("Facts"), [Facts(facts(request, firm))])]
    sections += [_section(part) for part in parts(request, firm, accounts=False)]
    made = Paper(firm.name, firm.uscc, _lede(), sections, foot(request))
    return as_word(made, f"{firm.name} {gettext('Its file')}", request.now)


def _section(part: Part) -> Section:
    rows = [*part.items, *part.past]
    if not rows:
        return Section(part.title, [Words(part.empty)])
    lines = [(item.label, item.title, " · ".join(bit for bit in (*item.meta, *item.why) if bit)) for item in rows]
    heads = (gettext("How it stands"), gettext("What"), gettext("Who and when"))
    return Section(part.title, [Grid(heads, lines, (4, 7, 7))], part.note)


def _lede() -> str:
    return gettext("All that is known here and that you may see; what others see may be more or less.")


def _head(firm: Any) -> Head:
    crumbs = (
        Link(gettext("Enterprises"), reverse("enterprises")),
        Link(firm.name, reverse("enterprise", args=[firm.pk])),
    )
    return Head(firm.name, _lede(), crumbs)


def facts(request: Asked, firm: Any) -> list[tuple[str, str]]:
    """What the register says of it, and what bounds how often somebody comes. Two queries."""
    rules = book.rules_at(firm, day_of(request.now))
    rows = keys_of(VisitRules)
    standing = Standing(firm.standing) if firm.standing else None
    told: list[tuple[object, object]] = [
        (say("Credit code"), firm.uscc),
        (say("Place"), " ".join(part for part in (firm.region.name, firm.address) if part)),
        (say("Industry"), section_name(firm.industry) or firm.industry),
        (say("Number of staff"), firm.staff_count),
        (say("Revenue (10,000 yuan)"), firm.revenue_wan),
        (say("Assets (10,000 yuan)"), firm.assets_wan),
        (say("Scale"), Scale(firm.scale)),
        (say("Above scale"), Above(firm.above) if firm.above else None),
        (say("In the statistics base since"), firm.in_base_since),
        (say("Whether it is at work"), standing),
        *((say(rows[name].label), _bound(rows[name].shape, getattr(rules, name))) for name in BUDGET),
    ]
    now = request.now
    return [(capfirst(phrase(name, now)), phrase(what, now)) for name, what in told if what not in ("", None)]


def _bound(shape: Any, rows: Any) -> object:
    return shape.told(rows) if rows else say("the rules set none")


def parts(request: Asked, firm: Any, *, accounts: bool = True) -> list[Part]:
    """The parts of the file, in the order in which somebody gets to know an enterprise. A query or two each."""
    held = list(liaison.links_of(firm.pk))
    live, over, seen = _cases(request, firm)
    found = [
        firm_links.above(request, firm, held),
        firm_links.officials(request, held),
        live,
        over,
        _promises(request, firm),
        _visits(request, firm),
        _coming(request, firm),
        _wishes(request, firm),
        _errands(request, firm),
        _common(request, seen),
        firm_parts.lists(request, firm, NOBODY),
        _changes(request, firm),
    ]
    return _gathered([*found, members.part(request, firm)] if accounts else found)


def _gathered(found: Sequence[Part]) -> list[Part]:
    """What there is first, part by part; what there is none of in one part at the end, a line each."""
    kept = [part for part in found if part.items or part.past]
    none = [Item(part.title, part.empty) for part in found if not (part.items or part.past)]
    return [*kept, Part(gettext("None of these"), none)] if none else kept


def _cases(request: Asked, firm: Any) -> tuple[Part, Part, list[int]]:
    """Its cases in sight: those in hand, and those that are over by what became of each. One query."""
    rows = lists.filtered(request.actor).filter(enterprise__in=register.family(firm.pk))
    found = list(lists.rows(rows).order_by(*lists.NEWEST)[: CASES + 1])
    at = f"{reverse('cases')}?which=all&enterprise={firm.pk}"
    more = Link(gettext("All its cases"), at) if len(found) > CASES else None
    some = found[:CASES]
    live = [_case(request, case) for case in some if case.state in LIVE]
    over = sorted((_case(request, case) for case in some if case.state not in LIVE), key=lambda item: item.label)
    return (
        Part(gettext("Cases in hand"), live, gettext("No case is in hand."), further=more),
        Part(
            gettext("Cases that are over, by what became of each"),
            over,
            gettext("No case is over."),
            note=gettext("these are different things and never one rate"),
        ),
        [case.pk for case in some],
    )


def _case(request: Asked, case: Any) -> Item:
    told = phrase(say("told on {day}", day=day_of(case.told_at)), request.now)
    where = case.holder.name if case.holder is not None and case.state in LIVE else ""
    meta = tuple(part for part in (case.number, told, where) if part)
    return Item(_became(request, case), case.title, reverse("case", args=[case.pk]), meta)


def _became(request: Asked, case: Any) -> str:
    """The state of a case in hand; of one that is over its outcome and what the enterprise said, or how else it ended."""
    if case.state in LIVE:
        return phrase(State(case.state), request.now)
    if case.end != End.CLOSED:
        return phrase(End(case.end), request.now) if case.end else ""
    said = [Outcome(case.outcome) if case.outcome else "", Confirmation(case.confirmation) if case.confirmation else ""]
    return phrase([word for word in said if word], request.now)


def _promises(request: Asked, firm: Any) -> Part:
    rows = promised.visible(request.actor).filter(enterprise__in=register.family(firm.pk)).order_by("-due", "-pk")
    items = [promise_item(request, row, day_of(request.now)) for row in rows[:FEW]]
    return Part(gettext("Promised on visits"), items, gettext("Nothing was promised on a visit."))


def _visits(request: Asked, firm: Any) -> Part:
    """Who came and when, the latest first; nobody counts them."""
    rows = visits.visible(request.actor).filter(enterprise__in=register.family(firm.pk))
    items = [
        Item(
            phrase(row.day, request.now),
            f"{row.staff.name} · {row.unit.name}",
            reverse("visit", args=[row.pk]),
            (phrase(Mode(row.mode), request.now), phrase(Purpose(row.kind), request.now)),
        )
        for row in rows.select_related("staff", "unit").order_by("-day", "-pk")[:FEW]
    ]
    more = Link(gettext("Who goes and went there"), reverse("enterprise_book", args=[firm.pk]))
    return Part(gettext("Visits"), items, gettext("No visit is written down."), further=more)


def _coming(request: Asked, firm: Any) -> Part:
    """What units plan, whosever it is: one comes to know of the others before one goes."""
    rows = sight.visible(request.actor).filter(enterprise__in=register.family(firm.pk), state=ContactState.PLANNED)
    items = [
        Item(
            phrase(row.day, request.now),
            row.unit.name,
            meta=(phrase(ContactHow(row.how), request.now), phrase(Purpose(row.kind), request.now)),
        )
        for row in rows.select_related("unit").order_by("day", "pk")[:FEW]
    ]
    return Part(gettext("Planned visits"), items, gettext("No visit is planned."))


def _wishes(request: Asked, firm: Any) -> Part:
    rows = sight.wishes(request.actor).filter(enterprise=firm.pk).order_by("-pk")[:FEW]
    items = [
        Item(
            gettext("taken back") if row.lifted_on else gettext("left alone"),
            phrase(lasts(row.since, row.until), request.now),
        )
        for row in rows
    ]
    return Part(gettext("Wishes to be left alone"), items, gettext("It has said no such wish."))


def _errands(request: Asked, firm: Any) -> Part:
    rows = errands.visible(request.actor).filter(enterprise__in=register.family(firm.pk)).order_by("-due", "-pk")
    items = [errand_item(request, row) for row in rows[:FEW]]
    return Part(gettext("Errands"), items, gettext("No errand runs here."))


def _common(request: Asked, cases: Sequence[int]) -> Part:
    items = [
        Item(
            phrase(IssueStanding(row.standing), request.now),
            row.title,
            reverse("common_issue", args=[row.pk]),
            (row.owner.name,),
        )
        for row in issues.of_cases(request.actor, cases)
    ]
    return Part(gettext("Common issues"), items, gettext("None of its cases is in an open one."))


def _changes(request: Asked, firm: Any) -> Part:
    rows = register.history("enterprise", firm.pk).order_by("-pk")[:FEW]
    more = Link(gettext("What changed"), reverse("enterprise_history", args=[firm.pk]))
    return Part(
        gettext("What changed"),
        changes_told(request, rows),
        gettext("Nothing was changed since it was entered."),
        further=more,
    )
