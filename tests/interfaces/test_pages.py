"""Every page for everybody, in both languages; every figure opens its cases; lists cost the same however long."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from html import unescape

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.interfaces.conftest import NOW, Town, at
from tests.interfaces.reading import HAN, LATIN_WORD, text, without
from zhuqi.core.access.actor import Actor, Role, Seat
from zhuqi.core.days import day_of, start_of
from zhuqi.core.rulebook.models import Edition
from zhuqi.domain.cases.models import RUNNING, Case, Clock, Said
from zhuqi.domain.cases.queries import lists
from zhuqi.domain.cases.rules.words import Tick
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Enterprise, Organisation, Staff

ComeIn = Callable[..., Client]
PARTS = ("official", "dispatcher", "utilities", "planner", "leader", "supervisor", "administrator")
PAGES = (
    "/",
    "/cases",
    "/cases?which=all",
    "/cases?which=promised",
    "/cases/new",
    "/statement",
    "/statement?below=1",
    "/complaints",
    "/day/beside",
    "/wall",
    "/wall?names=1",
    "/administration",
)
KNOWN = {"English", "Cookie", "JPEG", "PNG", "WebP", "PDF", "Word", "Excel", "docx", "xlsx"}
KINDS = ["要素保障", "融资", "审批", "用工", "政策兑现", "产销对接", "项目建设", "用地规划", "其他"]


def data() -> list[str]:
    """Everything on a page that people typed or that names them."""
    found = [*KINDS, *(f"{letter} 类" for letter in "ABC"), "2 工作日"]
    for rows in (
        Organisation.objects.values_list("name", "code"),
        Staff.objects.values_list("name", "code"),
        Enterprise.objects.values_list("name", "uscc"),
        Case.objects.values_list("title", "number"),
        Said.objects.values_list("body"),
        Edition.objects.values_list("name", "number"),
    ):
        found += [value for row in rows for value in row if value]
    return found


def pages(client: Client, town: Town) -> list[str]:
    """The addresses that somebody can open: the fixed ones, the cases in sight, and the forms of their open actions."""
    found = [page for page in PAGES if client.get(page).status_code == 200]
    for case in town.cases.values():
        answer = client.get(f"/cases/{case.pk}")
        if answer.status_code == 200:
            found.append(f"/cases/{case.pk}")
            found += sorted(set(re.findall(rf'href="(/cases/{case.pk}/\w+)"', answer.content.decode())))
    return found


def test_every_page_is_wholly_in_the_readers_language(come_in: ComeIn, town: Town) -> None:
    known, opened = data(), set()
    for part in PARTS:
        addresses = pages(come_in(part), town)
        opened |= {page.rsplit("/", 1)[1] for page in addresses if page.count("/") == 3}
        for address in addresses:
            page = come_in(part).get(address)
            if not page["Content-Type"].startswith("text/html"):
                continue  # a file, read in its own test
            chinese = without(text(page.content.decode()), known)
            assert set(LATIN_WORD.findall(chinese)) <= KNOWN, (part, address)
            english = without(text(come_in(part, "en").get(address).content.decode()), known)
            assert not HAN.search(english), (part, address)
    assert len(opened) > 12, opened


def test_every_figure_of_a_statement_opens_its_cases(come_in: ComeIn, town: Town) -> None:
    client = come_in("leader")
    district = town.city.org("ng")
    page = client.get(f"/statement?unit={district}&below=1&since=2019-05-01&until=2019-06-04")
    assert page.status_code == 200
    figures = set(re.findall(r'<a href="(/statement/cases\?[^"]+)">(\d+)</a>', page.content.decode()))
    assert len(figures) > 20
    for address, n in figures:
        rows = client.get(unescape(address)).content.decode().count('class="t"')
        assert 0 < rows <= int(n), address
        assert rows == int(n) or "in_hand" not in address


def test_every_figure_of_a_past_statement_opens_or_is_plain_text(come_in: ComeIn, town: Town) -> None:
    client = come_in("leader")
    page = client.get(f"/statement?unit={town.city.org('ng')}&below=1&since=2019-05-23&until=2019-05-29")
    html = page.content.decode()
    terms = re.findall(r'<b>(?:<a href="([^"]*)">)?(\d+)', html)
    assert [int(n) for _, n in terms[:5]] == [2, 2, 0, 1, 3]
    foot = re.findall(
        r'<td class="num[^"]*">(?:<a href="([^"]*)">)?(\d+)', "".join(re.findall("<tfoot>.*?</tfoot>", html, re.S))
    )
    opened = [(address, n) for address, n in (*terms, *foot) if address]
    assert len(opened) >= 10
    for address, n in opened:
        rows = client.get(unescape(address)).content.decode().count('class="t"')
        assert rows == int(n), address
    assert {n for address, n in terms[:5] if not address} <= {"0"}


def test_what_was_in_hand_is_seen_by_those_who_see_the_unit(come_in: ComeIn, town: Town) -> None:
    asked = f"/statement/cases?side=in_hand&until=2019-05-29&unit={town.city.org('ng')}&below=1"
    assert come_in("leader").get(asked).status_code == 200
    assert come_in("town_handler").get(asked).status_code == 404


def test_a_supervision_office_reads_the_books_of_what_it_watches(come_in: ComeIn, town: Town) -> None:
    page = come_in("supervisor").get("/statement").content.decode()
    name = Organisation.objects.get(pk=town.city.org("cc")).name
    assert f"<h1>{name}对账单</h1>" in page


def test_a_promise_is_shown_with_its_own_date_and_each_case_once_a_day(come_in: ComeIn, town: Town) -> None:
    listed = text(come_in("official").get("/cases?which=promised").content.decode())
    assert "最早的承诺在前" in listed
    day = come_in("official").get("/").content.decode()
    opened = re.findall(r'<p class="t"><a href="(/cases/\d+)"', day)
    assert opened and len(opened) == len(set(opened))


def test_the_equation_of_a_statement_adds_up(come_in: ComeIn, town: Town) -> None:
    page = come_in("dispatcher").get(f"/statement?unit={town.city.org('ng')}&below=1").content.decode()
    opening, received, passed, closed, closing = (
        int(n) for n in re.findall(r"<b>(?:<a[^>]*>)?(\d+)(?:</a>)?</b>", page)[:5]
    )
    assert opening + received - passed - closed == closing == 6
    assert "账平" in page


def test_what_is_out_of_sight_and_what_isnt_there_are_one_answer(come_in: ComeIn, town: Town) -> None:
    pairs = [
        ("utilities", f"/statement?unit={town.city.org('cc')}", "/statement?unit=999999"),
        ("town_handler", f"/cases/{town.cases['handled'].pk}", "/cases/999999"),
        ("town_handler", f"/cases/{town.cases['handled'].pk}/reply", "/cases/999999/reply"),
    ]
    for part, hidden, none in pairs:
        answers = [come_in(part).get(address) for address in (hidden, none)]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert text(answers[0].content.decode()) == text(answers[1].content.decode())
    assert come_in("town_handler").post(pairs[2][1], {}).status_code == 404


def test_an_address_or_question_that_cant_be_read_gets_a_sentence(come_in: ComeIn) -> None:
    client = come_in("dispatcher")
    for address in ("1e5", "12345678901234567890", "1/nothing", "1/record"):
        assert client.get(f"/cases/{address}").status_code == 404, address
    for query in ("unit=x", "since=soon", "until=2019-02-30", "unit=-5", "unit=99999999999999999999"):
        answer = client.get(f"/statement?{query}")
        assert answer.status_code in {404, 422}, query
        assert "我的一天" in answer.content.decode()
    odd = ("--5", "²", "-", "9" * 400, "%00", "1_0", "%ED%A0%80")
    for query in (f"{name}={value}" for name in ("unit", "at", "enterprise", "rows") for value in odd):
        assert client.get(f"/cases?{query}").status_code == 422, query
    for name in ("unit", "beyond"):
        assert client.get(f"/statement/cases?side=received&{name}=--5").status_code == 422
    for day in ("0001-01-01", "9999-12-31"):
        for name in ("since", "until"):
            assert client.get(f"/statement?{name}={day}").status_code == 422, (name, day)
    first = client.get("/cases?which=all").content.decode().count('class="t"')
    for mark in ("0001-01-01T00:00:00|1", "9999-12-31T23:59:59-12:00|1", "2019-06-04T10:00|²", "2019-06-04T10:00|"):
        page = client.get("/cases", {"which": "all", "after": mark})
        assert (page.status_code, page.content.decode().count('class="t"')) == (200, first), mark
    for query in (
        "after=x",
        "after=2019-06-04|x",
        "after=2019-06-04T00:00:00%2B00:00|1",
        "rows=0",
        "rows=x",
        "which=none",
        "words=%00",
    ):
        assert client.get(f"/cases?{query}").status_code in {200, 422}, query


def test_whoever_isnt_inside_is_shown_the_door_and_comes_back(client: Client, town: Town) -> None:
    answer = client.get("/cases?which=all")
    assert answer["Location"] == "/login?next=%2Fcases%3Fwhich%3Dall"
    assert client.post(f"/cases/{town.cases['found'].pk}/submit", {"why": "x"})["Location"].startswith("/login")


def test_administrators_see_no_business(come_in: ComeIn, town: Town) -> None:
    client = come_in("administrator")
    assert "对账单" not in client.get("/").content.decode()
    assert 'class="t"' not in client.get("/cases?which=all").content.decode()
    assert client.get("/statement").status_code == 404


def test_somebody_without_a_role_is_told_whom_to_ask(inside: Client) -> None:
    assert "请找本单位的系统管理员" in inside.get("/").content.decode()


def more_cases(town: Town, n: int) -> None:
    for number in range(n):
        town.city.record(at(6, 4, 11, number), title=f"第{number}件")


def cost(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_a_list_costs_at_most_twelve_queries_however_long(come_in: ComeIn, town: Town) -> None:
    lists = [
        (part, f"/cases?which={which}")
        for part in PARTS[:3]
        for which in ("waiting", "promised", "late", "live", "all")
    ]
    short = [cost(come_in(part), f"{address}&rows=100") for part, address in lists]
    more_cases(town, 20)
    assert [cost(come_in(part), f"{address}&rows=100") for part, address in lists] == short
    assert [cost(come_in(part), f"{address}&rows=20") for part, address in lists] == short
    assert max(short) <= 12


def test_the_first_page_and_a_case_cost_the_same_however_many_cases_there_are(come_in: ComeIn, town: Town) -> None:
    client = come_in("dispatcher")
    address = f"/cases/{town.cases['handled'].pk}"
    before = [cost(client, "/"), cost(client, address), cost(client, "/statement")]
    more_cases(town, 20)
    assert [cost(client, "/"), cost(client, address), cost(client, "/statement")] == before
    assert before[0] <= 19


def test_a_list_goes_on_where_it_stopped_and_misses_none(come_in: ComeIn, town: Town) -> None:
    more_cases(town, 8)
    client = come_in("dispatcher")
    seen: list[str] = []
    address = "/cases?which=all&rows=4"
    while address:
        page = client.get(address).content.decode()
        seen += re.findall(r'class="t"><a href="(/cases/\d+)"', page)
        following = re.search(r'href="(\?[^"]+)" rel="next"', page)
        address = "/cases" + unescape(following[1]) if following else ""
    assert len(seen) == len(set(seen)) == 15


def test_a_list_by_deadline_is_as_long_as_one_asks(come_in: ComeIn, town: Town) -> None:
    client = come_in("leader")
    whole = re.findall(r'class="t"><a href="([^"]+)"', client.get("/cases?which=late").content.decode())
    page = client.get("/cases?which=late&rows=1").content.decode()
    assert len(whole) > 1
    assert re.findall(r'class="t"><a href="([^"]+)"', page) == whole[:1]
    assert "多于 1 件" in page


def test_the_units_whose_books_one_opens_are_found_in_one_query_whatever_ones_seats(town: Town) -> None:
    units = town.city.orgs
    seats = [
        Seat(Role.LEADER, units[code].pk, units[code].path, units[code].pk, units[code].path)
        for code in ("ng", "xf", "cc-power")
    ]
    with CaptureQueriesContext(connection) as found:
        names = [unit.code for unit in directory.visible_units(Actor(account=1, seats=tuple(seats)))]
    assert len(found) == 1
    assert len(names) == len(set(names))
    assert {"cc-power", "ng", "xf-group", "mz-desk"} <= set(names)
    assert not {"cc", "cc-desk"} & set(names)
    assert not directory.visible_units(Actor(account=1)).exists()


def test_a_list_is_narrowed_by_words(come_in: ComeIn, town: Town) -> None:
    client = come_in("dispatcher")
    page = client.get("/cases?which=all&words=路灯").content.decode()
    assert page.count('class="t"') == 1
    assert "没有符合的" in client.get("/cases?which=all&words=没有这个").content.decode()


def test_every_figure_of_the_exceptions_opens_just_as_many_cases(come_in: ComeIn, town: Town) -> None:
    client = come_in("leader")
    page = client.get("/").content.decode()
    figures = set(re.findall(r'<a href="(/cases\?which=[^"]+)">(\d+)</a>', page))
    assert {address.partition("&")[0] for address, _ in figures} >= {"/cases?which=late", "/cases?which=soon"}
    for address, n in figures:
        assert client.get(unescape(address)).content.decode().count('class="t"') == int(n), address


def test_a_promise_that_is_missed_counts_where_the_case_lies_and_not_at_the_room(town: Town) -> None:
    """The room keeps the day promised to the enterprise; where it is stuck is who has the case."""
    later = NOW + dt.timedelta(days=60)
    late = {row.unit: row.late for row in lists.exceptions(town.city.actor("leader"), later, later)}
    promises = Clock.objects.filter(RUNNING, tick=Tick.CASE.value, due__lt=later, case__holder__isnull=False)
    away = [clock for clock in promises.select_related("case") if clock.case.holder_id != clock.unit_id]
    assert away
    for clock in away:
        assert clock.case_id in late[clock.case.holder_id or 0]
        own = Clock.objects.filter(RUNNING, case=clock.case, unit=clock.unit).exclude(tick=Tick.CASE.value)
        assert own.exists() or clock.case_id not in late.get(clock.unit_id, ())


def test_the_sentence_on_top_says_what_is_due_and_not_how_much_waits(come_in: ComeIn, town: Town) -> None:
    page = come_in("dispatcher", "en").get("/").content.decode()
    assert "for you today" not in page
    n = int(re.findall(r"(\d+) cases? (?:is|are) due today or overdue", page)[0])
    shown = lists.waiting(town.city.actor("dispatcher"))
    ends = start_of(day_of(NOW) + dt.timedelta(days=1))
    assert n == sum(clock.due is not None and clock.due < ends for clock in lists.due_clocks(shown).values())
