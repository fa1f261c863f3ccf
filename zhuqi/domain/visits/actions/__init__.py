"""What can be done about visits: open a round, record a visit; and load a history."""

from zhuqi.domain.visits.actions.recording import open_round, record

__all__ = ["open_round", "record"]
