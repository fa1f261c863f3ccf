"""One whole life in SQL written by hand: what a careful programmer would write who needs the same facts to last, a
transaction a step, compare-and-set on the version, the holding, the clock, the movement and an entry without a hash."""

from __future__ import annotations

import time
from dataclasses import dataclass

import psycopg

TABLES = """
CREATE SCHEMA by_hand;
CREATE TABLE by_hand.cases (id bigserial PRIMARY KEY, version int NOT NULL DEFAULT 1, number text UNIQUE NOT NULL,
  title text NOT NULL, body text NOT NULL, enterprise bigint NOT NULL, state text NOT NULL, holder bigint NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(), ended_at timestamptz);
CREATE TABLE by_hand.holdings (id bigserial PRIMARY KEY, case_id bigint NOT NULL REFERENCES by_hand.cases,
  unit bigint NOT NULL, hand text NOT NULL, began_at timestamptz NOT NULL DEFAULT now(), ended_at timestamptz);
CREATE UNIQUE INDEX ON by_hand.holdings (case_id) WHERE ended_at IS NULL;
CREATE TABLE by_hand.clocks (id bigserial PRIMARY KEY, case_id bigint NOT NULL REFERENCES by_hand.cases,
  tick text NOT NULL, due timestamptz NOT NULL, met_at timestamptz);
CREATE INDEX ON by_hand.clocks (case_id);
CREATE TABLE by_hand.edges (id bigserial PRIMARY KEY, case_id bigint NOT NULL REFERENCES by_hand.cases,
  at timestamptz NOT NULL DEFAULT now(), source text NOT NULL, target text NOT NULL);
CREATE INDEX ON by_hand.edges (case_id);
CREATE TABLE by_hand.entries (id bigserial PRIMARY KEY, case_id bigint NOT NULL REFERENCES by_hand.cases,
  seq int NOT NULL, at timestamptz NOT NULL DEFAULT now(), who bigint NOT NULL, verb text NOT NULL, facts jsonb NOT NULL,
  UNIQUE (case_id, seq));
CREATE TABLE by_hand.receipts (who bigint NOT NULL, key text NOT NULL, PRIMARY KEY (who, key));
"""
GO_ON = """
UPDATE by_hand.cases SET version = version + 1, state = %s, holder = %s, ended_at = CASE WHEN %s THEN now() END
WHERE id = %s AND version = %s"""


@dataclass(frozen=True)
class Step:
    """One step: the state and holder after it, and whether a unit's hand ends and another begins with it."""

    verb: str
    state: str
    unit: int
    hand: str = ""
    tick: str = ""
    ends: bool = False


LIFE = (
    Step("submit", "screening", 2, "hold", "screen"),
    Step("screen", "screening", 2),
    Step("assign", "assigned", 3, "lead", "accept"),
    Step("accept", "handling", 3, "", "close"),
    Step("reply", "replied", 3, "", "ask"),
    Step("ask", "replied", 3),
    Step("confirm", "ended", 3, ends=True),
)


def tables(url: str) -> None:
    """Set the tables up, in a schema of their own."""
    with psycopg.connect(url) as session:
        session.execute(TABLES)


def lives(url: str, times: int) -> list[float]:
    """Lead so many lives one after the other; gives the seconds of each."""
    taken = []
    with psycopg.connect(url, autocommit=True) as session:
        for n in range(times):
            began = time.perf_counter()
            _live(session, n)
            taken.append(time.perf_counter() - began)
    return taken


def _live(session: psycopg.Connection[tuple[object, ...]], n: int) -> None:
    with session.transaction():
        made = session.execute(
            "INSERT INTO by_hand.cases (number, title, body, enterprise, state, holder) "
            "VALUES (%s, %s, %s, 1, 'found', 1) RETURNING id",
            (f"{time.time_ns()}-{n}", "三相电增容", "新设备六月到厂，现有变压器带不动。"),
        ).fetchone()
        assert made is not None
        case = made[0]
        session.execute("INSERT INTO by_hand.holdings (case_id, unit, hand) VALUES (%s, 1, 'hold')", (case,))
        _note(session, case, 1, "record", "submit", ("outside", "unit 1"))
    for version, step in enumerate(LIFE, 1):
        with session.transaction():
            wanted = (step.state, step.unit, step.ends, case, version)
            assert session.execute(GO_ON, wanted).rowcount == 1, "somebody else was faster"
            if step.hand or step.ends:
                session.execute(
                    "UPDATE by_hand.holdings SET ended_at = now() WHERE case_id = %s AND ended_at IS NULL", (case,)
                )
            if step.hand:
                session.execute(
                    "INSERT INTO by_hand.holdings (case_id, unit, hand) VALUES (%s, %s, %s)",
                    (case, step.unit, step.hand),
                )
            session.execute("UPDATE by_hand.clocks SET met_at = now() WHERE case_id = %s AND met_at IS NULL", (case,))
            _note(session, case, version + 1, step.verb, step.tick, ("before", step.state))


def _note(
    session: psycopg.Connection[tuple[object, ...]],
    case: object,
    seq: int,
    verb: str,
    tick: str,
    moved: tuple[str, str],
) -> None:
    session.execute("INSERT INTO by_hand.edges (case_id, source, target) VALUES (%s, %s, %s)", (case, *moved))
    if tick:
        session.execute(
            "INSERT INTO by_hand.clocks (case_id, tick, due) VALUES (%s, %s, now() + interval '5 days')", (case, tick)
        )
    session.execute(
        "INSERT INTO by_hand.entries (case_id, seq, who, verb, facts) VALUES (%s, %s, 7, %s, %s)",
        (case, seq, verb, '{"outcome": "solved"}'),
    )
    session.execute("INSERT INTO by_hand.receipts (who, key) VALUES (7, %s)", (f"{case}-{seq}",))
