"""Roads: narrated flows in ``docs/roads`` that run. A fenced block holds one step and, below an arrow, the rows it wrote.

    2019-05-14 09:20 dispatcher assign lead_id=@ng-utilities part_ids=@ng-construction
    → assigned
    holding 2 ng-desk hold · passed 05-14 09:20
    clock …
    edge …

``ZHUQI_WRITE_ROADS=1 pytest tests/roads`` writes the rows of every block anew; the test holds the file against what happens.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.cast import ZONE, City
from zhuqi.base.worktime.spans import write
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.jobs.work import drain, tick
from zhuqi.domain.cases.life.values import Account, Clock, Edge, Holding, Life
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries import ledger, lives
from zhuqi.domain.cases.rules.needs import NEEDS, Shape
from zhuqi.domain.cases.rules.words import Action

ROADS = Path(__file__).parent.parent.parent / "docs" / "roads"
BLOCK = re.compile(r"```road\n(.*?)```", re.DOTALL)


class Road:
    """One case on its way through the cast."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.codes = {org.pk: code for code, org in city.orgs.items()}
        self.case: Case | None = None
        self.last: dt.datetime | None = None
        self.life: Life | None = None

    def walk(self, text: str) -> str:
        """The text with the rows of every block as they come out now."""
        return BLOCK.sub(lambda found: "```road\n" + "\n".join(self.block(found[1])) + "\n```", text)

    def block(self, block: str) -> Iterator[str]:
        """The step of a block, then what it wrote."""
        step = block.strip().splitlines()[0]
        yield step
        day, clock, part, verb, *typed = step.split(maxsplit=4)
        now = dt.datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=ZONE)
        if self.last is not None:
            tick(self.last, now)
            drain(now)
        self.last = now
        if verb == "statement":
            yield from self.statement(dict(pair.split("=") for pair in typed[0].split()))
            return
        if verb != "tick":
            facts = self.typed(Action(verb), json.loads(typed[0]) if typed else {})
            self.case = self.city.do(part, Action(verb), self.case, now, **facts)
        yield from self.written()

    def typed(self, action: Action, facts: dict[str, Any]) -> dict[str, Any]:
        """The fields of a step: units by code, days as ISO text."""
        shapes = {field.name: field.shape for field in NEEDS[action]}
        found: dict[str, Any] = {}
        for name, value in facts.items():
            match shapes[name]:
                case Shape.UNIT | Shape.DESK:
                    found[name] = self.city.org(value)
                case Shape.UNITS:
                    found[name] = [self.city.org(code) for code in value]
                case Shape.DAY:
                    found[name] = dt.date.fromisoformat(value)
                case Shape.ENTERPRISE:
                    found[name] = self.city.enterprises[int(value) - 1].pk
                case _:
                    found[name] = value
        return found

    def written(self) -> Iterator[str]:
        """State, then the rows that are new or changed since the step before."""
        assert self.case is not None
        self.case = Case.objects.get(pk=self.case.pk)
        before, after = self.life, lives.load(self.case)
        self.life = after
        yield f"→ {after.state.value}"
        for name, line in (("holdings", self.holding), ("clocks", self.clock), ("edges", self.edge)):
            old = getattr(before, name) if before else ()
            for part in getattr(after, name):
                if part.n > len(old) or part != old[part.n - 1]:
                    yield line(part)

    def holding(self, row: Holding) -> str:
        ended = f" · {row.how.value} {moment(row.ended_at)}" if row.how else ""
        signed = f" · signed {moment(row.accepted_at)}" if row.accepted_at and not row.how else ""
        locked = " · locked" if row.locked else ""
        return (
            f"holding {row.n} {self.codes[row.unit]} {row.hand.value} of dispatch {row.dispatch}{signed}{locked}{ended}"
        )

    def clock(self, clock: Clock) -> str:
        span = write(clock.span) if clock.span else "a day named"
        shifts = "".join(f" + {write(shift.span)} ({shift.why.value})" for shift in clock.shifts)
        ends = (
            ("met", clock.met_at),
            ("void", clock.void_at),
            ("left late", clock.left_at),
            ("paused", clock.paused_at),
        )
        stand = next((f" · {word} {moment(at)}" for word, at in ends if at), "")
        late = " · late" if clock.met_at and clock.late(clock.met_at) else ""
        due = f" → {moment(clock.due)}" if clock.due else " → no date"
        return (
            f"clock {clock.n} {clock.called} of {self.codes[clock.unit]}: "
            f"{moment(clock.start)} + {span}{shifts}{due}{stand}{late}"
        )

    def edge(self, edge: Edge) -> str:
        return f"edge {edge.n} {self.account(edge.source)} → {self.account(edge.target)} ({edge.action.value})"

    def account(self, account: Account) -> str:
        return account.name if account.unit is None else f"{self.codes[account.unit]}·{account.name}"

    def statement(self, asked: dict[str, str]) -> Iterator[str]:
        """A statement of a unit's subtree, as a bank would print it."""
        since, until = dt.date.fromisoformat(asked["since"]), dt.date.fromisoformat(asked["until"])
        book = ledger.account(CLOCK, self.city.org(asked["unit"]), since, until, tree=True)
        yield f"opening {book.opening}"
        for line in book.lines:
            beyond = self.codes[line.unit] if line.unit else line.name
            yield f"{line.day:%m-%d} {line.side.value} {beyond}: {line.n}"
        yield f"closing {book.closing}"


def moment(at: dt.datetime | None) -> str:
    """Month, day, hour and minute in the place's zone."""
    return f"{at.astimezone(ZONE):%m-%d %H:%M}" if at else "-"
