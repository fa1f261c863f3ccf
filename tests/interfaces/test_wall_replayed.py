"""The wall on a replayed preset: its figures are those of the statement and of the lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.interfaces.walls import agrees
from tests.replay.thin import thin
from tests.standing import standing_still
from zhuqi.core.jobs import clock
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Staff
from zhuqi.interfaces.replay.run import replay


@pytest.fixture(scope="module")
def played(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dt.datetime]:
    """The thin preset, replayed once: the moment at which it stands."""
    with standing_still(django_db_blocker):
        replay(thin()[0])
        yield clock.now()


@pytest.mark.parametrize("code", ["ng001", "ng288"])
def test_the_wall_of_a_replayed_preset_agrees_with_statement_and_lists(
    played: dt.datetime, db: None, code: str
) -> None:
    staff = Staff.objects.get(code=code)
    assert staff.account_id is not None
    shown = agrees(directory.actor(staff.account_id, played.date()), played)
    assert shown.equation[-1].figure.n > 0 and shown.equation[3].figure.n > 0, "some are in hand, some were closed"
