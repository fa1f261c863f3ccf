"""What can be done in the book of contacts. Wishes are verbs of their own; contacts are taken, moved, held and dropped by the
rooms above, inside their own transaction."""

from zhuqi.domain.contacts.actions.wishes import lift_wish, wish

__all__ = ["lift_wish", "wish"]
