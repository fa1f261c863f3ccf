"""What can be done in the directory: found, move, merge and retire, employ, transfer and leave, correct, give and end a role,
let in again; register, write about, list and merge enterprises; and load sheets."""

from zhuqi.domain.directory.actions.about import (
    erase_note,
    erase_spokesperson,
    reveal_spokesperson,
    set_standing,
    write_note,
    write_spokesperson,
)
from zhuqi.domain.directory.actions.alike import tell_apart
from zhuqi.domain.directory.actions.correcting import correct_enterprise, correct_organisation, correct_staff
from zhuqi.domain.directory.actions.doors import lose_factor, reset_password, revoke_tokens, unlock
from zhuqi.domain.directory.actions.ending import cancel_ending, merge_unit, retire
from zhuqi.domain.directory.actions.enterprises import register
from zhuqi.domain.directory.actions.key_lists import close_list, open_list, put_on_list, take_off_list
from zhuqi.domain.directory.actions.merging import merge_enterprise, unmerge_enterprise
from zhuqi.domain.directory.actions.moving import cancel_move, plan_move
from zhuqi.domain.directory.actions.organisations import found
from zhuqi.domain.directory.actions.roles import end_role, give_role
from zhuqi.domain.directory.actions.staff import employ, leave
from zhuqi.domain.directory.actions.transferring import transfer

__all__ = [
    "cancel_ending",
    "cancel_move",
    "close_list",
    "correct_enterprise",
    "correct_organisation",
    "correct_staff",
    "employ",
    "end_role",
    "erase_note",
    "erase_spokesperson",
    "found",
    "give_role",
    "leave",
    "lose_factor",
    "merge_enterprise",
    "merge_unit",
    "open_list",
    "plan_move",
    "put_on_list",
    "register",
    "reset_password",
    "retire",
    "reveal_spokesperson",
    "revoke_tokens",
    "set_standing",
    "take_off_list",
    "tell_apart",
    "transfer",
    "unlock",
    "unmerge_enterprise",
    "write_note",
    "write_spokesperson",
]
