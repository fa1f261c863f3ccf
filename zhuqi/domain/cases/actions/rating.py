"""What the enterprise says of the service: ratings of reply and result, complaints."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence

from zhuqi.base.errors import Invalid, Missing, Refused, Stale
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of, start_of
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.domain.cases import events
from zhuqi.domain.cases.actions.again import answered
from zhuqi.domain.cases.actions.checking import texts
from zhuqi.domain.cases.life.rated import newly_bad, rateable
from zhuqi.domain.cases.life.values import Life
from zhuqi.domain.cases.models import Case, Complaint, RatedMore, Rating
from zhuqi.domain.cases.queries.lives import current
from zhuqi.domain.cases.queries.sight import situation, visible
from zhuqi.domain.cases.rules.grading import STARS as GRADES
from zhuqi.domain.cases.rules.words import Action, Channel
from zhuqi.domain.cases.sections.rating import REPLY, RESULT, RatingRule

STARS = range(1, 6)
A_DAY = 10
"""Complaints about one case that are taken on one day."""


def _own(actor: Actor, case_id: int) -> Case:
    """The case, for its enterprise alone. Raises Missing, Refused."""
    case = visible(actor).filter(pk=case_id).first()
    if case is None:
        raise Missing
    if actor.enterprise != case.enterprise_id:
        raise Refused(say("Only the enterprise itself rates and complains here."))
    return case


def _way(actor: Actor) -> Channel:
    return Channel.PORTAL if actor.case is None else Channel.LINK


@verb
def rate(
    actor: Actor,
    case_id: int,
    *,
    reply_rating: int | None = None,
    result_rating: int | None = None,
    more: Sequence[int | None] = (),
    seen: int | None = None,
    key: str = "",
    now: dt.datetime,
) -> Rating:
    """Rate the latest reply and the result, apart, each 1 to 5 (答复评价, 解决评价), and what else the edition names, each by
    itself (``more``, in the edition's order). What is left out stays as it was.

    Where the edition has grades of its own, these are some of the five (``rules.grading``). A grade that means that the
    enterprise isn't satisfied is followed by what the edition says: it is done again, goes one level up, or the room decides.
    Can be changed until 30 days after the end. Raises Missing, Stale, Refused, Invalid.
    """
    case = _own(actor, case_id)
    if seen is not None and case.version != seen:
        raise Stale
    at = situation(actor, case, now=now, action=Action.CONFIRM)
    reply = rateable(at)
    if reply is None:
        raise Refused(say("There is no answer to rate, or the time for it is over."))
    rules = at.rules.rating
    stars = _stars(rules, {REPLY: reply_rating, RESULT: result_rating}, more)
    given = {
        "at": now,
        "channel": _way(actor).value,
        **{name: stars[name] for name in (REPLY, RESULT) if name in stars},
    }
    row = Rating.objects.filter(case=case, reply=reply.n).first()
    bad = newly_bad(rules, stars, _of(row) if row else {})
    change = Change(actor, "rating", row.pk if row else None, now=now, key=key)
    if row is None:
        mine = {"unit_id": reply.unit, "area_id": at.life.area, "salt": secrets.token_hex(16)}
        row = change.insert(Rating(case=case, reply=reply.n, **mine, **given))
        change.subject = row.pk
    else:
        change.update(row, **given)
    _keep_more(change, row, {name: n for name, n in stars.items() if name not in given})
    change.record(events.Rated(case=case.pk, reply=reply.n, channel=_way(actor)))
    if bad:
        answered(actor, case, now=now)
    return row


def _of(row: Rating) -> dict[str, int | None]:
    return {REPLY: row.reply_rating, RESULT: row.result_rating, **dict(row.more.values_list("name", "stars"))}


def _keep_more(change: Change, rating: Rating, given: Mapping[str, int]) -> None:
    """What else was rated, a row each."""
    held = {row.name: row for row in rating.more.all()}
    for name, stars in given.items():
        if name in held:
            change.update(held[name], stars=stars)
        else:
            change.insert(RatedMore(rating=rating, name=name, stars=stars, salt=secrets.token_hex(16)))


def _stars(rules: RatingRule, two: Mapping[str, int | None], more: Sequence[int | None]) -> dict[str, int]:
    """What was rated, by name. Raises Invalid where that is nothing, or no grade of the edition."""
    if len(more) > len(rules.more):
        raise Invalid({"more": say("The rules here rate {n} things beside reply and result.", n=len(rules.more))})
    fields = {REPLY: REPLY, RESULT: RESULT, **{row.name: f"more_{n}" for n, row in enumerate(rules.more, 1)}}
    rated = {**two, **{row.name: stars for row, stars in zip(rules.more, more, strict=False)}}
    given = {name: stars for name, stars in rated.items() if stars is not None}
    faults: dict[str, Sentence] = {}
    for name, stars in given.items():
        grades = rules.dimensions[name]
        known = GRADES[len(grades)] if grades else STARS
        if stars not in known:
            faults[fields[name]] = say("A rating is one of these numbers: {known}.", known=" ".join(map(str, known)))
    if not given:
        faults[REPLY] = say("Choose at least one of these.") if rules.more else say("Choose at least one of the two.")
    if faults:
        raise Invalid(faults)
    return given


@verb
def complain(actor: Actor, case_id: int, *, text: str, key: str = "", now: dt.datetime) -> Complaint:
    """Complain about how a case is handled (投诉), to those who oversee its area. Raises Missing, Refused, Invalid."""
    case = _own(actor, case_id)
    body = texts(Action.CONTEST, text=text)["text"]  # a text that is needed, as long as any
    today = start_of(day_of(now))
    if Complaint.objects.filter(case=case, at__gte=today).count() >= A_DAY:
        raise Refused(say("{n} complaints about this came in today. Say more tomorrow, or call 12345.", n=A_DAY))
    life = current(case)
    change = Change(actor, "complaint", None, now=now, key=key)
    row = Complaint(
        case=case,
        unit_id=_answerable(life),
        area_id=life.area,
        body=body,
        channel=_way(actor).value,
        at=now,
        salt=secrets.token_hex(16),
    )
    change.subject = change.insert(row).pk
    change.record(events.Complained(case=case.pk, channel=_way(actor)))
    return row


def _answerable(life: Life) -> int | None:
    """The unit complained of: who has the case, else who had it last."""
    return life.carrier.unit if life.carrier else life.holdings[-1].unit
