"""The page of the phone as a form, and the door through which a device delivers: each draft once, whatever is lost on the way."""

from __future__ import annotations

import datetime as dt
import io
import json
import random
from collections import Counter
from collections.abc import Callable
from itertools import islice, product
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from tests.contacts.going import ruled
from tests.interfaces.conftest import NOW, Town
from tests.interfaces.test_visit_pages import BUDGET
from zhuqi.base.uscc import complete
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.journal.models import Receipt
from zhuqi.domain.cases.models import Case, Enclosure
from zhuqi.domain.cases.queries.files import download
from zhuqi.domain.directory.actions.enterprises import register
from zhuqi.domain.liaison.actions.links import bind
from zhuqi.domain.visits.models import NeedFound, Visit
from zhuqi.interfaces.web.device_mark import mark

ComeIn = Callable[..., Client]
TODAY = NOW.date()
DRAFTS, REPLAYS = 500, 3
PLACE = {1: "E", 2: (43.0, 53.0, 0.0), 3: "N", 4: (125.0, 19.0, 0.0)}
"""Where a photo was taken, as a telephone writes it."""


def photographed(name: str = "配电室.jpg") -> SimpleUploadedFile:
    """A small photo that says where it was taken, by which telephone."""
    picture, tags, out = Image.new("RGB", (64, 48), "#7a7"), Image.Exif(), io.BytesIO()
    tags[0x010F], tags[0x0110] = "Maker", "Telephone 9"
    tags.get_ifd(0x8825).update(PLACE)
    picture.save(out, "JPEG", exif=tags)
    assert Image.open(io.BytesIO(out.getvalue())).getexif().get_ifd(0x8825)[4] == PLACE[4]
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def draft(
    town: Town, n: int, key: str, *, day: dt.date = TODAY, part: str = "official", **fields: Any
) -> dict[str, Any]:
    """A draft as the script sends it."""
    said = {"enterprise": str(town.city.enterprises[n].pk), "mode": "remote", "kind": "service", "day": str(day)}
    return {"key": key, "account": mark(town.account(part).pk), "fields": {**said, **fields}}


def need(words: str = "", n: int = 1, wrong: str = "little") -> dict[str, Any]:
    return {f"kind_{n}": "utilities", f"wrong_{n}": wrong, **({f"words_{n}": words} if words else {})}


def sent(client: Client, *drafts: dict[str, Any], **files: Any) -> list[dict[str, Any]]:
    answer = client.post("/visits/sync", {"drafts": json.dumps(drafts), **files})
    assert answer.status_code == 200, answer.content
    return list(answer.json()["answers"])


def became(client: Client, *drafts: dict[str, Any]) -> list[str]:
    return [one["became"] for one in sent(client, *drafts)]


def held_too(town: Town, n: int) -> list[int]:
    """So many enterprises more that the official holds."""
    city, made = town.city, []
    for i in range(n):
        firm = register(
            CLOCK,
            uscc=complete(f"91220102MA0100{i:03d}"),
            name=f"演练甲{i:03d}有限公司",
            region_id=city.org("xf"),
            now=NOW,
        )
        official, group = city.staff["official"].pk, city.org("xf-group")
        bind(CLOCK, firm.pk, staff_id=official, group_id=group, since=TODAY, now=NOW)
        made.append(firm.pk)
    return made


@pytest.fixture
def official(town: Town, come_in: ComeIn) -> Client:
    return come_in("official")


# the page as a form


def test_without_a_script_the_page_is_a_form(town: Town, official: Client) -> None:
    firm, before = town.city.enterprises[1], Case.objects.count()
    page = official.get(f"/visits/phone?enterprise={firm.pk}").content.decode()
    assert f'<option value="{firm.pk}" data-place=' in page and firm.name in page
    form = {"enterprise": str(firm.pk), "mode": "on_site", "kind": "service", "day": str(TODAY), "key": "form-1"}
    assert official.post("/visits/phone", {**form, "wrong_1": "little"}).status_code == 422
    assert official.post("/visits/phone", {**form, "enterprise": ""}).status_code == 422
    assert Visit.objects.count() == 0
    whole = {**form, **need("下午总跳闸，裱纸机只能开一台。"), "waiting_1": "dated", "by_1": "2019-06-18"}
    answer = official.post("/visits/phone", {**whole, "photos_1": photographed()})
    made = Visit.objects.get()
    assert answer.status_code == 302 and answer["Location"] == f"/visits/{made.pk}"
    case = NeedFound.objects.get(visit=made).case
    assert Case.objects.count() == before + 1
    assert case.title.startswith("要素保障") and case.title.endswith("：下午总跳闸，裱纸机只能开一台")
    assert Enclosure.objects.filter(attachment__case=case).count() == 1
    assert "6 月 18 日" in official.get(f"/cases/{case.pk}").content.decode()
    assert official.post("/visits/phone", whole).status_code == 302
    assert Visit.objects.count() == 1, "sent twice, written down once"


def test_asked_and_nothing_needed_is_one_press(town: Town, official: Client) -> None:
    form = {"enterprise": str(town.city.enterprises[0].pk), "mode": "on_site", "kind": "service", "day": str(TODAY)}
    assert official.post("/visits/phone", {**form, "key": "asked-1", "nothing": "1"}).status_code == 302
    assert (Visit.objects.get().mode, NeedFound.objects.count()) == ("asked", 0)


def test_three_needs_become_three_cases_and_a_twin_is_asked_about(town: Town, official: Client) -> None:
    form = {"enterprise": str(town.city.enterprises[1].pk), "mode": "on_site", "kind": "service", "day": str(TODAY)}
    words = ("下午总跳闸，裱纸机只能开一台。", "夜班招不到焊工，差十二个。", "出货的门口路面塌了一块。")
    three = {name: value for n, said in enumerate(words, 1) for name, value in need(said, n).items()}
    assert official.post("/visits/phone", {**form, **three, "key": "three-1"}).status_code == 302
    assert NeedFound.objects.count() == 3
    again = {**form, "mode": "remote", **need(words[0]), "key": "three-2"}
    refused = official.post("/visits/phone", again)
    assert refused.status_code == 409 and 'name="anyway"' in refused.content.decode()
    assert official.post("/visits/phone", {**again, "anyway": "1"}).status_code == 302


def test_the_page_costs_the_same_whatever_one_holds(town: Town, official: Client) -> None:
    official.get("/visits/phone")
    with CaptureQueriesContext(connection) as seen:
        assert official.get("/visits/phone").status_code == 200
    assert len(seen) <= BUDGET


def test_whether_drafts_stay_on_a_device_is_the_editions_and_no_where_it_says_nothing(
    town: Town, official: Client
) -> None:
    assert 'data-offline="no"' in official.get("/visits/phone").content.decode()
    ruled(town.city, "离线草稿: 是")
    assert 'data-offline="yes"' in official.get("/visits/phone").content.decode()


def test_no_telephone_number_and_no_contact_is_on_the_page_that_a_device_keeps(town: Town, official: Client) -> None:
    page = official.get("/visits/phone").content.decode()
    assert town.city.enterprises[0].name in page and town.city.enterprises[0].uscc not in page
    assert "contact" not in page


# what makes it one that can be installed


def test_the_manifest_and_the_worker_are_given_as_browsers_ask(client: Client, db: None) -> None:
    told = client.get("/manifest.webmanifest")
    assert told["Content-Type"] == "application/manifest+json" and told.json()["start_url"] == "/visits/phone"
    worker = client.get("/sw.js")
    assert worker["Content-Type"].startswith("text/javascript") and worker["Service-Worker-Allowed"] == "/"
    assert worker["Cache-Control"] == told["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in worker["Content-Security-Policy"]


# drafts come in


def test_the_door_says_whose_session_it_is_and_nothing_to_strangers(
    town: Town, client: Client, come_in: ComeIn
) -> None:
    assert client.get("/visits/sync").status_code == 401
    here = come_in("official").get("/visits/sync").json()
    assert here["account"] == mark(town.account("official").pk) and here["token"]
    assert come_in("security").get("/visits/sync").status_code == 404


def test_a_draft_is_told_what_became_of_it(town: Town, official: Client, come_in: ComeIn) -> None:
    taken = draft(town, 0, "a" * 20, **need("下午总跳闸，裱纸机只能开一台。"))
    twin = draft(town, 0, "b" * 20, **need("下午总跳闸，裱纸机只能开一台。"), mode="on_site")
    early = draft(town, 0, "c" * 20, day=TODAY + dt.timedelta(days=1))
    torn = draft(town, 0, "d" * 20, day=TODAY, wrong_1="little")
    strange = draft(town, 0, "e" * 20, part="keeper")
    answers = sent(official, taken, twin, early, torn, strange)
    assert [one["became"] for one in answers] == ["taken", "alike", "refused", "refused", "another"]
    assert answers[0]["at"] == f"/visits/{Visit.objects.get().pk}" and answers[1]["need"] == 1
    assert all(one["said"] for one in answers[1:4])
    assert became(official, taken) == ["before"]
    twin["fields"]["anyway"] = "1"
    assert became(official, twin, twin) == ["taken", "before"]
    twice = draft(town, 0, "f" * 20)
    assert became(official, twice) == ["refused"], "the same visit, from another device"
    assert Visit.objects.count() == 2


def test_a_draft_isnt_taken_in_another_accounts_name(town: Town, come_in: ComeIn) -> None:
    mine = draft(town, 0, "a" * 20)
    assert became(come_in("keeper"), mine) == ["another"]
    assert not Visit.objects.exists()
    assert became(come_in("official"), mine) == ["taken"]


@pytest.mark.parametrize(
    "drafts",
    ["", "[]", "{}", "[1]", "nonsense", json.dumps([{"key": "k"}]), json.dumps([{"key": "k" * 20}] * 21), "[" * 9999],
)
def test_what_isnt_drafts_is_refused_as_a_whole(official: Client, drafts: str) -> None:
    assert official.post("/visits/sync", {"drafts": drafts}).status_code == 422


@pytest.mark.parametrize("fields", [None, [], {"day": 1}, {str(n): "" for n in range(99)}, {"said": "x" * 20_000}])
def test_a_draft_that_cant_be_read_is_told_so_and_the_others_are_taken(
    town: Town, official: Client, fields: Any
) -> None:
    torn = {**draft(town, 0, "a" * 20), "fields": fields}
    assert became(official, torn, draft(town, 0, "b" * 20)) == ["refused", "taken"]


def test_photos_are_attached_once_to_the_case_of_their_need_without_their_place(town: Town, official: Client) -> None:
    key = "a" * 20
    told = draft(town, 0, key, **need("门口的路塌了。", 1), **need("夜班招不到人。", 3, "slow"))
    for _ in range(3):
        shots = [photographed(), photographed()]
        sent(official, told, **{f"photos_{key}_1": shots, f"photos_{key}_3": photographed("宿舍.jpg")})
    first, second = NeedFound.objects.order_by("pk")
    kept = [
        list(Enclosure.objects.filter(attachment__case=row.case_id).values_list("file", flat=True))
        for row in (first, second)
    ]
    assert [len(files) for files in kept] == [2, 1]
    for file in kept[0]:
        content = download(town.city.actor("official"), first.case_id, file).content
        picture = Image.open(io.BytesIO(content))
        assert not dict(picture.getexif()) and b"Exif" not in content and b"Telephone" not in content


def test_a_photo_that_cant_be_taken_leaves_the_visit_and_is_told(town: Town, official: Client) -> None:
    key = "a" * 20
    broken = SimpleUploadedFile("a.jpg", b"\xff\xd8\xff" + b"0" * 50, "image/jpeg")
    [answer] = sent(official, draft(town, 0, key, **need("门口的路塌了。")), **{f"photos_{key}_1": broken})
    assert answer["became"] == "taken" and answer["said"] and answer["need"] == 1
    key = "b" * 20
    four = [photographed() for _ in range(4)]
    [answer] = sent(official, draft(town, 1, key, **need("夜班招不到人。")), **{f"photos_{key}_1": four})
    assert answer["became"] == "taken" and answer["said"]
    assert NeedFound.objects.count() == 2 and not Enclosure.objects.exists()


def test_five_hundred_drafts_replayed_three_times_shuffled_a_third_of_the_answers_lost_are_each_once(
    town: Town, official: Client
) -> None:
    """A device that never knows what arrived: it sends everything three times over, in any order, one by one or many at once, and
    of every three answers hears two. Afterwards each visit is there once, with its need once."""
    chance, before = random.Random(40), Case.objects.count()
    whens = product(range(12), held_too(town, 48), ("remote", "nothing"))
    drafts = {}
    for i, (back, firm, mode) in enumerate(islice(whens, DRAFTS)):
        said = {"nothing": "1"} if mode == "nothing" else {"mode": mode}
        if mode == "remote" and i % 7 == 0:
            said |= {**need(f"第 {i} 条：设备要用电。"), "anyway": "1"}
        one = draft(town, 0, f"{i:020d}", day=TODAY - dt.timedelta(days=back), **{**said, "enterprise": str(firm)})
        drafts[one["key"]] = one
    assert len(drafts) == DRAFTS
    needs = sum("kind_1" in one["fields"] for one in drafts.values())
    heard: dict[str, list[str]] = {key: [] for key in drafts}
    sendings: Counter[str] = Counter()
    for _ in range(REPLAYS):
        waiting = list(drafts)
        chance.shuffle(waiting)
        while waiting:
            some, waiting = waiting[: (n := chance.randint(1, 20))], waiting[n:]
            sendings.update(some)
            answers = sent(official, *(drafts[key] for key in some))
            if chance.random() < 1 / 3:
                continue  # the answer is lost, and the device knows nothing
            for answer in answers:
                heard[answer["key"]].append(answer["became"])
    assert set(sendings.values()) == {REPLAYS}
    assert Visit.objects.count() == DRAFTS
    assert (Case.objects.count() - before, NeedFound.objects.count()) == (needs, needs)
    assert all(set(answers) <= {"taken", "before"} and answers.count("taken") <= 1 for answers in heard.values())
    assert Receipt.objects.filter(key__contains="visits.record").count() == DRAFTS
    lost = sum(REPLAYS - len(answers) for answers in heard.values())
    print(f"{DRAFTS} drafts, {sum(sendings.values())} deliveries, {lost} answers lost: {Visit.objects.count()} visits")
