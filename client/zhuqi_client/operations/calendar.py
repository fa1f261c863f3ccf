"""Operations of calendar. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhuqi_client.core import Core
from zhuqi_client.shapes.calendar import SpecialDayBody, YearOut, YearRow, YearRows


class Calendar(Core):
    """Operations of calendar."""

    def list_years(self, *, rows: int | None = None, cursor: str | None = None) -> YearRows:
        """The years whose working days are published. They are everybody's."""
        found: YearRows = self._read("/years", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_years(self, *, rows: int | None = None) -> Iterator[YearRow]:
        """Every row of all pages, one after the other."""
        return self._pages("/years", {"rows": rows}, "years")

    def publish_year(
        self, *, year: int, source: str, days: Sequence[SpecialDayBody], key: str | None = None
    ) -> YearOut:
        """Publish a year's working days, or replace what was published: for the system administrator of the whole
        place.
        """
        found: YearOut = self._send("/years", {"year": year, "source": source, "days": days}, key=key)
        return found

    def show_year(self, year: int) -> YearOut:
        """What the notice for a year says."""
        found: YearOut = self._read(f"/years/{year}")
        return found
