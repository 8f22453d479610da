"""What is often written and called attention, so that it can be seen what each of them costs.

Every function takes what the three matrices made, (B, T, H·d), and returns the mix (B, Q, H·d)
with its weights (B, H, Q, T). Some do harm, and some only have the wrong name.
"""

import math
from collections.abc import Callable

from torch import Tensor

from lessons.lesson13_attention.by_hand import attend, joined, softmax, split

Mixed = tuple[Tensor, Tensor]
Mistake = Callable[[Tensor, Tensor, Tensor, int], Mixed]


def additive(q: Tensor, k: Tensor, v: Tensor, heads: int) -> Mixed:
    """Scores v · tanh(W v'), and called a dot product: no scale, and the keys go through tanh."""
    q, k, v = (split(each, heads) for each in (q, k, v))
    weights = softmax(q @ k.tanh().transpose(-2, -1))
    return joined(weights @ v), weights


def unsplit(q: Tensor, k: Tensor, v: Tensor, heads: int) -> Mixed:
    """The heads are counted, but never split: all of them look at the same places."""
    mixed, weights = attend(q, k, v)
    return mixed, weights.unsqueeze(1).expand(-1, heads, -1, -1)


def wide_scale(q: Tensor, k: Tensor, v: Tensor, heads: int) -> Mixed:
    """Divided by the root of all heads together, √(H·d), instead of one head's √d."""
    width = q.shape[-1]
    q, k, v = (split(each, heads) for each in (q, k, v))
    weights = softmax(q @ k.transpose(-2, -1) / math.sqrt(width))
    return joined(weights @ v), weights


def viewed(q: Tensor, k: Tensor, v: Tensor, heads: int) -> Mixed:
    """`view(B, H, T, d)` without the turn: a head gets some whole tokens, and none of the others.

    It runs, because the numbers of numbers are the same.
    """
    q, k, v = (each.reshape(len(each), heads, each.shape[1], -1) for each in (q, k, v))
    mixed, weights = attend(q, k, v)
    return mixed.reshape(len(mixed), mixed.shape[2], -1), weights


def roles(q: Tensor, k: Tensor, v: Tensor, heads: int) -> Mixed:
    """Tokens 0, 1 and 2 taken for query, key and value: everybody is told about token 2."""
    weights = q.new_zeros(len(q), heads, q.shape[1], k.shape[1])
    place = min(2, k.shape[1] - 1)
    weights[..., place] = 1.0  # the softmax over one key
    return v[:, place : place + 1].expand(-1, q.shape[1], -1), weights


MISTAKES: dict[str, Mistake] = {
    "tanh": additive, "unsplit": unsplit, "wide-scale": wide_scale, "viewed": viewed,
    "roles": roles,
}  # fmt: skip
"""Those that still look at the tokens. "chained" does not: `model.py` has it."""
