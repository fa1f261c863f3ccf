"""What strangers type and send: each with what it is, as bytes of a form and as text of JSON."""

from __future__ import annotations

import json
from urllib.parse import quote_plus

TEXTS: dict[str, str] = {
    "thirty thousand characters": "长" * 30_000,
    "a hundred thousand marks on one letter": "a" + "\u0301" * 100_000,
    "nothing": "",
    "spaces": " \u3000 ",
    "NUL": "a\0b",
    "control characters": "a\x07\x1b[31mb\x7f",
    "a break": "a\r\nb",
    "a half of a pair": "a\ud800b",
    "the other half": "\udfff",
    "emoji": "👷🏽‍♀️ 🏭",
    "from right to left": "\u202etxt.exe\u202c",
    "a mark of order": "\ufeff\u200b",
    "no character": "\ufffe\uffff",
    "an element": "<script>alert(1)</script>",
    "a template": "{{ 7*7 }}{% load x %}",
    "a formula": '=HYPERLINK("http://x")',
    "a quote": "' OR 1=1 --",
    "a path": "../../../etc/passwd",
    "a wildcard": "%_%\\",
    "the year 1": "0001-01-01",
    "the year 9999": "9999-12-31",
    "no day": "2019-02-30",
    "a day as others write it": "4.6.2019",
    "a moment": "2019-06-04T10:20:00Z",
    "an id of 31 digits": str(10**30),
    "a negative": "-1",
    "nought": "0",
    "an exponent": "1e5",
    "a fraction": "1.5",
    "full-width digits": "１２３",
    "other digits": "١٢٣",
    "a plus": "+1",
    "no number": "NaN",
    "five thousand digits": "9" * 5_000,
}
"""Texts, by what they are."""
BYTES: dict[str, bytes] = {
    "bytes that are no UTF-8": b"%FF%FE",
    "overlong UTF-8": b"%C0%80",
    "a surrogate in UTF-8": b"%ED%A0%80",
    "GBK": b"%C4%E3%BA%C3",
    "half a percent": b"%",
}
VALUES: dict[str, str] = {
    "null": "null",
    "true": "true",
    "a number": "7",
    "a huge number": "9" * 400,
    "a number with an exponent": "1e400",
    "a tiny number": "-1e-400",
    "a fraction": "0.1",
    "a list": "[]",
    "a list of lists": "[[1]]",
    "an object": "{}",
    "lists ten thousand deep": "[" * 10_000 + "]" * 10_000,
    "objects ten thousand deep": '{"a":' * 10_000 + "1" + "}" * 10_000,
    "a list of ten thousand": "[" + ",".join("1" for _ in range(10_000)) + "]",
    "no JSON": "Infinity",
    "half a pair": '"\\ud800"',
    "a string that doesn't end": '"a',
}
"""Values of JSON, as they are written."""


def as_form() -> dict[str, bytes]:
    """Every text and every byte as the value of a field of a form."""
    written = {name: quote_plus(text.encode("utf-8", "surrogatepass")).encode() for name, text in TEXTS.items()}
    return {**written, **BYTES}


def as_json() -> dict[str, str]:
    """Every text and every value as it is written in JSON."""
    return {**{name: json.dumps(text) for name, text in TEXTS.items()}, **VALUES}
