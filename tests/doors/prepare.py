"""``python -m tests.doors.prepare``: stage the small city in the database at hand; prints what a client needs, as JSON."""

from __future__ import annotations

import datetime as dt
import json
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402  # tables are there once the house is set up

from tests.cast import City, stage  # noqa: E402
from zhuqi.core.access.actor import CLOCK  # noqa: E402
from zhuqi.core.accounts.actions import issue_token, set_password  # noqa: E402
from zhuqi.core.accounts.rules import TokenScope  # noqa: E402
from zhuqi.core.jobs import clock  # noqa: E402
from zhuqi.domain.directory.actions.staff import employ  # noqa: E402
from zhuqi.domain.directory.rules import Rank  # noqa: E402
from zhuqi.domain.liaison.actions.links import bind  # noqa: E402

PARTS = ("official", "dispatcher", "utilities")
SINCE = dt.date(2019, 1, 1)
PASSWORD = "drill-of-the-doors-1"


def main(leavers: int) -> None:
    """The city with a token for each part, and as many linked officials as are to leave."""
    call_command("migrate", verbosity=0)
    city, now = stage(), clock.now()
    until = now.date() + dt.timedelta(days=30)
    tokens = {}
    for part in PARTS:
        account = city.staff[part].account_id
        assert account is not None
        _, tokens[part] = issue_token(
            CLOCK, account, name="演练", scopes=frozenset(TokenScope), until=until, now=clock.now()
        )
    dispatcher = city.staff["dispatcher"].account
    assert dispatcher is not None
    set_password(CLOCK, dispatcher.pk, password=PASSWORD, now=clock.now())
    told = {
        "tokens": tokens,
        "account": {"username": dispatcher.username, "password": PASSWORD},
        "enterprise": city.enterprises[0].pk,
        "another": city.enterprises[1].pk,
        "lead": city.org("ng-utilities"),
        "leavers": [_leaver(city, n) for n in range(leavers)],
    }
    sys.stdout.write(json.dumps(told))


def _leaver(city: City, n: int) -> int:
    """Somebody who answers for an enterprise and will leave: what follows is a reaction."""
    person = employ(
        CLOCK,
        city.org("ng-planning"),
        code=f"leaver{n}",
        name=f"演练离任{n}",
        rank=Rank.STAFF,
        since=SINCE,
        now=clock.now(),
    )
    bind(CLOCK, city.enterprises[n % 3].pk, staff_id=person.pk, since=SINCE, now=clock.now())
    return person.pk


if __name__ == "__main__":
    main(int(sys.argv[1]))
