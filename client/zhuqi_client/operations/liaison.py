"""Operations of liaison. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from zhuqi_client.core import Core
from zhuqi_client.shapes.liaison import (
    Chain,
    HandoverOut,
    HandoverRows,
    HeldFirm,
    HeldFirms,
    KnownRows,
    LinkRow,
    LinkRows,
    PostRow,
    PostRows,
    ProposalOut,
    ProposalRows,
    ProposedRow,
    ProposedRows,
    SeatRows,
    TeamOut,
    TeamRows,
    UnboundFirm,
    UnboundFirms,
    VacancyRow,
    VacancyRows,
    WeightsBody,
)


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

    def list_held(self, *, rows: int | None = None, cursor: str | None = None) -> HeldFirms:
        """The enterprises that one holds, each with its open cases and the last visit."""
        found: HeldFirms = self._read("/liaison/mine", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_held(self, *, rows: int | None = None) -> Iterator[HeldFirm]:
        """Every row of all pages, one after the other."""
        return self._pages("/liaison/mine", {"rows": rows}, "enterprises")

    def list_unbound(self, *, rows: int | None = None, cursor: str | None = None) -> UnboundFirms:
        """The enterprises in sight that the rulebook wants to have an official and that have too few."""
        found: UnboundFirms = self._read("/liaison/unbound", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_unbound(self, *, rows: int | None = None) -> Iterator[UnboundFirm]:
        """Every row of all pages, one after the other."""
        return self._pages("/liaison/unbound", {"rows": rows}, "enterprises")

    def list_vacancies(self, *, rows: int | None = None, cursor: str | None = None) -> VacancyRows:
        """The enterprises in sight that lost their official, with the day by which somebody must follow."""
        found: VacancyRows = self._read("/liaison/vacancies", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_vacancies(self, *, rows: int | None = None) -> Iterator[VacancyRow]:
        """Every row of all pages, one after the other."""
        return self._pages("/liaison/vacancies", {"rows": rows}, "vacancies")

    def list_empty_seats(self) -> SeatRows:
        """The empty seats of the chain at the teams and groups that one oversees, the first hundred."""
        found: SeatRows = self._read("/liaison/seats")
        return found

    def list_known(self) -> KnownRows:
        """Whether enterprises know their official, by unit, for supervisors and leaders; never by official."""
        found: KnownRows = self._read("/liaison/known")
        return found

    def list_chain(self, *, rows: int | None = None, cursor: str | None = None) -> TeamRows:
        """The teams in sight with their groups: duties, empty seats, officials and how many enterprises they hold."""
        found: TeamRows = self._read("/liaison/chain", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_chain(self, *, rows: int | None = None) -> Iterator[TeamOut]:
        """Every row of all pages, one after the other."""
        return self._pages("/liaison/chain", {"rows": rows}, "teams")

    def list_handovers(self, *, rows: int | None = None, cursor: str | None = None) -> HandoverRows:
        """The hand-overs in sight that wait for a successor, or for the successor to take note."""
        found: HandoverRows = self._read("/handovers", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_handovers(self, *, rows: int | None = None) -> Iterator[HandoverOut]:
        """Every row of all pages, one after the other."""
        return self._pages("/handovers", {"rows": rows}, "handovers")

    def show_handover(self, handover_id: int) -> HandoverOut:
        """One hand-over."""
        found: HandoverOut = self._read(f"/handovers/{handover_id}")
        return found

    def note_handover(self, handover_id: int, *, key: str | None = None) -> HandoverOut:
        """Take note of what passes on, as the successor."""
        found: HandoverOut = self._send(f"/handovers/{handover_id}/note", {}, key=key)
        return found

    def list_proposals(self, *, rows: int | None = None, cursor: str | None = None) -> ProposalRows:
        """The proposals of the areas where one dispatches."""
        found: ProposalRows = self._read("/proposals", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_proposals(self, *, rows: int | None = None) -> Iterator[ProposalOut]:
        """Every row of all pages, one after the other."""
        return self._pages("/proposals", {"rows": rows}, "proposals")

    def propose_links(self, *, area_id: int, weights: WeightsBody | None = None, key: str | None = None) -> ProposalOut:
        """Propose officials for the enterprises of an area that lack them: the best of all divisions, each row with
        its terms.
        """
        found: ProposalOut = self._send("/proposals", {"area_id": area_id, "weights": weights}, key=key)
        return found

    def show_proposal(self, proposal_id: int) -> ProposalOut:
        """One proposal."""
        found: ProposalOut = self._read(f"/proposals/{proposal_id}")
        return found

    def list_proposed(self, proposal_id: int, *, rows: int | None = None, cursor: str | None = None) -> ProposedRows:
        """The rows of a proposal, each with what speaks for it."""
        found: ProposedRows = self._read(f"/proposals/{proposal_id}/links", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_proposed(self, proposal_id: int, *, rows: int | None = None) -> Iterator[ProposedRow]:
        """Every row of all pages, one after the other."""
        return self._pages(f"/proposals/{proposal_id}/links", {"rows": rows}, "rows")

    def change_proposed(
        self,
        proposal_id: int,
        *,
        link_id: int,
        seen: int,
        staff: str | None = None,
        dropped: bool | None = None,
        key: str | None = None,
    ) -> ProposalOut:
        """Put somebody else in a row of a proposal, or leave it out."""
        found: ProposalOut = self._send(
            f"/proposals/{proposal_id}/change",
            {"link_id": link_id, "staff": staff, "dropped": dropped, "seen": seen},
            key=key,
        )
        return found

    def confirm_proposal(self, proposal_id: int, *, seen: int, key: str | None = None) -> ProposalOut:
        """Link everybody who is proposed, all or none, from today on."""
        found: ProposalOut = self._send(f"/proposals/{proposal_id}/confirm", {"seen": seen}, key=key)
        return found

    def drop_proposal(self, proposal_id: int, *, seen: int, key: str | None = None) -> ProposalOut:
        """Let a proposal go; nothing of it holds."""
        found: ProposalOut = self._send(f"/proposals/{proposal_id}/drop", {"seen": seen}, key=key)
        return found

    def hand_over(
        self,
        enterprise_id: int,
        *,
        person_id: int,
        successor: str,
        group_id: int | None = None,
        since: str | None = None,
        note: str | None = None,
        key: str | None = None,
    ) -> HandoverOut:
        """Pass an enterprise from one official to the next, without a day between."""
        found: HandoverOut = self._send(
            f"/enterprises/{enterprise_id}/officials/hand_over",
            {"person_id": person_id, "successor": successor, "group_id": group_id, "since": since, "note": note},
            key=key,
        )
        return found
