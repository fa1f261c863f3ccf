"""How one met an enterprise on a visit that is written down, and how a duty to visit stands."""

from __future__ import annotations

from zhuqi.base.words import Named, term


class Mode(Named):
    """How the enterprise was met."""

    ON_SITE = "on_site", term("on site")
    REMOTE = "remote", term("remote")
    ASKED = "asked", term("asked, nothing needed")


class DutyStanding(Named):
    """How a quota stands."""

    MET = "met", term("met")
    SHORT = "short", term("not met yet")
    EXCUSED = "excused", term("excused with a reason")
    UNEXPLAINED = "unexplained", term("a zero without a reason")
    SPARED = "spared", term("the enterprise wishes to be left alone")
    NOT_YET = "not_yet", term("from the first whole period on")
