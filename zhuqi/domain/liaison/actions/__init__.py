"""What can be done about who answers for whom: appoint and dismiss, bind and release, hand over, propose; and load sheets."""

from zhuqi.domain.liaison.actions.handing import hand_over, note_handover
from zhuqi.domain.liaison.actions.knowing import say_who_comes
from zhuqi.domain.liaison.actions.links import bind, coded, release
from zhuqi.domain.liaison.actions.posts import appoint, dismiss
from zhuqi.domain.liaison.actions.proposing import change_proposed, confirm_proposal, drop_proposal, propose

__all__ = [
    "appoint",
    "bind",
    "change_proposed",
    "coded",
    "confirm_proposal",
    "dismiss",
    "drop_proposal",
    "hand_over",
    "note_handover",
    "propose",
    "release",
    "say_who_comes",
]
