"""Backup and restore as whole processes, on installations of their own; on both engines."""

from __future__ import annotations

import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.places import POSTGRES, Installation, installation, spots

pytestmark = pytest.mark.django_db
CASES = "import zhuqi.interfaces.cli\nfrom zhuqi.domain.cases.models import Case\n"
CHANGED = f"{CASES}Case.objects.update(title='changed')"
OPEN = f"{CASES}Case.objects.count()\nprint('open', flush=True)\ninput()"
WRITES, BEFORE = 3000, 20
PART = "database.pgdump" if POSTGRES else "database.sqlite3"
PARTS = ("manifest.json", "manifest.sha256", PART, "keys/journal.key", "keys/secret.key")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("source") / "var") as place:
        place.run("migrate")
        assert place.staged(3).wait(100) == 0
        place.run("work", "--once")
        yield place


@pytest.fixture
def clean(tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path / "clean") as place:
        yield place


@pytest.fixture(scope="module")
def kept(source: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup with the keys in it."""
    file = tmp_path_factory.mktemp("kept") / "kept.tar"
    source.run("backup", file, "--with-keys")
    return file


def untouched(place: Installation) -> None:
    """Nothing came to be in an empty installation."""
    assert {path.suffix for path in place.folder.iterdir()} == {".key"}
    if POSTGRES:
        assert place.asked("__import__('django').db.connection.introspection.table_names()") == "[]"


def test_a_backup_taken_while_others_write_holds_all_that_was_acknowledged_before(tmp_path, clean):
    with installation(tmp_path / "busy") as busy:
        busy.run("migrate")
        writer = busy.staged(WRITES)
        said = [writer.stdout.readline() for _ in range(1 + BEFORE)]
        assert said[0] == "ready\n"
        told = busy.run("backup", tmp_path / "busy.tar")
        busy.enough.touch()
        acknowledged = BEFORE + len(writer.stdout.read().splitlines())
        assert writer.wait(100) == 0
        assert BEFORE < acknowledged < WRITES
        assert "Backed up and read back" in told
        clean.take_key(busy)
        put = clean.run("restore", tmp_path / "busy.tar")
        assert re.search(r"Put back and verified: [\d,]+ entries, [\d,]+ rows", put)
        held = int(clean.asked("Case.objects.count()"))
        assert BEFORE <= held <= acknowledged
        assert busy.asked(f"list(Case.objects.order_by('pk').values_list('pk', 'title')[:{held}])") == clean.asked(
            "list(Case.objects.order_by('pk').values_list('pk', 'title'))"
        )
        assert "All is as it was written" in clean.run("verify")


def test_a_backup_says_where_the_keys_are_and_holds_them_only_when_asked(source, tmp_path):
    said = source.run("backup", tmp_path)
    [file] = tmp_path.glob("*.tar")
    assert str(source.folder / "journal.key") in said
    assert list(spots(file)) == ["manifest.json", "manifest.sha256", PART]
    assert file.stat().st_mode & 0o077 == 0
    assert (source.folder / "journal.key").read_bytes().strip() not in file.read_bytes()


def test_without_the_journal_key_nothing_is_put_back_unless_it_is_said_to_be_lost(kept, clean):
    assert "--lost-key" in clean.run("restore", kept, code=1)
    untouched(clean)
    assert "differ from the journal" in clean.run("restore", kept, "--lost-key", code=1)


def test_a_backup_with_keys_brings_them_back(source, kept, clean):
    clean.run("verify", code=1)
    if clean.file.exists():
        clean.file.unlink()
    own = (clean.folder / "journal.key").read_text()
    assert "verified" in clean.run("restore", kept, "--with-keys")
    assert (clean.folder / "journal.key").read_text() == (source.folder / "journal.key").read_text()
    [aside] = clean.folder.glob("journal.key.before-*")
    assert aside.read_text() == own
    assert "All is as it was written" in clean.run("verify")


@pytest.mark.parametrize("part", PARTS)
def test_one_wrong_byte_in_any_part_is_refused_and_nothing_is_touched(kept, clean, tmp_path, part):
    broken = bytearray(kept.read_bytes())
    broken[spots(kept)[part]] ^= 1
    file = tmp_path / "broken.tar"
    file.write_bytes(broken)
    said = clean.run("restore", file, "--with-keys", code=1)
    assert said.startswith("broken.tar is damaged: ") and len(said.splitlines()) == 1
    untouched(clean)


@pytest.mark.parametrize("share", [0, 0.01, 0.5, 0.95])
def test_a_file_that_is_cut_off_is_refused(kept, clean, tmp_path, share):
    file = tmp_path / "cut.tar"
    whole = kept.read_bytes()
    file.write_bytes(whole[: int(len(whole) * share)])
    assert len(clean.run("restore", file, code=1).splitlines()) == 1
    untouched(clean)


def test_what_is_no_backup_is_refused(clean, tmp_path):
    (tmp_path / "letter.tar").write_text("您好" * 3000)
    assert "letter.tar is no backup" in clean.run("restore", tmp_path / "letter.tar", code=1)
    assert "There is no file" in clean.run("restore", tmp_path / "nothing.tar", code=1)
    assert "can't be read" in clean.run("restore", tmp_path, code=1)
    untouched(clean)


def test_a_database_that_holds_something_is_only_replaced_when_asked(source, kept, tmp_path):
    with installation(tmp_path / "full") as full:
        full.take_key(source)
        full.run("restore", kept)
        full.run(command=(sys.executable, "-c", CHANGED))
        assert "--replace" in full.run("restore", kept, code=1)
        assert full.asked("Case.objects.filter(title='changed').count()") == "3"
        said = full.run("restore", kept, "--replace")
        assert full.asked("Case.objects.filter(title='changed').count()") == "0"
        assert "verified" in said
        assert len(list(full.folder.glob("*.before-*"))) == (0 if POSTGRES else 1)


@pytest.mark.skipif(POSTGRES, reason="a server has its own locks")
def test_a_file_that_another_process_has_open_isn_t_replaced(source, kept):
    with subprocess.Popen(
        (sys.executable, "-c", OPEN), env=source.variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "open\n"
        said = source.run("restore", kept, "--replace", code=1)
        other.communicate("\n")
    assert "Another process has the database open" in said
    assert source.asked("Case.objects.count()") == "3"


@pytest.mark.parametrize("share", [0.02, 1.0])
def test_a_full_disk_is_told_loudly_and_leaves_nothing(source, kept, tmp_path, share):
    """The system lets no file grow beyond a size: that of the dump, or a little of it."""
    folder = tmp_path / "full"
    most = int((kept.stat().st_size - 12_000) * share)

    def narrow() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    ended = subprocess.run(
        (sys.executable, "-m", "zhuqi", "backup", folder),
        env=source.variables,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=narrow,
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("NO BACKUP was made") and len(ended.stderr.splitlines()) == 1
    assert list(folder.iterdir()) == []


def test_a_backup_never_writes_over_another_and_keeps_as_many_as_asked(source, tmp_path):
    for day in range(1, 5):
        (tmp_path / f"zhuqi-2019010{day}-030000.tar").write_text("older")
    (tmp_path / "letter.tar").write_text("not ours")
    source.run("backup", tmp_path, "--keep", 2)
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left[:2] == ["letter.tar", "zhuqi-20190104-030000.tar"] and len(left) == 3
    assert "never writes over another" in source.run("backup", tmp_path / "letter.tar", code=1)
    assert (tmp_path / "letter.tar").read_text() == "not ours"
