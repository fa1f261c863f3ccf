"""Learn from sorted sentences which ones read like something that a law of the land forbids.

python -m tools.likeness

Writes ``zhuqi/core/rulebook/likeness/weights.json.gz`` from the sheets beside this file: one line a sentence, ``N1,N4``,
``bad`` or ``ok``, the sentence. All of them are made up. The learning is multinomial logistic regression: a column for
"lawful", one for each law; it takes a minute or two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from tools.likeness.sheets import Sorted, digest, sentences
from zhuqi.core.rulebook.lawbook import LAWS
from zhuqi.core.rulebook.likeness.features import features, plain
from zhuqi.core.rulebook.likeness.known import FILE, keep

RARE = 2
"""A feature of fewer sentences says nothing of the next one."""
PULL = 2e-5
"""How strongly weights are held near nought."""
ROUNDS = 200


def main() -> None:
    """Learn, keep, and say how much there is."""
    given = sentences()
    found = [features(plain(each.text)) for each in given]
    often = Counter(feature for each in found for feature in each)
    kept = sorted(feature for feature, n in often.items() if n >= RARE)
    weights, base = learn(counted(found, kept), given)
    keep(kept, weights, base, tuple(LAWS), digest())
    print(f"{len(given)} sentences, {len(kept)} features, {FILE.stat().st_size // 1024} kB")


def counted(found: Sequence[frozenset[str]], kept: Sequence[str]) -> csr_matrix:
    """(sentences, features): each feature of a sentence weighs the same, and each sentence too."""
    rows = {feature: row for row, feature in enumerate(kept)}
    cells = [(n, rows[each]) for n, some in enumerate(found) for each in some if each in rows]
    sizes = Counter(n for n, _ in cells)
    data = [1 / np.sqrt(sizes[n]) for n, _ in cells]
    at, to = zip(*cells, strict=True)
    return csr_matrix((data, (at, to)), shape=(len(found), len(kept)))


def learn(matrix: csr_matrix, given: Sequence[Sorted]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weights (features, 1 + laws) and what holds without any feature."""
    columns = {law: n for n, law in enumerate(LAWS, 1)}
    wanted = np.zeros((len(given), len(columns) + 1))
    for n, each in enumerate(given):
        for law in each.laws:
            wanted[n, columns[law]] = 1 / len(each.laws)
        wanted[n, 0] = not each.laws
    many, wide = matrix.shape
    shape = (wide + 1, len(columns) + 1)

    def cost(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        held = flat.reshape(shape)
        told = matrix @ held[:-1] + held[-1]
        told -= told.max(1, keepdims=True)
        shares = np.exp(told)
        total = shares.sum(1, keepdims=True)
        lost = (wanted * (np.log(total) - told)).sum() / many
        off = (shares / total - wanted) / many
        slope = np.vstack([matrix.T @ off + PULL * held[:-1], off.sum(0)])
        return float(lost + PULL * (held[:-1] ** 2).sum() / 2), slope.ravel()

    found = minimize(cost, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS})
    held = found.x.reshape(shape)
    return held[:-1], held[-1]


if __name__ == "__main__":
    main()
