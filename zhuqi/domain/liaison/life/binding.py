"""What a new link, or the end of one, would do against the rulebook: told before it is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from zhuqi.base.words import Sentence, say
from zhuqi.domain.liaison.life.coverage import coverage
from zhuqi.domain.liaison.life.fitting import FORM, MOST_OF_FIRM, MOST_OF_OFFICIAL, RANKS, SUCCESSOR_FIRST, Misfit, fits
from zhuqi.domain.liaison.rules.bonds import Bond
from zhuqi.domain.liaison.rules.firms import Firm, Key
from zhuqi.domain.liaison.sections import LiaisonRules

OF_ITSELF = frozenset({FORM, RANKS})
"""Keys by which a link doesn't fit whatever else there is."""
TOO_MANY = frozenset({MOST_OF_FIRM, MOST_OF_OFFICIAL})
"""Keys by which one more is too many. Too few never forbids a link."""


def against(
    rules: LiaisonRules, held: Collection[Bond], wanted: Collection[Bond], firms: Mapping[Key, Firm], day: dt.date
) -> tuple[Misfit, ...]:
    """What of some new links doesn't fit beside those that are there: of each by itself its form and its official's rank, of
    all together how many an enterprise has and an official holds. What didn't fit before isn't theirs to mend."""
    alone = [misfit for misfit in fits(rules, wanted, firms=firms, day=day) if misfit.key in OF_ITSELF]
    before = {_told(misfit) for misfit in fits(rules, held, firms=firms, day=day)}
    after = fits(rules, [*held, *wanted], firms=firms, day=day)
    return (*alone, *(misfit for misfit in after if misfit.key in TOO_MANY and _told(misfit) not in before))


def _told(misfit: Misfit) -> tuple[Key, str, str]:
    return misfit.who, misfit.key, str(misfit.why)


def unfollowed(
    rules: LiaisonRules, held: Collection[Bond], ending: Bond, firms: Mapping[Key, Firm], day: dt.date
) -> Misfit | None:
    """What doesn't fit about the end of a link where the successor comes first and nobody is there, if so."""
    if not rules.replacing.successor_first:
        return None
    left = [bond for bond in held if bond != ending]
    if ending.firm not in coverage(rules, firms, held, day).covered:
        return None
    if ending.firm in coverage(rules, firms, left, day).covered:
        return None
    why = say("Nobody leaves before the successor is named: hand the enterprise over instead.")
    return Misfit(ending.firm, "enterprise", why, SUCCESSOR_FIRST)


def no(misfit: Misfit) -> Sentence:
    """The sentence of a refusal: which key of the rulebook says no, and why."""
    return say("The rulebook doesn't allow it (联系 {key}): {why}", key=misfit.key, why=misfit.why)
