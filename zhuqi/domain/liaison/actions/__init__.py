"""What can be done about who answers for whom: appoint and dismiss, bind and release; and load sheets."""

from zhuqi.domain.liaison.actions.links import bind, coded, release
from zhuqi.domain.liaison.actions.posts import appoint, dismiss

__all__ = ["appoint", "bind", "coded", "dismiss", "release"]
