"""The typed client's shapes and operations, written from the description of the API: ``python -m tools.client`` writes them,
a test holds that what is checked in is what would be written."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from textwrap import indent as indented
from textwrap import wrap
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuqi.settings")
django.setup()

from zhuqi.domain.cases.actions import ACTIONS  # noqa: E402  # the house must be set up
from zhuqi.domain.cases.rules.words import Action  # noqa: E402
from zhuqi.interfaces.api.site import api  # noqa: E402

Json = Mapping[str, Any]
PACKAGE = Path(__file__).parent.parent / "client" / "zhuqi_client"
STEP = re.compile(r"/cases/\{case_id\}/actions/")
PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
WRITTEN = '''"""{about} Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

'''


def described() -> Json:
    """The description, with addresses as the client writes them."""
    found: Json = api.get_openapi_schema(path_prefix="")
    return found


def kind(schema: Json) -> str:
    """The type of a value."""
    match schema:
        case {"$ref": reference}:
            return str(reference).rpartition("/")[2]
        case {"allOf": [first, *_]}:
            return kind(first)
        case {"anyOf": several}:
            return " | ".join(dict.fromkeys(kind(one) for one in several))
        case {"const": value}:
            return f"Literal[{value!r}]"
        case {"enum": values}:
            return f"Literal[{', '.join(map(repr, values))}]"
        case {"type": "array"}:
            return f"list[{kind(schema.get('items', {}))}]"
        case {"type": "object"}:
            inner = schema.get("additionalProperties")
            return f"dict[str, {kind(inner) if isinstance(inner, dict) else 'Any'}]"
    return PLAIN.get(schema.get("type", ""), "Any")


def named(schema: Any) -> Iterator[str]:
    """The components that a schema names."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"].rpartition("/")[2]
        for value in schema.values():
            yield from named(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from named(value)


class Operation:
    """One operation of the description as a method."""

    def __init__(self, method: str, path: str, found: Json) -> None:
        self.method, self.found = method, found
        self.path = "/" + path.strip("/")
        self.name: str = found["operationId"]
        self.about = _sentence(found.get("description") or found.get("summary") or self.name)
        self.parameters: Sequence[Json] = found["parameters"]
        self.good = next(answer for status, answer in found["responses"].items() if int(status) < 300)

    @property
    def room(self) -> str:
        """The file it stands in: its tag; for steps of a case the room they come from."""
        if STEP.match(self.path):
            return f"cases_{ACTIONS[Action(self.name)].__module__.rpartition('.')[2]}"
        return str(self.found["tags"][0])

    @property
    def answer(self) -> Json:
        """The schema of what it gives."""
        found: Json = self.good["content"]["application/json"]["schema"]
        return found

    def body(self, shapes: Json) -> Json:
        """The fields of its body."""
        content = self.found.get("requestBody", {}).get("content", {})
        if not content:
            return {}
        found: Json = shapes[next(named(content["application/json"]["schema"]))]
        return found

    def where(self, place: str) -> list[Json]:
        """Its parameters at a place: path, query, header."""
        return [each for each in self.parameters if each["in"] == place]

    def has(self, header: str) -> bool:
        """Whether it takes a header."""
        return any(each["name"] == header for each in self.where("header"))

    def text(self, shapes: Json) -> Iterator[str]:
        """The method; and where it gives pages, the one that goes through all of them."""
        versioned, body, query = self.has("If-Match"), self.body(shapes), self.where("query")
        ids = [str(each["name"]) for each in self.where("path")]
        takes = ["case: Seen" if versioned and name == "case_id" else f"{name}: int" for name in ids]
        fields = body.get("properties", {})
        needed = set(body.get("required", ()))
        named_ = [
            *(_argument(each["name"], each["schema"], needed=each["required"]) for each in query),
            *(_argument(name, schema, needed=name in needed) for name, schema in fields.items()),
        ]
        named_.sort(key=lambda argument: argument.endswith("= None"))
        path = self.path.replace("{case_id}", "{case['id']}") if versioned else self.path
        where = f'f"{path}"' if "{" in path else f'"{path}"'
        if self.method == "get":
            given = ", " + _pairs(each["name"] for each in query) if query else ""
            yield from self._method(self.name, takes, named_, kind(self.answer), f"self._read({where}{given})")
            yield from self._pages(shapes, takes, named_, where)
            return
        keyed = self.has("Idempotency-Key")
        sent = [_pairs(fields) if "requestBody" in self.found else "None"]
        sent += ["key=key" if keyed else "keyed=False"] + (['version=case["version"]'] if versioned else [])
        named_ += ["key: str | None = None"] if keyed else []
        yield from self._method(self.name, takes, named_, kind(self.answer), f"self._send({where}, {', '.join(sent)})")

    def _pages(self, shapes: Json, takes: list[str], arguments: list[str], where: str) -> Iterator[str]:
        fields = shapes[kind(self.answer)].get("properties", {}) if kind(self.answer) in shapes else {}
        rows = [name for name, schema in fields.items() if schema.get("type") == "array"]
        if "next" not in fields or len(rows) != 1:
            return
        without = [argument for argument in arguments if not argument.startswith("cursor:")]
        given = _pairs(each["name"] for each in self.where("query") if each["name"] != "cursor")
        row = kind(fields[rows[0]]["items"])
        yield from self._method(
            f"each_of_{self.name}", takes, without, f"Iterator[{row}]", f'self._pages({where}, {given}, "{rows[0]}")',
            "Every row of all pages, one after the other.",
        )  # fmt: skip

    def _method(
        self, name: str, takes: list[str], arguments: list[str], gives: str, does: str, about: str = ""
    ) -> Iterator[str]:
        star = ["*", *arguments] if arguments else []
        yield f"    def {name}({', '.join(['self', *takes, *star])}) -> {gives}:"
        yield _docstring(about or self.about, 8)
        if gives.startswith("Iterator"):
            yield f"        return {does}\n"
        else:
            yield f"        found: {gives} = {does}"
            yield "        return found\n"


def _pairs(names: Iterable[str]) -> str:
    return "{" + ", ".join(f'"{name}": {name}' for name in names) + "}"


def _argument(name: str, schema: Json, *, needed: bool) -> str:
    written = kind(schema).replace("list[", "Sequence[")
    if needed:
        return f"{name}: {written}"
    return f"{name}: {written if written.endswith('None') else written + ' | None'} = None"


def _sentence(text: str) -> str:
    first = text.strip().split("\n\n")[0].replace("\n", " ").replace('"', "'")
    return first if first.endswith((".", "?", "!")) else first + "."


def _docstring(text: str, indent: int) -> str:
    """A docstring, folded; its end stands alone where it has several lines."""
    lines = wrap(text, 105)
    ends = "\n" + " " * indent if len(lines) > 1 else ""
    return indented('"""' + "\n".join(lines) + f'{ends}"""', " " * indent)


def operations(description: Json) -> dict[str, list[Operation]]:
    """{room: operations}, in the order of the description."""
    found: dict[str, list[Operation]] = {}
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            one = Operation(method, path, operation)
            found.setdefault(one.room, []).append(one)
    return found


def shape(name: str, schema: Json) -> str:
    """One component as a type."""
    if schema.get("type") != "object":
        return f"{name} = {kind(schema)}\n"
    needed = set(schema.get("required", ()))
    lines = [f"class {name}(TypedDict):", _docstring(_sentence(schema.get("description") or name), 4), ""]
    for field, written in schema.get("properties", {}).items():
        found = kind(written)
        lines.append(f"    {field}: {found if field in needed else f'NotRequired[{found}]'}")
    return "\n".join(lines) + "\n"


def homes(description: Json, rooms: Mapping[str, Sequence[Operation]]) -> dict[str, list[str]]:
    """{room: the components it brings}: each stands with the first room that needs it, so that no two rooms need each other."""
    shapes, placed = description["components"]["schemas"], dict[str, str]()

    def place(name: str, room: str) -> None:
        if name in placed:
            return
        placed[name] = room
        for other in named(shapes[name]):
            place(other, room)

    for room, several in rooms.items():
        for one in several:
            for name in named(one.answer):
                place(name, room)
            for inner in named([one.body(shapes), [each["schema"] for each in one.parameters]]):
                place(inner, room)
    return {room: [name for name, home in placed.items() if home == room] for room in rooms}


def imports(text: str, names: Mapping[str, Iterable[str]]) -> str:
    """The import lines for whatever of ``names`` a text uses."""
    lines = []
    for module, known in names.items():
        used = sorted(name for name in known if re.search(rf"\b{name}\b", text))
        lines += [f"from {module} import {', '.join(used)}"] if used else []
    return "\n".join(lines) + "\n\n"


def files() -> dict[str, str]:
    """{path below the package: text} of all that is written."""
    description = described()
    shapes, rooms = description["components"]["schemas"], operations(description)
    brought, written = homes(description, rooms), dict[str, str]()
    modules = {f"zhuqi_client.shapes.{room}": names for room, names in brought.items() if names}
    abc = {"collections.abc": ["Iterator", "Sequence"]}
    types = {"typing": ["Any", "Literal", "NotRequired", "TypedDict"]}
    written["shapes/__init__.py"] = WRITTEN.format(about="What the API takes and gives, as types.")
    written["operations/__init__.py"] = _all(rooms)
    for room, several in rooms.items():
        if brought[room]:
            text = "\n\n".join(shape(name, shapes[name]) for name in brought[room])
            others = {module: names for module, names in modules.items() if not module.endswith(f".{room}")}
            head = WRITTEN.format(about=f"Types of {room}.")
            written[f"shapes/{room}.py"] = head + imports(text, types | others) + text
        body = "\n".join(line for one in several for line in one.text(shapes))
        text = f'class {_class(room)}(Core):\n    """Operations of {room}."""\n\n{body}'
        known = abc | types | {"zhuqi_client.core": ["Core", "Seen"]} | modules
        written[f"operations/{room}.py"] = WRITTEN.format(about=f"Operations of {room}.") + imports(text, known) + text
    return {path: formatted(text) for path, text in written.items()}


def _class(room: str) -> str:
    return "".join(part.title() for part in room.split("_"))


def _all(rooms: Iterable[str]) -> str:
    lines = [f"from zhuqi_client.operations.{room} import {_class(room)}" for room in rooms]
    bases = ", ".join(map(_class, rooms))
    return (
        WRITTEN.format(about="Every operation.")
        + "\n".join(lines)
        + (
            f'\n\n\nclass Zhuqi({bases}):\n    """One site and one token, with a method for every operation of the API."""\n'
        )
    )


def formatted(text: str) -> str:
    """As the house formats."""
    command = (sys.executable, "-m", "ruff")
    place = ("--stdin-filename", str(PACKAGE / "written.py"), "-")
    for verb in (("check", "--quiet", "--fix", "--select", "I,F401"), ("format", "--quiet")):
        text = subprocess.run((*command, *verb, *place), input=text, capture_output=True, text=True, check=True).stdout
    return text


def main() -> None:
    """Write the files anew, and take away those of rooms that are gone."""
    found = files()
    for old in [*PACKAGE.glob("shapes/*.py"), *PACKAGE.glob("operations/*.py")]:
        if str(old.relative_to(PACKAGE)) not in found:
            old.unlink()
    for path, text in found.items():
        (PACKAGE / path).parent.mkdir(exist_ok=True)
        (PACKAGE / path).write_text(text)
    print(f"{len(found)} files of the client are written.")


if __name__ == "__main__":
    main()
