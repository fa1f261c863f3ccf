"""How much of a name or a number is shown to those who haven't asked to see it: as everywhere in the house."""

from zhuqi.base.masking import LONGEST, WRITTEN, firm, name, phone

__all__ = ["LONGEST", "WRITTEN", "firm", "name", "phone"]
