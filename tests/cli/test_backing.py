"""Backup and restore as whole processes, on installations of their own; on both engines."""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.places import POSTGRES, Installation, installation, spots

pytestmark = pytest.mark.django_db
CASES = "import zhuqi.interfaces.cli\nfrom zhuqi.domain.cases.models import Case\n"
CHANGED = f"{CASES}Case.objects.update(title='changed')"
OPEN = f"{CASES}Case.objects.count()\nprint('open', flush=True)\ninput()"
WRITES, BEFORE, A_MINUTE = 3000, 20, 500
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


def test_a_backup_taken_while_others_write_holds_all_that_was_acknowledged_before(tmp_path, clean, soak):
    with installation(tmp_path / "busy") as busy:
        busy.run("migrate")
        writer = busy.staged(WRITES)
        said = [writer.stdout.readline() for _ in range(1 + BEFORE)]
        assert said[0] == "ready\n"
        began = time.monotonic()
        told = busy.run("backup", tmp_path / "busy.tar")
        busy.enough.touch()
        minutes = (time.monotonic() - began) / 60
        meanwhile = len(writer.stdout.read().splitlines())
        acknowledged = BEFORE + meanwhile
        assert writer.wait(100) == 0
        assert BEFORE < acknowledged < WRITES
        assert meanwhile / minutes > (A_MINUTE if soak else 0), "on a machine of its own"
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


def test_one_wrong_byte_in_any_part_is_refused_and_nothing_is_touched(kept, clean, tmp_path):
    broken = []
    for n, part in enumerate(PARTS):
        whole = bytearray(kept.read_bytes())
        whole[spots(kept)[part]] ^= 1
        broken.append(tmp_path / f"broken{n}.tar")
        broken[n].write_bytes(whole)
    told = clean.each(*(("restore", file, "--with-keys") for file in broken), code=1)
    for file, said in zip(broken, told, strict=True):
        assert said.startswith(f"{file.name} is damaged: ") and len(said.splitlines()) == 1
    untouched(clean)


def test_a_file_that_is_cut_off_is_refused(kept, clean, tmp_path):
    whole = kept.read_bytes()
    cut = [tmp_path / f"cut{share}.tar" for share in (0, 1, 50, 95)]
    for file in cut:
        file.write_bytes(whole[: len(whole) * int(file.stem[3:]) // 100])
    for said in clean.each(*(("restore", file) for file in cut), code=1):
        assert len(said.splitlines()) == 1 and ".tar " in said
    untouched(clean)


def test_what_is_no_backup_is_refused(clean, tmp_path):
    (tmp_path / "letter.tar").write_text("您好" * 3000)
    files = (tmp_path / "letter.tar", tmp_path / "nothing.tar", tmp_path)
    letter, nothing, folder = clean.each(*(("restore", file) for file in files), code=1)
    assert "letter.tar is no backup" in letter
    assert "There is no file" in nothing
    assert "can't be read" in folder
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


def test_a_backup_is_put_into_another_database_than_the_configured_one_on_demand(source, kept, tmp_path):
    with installation(tmp_path / "trial") as trial:
        url = trial.url or f"sqlite:///{trial.file}"
        source.run(command=(sys.executable, "-c", CHANGED))
        assert "verified" in source.run("restore", kept, "--into", url)
        trial.take_key(source)
        assert trial.asked("Case.objects.exclude(title='changed').count()") == "3"
        assert source.asked("Case.objects.filter(title='changed').count()") == "3", "the configured one stays as it is"
        assert "--replace" in source.run("restore", kept, "--into", url, code=1)
        source.run("restore", kept, "--replace")


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
