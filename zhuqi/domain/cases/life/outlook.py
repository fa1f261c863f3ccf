"""What a step would bring, before it is taken: the life folded once more, and what differs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhuqi.base.events import Event
from zhuqi.domain.cases.life.fold import apply
from zhuqi.domain.cases.life.terms import Terms
from zhuqi.domain.cases.life.values import Clock, Life


@dataclass(frozen=True)
class Outlook:
    """A life and what it would be after an event."""

    before: Life
    after: Life

    @property
    def begins(self) -> tuple[Clock, ...]:
        """The clocks that would start."""
        return tuple(clock for clock in self.after.clocks[len(self.before.clocks) :] if clock.running)

    @property
    def moved(self) -> tuple[tuple[Clock, Clock], ...]:
        """(as it is, as it would be) of running clocks that would be due at another moment."""
        return tuple(
            (was, is_) for was, is_ in self._both() if is_.running and not is_.paused_at and is_.due != was.due
        )

    @property
    def stopped(self) -> tuple[Clock, ...]:
        """The clocks that would stand still."""
        return tuple(was for was, is_ in self._both() if is_.running and is_.paused_at and not was.paused_at)

    @property
    def dropped(self) -> tuple[Clock, ...]:
        """The clocks that would end without having been met."""
        return tuple(was for was, is_ in self._both() if was.running and not is_.running and is_.met_at is None)

    @property
    def moves(self) -> bool:
        """Whether the case would stand elsewhere, or with another unit."""
        held = [life.carrier.unit if life.carrier else None for life in (self.before, self.after)]
        return self.before.state is not self.after.state or held[0] != held[1]

    def _both(self) -> list[tuple[Clock, Clock]]:
        pairs = zip(self.before.clocks, self.after.clocks, strict=False)
        return [(was, is_) for was, is_ in pairs if was.running]


def outlook(life: Life, event: Event, at: dt.datetime, terms: Terms) -> Outlook:
    """What would follow if an event happened at a moment. Nothing is written."""
    return Outlook(life, apply(life, event, at, terms))
