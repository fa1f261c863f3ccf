"""What is done about needs told without an account: tell one; at the room reach its sender, take it in, answer, decline, pass it
on; show who told it; forget it when its time is over."""

from zhuqi.domain.voice.actions.desk import answer, decline, pass_on, reach, take_in, vouch
from zhuqi.domain.voice.actions.personal import forget_old, reveal
from zhuqi.domain.voice.actions.telling import tell

__all__ = ["answer", "decline", "forget_old", "pass_on", "reach", "reveal", "take_in", "tell", "vouch"]
