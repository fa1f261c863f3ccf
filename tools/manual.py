"""The tables of the rulebook's manual, which follow from the rows of its keys: docs/rulebook.md and docs/rulebook.zh-CN.md.

python -m tools.manual            write them anew
python -m tools.manual --check    say whether they are as they would be written; exit 1 if not

What a key says must have its Chinese first (``tools/words.py``): ``python -m tools.rulebook`` does all in the right order.
"""

from __future__ import annotations

import dataclasses
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import django
from django.utils.translation import gettext, override

from zhuqi.core.rulebook.head import HEAD
from zhuqi.core.rulebook.keys import Key, Order, Part, keys_of
from zhuqi.core.rulebook.shapes import Shape
from zhuqi.sections import SECTIONS

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES: Mapping[str, Path] = {"en": DOCS / "rulebook.md", "zh-hans": DOCS / "rulebook.zh-CN.md"}
COMMAND = ".venv/bin/python -m tools.rulebook"
STALE = f"The manual isn't what the rows of the keys say. Type: {COMMAND}"
UNTRANSLATED = (
    "These keys have no Chinese yet: {labels}. Nothing was written. Write it in zhuqi/locale/zh_Hans/LC_MESSAGES/django.po and "
    f"type: {COMMAND}"
)
SOURCE = "en"
"""The language of the labels themselves."""
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "head": "| key | says | written | where it is left out | stricter | primitive |",
        "needed": "**needed**", "needed in": "**needed** where {part} is written; else {value}", "below": "keys of its own, below",
        "nothing": "nothing", "several": "; or a list of such", "number": "a whole number, {low} to {high}",
        "text": "text, at most {n} characters", "lines": "text", "like": "like {those}", "one": "one of {those}",
        "labels": "`{code: label}`, or a list of labels", "either": " or ", "less": "less", "more": "more", "none": "–",
        "any": "a list", "day": "a day, `2019-05-10`",
    },
    "zh-hans": {
        "head": "| 键 | 说什么 | 怎么写 | 不写时 | 哪边更严 | 原语 |",
        "needed": "**必写**", "needed in": "写了“{part}”就**必写**；否则 {value}", "below": "另有自己的键，见下",
        "nothing": "没有", "several": "；可以列几个", "number": "整数，{low} 到 {high}",
        "text": "文字，至多 {n} 字", "lines": "文字", "like": "如 {those}", "one": "{those} 之一",
        "labels": "`{代码: 名称}`，或者只列名称", "either": "，或者 ", "less": "小的、短的", "more": "大的、多的", "none": "–",
        "any": "列表", "day": "日期，`2019-05-10`",
    },
}  # fmt: skip
DAY = r"^\d{4}-\d{2}-\d{2}$"
ORDERS = {Order.LESS: "less", Order.MORE: "more", Order.NONE: "none"}


def tables(word: str, language: str) -> str:
    """The tables of a section, or of the head (``head``): its own keys first, then those of each part in it."""
    top = HEAD.cls if word == "head" else SECTIONS[word]
    with override(language):
        return "\n\n".join(_table(title, part, WORDS[language]) for title, part in parts_of("", top))


def untranslated(language: str) -> list[str]:
    """Labels of keys that have no words of a language yet, in the order of the manual."""
    if language == SOURCE:
        return []
    with override(language):
        return [label for label in labels() if gettext(label) == label]


def labels() -> Iterable[str]:
    """What the keys of the language are called in the source, in the order of the manual."""
    tops = (HEAD.cls, *SECTIONS.values())
    return dict.fromkeys(row.label for top in tops for _, part in parts_of("", top) for row in keys_of(part).values())


def parts_of(title: str, part: type[Any]) -> Iterator[tuple[str, type[Any]]]:
    """A part with where it stands (``延期/各类``), and every part in it."""
    yield title, part
    for row in keys_of(part).values():
        inner = _inner(row.shape)
        if inner is not None:
            yield from parts_of(f"{title}/{row.word}" if title else row.word, inner)


def _inner(shape: Shape[Any]) -> type[Any] | None:
    """The dataclass whose keys stand under a key, in it or in each of its rows."""
    found = getattr(shape, "cls", None)
    each = getattr(shape, "each", None)
    return found if found is not None else _inner(each) if each is not None else None


def _table(title: str, part: type[Any], words: Mapping[str, str]) -> str:
    fields = {field.name: field for field in dataclasses.fields(part)}
    lines = [_line(row, fields[name], title, words) for name, row in keys_of(part).items()]
    above = [f"**{title}**", ""] if title else []
    return "\n".join([*above, words["head"], "|---|---|---|---|---|---|", *lines])


def _line(row: Key, field: dataclasses.Field[Any], title: str, words: Mapping[str, str]) -> str:
    written = words["below"] if _inner(row.shape) is not None else _written(row.shape.schema(), words)
    cells = (f"`{row.word}`", gettext(row.label), written, _default(row, field, title, words))
    order, primitive = words[ORDERS[row.order]], str(row.primitive or "–")
    return f"| {' | '.join(cell.replace('|', '／') for cell in (*cells, order, primitive))} |"


def _default(row: Key, field: dataclasses.Field[Any], title: str, words: Mapping[str, str]) -> str:
    """What holds where a key is left out."""
    if field.default_factory is not dataclasses.MISSING:
        value = field.default_factory()
    elif field.default is not dataclasses.MISSING:
        value = field.default
    else:
        return words["needed"]
    if isinstance(row.shape, Part) and value is not None:
        return "–"
    said = words["nothing"] if value in (None, "", (), {}, frozenset()) else f"`{_plain(row.shape.plain(value))}`"
    return words["needed in"].format(part=title.rpartition("/")[2], value=said) if row.needed and title else said


def _plain(value: Any) -> str:
    """A value as a text would write it in one line."""
    if isinstance(value, Mapping):
        said = {key: item for key, item in value.items() if item not in ([], (), {}, "")}
        return "{" + ", ".join(f"{key}: {_plain(item)}" for key, item in said.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_plain, value)) + "]"
    return str(value)


def _written(schema: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """How a value is written, by the schema that editors are given."""
    several = schema.get("oneOf") or schema.get("anyOf")
    if several:
        return _either(several, words)
    if "enum" in schema:
        known = [str(word) for word in schema["enum"] if not isinstance(word, bool)]
        return f"`{known[0]}`" if len(known) == 1 else words["one"].format(those=_quoted(known))
    if schema.get("type") == "integer":
        return words["number"].format(low=schema.get("minimum", 0), high=schema.get("maximum", "…"))
    if schema.get("type") == "object":
        return words["labels"]
    if schema.get("type") == "array":
        return _written(schema["items"], words) + words["several"] if "items" in schema else words["any"]
    if schema.get("pattern") == DAY:
        return words["day"]
    if "examples" in schema:
        return words["like"].format(those=_quoted(schema["examples"]))
    return words["text"].format(n=schema["maxLength"]) if "maxLength" in schema else words["lines"]


def _either(schemas: Iterable[Mapping[str, Any]], words: Mapping[str, str]) -> str:
    """Alternatives; of one and a list of such, the one."""
    told = [_written(schema, words) for schema in schemas]
    lists = {each + words["several"] for each in told}
    return words["either"].join(
        dict.fromkeys(each for each in told if each + words["several"] not in told or each in lists)
    )


def _quoted(words: Iterable[object]) -> str:
    return " ".join(f"`{word}`" for word in words)


def refreshed(page: str, language: str) -> str:
    """The page with every table as the rows have it now. Raises ValueError where a table's marks are missing."""
    for word in ("head", *SECTIONS):
        begin, end = f"<!-- keys {word}: begin -->", f"<!-- keys {word}: end -->"
        marked = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
        if not marked.search(page):
            raise ValueError(f"{PAGES[language].name} has no place for the keys of {word}: {begin} … {end}")
        made = f"{begin}\n{tables(word, language)}\n{end}"
        page = marked.sub(lambda found, made=made: made, page)  # type: ignore[misc]
    return page


def main(arguments: list[str]) -> int:
    """Write both pages, or with ``--check`` say whether they are fresh."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuqi.settings")
    django.setup()
    pages = {language: path.read_text("utf-8") for language, path in PAGES.items()}
    missing = [label for language in PAGES for label in untranslated(language)]
    if missing:
        print(UNTRANSLATED.format(labels="、".join(missing)))
        return 1
    made = {language: refreshed(page, language) for language, page in pages.items()}
    if "--check" not in arguments:
        for language, path in PAGES.items():
            path.write_text(made[language], "utf-8")
    elif made != pages:
        print(STALE)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
