"""How a duty to visit stands (M2): met on site or remotely, short, excused by a coded reason, or not to be asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zhuqi.base.period import Period
from zhuqi.base.words import Sentence, say, term
from zhuqi.domain.contacts.rules.contacts import Encounter, events
from zhuqi.domain.contacts.rules.periods import DAY
from zhuqi.domain.contacts.rules.words import Counted
from zhuqi.domain.contacts.sections import VisitRules
from zhuqi.domain.contacts.sections.parts import Quota
from zhuqi.domain.contacts.sections.shapes import Role
from zhuqi.domain.liaison.rules.firms import Firm, Key, meant
from zhuqi.domain.visits.rules.words import DutyStanding

NO_REASONS: Mapping[Key | None, str] = {}
NO_DATES: Mapping[Key, dt.date] = {}


@dataclass(frozen=True)
class QuotaState:
    """How one quota of one official stands, for one enterprise or (``firm`` None) over all."""

    quota: Quota
    firm: Key | None
    period: Period
    made: int
    standing: DutyStanding
    why: Sentence


def quota_state(
    rules: VisitRules,
    role: Role,
    day: dt.date,
    history: Iterable[Encounter],
    firms: Mapping[Key, Firm],
    *,
    reasons: Mapping[Key | None, str] = NO_REASONS,
    since: Mapping[Key, dt.date] = NO_DATES,
) -> tuple[QuotaState, ...]:
    """How every quota of a role stands at the end of a day. ``history``: the official's own contacts; ``firms``: the
    enterprises they hold; ``reasons``: {enterprise, or None for what is counted over all: code of the edition};
    ``since``: from when they hold each, where that matters."""
    known = [contact for contact in history if contact.day <= day]
    found: list[QuotaState] = []
    for quota in rules.quotas:
        if quota.role != role:
            continue
        spoken = {key: firm for key, firm in firms.items() if meant(quota.firms, firm)}
        asked: list[Key | None] = [*spoken] if quota.counted is Counted.PER_FIRM else [None]
        for key in asked:
            period = quota.every.period(day)
            made = _made(rules, quota, period, known, frozenset(spoken) if key is None else frozenset({key}))
            standing = _standing(rules, quota, period, made, reasons.get(key, ""))
            if standing is not DutyStanding.MET and key is not None:
                standing = _spared(period, spoken[key], since.get(key)) or standing
            if standing is DutyStanding.UNEXPLAINED and quota.every.grain and (period.until or day) > day + DAY:
                standing = DutyStanding.SHORT
            found.append(QuotaState(quota, key, period, made, standing, _why(quota, made, standing)))
    return tuple(found)


def counts(rules: VisitRules, quota: Quota, contact: Encounter) -> bool:
    """Whether a contact counts for a quota: on site or remotely as it says, of its kinds, not made for somebody else."""
    if contact.how not in quota.takes(rules.no_phone) or contact.declined:
        return False
    return not (contact.proxy and rules.no_proxy) and (not quota.kinds or contact.kind in quota.kinds)


def _made(rules: VisitRules, quota: Quota, period: Period, known: Iterable[Encounter], firms: frozenset[Key]) -> int:
    """What counts in a period: events, or enterprises."""
    mine = [
        contact
        for contact in known
        if contact.firm in firms and period.holds(contact.day) and counts(rules, quota, contact)
    ]
    if quota.counted is Counted.FIRMS:
        return len({contact.firm for contact in mine})
    return sum(len(events(contact for contact in mine if contact.firm == firm)) for firm in firms)


def _standing(rules: VisitRules, quota: Quota, period: Period, made: int, reason: str) -> DutyStanding:
    if made >= quota.least:
        return DutyStanding.MET
    if made:
        return DutyStanding.SHORT
    if reason in rules.zeros:
        return DutyStanding.EXCUSED
    return DutyStanding.UNEXPLAINED if rules.explains_zero else DutyStanding.SHORT


def _spared(period: Period, firm: Firm, since: dt.date | None) -> DutyStanding | None:
    """Why the enterprise isn't to be asked for in that period: it wished to be left alone on a day of it, or is held only
    since a part of it has passed."""
    until = period.until or dt.date.max
    if any(spell.since < until and (spell.until is None or spell.until > period.since) for spell in firm.undisturbed):
        return DutyStanding.SPARED
    return DutyStanding.NOT_YET if since is not None and since > period.since else None


WHY: Mapping[DutyStanding, str] = {
    DutyStanding.MET: term("{made} of {least}: it is met."),
    DutyStanding.SHORT: term("{made} of {least}: it isn't met yet."),
    DutyStanding.EXCUSED: term("None, for a reason that the edition names."),
    DutyStanding.UNEXPLAINED: term("None: name a reason of the edition's list."),
    DutyStanding.SPARED: term("The enterprise wishes to be left alone: nothing is asked for."),
    DutyStanding.NOT_YET: term("It counts from the first whole period on."),
}


def _why(quota: Quota, made: int, standing: DutyStanding) -> Sentence:
    return say(WHY[standing], made=made, least=quota.least)
