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


def lives(site: Site, client: Client, *cases: int) -> list[list[str]]:
    """What happened to some cases, in its order."""
    found = []
    for case in cases:
        answer = site.ask("GET", f"/api/v1/cases/{case}/life", None, {"Authorization": f"Bearer {client.token}"})
        found.append([entry["verb"] for entry in answer.body["entries"]])
    return found


def sent_in_turn(sends: list[tuple[Client, str, dict[str, Any], int]]) -> list[Answer]:
    """Sixty-four requests in turn, all at once."""

    def send(n: int) -> Answer:
        client, path, body, version = sends[n % len(sends)]
        return client.post(path, body, key=f"joint-{path}-{n}".replace("/", "-"), version=version)

    with ThreadPoolExecutor(CLIENTS) as crowd:
        return list(crowd.map(send, range(CLIENTS)))


def test_of_two_who_join_one_case_with_different_ones_at_once_one_is_first(staged: tuple[Site, dict[str, Any]]) -> None:
    """One case of the second enterprise, wanted by two of the first one: in one handling there is one case of an enterprise."""
    site, told = staged
    desk = Client(site, told["tokens"]["dispatcher"])
    one, other = (assigned(site, told, key) for key in ("join-a", "join-c"))
    wanted = assigned(site, told, "join-b", whose="another")
    body = {"with_ids": [wanted["id"]]}
    answers = sent_in_turn([(desk, act(case["id"], "join"), body, case["version"]) for case in (one, other)])
    assert Counter(answer.status for answer in answers)[200] == 1
    assert {answer.status for answer in answers} <= {200, 409, 422}, "nobody waits for ever, and nothing breaks"
    told_of = lives(site, desk, one["id"], other["id"], wanted["id"])
    assert [verbs.count("joined") for verbs in told_of] in ([1, 0, 1], [0, 1, 1])


def test_while_all_are_acted_on_one_moves_or_all_do(staged: tuple[Site, dict[str, Any]]) -> None:
    site, told = staged
    desk, unit = (Client(site, told["tokens"][part]) for part in ("dispatcher", "utilities"))
    one, other = assigned(site, told, "both-a"), assigned(site, told, "both-b", whose="another")
    one = desk.insist(act(one["id"], "join"), {"with_ids": [other["id"]]}, key="both-j", version=one["version"])
    one = unit.insist(act(one["id"], "accept"), {}, key="both-k", version=one["version"])
    there = {case["id"]: case["version"] + 2 * (case is other) for case in (one, other)}
    answer = {"outcome": "solved", "text": "已经增容"}
    sends = [(unit, act(pk, "reply"), answer, version) for pk, version in there.items()]
    sends.append((desk, act(other["id"], "take_out"), {"reason": "不是一回事"}, there[other["id"]]))
    answers = sent_in_turn(sends)
    assert {answer.status for answer in answers} <= {200, 409}
    won = Counter(answer.status for answer in answers)[200]
    first, second = lives(site, desk, one["id"], other["id"])
    together = (first[-1], second[-1], won) == ("replied", "replied", 1)
    apart = second.count("taken_out") == 1 and (first[-1], won) == ("replied", 2)
    assert together != apart, (first, second, won)
