"""What follows from what: the only wiring upward. (kind, verb) → {name of the reaction: function(entry, now)}."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from zhuqi.domain.cases.actions import clockwork, moving
from zhuqi.domain.common.actions import indexing
from zhuqi.domain.liaison.actions import leaving

REACTIONS: Mapping[tuple[str, str], Mapping[str, Callable[..., None]]] = {
    ("calendar_year", "year_imported"): {"cases.redate": clockwork.redate},
    ("case", "recorded"): {"common.index": indexing.index_entry},
    ("enterprise", "moved"): {"cases.seen_anew": moving.seen_anew},
    ("staff", "left"): {"liaison.end_all": leaving.end_all},
}
