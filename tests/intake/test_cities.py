"""Fifteen hundred rows from three made-up cities, with the faults that such lists have: every row goes in or is refused for the
right reason, and the refused ones come back in a sheet of their own."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.cast import City
from tests.intake.cities import CITIES, ROWS
from tests.intake.handing import confirmed, found, given
from zhuqi.core.intake import queries
from zhuqi.core.intake.rules import SheetState
from zhuqi.core.journal.verify import everything
from zhuqi.core.sheets.reading import read_one
from zhuqi.domain.directory.models import Enterprise
from zhuqi.domain.directory.sheets import ENTERPRISES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("city_of", CITIES)
def test_every_row_goes_in_or_is_refused_for_the_right_reason(city: City, city_of: str) -> None:
    listed = CITIES[city_of]()
    before = Enterprise.objects.count()
    upload = given(city, listed.content, name=listed.name)
    shown = found(city, upload)
    said = {fault.row: fault.sentence.text for fault in shown.faults}
    assert {row: said.get(row, "") for row in listed.expected} == listed.expected
    assert set(said) <= set(listed.expected) and len(shown.skipped) == listed.sums
    if upload.state == SheetState.LOOKED:
        upload = confirmed(city, upload)
    goes = sum(not sentence for sentence in listed.expected.values())
    assert upload.state == SheetState.LOADED and Enterprise.objects.count() - before == goes == shown.new
    told = Counter(sentence for sentence in listed.expected.values() if sentence)
    print(f"\n{listed.name}: {ROWS} rows, {goes} in, {sum(told.values())} refused with the right reason, 0 wrong")
    for sentence, n in told.most_common():
        print(f"  {n:3} {sentence}")
    back = read_one(queries.refused_rows(city.actor("dispatcher"), upload.pk, say_in=str), ENTERPRISES, name="x.xlsx")
    assert len(back.rows) == sum(told.values())
    again = given(city, listed.content, name=listed.name, key="again")
    assert found(city, again).new == found(city, again).changed == 0 and found(city, again).same == goes


def test_what_was_loaded_stands_with_the_journal(city: City) -> None:
    for make in CITIES.values():
        listed = make()
        confirmed(city, given(city, listed.content, name=listed.name))
    assert not list(everything())
    amounts = set(Enterprise.objects.values_list("revenue_wan", flat=True))
    assert {12000, 350} <= {int(amount) for amount in amounts if amount is not None and amount == int(amount)}
