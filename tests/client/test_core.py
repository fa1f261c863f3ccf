"""The client's manners: the same key at every attempt, waiting as long as it is told to, an end to its patience."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, cast

import pytest
import requests
from requests.adapters import BaseAdapter
from zhuqi_client import Away, Broken, Invalid, Missing, NotOpened, Refusal, Refused, Stale, TooMany, Unknown, Zhuqi
from zhuqi_client.errors import Unreadable

DONE = {"id": 7, "number": "n", "version": 3, "state": "handling", "end": None}


class Stage(BaseAdapter):
    """Answers from a list; ``came`` keeps what was asked."""

    def __init__(self, *answers: Any) -> None:
        super().__init__()
        self.answers, self.came = list(answers), list[requests.PreparedRequest]()

    def send(self, request: requests.PreparedRequest, **_: Any) -> requests.Response:  # type: ignore[override]
        self.came.append(request)
        next_one = self.answers.pop(0)
        if isinstance(next_one, Exception):
            raise next_one
        status, told, headers = next_one
        answer = requests.Response()
        answer.status_code, answer.request = status, request
        answer.headers.update({"Content-Type": "application/json"} | headers)
        answer._content = told.encode() if isinstance(told, str) else json.dumps(told).encode()
        return answer

    def close(self) -> None:
        """Nothing is open."""


def no(status: int, code: str, **headers: str) -> tuple[int, Any, dict[str, str]]:
    fields = {"kind": "…"} if code == "invalid" else {}
    return (
        status,
        {"code": code, "sentence": "Not so.", "fields": fields},
        {k.replace("_", "-"): v for k, v in headers.items()},
    )


def client(*answers: Any, patience: float = 60.0) -> tuple[Zhuqi, Stage, list[float]]:
    stage, slept = Stage(*answers), list[float]()
    session = requests.Session()
    session.mount("http://", stage)
    sleep: Callable[[float], None] = slept.append
    return Zhuqi("http://zhuqi.example/", "zq_x", patience=patience, session=session, sleep=sleep), stage, slept


def test_a_step_carries_the_version_that_was_read_and_a_key_of_its_own() -> None:
    zhuqi, stage, _ = client((200, DONE, {}), (200, DONE, {}))
    done = zhuqi.accept({"id": 7, "version": 2})
    zhuqi.hand_back(done, reason="r", proposal="p")
    first, second = stage.came
    assert first.url == "http://zhuqi.example/api/v1/cases/7/actions/accept" and first.headers["If-Match"] == '"2"'
    assert second.headers["If-Match"] == '"3"' and json.loads(cast("bytes", second.body)) == {
        "reason": "r",
        "proposal": "p",
    }
    assert first.headers["Idempotency-Key"] != second.headers["Idempotency-Key"]
    assert first.headers["Authorization"] == "Bearer zq_x"


def test_a_broken_connection_is_tried_again_under_the_same_key() -> None:
    zhuqi, stage, slept = client(requests.ConnectionError(), requests.ReadTimeout(), no(503, "broken"), (200, DONE, {}))
    assert zhuqi.accept({"id": 7, "version": 2})["version"] == 3
    assert len(stage.came) == 4 and len({request.headers["Idempotency-Key"] for request in stage.came}) == 1
    assert len(slept) == 3 and slept == sorted(slept) and slept[0] >= 0.1


def test_a_key_that_is_given_is_the_one_that_is_sent() -> None:
    zhuqi, stage, _ = client((200, DONE, {}))
    zhuqi.accept({"id": 7, "version": 2}, key="mine-1")
    assert stage.came[0].headers["Idempotency-Key"] == "mine-1"


def test_it_waits_as_long_as_it_is_told_to() -> None:
    zhuqi, _, slept = client(
        no(429, "too_many", Retry_After="7"), no(429, "too_many", Retry_After="2"), (200, {"next": None}, {})
    )
    zhuqi.list_cases()
    assert slept == [7.0, 2.0]


def test_its_patience_ends() -> None:
    zhuqi, stage, slept = client(*[no(429, "too_many", Retry_After="30")] * 9, patience=65.0)
    with pytest.raises(TooMany) as refused:
        zhuqi.list_cases()
    assert slept == [30.0, 30.0] and len(stage.came) == 3 and refused.value.sentence == "Not so."
    zhuqi, stage, _ = client(*[requests.ConnectionError()] * 99, patience=5.0)
    with pytest.raises(Away):
        zhuqi.me()
    assert 3 < len(stage.came) < 20


NOES = (
    (400, "malformed", Unreadable),
    (401, "unknown", Unknown),
    (403, "not_opened", NotOpened),
    (404, "missing", Missing),
    (409, "refused", Refused),
    (409, "stale", Stale),
    (422, "invalid", Invalid),
    (428, "version_needed", Unreadable),
    (500, "broken", Broken),
)


@pytest.mark.parametrize(("status", "code", "kind"), NOES)
def test_a_no_is_an_exception_with_its_sentence(status: int, code: str, kind: type[Refusal]) -> None:
    zhuqi, stage, slept = client(no(status, code))
    with pytest.raises(Refusal) as refused:
        zhuqi.accept({"id": 7, "version": 2})
    assert type(refused.value) is kind and str(refused.value) == "Not so." and not slept and len(stage.came) == 1
    assert (refused.value.status, refused.value.code) == (status, code)
    assert refused.value.fields == ({"kind": "…"} if code == "invalid" else {})


def test_a_proxys_page_is_no_answer_of_the_api() -> None:
    zhuqi, _, _ = client((500, "<html>", {"Content-Type": "text/html"}))
    with pytest.raises(Broken):
        zhuqi.me()


def test_all_pages_of_a_list_are_one_row_after_the_other() -> None:
    pages = [{"cases": [{"id": n}], "count": 3, "more": False, "next": "c" if n < 3 else None} for n in (1, 2, 3)]
    zhuqi, stage, _ = client(*[(200, page, {}) for page in pages])
    assert [row["id"] for row in zhuqi.each_of_list_cases(late=True, rows=1)] == [1, 2, 3]
    assert [request.url.partition("?")[2] for request in stage.came if request.url] == [
        "late=true&rows=1",
        "late=true&rows=1&cursor=c",
        "late=true&rows=1&cursor=c",
    ]
