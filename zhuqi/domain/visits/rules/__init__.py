"""Pure rules of visits: what a visit may be, periods and quiet days, what can't be kept whatever one plans."""

from zhuqi.domain.visits.rules.recording import may_load, may_open_round, outside, untimely
from zhuqi.domain.visits.rules.words import Mode, Purpose

__all__ = ["Mode", "Purpose", "may_load", "may_open_round", "outside", "untimely"]
