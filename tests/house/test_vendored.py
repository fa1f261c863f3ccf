"""What we ship of others is what the manifest says: name, version, licence, and the file itself by its hash."""

from __future__ import annotations

import hashlib
import json

from tests.house.source import ROOT

VENDOR = ROOT / "zhuqi" / "interfaces" / "web" / "static" / "vendor"
MANIFEST = json.loads((VENDOR / "manifest.json").read_text("utf-8"))


def test_every_file_of_others_is_named_and_is_what_it_was() -> None:
    named = {row["file"]: row["sha256"] for row in MANIFEST}
    there = {path.name for path in VENDOR.iterdir()} - {"manifest.json"}
    assert named == {name: hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() for name in there}


def test_every_file_of_others_says_whose_it_is_and_under_which_licence() -> None:
    assert all(row["name"] and row["version"] and row["licence"] and row["from"] for row in MANIFEST)
    for row in MANIFEST:
        assert row["version"] in (VENDOR / row["file"]).read_text("utf-8"), "the file names its own version"
