"""Keep the catalogue: gather every sentence and word of the program, merge, compile, or check that all is said.

    python tools/words.py            merge new msgids into the catalogues and compile them
    python tools/words.py --check    name what is missing, fuzzy, untranslated, stale or filled differently; exit 1

English is the language of the source. Each other language has one catalogue under ``zhuqi/locale``. That of Traditional Chinese is
written by nobody: it is the Simplified one, converted by OpenCC (decision 44). A msgid is the
first argument of ``say``, ``term`` and the gettext family in Python, and what stands in
``{% translate %}`` and ``{% blocktranslate %}`` in templates.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import string
import struct
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from opencc import OpenCC

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("zh_Hans",)
CONVERTED = {"zh_Hant": ("zh_Hans", "s2tw")}
"""Languages whose catalogue is another's in other characters: {language: (from, OpenCC's way)}."""
MENDED = (
    ("籤", "簽"), ("標簽", "標籤"), ("鍾", "鐘"), ("迴音", "回音"), ("有隻", "有只"), ("隻影響", "只影響"), ("干部", "幹部"),
    ("本里", "本裡"), ("行復制", "行複製"), ("佈", "布"), ("並辦", "併辦"),
)  # fmt: skip
"""What the conversion gets wrong in an office's sentences, as it gives it and as it should be; in this order."""
ONE = {"say", "term", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
OWN = {"zhuqi/base/words.py"}
"""Where the functions themselves are defined, and so called with what isn't a literal."""
TAG = re.compile(r"{%\s*(.*?)\s*%}", re.DOTALL)
QUOTED = r"(?:\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)')"
TRANSLATE = re.compile(rf"trans(?:late)?\s+{QUOTED}(?:.*?\bcontext\s+{QUOTED})?", re.DOTALL)
VARIABLE = re.compile(r"{{\s*([\w.]+)[^}]*}}")
FILLED = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Said:
    """One msgid and where it is said."""

    text: str
    where: str
    plural: str = ""
    context: str | None = None


class Unclear(Exception):
    """Something that can't be gathered, with its place."""


def gather(root: Path) -> list[Said]:
    """Everything said under ``root/zhuqi``, in the order of files and lines. Raises Unclear."""
    found: list[Said] = []
    for path in sorted((root / "zhuqi").rglob("*")):
        where = path.relative_to(root).as_posix()
        if path.suffix == ".py" and where not in OWN:
            found += in_python(path.read_text(encoding="utf-8"), where)
        elif path.suffix == ".html":
            found += in_template(path.read_text(encoding="utf-8"), where)
    return found


def in_python(source: str, where: str) -> Iterator[Said]:
    """What the calls of a Python file say."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        wanted = 1 if name in ONE else 2 if name in PLURAL | CONTEXT else 0
        if not wanted:
            continue
        texts = [
            arg.value for arg in node.args[:wanted] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
        ]
        if len(texts) < wanted:
            if any(isinstance(arg, ast.JoinedStr | ast.BinOp) for arg in node.args[:wanted]):
                raise Unclear(f"{where}:{node.lineno}: {name}() takes a literal, so that it can be found")
            continue  # hands on what was marked elsewhere: say(TABLE[key]), gettext(field.label)
        if name in PLURAL:
            yield Said(texts[0], where, plural=texts[1])
        elif name in CONTEXT:
            yield Said(texts[1], where, context=texts[0])
        else:
            yield Said(texts[0], where)


def in_template(source: str, where: str) -> Iterator[Said]:
    """What a template says, in attributes of components, too."""
    open_at = 0
    opened: re.Match[str] | None = None
    middle = ""
    for tag in TAG.finditer(source):
        inside = tag.group(1)
        head = inside.split()[0] if inside else ""
        if head in {"blocktranslate", "blocktrans"}:
            opened, open_at, middle = tag, tag.end(), ""
        elif head == "plural" and opened:
            middle, open_at = source[open_at : tag.start()], tag.end()
        elif head in {"endblocktranslate", "endblocktrans"} and opened:
            trimmed = "trimmed" in opened.group(1).split()
            parts = [_block(text, trimmed) for text in (middle, source[open_at : tag.start()])]
            yield Said(parts[0], where, plural=parts[1]) if middle else Said(parts[1], where)
            opened = None
        elif head in {"translate", "trans"}:
            match = TRANSLATE.match(inside)
            if match:
                yield Said(match[1] or match[2] or "", where, context=match[3] or match[4])
    if opened:
        raise Unclear(f"{where}: a blocktranslate isn't closed")


def _block(text: str, trimmed: bool) -> str:
    """The msgid of a block: variables become ``%(name)s``, lines are joined where the block is trimmed."""
    text = VARIABLE.sub(lambda match: f"%({match[1]})s", text.replace("%", "%%"))
    return " ".join(line.strip() for line in text.strip().splitlines()) if trimmed else text


def merged(known: Catalog, said: Iterable[Said], language: str) -> Catalog:
    """A catalogue with exactly what is said, keeping what was translated. No dates, no line numbers: a merge that
    changes nothing changes no byte."""
    fresh = Catalog(locale=language, project="zhuqi", charset="utf-8", fuzzy=False)
    for one in said:
        msgid: str | tuple[str, str] = (one.text, one.plural) if one.plural else one.text
        before = known.get(one.text, one.context)
        kept = (
            before.string
            if before is not None and before.id == msgid
            else ("",) * _plurals(known)
            if one.plural
            else ""
        )
        flags = before.flags - {"python-brace-format", "python-format"} if before is not None else ()
        fresh.add(msgid, kept, locations=[(one.where, 1)], flags=flags, context=one.context)
    return fresh


def _plurals(catalog: Catalog) -> int:
    return int(catalog.num_plurals)


def faults(catalog: Catalog, said: Iterable[Said]) -> list[str]:
    """What keeps a catalogue from saying everything, one sentence each."""
    found = []
    wanted: dict[tuple[str, str | None], Said] = {}
    for one in said:
        wanted.setdefault((one.text, one.context), one)
    for (text, context), one in wanted.items():
        message = catalog.get(text, context)
        if message is None or (one.plural and message.id != (text, one.plural)):
            found.append(f"missing: {text!r} ({one.where})")
        elif message.fuzzy:
            found.append(f"fuzzy: {text!r} ({one.where})")
        elif not all(_strings(message)):
            found.append(f"untranslated: {text!r} ({one.where})")
        elif context != "date pattern" and any(places(text) != places(string) for string in _strings(message)):
            found.append(f"filled differently: {text!r} and {_strings(message)[0]!r} ({one.where})")
    found += [f"no longer said: {m.id!r}" for m in catalog if m.id and (_first(m), m.context) not in wanted]
    return found


def places(text: str) -> frozenset[str]:
    """The names of a template's places: ``{name}`` and ``%(name)s``."""
    try:
        braces = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        braces = {f"broken braces in {text}"}
    return frozenset(braces | set(FILLED.findall(text)))


def _strings(message: Message) -> tuple[str, ...]:
    string = message.string
    return tuple(string) if isinstance(string, tuple | list) else (str(string or ""),)


def _first(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, tuple | list) else message.id)


def header(catalog: Catalog) -> str:
    """What a catalogue says of itself: no dates, no tool, so that the same words make the same bytes."""
    return (
        f"Language: {catalog.locale_identifier}\n"
        "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"
        f"Plural-Forms: nplurals={catalog.num_plurals}; plural={catalog.plural_expr};\n"
    )


def text_of(catalog: Catalog) -> bytes:
    """The catalogue as the text file holds it, sorted by msgid."""
    body = io.BytesIO()
    write_po(body, catalog, width=110, sort_output=True, omit_header=True, include_lineno=False)
    lines = "".join(f'"{line}\\n"\n' for line in header(catalog).splitlines())
    return f'msgid ""\nmsgstr ""\n{lines}\n'.encode() + body.getvalue()


def compiled(catalog: Catalog) -> bytes:
    """The catalogue in the form programs read (GNU .mo, little endian): only what is translated and not fuzzy."""
    pairs = {b"": header(catalog).encode()}
    for message in catalog:
        if message.id and all(_strings(message)) and not message.fuzzy:
            ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
            context = f"{message.context}\x04" if message.context else ""
            pairs[(context + "\x00".join(ids)).encode()] = "\x00".join(_strings(message)).encode()
    keys = sorted(pairs)
    texts = [*keys, *(pairs[key] for key in keys)]
    start = 28 + 8 * len(texts)
    starts = list(accumulate((len(text) + 1 for text in texts[:-1]), initial=start))
    table = [number for text, at in zip(texts, starts, strict=True) for number in (len(text), at)]
    head = struct.pack("<7I", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, start)
    return head + struct.pack(f"<{len(table)}I", *table) + b"".join(text + b"\x00" for text in texts)


def paths(root: Path, language: str) -> tuple[Path, Path]:
    """The text file and the compiled file of a language."""
    folder = root / "zhuqi" / "locale" / language / "LC_MESSAGES"
    return folder / "django.po", folder / "django.mo"


def load(path: Path, language: str) -> Catalog:
    """The catalogue a file holds; an empty one where there is none."""
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", fuzzy=False)
    return read_po(io.BytesIO(path.read_bytes()), locale=language, charset="utf-8")


def converted(catalog: Catalog, language: str) -> Catalog:
    """The same catalogue in the characters of another language; what isn't translated stays so."""
    way = OpenCC(CONVERTED[language][1])
    fresh = Catalog(locale=language, project="zhuqi", charset="utf-8", fuzzy=False)
    for one in catalog:
        if one.id:
            strings = tuple(mended(way.convert(string)) for string in _strings(one))
            said = strings if isinstance(one.string, tuple | list) else strings[0]
            fresh.add(one.id, said, locations=one.locations, flags=one.flags, context=one.context)
    return fresh


def mended(text: str) -> str:
    """A converted sentence as an office would write it."""
    for given, wanted in MENDED:
        text = text.replace(given, wanted)
    return text


def convert(root: Path) -> None:
    """Write the catalogues that are made of others."""
    for language, (source, _) in CONVERTED.items():
        po, mo = paths(root, language)
        po.parent.mkdir(parents=True, exist_ok=True)
        po.write_bytes(text_of(converted(load(paths(root, source)[0], source), language)))
        mo.write_bytes(compiled(load(po, language)))


def check(root: Path) -> list[str]:
    """Every fault of every catalogue, compiled files included."""
    said = gather(root)
    found = []
    for language, (source, _) in CONVERTED.items():
        po = paths(root, language)[0]
        wanted = text_of(converted(load(paths(root, source)[0], source), language))
        if not po.exists() or po.read_bytes() != wanted:
            found.append(f"{language}: it isn't what the conversion of {source} gives; run tools/words.py")
    for language in (*LANGUAGES, *CONVERTED):
        po, mo = paths(root, language)
        found += [f"{language}: {fault}" for fault in faults(load(po, language), said)]
        if not mo.exists() or not po.exists() or mo.read_bytes() != compiled(load(po, language)):
            found.append(f"{language}: {mo.relative_to(root)} is stale; run tools/words.py")
    return found


def update(root: Path) -> list[str]:
    """Merge and compile; gives what is still to be translated."""
    said = gather(root)
    found = []
    for language in LANGUAGES:
        po, mo = paths(root, language)
        po.parent.mkdir(parents=True, exist_ok=True)
        catalog = merged(load(po, language), said, language)
        po.write_bytes(text_of(catalog))
        mo.write_bytes(compiled(load(po, language)))
        found += [f"{language}: {fault}" for fault in faults(catalog, said)]
    convert(root)
    return found


def main(arguments: list[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Keep the catalogues of the languages.")
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 where something is missing")
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout to read")
    asked = parser.parse_args(arguments)
    try:
        found = check(asked.root) if asked.check else update(asked.root)
    except Unclear as fault:
        found = [str(fault)]
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
