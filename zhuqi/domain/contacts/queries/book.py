"""The book of one enterprise: its contacts as the rules know them, and what would become of one more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet

from zhuqi.base.errors import Missing, Refused
from zhuqi.base.period import Period
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import Actor
from zhuqi.core.rulebook import queries as rulebook
from zhuqi.domain.calendar.queries import work_calendar
from zhuqi.domain.contacts.life.judging import Judgement, judge
from zhuqi.domain.contacts.models import Contact, Wish
from zhuqi.domain.contacts.rules import contacts as plain
from zhuqi.domain.contacts.rules.standing import COUNTING, ContactState, Wanted
from zhuqi.domain.contacts.rules.words import ContactHow, Purpose, Verdict
from zhuqi.domain.contacts.sections import VisitRules
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Enterprise
from zhuqi.domain.directory.queries.register import family
from zhuqi.domain.liaison.queries import facts
from zhuqi.domain.liaison.rules.firms import Firm, Key

SECTION = "走访"
LOOKED_BACK = dt.timedelta(days=800)
"""So far back, and on, contacts can weigh on another one: two years of the longest period, and more."""


@dataclass(frozen=True)
class Outlook:
    """What would become of a contact, with the contact of the book that it should join. ``reasons`` name units."""

    judgement: Judgement
    reasons: tuple[Sentence, ...]
    join: Contact | None = None

    @property
    def barred(self) -> bool:
        """Whether it can't be taken as it is asked for."""
        return self.judgement.barred

    @property
    def near(self) -> bool:
        """Whether another unit's contact is near that it should join."""
        return self.judgement.verdict is Verdict.MERGE and self.join is not None


def calendar_of(actor: Actor, enterprise_id: int) -> QuerySet[Contact]:
    """Every contact of an enterprise that the actor sees, of whatever unit, planned and past, the latest first. Raises
    Missing."""
    if actor.case is not None:
        raise Missing
    directory.enterprise(actor, enterprise_id)
    return Contact.objects.filter(enterprise=enterprise_id).select_related("unit").order_by("-day", "-pk")


def rules_at(enterprise: Enterprise, day: dt.date) -> VisitRules:
    """What the edition in force where an enterprise lies says of visits on a day; the standard where there is none. One query.
    ``enterprise`` comes with its region."""
    return rules_below(enterprise.region.path, day)


def rules_below(path: str, day: dt.date) -> VisitRules:
    """The same, of a place by its path."""
    try:
        edition = rulebook.in_force(path, day)
    except Refused:
        return VisitRules.standard()
    return rulebook.section(edition, SECTION)  # type: ignore[no-any-return]


def firm_of(enterprise: Enterprise, rules: VisitRules) -> Firm:
    """An enterprise as the rules ask of it: scale, industry, whether it is in the statistics base, its key lists, and the days
    on which it wishes to be left alone. Two queries at most."""
    return firms_of([enterprise], lists=bool(rules.lists))[enterprise.pk]


def firms_of(enterprises: Sequence[Enterprise], *, lists: bool) -> dict[Key, Firm]:
    """{enterprise: the same} of some; ``lists``: whether any rule asks on which key lists they are. One query, two with them."""
    keys = [enterprise.pk for enterprise in enterprises]
    wishes, named = wishes_of(keys), facts.lists_of(keys) if lists else {}
    known = {
        each.pk: facts.firm_of(
            each.scale, each.industry, each.in_base_since is not None, named.get(each.pk, frozenset())
        )
        for each in enterprises
    }
    return {pk: replace(firm, undisturbed=tuple(wishes.get(pk, ()))) for pk, firm in known.items()}


def wishes_of(enterprise_ids: Collection[int]) -> dict[int, list[Period]]:
    """{enterprise: when it wishes to be left alone}, of those that do, also where it said so of a row that was merged into its
    own. One query."""
    asked = Q(enterprise__in=enterprise_ids) | Q(enterprise__merged_into__in=enterprise_ids)
    held = Wish.objects.filter(asked, lifted_on=None).order_by("since", "pk")
    wanted, found = set(enterprise_ids), dict[int, list[Period]]()
    for pk, into, since, until in held.values_list("enterprise", "enterprise__merged_into", "since", "until"):
        for whose in wanted & {pk, into or pk}:
            found.setdefault(whose, []).append(Period(since, until))
    return found


def standing(enterprise_id: int, day: dt.date) -> list[Contact]:
    """The contacts that weigh on one of a day, with their units, by day: also those booked on rows of the register that were
    merged into this one. Two queries."""
    held = Contact.objects.filter(enterprise__in=family(enterprise_id), state__in=COUNTING, day__gt=day - LOOKED_BACK)
    return list(held.filter(day__lt=day + LOOKED_BACK).select_related("unit").order_by("day", "pk"))


def as_plain(row: Contact, rules: VisitRules) -> plain.Encounter:
    """A contact of the book as the rules know it; its unit by its id."""
    return plain.Encounter(
        row.day,
        unit=row.unit_id,
        how=ContactHow(row.how),
        kind=named(rules, Purpose(row.kind)),
        firm=row.enterprise_id,
        event=row.event,
        invited=row.invited_on is not None,
        exempt=row.exempt,
        registered_at=row.taken_at,
        begins_at=row.begins_at,
        held=row.state == ContactState.HELD,
    )


def named(rules: VisitRules, kind: Purpose) -> str:
    """What a place calls a kind of visit; a name that it doesn't know where it has no such kind."""
    return next((name for name, purpose in rules.kinds.items() if purpose is kind), kind.value)


def outlook(
    enterprise: Enterprise,
    unit_id: int,
    wanted: Wanted,
    *,
    today: dt.date,
    now: dt.datetime,
    known: Sequence[Contact] | None = None,
    but: int | None = None,
    taken_at: dt.datetime | None = None,
) -> Outlook:
    """What would become of a contact that a unit wants. ``but``: the contact of the book that this one takes the place of;
    ``taken_at``: when it was registered. Six queries, fewer where the calendar and the edition are known."""
    rules = rules_at(enterprise, wanted.day)
    held = [row for row in (standing(enterprise.pk, wanted.day) if known is None else known) if row.pk != but]
    host = next((row for row in held if row.pk == wanted.join), None)
    planned = plain.Encounter(
        wanted.day,
        unit=unit_id,
        how=wanted.how,
        kind=named(rules, wanted.kind),
        firm=enterprise.pk,
        event=host.event if host else None,
        invited=wanted.invited_on is not None,
        head=wanted.head,
        head_why=wanted.head_why,
        exempt=wanted.exempt,
        registered_at=taken_at or now,
        begins_at=wanted.begins_at,
    )
    judgement = judge(
        rules,
        planned,
        [as_plain(row, rules) for row in held],
        firm=firm_of(enterprise, rules),
        today=today,
        calendar=work_calendar(),
    )
    names = {row.unit_id: row.unit.name for row in held}
    reasons = tuple(naming(reason, names) for reason in judgement.reasons)
    return Outlook(judgement, reasons, _row(judgement.join, held))


def naming(reason: Sentence, names: dict[int, str]) -> Sentence:
    """A reason with the names of units in place of their ids."""
    unit = reason.facts.get("unit")
    return replace(reason, facts={**reason.facts, "unit": names[unit]}) if unit in names else reason


def _row(found: plain.Encounter | None, held: Iterable[Contact]) -> Contact | None:
    if found is None:
        return None
    return next(
        (row for row in held if (row.event, row.unit_id, row.day) == (found.event, found.unit, found.day)), None
    )


def refusal(found: Outlook, *, alone: bool) -> Sentence | None:
    """Why a contact isn't taken as it was asked for, with the way out: to go together, or another day; None where it is."""
    if found.near and (found.barred or not alone):
        first = found.reasons[0] if found.barred else found.reasons[-1]
        host = found.join
        if host is not None and found.barred:
            said = say("{unit} is there on {day}: go together, as one visit.", unit=host.unit.name, day=host.day)
            return say("{why} {so}", why=first, so=said)
        return say("{why} {so}", why=first, so=say("Or say that it has to be on its own."))
    if not found.barred:
        return None
    earliest = found.judgement.earliest
    if earliest is None:
        return found.reasons[0]
    return say("{why} {so}", why=found.reasons[0], so=say("The next free day is {day}.", day=earliest))
