"""A case as its queries give it, put into the shapes that go out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhuqi.base.worktime.spans import Span, write
from zhuqi.domain.cases import events
from zhuqi.domain.cases.life.history import Reason, lit, must_rise
from zhuqi.domain.cases.life.measuring import Lit
from zhuqi.domain.cases.life.values import Account, Clock
from zhuqi.domain.cases.queries.detail import Detail, Happened
from zhuqi.domain.cases.rules.words import Tick
from zhuqi.interfaces.api import shapes
from zhuqi.interfaces.api.shapes import Unit
from zhuqi.interfaces.web.cases import stories
from zhuqi.interfaces.web.wording import local, phrase


def _at(moment: dt.datetime | None) -> dt.datetime | None:
    return None if moment is None else local(moment)


def _written(span: Span | None) -> str | None:
    return None if span is None else write(span)


def row(case: Any, clock: Any, now: dt.datetime, lit: Mapping[int, Lit]) -> shapes.Row:
    """A case of a list, with the clock that somebody must keep next. ``lit``: {clock: its lamp}."""
    return shapes.Row(
        id=case.pk,
        number=case.number,
        title=case.title,
        version=case.version,
        state=case.state,
        kind=case.kind,
        grade=case.grade,
        end=case.end,
        enterprise=shapes.Firm(id=case.enterprise_id, name=case.enterprise.name),
        holder=None if case.holder is None else Unit(id=case.holder_id, name=case.holder.name),
        recorded_at=local(case.recorded_at),
        told_at=local(case.told_at),
        ended_at=_at(case.ended_at),
        clock=None if clock is None else _next(clock, now, lit),
    )


def _lamp(lit: Lit | None, now: dt.datetime) -> shapes.LampOut | None:
    if lit is None:
        return None
    return shapes.LampOut(label=lit.lamp.label, colour=lit.lamp.token, why=phrase(lit.shown.why, now))


def _next(clock: Any, now: dt.datetime, lit: Mapping[int, Lit]) -> shapes.NextClock:
    return shapes.NextClock(
        tick=clock.tick,
        unit=Unit(id=clock.unit_id, name=clock.unit.name),
        due=_at(clock.due),
        paused=clock.paused_at is not None,
        late=clock.due is not None and now > clock.due,
        lamp=_lamp(lit.get(clock.pk), now),
    )


@dataclass(frozen=True)
class Telling:
    """One case on its way out. ``inside``: to the administration; else to the enterprise, which reads what is meant for
    it and nothing of who had it, asked for what, or noted what."""

    found: Detail
    now: dt.datetime
    inside: bool
    fellows: Sequence[Any] = ()
    """The cases with which it is handled, as far as the actor sees them."""

    def unit(self, pk: int) -> Unit:
        """A unit with its name."""
        return Unit(id=pk, name=self.found.units.get(pk, ""))

    def inner(self, pk: int | None) -> Unit | None:
        """A unit that the enterprise isn't told."""
        return self.unit(pk) if self.inside and pk is not None else None

    def case(self) -> shapes.CaseOut:
        """The case with everything the actor may see of it."""
        case, life = self.found.case, self.found.life
        return shapes.CaseOut(
            id=case.pk,
            number=case.number,
            title=case.title,
            version=case.version,
            state=life.state,
            kind=life.kind,
            grade=life.grade if self.inside else None,
            channel=life.channel,
            outcome=life.outcome,
            confirmation=life.confirmation,
            end=life.end,
            ended_at=_at(life.ended_at),
            found_on=life.found_on,
            told_at=local(life.told_at),
            recorded_at=local(life.recorded_at),
            submitted_at=_at(life.submitted_at) if self.inside else None,
            episode=life.episode,
            contests=life.contests,
            merged_into=life.merged_into,
            enterprise=shapes.Firm(id=case.enterprise_id, name=case.enterprise.name),
            area=self.unit(life.area),
            desk=self.inner(life.desk),
            holder=self.inner(life.carrier.unit if life.carrier else None),
            holdings=self.holdings(),
            clocks=[self.clock(clock) for clock in life.clocks if self.inside or clock.tick is Tick.CASE],
            requests=self.requests(),
            replies=self.replies(),
            amount_yuan=life.stake,
            firms=life.firms,
            signed=life.signed,
            instructed_on=life.instructed_on if self.inside else None,
            class_awaits=life.provisional if self.inside else None,
            task_force=[self.unit(member.unit) for member in (life.force if self.inside else ())],
            together=[fellow(case) for case in self.fellows],
            words=[words(said) for said in self.found.said],
            actions=list(self.found.actions),
            must_rise=[phrase(each.why, self.now) for each in self._reasons()],
        )

    def _reasons(self) -> tuple[Reason, ...]:
        """Why it must go up; the enterprise isn't told."""
        return must_rise(self.found.life, self.now, self.found.at.terms) if self.inside else ()

    def holdings(self) -> list[shapes.HoldingOut]:
        """Who had it, in order."""
        return [
            shapes.HoldingOut(
                n=held.n,
                unit=self.unit(held.unit),
                hand=held.hand,
                opened_by=held.opened_by,
                began_at=local(held.began_at),
                accepted_at=_at(held.accepted_at),
                contributed_at=_at(held.contributed_at),
                ended_at=_at(held.ended_at),
                how=held.how,
                locked=held.locked,
            )
            for held in (self.found.life.holdings if self.inside else ())
        ]

    def clock(self, clock: Clock) -> shapes.ClockOut:
        """A deadline."""
        return shapes.ClockOut(
            n=clock.n,
            tick=clock.tick,
            name=clock.name,
            unit=self.inner(clock.unit),
            episode=clock.episode,
            start=local(clock.start),
            span=_written(clock.span),
            shifts=[
                shapes.ShiftOut(why=shift.why, span=write(shift.span), at=local(shift.at)) for shift in clock.shifts
            ],
            due=_at(clock.due),
            met_at=_at(clock.met_at),
            paused_at=_at(clock.paused_at),
            void_at=_at(clock.void_at),
            left_at=_at(clock.left_at),
            running=clock.running,
            late=clock.missed(self.now),
            lamp=_lamp(lit(self.found.life, clock, self.now, self.found.at.terms), self.now),
        )

    def requests(self) -> list[shapes.RequestOut]:
        """What handlers asked of their rooms."""
        return [
            shapes.RequestOut(
                n=request.n,
                holding=request.holding,
                asked=request.asked,
                ground=request.ground,
                at=local(request.at),
                amount=_written(request.amount),
                until=request.until,
                ruled_at=_at(request.ruled_at),
                granted=request.granted,
                void_at=_at(request.void_at),
                taken_back_at=_at(request.taken_back_at),
            )
            for request in (self.found.life.requests if self.inside else ())
        ]

    def replies(self) -> list[shapes.ReplyOut]:
        """What the enterprise was told."""
        return [
            shapes.ReplyOut(
                n=reply.n,
                unit=self.inner(reply.unit),
                at=local(reply.at),
                stage=reply.stage,
                outcome=reply.outcome,
                told_on=reply.told_on,
                next_on=reply.next_on,
                recheck_on=reply.recheck_on,
                passed=reply.passed if self.inside else None,
                contested_at=_at(reply.contested_at),
            )
            for reply in self.found.life.replies
        ]

    def life(self) -> shapes.LifeOut:
        """The whole life, for those inside."""
        life = self.found.life
        told = stories.Told(life, self.found.units, self.found.at.rules)
        return shapes.LifeOut(
            id=self.found.case.pk,
            number=self.found.case.number,
            version=self.found.case.version,
            entries=[self.entry(happened, told) for happened in self.found.history],
            edges=[
                shapes.EdgeOut(
                    n=edge.n,
                    at=local(edge.at),
                    action=edge.action,
                    source=self.account(edge.source),
                    target=self.account(edge.target),
                    kind=edge.kind,
                )
                for edge in life.edges
            ],
        )

    def entry(self, happened: Happened, told: stories.Told) -> shapes.EntryOut:
        """One thing that happened."""
        event = events.KINDS[happened.verb].revive(happened.facts)
        return shapes.EntryOut(
            seq=happened.seq,
            at=local(happened.at),
            verb=happened.verb,
            sentence=phrase(stories.copied(stories.sentence(event, told), happened.facts, told), self.now),
            facts=happened.facts,
            who=happened.who,
            behalf=happened.behalf,
            words=[words(said) for said in happened.said],
        )

    def account(self, account: Account) -> shapes.BookAccount:
        """An account of the books."""
        return shapes.BookAccount(unit=None if account.unit is None else self.unit(account.unit), name=account.name)


def fellow(case: Any) -> shapes.Fellow:
    """A case that is handled together with another."""
    firm = shapes.Firm(id=case.enterprise_id, name=case.enterprise.name)
    return shapes.Fellow(id=case.pk, number=case.number, title=case.title, state=case.state, enterprise=firm)


def words(said: Any) -> shapes.Words:
    """What somebody typed."""
    return shapes.Words(seq=said.seq, name=said.name, outside=said.outside, body=said.body, at=local(said.at))


def done(case: Any) -> shapes.Done:
    """Where a case stands after a step."""
    return shapes.Done(id=case.pk, number=case.number, version=case.version, state=case.state, end=case.end)
