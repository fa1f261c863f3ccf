"""Operations of cases. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from zhuqi_client.core import Core
from zhuqi_client.shapes.cases import CaseOut, Done, JoinableRows, LifeOut, Row, Rows


class Cases(Core):
    """Operations of cases."""

    def list_cases(
        self,
        *,
        state: Literal[
            "found", "screening", "assigned", "handling", "planned", "suspended", "replied", "checked", "ended"
        ]
        | None = None,
        live: bool | None = None,
        late: bool | None = None,
        unit: int | None = None,
        kind: str | None = None,
        words: str | None = None,
        rows: int | None = None,
        cursor: str | None = None,
    ) -> Rows:
        """The cases in sight, newest first, by pages."""
        found: Rows = self._read(
            "/cases",
            {
                "state": state,
                "live": live,
                "late": late,
                "unit": unit,
                "kind": kind,
                "words": words,
                "rows": rows,
                "cursor": cursor,
            },
        )
        return found

    def each_of_list_cases(
        self,
        *,
        state: Literal[
            "found", "screening", "assigned", "handling", "planned", "suspended", "replied", "checked", "ended"
        ]
        | None = None,
        live: bool | None = None,
        late: bool | None = None,
        unit: int | None = None,
        kind: str | None = None,
        words: str | None = None,
        rows: int | None = None,
    ) -> Iterator[Row]:
        """Every row of all pages, one after the other."""
        return self._pages(
            "/cases",
            {"state": state, "live": live, "late": late, "unit": unit, "kind": kind, "words": words, "rows": rows},
            "cases",
        )

    def record(
        self,
        *,
        enterprise_id: int,
        title: str,
        body: str,
        kind: str,
        category: str | None = None,
        channel: Literal[
            "visit", "phone", "link", "portal", "callback", "hotline", "window", "app", "meeting", "letter", "superior"
        ]
        | None = None,
        found_on: str | None = None,
        amount: str | None = None,
        firms: int | None = None,
        signed: bool | None = None,
        contact_name: str | None = None,
        contact_role: str | None = None,
        contact_phone: str | None = None,
        key: str | None = None,
    ) -> Done:
        """Write a need down, in the words of the enterprise."""
        found: Done = self._send(
            "/cases",
            {
                "enterprise_id": enterprise_id,
                "title": title,
                "body": body,
                "kind": kind,
                "category": category,
                "channel": channel,
                "found_on": found_on,
                "amount": amount,
                "firms": firms,
                "signed": signed,
                "contact_name": contact_name,
                "contact_role": contact_role,
                "contact_phone": contact_phone,
            },
            key=key,
        )
        return found

    def show_case(self, case_id: int) -> CaseOut:
        """One case: where it stands, who has it, its deadlines, and what this actor can do now. The ETag is its
        version.
        """
        found: CaseOut = self._read(f"/cases/{case_id}")
        return found

    def show_life(self, case_id: int) -> LifeOut:
        """One whole life: every entry and every movement. It is of the inside: the enterprise doesn't see it."""
        found: LifeOut = self._read(f"/cases/{case_id}/life")
        return found

    def list_joinable(self, case_id: int) -> JoinableRows:
        """The cases that one can join to this one now; none where one can't."""
        found: JoinableRows = self._read(f"/cases/{case_id}/joinable")
        return found
