"""A common issue from its opening to its end: who may, what is refused, who sees what, and that the books verify."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.cast import START, City
from tests.common.needs import HOUR, METER, METER_TOO, METERS, ROAD, opened, told
from zhuqi.base.errors import Invalid, Missing, Refused, Stale
from zhuqi.core.access.actor import Actor, of_enterprise
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.domain.cases.models import Case, Edge
from zhuqi.domain.common import actions, events
from zhuqi.domain.common.models import CommonIssue, Membership
from zhuqi.domain.common.queries import issues, rebuild
from zhuqi.domain.common.rules.words import IssueDeed, IssueStanding, Party
from zhuqi.domain.directory.actions import merge_enterprise

pytestmark = pytest.mark.django_db
NEXT = START + dt.timedelta(days=1)
DUE = START.date() + dt.timedelta(days=30)


@pytest.fixture
def two(city: City) -> list[Case]:
    return [told(city, METER), told(city, METER_TOO, 1)]


@pytest.fixture
def issue(city: City, two: list[Case]) -> CommonIssue:
    return opened(city, two)


def done(city: City, part: str, deed: IssueDeed, issue: CommonIssue, **typed: Any) -> CommonIssue:
    return actions.DEEDS[deed](city.actor(part), issue.pk, **{"now": NEXT, **typed})


def unwell() -> list[str]:
    return [str(found.sentence) for found in everything() if found.table.startswith(("common", "access", "journal"))]


def test_an_issue_is_opened_from_cases_of_several_enterprises_and_put_to_its_owner(
    city: City, issue: CommonIssue
) -> None:
    found = issues.one(city.actor("utilities"), issue.pk)
    assert found.issue.standing == IssueStanding.PROPOSED and found.who == {Party.OWNER}
    assert found.enterprises == 2 and found.deeds == (IssueDeed.TAKE_UP, IssueDeed.GIVE_UP)
    entry = Entry.objects.get(kind="common", subject=issue.pk)
    assert entry.verb == events.Opened.verb and METER[0] not in entry.facts + entry.rows
    assert not unwell()


def test_it_needs_two_enterprises(city: City) -> None:
    both = [told(city, METER), told(city, METER_TOO)]
    with pytest.raises(Invalid, match="two enterprises"):
        opened(city, both)


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "长" * 61},
        {"matter": " "},
        {"matter": "坏\0的"},
        {"wanted": ""},
        {"wanted": "长" * 4001},
        {"due_on": START.date() - HOUR * 24},
    ],
)
def test_what_is_needed_is_asked_for(city: City, two: list[Case], wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as fault:
        opened(city, two, **wrong)
    assert set(fault.value.fields) == set(wrong)


def test_the_owner_is_a_unit_of_the_area(city: City, two: list[Case]) -> None:
    for code in ("cc-power", "ng", "xf"):
        with pytest.raises(Invalid, match="unit of that area"):
            opened(city, two, owner_id=city.org(code))


@pytest.mark.parametrize(
    "part", ["utilities", "official", "supervisor", "administrator", "town_dispatcher", "enterprise"]
)
def test_only_the_room_and_a_leader_of_the_area_open_one(city: City, two: list[Case], part: str) -> None:
    with pytest.raises(Refused):
        actions.open_issue(
            city.actor(part),
            area_id=city.org("ng"),
            case_ids=[case.pk for case in two],
            title="增容后接表慢",
            matter="等",
            wanted="快",
            owner_id=city.org("ng-utilities"),
            now=NEXT,
        )


def test_a_case_out_of_sight_can_t_be_named(city: City, two: list[Case]) -> None:
    with pytest.raises(Missing):
        opened(city, [two[0], Case(pk=two[1].pk + 1000)])


def test_the_same_key_opens_one_issue(city: City, two: list[Case]) -> None:
    first, again = (opened(city, two, key="k1") for _ in range(2))
    assert first.pk == again.pk and CommonIssue.objects.count() == 1


def test_the_whole_way_and_every_step_is_told(city: City, issue: CommonIssue) -> None:
    done(city, "utilities", IssueDeed.TAKE_UP, issue, text="正与供电公司核对流程。", due_on=DUE)
    done(city, "utilities", IssueDeed.TELL, issue, text="已约好下周会商。", now=NEXT + HOUR)
    done(city, "utilities", IssueDeed.CHANGE, issue, text="批复当日即排接表。", now=NEXT + 2 * HOUR)
    for firm in (0, 1):
        case = Case.objects.get(enterprise=city.enterprises[firm])
        (read,) = issues.outside(of_enterprise(city.enterprises[firm].pk), case.pk)
        assert (read.standing, read.due_on, read.owner) == (IssueStanding.CHANGED, DUE, "ng-utilities")
        assert [row.body for row in read.told] == ["批复当日即排接表。", "已约好下周会商。", "正与供电公司核对流程。"]
    assert not unwell()


def test_nothing_happens_to_the_cases_themselves(city: City, two: list[Case]) -> None:
    def books() -> Any:
        entries = Entry.objects.filter(kind="case").order_by("pk").values_list("hash", flat=True)
        return list(entries), Edge.objects.count(), list(Case.objects.order_by("pk").values())

    before = books()
    done(city, "utilities", IssueDeed.GIVE_UP, opened(city, two), text="属个别情况，分别办理。")
    assert books() == before


@pytest.mark.parametrize(
    ("part", "deed"),
    [
        ("dispatcher", IssueDeed.TAKE_UP),
        ("leader", IssueDeed.TAKE_UP),
        ("utilities", IssueDeed.JOIN),
        ("utilities", IssueDeed.AMEND),
        ("supervisor", IssueDeed.GIVE_UP),
        ("utilities", IssueDeed.TELL),
        ("utilities", IssueDeed.CHANGE),
    ],
)
def test_what_isn_t_theirs_or_not_yet_is_refused(city: City, issue: CommonIssue, part: str, deed: IssueDeed) -> None:
    typed: dict[IssueDeed, dict[str, Any]] = {
        IssueDeed.JOIN: {"case_id": Case.objects.order_by("pk")[0].pk},
        IssueDeed.AMEND: {"title": "题", "matter": "等", "wanted": "快", "owner_id": city.org("ng-finance")},
    }
    with pytest.raises(Refused):
        done(city, part, deed, issue, **typed.get(deed, {"text": "话"}))
    assert CommonIssue.objects.get().version == 1 and not unwell()


@pytest.mark.parametrize("part", ["finance", "town_handler", "power", "administrator", "enterprise", "town_dispatcher"])
def test_who_has_no_part_in_it_doesn_t_see_it(city: City, issue: CommonIssue, part: str) -> None:
    actor = city.actor(part)
    assert not issues.visible(actor).exists()
    with pytest.raises(Missing):
        issues.one(actor, issue.pk)
    with pytest.raises(Missing):
        done(city, part, IssueDeed.GIVE_UP, issue, text="话")


@pytest.mark.parametrize("part", ["dispatcher", "leader", "utilities", "supervisor", "city_dispatcher"])
def test_who_has_a_part_in_it_or_oversees_it_sees_it(city: City, issue: CommonIssue, part: str) -> None:
    assert issues.visible(city.actor(part)).get() == issue


def test_the_owner_reads_the_texts_of_no_case_that_it_doesn_t_see(city: City, issue: CommonIssue) -> None:
    found = issues.one(city.actor("utilities"), issue.pk)
    assert (found.cases, found.unseen, found.enterprises) == ((), 2, 2)
    assert len(issues.one(city.actor("dispatcher"), issue.pk).cases) == 2


def test_a_stale_page_changes_nothing(city: City, issue: CommonIssue) -> None:
    done(city, "utilities", IssueDeed.TAKE_UP, issue, text="在看。", seen=1)
    with pytest.raises(Stale):
        done(city, "dispatcher", IssueDeed.GIVE_UP, issue, text="不办了。", seen=1, now=NEXT + HOUR)
    assert CommonIssue.objects.get().standing == IssueStanding.TAKEN_UP


def test_a_case_joins_and_leaves_and_its_enterprise_reads_only_while_it_is_in(city: City, issue: CommonIssue) -> None:
    case = told(city, METERS, 2)
    own = of_enterprise(city.enterprises[2].pk)
    assert issues.outside(own, case.pk) == ()
    done(city, "dispatcher", IssueDeed.JOIN, issue, case_id=case.pk)
    assert [read.title for read in issues.outside(own, case.pk)] == ["增容后接表慢"]
    assert issues.of_case(city.actor("dispatcher"), case.pk) == [issue]
    with pytest.raises(Refused, match="already"):
        done(city, "dispatcher", IssueDeed.JOIN, issue, case_id=case.pk, now=NEXT + HOUR)
    assert not unwell()
    done(city, "dispatcher", IssueDeed.LEAVE, issue, case_id=case.pk, now=NEXT + HOUR)
    assert issues.outside(own, case.pk) == () and not unwell()
    done(city, "dispatcher", IssueDeed.JOIN, issue, case_id=case.pk, now=NEXT + 2 * HOUR)
    assert Membership.objects.filter(case=case).count() == 2 and not unwell()


def test_another_enterprise_reads_nothing_of_it_whatever_it_asks_for(city: City, issue: CommonIssue) -> None:
    first = Case.objects.filter(enterprise=city.enterprises[0]).get()
    assert issues.outside(of_enterprise(city.enterprises[1].pk), first.pk) == ()
    assert issues.outside(city.actor("dispatcher"), first.pk) == ()
    link = Actor(enterprise=city.enterprises[0].pk, case=first.pk + 1000)
    assert issues.outside(link, first.pk) == ()


@pytest.mark.parametrize(
    ("part", "deed", "typed"),
    [
        ("utilities", IssueDeed.TAKE_UP, {"text": "演练001公司先接。"}),
        ("dispatcher", IssueDeed.GIVE_UP, {"text": "只有演练002有限公司还在等。"}),
    ],
)
def test_what_enterprises_read_names_none_of_them(
    city: City, issue: CommonIssue, part: str, deed: IssueDeed, typed: dict[str, Any]
) -> None:
    with pytest.raises(Invalid, match="can't name one of them"):
        done(city, part, deed, issue, **typed)
    with pytest.raises(Invalid, match="can't name one of them"):
        opened(city, list(Case.objects.order_by("pk")), title="演练001等着接表")


def test_an_enterprise_that_was_named_before_can_t_be_added(city: City, issue: CommonIssue) -> None:
    done(city, "utilities", IssueDeed.TAKE_UP, issue, text="演练003那边已先试点。")
    with pytest.raises(Invalid, match="can't name one of them"):
        done(city, "dispatcher", IssueDeed.JOIN, issue, case_id=told(city, METERS, 2).pk, now=NEXT + HOUR)


def test_another_owner_sees_it_and_the_former_no_longer_does(city: City, issue: CommonIssue) -> None:
    done(
        city,
        "dispatcher",
        IssueDeed.AMEND,
        issue,
        title="增容后接表慢",
        matter="等",
        wanted="快",
        owner_id=city.org("ng-finance"),
        due_on=DUE,
    )
    assert issues.visible(city.actor("finance")).exists() and not issues.visible(city.actor("utilities")).exists()
    assert not unwell()


def test_the_statement_balances(city: City, issue: CommonIssue) -> None:
    other = opened(city, [told(city, ROAD), told(city, ROAD, 1)], title="雨天积水", due_on=START.date())
    done(city, "utilities", IssueDeed.GIVE_UP, other, text="已列入市政工程。")
    day = dt.timedelta(days=1)

    def line(since: dt.datetime, until: dt.datetime) -> Any:
        found = issues.statement(city.actor("dispatcher"), since=since, until=until, today=until.date())
        assert all(one.opening + one.opened - one.changed - one.given_up == one.closing for one in found)
        return found[0]

    first, second = line(START, NEXT), line(NEXT, NEXT + day)
    assert (first.opening, first.opened, first.closing, first.overdue) == (0, 2, 2, 1)
    assert (second.opening, second.opened, second.given_up, second.closing) == (2, 0, 1, 1)
    assert (second.cases, second.enterprises, second.waiting_since) == (2, 2, issue.opened_at)
    assert issues.statement(city.actor("finance"), since=START, until=NEXT, today=NEXT.date()) == []


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"standing": IssueStanding.TAKEN_UP.value}, "standing"),
        ({"due_on": DUE}, "due_on"),
        ({"version": 9}, "version"),
        ({"standing": IssueStanding.CHANGED.value, "ended_at": NEXT}, "ended_at"),
    ],
)
def test_a_row_that_its_entries_don_t_tell_is_found(
    city: City, issue: CommonIssue, fields: dict[str, Any], part: str
) -> None:
    CommonIssue.objects.filter(pk=issue.pk).update(**fields)
    assert part in {found.sentence.facts.get("part") for found in rebuild.findings()}


def test_a_membership_that_no_entry_tells_of_is_found(city: City, issue: CommonIssue) -> None:
    Membership.objects.create(issue=issue, case=told(city, METERS, 2), joined_at=NEXT)
    assert "cases" in {found.sentence.facts.get("part") for found in rebuild.findings()}
    assert any(found.table == "common_membership" for found in everything())


def test_two_rows_of_one_body_count_as_one_enterprise(city: City, issue: CommonIssue) -> None:
    one, twin = city.enterprises[0], city.enterprises[1]
    assert issues.one(city.actor("utilities"), issue.pk).enterprises == 2
    merge_enterprise(city.actor("dispatcher"), twin.pk, into_id=one.pk, why="演练同一家", now=START)
    found = issues.one(city.actor("utilities"), issue.pk)
    assert (found.enterprises, len(found.cases) + found.unseen) == (1, 2)
    cases = [told(city, METER), told(city, METER_TOO, firm=1)]
    with pytest.raises(Invalid, match="two enterprises"):
        opened(city, cases)
