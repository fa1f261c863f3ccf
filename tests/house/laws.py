"""The laws that no linter holds, as functions over a syntax tree. Each gives the faults found, as ``line: sentence``."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from typing import Any

from tests.house.source import room

Tables = Collection[tuple[str, str]]
"""(room, class) of every table."""

SAVES = frozenset({"save", "asave", "save_base"})
MAKES = frozenset({"create", "bulk_create", "get_or_create", "update_or_create"})
CHANGES = frozenset({"update", "bulk_update", "delete"})
WRITES = MAKES | CHANGES | {f"a{name}" for name in MAKES | CHANGES}
BANNED = ("django.dispatch", "django.db.models.signals", "django.contrib.admin", "django.contrib.contenttypes.fields")
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


def imports_inside(tree: ast.Module) -> list[str]:
    """Imports inside a function, and calls that import by name."""
    faults = {
        f"{node.lineno}: an import inside a function; move it to the top of the module"
        for function in _of(tree, *FUNCTION)
        for node in _of(function, ast.Import, ast.ImportFrom)
    }
    faults |= {
        f"{call.lineno}: {_last(call.func)}() imports where no contract sees it; import at the top of the module"
        for call in _of(tree, ast.Call)
        if _last(call.func) in {"import_module", "__import__", "get_model"}
    }
    return sorted(faults)


def imports_by_string(tree: ast.Module) -> list[str]:
    """Calls of ``import_string``: only the core loads the wiring, by the names that the settings give."""
    return [
        f"{call.lineno}: import_string() is for the core"
        for call in _of(tree, ast.Call)
        if _last(call.func) == "import_string"
    ]


def banned_imports(tree: ast.Module) -> list[str]:
    """Imports of Django's signals, its admin and its generic keys."""
    faults = []
    for node in _of(tree, ast.Import, ast.ImportFrom):
        inside = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
        names = [inside + alias.name for alias in node.names]
        faults += [f"{node.lineno}: {name} is banned" for name in names if name.startswith(BANNED)]
    return faults


def logic_in_save(tree: ast.Module) -> list[str]:
    """Methods of a class built on another that step between a row and its table."""
    return [
        f"{method.lineno}: {owner.name}.{method.name}() hides logic in the table; write an action"
        for owner in _of(tree, ast.ClassDef)
        for method in owner.body
        if owner.bases and isinstance(method, FUNCTION) and method.name in SAVES | {"delete", "adelete"}
    ]


def foreign_writes(tree: ast.Module, module: str, tables: Tables) -> list[str]:
    """Writes to another room's table: through its class, or to a row fetched through it in the same function."""
    foreign = _Foreign(tree, room(module), tables)
    faults = set()
    for call in _of(tree, ast.Call):
        table, rest = foreign.table(call.func)
        if table and not rest:
            faults.add(f"{call.lineno}: makes a row of {table}, another room's table")
        elif table and rest[-1] in WRITES:
            faults.add(f"{call.lineno}: {rest[-1]}() on {table}, another room's table")
    for function in _of(tree, *FUNCTION):
        rows = foreign.rows(function)
        for call in _of(function, ast.Call):
            written = _row_written(call)
            if written in rows:
                faults.add(f"{call.lineno}: writes {written}, a row of another room")
    return sorted(faults)


class _Foreign:
    """Other rooms' tables as one module names them: by class, or as an attribute of their module."""

    def __init__(self, tree: ast.Module, own: str, tables: Tables) -> None:
        self.classes: set[str] = set()
        self.modules: dict[str, str] = {}
        self.tables = tables
        for node in _of(tree, ast.ImportFrom):
            for alias in node.names:
                whole, name = f"{node.module}.{alias.name}", alias.asname or alias.name
                home = room(whole)
                if home == own:
                    continue
                if whole == f"{home}.models":
                    self.modules[name] = home
                elif (home, alias.name) in tables:
                    self.classes.add(name)

    def table(self, expression: ast.expr) -> tuple[str, list[str]]:
        """The foreign class an expression begins at, and the attributes taken from there on; ("", []) if none."""
        root, attributes = _chain(expression)
        if root in self.classes:
            return root, attributes
        if attributes and (self.modules.get(root, ""), attributes[0]) in self.tables:
            return attributes[0], attributes[1:]
        return "", []

    def rows(self, function: ast.AST) -> set[str]:
        """Names of a function's variables that hold rows of a foreign table."""
        found = set()
        for node in _of(function, ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.For):
            value = node.iter if isinstance(node, ast.For) else node.value
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if value is not None and self.table(value)[1]:
                found |= {target.id for target in targets if isinstance(target, ast.Name)}
        return found


def _row_written(call: ast.Call) -> str:
    """The variable a call writes as a row: ``row.save()``, ``change.update(row, ...)``."""
    if not isinstance(call.func, ast.Attribute):
        return ""
    on, name = call.func.value, call.func.attr
    if isinstance(on, ast.Name) and name in SAVES | {"delete", "adelete"} and not call.args:
        return on.id
    if call.args and isinstance(call.args[0], ast.Name) and name in {"insert", "update", "delete", "touched"}:
        return call.args[0].id
    return ""


def writes_at_all(tree: ast.Module) -> list[str]:
    """Writes to any table, for modules that may write none: interfaces, and all of a room but its actions."""
    faults = []
    for call in _of(tree, ast.Call):
        name = _last(call.func)
        on = call.func.value if isinstance(call.func, ast.Attribute) else None
        if on is None:
            continue
        rows = isinstance(on, ast.Call) or _last(on) in {"objects", "_default_manager"}
        if name in SAVES | {"bulk_create", "bulk_update", "get_or_create", "update_or_create"}:
            faults.append(f"{call.lineno}: {name}() outside a room's actions")
        elif rows and (name in {"create", "delete"} or (name == "update" and not call.args)):
            faults.append(f"{call.lineno}: {name}() on rows outside a room's actions")
    return faults


def _of(tree: ast.AST, *kinds: type[ast.AST]) -> Iterator[Any]:
    return (node for node in ast.walk(tree) if isinstance(node, kinds))


def _last(expression: ast.expr) -> str:
    """The last name of ``a.b.c`` or of ``c``."""
    if isinstance(expression, ast.Attribute):
        return expression.attr
    return expression.id if isinstance(expression, ast.Name) else ""


def _chain(expression: ast.expr) -> tuple[str, list[str]]:
    """``Case.objects.filter(x)[0].update`` as ("Case", ["objects", "filter", "update"])."""
    attributes: list[str] = []
    while not isinstance(expression, ast.Name):
        if isinstance(expression, ast.Attribute):
            attributes.append(expression.attr)
            expression = expression.value
        elif isinstance(expression, ast.Call):
            expression = expression.func
        elif isinstance(expression, ast.Subscript):
            expression = expression.value
        else:
            return "", []
    return expression.id, attributes[::-1]


def defined(tree: ast.Module) -> list[str]:
    """The names that a module gives at its top, but for those that a decorator hands on."""
    names: list[str] = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.decorator_list:
            names.append(node.name)
        elif isinstance(node, ast.Assign):
            names += [target.id for target in node.targets if isinstance(target, ast.Name)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.append(node.target.id)
    return names
