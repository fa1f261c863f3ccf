"""What is kept of enterprises: thresholds, what stands beside, standing, history, who speaks for them, notes, key lists."""

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tests.directory.place import DAY, NOW, SHANGHAI, code, table
from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.journal.digests import values_digest
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import findings
from zhuqi.domain.directory import queries, sheets
from zhuqi.domain.directory.actions import (
    close_list,
    correct_enterprise,
    erase_note,
    erase_spokesperson,
    found,
    open_list,
    put_on_list,
    reveal_spokesperson,
    set_standing,
    take_off_list,
    write_note,
    write_spokesperson,
)
from zhuqi.domain.directory.actions import register as enter
from zhuqi.domain.directory.actions.computing import judge_anew
from zhuqi.domain.directory.actions.enterprises import Beside
from zhuqi.domain.directory.actions.loading import load_enterprises
from zhuqi.domain.directory.models import Alteration, Enterprise, Look
from zhuqi.domain.directory.queries import register
from zhuqi.domain.directory.rules import Kind
from zhuqi.domain.directory.rules.above import Above, above_scale
from zhuqi.domain.directory.rules.firms import Standing, folded

LATER = NOW + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("industry", "revenue", "stands"),
    [
        ("", 5000, Above.UNKNOWN),
        ("C34", 2000, Above.ABOVE),
        ("C34", 1999, Above.BELOW),
        ("C34", None, Above.UNKNOWN),
        ("B", 2000, Above.ABOVE),
        ("47", 90000, Above.UNKNOWN),  # construction counts by its qualification
        ("F", 90000, Above.UNKNOWN),  # wholesale or retail?
        ("5111", 1999, Above.BELOW),
        ("5211", 500, Above.ABOVE),
        ("52", 499, Above.BELOW),
        ("61", 200, Above.ABOVE),
        ("H", 199, Above.BELOW),
        ("7010", None, Above.ABOVE),  # whoever develops real estate
        ("K", 5000, Above.UNKNOWN),
        ("7020", 1000, Above.ABOVE),
        ("G53", 1999, Above.BELOW),
        ("I65", 2000, Above.ABOVE),
        ("M", 1000, Above.ABOVE),
        ("O80", 500, Above.ABOVE),
        ("Q", 5000, Above.UNKNOWN),
        ("8411", 1999, Above.BELOW),
        ("85", 500, Above.ABOVE),
        ("A01", 90000, Above.OUTSIDE),
        ("J66", 90000, Above.OUTSIDE),
    ],
)
def test_the_threshold_follows_the_industry(industry, revenue, stands):
    assert above_scale(industry, None if revenue is None else Decimal(revenue))[0] is stands


@pytest.mark.parametrize(
    ("name", "other", "same"),
    [
        ("示例（南区）有限公司", "示例(南区) 有限责任公司", True),
        ("ＡＢＣ机械有限公司", "abc机械有限公司", True),
        ("示例机械有限公司", "示例机电有限公司", False),
        ("示例股份有限公司", "示例有限公司", False),
    ],
)
def test_names_are_compared_without_what_typing_changes(name, other, same):
    assert (folded(name) == folded(other)) is same


@pytest.fixture
def park(place):
    return found(CLOCK, place.orgs["D"].pk, kind=Kind.PARK, name="示例园区", code="P", since=DAY, now=NOW)


def said(firm, **more):
    """What the register says of an enterprise, for correcting it."""
    held = {"name": firm.name, "industry": firm.industry, "staff_count": firm.staff_count, "address": firm.address}
    money = {"revenue_wan": firm.revenue_wan, "assets_wan": firm.assets_wan, "region_id": firm.region_id}
    return {**held, **money, **more}


def past(kind, pk):
    """(column, before, after) of what changed, the latest first."""
    return list(register.history(kind, pk).values_list("column", "before", "after"))


def test_being_in_the_base_is_written_and_never_computed(place, park):
    desk = place.actor("desk")
    beside = Beside(park_id=park.pk, in_base_since=DAY)
    typed: dict[str, Any] = {"uscc": code(70), "name": "示例七十有限公司", "industry": "C34", "revenue_wan": Decimal(1)}
    firm = enter(desk, place.orgs["T"].pk, **typed, beside=beside, now=NOW)
    assert (firm.above, firm.in_base_since, firm.park) == (Above.BELOW, DAY, park)
    firm = correct_enterprise(desk, firm.pk, **said(firm, revenue_wan=Decimal(2000)), now=LATER)
    assert (firm.above, firm.in_base_since) == (Above.ABOVE, DAY)
    assert json.loads(firm.above_reason or "")["facts"] == {"named": "规模以上工业", "value": "2000", "bound": 2000}


@pytest.mark.parametrize("day", [1, 400])
def test_nobody_is_in_the_base_from_a_day_to_come(place, day):
    firm, beside = place.enterprises[0], Beside(in_base_since=DAY + dt.timedelta(days=day))
    with pytest.raises(Invalid) as caught:
        correct_enterprise(place.actor("desk"), firm.pk, **said(firm), beside=beside, now=NOW)
    assert set(caught.value.fields) == {"in_base_since"}


def test_only_a_park_in_force_is_a_park(place):
    firm = place.enterprises[0]
    with pytest.raises(Invalid):
        correct_enterprise(CLOCK, firm.pk, **said(firm), beside=Beside(park_id=place.orgs["B"].pk), now=NOW)


def test_history_says_what_by_whom_and_why(place):
    firm, desk = place.enterprises[0], place.actor("desk")
    correct_enterprise(
        desk, firm.pk, **said(firm, name="示例新名有限公司", region_id=place.orgs["V"].pk), why="换照", now=NOW
    )
    west, east = place.orgs["T"].pk, place.orgs["V"].pk
    wanted = {("name", "示例机械有限公司", "示例新名有限公司"), ("region", str(west), str(east))}
    assert set(past("enterprise", firm.pk)) == wanted
    assert {(row.staff_id, row.why) for row in Alteration.objects.all()} == {(desk.staff, "换照")}
    with pytest.raises(Missing):
        register.history_of(place.actor("ann"), "enterprise", firm.pk)


def test_a_sheet_leaves_history_too(place, park):
    keys = ("uscc", "name", "region", "park", "in_base_since")
    rows = [(code(0), "示例机械有限公司", "V", "P", "2019-05-01")]
    loaded = [load_enterprises(CLOCK, table(sheets.ENTERPRISES, rows, *keys), now=NOW) for _ in range(2)]
    assert [(one.changed, one.same) for one in loaded] == [(1, 0), (0, 1)]
    assert {column for column, *_ in past("enterprise", place.enterprises[0].pk)} == {"region", "park", "in_base_since"}


def test_what_was_entered_before_the_thresholds_is_judged_by_the_clock(place):
    blank = dict.fromkeys(("above", "above_reason", "folded", "own_code"))
    Enterprise.objects.update(**blank)
    assert judge_anew(NOW) == len(place.enterprises)
    assert judge_anew(NOW) == 0
    assert set(Enterprise.objects.values_list("above", flat=True)) == {Above.BELOW, Above.ABOVE, Above.UNKNOWN}


def test_an_enterprise_stops_and_is_at_work_again(place):
    firm, desk = place.enterprises[0], place.actor("desk")
    stopped = set_standing(desk, firm.pk, standing=Standing.STOPPED, since=DAY, why="停产检修", now=NOW)
    assert (stopped.standing, stopped.standing_since) == (Standing.STOPPED, DAY)
    for standing, since in ((Standing.STOPPED, DAY), (Standing.OPEN, DAY + dt.timedelta(days=2))):
        with pytest.raises(Invalid):
            set_standing(desk, firm.pk, standing=standing, since=since, now=NOW)
    set_standing(desk, firm.pk, standing=Standing.OPEN, since=DAY, now=LATER)
    assert [row[1:] for row in past("enterprise", firm.pk) if row[0] == "standing"] == [
        ("stopped", "open"),
        ("", "stopped"),
    ]


def test_the_north_doesnt_keep_the_souths_register(place):
    with pytest.raises(Missing):
        set_standing(place.actor("north"), place.enterprises[0].pk, standing=Standing.STOPPED, since=DAY, now=NOW)


@pytest.fixture
def speaker(place):
    firm = place.enterprises[0].pk
    return write_spokesperson(place.actor("desk"), firm, name="演练张三", role="厂长", phone="13800001234", now=NOW)


def test_who_speaks_is_masked_until_somebody_says_why(place, speaker):
    desk = place.actor("desk")
    [row] = register.spokespersons(desk, place.enterprises[0].pk)
    assert (row.name, row.phone) == ("演＊＊＊", "138****1234")
    with pytest.raises(Invalid):
        reveal_spokesperson(desk, speaker.pk, why="  ", now=NOW)
    assert reveal_spokesperson(desk, speaker.pk, why="约谈增容", now=NOW).phone == "13800001234"
    assert list(Look.objects.values_list("why", "staff")) == [("约谈增容", desk.staff)]
    facts = "".join(Entry.objects.filter(kind="spokesperson").values_list("facts", flat=True))
    assert "1380000" not in facts and "演练" not in facts and "增容" not in facts


def test_who_no_longer_sees_the_enterprise_isnt_shown_who_speaks_by_the_key_of_then(place, speaker):
    desk = place.actor("desk")
    for _ in range(2):
        assert reveal_spokesperson(desk, speaker.pk, why="核对", key="k", now=NOW).phone == "13800001234"
    assert Look.objects.count() == 1
    with pytest.raises(Missing):
        reveal_spokesperson(replace(desk, seats=()), speaker.pk, why="核对", key="k", now=LATER)


@pytest.mark.parametrize("part", ["admin", "guard", "north", "ann"])
def test_who_has_no_enterprise_in_sight_is_told_nobody(place, speaker, part):
    actor = place.actor(part)
    assert register.spokespersons(actor, place.enterprises[0].pk) == ()
    with pytest.raises(Missing):
        reveal_spokesperson(actor, speaker.pk, why="想看", now=NOW)


def test_what_is_erased_is_gone(place, speaker):
    desk = place.actor("desk")
    erase_spokesperson(desk, speaker.pk, now=NOW)
    assert register.spokespersons(desk, place.enterprises[0].pk) == ()
    with pytest.raises(Missing):
        reveal_spokesperson(desk, speaker.pk, why="再看", now=NOW)
    speaker.refresh_from_db()
    assert (speaker.name, speaker.role, speaker.phone) == ("", "", "")


@pytest.mark.parametrize(
    ("typed", "at"),
    [({"name": ""}, "name"), ({"name": "甲", "phone": "call me"}, "phone"), ({"name": "甲" * 61}, "name")],
)
def test_a_person_that_cant_be_kept_is_said_at_the_field(place, typed, at):
    with pytest.raises(Invalid) as caught:
        write_spokesperson(place.actor("desk"), place.enterprises[0].pk, **typed, now=NOW)
    assert set(caught.value.fields) == {at}


def test_a_note_is_erased_by_its_writer_or_the_keeper(place):
    firm = place.enterprises[0].pk
    note = write_note(place.actor("desk"), firm, text="夜班多，上午别去。", now=NOW)
    assert [row.text for row in register.notes(place.actor("city"), firm)] == ["夜班多，上午别去。"]
    assert not register.notes(place.actor("admin"), firm).exists()
    erase_note(place.actor("city"), note.pk, now=NOW)
    assert not register.notes(place.actor("city"), firm).exists()
    with pytest.raises(Invalid):
        write_note(place.actor("desk"), firm, text=" ", now=NOW)


@pytest.fixture
def growing(place):
    return open_list(
        place.actor("desk"), place.orgs["D"].pk, name="专精特新", document="示例〔2019〕1号", since=DAY, now=NOW
    )


def test_an_enterprise_is_put_on_a_list_once(place, growing):
    desk, firm = place.actor("desk"), place.enterprises[0].pk
    for _ in range(2):
        put_on_list(desk, growing.pk, enterprise_id=firm, since=DAY, now=NOW)
    assert [row.enterprise_id for row in register.on_list(desk, growing.pk, DAY)] == [firm]
    assert Entry.objects.filter(kind="key_list", verb="put_on_list").count() == 1
    take_off_list(desk, growing.pk, enterprise_id=firm, until=DAY, now=NOW)
    with pytest.raises(Refused):
        take_off_list(desk, growing.pk, enterprise_id=firm, until=DAY, now=NOW)
    assert [row.list.name for row in register.lists_of(firm)] == ["专精特新"]


def test_closing_a_list_ends_every_place_on_it(place, growing):
    desk, firm = place.actor("desk"), place.enterprises[0].pk
    put_on_list(desk, growing.pk, enterprise_id=firm, since=DAY, now=NOW)
    close_list(desk, growing.pk, until=DAY, now=NOW)
    assert not register.on_list(desk, growing.pk, DAY).exists()
    with pytest.raises(Refused):
        put_on_list(desk, growing.pk, enterprise_id=firm, since=DAY, now=NOW)


def test_lists_are_kept_in_ones_own_area(place, growing):
    with pytest.raises(Refused):
        open_list(place.actor("desk"), place.orgs["E"].pk, name="北区名单", since=DAY, now=NOW)
    with pytest.raises(Invalid):
        open_list(place.actor("desk"), place.orgs["D"].pk, name="专精特新", since=DAY, now=NOW)
    with pytest.raises(Missing):
        put_on_list(place.actor("desk"), growing.pk, enterprise_id=place.enterprises[3].pk, since=DAY, now=NOW)


def test_nothing_of_this_is_out_of_step_with_the_journal(place, speaker, growing, park):
    desk, firm = place.actor("desk"), place.enterprises[0]
    put_on_list(desk, growing.pk, enterprise_id=firm.pk, since=DAY, now=NOW)
    set_standing(desk, firm.pk, standing=Standing.MOVED_OUT, since=DAY, now=NOW)
    reveal_spokesperson(desk, speaker.pk, why="核对", now=NOW)
    assert [str(one.sentence) for one in findings()] == []


def test_an_enterprise_under_its_old_digest_still_verifies(place):
    """A row from before the new columns is as its entry wrote it."""
    assert values_digest(Enterprise, [1, "x", *[None] * 10]) == values_digest(Enterprise, [1, "x"])


def test_dates_are_of_the_place(place):
    late = dt.datetime(2019, 5, 6, 23, 30, tzinfo=SHANGHAI)
    firm = place.enterprises[0].pk
    with pytest.raises(Invalid):
        set_standing(CLOCK, firm, standing=Standing.STOPPED, since=DAY + dt.timedelta(days=1), now=late)
    assert queries.visible(place.actor("desk")).filter(pk=firm).exists()
