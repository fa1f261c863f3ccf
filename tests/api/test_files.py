"""Files by the API: attached, listed, fetched, erased; what lies is refused with the pages' sentences."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest

from tests.api.conftest import Caller
from tests.files.judging import soon
from tests.files.making import docx, pdf, photograph, zipped
from tests.interfaces.conftest import Town
from zhuqi.core.files.models import File
from zhuqi.core.files.rules import LARGEST
from zhuqi.domain.cases.models import Attachment, Case

Calls = Callable[..., Caller]


def file(content: bytes = b"", name: str = "a.pdf") -> dict[str, str]:
    return {"name": name, "content": base64.b64encode(content or pdf()).decode()}


@pytest.fixture
def case(town: Town) -> Case:
    return Case.objects.get(pk=town.cases["handled"].pk)


def attach(caller: Caller, case: Case, *files: Any, version: int | None = None, key: str = "k", **typed: Any) -> Any:
    with soon():
        seen = f'"{version or case.version}"'
        return caller.post(f"/cases/{case.pk}/files", {"files": files, **typed}, if_match=seen, idempotency_key=key)


def test_files_are_attached_listed_fetched_and_erased(calls: Calls, case: Case) -> None:
    caller = calls("utilities")
    made = attach(caller, case, file(photograph(), "../现场.jpg"), file(name="证照.pdf"), outside=True, note="见附件")
    assert made.status_code == 201, made.content
    row = made.json()
    assert [(one["name"], one["media"]) for one in row["files"]] == [
        ("现场.jpg", "image/jpeg"),
        ("证照.pdf", "application/pdf"),
    ]
    assert (row["note"], row["outside"], row["by_enterprise"], row["who"]) == ("见附件", True, False, "演练utilities")
    assert made["Location"] == f"/api/v1/cases/{case.pk}/files"
    assert caller.get(f"/cases/{case.pk}/files").json() == {"attached": [row]}
    paper = row["files"][1]
    fetched = caller.get(f"/cases/{case.pk}/files/{paper['id']}").json()
    assert fetched["file"] == paper and base64.b64decode(fetched["content"]) == pdf()
    gone = caller.post(f"/cases/{case.pk}/files/{paper['id']}/erase", idempotency_key="e")
    assert gone.status_code == 200 and gone.json()["files"][1]["name"] == "" and gone.json()["files"][1]["erased_at"]
    assert caller.get(f"/cases/{case.pk}/files/{paper['id']}").status_code == 404


def test_a_large_file_comes_through(calls: Calls, case: Case) -> None:
    large = pdf()[:9] + b"%" + b"7" * (5 << 20) + b"\n" + pdf()[9:]
    answer = attach(calls("utilities"), case, file(large))
    assert answer.status_code == 201 and answer.json()["files"][0]["size"] == len(large)


def test_more_than_is_taken_at_once_is_413_and_a_file_too_large_is_told(calls: Calls, case: Case) -> None:
    assert attach(calls("utilities"), case, file(bytes(LARGEST)), file(bytes(LARGEST))).status_code == 413
    answer = attach(calls("utilities"), case, file(bytes(LARGEST + 3)))
    assert answer.status_code == 422 and "more than 10 MB" in answer.json()["fields"]["files.0.content"]
    assert calls("utilities").post("/cases", {"title": "x" * 3_000_000}).status_code == 413


@pytest.mark.parametrize(
    ("sent", "field", "said"),
    [
        ([file(b"MZ" + bytes(999), "a.jpg")], "files", "This is none of what is taken here"),
        ([file(docx(), "a.pdf")], "files", "Its name says PDF paper"),
        ([file(zipped({"a": b"x"}), "a.docx")], "files", "Archives aren't taken"),
        ([{"name": "a.pdf", "content": "§"}], "files.0.content", "This isn't base64."),
        ([{"name": "a.pdf", "content": 7}], "files.0.content", "This must be a text."),
        ([{"name": "a\0b", "content": ""}], "files.0.name", "There are characters in it that can't be kept."),
        ([{"name": "a.pdf", "content": ""}], "files", "The file is empty."),
        ([{"name": "a.pdf"}], "files.0.content", "This is needed."),
        ([{**file(), "kind": "x"}], "files.0.kind", "There is no such field here."),
        ([], "files", "This can't be taken here."),
        ([file()] * 10, "files", "This can't be taken here."),
    ],
)
def test_what_lies_is_told_with_its_field_and_nothing_is_kept(
    calls: Calls, case: Case, sent: list[Any], field: str, said: str
) -> None:
    answer = attach(calls("utilities"), case, *sent)
    assert answer.status_code == 422 and said in answer.json()["fields"][field], answer.content
    assert not File.objects.exists() and not Attachment.objects.exists()


def test_the_version_that_was_seen_must_be_said_and_be_the_present_one(calls: Calls, case: Case) -> None:
    caller = calls("utilities")
    assert caller.post(f"/cases/{case.pk}/files", {"files": [file()]}).status_code == 428
    assert attach(caller, case, file(), version=case.version - 1).json()["code"] == "stale"


def test_the_same_key_is_one_attachment_and_the_same_answer(calls: Calls, case: Case) -> None:
    first, second = (attach(calls("utilities"), case, file()) for _ in range(2))
    assert first.json() == second.json() and File.objects.count() == 1


@pytest.mark.parametrize(("part", "status"), [("finance", 404), ("administrator", 404), ("roleless", 404)])
def test_who_may_not_attach_is_told_so(calls: Calls, case: Case, part: str, status: int) -> None:
    assert attach(calls(part), case, file()).status_code == status
    assert not File.objects.exists()


def test_out_of_sight_there_is_no_file(calls: Calls, case: Case) -> None:
    found = attach(calls("utilities"), case, file()).json()["files"][0]["id"]
    for address in (
        f"/cases/{case.pk}/files",
        f"/cases/{case.pk}/files/{found}",
        f"/cases/{case.pk + 1}/files/{found}",
    ):
        assert calls("finance").get(address).status_code == 404
    assert calls("finance").post(f"/cases/{case.pk}/files/{found}/erase").status_code == 404
    assert calls("dispatcher").post(f"/cases/{case.pk}/files/{found}/erase").json()["code"] == "refused"
    assert calls("leader").get(f"/cases/{case.pk}/files/{found}").status_code == 200
