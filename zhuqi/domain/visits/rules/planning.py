"""What counts as asked for by the enterprise itself, and what a visit can't be replaced by."""

from __future__ import annotations

from zhuqi.base.words import Sentence, say
from zhuqi.domain.cases.rules.words import Channel
from zhuqi.domain.contacts.rules.words import ContactHow

ASKING = frozenset({
    Channel.PORTAL, Channel.LINK, Channel.HOTLINE, Channel.PHONE, Channel.WINDOW, Channel.APP, Channel.LETTER,
})  # fmt: skip
"""By which ways an enterprise tells a need itself."""


def substituted(planned: ContactHow, made: ContactHow, *, no_phone: bool) -> Sentence | None:
    """Why a planned visit wasn't held by this, if the edition says so (不得以电话代替)."""
    if no_phone and planned is ContactHow.ON_SITE and made is not ContactHow.ON_SITE:
        return say(
            "Nothing stands for a visit on site here: cancel or move the plan, and write the call down for itself."
        )
    return None
