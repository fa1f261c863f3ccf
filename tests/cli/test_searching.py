"""``zhuqi search``, and what an upgrade does where nothing can be found yet."""

from __future__ import annotations

from zhuqi.core.search.models import Found


def test_the_index_is_made_anew_by_a_command(city, types):
    before = sorted(Found.objects.values_list("pk", "tokens"))
    Found.objects.filter(kind="staff").delete()
    assert types("search", "rebuild").stdout == f"Found from now on: {len(before)} things.\n"
    assert sorted(Found.objects.values_list("pk", "tokens")) == before


def test_an_upgrade_makes_an_index_where_there_is_none_and_leaves_one_that_is_there(city, types):
    before = sorted(Found.objects.values_list("pk", "tokens"))
    Found.objects.all().delete()
    types("migrate")
    assert sorted(Found.objects.values_list("pk", "tokens")) == before
    Found.objects.filter(kind="staff").delete()
    types("migrate")
    assert not Found.objects.filter(kind="staff").exists()
