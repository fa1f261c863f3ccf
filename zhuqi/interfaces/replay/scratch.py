"""A database for trying something out: made beside the real one, and gone afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

from zhuqi.interfaces.replay.figures import Reconciled, reconcile
from zhuqi.interfaces.replay.read import Line, Preset, leave_out
from zhuqi.interfaces.replay.run import Progress, Replayed, quiet, replay


@contextmanager
def scratch_database() -> Iterator[None]:
    """An empty database of the same engine, in place of the real one until the block ends."""
    real = str(connection.settings_dict["NAME"])
    connection.close()
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(real, verbosity=0)


@dataclass(frozen=True)
class Tried:
    """A replay without one row: what happened, and the lines as they then stand."""

    replayed: Replayed
    lines: list[Reconciled]


def try_without(preset: Preset, line: Line, progress: Progress = quiet) -> Tried:
    """Replay without one row into a scratch database. Raises Missing where there is no such row."""
    fewer = leave_out(preset, line)
    with scratch_database():
        done = replay(fewer, progress)
        return Tried(done, reconcile(fewer))
