"""A second, small reading of the script: who holds each case, counted by hand and without the product."""

from __future__ import annotations

import csv
import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HELD = {"ASSIGNED", "HANDLING", "PLANNED", "SUSPENDED"}
FIRST, LAST = "2019-05-20T18:00", "2019-06-04T18:00"


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    """The lines of one file."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass
class Case:
    """Where one case stands, and the way it came."""

    uscc: str
    state: str = ""
    holder: str = ""
    desk: str = "ng-desk"
    lead: str = ""
    finder: str = ""
    parts: set[str] = field(default_factory=set)
    assists: set[str] = field(default_factory=set)
    settled: bool = False
    outcome: str = ""
    graded: bool = False
    asked: str = ""
    locked: bool = False
    arrived: bool = False
    sent: str = ""
    """Where the last way out of the district's room led."""


class World:
    """All cases. ``play`` takes acts in their order and complains of any that can't be."""

    def __init__(self, folder: Path) -> None:
        self.grants: dict[str, set[tuple[str, str]]] = {}
        for row in rows(folder, "grants"):
            self.grants.setdefault(row["staff"], set()).add((row["role"], row["organisation"]))
        self.kind = {row["code"]: row["kind"] for row in rows(folder, "organisations")}
        self.bound = {row["uscc"]: (row["staff"], row["group"]) for row in rows(folder, "liaisons")}
        self.cases = {row["ref"]: Case(row["uscc"]) for row in rows(folder, "cases")}
        self.acts = rows(folder, "acts")
        self.counts: Counter[str] = Counter()

    def play(self, until: str) -> None:
        """Take every act up to a moment that isn't taken yet."""
        while self.acts and self.acts[0]["at"] <= until:
            act = self.acts.pop(0)
            case = self.cases[act["case"]]
            getattr(self, "_" + act["act"])(case, act["actor"], json.loads(act["facts"]))
            self.counts[act["act"]] += 1

    def may(self, actor: str, role: str, unit: str) -> None:
        """Complain of somebody without the seat."""
        assert (role, unit) in self.grants.get(actor, set()), f"{actor} isn't {role} at {unit}"

    def _record(self, case: Case, actor: str, facts: dict[str, Any]) -> None:
        assert not case.state
        staff, group = self.bound.get(case.uscc, ("", ""))
        if actor == "enterprise":
            case.holder = group or "ng-desk"
        elif actor == staff:
            case.holder, case.finder = group, actor
        else:
            self.may(actor, "dispatcher", "ng-desk")
            case.holder, case.finder = "ng-desk", actor
        case.state = "SCREENING" if case.holder == "ng-desk" else "FOUND"

    def _settle(self, case: Case, actor: str, facts: dict[str, Any]) -> None:
        assert case.state == "FOUND"
        assert actor == self.bound[case.uscc][0]
        case.state, case.outcome, case.settled = "REPLIED", facts["outcome"], True

    def _submit(self, case: Case, actor: str, facts: dict[str, Any]) -> None:
        assert case.state == "FOUND"
        assert actor == self.bound[case.uscc][0]
        assert facts["why"]
        case.state, case.holder = "SCREENING", "ng-desk"

    def _screen(self, case: Case, actor: str, facts: dict[str, Any]) -> None:
        assert case.state == "SCREENING"
        assert facts["grade"] in "ABC"
        self.may(actor, "dispatcher", case.desk)
        case.graded = True

    def _leave(self, case: Case, to: str) -> None:
        if case.desk == "ng-desk":
            case.sent = to

    def _assign(self, case: Case, actor: str, facts: dict[str, Any]) -> None:
        assert case.state == "SCREENING"
        assert case.graded
        self.may(actor, "dispatcher", case.desk)
        lead = facts["lead"]
        assert lead[:3] == case.desk[:3]
        assert self.kind[lead] in ("functional_group", "department")
        self._leave(case, lead)
        case.state, case.holder, case.lead, case.locked = "ASSIGNED", lead, lead, False
        case.parts = set(facts.get("parts", []))
        case.assists |= set(facts.get("assists", []))
        assert lead not in case.parts | case.assists
        assert not case.parts & case.assists

    def _accept(self, case: Case, actor: str, facts: dict[str, Any]) -> None:
        assert case.state in HELD
        if ("handler", case.lead) in self.grants[actor]:
            case.state = "HANDLING" if case.state == "ASSIGNED" else case.state
        else:
            assert any(("handler", unit) in self.grants[actor] for unit in case.parts | case.assists)

    def _lead(self, case: Case, actor: str, *states: str) -> None:
        assert case.state in states, (case, actor)
        self.may(actor, "handler", case.lead)

    def _hand_back(self, case: Case, actor: str, facts: dict[str, Any]) -> None:
        self._lead(case, actor, "ASSIGNED", "HANDLING")
        assert not case.asked
        assert not case.locked
        assert facts["reason"]
        assert facts["proposal"]
        case.asked = "return"

    def _rule(self, case: Case, actor: str, facts: dict[str, Any]) -> None:
        self._answer(case, actor, "return")
        if facts["upheld"]:
            case.state, case.holder, case.lead = "SCREENING", case.desk, ""
            case.parts, case.assists = set(), set()
        else:
            case.locked = True

    def _answer(self, case: Case, actor: str, asked: str) -> None:
        self.may(actor, "dispatcher", case.desk)
        assert case.asked == asked, (case, asked)
        case.asked = ""

    def _ask_for(self, case: Case, actor: str, asked: str) -> None:
        self._lead(case, actor, "HANDLING")
        assert not case.asked
        case.asked = asked

    def _ask_extension(self, case: Case, actor: str, facts: dict[str, Any]) -> None:
        self._ask_for(case, actor, "extension")

    def _extend(self, case: Case, actor: str, facts: dict[str, Any]) -> None:
        self._answer(case, actor, "extension")

    def _refuse(self, case: Case, actor: str, facts: dict[str, Any]) -> None:
        self._answer(case, actor, "extension")

    def _ask_suspension(self, case: Case, actor: str, facts: dict[str, Any]) -> None:
        self._ask_for(case, actor, "suspension")
        self.until = facts["until"]

    def _suspend(self, case: Case, actor: str, facts: dict[str, Any]) -> None:
        self._answer(case, actor, "suspension")
        case.state = "SUSPENDED"

    def _resume(self, case: Case, actor: str, facts: dict[str, Any]) -> None:
        self._lead(case, actor, "SUSPENDED")
        case.state = "HANDLING"

    def _ask_escalation(self, case: Case, actor: str, facts: dict[str, Any]) -> None:
        self._ask_for(case, actor, "escalation")

    def _escalate(self, case: Case, actor: str, facts: dict[str, Any]) -> None:
        if case.state == "HANDLING":
            self._answer(case, actor, "escalation")
        else:
            assert case.state == "SCREENING"
            assert case.graded
            self.may(actor, "dispatcher", "ng-desk")
        assert case.desk == "ng-desk"
        self._leave(case, "cc-desk")
        case.state, case.desk, case.holder, case.lead = "SCREENING", "cc-desk", "cc-desk", ""
        case.parts, case.assists = set(), set(facts.get("assists", []))

    def _send_down(self, case: Case, actor: str, facts: dict[str, Any]) -> None:
        assert case.state == "SCREENING"
        assert case.desk == "cc-desk"
        assert facts["desk"] == "ng-desk"
        self.may(actor, "dispatcher", "cc-desk")
        case.desk = case.holder = "ng-desk"

    def _contribute(self, case: Case, actor: str, facts: dict[str, Any]) -> None:
        assert case.state not in ("FOUND", "ENDED")
        unit = next(u for u in case.parts | case.assists if ("handler", u) in self.grants[actor])
        case.parts.discard(unit)
        case.assists.discard(unit)

    def _stage_reply(self, case: Case, actor: str, facts: dict[str, Any]) -> None:
        self._lead(case, actor, "HANDLING", "PLANNED", "SUSPENDED")

    def _reply(self, case: Case, actor: str, facts: dict[str, Any]) -> None:
        self._lead(case, actor, "HANDLING", "PLANNED", "SUSPENDED")  # the clock may have resumed it
        assert not case.parts
        assert facts["outcome"] != "explained" or {"told_on", "recheck_on"} <= set(facts)
        assert facts["outcome"] != "planned" or "next_on" in facts
        case.outcome, case.arrived = facts["outcome"], False
        case.state = "PLANNED" if case.outcome == "planned" else "REPLIED"

    def _near(self, case: Case, actor: str) -> None:
        seats = {unit for role, unit in self.grants.get(actor, set()) if role in ("dispatcher", "supervisor")}
        assert actor == case.finder or case.desk in seats or "ng-sup1" in seats, (case, actor)

    def _ask(self, case: Case, actor: str, facts: dict[str, Any]) -> None:
        assert case.state == "REPLIED"
        assert not case.arrived
        self._near(case, actor)
        case.arrived = "arrived_on" in facts

    def _confirm(self, case: Case, actor: str, facts: dict[str, Any]) -> None:
        assert case.state == "REPLIED"
        if actor != "enterprise":
            self._near(case, actor)
            assert not (case.settled and actor == case.finder)
        case.state, case.holder = "ENDED", ""

    def _contest(self, case: Case, actor: str, facts: dict[str, Any]) -> None:
        assert case.state == "REPLIED"
        assert actor == "enterprise" or actor == case.finder
        case.state, case.outcome = "HANDLING", ""

    def _withdraw(self, case: Case, actor: str, facts: dict[str, Any]) -> None:
        assert case.state not in ("", "ENDED")
        assert actor == "enterprise"
        case.state, case.holder = "ENDED", ""

    def _reopen(self, case: Case, actor: str, facts: dict[str, Any]) -> None:
        assert case.state == "ENDED"
        assert actor == "enterprise"
        case.state, case.holder, case.lead, case.outcome, case.arrived = "SCREENING", case.desk, "", "", False

    def figures(self) -> dict[str, int]:
        """Where every recorded case is: five terms that add up, and those that stand solved."""
        counts: Counter[str] = Counter()
        for case in self.cases.values():
            if case.state:
                counts["recorded"] += 1
                counts[self._place(case)] += 1
                counts["solved"] += case.outcome == "solved" and case.state in ("REPLIED", "ENDED")
        return dict(counts)

    def _place(self, case: Case) -> str:
        if case.settled:
            return "on_the_spot"
        if case.state == "FOUND":
            return "with_teams"
        if case.holder == "ng-desk" or not case.sent:
            return "at_the_room"
        return "to_the_city" if case.sent == "cc-desk" else "to_the_groups"
