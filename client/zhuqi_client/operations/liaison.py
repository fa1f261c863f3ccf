"""Operations of liaison. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from zhuqi_client.core import Core
from zhuqi_client.shapes.liaison import Chain, LinkRow, LinkRows, PostRow, PostRows


class Liaison(Core):
    """Operations of liaison."""

    def list_posts(
        self,
        *,
        rows: int | None = None,
        cursor: str | None = None,
        person: int | None = None,
        unit: int | None = None,
        open: bool | None = None,
    ) -> PostRows:
        """The posts of the organisations and of the people one looks after; to others there is no such list."""
        found: PostRows = self._read(
            "/posts", {"rows": rows, "cursor": cursor, "person": person, "unit": unit, "open": open}
        )
        return found

    def each_of_list_posts(
        self, *, rows: int | None = None, person: int | None = None, unit: int | None = None, open: bool | None = None
    ) -> Iterator[PostRow]:
        """Every row of all pages, one after the other."""
        return self._pages("/posts", {"rows": rows, "person": person, "unit": unit, "open": open}, "posts")

    def appoint(
        self,
        *,
        person_id: int,
        unit_id: int,
        duty: Literal["leads_team", "holds_team", "holds_group", "holds_enterprises"],
        since: str | None = None,
        key: str | None = None,
    ) -> PostRow:
        """Give somebody a duty at a team or group, with the role it needs there: for the dispatcher of the area."""
        found: PostRow = self._send(
            "/posts", {"person_id": person_id, "unit_id": unit_id, "duty": duty, "since": since}, key=key
        )
        return found

    def dismiss(
        self,
        *,
        person_id: int,
        unit_id: int,
        duty: Literal["leads_team", "holds_team", "holds_group", "holds_enterprises"],
        until: str | None = None,
        key: str | None = None,
    ) -> PostRow:
        """End somebody's duty, and the role that came with it."""
        found: PostRow = self._send(
            "/posts/dismiss", {"person_id": person_id, "unit_id": unit_id, "duty": duty, "until": until}, key=key
        )
        return found

    def who_answers(self, enterprise_id: int) -> Chain:
        """Who answers for an enterprise today: who leads and holds its team and group, and who holds it."""
        found: Chain = self._read(f"/enterprises/{enterprise_id}/chain")
        return found

    def list_officials(self, enterprise_id: int, *, rows: int | None = None, cursor: str | None = None) -> LinkRows:
        """The officials who hold or held an enterprise."""
        found: LinkRows = self._read(f"/enterprises/{enterprise_id}/officials", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_officials(self, enterprise_id: int, *, rows: int | None = None) -> Iterator[LinkRow]:
        """Every row of all pages, one after the other."""
        return self._pages(f"/enterprises/{enterprise_id}/officials", {"rows": rows}, "links")

    def bind(
        self,
        enterprise_id: int,
        *,
        staff: str,
        group_id: int | None = None,
        since: str | None = None,
        key: str | None = None,
    ) -> LinkRow:
        """Link an official to an enterprise: for the dispatcher of the area, and for the lead of the team or group."""
        found: LinkRow = self._send(
            f"/enterprises/{enterprise_id}/officials", {"staff": staff, "group_id": group_id, "since": since}, key=key
        )
        return found

    def release(
        self, enterprise_id: int, *, person_id: int, until: str | None = None, key: str | None = None
    ) -> LinkRow:
        """End an official's link to an enterprise."""
        found: LinkRow = self._send(
            f"/enterprises/{enterprise_id}/officials/release", {"person_id": person_id, "until": until}, key=key
        )
        return found
