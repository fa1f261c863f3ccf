"""What follows from what: the only wiring upward. (kind, verb) → {name of the reaction: function(entry, now)}."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from zhuqi.core.intake import actions as intake
from zhuqi.domain.cases.actions import clockwork, moving
from zhuqi.domain.liaison.actions import leaving

REACTIONS: Mapping[tuple[str, str], Mapping[str, Callable[..., None]]] = {
    ("calendar_year", "year_imported"): {"cases.redate": clockwork.redate},
    ("enterprise", "moved"): {"cases.seen_anew": moving.seen_anew},
    ("extract", "asked_for"): {"intake.draw": intake.draw},
    ("staff", "left"): {"liaison.end_all": leaving.end_all},
    ("upload", "confirmed_sheet"): {"intake.load": intake.load},
    ("upload", "handed_in"): {"intake.look_through": intake.look_through},
}
