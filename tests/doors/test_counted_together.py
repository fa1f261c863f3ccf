"""Two web processes on one database count together: together they let through what one would."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from tests.doors.site import Site

MOST, SENT = 20, 48


def test_two_processes_count_together(staged: tuple[Site, dict[str, Any]]) -> None:
    first, told = staged
    places = [replace(first, port=0, running={}, more={"ZHUQI_LIMIT_TOKEN": f"{MOST}/600"}) for _ in range(2)]
    headers = {"Authorization": f"Bearer {told['tokens']['utilities']}"}
    try:
        for n, place in enumerate(places):
            place.start(f"web-{n}", "serve", "--port", str(place.port))
            place.wait()
        with ThreadPoolExecutor(8) as crowd:
            answers = list(
                crowd.map(lambda n: places[n % 2].ask("GET", "/api/v1/me", headers=headers).status, range(SENT))
            )
    finally:
        for place in places:
            place.close()
    assert Counter(answers) == {200: MOST, 429: SENT - MOST}
    assert min(Counter(status for status in answers[half::2])[200] for half in range(2)) > 0, "both let some through"
