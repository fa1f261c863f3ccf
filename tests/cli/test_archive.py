"""Files made to look like a backup: none of them is believed, and none writes where it wants."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from zhuqi.base.errors import Refused
from zhuqi.interfaces.cli import archive

SQLITE = "database.sqlite3"
SOUND = {
    "program": "0.1.0",
    "made_at": "2019-05-13T09:00:00+0800",
    "engine": "sqlite",
    "migrations": ["cases.0001_initial"],
    "entries": 1,
    "rows": {"journal_entry": 1},
    "journal_hash": "sha256",
    "journal_key": "00",
    "format": 1,
}


def packed(file: Path, manifest: Any, parts: dict[str, bytes], *, links: tuple[str, ...] = ()) -> Path:
    text = json.dumps(manifest).encode()
    with tarfile.open(file, "w") as tar:
        whole = {archive.MANIFEST: text, archive.DIGEST: hashlib.sha256(text).hexdigest().encode(), **parts}
        for name, content in whole.items():
            header = tarfile.TarInfo(name)
            header.size = len(content)
            if name in links:
                header.type, header.size, header.linkname = tarfile.SYMTYPE, 0, "/etc/hostname"
            tar.addfile(header, io.BytesIO(content))
    return file


def named(**parts: bytes) -> dict[str, str]:
    return {name: hashlib.sha256(content).hexdigest() for name, content in parts.items()}


def test_what_is_sound_is_laid_under_names_of_ours(tmp_path):
    parts = {SQLITE: b"x" * 3_000_000, "keys/journal.key": b"k"}
    file = packed(tmp_path / "a.tar", {**SOUND, "parts": named(**parts)}, parts)
    (tmp_path / "out").mkdir()
    held = archive.unpack(file, tmp_path / "out")
    assert held.database == SQLITE
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == {
        SQLITE: parts[SQLITE],
        "journal.key": b"k",
    }


@pytest.mark.parametrize(
    "name", ["../evil", "/tmp/evil", "keys/../../evil.key", "keys/a/b.key", "keys/.key", "evil", "database.sqlite3/x"]
)
def test_a_part_with_a_name_of_its_own_is_refused(tmp_path, name):
    parts = {SQLITE: b"x", name: b"evil"}
    file = packed(tmp_path / "a.tar", {**SOUND, "parts": named(**parts)}, parts)
    out = tmp_path / "deep" / "out"
    out.mkdir(parents=True)
    with pytest.raises(Refused, match="isn't ours"):
        archive.unpack(file, out)
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {"a.tar", SQLITE}


@pytest.mark.parametrize(
    ("manifest", "parts", "links"),
    [
        ({**SOUND, "parts": named(**{SQLITE: b"x"})}, {SQLITE: b"x", "more": b"y"}, ()),
        ({**SOUND, "parts": named(**{SQLITE: b"x"})}, {SQLITE: b"x"}, (SQLITE,)),
        ({**SOUND, "parts": named(**{SQLITE: b"x"})}, {}, ()),
        ({**SOUND, "parts": {}}, {}, ()),
        ({**SOUND, "parts": [SQLITE]}, {SQLITE: b"x"}, ()),
        ({**SOUND, "parts": named(**{SQLITE: b"x"}), "engine": "oracle"}, {SQLITE: b"x"}, ()),
        ({**SOUND, "parts": named(**{SQLITE: b"x"}), "more": 1}, {SQLITE: b"x"}, ()),
        ({**SOUND, "parts": named(**{SQLITE: b"x"}), "migrations": 3}, {SQLITE: b"x"}, ()),
        ({**SOUND, "parts": named(**{SQLITE: b"x"}), "format": 2}, {SQLITE: b"x"}, ()),
        ({"format": "one", "program": 1}, {}, ()),
        ([1, 2], {}, ()),
        (7, {}, ()),
    ],
)
def test_what_only_looks_like_a_backup_is_refused(tmp_path, manifest, parts, links):
    file = packed(tmp_path / "a.tar", manifest, parts, links=links)
    (tmp_path / "out").mkdir()
    with pytest.raises(Refused):
        archive.unpack(file, tmp_path / "out")
