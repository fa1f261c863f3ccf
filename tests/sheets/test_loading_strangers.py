"""What strangers send, through the door that takes it: ``zhuqi load`` names file, sheet, row and column, writes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.cases.conftest import city
from tests.cast import City
from tests.files.judging import soon
from tests.sheets.test_strangers import CELLS, FILES, GOES
from zhuqi.core.journal.models import Entry
from zhuqi.domain.directory.models import Enterprise
from zhuqi.interfaces.cli import main

__all__ = ["city"]


def load(path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    monkeypatch.setenv("ZHUQI_LANG", "en")
    monkeypatch.setenv("PGOPTIONS", "")
    path.write_bytes(content)
    with soon():
        said = CliRunner().invoke(main, ["load", str(path)], catch_exceptions=False)
    return said.exit_code, said.output


@pytest.mark.parametrize("what", list(FILES))
def test_a_file_that_can_t_be_taken_is_named_and_leaves_nothing(
    city: City, db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    before = Enterprise.objects.count(), Entry.objects.count()
    made, said = FILES[what]
    code, told = load(tmp_path / "企业.xlsx", made(), monkeypatch)
    assert code == 1 and told.startswith("企业.xlsx: ") and told.rstrip().endswith("so nothing was loaded.")
    assert said.partition("Columns that are known")[0] in told and len(told) < 2000
    assert (Enterprise.objects.count(), Entry.objects.count()) == before


@pytest.mark.parametrize(
    "what", [name for name, (_, row, column, _) in CELLS.items() if column not in ("成立日期", "A", "")]
)
def test_a_wrong_cell_is_named_with_row_and_column_and_keeps_the_others_out(
    city: City, db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    content, row, column, said = CELLS[what]
    before = Enterprise.objects.count(), Entry.objects.count()
    code, told = load(tmp_path / "企业.xlsx", content, monkeypatch)
    assert code == 1 and f"企业.xlsx: row {row}, column “{column}”: {said}" in told, told
    assert (Enterprise.objects.count(), Entry.objects.count()) == before


def test_what_only_looks_odd_goes_in_by_the_same_door(
    city: City, db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Enterprise.objects.count()
    code, told = load(tmp_path / "企业.xlsx", GOES["a code in full width with spaces"], monkeypatch)
    assert (code, Enterprise.objects.count()) == (0, before + 1), told
