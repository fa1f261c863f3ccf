"""Attached files through a backup: they are in it, come back whole, and one that was changed is found."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.places import Installation, installation

pytestmark = pytest.mark.django_db
STAGED = """
import zhuqi.interfaces.cli
from tests.cast import START, stage
from tests.files.making import pdf, photograph
from zhuqi.core.files.rules import Upload
from zhuqi.domain.cases.actions.attaching import attach
city = stage()
case = city.record(START)
large = pdf()[:9] + b"%" + b"7" * (5 << 19) + b"\\n" + pdf()[9:]
uploads = [Upload("a.jpg", photograph(), 1), Upload("large.pdf", large, len(large))]
print(attach(city.actor("official"), case.pk, uploads=uploads, now=START).pk)
"""
DIGESTS = """
import zhuqi.interfaces.cli
from zhuqi.core.files.models import File
from zhuqi.core.files.queries import content
print([(file.name, file.digest, len(content(file))) for file in File.objects.order_by("pk")])
"""
CHANGED = """
import zhuqi.interfaces.cli
from zhuqi.core.files.models import Piece
Piece.objects.filter(pk=Piece.objects.latest("pk").pk).update(content=b"something else")
"""


def told(place: Installation, script: str) -> str:
    return place.run(command=(sys.executable, "-c", script))


def test_files_are_in_a_backup_and_one_that_was_changed_is_found(tmp_path: Path) -> None:
    with installation(tmp_path / "source") as source, installation(tmp_path / "clean") as clean:
        source.run("migrate")
        told(source, STAGED)
        there = told(source, DIGESTS)
        assert "large.pdf" in there and "2621" in there
        source.run("backup", tmp_path / "kept.tar", "--with-keys")
        clean.run("restore", tmp_path / "kept.tar", "--with-keys")
        assert told(clean, DIGESTS) == there
        told(clean, CHANGED)
        assert "files_piece" in clean.run("verify", code=1)
