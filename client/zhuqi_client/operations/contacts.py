"""Operations of contacts. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from zhuqi_client.core import Core
from zhuqi_client.shapes.contacts import ContactRow, ContactRows, ContactShown


class Contacts(Core):
    """Operations of contacts."""

    def list_contacts(self, case_id: int) -> ContactRows:
        """Who in the enterprise speaks for a case, masked."""
        found: ContactRows = self._read(f"/cases/{case_id}/contacts")
        return found

    def write_contact(
        self,
        case_id: int,
        *,
        contact_name: str,
        contact_role: str | None = None,
        contact_phone: str | None = None,
        key: str | None = None,
    ) -> ContactRow:
        """Write down who speaks for the enterprise, for those who have the case in hand. Whoever was there before
        is erased.
        """
        found: ContactRow = self._send(
            f"/cases/{case_id}/contacts",
            {"contact_name": contact_name, "contact_role": contact_role, "contact_phone": contact_phone},
            key=key,
        )
        return found

    def reveal_contact(self, case_id: int, contact_id: int, *, key: str | None = None) -> ContactShown:
        """Show a name and a telephone to somebody who sees the case. That they looked is on record."""
        found: ContactShown = self._send(f"/cases/{case_id}/contacts/{contact_id}/reveal", {}, key=key)
        return found

    def erase_contact(self, case_id: int, contact_id: int, *, key: str | None = None) -> ContactRow:
        """Erase what is known of a person, for good: for the dispatch room in charge, and for whoever found the
        need.
        """
        found: ContactRow = self._send(f"/cases/{case_id}/contacts/{contact_id}/erase", {}, key=key)
        return found
