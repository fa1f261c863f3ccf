"""Pure rules of visits: when and for whom one may be written down."""

from zhuqi.domain.contacts.rules.words import Purpose
from zhuqi.domain.visits.rules.recording import may_load, may_open_round, outside, untimely
from zhuqi.domain.visits.rules.words import Mode

__all__ = ["Mode", "Purpose", "may_load", "may_open_round", "outside", "untimely"]
