"""One vector for each word, from counts: what Word2Vec has, without a network to train.

Skip-gram with negative sampling factorises the matrix of pointwise mutual information, shifted by
a constant (Levy and Goldberg, 2014). So here the matrix is counted, and factorised:

    PMI(a, b) = ln( p(a, b) / (p(a) p(b)) ),   M = max(PMI, 0) = U Σ Vᵀ,   vectors U √Σ
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from lessons.lesson15_contextual.uses import Encoded
from lessons.shared.labelled.wording import PADDING

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vectors = NDArray[np.float64]

WIDTH, WINDOW = 32, 5
"""Numbers of a vector, and how far away a word still counts as beside."""
MOST_WORDS = 20_000
"""Words that are counted, the most frequent: of more the matrix takes its time."""


def pairs(tokens: NDArray[Any], words: int, window: int) -> Any:
    """How often each word stands within the window of each other, (V, V), sparse."""
    from scipy.sparse import coo_matrix

    left, right = [], []
    for apart in range(1, min(window + 1, tokens.shape[1])):
        a, b = tokens[:, :-apart].ravel(), tokens[:, apart:].ravel()
        both = (a > PADDING) & (b > PADDING) & (a < words) & (b < words)
        left += [a[both], b[both]]
        right += [b[both], a[both]]
    rows, columns = np.concatenate(left), np.concatenate(right)
    return coo_matrix((np.ones(len(rows)), (rows, columns)), shape=(words, words)).tocsr()


def positive_pmi(counts: Any) -> Any:
    """max(PMI, 0) of a sparse matrix of counts; where nothing was counted it is 0."""
    found = counts.tocoo()
    total = found.data.sum()
    of_a, of_b = counts.sum(1).A1, counts.sum(0).A1
    ratio = found.data * total / (of_a[found.row] * of_b[found.col])
    found.data = np.maximum(np.log(ratio), 0)
    return found.tocsr()


def vectors(tokens: NDArray[Any], words: int, width: int = WIDTH) -> Vectors:
    """A vector for each word, (V, D)."""
    from scipy.sparse.linalg import svds

    known = min(words, MOST_WORDS)
    matrix = positive_pmi(pairs(tokens, known, WINDOW))
    many = min(width, known - 2)
    start = np.random.default_rng(0).standard_normal(known)  # else svds draws it by chance
    u, sizes, _ = svds(matrix, k=many, v0=start)
    found = np.zeros((words, many))
    found[:known] = u * np.sqrt(sizes)
    return found


def of_the_word(table: Vectors, uses: Encoded) -> Vectors:
    """The word's own vector for each use, (N, D): the same for all of them."""
    found: Vectors = table[uses.tokens[np.arange(len(uses)), uses.at]]
    return found


def of_the_neighbours(table: Vectors, uses: Encoded) -> Vectors:
    """The mean of the vectors of all other words of the sentence, (N, D)."""
    others = uses.tokens > PADDING
    others[np.arange(len(uses)), uses.at] = False
    summed = (table[uses.tokens] * others[..., None]).sum(1)
    found: Vectors = summed / np.maximum(others.sum(1), 1)[:, None]
    return found
