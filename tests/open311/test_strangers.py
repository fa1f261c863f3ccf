"""Whatever strangers send, with a key or without: an answer in the form of the standard, never a page, never our own trouble."""

from __future__ import annotations

import string
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.interfaces.conftest import Town
from tests.open311.conftest import FORM, Hotline, key_of, need, tree
from zhuqi.core.limits.actions import SHUT
from zhuqi.core.limits.rules import Door

FINE = {200, 400, 403, 404, 405, 413}
NAMES = st.sampled_from(
    [
        *("service_code", "description", "address_string", "lat", "long", "phone", "media_url", "jurisdiction_id"),
        *(
            "account_id",
            "attribute[number]",
            "attribute[enterprise]",
            "attribute[uscc]",
            "attribute[title]",
            "last_name",
        ),
        *(
            "attribute[category]",
            "attribute[x][]",
            "attribute[]",
            "address_id",
            "email",
            "status",
            "start_date",
            "end_date",
        ),
        "service_request_id",
    ]
)
VALUES = st.one_of(
    st.text(max_size=80),
    st.sampled_from(
        [
            *(
                "",
                " ",
                "0",
                "-1",
                "1e400",
                "9" * 40,
                "NaN",
                "\x00",
                "\ufffe",
                "<a>&amp;</a>",
                "]]>",
                "=1+1",
                "../../etc",
                "need-1",
            ),
            *(
                "need-",
                "1,2,,3",
                "utilities",
                "open",
                "2019-06-04T00:00:00Z",
                "9999-12-31T23:59:59Z",
                "2019-06-04T24:00:00+08:00",
            ),
            *("2019-06-04T00:00:00+99:99", "https://x.example", "１２", "长" * 5000),
        ]
    ),
)
ADDRESSES = st.one_of(
    st.sampled_from(["requests", "services", "discovery", "services/utilities", "requests/1", "tokens/x"]),
    st.text(alphabet=string.printable + "长\u202e", max_size=30).map(lambda text: "requests/" + text),
)
CALM = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def told(answer: Any) -> None:
    """An answer in the form that was asked for."""
    assert answer.status_code in FINE, (answer.status_code, answer.content[:300])
    kind = answer.headers["Content-Type"]
    if kind.startswith("text/xml"):
        found = tree(answer)
        assert (found.tag == "errors") is (answer.status_code >= 400)
        return
    assert kind == "application/json; charset=utf-8"
    value = answer.json()
    if answer.status_code >= 400:
        assert value and all(set(each) == {"code", "description"} for each in value)


@pytest.fixture
def free(settings: Any) -> Any:
    settings.LIMITS = {name.value: (0, 60) for name in Door}
    SHUT.clear()
    yield
    SHUT.clear()


@pytest.mark.parametrize("keyed", [True, False])
def test_a_form_of_anything_is_answered(town: Town, keyed: bool, free: Any) -> None:
    hotline = Hotline(key_of(town) if keyed else "")

    @CALM
    @given(st.dictionaries(NAMES, VALUES, max_size=8), st.booleans(), st.sampled_from(["json", "xml"]))
    def play(fields: dict[str, str], whole: bool, form: str) -> None:
        told(hotline.post(f"requests.{form}", {**(need(town) if whole else {}), **fields}))

    play()


def test_a_query_of_anything_is_answered(town: Town, free: Any) -> None:
    hotline = Hotline(key_of(town))
    hotline.handed_in(need(town))

    @CALM
    @given(ADDRESSES, st.dictionaries(NAMES, VALUES, max_size=5), st.sampled_from(["json", "xml", "yaml", ""]))
    def play(address: str, asked: dict[str, str], form: str) -> None:
        query = urlencode({"api_key": hotline.key, **asked})
        told(hotline.client.get(f"/open311/v2/{quote(address)}.{form}?{query}"))

    play()


@pytest.mark.parametrize(
    "body", [b"", b"&&&", b"=", b"%", b"a=%zz", b"\xff\xfe", b"attribute[=1", b"api_key=" + b"k" * 900]
)
@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_body_of_bytes_is_answered(town: Town, hotline: Hotline, body: bytes, form: str) -> None:
    told(hotline.client.post(f"/open311/v2/requests.{form}", body, content_type=FORM))


def test_what_xml_cannot_hold_is_not_written(town: Town, hotline: Hotline) -> None:
    request_id = hotline.id_of(hotline.handed_in(need(town, description="<b>&\"'</b> ]]> <!-- 长 -->")))
    found = tree(hotline.get(f"requests/{request_id}.xml"))
    assert found.findtext("request/description") == "<b>&\"'</b> ]]> <!-- 长 -->"
