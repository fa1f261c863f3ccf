"""What can be done with accounts: open and close, passwords, second factors, passkeys, sessions, tokens."""

from zhuqi.core.accounts.actions.factors import answer_factor, lose_factor, remove_factor, set_factor
from zhuqi.core.accounts.actions.opening import close, open_many
from zhuqi.core.accounts.actions.passkeys import add_passkey, answer_passkey, begin_passkey, remove_passkey
from zhuqi.core.accounts.actions.passwords import change_password, reset_password, set_password, unlock
from zhuqi.core.accounts.actions.proof import begun_once, prove
from zhuqi.core.accounts.actions.sessions import end_all, end_others, end_session, sweep
from zhuqi.core.accounts.actions.tokens import issue_token, revoke_token, revoke_tokens

__all__ = [
    "add_passkey",
    "answer_factor",
    "answer_passkey",
    "begin_passkey",
    "begun_once",
    "change_password",
    "close",
    "end_all",
    "end_others",
    "end_session",
    "issue_token",
    "lose_factor",
    "open_many",
    "prove",
    "remove_factor",
    "remove_passkey",
    "reset_password",
    "revoke_token",
    "revoke_tokens",
    "set_factor",
    "set_password",
    "sweep",
    "unlock",
]
