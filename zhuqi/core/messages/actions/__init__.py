"""What can be done with messages: telling, reading, choosing how one is told, subscribing, sending out."""

from zhuqi.core.messages.actions.choosing import choose, confirm_mailbox, drop_mailbox, name_mailbox
from zhuqi.core.messages.actions.reading import lay_aside, open_message, read_all
from zhuqi.core.messages.actions.sending import send, send_again, sweep
from zhuqi.core.messages.actions.subscribing import end, put_down, resign, signs, trial
from zhuqi.core.messages.actions.telling import hook, tell, tell_lines

__all__ = [
    "choose",
    "confirm_mailbox",
    "drop_mailbox",
    "end",
    "hook",
    "lay_aside",
    "name_mailbox",
    "open_message",
    "put_down",
    "read_all",
    "resign",
    "send",
    "send_again",
    "signs",
    "sweep",
    "tell",
    "tell_lines",
    "trial",
]
