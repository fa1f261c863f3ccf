"""What can be done in the directory: found and retire, employ and leave, give and end a role, register; and load sheets."""

from zhuqi.domain.directory.actions.enterprises import register
from zhuqi.domain.directory.actions.organisations import found, retire
from zhuqi.domain.directory.actions.staff import employ, end_role, give_role, leave

__all__ = ["employ", "end_role", "found", "give_role", "leave", "register", "retire"]
