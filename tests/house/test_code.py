"""The laws over the code, and for each law a snippet that breaks it."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable

import pytest
from django.apps import apps

from tests.house.laws import (
    banned_imports,
    defined,
    foreign_writes,
    imports_by_string,
    imports_inside,
    logic_in_save,
    writes_at_all,
)
from tests.house.source import modules, room, texts


def tables() -> set[tuple[str, str]]:
    return {
        (room(model.__module__), model.__name__) for model in apps.get_models() if model.__module__.startswith("zhuqi.")
    }


def faults(law: Callable[[ast.Module], list[str]], where: Callable[[str], bool] = lambda module: True) -> list[str]:
    return [f"{module}:{fault}" for module, tree in modules().items() if where(module) for fault in law(tree)]


def may_write(module: str) -> bool:
    """The core, and of a room its actions."""
    return not module.startswith(("zhuqi.domain.", "zhuqi.interfaces")) or module.split(".")[3:4] == ["actions"]


def test_nothing_imports_inside_a_function() -> None:
    assert not faults(imports_inside)


def test_only_the_core_imports_by_string() -> None:
    assert not faults(imports_by_string, lambda module: not module.startswith("zhuqi.core."))


def test_there_are_no_signals_no_admin_and_no_generic_keys() -> None:
    assert not faults(banned_imports)


def test_no_table_hides_logic_in_save() -> None:
    assert not faults(logic_in_save)


def test_a_table_is_written_only_from_its_own_room() -> None:
    known = tables()
    assert known
    broken = {module: found for module, tree in modules().items() if (found := foreign_writes(tree, module, known))}
    assert not broken


def test_a_room_writes_only_in_its_actions_and_interfaces_never() -> None:
    assert not faults(writes_at_all, lambda module: not may_write(module))


def test_nothing_is_defined_that_is_named_nowhere_else() -> None:
    named = Counter(word for _, text in texts() for word in re.findall(r"\w+", text))
    ours = {module: tree for module, tree in modules().items() if not module.endswith((".settings", ".apps"))}
    assert not [f"{module}: {name}" for module, tree in ours.items() for name in defined(tree) if named[name] == 1]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("def f(): ...", ["f"]),
        ("class A: ...", ["A"]),
        ("A = B = 1", ["A", "B"]),
        ("A: int = 1", ["A"]),
        ("@get('/')\ndef f(): ...", []),
        ("a.b = 1", []),
    ],
)
def test_what_a_module_defines_is_found(line: str, names: list[str]) -> None:
    assert defined(ast.parse(line)) == names


@pytest.mark.parametrize(
    ("law", "snippet"),
    [
        (imports_inside, "def f():\n    import json"),
        (imports_inside, "class A:\n    async def f(self):\n        from json import loads"),
        (imports_inside, "model = apps.get_model('cases', 'Case')"),
        (imports_inside, "module = importlib.import_module('zhuqi.domain.cases.models')"),
        (imports_by_string, "table = import_string(settings.REACTIONS)"),
        (banned_imports, "from django.dispatch import receiver"),
        (banned_imports, "from django.db.models import signals"),
        (banned_imports, "import django.contrib.admin"),
        (banned_imports, "from django.contrib import admin"),
        (banned_imports, "from django.contrib.contenttypes.fields import GenericForeignKey"),
        (logic_in_save, "class Case(Model):\n    def save(self, **kwargs):\n        pass"),
        (logic_in_save, "class Case(Model):\n    def delete(self):\n        pass"),
        (writes_at_all, "case.save()"),
        (writes_at_all, "Case.objects.create(state='found')"),
        (writes_at_all, "Case.objects.bulk_create(rows)"),
        (writes_at_all, "visible(actor).filter(pk=1).update(state='ended')"),
        (writes_at_all, "visible(actor).filter(pk=1).delete()"),
    ],
)
def test_a_snippet_that_breaks_the_law_is_found(law: Callable[[ast.Module], list[str]], snippet: str) -> None:
    assert law(ast.parse(snippet))


@pytest.mark.parametrize(
    ("law", "snippet"),
    [
        (imports_inside, "import json\n\ndef f():\n    return json"),
        (imports_inside, "if TYPE_CHECKING:\n    import json"),
        (banned_imports, "from django.db import models"),
        (logic_in_save, "class Change:\n    def delete(self, row):\n        pass"),
        (
            writes_at_all,
            "facts.update(other)\nfacts.update(a=1)\nchange.update(case, state='ended')\ncache.delete('k')",
        ),
    ],
)
def test_a_snippet_that_keeps_the_law_is_left_alone(law: Callable[[ast.Module], list[str]], snippet: str) -> None:
    assert not law(ast.parse(snippet))


HEAD = "from zhuqi.domain.directory.models import Staff, Kind\nfrom zhuqi.domain.directory import models as rooms\n"
TABLES = {("zhuqi.domain.directory", "Staff"), ("zhuqi.domain.cases", "Case")}


@pytest.mark.parametrize(
    "line",
    [
        "Staff.objects.create(name='x')",
        "Staff.objects.filter(pk=1).update(name='x')",
        "Staff.objects.all()[0].delete()",
        "rooms.Staff.objects.bulk_create([])",
        "change.insert(Staff(name='x'))",
        "def f(change):\n    row = Staff.objects.get(pk=1)\n    change.update(row, name='x')",
        "def f():\n    for row in rooms.Staff.objects.all():\n        row.save()",
    ],
)
def test_a_write_to_another_room_is_found(line: str) -> None:
    assert foreign_writes(ast.parse(HEAD + line), "zhuqi.domain.cases.actions.assigning", TABLES)
    assert not foreign_writes(ast.parse(HEAD + line), "zhuqi.domain.directory.actions", TABLES)


def test_reading_another_room_is_no_write() -> None:
    lines = "row = Staff.objects.get(pk=1)\nkind = Kind('x')\ncase = Case(holder=row)\nseen.update(row=row)"
    assert not foreign_writes(ast.parse(HEAD + lines), "zhuqi.domain.cases.actions.assigning", TABLES)
