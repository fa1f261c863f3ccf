"""How a sheet goes in and out: its states, how large it may be, what is done at once. Pure."""

from __future__ import annotations

import datetime as dt

from zhuqi.base.words import Named, term

LARGEST = 10 << 20
"""Bytes of a sheet that is handed in."""
AT_ONCE = 200 << 10
"""Bytes up to which a sheet is looked at while whoever handed it in waits; a larger one is left to the worker."""
ROWS_AT_ONCE = 1000
"""Rows up to which what was confirmed is loaded at once, and a register is written at once."""
KEPT = dt.timedelta(days=14)
"""How long what was handed in can be read by whoever handed it in."""
GIVEN_OUT = dt.timedelta(days=2)
"""How long a register that was written can be fetched."""
NAME = 100
"""Characters of a file's name that are kept."""
SHOWN = 200
"""Changed cells that are shown; the others are counted."""


class SheetState(Named):
    """Where a sheet is on its way."""

    WAITING = "waiting", term("waits to be looked at")
    UNREADABLE = "unreadable", term("can't be taken")
    LOOKED = "looked", term("looked at")
    CONFIRMED = "confirmed", term("being loaded")
    LOADED = "loaded", term("loaded")
    SWEPT = "swept", term("no longer kept")


class ExtractState(Named):
    """Where a register is on its way out."""

    WAITING = "waiting", term("being written")
    READY = "ready", term("ready")
    SWEPT = "swept", term("no longer kept")
