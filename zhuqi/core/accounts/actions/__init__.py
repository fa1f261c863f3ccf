"""What can be done with accounts: open and close, passwords, second factors, sessions, tokens."""

from zhuqi.core.accounts.actions.factors import answer_factor, lose_factor, remove_factor, set_factor
from zhuqi.core.accounts.actions.opening import close, open_many
from zhuqi.core.accounts.actions.passwords import change_password, reset_password, set_password, unlock
from zhuqi.core.accounts.actions.sessions import end_others, end_session, sweep
from zhuqi.core.accounts.actions.tokens import issue_token, revoke_token

__all__ = [
    "answer_factor",
    "change_password",
    "close",
    "end_others",
    "end_session",
    "issue_token",
    "lose_factor",
    "open_many",
    "remove_factor",
    "reset_password",
    "revoke_token",
    "set_factor",
    "set_password",
    "sweep",
    "unlock",
]
