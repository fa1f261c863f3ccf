"""A small place for the tests of the directory and of the rooms above it: one city, two districts, a handful of people."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhuqi.base import uscc
from zhuqi.core.access.actor import CLOCK, Actor
from zhuqi.core.journal.digests import row_digest
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import UNCOVERED
from zhuqi.core.sheets.columns import Layout
from zhuqi.core.sheets.reading import Table, read
from zhuqi.domain.directory import queries, sheets
from zhuqi.domain.directory.actions import loading
from zhuqi.domain.directory.models import Enterprise, Organisation, Staff

SHANGHAI = dt.timezone(dt.timedelta(hours=8))
NOW = dt.datetime(2019, 5, 6, 9, 0, tzinfo=SHANGHAI)
DAY = NOW.date()

ORGANISATIONS = [
    # code, name, kind, parent
    ("C", "示例市", "市", ""),
    ("CD", "市总调度室", "调度室", "C"),
    ("D", "南区", "区", "C"),
    ("DD", "区调度室", "调度室", "D"),
    ("B", "区发展局", "部门", "D"),
    ("T", "东街道", "街道", "D"),
    ("V", "河村", "村", "T"),
    ("W1", "第一工作队", "工作队", "D"),
    ("G1", "第一组", "服务组", "W1"),
    ("G2", "第二组", "服务组", "W1"),
    ("E", "北区", "区", "C"),
    ("ED", "北区调度室", "调度室", "E"),
    ("ET", "西街道", "街道", "E"),
    ("ETD", "西街道调度室", "调度室", "ET"),
]
STAFF = [
    # code, name, rank, unit
    ("lead", "甲领导", "区级领导", "D"),
    ("chief", "乙局长", "正处", "B"),
    ("deputy", "丙副局长", "副处", "B"),
    ("ann", "丁干部", "干部", "B"),
    ("bob", "戊干部", "干部", "B"),
    ("north", "己干部", "干部", "ET"),
    ("desk", "庚调度", "科级", "DD"),
    ("city", "辛调度", "科级", "CD"),
    ("admin", "壬管理员", "科级", "D"),
    ("guard", "癸安全员", "科级", "D"),
]
GRANTS = [
    ("desk", "调度员", "DD"),
    ("city", "调度员", "CD"),
    ("admin", "系统管理员", "D"),
    ("guard", "安全管理员", "D"),
]
ENTERPRISES = [
    # name, region, industry, staff, revenue, assets
    ("示例机械有限公司", "T", "C34", 1200, "1999", "5000"),
    ("示例商贸有限公司", "T", "5211", 60, "800", ""),
    ("示例软件有限公司", "V", "65", "", "", ""),
    ("北区食品有限公司", "ET", "14", 20, "300", "100"),
]


def code(n: int) -> str:
    """A valid credit code, synthetic: the ``n``-th of the tests."""
    return uscc.complete("91220102" + uscc.body(f"{n:08d}"))


def table(layout: Layout, rows: Iterable[Iterable[object]], *keys: str) -> Table:
    """A sheet with these rows, read as from a file; ``keys`` names its columns, all if none are named."""
    header = keys or [column.key for column in layout.columns]
    lines = [header, *([str(cell) for cell in row] for row in rows)]
    text = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
    return read(text.encode(), [layout], name=f"{layout.key}.csv")[layout.key]


@dataclass(frozen=True)
class Place:
    """The place, each thing by its code; enterprises by their number."""

    orgs: dict[str, Organisation]
    staff: dict[str, Staff]
    enterprises: list[Enterprise]

    def actor(self, code: str, day: dt.date = DAY) -> Actor:
        """A member of staff as they come in on a day."""
        account = self.staff[code].account_id
        assert account is not None
        return queries.actor(account, day)


def settle() -> Place:
    """Load the place."""
    orgs = table(sheets.ORGANISATIONS, ORGANISATIONS, "code", "name", "kind", "parent")
    loading.load_organisations(CLOCK, orgs, now=NOW)
    loading.load_staff(CLOCK, table(sheets.STAFF, STAFF, "code", "name", "rank", "unit"), now=NOW)
    loading.load_grants(CLOCK, table(sheets.GRANTS, GRANTS, "staff", "role", "organisation"), now=NOW)
    rows = [(code(n), name, *rest, "") for n, (name, *rest) in enumerate(ENTERPRISES)]
    loading.load_enterprises(CLOCK, table(sheets.ENTERPRISES, rows), now=NOW)
    return Place(
        {org.code: org for org in Organisation.objects.select_related("area")},
        {staff.code: staff for staff in Staff.objects.all()},
        list(Enterprise.objects.order_by("pk")),
    )


def crowd(n: int) -> None:
    """Load ``n`` more members of staff, p0 and on, and as many enterprises, of the codes 1000 and on."""
    staff = [(f"p{i}", f"示例{i}", "干部", "B") for i in range(n)]
    loading.load_staff(CLOCK, table(sheets.STAFF, staff, "code", "name", "rank", "unit"), now=NOW)
    rows = [(code(1000 + i), f"示例{i}有限公司", "T") for i in range(n)]
    loading.load_enterprises(CLOCK, table(sheets.ENTERPRISES, rows, "uscc", "name", "region"), now=NOW)


def spent(act: Callable[[], object]) -> Counter[str]:
    """{SELECT, INSERT …: how many of them an act sends}."""
    with CaptureQueriesContext(connection) as sent:
        act()
    return Counter(str(query["sql"]).split()[0] for query in sent)


def unbooked() -> list[str]:
    """Rows of the rooms' tables whose present digest isn't the last one that an entry holds for them."""
    booked: dict[tuple[str, int], str | None] = {}
    for rows in Entry.objects.order_by("pk").values_list("rows", flat=True):
        booked |= {(name, pk): digest for name, pk, digest in json.loads(rows)}
    models = [apps.get_model("access.Grant"), apps.get_model("accounts.Account")]
    for label in ("directory", "liaison", "visits"):
        models += apps.get_app_config(label).get_models()
    return [
        f"{model._meta.db_table} {row.pk}"
        for model in models
        for row in model._default_manager.all()
        if model._meta.db_table not in UNCOVERED and booked.get((model._meta.db_table, row.pk)) != row_digest(row)
    ]
