"""The wall's clock, for what takes place in this world also where a database stands at a moment of its own: guessing at
passwords, an unattended screen, the codes of a telephone."""

from __future__ import annotations

import datetime as dt
import time


def wall() -> dt.datetime:
    """What time it is out here."""
    return dt.datetime.fromtimestamp(time.time(), dt.UTC)
