"""Operations of common. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from zhuqi_client.core import Core
from zhuqi_client.shapes.common import CommonStatement, IssueOut, IssueRow, IssueRows, SimilarOut


class Common(Core):
    """Operations of common."""

    def list_similar(self, case_id: int) -> SimilarOut:
        """What is like a case, for those who dispatch and lead: among the cases they see, no others."""
        found: SimilarOut = self._read(f"/cases/{case_id}/similar")
        return found

    def list_common_issues(
        self,
        *,
        rows: int | None = None,
        cursor: str | None = None,
        standing: Literal["proposed", "taken_up", "changed", "given_up"] | None = None,
        owner: int | None = None,
    ) -> IssueRows:
        """The common issues in sight: those of one's unit, and of the area one oversees."""
        found: IssueRows = self._read("/common", {"rows": rows, "cursor": cursor, "standing": standing, "owner": owner})
        return found

    def each_of_list_common_issues(
        self,
        *,
        rows: int | None = None,
        standing: Literal["proposed", "taken_up", "changed", "given_up"] | None = None,
        owner: int | None = None,
    ) -> Iterator[IssueRow]:
        """Every row of all pages, one after the other."""
        return self._pages("/common", {"rows": rows, "standing": standing, "owner": owner}, "issues")

    def open_common_issue(
        self,
        *,
        title: str,
        matter: str,
        wanted: str,
        owner_id: int,
        area_id: int,
        case_ids: Sequence[int],
        due_on: str | None = None,
        key: str | None = None,
    ) -> IssueOut:
        """Open a common issue from cases one sees: for the dispatch room or a leader of the area."""
        found: IssueOut = self._send(
            "/common",
            {
                "title": title,
                "matter": matter,
                "wanted": wanted,
                "owner_id": owner_id,
                "due_on": due_on,
                "area_id": area_id,
                "case_ids": case_ids,
            },
            key=key,
        )
        return found

    def show_common_statement(self, *, since: str | None = None, until: str | None = None) -> CommonStatement:
        """The common issues in sight by owner, between two days."""
        found: CommonStatement = self._read("/common/statement", {"since": since, "until": until})
        return found

    def show_common_issue(self, issue_id: int) -> IssueOut:
        """One common issue."""
        found: IssueOut = self._read(f"/common/{issue_id}")
        return found

    def amend_common_issue(
        self,
        issue_id: int,
        *,
        title: str,
        matter: str,
        wanted: str,
        owner_id: int,
        due_on: str | None = None,
        seen: int | None = None,
        key: str | None = None,
    ) -> IssueOut:
        """Correct what it says, whose it is, by when: for the dispatch room or a leader of the area."""
        found: IssueOut = self._send(
            f"/common/{issue_id}/amend",
            {"title": title, "matter": matter, "wanted": wanted, "owner_id": owner_id, "due_on": due_on, "seen": seen},
            key=key,
        )
        return found

    def join_common_issue(
        self, issue_id: int, *, case_id: int, seen: int | None = None, key: str | None = None
    ) -> IssueOut:
        """Add a case that one sees; its enterprise reads from then on what was told."""
        found: IssueOut = self._send(f"/common/{issue_id}/join", {"case_id": case_id, "seen": seen}, key=key)
        return found

    def leave_common_issue(
        self, issue_id: int, *, case_id: int, seen: int | None = None, key: str | None = None
    ) -> IssueOut:
        """Take a case out again."""
        found: IssueOut = self._send(f"/common/{issue_id}/leave", {"case_id": case_id, "seen": seen}, key=key)
        return found

    def take_up_common_issue(
        self, issue_id: int, *, text: str, seen: int | None = None, due_on: str | None = None, key: str | None = None
    ) -> IssueOut:
        """Take it up: for the unit that owns it."""
        found: IssueOut = self._send(
            f"/common/{issue_id}/take-up", {"text": text, "seen": seen, "due_on": due_on}, key=key
        )
        return found

    def tell_common_issue(
        self, issue_id: int, *, text: str, seen: int | None = None, key: str | None = None
    ) -> IssueOut:
        """Tell the enterprises how it stands: for the unit that owns it."""
        found: IssueOut = self._send(f"/common/{issue_id}/tell", {"text": text, "seen": seen}, key=key)
        return found

    def change_common_issue(
        self, issue_id: int, *, text: str, seen: int | None = None, key: str | None = None
    ) -> IssueOut:
        """Say what has changed: for the unit that owns it. The cases in it end by their own answers."""
        found: IssueOut = self._send(f"/common/{issue_id}/change", {"text": text, "seen": seen}, key=key)
        return found

    def give_up_common_issue(
        self, issue_id: int, *, text: str, seen: int | None = None, key: str | None = None
    ) -> IssueOut:
        """Give it up, with the reason that the enterprises read."""
        found: IssueOut = self._send(f"/common/{issue_id}/give-up", {"text": text, "seen": seen}, key=key)
        return found
