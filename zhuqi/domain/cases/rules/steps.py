"""The life of a case as a table: from where, to where, by whom. A transition is written here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from zhuqi.domain.cases.rules.words import ANSWERED, IN_HAND, LIVE, Action, State, Who


@dataclass(frozen=True)
class Step:
    """One row: the states it starts from (none: outside), the states it can lead to (the same one where ``stays``),
    and what somebody must be to the case to take it."""

    starts: frozenset[State]
    leads: frozenset[State]
    by: frozenset[Who]
    stays: bool = False
    together: bool = False
    """Taken on one of several cases that are handled together, it is taken on all of them (并办)."""

    def targets(self, start: State) -> frozenset[State]:
        """Where the step can lead from ``start``."""
        return self.leads | ({start} if self.stays else frozenset())


def step(
    starts: State | Iterable[State] | None, leads: State | Iterable[State] | None, *by: Who, stays: bool = False
) -> Step:
    """A row, with single values allowed for sets. ``leads=None``: it stays where it is."""
    return Step(_set(starts), _set(leads), frozenset(by), stays or leads is None)


def joint(
    starts: State | Iterable[State] | None, leads: State | Iterable[State] | None, *by: Who, stays: bool = False
) -> Step:
    """The row of a step that is taken on all cases that are handled together: what the desk and the lead do."""
    return replace(step(starts, leads, *by, stays=stays), together=True)


def _set(states: State | Iterable[State] | None) -> frozenset[State]:
    if states is None:
        return frozenset()
    return frozenset({states}) if isinstance(states, State) else frozenset(states)


S, A, W = State, Action, Who
HANDLED = {S.ASSIGNED, S.HANDLING, S.PLANNED, S.SUSPENDED}
TOGETHER = HANDLED | {S.SCREENING}
"""While it stands so, a case can be handled together with others."""
DISPATCHED = LIVE - {S.FOUND}
"""Co-handlers may have open rows: those named in an escalation also while the desk above screens."""

_ROWS: tuple[tuple[Action, Step], ...] = (
    # found
    (A.RECORD, step(None, {S.FOUND, S.SCREENING}, W.FINDER, W.DESK, W.ENTERPRISE)),
    (A.SETTLE, step(S.FOUND, S.REPLIED, W.HOLDER)),
    (A.SUBMIT, step(S.FOUND, S.SCREENING, W.HOLDER)),
    # at the dispatch room
    (A.SCREEN, step(S.SCREENING, None, W.DESK)),
    (A.NOT_ACCEPT, joint(S.SCREENING, S.ENDED, W.DESK, W.APPROVER, stays=True)),
    (A.MERGE, step(S.SCREENING, S.ENDED, W.DESK)),
    (A.TRANSFER_OUT, joint(S.SCREENING, S.ENDED, W.DESK)),
    (A.ASSIGN, joint({S.SCREENING} | IN_HAND, S.ASSIGNED, W.DESK)),
    (A.SEND_DOWN, joint(S.SCREENING, S.SCREENING, W.DESK)),
    (A.ESCALATE, step({S.SCREENING} | IN_HAND, S.SCREENING, W.DESK)),
    (A.RECALL, joint(S.ASSIGNED, S.SCREENING, W.DESK)),
    (A.RECALL, step(S.SCREENING, S.FOUND, W.SUBMITTER)),
    # in a unit's hands
    (A.ACCEPT, joint(S.ASSIGNED, S.HANDLING, W.LEAD, W.CLOCK)),
    (A.ACCEPT, step(DISPATCHED, None, W.CO, W.CLOCK)),
    (A.HAND_BACK, joint(HANDLED, None, W.LEAD)),
    (A.HAND_BACK, step(DISPATCHED, None, W.CO)),
    (A.RULE, joint(HANDLED, S.SCREENING, W.SENDER, stays=True)),
    (A.RULE, step(DISPATCHED - HANDLED, None, W.SENDER)),
    (A.ASK_EXTENSION, joint({S.HANDLING, S.PLANNED}, None, W.LEAD)),
    (A.ASK_EXTENSION, step(DISPATCHED - {S.SUSPENDED}, None, W.CO)),
    (A.EXTEND, joint(DISPATCHED - {S.SUSPENDED}, None, W.SENDER)),
    (A.ASK_SUSPENSION, joint(S.HANDLING, S.SUSPENDED, W.LEAD, stays=True)),
    (A.SUSPEND, joint(S.HANDLING, S.SUSPENDED, W.DESK)),
    (A.RESUME, joint(S.SUSPENDED, S.HANDLING, W.LEAD, W.DESK, W.CLOCK)),
    (A.ASK_ESCALATION, joint(IN_HAND, None, W.LEAD)),
    (A.ASK_SIGNING, joint({S.HANDLING, S.PLANNED}, None, W.LEAD)),
    (A.SIGN, joint({S.HANDLING, S.PLANNED}, None, W.SENDER)),
    (A.TAKE_BACK, joint(HANDLED, None, W.LEAD)),
    (A.TAKE_BACK, step(DISPATCHED, None, W.CO)),
    (A.REFUSE, joint(DISPATCHED, None, W.SENDER)),
    (A.CONTACT, step({S.ASSIGNED, S.HANDLING, S.PLANNED, S.SUSPENDED}, None, W.LEAD)),
    (A.CONTACT, step(DISPATCHED, None, W.CO)),
    (A.CONTACT, step(S.FOUND, None, W.HOLDER)),
    (A.OPINE, joint(IN_HAND, None, W.LEAD)),
    (A.STAGE_REPLY, joint({S.HANDLING, S.PLANNED, S.SUSPENDED}, None, W.LEAD)),
    (A.CONTRIBUTE, step(DISPATCHED, None, W.CO)),
    (A.REPLY, joint({S.HANDLING, S.PLANNED}, {S.REPLIED, S.PLANNED}, W.LEAD)),
    # closing
    (A.CHECK, step(S.REPLIED, {S.CHECKED, S.HANDLING, S.FOUND}, W.CALLER, W.FINDER, W.LEADER)),
    (A.ASK, step(ANSWERED, None, W.FINDER, W.DESK, W.CALLER)),
    (A.CONFIRM, step(ANSWERED, S.ENDED, W.ENTERPRISE, W.FINDER, W.CALLER)),
    (A.CONTEST, step(ANSWERED, {S.HANDLING, S.FOUND, S.SCREENING}, W.ENTERPRISE, W.FINDER, W.CALLER)),
    (A.WITHDRAW, step(LIVE, S.ENDED, W.ENTERPRISE, W.CALLER)),
    (A.END, step(ANSWERED, S.ENDED, W.CLOCK, W.DESK)),
    # what it weighs, and who is set on it
    (A.RESTATE, step(DISPATCHED, None, W.DESK)),
    (A.INSTRUCT, step(LIVE, None, W.DESK, W.LEADER)),
    (A.CLASSIFY, step(DISPATCHED, None, W.JUDGE, W.CLOCK)),
    (A.SET_UP, step(DISPATCHED, None, W.DESK)),
    (A.MEET, step(DISPATCHED, None, W.DESK, W.FORCE)),
    (A.STAND_DOWN, step(DISPATCHED, None, W.DESK)),
    (A.REOPEN, step(S.ENDED, S.SCREENING, W.ENTERPRISE, W.CALLER, W.DESK)),
    # several enterprises, one handling
    (A.JOIN, step(TOGETHER, None, W.DESK, W.LEAD)),
    (A.TAKE_OUT, step(TOGETHER, None, W.DESK)),
)
STEPS: Mapping[Action, tuple[Step, ...]] = {
    action: tuple(row for name, row in _ROWS if name is action) for action in Action
}
"""Who HOLDER is while a desk holds: the desk. FINDER confirms only what it didn't handle itself."""
TAKEN: tuple[Action, ...] = tuple(action for action in Action if STEPS[action])
"""What somebody can take at all, in the order of the words."""


def moves() -> Iterator[tuple[State | None, Action, State]]:
    """Every (from, action, to) the table allows, in the table's order; ``None`` is outside."""
    for action, row in _ROWS:
        starts: list[State | None] = [state for state in State if state in row.starts]
        for start in starts or [None]:
            for target in State:
                if target in (row.targets(start) if start else row.leads):
                    yield start, action, target


def takers(action: Action, start: State | None) -> frozenset[Who]:
    """What somebody must be to the case to take ``action`` from ``start``; nobody where it can't be taken."""
    rows = [row for row in STEPS[action] if (start in row.starts if start else not row.starts)]
    return frozenset(who for row in rows for who in row.by)


def unreachable() -> frozenset[State]:
    """States that no life can come to. The house wants none."""
    known: frozenset[State] = frozenset()
    while True:
        grown = known | {target for start, _, target in moves() if start is None or start in known}
        if grown == known:
            return frozenset(State) - known
        known = grown


def dead_ends() -> frozenset[State]:
    """Live states from which no end can be reached. The house wants none."""
    ending = frozenset({State.ENDED})
    while True:
        grown = ending | {start for start, _, target in moves() if start is not None and target in ending}
        if grown == ending:
            return LIVE - ending
        ending = grown


def graph() -> str:
    """The table as a Mermaid state graph, for the docs. Steps that stay where they are aren't drawn."""
    labels: dict[tuple[str, str], list[str]] = {}
    for start, action, target in moves():
        if start is not target:
            arrow = labels.setdefault((start.name if start else "[*]", target.name), [])
            arrow.extend([action.value] * (action.value not in arrow))
    lines = [f"    {start} --> {target}: {', '.join(actions)}" for (start, target), actions in labels.items()]
    return "\n".join(["stateDiagram-v2", *lines, "    ENDED --> [*]"])
