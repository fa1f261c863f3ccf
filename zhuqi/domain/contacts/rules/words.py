"""What a visit may be (国办发〔2024〕54号): how one met, and for what. There is no kind for inspection, and there will be none."""

from __future__ import annotations

from zhuqi.base.words import Named, term


class Purpose(Named):
    """For what the enterprise was met."""

    SERVICE = "service", term("service visit")
    PROBLEM = "problem", term("problem solving")
    POLICY = "policy", term("policy talk")
    JOINT = "joint", term("joint service")


class ContactHow(Named):
    """ContactHow an enterprise is contacted, as quotas and caps count it; a visit that is written down is one of the first two."""

    ON_SITE = "on_site", term("on site")
    REMOTE = "remote", term("remote")
    MEETING = "meeting", term("invited to a meeting")
    ASKED = "asked", term("asked, nothing needed")


FELT = frozenset({ContactHow.ON_SITE, ContactHow.MEETING})
"""What costs an enterprise's head their time: this counts where an edition says nothing else."""
DUTIFUL = frozenset({ContactHow.ON_SITE, ContactHow.REMOTE, ContactHow.ASKED})
"""What can meet a duty to visit. An invitation never does: there the enterprise came to us."""


class Counted(Named):
    """What a quota counts."""

    PER_FIRM = "per_firm", term("times each enterprise")
    TOTAL = "total", term("times in all")
    FIRMS = "firms", term("enterprises in all")


class Head(Named):
    """Whether the head of an enterprise may be asked to be there; whether they come is theirs alone."""

    IF_NEEDED = "if_needed", term("only when necessary")
    NEVER = "never", term("never")


class Verdict(Named):
    """What becomes of a contact that somebody plans."""

    ALLOWED = "allowed", term("may take place")
    MERGE = "merge", term("go together")
    REFUSED = "refused", term("refused")
