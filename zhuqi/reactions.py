"""What follows from what: the only wiring upward. (kind, verb) → {name of the reaction: function(entry, now)}."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from zhuqi.core.intake import actions as intake
from zhuqi.core.messages.rules import Row
from zhuqi.domain.cases.actions import clockwork, moving, telling
from zhuqi.domain.cases.rules.telling import TABLE
from zhuqi.domain.common.actions import indexing
from zhuqi.domain.common.actions import rehung as common
from zhuqi.domain.common.actions import telling as common_telling
from zhuqi.domain.common.rules.steps import MOVES
from zhuqi.domain.common.rules.steps import TOLD as COMMON
from zhuqi.domain.errands.actions import leaving as errands
from zhuqi.domain.errands.actions import telling as errands_telling
from zhuqi.domain.errands.rules import TABLE as ERRANDS
from zhuqi.domain.liaison.actions import leaving
from zhuqi.domain.liaison.actions import moving as liaison
from zhuqi.domain.liaison.actions import telling as liaison_telling
from zhuqi.domain.liaison.rules.telling import TABLE as LIAISON
from zhuqi.domain.visits.actions import leaving as going
from zhuqi.domain.visits.actions import moving as visits
from zhuqi.domain.visits.actions import telling as visits_telling
from zhuqi.domain.visits.rules.telling import TABLE as VISITS
from zhuqi.domain.voice.actions import messages as voice_telling
from zhuqi.domain.voice.actions import moving as voice
from zhuqi.domain.voice.rules import TABLE as VOICE

KINDS = {"rated": "rating", "complained": "complaint"}
"""What is told of a case, though it is booked on something of its own."""
Table = Mapping[tuple[str, str], Mapping[str, Callable[..., None]]]
CASES: Mapping[tuple[str, str], tuple[Row, ...]] = {(KINDS.get(verb, "case"), verb): TABLE[verb] for verb in TABLE}
TELL: Mapping[str, tuple[Callable[..., None], Mapping[tuple[str, str], tuple[Row, ...]]]] = {
    "cases.tell": (telling.tell, CASES),
    "common.tell": (common_telling.tell, COMMON),
    "errands.tell": (errands_telling.tell, ERRANDS),
    "liaison.tell": (liaison_telling.tell, LIAISON),
    "visits.tell": (visits_telling.tell, VISITS),
    "voice.tell": (voice_telling.tell_people, VOICE),
}
"""Who is told what: each room's table, and what tells by it."""
TOLD: Table = {what: {name: function} for name, (function, table) in TELL.items() for what in table}
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
    **{("common", verb): {"common.tell_cases": common_telling.tell_cases} for verb in MOVES},
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
