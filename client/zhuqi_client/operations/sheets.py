"""Operations of sheets. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from collections.abc import Iterator

from zhuqi_client.core import Core
from zhuqi_client.shapes.sheets import ExtractOut, ExtractRow, ExtractRows, SheetOut, SheetRow, SheetRows, Workbook


class Sheets(Core):
    """Operations of sheets."""

    def list_sheets(self, *, rows: int | None = None, cursor: str | None = None) -> SheetRows:
        """The sheets that one handed in."""
        found: SheetRows = self._read("/sheets", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_sheets(self, *, rows: int | None = None) -> Iterator[SheetRow]:
        """Every row of all pages, one after the other."""
        return self._pages("/sheets", {"rows": rows}, "sheets")

    def hand_in_sheet(self, *, kind: str, name: str, content: str, key: str | None = None) -> SheetOut:
        """Hand in a sheet for a register. What it would do is found at once where it is small, else by the worker:
        ask for the sheet until it is looked at. Nothing is loaded before it is confirmed.
        """
        found: SheetOut = self._send("/sheets", {"kind": kind, "name": name, "content": content}, key=key)
        return found

    def show_sheet(self, sheet_id: int) -> SheetOut:
        """One sheet, and what it would do."""
        found: SheetOut = self._read(f"/sheets/{sheet_id}")
        return found

    def confirm_sheet(self, sheet_id: int, *, mark: str, key: str | None = None) -> SheetOut:
        """Load the rows that aren't refused, all of them or none. Where what is stored changed since the look,
        nothing is loaded and the sheet is looked at anew: it has another mark then.
        """
        found: SheetOut = self._send(f"/sheets/{sheet_id}/confirm", {"mark": mark}, key=key)
        return found

    def fetch_refused(self, sheet_id: int) -> Workbook:
        """The rows that were refused, as a sheet with the reasons in a column more."""
        found: Workbook = self._read(f"/sheets/{sheet_id}/refused")
        return found

    def list_extracts(self, *, rows: int | None = None, cursor: str | None = None) -> ExtractRows:
        """The registers that one asked for as sheets."""
        found: ExtractRows = self._read("/extracts", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_extracts(self, *, rows: int | None = None) -> Iterator[ExtractRow]:
        """Every row of all pages, one after the other."""
        return self._pages("/extracts", {"rows": rows}, "extracts")

    def extract_register(self, *, kind: str, key: str | None = None) -> ExtractOut:
        """Have a register written as a sheet: what one may see of it, in the columns that handing in takes. A large
        one is written by the worker: ask for it until it is ready.
        """
        found: ExtractOut = self._send("/extracts", {"kind": kind}, key=key)
        return found

    def fetch_extract(self, extract_id: int) -> ExtractOut:
        """A register as a sheet."""
        found: ExtractOut = self._read(f"/extracts/{extract_id}")
        return found
