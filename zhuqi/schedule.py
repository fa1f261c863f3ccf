"""What happens by the clock: every periodic job of the house, in the order in which one moment runs them."""

from __future__ import annotations

import datetime as dt

from zhuqi.core.accounts import actions as accounts
from zhuqi.core.intake import actions as intake
from zhuqi.core.jobs.work import Periodic
from zhuqi.core.journal.sealing import seal
from zhuqi.core.limits import actions as limits
from zhuqi.domain.cases.actions import clockwork, signing

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)

SCHEDULE: tuple[Periodic, ...] = (
    Periodic("cases.resume_due", HOUR, clockwork.resume_due),
    Periodic("cases.end_silent", HOUR, clockwork.end_silent),
    Periodic("cases.sign_silent", HOUR, signing.sign_silent),
    Periodic("cases.remind", HOUR, clockwork.remind),
    Periodic("cases.let_stand", HOUR, clockwork.let_stand),
    Periodic("cases.raise_due", HOUR, clockwork.raise_due),
    Periodic("cases.fold_days", HOUR, clockwork.fold_days),
    Periodic("accounts.sweep", HOUR, accounts.sweep),
    Periodic("intake.sweep", HOUR, intake.sweep),
    Periodic("limits.sweep", HOUR, limits.sweep),
    Periodic("journal.seal", DAY, seal),
)
