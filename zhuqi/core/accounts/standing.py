"""How somebody's door stands, as the security administrator sees it: open or closed, with which keys, shut after too many
wrong passwords or not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Count, Q, Sum

from zhuqi.core.accounts.lockout import FROM_ANYWHERE, FROM_ONE_PLACE
from zhuqi.core.accounts.models import Account
from zhuqi.core.accounts.queries import has_factor, must_renew
from zhuqi.core.accounts.wall import wall


@dataclass(frozen=True)
class Standing:
    """An account. ``failures``: wrong passwords that still count; ``shut``: for one address at least; ``shut_to_all``: for
    every address; ``tokens``: those that open something."""

    open: bool
    password: bool
    renew: bool
    factor: bool
    failures: int
    shut: bool
    shut_to_all: bool
    tokens: int


def standing(account_id: int, day: dt.date) -> Standing:
    """How an account stands by the wall's clock, its tokens on a day. Five queries at most."""
    open_tokens = Count("tokens", filter=Q(tokens__revoked_at=None, tokens__until__gt=day))
    account: Any = Account.objects.annotate(open_tokens=open_tokens).get(pk=account_id)
    counting = AccessAttempt.objects.filter(
        username=account.username, attempt_time__gte=wall() - settings.AXES_COOLOFF_TIME
    )
    places = counting.values("ip_address").annotate(n=Sum("failures_since_start")).order_by()
    wrong = [place["n"] for place in places]
    return Standing(
        open=account.is_active,
        password=account.has_usable_password(),
        renew=must_renew(account_id),
        factor=has_factor(account_id),
        failures=sum(wrong),
        shut=max(wrong, default=0) >= FROM_ONE_PLACE,
        shut_to_all=sum(wrong) >= FROM_ANYWHERE,
        tokens=account.open_tokens,
    )
