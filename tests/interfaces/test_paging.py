"""Lists that go on: every row once and in order, and no cursor but a list's own is believed."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from tests.interfaces.conftest import Town
from zhuqi.base.errors import Invalid
from zhuqi.domain.directory.models import Organisation
from zhuqi.interfaces import cursors
from zhuqi.interfaces.web import paging
from zhuqi.interfaces.web.asked import Asked

ORDERS = [("path",), ("-path",), ("kind", "pk"), ("-kind", "pk"), ("kind", "-since", "-pk")]


def asked(query: str = "") -> Asked:
    request = Asked()
    request.GET = QueryDict(query.removeprefix("?"))
    return request


@pytest.mark.parametrize("order", ORDERS, ids=" ".join)
def test_pages_hold_every_row_once_in_the_order_of_the_whole_list(town: Town, order: tuple[str, ...]) -> None:
    rows, seen, query = Organisation.objects.all(), [], ""
    for _ in range(rows.count()):
        shown, query = paging.page(asked(query), "organisations", rows, order, size=4)
        seen += shown
        if not query:
            break
    assert len(seen) > 8 and seen == list(rows.order_by(*order))


def test_the_address_of_the_next_page_keeps_what_was_asked(town: Town) -> None:
    _, further = paging.page(asked("words=%E8%A1%97&after=x"), "all", Organisation.objects.all(), ("pk",), size=1)
    kept = QueryDict(further.removeprefix("?"))
    assert kept["words"] == "街" and kept.getlist("after") != ["x"] and len(kept) == 2


def test_a_cursor_that_the_list_didnt_give_is_refused_or_the_top(town: Town) -> None:
    rows = Organisation.objects.all()
    (first,), ours = cursors.page("all", rows, ("pk",), size=1, cursor=None)
    assert ours is not None and cursors.page("all", rows, ("pk",), size=1, cursor=ours)[0] != [first]
    _, elsewhere = cursors.page("some", rows, ("pk",), size=1, cursor=None)
    _, reordered = cursors.page("all", rows, ("kind", "pk"), size=1, cursor=None)
    for wrong in (elsewhere, reordered, ours[:-1], f"x{ours}", "", "1", "\x00", "☃:x"):
        with pytest.raises(Invalid):
            cursors.page("all", rows, ("pk",), size=1, cursor=wrong)
        top, _ = paging.page(asked(urlencode({"after": wrong})), "all", rows, ("pk",), size=1)
        assert top == [first], wrong
