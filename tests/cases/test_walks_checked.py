"""Random lives of cases where the city's edition has the closing check. A file of its own, so that two workers go side by
side."""

from __future__ import annotations

import pytest

from tests.cases.walks import SHARES, walk


@pytest.mark.django_db
@pytest.mark.parametrize("share", range(2, 2 + SHARES))
def test_random_lives_under_two_editions_keep_one_holder_an_open_clock_and_true_books(share: int) -> None:
    walk(share, city_checks=True, left_out=set())
