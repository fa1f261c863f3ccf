"""Operations of visits. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from zhuqi_client.core import Core
from zhuqi_client.shapes.visits import (
    BookRow,
    BookRows,
    CoverageRow,
    CoverageRows,
    DutyRows,
    NeedBody,
    PlanOut,
    PlanRows,
    PromiseBody,
    PromiseOut,
    PromiseRows,
    ReachOut,
    RoundOut,
    RoundRows,
    TargetRow,
    TargetRows,
    VisitOut,
    VisitRows,
    WishOut,
    WishRows,
    ZeroOut,
)


class Visits(Core):
    """Operations of visits."""

    def list_rounds(self, *, rows: int | None = None, cursor: str | None = None) -> RoundRows:
        """The rounds of the areas one oversees, and of those above."""
        found: RoundRows = self._read("/rounds", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_rounds(self, *, rows: int | None = None) -> Iterator[RoundOut]:
        """Every row of all pages, one after the other."""
        return self._pages("/rounds", {"rows": rows}, "rounds")

    def open_round(
        self, *, area_id: int, name: str, since: str | None = None, until: str | None = None, key: str | None = None
    ) -> RoundOut:
        """Announce a round of contact in an area: for its dispatcher or system administrator."""
        found: RoundOut = self._send(
            "/rounds", {"area_id": area_id, "name": name, "since": since, "until": until}, key=key
        )
        return found

    def show_round(self, round_id: int) -> RoundOut:
        """One round of contact."""
        found: RoundOut = self._read(f"/rounds/{round_id}")
        return found

    def list_visits(
        self,
        *,
        rows: int | None = None,
        cursor: str | None = None,
        enterprise: int | None = None,
        person: int | None = None,
        unit: int | None = None,
        round: int | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> VisitRows:
        """The visits in sight: of one's unit, to the enterprises of one's area, and one's own."""
        found: VisitRows = self._read(
            "/visits",
            {
                "rows": rows,
                "cursor": cursor,
                "enterprise": enterprise,
                "person": person,
                "unit": unit,
                "round": round,
                "since": since,
                "until": until,
            },
        )
        return found

    def each_of_list_visits(
        self,
        *,
        rows: int | None = None,
        enterprise: int | None = None,
        person: int | None = None,
        unit: int | None = None,
        round: int | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> Iterator[VisitOut]:
        """Every row of all pages, one after the other."""
        return self._pages(
            "/visits",
            {
                "rows": rows,
                "enterprise": enterprise,
                "person": person,
                "unit": unit,
                "round": round,
                "since": since,
                "until": until,
            },
            "visits",
        )

    def record_visit(
        self,
        *,
        enterprise_id: int,
        mode: Literal["on_site", "remote", "asked"],
        kind: Literal["service", "problem", "policy", "joint"],
        day: str | None = None,
        round_id: int | None = None,
        plan_id: int | None = None,
        said: str | None = None,
        needs: Sequence[NeedBody] | None = None,
        promises: Sequence[PromiseBody] | None = None,
        asked: str | None = None,
        asked_on: str | None = None,
        asked_case: int | None = None,
        join: int | None = None,
        beyond: str | None = None,
        key: str | None = None,
    ) -> VisitOut:
        """Write down a visit that one made. Nobody writes down another's."""
        found: VisitOut = self._send(
            "/visits",
            {
                "enterprise_id": enterprise_id,
                "day": day,
                "mode": mode,
                "kind": kind,
                "round_id": round_id,
                "plan_id": plan_id,
                "said": said,
                "needs": needs,
                "promises": promises,
                "asked": asked,
                "asked_on": asked_on,
                "asked_case": asked_case,
                "join": join,
                "beyond": beyond,
            },
            key=key,
        )
        return found

    def show_visit(self, visit_id: int) -> VisitOut:
        """One visit."""
        found: VisitOut = self._read(f"/visits/{visit_id}")
        return found

    def list_book(self, enterprise_id: int, *, rows: int | None = None, cursor: str | None = None) -> BookRows:
        """Every contact of an enterprise, of all units, planned and past: to be looked at before one plans another."""
        found: BookRows = self._read(f"/enterprises/{enterprise_id}/book", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_book(self, enterprise_id: int, *, rows: int | None = None) -> Iterator[BookRow]:
        """Every row of all pages, one after the other."""
        return self._pages(f"/enterprises/{enterprise_id}/book", {"rows": rows}, "contacts")

    def list_plans(self, *, rows: int | None = None, cursor: str | None = None, unkept: bool | None = None) -> PlanRows:
        """The plans in sight that stand: of one's unit, and to the enterprises of one's area."""
        found: PlanRows = self._read("/plans", {"rows": rows, "cursor": cursor, "unkept": unkept})
        return found

    def each_of_list_plans(self, *, rows: int | None = None, unkept: bool | None = None) -> Iterator[PlanOut]:
        """Every row of all pages, one after the other."""
        return self._pages("/plans", {"rows": rows, "unkept": unkept}, "plans")

    def plan_visit(
        self,
        *,
        enterprise_id: int,
        day: str,
        purpose: str,
        how: Literal["on_site", "remote", "meeting", "asked"] | None = None,
        kind: Literal["service", "problem", "policy", "joint"] | None = None,
        begins: str | None = None,
        people: Sequence[int] | None = None,
        round_id: int | None = None,
        join: int | None = None,
        alone: bool | None = None,
        asked: str | None = None,
        asked_on: str | None = None,
        asked_case: int | None = None,
        exempt: str | None = None,
        head: bool | None = None,
        head_why: str | None = None,
        key: str | None = None,
    ) -> PlanOut:
        """Take a contact from an enterprise's budget. Refused with the reason, and with whom to go together or on
        which day.
        """
        found: PlanOut = self._send(
            "/plans",
            {
                "enterprise_id": enterprise_id,
                "day": day,
                "purpose": purpose,
                "how": how,
                "kind": kind,
                "begins": begins,
                "people": people,
                "round_id": round_id,
                "join": join,
                "alone": alone,
                "asked": asked,
                "asked_on": asked_on,
                "asked_case": asked_case,
                "exempt": exempt,
                "head": head,
                "head_why": head_why,
            },
            key=key,
        )
        return found

    def show_plan(self, plan_id: int) -> PlanOut:
        """One plan."""
        found: PlanOut = self._read(f"/plans/{plan_id}")
        return found

    def move_plan(
        self,
        plan_id: int,
        *,
        day: str,
        seen: int,
        begins: str | None = None,
        join: int | None = None,
        alone: bool | None = None,
        key: str | None = None,
    ) -> PlanOut:
        """Another day for a plan; it is judged there like a new one."""
        found: PlanOut = self._send(
            f"/plans/{plan_id}/move",
            {"day": day, "begins": begins, "join": join, "alone": alone, "seen": seen},
            key=key,
        )
        return found

    def drop_plan(
        self,
        plan_id: int,
        *,
        state: Literal["cancelled", "declined", "missed"],
        why: str,
        seen: int,
        key: str | None = None,
    ) -> PlanOut:
        """A plan is cancelled, declined by the enterprise, or nobody came."""
        found: PlanOut = self._send(f"/plans/{plan_id}/drop", {"state": state, "why": why, "seen": seen}, key=key)
        return found

    def list_wishes(self, enterprise_id: int, *, rows: int | None = None, cursor: str | None = None) -> WishRows:
        """When an enterprise wished to be left alone."""
        found: WishRows = self._read(f"/enterprises/{enterprise_id}/wishes", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_wishes(self, enterprise_id: int, *, rows: int | None = None) -> Iterator[WishOut]:
        """Every row of all pages, one after the other."""
        return self._pages(f"/enterprises/{enterprise_id}/wishes", {"rows": rows}, "wishes")

    def wish(
        self,
        enterprise_id: int,
        *,
        said_by: str,
        since: str | None = None,
        until: str | None = None,
        said_on: str | None = None,
        key: str | None = None,
    ) -> WishOut:
        """Note that an enterprise wishes to be left alone. It needs no reason."""
        found: WishOut = self._send(
            f"/enterprises/{enterprise_id}/wishes",
            {"said_by": said_by, "since": since, "until": until, "said_on": said_on},
            key=key,
        )
        return found

    def lift_wish(self, wish_id: int, *, key: str | None = None) -> WishOut:
        """Note that an enterprise may be visited again, because it said so."""
        found: WishOut = self._send(f"/wishes/{wish_id}/lift", {}, key=key)
        return found

    def list_promises(
        self, *, rows: int | None = None, cursor: str | None = None, unkept: bool | None = None
    ) -> PromiseRows:
        """What was promised on the visits in sight."""
        found: PromiseRows = self._read("/promises", {"rows": rows, "cursor": cursor, "unkept": unkept})
        return found

    def each_of_list_promises(self, *, rows: int | None = None, unkept: bool | None = None) -> Iterator[PromiseOut]:
        """Every row of all pages, one after the other."""
        return self._pages("/promises", {"rows": rows, "unkept": unkept}, "promises")

    def show_promise(self, promise_id: int) -> PromiseOut:
        """One promise."""
        found: PromiseOut = self._read(f"/promises/{promise_id}")
        return found

    def end_promise(
        self, promise_id: int, *, state: Literal["kept", "overtaken"], why: str, seen: int, key: str | None = None
    ) -> PromiseOut:
        """Say that a promise was kept, or overtaken by something else."""
        found: PromiseOut = self._send(
            f"/promises/{promise_id}/end", {"state": state, "why": why, "seen": seen}, key=key
        )
        return found

    def hand_promise(self, promise_id: int, *, person_id: int, seen: int, key: str | None = None) -> PromiseOut:
        """Let a colleague keep a promise that nobody keeps by name."""
        found: PromiseOut = self._send(f"/promises/{promise_id}/hand", {"person_id": person_id, "seen": seen}, key=key)
        return found

    def hand_plan(self, plan_id: int, *, person_id: int, seen: int, key: str | None = None) -> PlanOut:
        """Let a colleague go on a planned visit on which nobody goes."""
        found: PlanOut = self._send(f"/plans/{plan_id}/hand", {"person_id": person_id, "seen": seen}, key=key)
        return found

    def list_targets(self, round_id: int, *, rows: int | None = None, cursor: str | None = None) -> TargetRows:
        """The enterprises in sight that a round is to reach, and since when it has."""
        found: TargetRows = self._read(f"/rounds/{round_id}/targets", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_targets(self, round_id: int, *, rows: int | None = None) -> Iterator[TargetRow]:
        """Every row of all pages, one after the other."""
        return self._pages(f"/rounds/{round_id}/targets", {"rows": rows}, "targets")

    def aim_round(
        self,
        round_id: int,
        *,
        enterprise_ids: Sequence[int] | None = None,
        all_held: bool | None = None,
        key: str | None = None,
    ) -> ReachOut:
        """Say which enterprises a round is to reach, beside those it aims at already."""
        found: ReachOut = self._send(
            f"/rounds/{round_id}/targets", {"enterprise_ids": enterprise_ids, "all_held": all_held}, key=key
        )
        return found

    def show_reach(self, round_id: int) -> ReachOut:
        """How far a round has come."""
        found: ReachOut = self._read(f"/rounds/{round_id}/reach")
        return found

    def list_coverage(self, *, rows: int | None = None, cursor: str | None = None) -> CoverageRows:
        """The enterprises in sight by how long nobody asked them: never asked first, then the longest ago."""
        found: CoverageRows = self._read("/coverage", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_coverage(self, *, rows: int | None = None) -> Iterator[CoverageRow]:
        """Every row of all pages, one after the other."""
        return self._pages("/coverage", {"rows": rows}, "enterprises")

    def list_duties(self) -> DutyRows:
        """How one's own duties to visit stand. Nobody is told another's."""
        found: DutyRows = self._read("/duties")
        return found

    def explain_zero(self, *, enterprise_id: int, code: str, on: str | None = None, key: str | None = None) -> ZeroOut:
        """Say why one served an enterprise not once in a period, once it is ending."""
        found: ZeroOut = self._send("/zeros", {"enterprise_id": enterprise_id, "code": code, "on": on}, key=key)
        return found
