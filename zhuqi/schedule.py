"""What happens by the clock: every periodic job of the house, in the order in which one moment runs them."""

from __future__ import annotations

import datetime as dt

from zhuqi.core.accounts import actions as accounts
from zhuqi.core.intake import actions as intake
from zhuqi.core.jobs.work import Periodic
from zhuqi.core.journal.sealing import seal
from zhuqi.core.limits import actions as limits
from zhuqi.core.messages import actions as messages
from zhuqi.domain.cases.actions import clockwork, signing
from zhuqi.domain.common.actions import indexing
from zhuqi.domain.directory.actions import alike, computing, ending, moving
from zhuqi.domain.errands.actions import telling as errands_telling
from zhuqi.domain.liaison.actions import telling as liaison_telling
from zhuqi.domain.members import actions as members
from zhuqi.domain.visits.actions import entering
from zhuqi.domain.visits.actions import telling as visits_telling
from zhuqi.domain.voice.actions import personal as voice

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)

SCHEDULE: tuple[Periodic, ...] = (
    Periodic("directory.carry_out_moves", HOUR, moving.carry_out_moves),
    Periodic("directory.carry_out_endings", HOUR, ending.carry_out_endings),
    Periodic("directory.judge_anew", HOUR, computing.judge_anew),
    Periodic("directory.find_alike", DAY, alike.find_alike),
    Periodic("cases.resume_due", HOUR, clockwork.resume_due),
    Periodic("cases.end_silent", HOUR, clockwork.end_silent),
    Periodic("cases.sign_silent", HOUR, signing.sign_silent),
    Periodic("cases.remind", HOUR, clockwork.remind),
    Periodic("cases.let_stand", HOUR, clockwork.let_stand),
    Periodic("cases.raise_due", HOUR, clockwork.raise_due),
    Periodic("cases.fold_days", HOUR, clockwork.fold_days),
    Periodic("liaison.remind", DAY, liaison_telling.remind),
    Periodic("visits.enter_old", HOUR, entering.enter_old),
    Periodic("visits.remind", HOUR, visits_telling.remind),
    Periodic("visits.ask_for_zeros", DAY, visits_telling.ask_for_zeros),
    Periodic("errands.remind", HOUR, errands_telling.remind),
    Periodic("members.forget_old", DAY, members.forget_old),
    Periodic("members.sweep", HOUR, members.sweep),
    Periodic("voice.forget_old", DAY, voice.forget_old),
    Periodic("common.catch_up", HOUR, indexing.catch_up),
    Periodic("common.count", DAY, indexing.count),
    Periodic("accounts.sweep", HOUR, accounts.sweep),
    Periodic("intake.sweep", HOUR, intake.sweep),
    Periodic("limits.sweep", HOUR, limits.sweep),
    Periodic("messages.send", MINUTE, messages.send, outward=True),
    Periodic("messages.sweep", DAY, messages.sweep),
    Periodic("journal.seal", DAY, seal),
)
