"""The site in three tongues: a switch leads to each from each, and Traditional pages hold no Simplified character of ours."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client
from opencc import OpenCC

from tests.interfaces.reading import HAN, text
from tools.words import CONVERTED, mended

PAGES = ("/login", "/complaints", "/say", "/nothing-here")


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_a_traditional_page_is_traditional_throughout(client: Client, path: str) -> None:
    client.cookies["lang"] = "zh-hant"
    answer = client.get(path)
    assert answer.headers["Content-Language"] == "zh-hant"
    page = answer.content.decode()
    assert '<html lang="zh-hant"' in page
    said = text(page)
    assert len(HAN.findall(said)) > 20 and said == mended(OpenCC(CONVERTED["zh_Hant"][1]).convert(said))


@pytest.mark.django_db
@pytest.mark.parametrize("tongue", [code for code, _ in settings.LANGUAGES])
def test_the_switch_leads_from_each_tongue_to_each_other(client: Client, tongue: str) -> None:
    client.post("/language", {"lang": tongue})
    page = client.get("/complaints").content.decode()
    offered = re.findall(r'name="lang" value="([a-z-]+)"', page)
    assert set(offered) == {code for code, _ in settings.LANGUAGES} - {tongue}
