"""Many at one case: one wins, the others hear why; the same request twice has one effect and one answer."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.doors.clients import NEED, Client, act, assigned
from tests.doors.site import Answer, Site

CLIENTS = 64
ROUNDS: tuple[tuple[tuple[str, dict[str, Any]], ...], ...] = (
    (("accept", {}),),
    (
        ("hand_back", {"reason": "不是我的事", "proposal": "财政"}),
        ("ask_extension", {"amount": "2 工作日", "reason": "等设备"}),
        ("stage_reply", {"text": "设备在路上"}),
        ("reply", {"outcome": "solved", "text": "已经增容"}),
    ),
)


def at_once(client: Client, case: dict[str, Any], steps: tuple[tuple[str, dict[str, Any]], ...]) -> list[Answer]:
    """Sixty-four clients send the steps in turn, all having seen the same version."""

    def send(n: int) -> Answer:
        name, body = steps[n % len(steps)]
        return client.post(act(case["id"], name), body, key=f"race-{case['version']}-{n}", version=case["version"])

    with ThreadPoolExecutor(CLIENTS) as crowd:
        return list(crowd.map(send, range(CLIENTS)))


def test_of_sixty_four_at_one_case_one_wins_and_the_others_hear_why(staged: tuple[Site, dict[str, Any]]) -> None:
    site, told = staged
    case = assigned(site, told, "race")
    unit = Client(site, told["tokens"]["utilities"])
    for steps in ROUNDS:
        answers = at_once(unit, case, steps)
        assert Counter(answer.status for answer in answers) == {200: 1, 409: CLIENTS - 1}
        assert all(answer.body["sentence"].strip() for answer in answers if answer.status == 409)
        (won,) = (answer.body for answer in answers if answer.status == 200)
        assert won["version"] == case["version"] + 1
        case = won


def test_the_same_request_many_times_at_once_has_one_effect_and_one_answer(staged: tuple[Site, dict[str, Any]]) -> None:
    site, told = staged
    official = Client(site, told["tokens"]["official"])
    need = {**NEED, "enterprise_id": told["enterprise"]}
    with ThreadPoolExecutor(16) as crowd:
        answers = list(crowd.map(lambda _: official.insist("/cases", need, key="once"), range(16)))
    assert len({(answer["id"], answer["version"], answer["number"]) for answer in answers}) == 1
    assert official.insist("/cases", need, key="once")["id"] == answers[0]["id"]
    assert official.insist("/cases", need, key="twice")["id"] != answers[0]["id"]
