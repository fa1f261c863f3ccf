"""The client keeps up with the API: every operation has its method, with the parameters and the answer that are described."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from typing import Any, get_type_hints

import pytest
from zhuqi_client import Zhuqi

from tools.client import PACKAGE, Operation, described, files, kind, operations

DESCRIPTION = described()
SHAPES = DESCRIPTION["components"]["schemas"]
EVERY = {one.name: one for several in operations(DESCRIPTION).values() for one in several}


def test_what_is_checked_in_is_what_would_be_written() -> None:
    """Else: python -m tools.client."""
    written = {
        str(path.relative_to(PACKAGE)): path.read_text()
        for folder in ("shapes", "operations")
        for path in (PACKAGE / folder).glob("*.py")
    }
    assert written == files()


def test_every_operation_has_its_method_and_no_other_is_there() -> None:
    methods = {name for name, _ in inspect.getmembers(Zhuqi, inspect.isfunction) if not name.startswith("_")}
    assert {name for name in methods if not name.startswith("each_of_")} == set(EVERY)
    paged = {name for name, one in EVERY.items() if "next" in SHAPES[kind(one.answer)].get("properties", {})}
    assert {name.removeprefix("each_of_") for name in methods if name.startswith("each_of_")} == paged and len(
        paged
    ) > 1


@pytest.mark.parametrize("name", EVERY)
def test_a_method_takes_and_gives_what_is_described(name: str) -> None:
    one, method = EVERY[name], getattr(Zhuqi, name)
    taken = dict(inspect.signature(method).parameters)
    del taken["self"]
    assert set(taken) == set(expected(one))
    assert {argument for argument, found in taken.items() if found.default is inspect.Parameter.empty} == {
        argument for argument, needed in expected(one).items() if needed
    }
    gives = get_type_hints(method)["return"]
    shape = SHAPES[kind(one.answer)]
    assert gives.__name__ == kind(one.answer) and set(gives.__annotations__) == set(shape["properties"])
    assert gives.__required_keys__ == set(shape.get("required", ()))


def expected(one: Operation) -> dict[str, bool]:
    """{argument: whether it is needed}."""
    versioned = one.has("If-Match")
    path = {
        "case" if versioned and each["name"] == "case_id" else str(each["name"]): True for each in one.where("path")
    }
    query = {str(each["name"]): bool(each["required"]) for each in one.where("query")}
    body = one.body(SHAPES)
    fields = {name: name in body.get("required", ()) for name in body.get("properties", {})}
    return {**path, **query, **fields, **({"key": False} if one.has("Idempotency-Key") else {})}


def imported() -> Iterator[str]:
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield node.module or "."


def test_the_client_knows_nothing_of_the_house() -> None:
    found: set[Any] = {name.partition(".")[0] for name in imported()}
    assert found & {"zhuqi", "django", "ninja", "tests", "tools", "."} == set()
    assert "requests" in found
