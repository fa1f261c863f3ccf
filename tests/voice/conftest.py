"""Needs told without an account, in the cast's town. Every name and number is synthetic."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.cases.conftest import city
from tests.cast import START, City
from zhuqi.core.access.actor import Actor
from zhuqi.domain.voice.actions import tell
from zhuqi.domain.voice.models import Voice

__all__ = ["city"]
SENDER = Actor()
SAID: dict[str, Any] = {
    "firm": "演练002有限公司",
    "body": "厂门口的路灯坏了两周，夜班进出不安全。",
    "name": "演练来人",
    "phone": "13800000000",
}
SECRET = "a-receipt-of-this-test"


def told(city: City, now: dt.datetime = START, *, desk: str = "ng-desk", secret: str = SECRET, **typed: Any) -> Voice:
    """A need that somebody told at the district."""
    return tell(SENDER, desk_id=city.org(desk), secret=secret, now=now, **{**SAID, **typed})
