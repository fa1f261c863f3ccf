"""Operations of people. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from zhuqi_client.core import Core
from zhuqi_client.shapes.changes import PersonOut
from zhuqi_client.shapes.people import PersonRow, PersonRows


class People(Core):
    """Operations of people."""

    def list_people(
        self,
        *,
        rows: int | None = None,
        cursor: str | None = None,
        words: str | None = None,
        unit: int | None = None,
        role: Literal[
            "official",
            "team_lead",
            "dispatcher",
            "handler",
            "task_force",
            "monitor",
            "supervisor",
            "leader",
            "system_admin",
            "security_admin",
            "audit_admin",
        ]
        | None = None,
        at: int | None = None,
    ) -> PersonRows:
        """The people one looks after, as system or security administrator or as dispatcher; to others there is no
        such list.
        """
        found: PersonRows = self._read(
            "/people", {"rows": rows, "cursor": cursor, "words": words, "unit": unit, "role": role, "at": at}
        )
        return found

    def each_of_list_people(
        self,
        *,
        rows: int | None = None,
        words: str | None = None,
        unit: int | None = None,
        role: Literal[
            "official",
            "team_lead",
            "dispatcher",
            "handler",
            "task_force",
            "monitor",
            "supervisor",
            "leader",
            "system_admin",
            "security_admin",
            "audit_admin",
        ]
        | None = None,
        at: int | None = None,
    ) -> Iterator[PersonRow]:
        """Every row of all pages, one after the other."""
        return self._pages("/people", {"rows": rows, "words": words, "unit": unit, "role": role, "at": at}, "people")

    def employ(
        self,
        *,
        unit_id: int,
        code: str,
        name: str,
        rank: Literal["district_leader", "division", "deputy_division", "section", "staff"],
        since: str | None = None,
        key: str | None = None,
    ) -> PersonOut:
        """Take somebody in, with an account without a password: the security administrator sets one and gives the
        roles.
        """
        found: PersonOut = self._send(
            "/people", {"unit_id": unit_id, "code": code, "name": name, "rank": rank, "since": since}, key=key
        )
        return found

    def show_person(self, person_id: int) -> PersonOut:
        """Somebody one looks after; administrators are told the roles and how the account stands."""
        found: PersonOut = self._read(f"/people/{person_id}")
        return found

    def leave(
        self, person_id: int, *, on: str | None = None, colleague_id: int | None = None, key: str | None = None
    ) -> PersonOut:
        """Note that somebody has left: the account is closed, and with it end roles, posts and links to
        enterprises.
        """
        found: PersonOut = self._send(f"/people/{person_id}/leave", {"on": on, "colleague_id": colleague_id}, key=key)
        return found

    def correct_person(
        self,
        person_id: int,
        *,
        name: str | None = None,
        rank: Literal["district_leader", "division", "deputy_division", "section", "staff"] | None = None,
        unit_id: int | None = None,
        key: str | None = None,
    ) -> PersonOut:
        """Correct somebody's name or rank, or move them to another unit: for the system administrator of both."""
        found: PersonOut = self._send(
            f"/people/{person_id}/correct", {"name": name, "rank": rank, "unit_id": unit_id}, key=key
        )
        return found

    def give_role(
        self,
        person_id: int,
        *,
        role: Literal[
            "official",
            "team_lead",
            "dispatcher",
            "handler",
            "task_force",
            "monitor",
            "supervisor",
            "leader",
            "system_admin",
            "security_admin",
            "audit_admin",
        ],
        unit_id: int,
        since: str | None = None,
        key: str | None = None,
    ) -> PersonOut:
        """Let somebody do something somewhere. Dispatchers, leaders and supervision offices see the whole area, the
        others what lies at and below the organisation.
        """
        found: PersonOut = self._send(
            f"/people/{person_id}/give_role", {"role": role, "unit_id": unit_id, "since": since}, key=key
        )
        return found

    def end_role(
        self,
        person_id: int,
        *,
        role: Literal[
            "official",
            "team_lead",
            "dispatcher",
            "handler",
            "task_force",
            "monitor",
            "supervisor",
            "leader",
            "system_admin",
            "security_admin",
            "audit_admin",
        ],
        unit_id: int,
        until: str | None = None,
        key: str | None = None,
    ) -> PersonOut:
        """End a role that somebody holds."""
        found: PersonOut = self._send(
            f"/people/{person_id}/end_role", {"role": role, "unit_id": unit_id, "until": until}, key=key
        )
        return found

    def reset_password(self, person_id: int, *, password: str, key: str | None = None) -> PersonOut:
        """Set somebody's password. Whoever was in by the old one is out, and at the next log-in they choose their
        own.
        """
        found: PersonOut = self._send(f"/people/{person_id}/reset_password", {"password": password}, key=key)
        return found

    def unlock(self, person_id: int, *, key: str | None = None) -> PersonOut:
        """Forget the wrong passwords that shut somebody out."""
        found: PersonOut = self._send(f"/people/{person_id}/unlock", {}, key=key)
        return found

    def lose_factor(self, person_id: int, *, key: str | None = None) -> PersonOut:
        """Remove the second factor of somebody who has lost it: the password alone opens until another is set up."""
        found: PersonOut = self._send(f"/people/{person_id}/lose_factor", {}, key=key)
        return found

    def revoke_tokens(self, person_id: int, *, key: str | None = None) -> PersonOut:
        """Revoke every token in somebody's name: no program of theirs comes in any more."""
        found: PersonOut = self._send(f"/people/{person_id}/revoke_tokens", {}, key=key)
        return found
