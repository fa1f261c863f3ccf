"""The database under the commands: bringing it up to date, telling why it isn't ready, emptying a replayed one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from zhuqi.base.errors import Refused
from zhuqi.base.words import Sentence, say
from zhuqi.core.jobs import clock
from zhuqi.core.search import queries as search
from zhuqi.core.search.actions import rebuild
from zhuqi.domain.directory import queries as directory

BEHIND = say("The database isn't up to date with the program. Run: zhuqi migrate")
NOT_A_REPLAY = say(
    "This database holds data that no replay put there, so it isn't erased. Name another one in DATABASE_URL."
)


def embedded() -> bool:
    """Whether the database is a file of this machine (SQLite)."""
    return connection.vendor == "sqlite"


def pending() -> int:
    """How many migrations the database still lacks. Raises DatabaseError where it can't be reached."""
    return len(to_do())


def to_do() -> tuple[str, ...]:
    """The migrations that the database still lacks, as ``app.name``, in their order. Raises DatabaseError where it can't be
    reached, Refused where a newer program wrote it."""
    plan = MigrationExecutor(connection)
    if foreign := unknown(f"{app}.{name}" for app, name in plan.loader.applied_migrations):
        raise Refused(
            say(
                "The database was written by a newer program: this one doesn't know {migration}. Run the newer one, or "
                "restore a backup from before the upgrade.",
                migration=foreign[0],
            )
        )
    wanted = plan.migration_plan(plan.loader.graph.leaf_nodes())
    return tuple(f"{migration.app_label}.{migration.name}" for migration, _ in wanted)


def unknown(done: Iterable[str]) -> list[str]:
    """Those of some migrations (``app.name``) that this program doesn't have, in order."""
    ours = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    return sorted(set(done) - ours)


def migrate() -> int:
    """Bring the tables up to date, and with them what can be found: what a thing is found by, or from where it is seen, may have
    changed with the program. Gives the number of migrations that it took."""
    if embedded():
        Path(str(connection.settings_dict["NAME"])).parent.mkdir(parents=True, exist_ok=True)
    waiting = pending()
    if waiting:
        call_command("migrate", verbosity=0, interactive=False)
    if waiting or search.empty():
        rebuild()
    return waiting


def ready() -> None:
    """Raises Refused where the database isn't up to date."""
    if pending():
        raise Refused(BEHIND)


def trouble(broken: DatabaseError) -> Sentence:
    """What a database error means for whoever typed the command."""
    try:
        connection.ensure_connection()
    except DatabaseError as unreachable:
        return say("The database can't be reached: {why}. DATABASE_URL says where it is.", why=_first_line(unreachable))
    try:
        behind = bool(pending())
    except Refused as ahead:
        return ahead.sentence
    except DatabaseError:
        behind = False
    if behind:
        return BEHIND
    if "locked" in str(broken):
        return say("Another process is writing to the database. Try again in a moment.")
    return say("The database refused this: {why}", why=_first_line(broken))


def _first_line(broken: Exception) -> str:
    return (str(broken).strip().splitlines() or [type(broken).__name__])[0]


def holds_something() -> bool:
    """Whether the database has tables with organisations in them: nothing is there without these."""
    if "directory_organisation" not in connection.introspection.table_names():
        return False
    return directory.organisations().exists()


def replayed() -> bool:
    """Whether the database carries a replay's clock: asked twice, it still says the same moment."""
    return clock.now() == clock.now()


def empty() -> None:
    """Erase a replayed database and make its tables anew. Raises Refused where it holds anything else."""
    if holds_something() and not replayed():
        raise Refused(NOT_A_REPLAY)
    if embedded():
        name = str(connection.settings_dict["NAME"])
        connection.close()
        for end in ("", "-wal", "-shm"):
            Path(name + end).unlink(missing_ok=True)
    else:
        _drop()
    migrate()


def _drop() -> None:
    known = {*connection.introspection.django_table_names(only_existing=True), "django_migrations"}
    names = ", ".join(connection.ops.quote_name(name) for name in sorted(known))
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {names} CASCADE")
