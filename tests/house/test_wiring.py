"""The wiring names what exists: reactions to verbs that are recorded, jobs that can be called, sections that can read."""

from __future__ import annotations

import ast
import datetime as dt
import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tests.house.source import modules
from zhuqi.core.jobs.work import Periodic
from zhuqi.reactions import REACTIONS
from zhuqi.schedule import SCHEDULE
from zhuqi.sections import SECTIONS

Reactions = Mapping[tuple[str, str], Mapping[str, Callable[..., None]]]
LONGEST = 60
"""Characters of a reaction's name that its column holds."""


def verbs(trees: Iterable[ast.Module]) -> set[str]:
    """The verbs of the events in some modules: ``verb: ClassVar[str] = "ended"``."""
    return {
        node.value.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and node.target.id == "verb"
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    }


def recorded() -> set[str]:
    """Every verb of the house."""
    return verbs(tree for module, tree in modules().items() if "events" in module.split("."))


def takes(function: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
    """Whether a function can be called like this."""
    try:
        inspect.signature(function).bind(*args, **kwargs)
    except TypeError:
        return False
    return True


def faults_of_reactions(table: Reactions, known: set[str]) -> list[str]:
    found = [f"nothing records {kind} {verb}" for kind, verb in table if verb not in known]
    for (kind, verb), reactions in table.items():
        for name, function in reactions.items():
            if not takes(function, object(), now=object()):
                found.append(f"{kind} {verb} → {name}: must take (entry, now=)")
            if len(name) > LONGEST:
                found.append(f"{kind} {verb} → {name}: the name is longer than its column")
    return found


def faults_of_schedule(schedule: Iterable[Periodic]) -> list[str]:
    jobs = list(schedule)
    found = [f"{job.name}: must take the moment" for job in jobs if not takes(job.job, object())]
    found += [f"{job.name}: never comes round" for job in jobs if job.every <= dt.timedelta(0)]
    names = [job.name for job in jobs]
    return found + [f"{name}: listed twice" for name in sorted(set(names)) if names.count(name) > 1]


def test_every_reaction_follows_from_a_verb_that_is_recorded() -> None:
    assert recorded()
    assert not faults_of_reactions(REACTIONS, recorded())


def test_every_periodic_job_can_be_called_with_a_moment() -> None:
    assert not faults_of_schedule(SCHEDULE)


def test_every_section_is_read_by_a_class() -> None:
    assert not [key for key, reader in SECTIONS.items() if not inspect.isclass(reader)]


def test_wiring_that_is_wrong_is_found() -> None:
    def tell(entry: object, now: object) -> None: ...

    def deaf(entry: object = None) -> None: ...

    known = verbs([ast.parse('class Ended(Event):\n    verb: ClassVar[str] = "ended"')])
    assert not faults_of_reactions({("case", "ended"): {"tell": tell}}, known)
    assert len(faults_of_reactions({("case", "vanished"): {"n" * 61: deaf}}, known)) == 3
    hourly = Periodic("hourly", dt.timedelta(hours=1), deaf)
    assert not faults_of_schedule([hourly])
    assert len(faults_of_schedule([hourly, hourly, Periodic("never", dt.timedelta(0), lambda _: None)])) == 2
    assert not takes(tell, object())
