"""Ending sessions, and sweeping out what is over. Sessions aren't in the journal: nothing is decided by them."""

from __future__ import annotations

import datetime as dt

from axes.models import AccessAttempt
from django.conf import settings
from django.db import transaction

from zhuqi.base.errors import Missing
from zhuqi.core.access.actor import Actor
from zhuqi.core.accounts.models import Session, Spent, UsedStep
from zhuqi.core.accounts.queries import sessions
from zhuqi.core.accounts.rules import STEP, fingerprint
from zhuqi.core.accounts.wall import wall


def end_session(actor: Actor, handle: str) -> None:
    """End one of the actor's own sessions, named by its handle. Raises Missing where they have no such session."""
    for row in sessions(actor.account or 0):
        if fingerprint(row.session_key) == handle:
            row.delete()
            return
    raise Missing


def end_others(actor: Actor, kept: str) -> int:
    """End all of the actor's sessions but the one with the key ``kept``. Gives how many ended."""
    count, _ = sessions(actor.account or 0).exclude(session_key=kept).delete()
    return count


def end_all(account_id: int) -> int:
    """End every session of an account: what it may do has changed. Gives how many ended."""
    count, _ = Session.objects.filter(account=account_id).delete()
    return count


@transaction.atomic
def sweep(now: dt.datetime) -> None:
    """Forget sessions and counted failures that are over, and used codes and challenges that can't come back. By the wall's
    clock."""
    here = wall()
    Session.objects.filter(expire_date__lt=here).delete()
    AccessAttempt.objects.filter(attempt_time__lt=here - settings.AXES_COOLOFF_TIME).delete()
    UsedStep.objects.filter(step__lt=int(here.timestamp()) // STEP - 10).delete()
    Spent.objects.filter(at__lt=here - dt.timedelta(days=1)).delete()
