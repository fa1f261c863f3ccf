"""The client's example runs as it is printed, against a site that serves; and nothing happens twice where answers get lost."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter
from zhuqi_client import Invalid, Missing, Refused, Zhuqi

from tests.doors.site import ROOT, Site

Staged = tuple[Site, dict[str, Any]]


def example() -> str:
    found = re.search("```python\n(.*?)```", (Path(ROOT) / "docs" / "client.md").read_text("utf-8"), re.DOTALL)
    assert found
    return found[1]


class Losing(HTTPAdapter):
    """A line on which the answer to every other request is lost: it was done, and nobody heard."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = 0

    def send(self, *args: Any, **kwargs: Any) -> requests.Response:
        answer = super().send(*args, **kwargs)
        self.sent += 1
        if self.sent % 2:
            answer.close()
            raise requests.ConnectionError("the answer was lost")
        return answer


def test_the_example_of_the_page_runs_and_what_gets_lost_is_done_once(
    staged: Staged, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site, told = staged
    url = f"http://127.0.0.1:{site.port}"
    monkeypatch.setenv("ZHUQI_URL", url)
    monkeypatch.setenv("ZHUQI_TOKEN", told["tokens"]["official"])
    exec(compile(example(), "docs/client.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "演练official" in printed and "Somebody else has moved this on" in printed and "screening" in printed

    line = requests.Session()
    line.mount("http://", Losing())
    official = Zhuqi(url, told["tokens"]["official"], session=line, sleep=lambda _: None)
    before = list(official.each_of_list_cases(rows=1))
    firm = told["enterprise"]
    case = official.record(enterprise_id=firm, title="一行", body="几行。", kind="utilities")
    done = official.submit(case, why="组里办不了")
    assert (case["version"], done["version"]) == (1, 2)
    assert len(list(official.each_of_list_cases(rows=1))) == len(before) + 1, "once, though every answer was lost once"
    with pytest.raises(Refused):
        official.accept(done)
    with pytest.raises(Missing):
        official.show_case(999_999_999)
    with pytest.raises(Invalid) as invalid:
        official.record(enterprise_id=firm, title="x" * 61, body="几行。", kind="utilities")
    assert list(invalid.value.fields) == ["title"]
