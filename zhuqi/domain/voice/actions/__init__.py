"""What is done about needs told without an account: tell one, or hand one in for a hotline; at the room reach its sender, take it
in, answer, decline, pass it on; show who told it; forget it when its time is over; doubt a visit; note a call."""

from zhuqi.domain.voice.actions.calling import note_try
from zhuqi.domain.voice.actions.desk import answer, decline, pass_on, reach, take_in, vouch
from zhuqi.domain.voice.actions.doubting import doubt
from zhuqi.domain.voice.actions.personal import forget_old, reveal
from zhuqi.domain.voice.actions.relaying import Place, relay
from zhuqi.domain.voice.actions.telling import tell

__all__ = [
    "Place",
    "answer",
    "decline",
    "doubt",
    "forget_old",
    "note_try",
    "pass_on",
    "reach",
    "relay",
    "reveal",
    "take_in",
    "tell",
    "vouch",
]
