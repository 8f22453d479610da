"""What counting alone can do: the next letter guessed by how often it came after the last few.

Every order falls back on the one below it, as Witten and Bell (1991) weigh them. With N(s) the
times that the string s was followed by anything, and D(s) by how many different characters,

    p_n(x | s) = (count(s x) + D(s) · p_{n−1}(x | s without its first)) / (N(s) + D(s))
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]
ORDER = 5


def nats(training: Any, lines: Any, characters: int, order: int = ORDER) -> list[float]:
    """Nats a character on the lines, (M, L + 1), for strings of 1, 2, … `order` characters.

    Counts over the training text, (R, N). Scores what a network scores that begins each line anew:
    all but a line's first character, with no more of a past than the line has. Where so many
    characters do not fit into 64 bits, the longest strings are left out.
    """
    seen, lines = training.astype(np.int64), lines.astype(np.int64)
    likely = np.full(lines[:, 1:].shape, 1 / characters)  # (M, L): nothing is known
    found = []
    for n in range(1, order + 1):
        if characters**n < 2**63:
            likely[:, max(n - 2, 0) :] = _sharpened(seen, lines, characters, n, likely)
        found.append(float(-np.log(likely).mean()))
    return found


def _sharpened(
    seen: Codes, lines: Codes, characters: int, n: int, lower: NDArray[np.float64]
) -> NDArray[np.float64]:
    """p_n of every character that has n − 1 before it in its line, from p_{n−1}."""
    strings, counts = np.unique(grams(seen, n, characters), return_counts=True)
    pasts, first = np.unique(strings // characters, return_index=True)
    followers = np.diff(np.append(first, len(strings)))  # D: strings are sorted by their past
    times = np.add.reduceat(counts, first)  # N
    asked = grams(lines, n, characters)[:, 1 if n == 1 else 0 :]
    count = _looked_up(strings, counts, asked)
    d, total = (_looked_up(pasts, x, asked // characters) for x in (followers, times))
    below = lower[:, max(n - 2, 0) :]
    return np.where(total > 0, (count + d * below) / np.maximum(total + d, 1), below)


def grams(codes: Codes, n: int, characters: int) -> Codes:
    """Every string of n characters as one number, (R, N) to (R, N − n + 1)."""
    width = max(codes.shape[1] - n + 1, 0)
    whole = np.zeros((len(codes), width), dtype=np.int64)
    for at in range(n):
        whole = whole * characters + codes[:, at : at + width]
    return whole


def _looked_up(keys: Codes, values: Codes, asked: Codes) -> Codes:
    """The value of each key that is asked for; 0 for one that is not there."""
    places = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
    found: Codes = np.where(keys[places] == asked, values[places], 0)
    return found
