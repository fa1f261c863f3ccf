"""A random walker: takes a case through whatever the table allows, and a little of what it doesn't."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from typing import Any

import pytest

from tests.cast import START, City
from zhuqi.base.errors import Fault, Invalid, Refused
from zhuqi.core.access.actor import CLOCK, Actor
from zhuqi.core.journal.models import Entry
from zhuqi.domain.cases.actions import ACTIONS
from zhuqi.domain.cases.actions.rating import rate
from zhuqi.domain.cases.life.guards import open_actions
from zhuqi.domain.cases.life.joining import bearing
from zhuqi.domain.cases.life.rated import rateable
from zhuqi.domain.cases.life.standing import Place, Situation
from zhuqi.domain.cases.life.terms import Terms
from zhuqi.domain.cases.life.values import Life
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries import lives, sight
from zhuqi.domain.cases.queries.rated import grades_of
from zhuqi.domain.cases.rules.grading import STARS
from zhuqi.domain.cases.rules.needs import NEEDS, Field, Shape
from zhuqi.domain.cases.rules.steps import TAKEN
from zhuqi.domain.cases.rules.words import ANSWERED, CARRIES, CO_HANDS, Action, End, Hand, Outcome, State
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.sections.rating import REPLY, RESULT

PARTS = (
    "official",
    "dispatcher",
    "town_dispatcher",
    "city_dispatcher",
    "utilities",
    "finance",
    "construction",
    "planner",
    "town_handler",
    "power",
    "land",
    "supervisor",
    "leader",
    "enterprise",
)
BY_DESK = {
    "ng-desk": ("ng-utilities", "ng-finance", "ng-construction", "ng-planning"),
    "cc-desk": ("cc-power", "cc-land"),
    "mz-desk": ("mz-office",),
}


HANDLERS = {
    "utilities": "ng-utilities",
    "finance": "ng-finance",
    "construction": "ng-construction",
    "planner": "ng-planning",
}
DULL = frozenset(
    {
        Action.WITHDRAW,
        Action.NOT_ACCEPT,
        Action.TRANSFER_OUT,
        Action.MERGE,
        Action.SCREEN,
        Action.SEND_DOWN,
        Action.ESCALATE,
        Action.CONTEST,
        Action.CONFIRM,
        Action.ASSIGN,
        Action.ASK_ESCALATION,
        Action.RECALL,
        Action.JOIN,
        Action.TAKE_OUT,
    }
)


class Walker:
    """One case, walked at random from one moment on."""

    lowest = "mz-desk"
    """The dispatch room below which there is none."""

    def __init__(
        self, city: City, rng: random.Random, now: dt.datetime = START, *, seeks: Collection[Action] = ()
    ) -> None:
        """``seeks``: steps that are taken wherever they are open."""
        self.city, self.rng, self.now, self.seeks = city, rng, now, frozenset(seeks)
        self.actors = {part: city.actor(part) for part in PARTS}
        finder = rng.choice(["official", "official", "dispatcher", "enterprise"])
        channel = {"channel": "portal"} if finder == "enterprise" else {}
        self.case = city.record(now, finder, **channel)
        self.taken: Counter[Action] = Counter([Action.RECORD])
        self.refused = 0
        self.open: dict[str, list[Action]] = {}
        self.check()
        self.known: dict[tuple[int, ...], Terms] = {}
        self.places: dict[tuple[str, tuple[int, ...]], Place] = {}

    def step(self) -> None:
        """Let time pass, then let somebody do something that is open to them; now and then try what isn't."""
        self.now += dt.timedelta(minutes=self.rng.choice([0, 7, 90, 400, 600, 1500, 4000, 20000]))
        if self.rng.random() < 0.15:
            self.rate()
        options = self.options()
        if self.rng.random() < 0.25:
            self.trespass()
        assert options or self.may_wait(), f"a dead end: {self.life}"
        if not options:
            return
        open_now = {action for _, action in options}
        action = self.rng.choice(sorted(open_now & self.seeks or open_now))
        part = self.rng.choice([part for part, open_to in options if open_to is action])
        try:
            typed = self.typed(action)
            if part == "clock":
                typed = {}
            self.case = self.act(part, action, typed)
        except Invalid:
            self.refused += 1
            return
        except Refused as refused:
            if self.life.joined is None or "together with this one" not in str(refused.sentence):
                raise
            self.refused += 1
            self.check()
            return
        self.taken[action] += 1
        self.check()

    def rate(self) -> None:
        """The enterprise rates, where it can: what follows is a step like any other."""
        actor, rating = self.actors["enterprise"], self.rules.rating
        if rateable(sight.situation(actor, self.case, now=self.now)) is None:
            return
        given: dict[str, Any] = {
            name: self.rng.choice(STARS[len(grades_of(rating, name)) or 5]) for name in (REPLY, RESULT)
        }
        rate(actor, self.case.pk, **given, seen=self.case.version, now=self.now)
        self.check()

    @property
    def rules(self) -> CaseRules:
        """The edition under which the case lies now."""
        return self.terms().editions[self.life.editions[self.life.area]]

    def act(self, part: str, action: Action, typed: dict[str, Any]) -> Case:
        actor = CLOCK if part == "clock" else self.actors[part]
        return ACTIONS[action](actor, self.case.pk, seen=self.case.version, now=self.now, **typed)

    def options(self) -> list[tuple[str, Action]]:
        """Who could do what now, what ends or goes round in circles rarer so that lives grow long."""
        found = []
        rare = {action for action in sorted(DULL - self.seeks) if self.rng.random() > 0.1}
        life = self.life
        if life.state is State.SCREENING:
            rare -= {Action.ASSIGN} if life.grade else {Action.SCREEN}
        seen = Situation(
            life, sight.place(CLOCK), self.now, self.terms(), desk_above=life.desk != self.city.org("cc-desk")
        )
        below = life.desk != self.city.org(self.lowest)
        for part, actor in (*self.actors.items(), ("clock", CLOCK)):
            place = self.place(part, actor)
            desk_below = below and seen.life.desk in place.desks
            self.open[part] = open_actions(replace(seen, place=place, desk_below=desk_below))
            found += [(part, action) for action in self.open[part] if action not in rare]
        return found

    def stored_as_it_was_led(self) -> None:
        """At the end of a walk: what the tables hold is what the steps made of it."""
        assert lives.load(self.case) == self.life

    def place(self, part: str, actor: Actor) -> Place:
        """Where somebody sits, read once for each area the case has come to."""
        key = (part, tuple(sorted(self.life.editions)))
        if key not in self.places:
            self.places[key] = sight.place(actor, self.life.editions)
        return self.places[key]

    def terms(self) -> Terms:
        """What the life runs under, read once for each place it comes to."""
        editions = self.life.editions
        key = (editions[self.life.area], *sorted(editions.values()))
        if key not in self.known:
            self.known[key] = sight.terms_of(self.life)
        return self.known[key]

    def may_wait(self) -> bool:
        """Nobody can act now: then a clock runs that will act by itself, or the window for reopening is over."""
        life = self.life
        return life.state is State.ENDED or bool(life.running)

    def trespass(self) -> None:
        """Something that isn't open must be refused with a sentence and change nothing."""
        part, action = self.rng.choice(PARTS), self.rng.choice([a for a in TAKEN if a is not Action.RECORD])
        if action in self.open[part]:
            return
        typed = self.typed(action)
        before = last_entry()
        with pytest.raises(Fault) as refused:
            self.act(part, action, typed)
        assert str(refused.value.sentence).strip(), "a refusal says why"
        self.refused += 1
        assert Case.objects.get(pk=self.case.pk).version == self.case.version, "a refusal changes nothing"
        assert last_entry() == before, "a refusal books nothing"

    def typed(self, action: Action) -> dict[str, Any]:
        """Something for every field of a step."""
        return {field.name: self.value(field, action) for field in NEEDS[action]}

    def value(self, field: Field, action: Action) -> Any:
        rng, today = self.rng, self.now.date()
        desk = next(code for code, org in self.city.orgs.items() if org.pk == self.case.desk_id)
        served = [self.city.org(code) for code in BY_DESK[desk]]
        if field.name in ("told_on", "arrived_on", "on"):
            return today if field.required or rng.random() < 0.8 else None
        if field.name == "passed" and self.rules.questions:
            return None
        if field.shape is Shape.CASE:
            return self.another()
        if field.shape is Shape.CASES:
            return [self.companion() or self.another()]
        values: dict[Shape, Any] = {
            Shape.LINE: "一句话",
            Shape.TEXT: "说明情况",
            Shape.DAY: today + dt.timedelta(days=rng.randint(1, 20)),
            Shape.SPAN: f"{rng.randint(1, 5)} 工作日",
            Shape.KIND: rng.choice(["utilities", "finance", "permits"]),
            Shape.GRADE: rng.choice(["A", "B", "C"]),
            Shape.CATEGORY: None,
            Shape.URGENCY: None,
            Shape.CAUSE: None,
            Shape.REFUSAL: rng.choice([*self.rules.refusals, None]),
            Shape.ANSWERS: {code: rng.random() < 0.8 for code in self.rules.questions},
            Shape.UNIT: rng.choice(served),
            Shape.UNITS: rng.sample(served, k=min(len(served), rng.choice([0, 0, 1, 2]))),
            Shape.DESK: self.city.org(rng.choice(["ng-desk", "mz-desk"])),
            Shape.YES_NO: rng.random() < 0.5,
            Shape.MONEY: rng.choice([None, "500", "0.35"]),
            Shape.COUNT: rng.choice([None, 1, 12]),
            Shape.CHOICE: rng.choice(field.choices).value if field.choices else None,
        }
        return values[field.shape]

    def another(self) -> int:
        """A case of the same enterprise, where there is one; else the case itself, which is refused."""
        others = Case.objects.filter(enterprise=self.case.enterprise_id).exclude(pk=self.case.pk)
        return others.order_by("-id").values_list("pk", flat=True).first() or self.case.pk

    def companion(self) -> int | None:
        """A case of another enterprise at the same desk, led to where this one stands as far as the usual steps lead there."""
        life = self.life
        if life.carrier is None or life.desk != self.city.org("ng-desk") or life.state in (State.FOUND, *ANSWERED):
            return None
        case = self.city.record(self.moment(), "dispatcher", enterprise_id=self.city.enterprises[1].pk)
        if life.state is State.SCREENING:
            return case.pk
        handler = next(part for part, place in HANDLERS.items() if self.city.org(place) == life.carrier.unit)
        self.city.do("dispatcher", Action.SCREEN, case, self.moment(), kind=life.kind, grade=life.grade)
        self.city.do("dispatcher", Action.ASSIGN, case, self.moment(), lead_id=life.carrier.unit)
        if life.state is not State.ASSIGNED:
            self.city.do(handler, Action.ACCEPT, case, self.moment())
        return case.pk

    def moment(self) -> dt.datetime:
        """When the next step of a companion is taken."""
        return self.now

    def stands_with_the_others(self) -> None:
        """Who is handled together stands alike, until it is answered; and nobody else moved with them."""
        if self.life.joined is None:
            return
        with_it = [lives.current(case) for case in Case.objects.filter(joined=self.life.joined)]
        in_hand = {bearing(life) for life in with_it if life.state not in (*ANSWERED, State.ENDED)}
        assert len(in_hand) <= 1, in_hand
        assert len({life.enterprise for life in with_it}) == len(with_it)

    def check(self) -> None:
        """What must hold of every life at every moment."""
        self._check()
        self.stands_with_the_others()

    def _check(self) -> None:
        self.case = Case.objects.get(pk=self.case.pk)
        life = self.life = lives.current(self.case)
        carriers = [h for h in life.holdings if h.ended_at is None and h.hand in CARRIES]
        if life.state is State.ENDED:
            assert not carriers and not life.co_rows and not life.running
            assert no_roots_left(life), "the fourth No: ended needs rows of asking and of telling"
        else:
            assert len(carriers) == 1, "never two holders, never none"
            assert life.running, "the second No: a live case has an open clock"
            assert carriers[0].hand is (Hand.LEAD if led(life) else Hand.HOLD)
        assert not_shelved(life), "the third No: explained needs the telling and a date; a plan needs its date"
        assert life.account == (life.edges[-1].target), "the books say where it lies"
        assert all(a.target == b.source for a, b in zip(life.edges, life.edges[1:], strict=False))
        assert all(row.hand in CO_HANDS for row in life.co_rows)


def last_entry() -> int | None:
    """The id of whatever was booked last."""
    return Entry.objects.order_by("-pk").values_list("pk", flat=True).first()


def led(life: Life) -> bool:
    """Whether a lead unit has it."""
    if life.state in (State.FOUND, State.SCREENING):
        return False
    return not life.settled


def no_roots_left(life: Life) -> bool:
    """(d) What is struck off was asked about and told."""
    if life.end is not End.CLOSED:
        return True
    reply, asking = life.reply, life.asking
    return reply is not None and reply.told_on is not None and asking is not None and asking.arrived_on is not None


def not_shelved(life: Life) -> bool:
    """(c) What can't be solved now is explained, with a date on which it is looked at again."""
    return all(
        (reply.outcome is not Outcome.EXPLAINED or (reply.told_on and reply.recheck_on))
        and (reply.outcome is not Outcome.PLANNED or reply.next_on)
        for reply in life.replies
        if not reply.stage
    )
