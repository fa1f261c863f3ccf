"""``zhuqi load``: all or nothing, faults as row, column, sentence; twice changes nothing."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from tests.cast import RULEBOOK
from tests.sheets.workbooks import xlsx
from zhuqi.base import uscc
from zhuqi.core.journal.models import Entry
from zhuqi.core.rulebook.models import Edition
from zhuqi.domain.calendar.queries import days_of, published_years, source_of
from zhuqi.domain.calendar.rules import Day
from zhuqi.domain.calendar.sheets import DAYS, SHIPPED
from zhuqi.domain.directory.models import Enterprise, Organisation, Staff
from zhuqi.interfaces.cli import sheet_files
from zhuqi.interfaces.cli.loading import LOADERS

TREE = "组织代码,组织名称,组织类型,上级组织代码\na,演练市,市,\na-desk,演练调度室,调度室,a\na-dep,演练部门,部门,a\n"
PEOPLE = "工号,姓名,职级,所在组织代码\ns1,甲,干部,a-dep\ns2,乙,干部,a-dep\n"
NOTICE = "日期,节日,安排\n2026-12-31,元旦,放假\n2027年1月1日,元旦,放假\n2027/1/3,元旦,上班\n20271001,国庆节,休\n"
GRANTS = "工号,角色,组织代码\ns1,调度员,a-desk\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    def write(**files: str | bytes):
        for name, content in files.items():
            path = tmp_path / name.replace("_", ".")
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    monkeypatch.chdir(tmp_path)
    return write


def held() -> tuple[int, int]:
    return Organisation.objects.count(), Staff.objects.count()


def test_every_sheet_that_a_room_knows_has_its_action():
    assert [*LOADERS, DAYS.key] == [layout.key for layout in sheet_files.LAYOUTS]


def test_registers_are_loaded_in_the_order_in_which_they_need_each_other(db, folder, types):
    folder(grants_csv=GRANTS, staff_csv=PEOPLE, organisations_csv=TREE)
    said = types("load", "grants.csv", "staff.csv", "organisations.csv").stdout.splitlines()
    assert said == [
        "organisations.csv: 3 new, 0 changed, 0 as before.",
        "staff.csv: 2 new, 0 changed, 0 as before.",
        "grants.csv: 1 new, 0 changed, 0 as before.",
    ]
    assert held() == (3, 2)
    again = types("load", "grants.csv", "staff.csv", "organisations.csv").stdout
    assert "0 new, 0 changed, 3 as before" in again
    assert held() == (3, 2)


def test_a_workbook_s_sheets_are_known_by_name_and_a_single_sheet_by_its_headers(db, folder, types):
    rows = [line.split(",") for line in TREE.splitlines()]
    people = [line.split(",") for line in PEOPLE.splitlines()]
    folder(two_xlsx=xlsx({"组织": rows, "人员": people}), Sheet1_xlsx=xlsx({"Sheet1": rows}), 名单_csv=PEOPLE)
    assert types("load", "Sheet1.xlsx").stdout == "Sheet1.xlsx: 3 new, 0 changed, 0 as before.\n"
    assert types("load", "名单.csv").stdout == "名单.csv: 2 new, 0 changed, 0 as before.\n"
    assert held() == (3, 2)
    assert "two.xlsx/人员: 0 new, 0 changed, 2 as before." in types("load", "two.xlsx").stdout


def test_a_sheet_that_nothing_knows_is_refused(db, folder, types):
    folder(list_csv="水果,价钱\n梨,3\n")
    assert "No sheet of this name is known" in types("load", "list.csv", code=1).stderr


def test_faults_name_row_column_and_reason_and_nothing_is_half_done(db, folder, types):
    folder(organisations_csv=TREE, staff_csv=PEOPLE.replace("a-dep", "nowhere", 1).replace("s2,乙,干部", "s2,,司机"))
    lines = types("load", "organisations.csv", "staff.csv", code=1).stderr.splitlines()
    assert lines[0] == "staff.csv: row 2, column “所在组织代码”: No organisation in force has this code."
    assert lines[1] == "staff.csv: row 3, column “姓名”: This is needed and is empty."
    assert lines[2].startswith("staff.csv: row 3, column “职级”: “司机” isn't one of: ")
    assert lines[3] == "3 faults were found, so nothing was loaded."
    assert held() == (0, 0)


def test_what_names_a_refused_sheet_s_rows_gets_no_faults_of_its_own(db, folder, types):
    folder(
        organisations_csv=TREE.replace("调度室,a", "码头,a"),
        staff_csv=PEOPLE,
        grants_csv=GRANTS.replace("调度员", "司机"),
    )
    lines = types("load", "organisations.csv", "staff.csv", "grants.csv", code=1).stderr.splitlines()
    assert [line.split(",")[0] for line in lines[:-1]] == ["organisations.csv: row 3", "grants.csv: row 2"]


def test_files_that_can_t_be_read_are_all_named_at_once(db, folder, types):
    folder(organisations_csv=TREE, staff_csv="工号,姓名\ns1,甲\n", posts_xlsx=b"PK\x03\x04broken")
    said = types("load", "organisations.csv", "staff.csv", "posts.xlsx", code=1).stderr
    assert "staff.csv: row 1, column “职级”: This column is missing." in said
    assert "posts.xlsx: The file can't be read" in said
    assert held() == (0, 0)


def test_a_trial_says_what_would_come_and_writes_nothing(db, folder, types):
    folder(organisations_csv=TREE, staff_csv=PEOPLE)
    said = types("load", "--dry-run", "organisations.csv", "staff.csv").stdout
    assert "staff.csv: 2 new" in said
    assert said.splitlines()[-1] == "Nothing was written: this was a trial."
    assert held() == (0, 0)


def test_what_is_unusual_is_taken_and_told(city, folder, types):
    code = next(code for n in range(9) if uscc.check(code := uscc.complete(f"91220102MA001000{n}")).warnings)
    folder(enterprises_csv=f"信用代码,企业名称,所属区域代码\n{code},演练,xf\n")
    said = types("load", "enterprises.csv").stdout.splitlines()
    assert said[0] == "enterprises.csv: 1 new, 0 changed, 0 as before."
    assert said[1].startswith("  unusual: enterprises, row 2, column “信用代码”: ")
    assert Enterprise.objects.count() == len(city.enterprises) + 1


def test_a_year_s_working_days_come_from_a_file(db, folder, types):
    folder(days_json=(SHIPPED / "2025.json").read_text("utf-8"))
    assert types("load", "days.json").stdout == "days.json: the working days of 2025 are published.\n"
    assert days_of(2025)


def test_a_year_s_file_without_a_source_names_itself(db, folder, types):
    year = json.loads((SHIPPED / "2025.json").read_text("utf-8"))
    folder(days_json=json.dumps({**year, "papers": [], "origin": ""}))
    types("load", "days.json")
    assert source_of(2025) == "days.json"


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("放假安排.csv", NOTICE.encode(), "放假安排.csv"),
        ("2027.csv", NOTICE.encode("gb18030"), "2027.csv"),
        ("2027.xlsx", xlsx({"Sheet1": [line.split(",") for line in NOTICE.splitlines()]}), "2027.xlsx/Sheet1"),
    ],
)
def test_a_year_s_working_days_come_from_a_sheet_too(db, folder, types, file, content, said):
    (folder() / file).write_bytes(content)
    assert types("load", file).stdout == f"{said}: the working days of 2027 are published.\n"
    assert days_of(2027) == (
        Day(dt.date(2026, 12, 31), False, "元旦"),
        Day(dt.date(2027, 1, 1), False, "元旦"),
        Day(dt.date(2027, 1, 3), True, "元旦"),
        Day(dt.date(2027, 10, 1), False, "国庆节"),
    )
    assert source_of(2027) == file
    before = Entry.objects.count()
    types("load", file)
    assert Entry.objects.count() == before
    types("load", file, "--source", "国办发明电〔2026〕7号")
    assert source_of(2027) == "国办发明电〔2026〕7号"


def test_a_year_and_registers_may_lie_in_one_workbook(db, folder, types):
    rows = {
        title: [line.split(",") for line in text.splitlines()] for title, text in (("组织", TREE), ("节假日", NOTICE))
    }
    folder(all_xlsx=xlsx(rows))
    assert len(types("load", "all.xlsx").stdout.splitlines()) == 2
    assert (held(), published_years()) == ((3, 0), (2027,))


def test_every_fault_of_a_year_s_sheet_is_named_by_row_and_column_and_nothing_is_half_done(db, folder, types):
    folder(
        organisations_csv=TREE,
        staff_csv=PEOPLE.replace("干部,a-dep", "司机,a-dep", 1),
        days_csv=NOTICE.replace("2027/1/3", "2027/1/5") + "2027-13-01,春节,放假\n2027-02-17,,半天\n",
    )
    lines = types("load", "organisations.csv", "days.csv", "staff.csv", code=1).stderr.splitlines()
    assert [line.split(": ")[1] for line in lines[:-1]] == [
        "row 4, column “日期”",
        "row 6, column “日期”",
        "row 7, column “节日”",
        "row 7, column “安排”",
        "row 2, column “职级”",
    ]
    assert lines[-1] == "5 faults were found, so nothing was loaded."
    assert (held(), published_years()) == ((0, 0), ())


def test_a_year_that_no_notice_can_say_keeps_the_registers_out_too(db, folder, types):
    folder(organisations_csv=TREE, days_csv=NOTICE.replace("2027年1月1日,元旦,放假\n", ""))
    lines = types("load", "organisations.csv", "days.csv", code=1).stderr.splitlines()
    assert lines[0].startswith("days.csv: 1 January 2027") and "holiday every year" in lines[0]
    assert (held(), published_years()) == ((0, 0), ())


def test_a_trial_publishes_no_year(db, folder, types):
    folder(days_csv=NOTICE)
    assert "2027 are published" in types("load", "--dry-run", "days.csv").stdout
    assert published_years() == ()


def test_a_source_without_a_year_is_refused(db, folder, types):
    folder(organisations_csv=TREE)
    assert "--source is for" in types("load", "organisations.csv", "--source", "x", code=1).stderr
    assert held() == (0, 0)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("days.json", b"{", "days.json: This isn't JSON."),
        ("days.json", b'{"year": 2030, "days": []}', "days.json: There is no day in the notice for 2030"),
        (
            "rules.yaml",
            "规则: x\n地区: nowhere\n".encode(),
            "rules.yaml: Line 2, “地区”: No organisation in force has the code",
        ),
        ("rules.yaml", "规则: [x\n".encode(), "rules.yaml: Line 2"),
        ("rules.yaml", b"\xff\xfe\x00", "rules.yaml: The text isn't UTF-8."),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_name(db, folder, types, name, content, said):
    (folder() / name).write_bytes(content)
    lines = types("load", name, code=1).stderr.splitlines()
    assert lines[0].startswith(said)
    assert lines[1] == "1 faults were found, so nothing was loaded."


def test_a_rulebook_is_adopted_with_the_organisations_it_is_for(db, folder, types):
    text = RULEBOOK.read_text("utf-8").replace("地区: cc", "地区: a")
    folder(organisations_csv=TREE, rules_yaml=text)
    said = types("load", "rules.yaml", "organisations.csv").stdout.splitlines()
    assert said[1].startswith("rules.yaml: “") and said[1].endswith("is in force at 演练市 from 10 May 2019 on.")
    assert Edition.objects.get().text == text
    types("load", "rules.yaml")
    assert Edition.objects.count() == 1


def test_a_broken_rulebook_keeps_the_organisations_out_too(db, folder, types):
    text = RULEBOOK.read_text("utf-8").replace("地区: cc", "地区: a").replace("10 工作日", "10 光年")
    folder(organisations_csv=TREE, rules_yaml=text)
    assert "rules.yaml: Line " in types("load", "rules.yaml", "organisations.csv", code=1).stderr
    assert held() == (0, 0)


def test_a_file_that_isn_t_there_is_told_so(types):
    assert "nowhere.csv" in types("load", "nowhere.csv", code=2).stderr


KEPT = "企业名录（演练）,,,\n企业名称,信用代码,法定代表人,地区\n演练一,{good},某,演练\n演练二,12345,某,演练市\n"


def test_a_list_as_it_is_kept_is_taken_when_that_is_asked_for(db, folder, types):
    good = uscc.complete("91220102" + uscc.body("MA800001"))
    folder(organisations_csv=TREE, enterprises_csv=KEPT.format(good=good))
    refused = types("load", "organisations.csv", "enterprises.csv", code=1)
    assert "法定代表人" in refused.stderr and held() == (0, 0)
    said = types("load", "organisations.csv", "enterprises.csv", "--as-kept").stdout.splitlines()
    assert said[1:4] == [
        "enterprises.csv: 1 new, 0 changed, 0 as before.",
        "  Columns that aren't taken: 法定代表人.",
        "  Rows that aren't taken: 1.",
    ]
    assert "row 4" in said[4] and list(Enterprise.objects.values_list("uscc", flat=True)) == [good]
    again = types("load", "enterprises.csv", "--as-kept").stdout
    assert "0 new, 0 changed, 1 as before" in again
