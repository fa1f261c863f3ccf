"""Pictures drawn anew, in a process of its own: pictures on standard input, what became of them on standard output.

A few hundred bytes can say that they are a picture as large as a field, so the one who draws has bounds on memory and
time. What is kept is what can be seen: no place, no camera, no thumbnail, nothing behind the end. Runs as a bare script:
standard library and Pillow only.

In: a line of JSON, the lengths of the pictures, then the pictures. Out, for each: a line of JSON, {"size"} or {"problem"},
then so many bytes.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

PIXELS = 50_000_000
"""A picture with more isn't opened."""
SIDE = 2560
"""Pixels of the longer side, at most: a page photographed stays legible."""
KINDS = ("JPEG", "PNG", "WEBP")
HOW = {"JPEG": {"quality": 85}, "PNG": {"compress_level": 4}, "WEBP": {"quality": 82, "method": 2}}
CLEAR = frozenset({"RGBA", "LA", "PA", "La", "RGBa"})
GREY = frozenset({"1", "L", "I", "F", "I;16", "I;16B", "I;16L"})


class Cannot(Exception):
    """A picture that isn't drawn."""


def drawn(content: bytes) -> bytes:
    """The picture alone, in its own format. Raises Cannot with one word."""
    try:
        with Image.open(io.BytesIO(content), formats=KINDS) as found:
            kind = "JPEG" if found.format == "MPO" else str(found.format)
            if found.width * found.height > PIXELS:
                raise Cannot("large")
            found.draft(None, (SIDE, SIDE))
            return _plain(_upright(found), kind)
    except Cannot:
        raise
    except (MemoryError, Image.DecompressionBombError):
        raise Cannot("heavy") from None
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        TypeError,
        EOFError,
        ArithmeticError,
        LookupError,
    ):
        raise Cannot("damaged") from None


def _upright(found: Image.Image) -> Image.Image:
    """The picture as it is to be seen, not larger than we keep. A turn that its maker described oddly isn't made."""
    found.load()
    found.thumbnail((SIDE, SIDE), reducing_gap=2.0)
    try:
        return ImageOps.exif_transpose(found)
    except Exception:  # what a camera wrote beside the picture may be anything
        return found


def _plain(seen: Image.Image, kind: str) -> bytes:
    """A picture with its points and nothing else."""
    clear = kind != "JPEG" and (seen.mode in CLEAR or "transparency" in seen.info)
    mode = "RGBA" if clear else "L" if seen.mode in GREY else "RGB"
    points = seen.convert(mode)
    bare = Image.new(mode, points.size)
    bare.paste(points)
    out = io.BytesIO()
    bare.save(out, kind, **HOW[kind])
    return out.getvalue()


def serve(asked: BinaryIO, told: BinaryIO) -> None:
    """Draw every picture in turn; each is told as soon as it is drawn."""
    for length in json.loads(asked.readline()):
        content = asked.read(length)
        try:
            made = drawn(content)
        except Cannot as cannot:
            told.write(json.dumps({"problem": str(cannot)}).encode() + b"\n")
        else:
            told.write(json.dumps({"size": len(made)}).encode() + b"\n" + made)
        told.flush()


def main() -> None:
    """Within the bounds: as much memory as the first argument says, in bytes, and so many seconds as the second."""
    memory, seconds = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    Image.MAX_IMAGE_PIXELS = None  # ours is asked before anything is drawn
    serve(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
