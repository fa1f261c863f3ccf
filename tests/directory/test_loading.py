"""Whole registers at once: every fault named, nothing half done, the same twice changes nothing."""

from decimal import Decimal

import pytest

from tests.directory.place import ENTERPRISES, GRANTS, NOW, ORGANISATIONS, STAFF, code, table
from zhuqi.core.access.actor import CLOCK, Role
from zhuqi.core.access.models import Grant
from zhuqi.core.accounts.models import Account
from zhuqi.core.journal.models import Chain, Entry
from zhuqi.core.sheets.faults import Faulty
from zhuqi.domain.directory import sheets
from zhuqi.domain.directory.actions.loading import load_enterprises, load_grants, load_organisations, load_staff
from zhuqi.domain.directory.models import Enterprise, Organisation, Staff
from zhuqi.domain.directory.rules import Kind, Rank, Scale

ORG_KEYS = ("code", "name", "kind", "parent")
STAFF_KEYS = ("code", "name", "rank", "unit")
GRANT_KEYS = ("staff", "role", "organisation")
PLAIN = ("uscc", "name", "region")
KIND_WORDS = "市 区 街道 村 领导小组 办公室 调度室 功能组 部门 工作队 服务组 专班 督查室 园区 窗口".split()


def organisations(rows, actor=CLOCK, keys=ORG_KEYS):
    return load_organisations(actor, table(sheets.ORGANISATIONS, rows, *keys), now=NOW)


def staff(rows, actor=CLOCK, keys=STAFF_KEYS):
    return load_staff(actor, table(sheets.STAFF, rows, *keys), now=NOW)


def grants(rows, actor=CLOCK):
    return load_grants(actor, table(sheets.GRANTS, rows, *GRANT_KEYS), now=NOW)


def enterprises(rows, actor=CLOCK, keys=PLAIN):
    return load_enterprises(actor, table(sheets.ENTERPRISES, rows, *keys), now=NOW)


def faults(load, rows, **more):
    """The faults of a sheet, after making sure that loading it changed nothing."""
    before = (
        Entry.objects.count(),
        [model.objects.count() for model in (Organisation, Staff, Enterprise, Grant, Account)],
    )
    with pytest.raises(Faulty) as caught:
        load(rows, **more)
    after = (
        Entry.objects.count(),
        [model.objects.count() for model in (Organisation, Staff, Enterprise, Grant, Account)],
    )
    assert after == before
    return [(fault.row, fault.column, str(fault.sentence)) for fault in caught.value.faults]


def counts(loaded):
    return loaded.new, loaded.changed, loaded.same


def last(kind, subject):
    return Entry.objects.filter(kind=kind, subject=subject).order_by("-seq").first()


def test_the_same_sheets_twice_change_nothing(place):
    entries = Entry.objects.count()
    assert counts(organisations(ORGANISATIONS)) == (0, 0, len(ORGANISATIONS))
    assert counts(staff(STAFF)) == (0, 0, len(STAFF))
    assert counts(grants(GRANTS)) == (0, 0, len(GRANTS))
    rows = [(code(n), name, *rest, "") for n, (name, *rest) in enumerate(ENTERPRISES)]
    assert counts(enterprises(rows, keys=())) == (0, 0, len(ENTERPRISES))
    assert Entry.objects.count() == entries


def test_every_new_row_begins_a_chain(place):
    for kind, model in (("organisation", Organisation), ("staff", Staff), ("enterprise", Enterprise)):
        assert set(Chain.objects.filter(kind=kind).values_list("subject", flat=True)) == {
            o.pk for o in model.objects.all()
        }


def test_organisations_come_in_any_order(place):
    assert counts(
        organisations([("X3", "三", "服务组", "X2"), ("X2", "二", "工作队", "X1"), ("X1", "一", "街道", "D")])
    ) == (3, 0, 0)
    group = Organisation.objects.select_related("area", "parent").get(code="X3")
    assert (group.parent.code, group.area.code) == ("X2", "X1")
    assert group.path.startswith(place.orgs["D"].path)


def test_a_changed_organisation_is_corrected_with_an_entry(place):
    assert counts(organisations([("W1", "改名工作队", "工作队", "D"), ("G1", "第一组", "服务组", "W1")])) == (0, 1, 1)
    assert last("organisation", place.orgs["W1"].pk).facts == '{"columns":["name"]}'


def test_a_column_left_out_leaves_what_is_stored(place):
    keys = (*ORG_KEYS, "region_code", "since")
    organisations([("T", "东街道", "街道", "D", "220102001", "2019-01-01")], keys=keys)
    assert counts(organisations([("T", "东街道", "街道", "D")])) == (0, 0, 1)
    town = Organisation.objects.get(code="T")
    assert (town.region_code, town.since.isoformat()) == ("220102001", "2019-01-01")


def test_every_fault_of_a_sheet_of_organisations_is_named(place):
    rows = [
        ("X1", "一", "街道", "D"),
        ("X1", "又一", "街道", "D"),
        ("X2", "二", "工作队", "nowhere"),
        ("X3", "三", "服务组", "X2"),
        ("X4", "四", "调度室", "D"),
        ("X5", "五", "工作队", "G1"),
        ("X6", "六", "部门", "X7"),
        ("X7", "七", "部门", "X6"),
        ("W1", "第一工作队", "服务组", "D"),
        ("G1", "第一组", "服务组", "D"),
        ("X8", "八", "没有的类型", "D"),
        ("X9", "九", "部门", "X8"),
        ("X10", "十", "工作队", ""),
        ("Y1", "街", "街道", "D"),
        ("Y2", "室", "调度室", "Y1"),
        ("Y3", "室", "调度室", "Y1"),
    ]
    found = faults(organisations, rows)
    assert found == [
        (3, "code", "Row 2 says this already."),
        (4, "parent", "No organisation has the code nowhere."),
        (6, "kind", "This area has a dispatch room already."),
        (7, "kind", "An organisation of this kind can't hang under one of that kind."),
        (8, "parent", "Following the organisations above it never comes to a root."),
        (9, "parent", "Following the organisations above it never comes to a root."),
        (10, "kind", "An organisation keeps its kind and its place; a sheet can't change them."),
        (11, "parent", "An organisation keeps its kind and its place; a sheet can't change them."),
        (12, "kind", f"“没有的类型” isn't one of: {'、'.join(KIND_WORDS)}."),
        (14, "kind", "This needs an organisation above it; only cities, districts and towns stand alone."),
        (17, "kind", "This area has a dispatch room already."),
    ]


def test_an_administrator_loads_their_own_place_only(place):
    admin = place.actor("admin")
    assert counts(organisations([("X1", "一", "街道", "D"), ("X2", "二", "工作队", "X1")], actor=admin)) == (2, 0, 0)
    said = "Organisations and staff are set up by the system administrator of that place."
    rows = [
        ("Y1", "一", "街道", "E"),
        ("Y2", "二", "工作队", "Y1"),
        ("ET", "改名", "街道", "E"),
        ("Y3", "市", "市", ""),
    ]
    assert faults(organisations, rows, actor=admin) == [(2, "kind", said), (4, "code", said), (5, "kind", said)]


@pytest.mark.parametrize("who", ["desk", "city", "ann"])
def test_nobody_else_loads_organisations_staff_or_roles(place, who):
    actor = place.actor(who)
    assert faults(organisations, [("X1", "一", "街道", "D")], actor=actor)
    assert faults(staff, [("new", "新人", "干部", "B")], actor=actor)
    assert faults(grants, [("ann", "承办人", "B")], actor=actor)


def test_a_sheet_of_roles_is_the_security_administrators_and_none_of_the_others(place):
    said = "Roles are given and ended by the security administrator of all that the role sees."
    rows = [("ann", "承办人", "B"), ("bob", "调度员", "ETD")]
    assert faults(grants, rows, actor=place.actor("admin")) == [(2, "organisation", said), (3, "organisation", said)]
    assert faults(grants, rows, actor=place.actor("guard")) == [(3, "organisation", said)]
    assert counts(grants(rows[:1], actor=place.actor("guard"))) == (1, 0, 0)
    assert faults(organisations, [("X1", "一", "街道", "D")], actor=place.actor("guard"))
    assert faults(staff, [("new", "新人", "干部", "B")], actor=place.actor("guard"))


def test_new_staff_get_accounts_and_changed_ones_an_entry(place):
    assert counts(
        staff([("new", "新人", "科员", "G1"), ("ann", "丁干部", "副处", "G1"), ("bob", "戊干部", "干部", "B")])
    ) == (1, 1, 1)
    assert Account.objects.get(username="new").staff.name == "新人"
    assert Staff.objects.get(code="ann").unit.code == "G1"
    assert last("staff", place.staff["ann"].pk).facts == '{"columns":["rank","unit"]}'


def test_every_fault_of_a_sheet_of_staff_is_named(place):
    rows = [
        ("new", "新人", "干部", "nowhere"),
        ("new2", "", "将军", "B"),
        ("new3", "三", "干部", "B"),
        ("new3", "四", "干部", "B"),
    ]
    assert faults(staff, rows) == [
        (2, "unit", "No organisation in force has this code."),
        (3, "name", "This is needed and is empty."),
        (3, "rank", "“将军” isn't one of: 区级领导、正处、副处、科级、干部."),
        (5, "code", "Row 4 says this already."),
    ]


def test_roles_are_given_and_those_held_stay(place):
    assert counts(grants([("ann", "承办人", "B"), ("desk", "dispatcher", "DD")])) == (1, 0, 1)
    assert place.actor("ann").has(Role.HANDLER)
    assert last("staff", place.staff["ann"].pk).verb == "role_given"


def test_every_fault_of_a_sheet_of_roles_is_named(place):
    rows = [
        ("ghost", "承办人", "B"),
        ("ann", "承办人", "nowhere"),
        ("admin", "审计管理员", "D"),
        ("bob", "承办人", "B"),
    ]
    assert faults(grants, rows) == [
        (2, "staff", "No member of staff has this code."),
        (3, "organisation", "No organisation in force has this code."),
        (4, "role", "One person can't hold two of the three administrators' roles."),
    ]


def test_nobody_loads_a_role_for_themselves(place):
    assert faults(grants, [("guard", "调度员", "DD")], actor=place.actor("guard")) == [
        (2, "role", "Nobody gives themselves a role: ask another administrator.")
    ]


def test_enterprises_are_registered_with_their_scale(place):
    found = {e.name: e for e in Enterprise.objects.all()}
    assert found["示例机械有限公司"].scale == Scale.SMALL
    assert found["示例商贸有限公司"].scale == Scale.MEDIUM
    assert found["示例软件有限公司"].scale == Scale.UNKNOWN
    assert found["北区食品有限公司"].scale == Scale.SMALL


def test_a_changed_enterprise_is_corrected_with_its_scale_and_an_entry(place):
    keys = (*PLAIN, "staff_count")
    row = (code(1), "示例商贸有限公司", "T")
    assert counts(enterprises([(*row, 49)], keys=keys)) == (0, 1, 0)
    enterprise = Enterprise.objects.get(uscc=code(1))
    assert (enterprise.staff_count, enterprise.revenue_wan, enterprise.scale) == (49, Decimal(800), "small")
    assert last("enterprise", enterprise.pk).facts == '{"columns":["scale","scale_reason","staff_count"]}'
    assert counts(enterprises([row])) == (0, 0, 1)


def test_a_blank_cell_says_that_it_isnt_known(place):
    enterprises([(code(1), "示例商贸有限公司", "T", "")], keys=(*PLAIN, "staff_count"))
    assert Enterprise.objects.get(uscc=code(1)).scale == Scale.UNKNOWN


def test_every_fault_of_a_sheet_of_enterprises_is_named(place):
    rows = [
        (code(50)[:-1] + ("0" if code(50)[-1] != "0" else "1"), "一", "T"),
        (code(51), "二", "G1"),
        (code(52), "三", "nowhere"),
        (code(53), "四", "T"),
        (code(53).lower(), "五", "T"),
    ]
    assert faults(enterprises, rows) == [
        (2, "uscc", "The check character doesn't fit the code: something in it is mistyped."),
        (3, "region", "An enterprise lies in a city, district, town or village, not in a unit."),
        (4, "region", "No organisation in force has this code."),
        (6, "uscc", "Row 5 says this already."),
    ]


def test_an_unusual_code_is_taken_with_a_warning(place):
    loaded = enterprises([("91440101709397015A", "示例异常码有限公司", "T"), (code(60), "示例常码有限公司", "T")])
    assert counts(loaded) == (2, 0, 0)
    assert [(warning.row, warning.column) for warning in loaded.warnings] == [(2, "uscc")]


def test_a_dispatcher_keeps_the_register_of_their_area(place):
    desk = place.actor("desk")
    assert counts(enterprises([(code(70), "新", "V"), (code(0), "示例机械改名有限公司", "T")], actor=desk)) == (1, 1, 0)
    said = "Enterprises are registered by the dispatcher or the system administrator of their area."
    assert faults(enterprises, [(code(71), "新", "ET"), (code(3), "北区食品有限公司", "T")], actor=desk) == [
        (2, "region", said),
        (3, "region", said),
    ]
    assert faults(enterprises, [(code(72), "新", "T")], actor=place.actor("ann")) == [(2, "region", said)]


@pytest.mark.parametrize("layout", sheets.LAYOUTS, ids=lambda layout: layout.key)
def test_no_header_names_two_columns(layout):
    headers = [header.lower() for column in layout.columns for header in {column.key, *column.headers}]
    assert len(headers) == len(set(headers))


@pytest.mark.parametrize(
    ("kinds", "members"),
    [(sheets.KINDS, Kind), (sheets.RANKS, Rank), (sheets.ROLES, Role)],
    ids=["kind", "rank", "role"],
)
def test_every_member_can_be_said_in_chinese_and_in_english(kinds, members):
    assert set(kinds.words.values()) == set(members)
    assert all(kinds.words[member.value] == kinds.words[member.label.lower()] == member for member in members)
    assert all(any(not word.isascii() for word, value in kinds.words.items() if value == member) for member in members)
