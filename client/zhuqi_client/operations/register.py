"""Operations of register. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from zhuqi_client.core import Core
from zhuqi_client.shapes.register import (
    AlikeRow,
    AlikeRows,
    ChangeRow,
    ChangeRows,
    EnterpriseOut,
    EnterpriseRow,
    HangingRows,
    NoteRow,
    NoteRows,
    SpokespersonRow,
    SpokespersonRows,
    SpokespersonShown,
    TwinRows,
)


class Register(Core):
    """Operations of register."""

    def list_enterprise_changes(
        self, enterprise_id: int, *, rows: int | None = None, cursor: str | None = None
    ) -> ChangeRows:
        """What changed in the register about an enterprise: what it said, what it says, since when, by whom and
        why.
        """
        found: ChangeRows = self._read(f"/enterprises/{enterprise_id}/changes", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_enterprise_changes(self, enterprise_id: int, *, rows: int | None = None) -> Iterator[ChangeRow]:
        """Every row of all pages, one after the other."""
        return self._pages(f"/enterprises/{enterprise_id}/changes", {"rows": rows}, "changes")

    def list_unit_changes(self, unit_id: int, *, rows: int | None = None, cursor: str | None = None) -> ChangeRows:
        """What changed about an organisation, for those who look after it."""
        found: ChangeRows = self._read(f"/units/{unit_id}/changes", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_unit_changes(self, unit_id: int, *, rows: int | None = None) -> Iterator[ChangeRow]:
        """Every row of all pages, one after the other."""
        return self._pages(f"/units/{unit_id}/changes", {"rows": rows}, "changes")

    def list_person_changes(self, person_id: int, *, rows: int | None = None, cursor: str | None = None) -> ChangeRows:
        """What changed about somebody on the staff, for those who look after them."""
        found: ChangeRows = self._read(f"/people/{person_id}/changes", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_person_changes(self, person_id: int, *, rows: int | None = None) -> Iterator[ChangeRow]:
        """Every row of all pages, one after the other."""
        return self._pages(f"/people/{person_id}/changes", {"rows": rows}, "changes")

    def set_standing(
        self,
        enterprise_id: int,
        *,
        standing: Literal["open", "stopped", "moved_out"],
        since: str | None = None,
        why: str | None = None,
        key: str | None = None,
    ) -> EnterpriseOut:
        """Note that an enterprise stopped, moved out or is at work again: for who keeps the register there."""
        found: EnterpriseOut = self._send(
            f"/enterprises/{enterprise_id}/standing", {"standing": standing, "since": since, "why": why}, key=key
        )
        return found

    def list_spokespersons(self, enterprise_id: int) -> SpokespersonRows:
        """Who speaks for an enterprise in sight, masked."""
        found: SpokespersonRows = self._read(f"/enterprises/{enterprise_id}/spokespersons")
        return found

    def write_spokesperson(
        self,
        enterprise_id: int,
        *,
        name: str,
        role: str | None = None,
        phone: str | None = None,
        key: str | None = None,
    ) -> SpokespersonRow:
        """Write down who speaks for an enterprise: for who keeps the register there, and for the officials linked
        to it.
        """
        found: SpokespersonRow = self._send(
            f"/enterprises/{enterprise_id}/spokespersons", {"name": name, "role": role, "phone": phone}, key=key
        )
        return found

    def reveal_spokesperson(
        self, enterprise_id: int, spokesperson_id: int, *, why: str, key: str | None = None
    ) -> SpokespersonShown:
        """Show a name and a telephone to somebody who says why. That they looked, and why, is on record."""
        found: SpokespersonShown = self._send(
            f"/enterprises/{enterprise_id}/spokespersons/{spokesperson_id}/reveal", {"why": why}, key=key
        )
        return found

    def erase_spokesperson(
        self, enterprise_id: int, spokesperson_id: int, *, key: str | None = None
    ) -> SpokespersonRow:
        """Erase what is known of a person, for good: for those who may write it down."""
        found: SpokespersonRow = self._send(
            f"/enterprises/{enterprise_id}/spokespersons/{spokesperson_id}/erase", {}, key=key
        )
        return found

    def list_notes(self, enterprise_id: int, *, rows: int | None = None, cursor: str | None = None) -> NoteRows:
        """The notes on an enterprise in sight."""
        found: NoteRows = self._read(f"/enterprises/{enterprise_id}/notes", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_notes(self, enterprise_id: int, *, rows: int | None = None) -> Iterator[NoteRow]:
        """Every row of all pages, one after the other."""
        return self._pages(f"/enterprises/{enterprise_id}/notes", {"rows": rows}, "notes")

    def write_note(self, enterprise_id: int, *, text: str, key: str | None = None) -> NoteRow:
        """Write a note: for who keeps the register there, and for the officials linked to the enterprise."""
        found: NoteRow = self._send(f"/enterprises/{enterprise_id}/notes", {"text": text}, key=key)
        return found

    def erase_note(self, enterprise_id: int, note_id: int, *, key: str | None = None) -> NoteRow:
        """Erase the words of a note: for who wrote it, and for who keeps the register there."""
        found: NoteRow = self._send(f"/enterprises/{enterprise_id}/notes/{note_id}/erase", {}, key=key)
        return found

    def list_twins(self, *, rows: int | None = None, cursor: str | None = None) -> TwinRows:
        """Rows of the register that one keeps and that may be one enterprise: the same name, or the same code of
        the body itself.
        """
        found: TwinRows = self._read("/twins", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_twins(self, *, rows: int | None = None) -> Iterator[EnterpriseRow]:
        """Every row of all pages, one after the other."""
        return self._pages("/twins", {"rows": rows}, "enterprises")

    def show_hanging(self, enterprise_id: int) -> HangingRows:
        """What hangs on an enterprise in every room: to be looked at before its row is merged into another."""
        found: HangingRows = self._read(f"/enterprises/{enterprise_id}/hanging")
        return found

    def merge_enterprise(self, enterprise_id: int, *, into_id: int, why: str, key: str | None = None) -> EnterpriseOut:
        """Let another row stand for this one: for who keeps the register of both. Told is the row that stands for
        both.
        """
        found: EnterpriseOut = self._send(
            f"/enterprises/{enterprise_id}/merge", {"into_id": into_id, "why": why}, key=key
        )
        return found

    def unmerge_enterprise(self, enterprise_id: int, *, why: str, key: str | None = None) -> EnterpriseOut:
        """Let a merged row stand for itself again, within thirty days: for who keeps the register where it lies."""
        found: EnterpriseOut = self._send(f"/enterprises/{enterprise_id}/unmerge", {"why": why}, key=key)
        return found

    def list_alike(self, *, rows: int | None = None, cursor: str | None = None) -> AlikeRows:
        """Pairs of rows of the register that one keeps and that may be one by a slip of the pen, the likeliest
        first: found each night, without those that were told apart.
        """
        found: AlikeRows = self._read("/alike", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_alike(self, *, rows: int | None = None) -> Iterator[AlikeRow]:
        """Every row of all pages, one after the other."""
        return self._pages("/alike", {"rows": rows}, "pairs")

    def tell_apart(self, enterprise_id: int, *, other_id: int, why: str, key: str | None = None) -> EnterpriseOut:
        """Say that two rows are two enterprises: they are proposed as one no more. For who keeps the register of
        both.
        """
        found: EnterpriseOut = self._send(
            f"/enterprises/{enterprise_id}/tell_apart", {"other_id": other_id, "why": why}, key=key
        )
        return found
