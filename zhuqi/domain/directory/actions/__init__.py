"""What can be done in the directory: found and retire, employ and leave, correct, give and end a role, let in again,
register; and load sheets."""

from zhuqi.domain.directory.actions.correcting import correct_enterprise, correct_organisation, correct_staff
from zhuqi.domain.directory.actions.doors import lose_factor, reset_password, revoke_tokens, unlock
from zhuqi.domain.directory.actions.enterprises import register
from zhuqi.domain.directory.actions.organisations import found, retire
from zhuqi.domain.directory.actions.roles import end_role, give_role
from zhuqi.domain.directory.actions.staff import employ, leave

__all__ = [
    "correct_enterprise",
    "correct_organisation",
    "correct_staff",
    "employ",
    "end_role",
    "found",
    "give_role",
    "leave",
    "lose_factor",
    "register",
    "reset_password",
    "retire",
    "revoke_tokens",
    "unlock",
]
