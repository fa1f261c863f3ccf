"""What a message is about, beside what it says: only for whoever sees that case."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from tests.api.beside import told_of
from tests.interfaces.conftest import Town
from zhuqi.core.messages.models import Message

ComeIn = Callable[..., Client]


def test_a_message_names_the_case_and_its_enterprise(come_in: ComeIn, town: Town) -> None:
    case = town.cases["handled"]
    one = told_of(town, "utilities", 1)
    client = come_in("utilities")
    for at in ("/messages", f"/messages/{one}"):
        page = client.get(at).content.decode()
        assert case.title in page and case.enterprise.name in page, at


def test_what_is_told_of_another_kind_borrows_no_case(come_in: ComeIn, town: Town) -> None:
    case = town.cases["handled"]
    told_of(town, "utilities", 1)
    Message.objects.update(kind="errand")
    page = come_in("utilities").get("/messages").content.decode()
    assert "演练" in page and case.title not in page
