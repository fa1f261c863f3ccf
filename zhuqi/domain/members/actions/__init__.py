"""What is done about accounts of enterprises: ask for one, admit whoever it is for, open it by the letter, end it, show and erase
who has it, forget those of long ago; come in by a code, go out, choose for which enterprise."""

from zhuqi.domain.members.actions.asking import admit, ask, open_member
from zhuqi.domain.members.actions.ending import end, erase, forget_old, reveal
from zhuqi.domain.members.actions.sitting import begin, change_to, give_code, leave, note_use, send_code, sweep

__all__ = [
    "admit",
    "ask",
    "begin",
    "change_to",
    "end",
    "erase",
    "forget_old",
    "give_code",
    "leave",
    "note_use",
    "open_member",
    "reveal",
    "send_code",
    "sweep",
]
