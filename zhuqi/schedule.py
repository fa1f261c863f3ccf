"""What happens by the clock: every periodic job of the house."""

from __future__ import annotations

from zhuqi.core.jobs.work import Periodic

SCHEDULE: tuple[Periodic, ...] = ()
