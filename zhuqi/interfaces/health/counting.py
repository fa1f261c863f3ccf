"""What is counted for Prometheus: requests as they pass, and what the database holds when it is asked.

Labels are names of routes and numbers of statuses: no ids, no paths, no people.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from django.db import DatabaseError
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from zhuqi.core.access.actor import CLOCK
from zhuqi.core.jobs import clock
from zhuqi.core.jobs.queries import owed
from zhuqi.domain.cases.queries.lists import filtered

SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""Where several processes of one site lay their counts together; ``zhuqi serve`` sets it where there are several."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

OWN = CollectorRegistry()
REQUESTS = Counter("zhuqi_requests", "Requests answered.", ("route", "method", "status"), registry=OWN)
SECONDS = Histogram(
    "zhuqi_request_seconds",
    "How long requests took.",
    ("route",),
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=OWN,
)


def count(route: str, method: str, status: int, seconds: float) -> None:
    """Count one request. What isn't a method is counted as one: anybody may send words of their own."""
    REQUESTS.labels(route, method if method in METHODS else "other", str(status)).inc()
    SECONDS.labels(route).observe(seconds)


def printed() -> bytes:
    """Everything that is counted, as Prometheus reads it. Four queries."""
    requests = OWN
    if SHARED in os.environ:
        requests = CollectorRegistry()
        MultiProcessCollector(requests)
    held = CollectorRegistry()
    held.register(Held())
    return generate_latest(requests) + generate_latest(held)


class Held(Collector):
    """What the database holds now. Where it doesn't answer, that is all that is said."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """One gauge a figure."""
        try:
            figures = {**_cases(), **_reactions()}
        except DatabaseError:
            figures = {}
        yield _gauge("zhuqi_database_up", "Whether the database answers.", float(bool(figures)))
        for name, (said, value) in figures.items():
            yield _gauge(name, said, value)

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Nothing beforehand: registering must not ask the database."""
        return iter(())


def _gauge(name: str, said: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, said, value=value)


def _cases() -> dict[str, tuple[str, float]]:
    live = filtered(CLOCK, live=True)
    return {
        "zhuqi_cases_live": ("Cases that haven't ended.", live.count()),
        "zhuqi_cases_late": (
            "Of these, with a deadline missed.",
            filtered(CLOCK, live=True, late_by=clock.now()).count(),
        ),
    }


def _reactions() -> dict[str, tuple[str, float]]:
    waiting = owed()
    age = (clock.now() - waiting.since).total_seconds() if waiting.since else 0.0
    return {
        "zhuqi_reactions_owed": ("Consequences not yet done.", waiting.count),
        "zhuqi_reactions_failing": ("Of these, tried and failed.", waiting.failing),
        "zhuqi_reactions_oldest_seconds": ("Age of the longest owed.", max(age, 0.0)),
    }
