"""Tables of cases. Each part mirrors its value in ``life.values``: same names, numbered ``n`` within the case."""

from __future__ import annotations

from zhuqi.domain.cases.models.books import DayBalance, DayEdge, FoldedDay
from zhuqi.domain.cases.models.case import Case, CaseEdition, Counter
from zhuqi.domain.cases.models.desk import Batch, BatchCounter, Batched, Glance
from zhuqi.domain.cases.models.files import Attachment, Enclosure
from zhuqi.domain.cases.models.outside import Complaint, Contact, Link, RatedMore, Rating
from zhuqi.domain.cases.models.parts import (
    RUNNING,
    Asking,
    Clock,
    ClockShift,
    Copy,
    Edge,
    Holding,
    Member,
    Part,
    Reply,
    Request,
    Said,
)

__all__ = [
    "RUNNING",
    "Asking",
    "Attachment",
    "Batch",
    "BatchCounter",
    "Batched",
    "Case",
    "CaseEdition",
    "Clock",
    "ClockShift",
    "Complaint",
    "Contact",
    "Copy",
    "Counter",
    "DayBalance",
    "DayEdge",
    "Edge",
    "Enclosure",
    "FoldedDay",
    "Glance",
    "Holding",
    "Link",
    "Member",
    "Part",
    "RatedMore",
    "Rating",
    "Reply",
    "Request",
    "Said",
]
