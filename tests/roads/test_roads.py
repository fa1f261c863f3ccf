"""Every road in the docs, walked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cast import stage
from tests.roads.road import ROADS, Road
from zhuqi.core.journal.verify import everything

FILES = sorted(ROADS.glob("*.md"))


@pytest.mark.django_db
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_road_in_the_docs_goes_as_it_is_written(path: Path) -> None:
    written = path.read_text()
    walked = Road(stage(city_checks=True)).walk(written)
    if os.environ.get("ZHUQI_WRITE_ROADS"):
        path.write_text(walked)
    assert walked == written
    assert not [str(finding.sentence) for finding in everything()]


def test_there_are_roads() -> None:
    assert FILES
