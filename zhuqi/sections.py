"""Which room reads which part of a rulebook: the section's key in the text → the class that reads it."""

from __future__ import annotations

from zhuqi.domain.calendar.sections import WorktimeRules
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.contacts.sections import VisitRules
from zhuqi.domain.liaison.sections import LiaisonRules

SECTIONS: dict[str, type] = {"工作时间": WorktimeRules, "办理": CaseRules, "走访": VisitRules, "联系": LiaisonRules}
