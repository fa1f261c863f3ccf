"""The log: what a line says, and what none ever says."""

from __future__ import annotations

import io
import json
import logging
import logging.config
from copy import deepcopy
from typing import Any

import pytest
from django.conf import settings as house
from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from tests.cast import START, stage
from zhuqi.core.jobs import clock
from zhuqi.interfaces.health import views

NAME, PHONE, SECRET, TITLE = "张三丰", "13800138000", "s3cr3tl1nk5s3cr3t", "三相电增容"


def breaks(request: Any, secret: str) -> HttpResponse:
    name, phone = NAME, PHONE
    raise ValueError(f"row of {name} {phone} under {secret}")


def suspicious(request: Any, secret: str) -> HttpResponse:
    raise SuspiciousOperation(f"{secret} {NAME}")


urlpatterns = [
    path("l/<str:secret>", breaks, name="link"),
    path("odd/<str:secret>", suspicious, name="odd"),
    path("healthz", views.alive, name="health_alive"),
]


@pytest.fixture(params=[True, False], ids=["json", "lines"])
def written(request):
    """What the house's logging writes, as JSON and as lines."""
    config: dict[str, Any] = deepcopy(house.LOGGING)
    stream = io.StringIO()
    config["formatters"]["line"]["json"] = request.param
    config["handlers"]["stderr"]["stream"] = stream
    config["loggers"]["zhuqi.requests"]["level"] = "INFO"
    logging.config.dictConfig(config)
    yield stream
    logging.config.dictConfig(house.LOGGING)


def test_a_line_says_route_status_and_number_and_nothing_of_people(written, db):
    client = Client()
    city = stage()
    clock.stand_at("cast", START)
    case = city.record(START)
    client.get(f"/cases/{case.pk}?words={NAME}", HTTP_X_REQUEST_ID="proxy-0123456789", HTTP_REFERER=f"/{SECRET}")
    client.post("/login", {"username": NAME, "password": SECRET, "phone": PHONE})
    client.get(f"/nowhere/{SECRET}")
    said = written.getvalue()
    assert "proxy-0123456789" in said and "case" in said and "302" in said
    assert not [word for word in (NAME, PHONE, SECRET, TITLE, case.title, f"/{case.pk}") if word in said]
    lines = said.splitlines()
    assert len(lines) == 3
    if said.startswith("{"):
        first = json.loads(lines[0])
        assert {"route", "status", "ms", "request", "account", "method"} <= set(first)


@pytest.mark.urls("tests.health.test_lines")
@pytest.mark.parametrize("address", [f"/l/{SECRET}", f"/odd/{SECRET}"])
def test_a_fault_is_told_by_its_kind_and_place_alone(written, db, address):
    client = Client(raise_request_exception=False)
    status = client.get(address).status_code
    said = written.getvalue()
    assert not [word for word in (NAME, PHONE, SECRET) if word in said]
    assert str(status) in said
    if status == 500:
        assert "ValueError" in said and "test_lines.py" in said and "breaks" in said


def test_a_library_that_names_people_is_not_heard(written):
    logging.getLogger("axes.attempts").warning("AXES: failure by {username: %s}", NAME)
    logging.getLogger("django.security.DisallowedHost").error("Invalid HTTP_HOST header: %s", SECRET)
    assert written.getvalue() == ""


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("abcd-1234.EF_9", True),
        ("short", False),
        ("x" * 65, False),
        ("with space 12", False),
        ("line\nbreak123", False),
        ("<script>alert", False),
        ("", False),
    ],
)
def test_a_request_number_is_taken_over_only_where_it_is_sane(client, given, kept):
    answer = client.get("/healthz", HTTP_X_REQUEST_ID=given)
    number = answer.headers["X-Request-ID"]
    assert (number == given) == kept
    assert 8 <= len(number) <= 64
