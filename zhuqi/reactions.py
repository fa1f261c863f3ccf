"""What follows from what: the only wiring upward. (kind, verb) → {name of the reaction: function(entry, now)}."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from zhuqi.core.intake import actions as intake
from zhuqi.domain.cases.actions import clockwork, moving, telling
from zhuqi.domain.cases.rules.telling import TABLE
from zhuqi.domain.common.actions import indexing
from zhuqi.domain.common.actions import rehung as common
from zhuqi.domain.errands.actions import leaving as errands
from zhuqi.domain.liaison.actions import leaving
from zhuqi.domain.liaison.actions import moving as liaison
from zhuqi.domain.visits.actions import leaving as going
from zhuqi.domain.visits.actions import moving as visits
from zhuqi.domain.voice.actions import moving as voice

KINDS = {"rated": "rating", "complained": "complaint"}
"""What is told of a case, though it is booked on something of its own."""
Table = Mapping[tuple[str, str], Mapping[str, Callable[..., None]]]
TOLD: Table = {(KINDS.get(verb, "case"), verb): {"cases.tell": telling.tell} for verb in TABLE}
GOING = {
    "errands.hand_on_all": errands.hand_on_all,
    "liaison.end_all": leaving.end_all,
    "visits.hand_on_all": going.hand_on_all,
}
"""What somebody had who leaves, or goes over to another unit, is handed on."""
PAST = {"cases.seen_from_there": moving.seen_from_there, "visits.seen_from_there": visits.seen_from_there}
"""What a unit handled once is seen by whoever stands in its place."""
FOLLOWS: Table = {
    ("calendar_year", "year_imported"): {"cases.redate": clockwork.redate},
    ("case", "recorded"): {"common.index": indexing.index_entry},
    ("enterprise", "moved"): {"cases.seen_anew": moving.seen_anew},
    ("organisation", "rehung"): {
        "cases.seen_from_there": moving.seen_from_there,
        "common.seen_from_there": common.seen_from_there,
        "liaison.seen_from_there": liaison.seen_from_there,
        "visits.seen_from_there": visits.seen_from_there,
        "voice.seen_from_there": voice.seen_from_there,
    },
    ("organisation", "succeeded"): PAST,
    ("organisation", "unit_merged"): PAST,
    ("extract", "asked_for"): {"intake.draw": intake.draw},
    ("staff", "left"): GOING,
    ("staff", "transferred"): GOING,
    ("upload", "confirmed_sheet"): {"intake.load": intake.load},
    ("upload", "handed_in"): {"intake.look_through": intake.look_through},
}
REACTIONS: Table = {what: {**TOLD.get(what, {}), **FOLLOWS.get(what, {})} for what in dict.fromkeys((*TOLD, *FOLLOWS))}
