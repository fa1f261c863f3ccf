"""A typed client of the API of zhuqi: ``Zhuqi(url, token)`` has a method for every operation.

It knows nothing of the house behind the API: shapes and operations are written from its description.
"""

from zhuqi_client.core import Seen
from zhuqi_client.errors import (
    Away,
    Broken,
    Invalid,
    Missing,
    NotOpened,
    Refusal,
    Refused,
    Stale,
    TooMany,
    Unknown,
    Unreadable,
)
from zhuqi_client.operations import Zhuqi

__all__ = [
    "Away",
    "Broken",
    "Invalid",
    "Missing",
    "NotOpened",
    "Refusal",
    "Refused",
    "Seen",
    "Stale",
    "TooMany",
    "Unknown",
    "Unreadable",
    "Zhuqi",
]
