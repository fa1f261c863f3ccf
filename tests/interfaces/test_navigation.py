"""The places of the site: all of them on a desk, at a thumb's reach on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from zhuqi.interfaces.web.places import THUMB

ComeIn = Callable[..., Client]
PARTS = ("official", "dispatcher", "utilities", "leader", "supervisor", "administrator", "auditor", "security")


def entries(page: str) -> tuple[list[str], list[str], list[str]]:
    """Addresses of the navigation of a page: at hand, left out on a phone, behind “More”."""
    nav = page.partition('<nav class="nav"')[2].partition("</nav>")[0]
    shown, _, folded = nav.partition('<li class="more">')
    found = ((r"<li>", shown), (r'<li class="spare">', shown), (r"<li>", folded))
    at_hand, spare, more = (re.findall(item + r'<a href="([^"]+)"', part) for item, part in found)
    return at_hand, spare, more


@pytest.mark.parametrize("part", PARTS)
def test_what_has_no_room_at_the_thumb_stands_behind_more_and_nothing_is_lost(come_in: ComeIn, part: str) -> None:
    at_hand, spare, more = entries(come_in(part).get("/").content.decode())
    assert more == spare
    assert len(spare) != 1, "where one more fits, it is shown"
    assert len(at_hand) == THUMB if spare else 0 < len(at_hand) <= THUMB + 1
