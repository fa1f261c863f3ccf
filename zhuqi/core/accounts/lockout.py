"""Lock-outs (登录失败锁定): how many wrong passwords a door takes, and until when it stays shut.

They run by the wall's clock also where a database stands at a moment of its own: guessing takes place in this world.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, QuerySet, Sum
from django.http import HttpRequest

from zhuqi.core.accounts.wall import wall

FROM_ONE_PLACE, FROM_ANYWHERE = 5, 20
"""Failures after which an account is shut for one address, and for every address."""
Credentials = Mapping[str, Any] | None


class LockOut(AxesDatabaseHandler):  # type: ignore[misc]  # axes has no types
    """Axes' counting in the database, which all processes share, with a second and higher limit for the name alone."""

    def get_failures(self, request: HttpRequest, credentials: Credentials = None) -> int:
        """Failures on the scale of the first limit."""
        here, anywhere = (_sum(rows) for rows in self.get_user_attempts(request, credentials))
        return max(here, anywhere * FROM_ONE_PLACE // FROM_ANYWHERE)

    def reset_user_attempts(self, request: HttpRequest, credentials: Credentials = None) -> int:
        """Forget the failures from this address: those from elsewhere may be somebody else's."""
        here: QuerySet[Any] = self.filter_user_attempts(request, credentials)[0]
        count, _ = here.delete()
        return count


def _sum(rows: QuerySet[Any]) -> int:
    return rows.aggregate(n=Sum("failures_since_start"))["n"] or 0


def shut(request: HttpRequest, username: str) -> bool:
    """Whether the door is shut for this name and address."""
    return not AxesProxyHandler.is_allowed(request, {"username": username})


def count_failure(request: HttpRequest, username: str) -> None:
    """Count a wrong second factor like a wrong password."""
    AxesProxyHandler.user_login_failed(LockOut, {"username": username}, request)


def minutes_left(request: HttpRequest, username: str) -> int:
    """Whole minutes until the door opens again for this name and address, at least one."""
    here, anywhere = LockOut().get_user_attempts(request, {"username": username})
    rows = here if _sum(here) >= FROM_ONE_PLACE else anywhere
    last = rows.aggregate(last=Max("attempt_time"))["last"]
    left = (last + settings.AXES_COOLOFF_TIME - wall()).total_seconds() if last else 0
    return max(1, -int(-left // 60))


def forget(username: str) -> int:
    """Open the door for a name again. Gives the number of failures' rows forgotten."""
    count, _ = AccessAttempt.objects.filter(username=username).delete()
    return int(count)
