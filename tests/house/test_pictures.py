"""Every picture that a page of ours names is there, light, and taken by the command; and none lies about unnamed."""

from __future__ import annotations

import re

from PIL import Image

from tests.house.source import ROOT
from tools.pictures import LARGEST, PICTURES, SCENES

NAMED = re.compile(r"!\[[^\]]+\]\((?!\w+:)([^)\s]+\.png)\)")
PAGES = (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))


def named() -> set[str]:
    """The pictures on all pages, by name; each with words for who doesn't see it."""
    found = {(page.parent / path).resolve() for page in PAGES for path in NAMED.findall(page.read_text("utf-8"))}
    assert all(path.parent == PICTURES for path in found)
    return {path.stem for path in found}


def test_every_picture_is_taken_by_the_command_and_every_one_is_shown() -> None:
    taken = [scene.name for scene in SCENES]
    assert len(taken) == len(set(taken))
    assert named() == set(taken)
    assert {path.stem for path in PICTURES.iterdir()} == set(taken)


def test_every_picture_is_light_and_of_its_windows_size() -> None:
    for scene in SCENES:
        path = PICTURES / f"{scene.name}.png"
        assert path.stat().st_size <= LARGEST, scene.name
        with Image.open(path) as picture:
            assert picture.size == scene.size, scene.name
