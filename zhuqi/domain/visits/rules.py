"""What a visit may be (国办发〔2024〕54号): how one met, and for what. There is no kind for inspection, and there will be none."""

from __future__ import annotations

from zhuqi.base.words import Named, term


class Mode(Named):
    """How the enterprise was met."""

    ON_SITE = "on_site", term("on site")
    REMOTE = "remote", term("remote")


class Purpose(Named):
    """For what the enterprise was met."""

    SERVICE = "service", term("service visit")
    PROBLEM = "problem", term("problem solving")
    POLICY = "policy", term("policy talk")
    JOINT = "joint", term("joint service")
