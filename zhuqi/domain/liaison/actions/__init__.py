"""What can be done about who answers for whom: appoint and dismiss, bind and release, hand over, propose; and load sheets."""

from zhuqi.domain.liaison.actions.handing import hand_over, note_handover
from zhuqi.domain.liaison.actions.links import bind, coded, release
from zhuqi.domain.liaison.actions.posts import appoint, dismiss

__all__ = ["appoint", "bind", "coded", "dismiss", "hand_over", "note_handover", "release"]
