"""Operations of members. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from zhuqi_client.core import Core
from zhuqi_client.shapes.members import MemberOut, MemberRevealed, MemberRows


class Members(Core):
    """Operations of members."""

    def list_members(
        self,
        *,
        rows: int | None = None,
        cursor: str | None = None,
        enterprise: int | None = None,
        rest: bool | None = None,
    ) -> MemberRows:
        """Accounts that wait for one's dispatch room; those of one enterprise for whoever has it in sight."""
        found: MemberRows = self._read(
            "/members", {"rows": rows, "cursor": cursor, "enterprise": enterprise, "rest": rest}
        )
        return found

    def each_of_list_members(
        self, *, rows: int | None = None, enterprise: int | None = None, rest: bool | None = None
    ) -> Iterator[MemberOut]:
        """Every row of all pages, one after the other."""
        return self._pages("/members", {"rows": rows, "enterprise": enterprise, "rest": rest}, "members")

    def show_member(self, member_id: int) -> MemberOut:
        """One of them."""
        found: MemberOut = self._read(f"/members/{member_id}")
        return found

    def ask_for_member(self, enterprise_id: int, *, name: str, mailbox: str, key: str | None = None) -> MemberOut:
        """Ask for an account for somebody of an enterprise. It waits for somebody else, in the dispatch room, to
        admit the person.
        """
        found: MemberOut = self._send(
            f"/enterprises/{enterprise_id}/members", {"name": name, "mailbox": mailbox}, key=key
        )
        return found

    def admit_member(
        self, member_id: int, *, proof: Literal["called", "papers"], version: int | None = None, key: str | None = None
    ) -> MemberOut:
        """Note how the person was checked. A letter goes to the mailbox; its secret is told to nobody else."""
        found: MemberOut = self._send(f"/members/{member_id}/admit", {"proof": proof, "version": version}, key=key)
        return found

    def end_member(self, member_id: int, *, version: int | None = None, key: str | None = None) -> MemberOut:
        """End an account at once."""
        found: MemberOut = self._send(f"/members/{member_id}/end", {"version": version}, key=key)
        return found

    def erase_member(self, member_id: int, *, version: int | None = None, key: str | None = None) -> MemberOut:
        """Erase name and mailbox of an account that ended, for good."""
        found: MemberOut = self._send(f"/members/{member_id}/erase", {"version": version}, key=key)
        return found

    def reveal_member(self, member_id: int, *, key: str | None = None) -> MemberRevealed:
        """Show name and mailbox to the dispatch room. That somebody looked is on record."""
        found: MemberRevealed = self._send(f"/members/{member_id}/reveal", {}, key=key)
        return found
