"""The weights that ``python -m tools.likeness`` wrote: a row for each feature, a column for "lawful" and for each law."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).with_name("weights.json.gz")


@dataclass(frozen=True)
class Known:
    """``rows``: {feature: its row}; ``weights``: (features, 1 + laws), in hundredths; ``base``: (1 + laws), the same without
    any feature; ``laws``: the codes of the columns after the first; ``digest``: of the sentences that it was learnt from."""

    rows: dict[str, int]
    weights: NDArray[np.int8]
    base: NDArray[np.int16]
    laws: tuple[str, ...]
    digest: str


SCALE = 16.0
"""Weights are kept as whole numbers of this part."""


@lru_cache(maxsize=1)
def known() -> Known:
    """The weights as they were shipped."""
    held = json.loads(gzip.decompress(FILE.read_bytes()))
    laws = tuple(held["laws"])
    weights = np.frombuffer(base64.b85decode(held["weights"]), np.int8).reshape(-1, len(laws) + 1)
    rows = {feature: row for row, feature in enumerate(held["features"])}
    return Known(rows, weights, np.array(held["base"], np.int16), laws, held["digest"])


def keep(
    features: Sequence[str], weights: NDArray[np.float64], base: NDArray[np.float64], laws: Sequence[str], digest: str
) -> None:
    """Write weights to the file that is shipped. The same weights give the same bytes."""
    kept = np.clip(np.round(weights * SCALE), -127, 127).astype(np.int8)
    text = json.dumps({
        "digest": digest,
        "laws": list(laws),
        "base": [int(each) for each in np.round(base * SCALE)],
        "features": list(features),
        "weights": base64.b85encode(kept.tobytes()).decode(),
    }, ensure_ascii=False)  # fmt: skip
    FILE.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
