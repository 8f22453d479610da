"""Attention: every token looks at every other, and takes what it finds there.

Scaled dot-product attention is equation 1 of Vaswani et al. (2017), "Attention is all you need";
several heads are their section 3.2.2. B sentences, H heads, T tokens that look, U that are looked
at, D numbers a token, E = D / H numbers a head. A mask is True where a token may look.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from json import dumps
from math import sqrt

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.kit.page.values import Grid, Workings

MOST_BYTES = 60_000
"""Of all maps in one picture: an event holds 64 KiB."""
DIGITS = 4
"""After the point: more are not seen in a map, and each is a byte."""
SHOWN = 3
"""Numbers of each value that the workings of a row show."""
A_MAP, A_ROW, A_CELL = 300, 2 * SHOWN * 4, DIGITS + 3 + 2 * 4
"""Bytes at most: a step or a value travels in four, and a weight as 0.1234 and a comma."""


@dataclass(frozen=True)
class Attended:
    """Attention and every number on the way to it."""

    scores: Tensor
    """q kᵀ: how well a token's question fits another's key, (…, T, U)."""
    scaled: Tensor
    """The scores / √E, and −∞ where the mask forbids to look, (…, T, U)."""
    weights: Tensor
    """Their softmax: each row sums to 1, (…, T, U)."""
    values: Tensor
    """What there is to take, (…, U, E)."""
    mixed: Tensor
    """What is taken: the mean of the values with these weights, (…, T, E)."""

    def of(self, some: slice) -> Attended:
        """The same of some tokens, where no token looks at any of the others."""
        raw, scaled, weights = (
            each[..., some, some] for each in (self.scores, self.scaled, self.weights)
        )
        return Attended(raw, scaled, weights, self.values[..., some, :], self.mixed[..., some, :])


def scores(q: Tensor, k: Tensor) -> Tensor:
    """The product of each query with each key: (…, T, E) and (…, U, E) give (…, T, U)."""
    return q @ k.mT


def attend(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None = None) -> Attended:
    """softmax(q kᵀ / √E) v, step by step.

    A product of E pairs of numbers around 1 is around √E. So without the division the softmax is
    sharper, the wider the heads are, and hardly learns.
    """
    raw = scores(q, k)  # (…, T, U)
    scaled = raw / sqrt(q.shape[-1])
    if mask is not None:
        scaled = scaled.masked_fill(~mask, -torch.inf)  # e to this power is 0
    weights = scaled.softmax(-1)
    return Attended(raw, scaled, weights, v, weights @ v)


def causal(tokens: int, device: torch.device | None = None) -> Tensor:
    """Each token may look at itself and at those before it, (T, T)."""
    return torch.ones(tokens, tokens, dtype=torch.bool, device=device).tril()


def among(is_word: Tensor) -> Tensor:
    """Every token may look at all words of its sentence: (…, T) to (…, 1, T, T), for all heads.

    A token may always look at itself, padding too. What it finds is never used, but a row of which
    nothing is allowed would be 0 / 0: one nan, and after the next step every weight is nan.
    """
    itself = torch.eye(is_word.shape[-1], dtype=torch.bool, device=is_word.device)
    return (is_word[..., None, :] | itself)[..., None, :, :]


class MultiHeadAttention(nn.Module):
    """Several heads side by side, each with queries, keys and values of E = D / H numbers."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        if width % heads:
            raise ValueError(f"{heads} heads cannot share {width} numbers evenly")
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)  # three layers in one: a single product is quicker
        self.out = nn.Linear(width, width)

    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        """What every token has taken from the others, (B, T, D), for tokens (B, T, D)."""
        q, k, v = self.split(x)
        mixed = F.scaled_dot_product_attention(q, k, v, mask)  # (B, H, T, E)
        return self.joined(mixed)

    def by_hand(self, x: Tensor, mask: Tensor | None = None) -> Attended:
        """The numbers within `forward`, which torch does not hand out, (B, H, T, T)."""
        return attend(*self.split(x), mask)

    def split(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Queries, keys and values of each head, (B, H, T, E) each, for tokens (B, T, D)."""
        return split_heads(self.qkv(x), self.heads)

    def joined(self, mixed: Tensor) -> Tensor:
        """The heads' (B, H, T, E) in one row again, and mixed by a last layer: (B, T, D)."""
        found: Tensor = self.out(mixed.transpose(-3, -2).flatten(-2))
        return found


def split_heads(qkv: Tensor, heads: int) -> tuple[Tensor, Tensor, Tensor]:
    """(…, T, 3·D) in three, and each of them in H heads: (…, H, T, E)."""
    apart = qkv.unflatten(-1, (3, heads, -1))  # (…, T, 3, H, E)
    q, k, v = apart.transpose(-4, -2).unbind(-3)
    return q, k, v


def maps(layers: Sequence[Attended], tokens: Sequence[str], sentence: int = 0) -> dict[str, Grid]:
    """A map for each head of each layer, for `yield Picture(…)`: rows look at columns.

    Each has the workings of its rows, which the screen shows for the row under the cursor.

    `layers` have (B, H, T, T), and shown is one sentence with its `tokens`, without its padding. Of
    a sentence that is too long for an event, the first tokens are shown, and the names say so.
    """
    count = sum(layer.weights.shape[-3] for layer in layers)
    shown = list(tokens[: most_shown(count, tokens)])
    cut = f" · {len(shown)} of {len(tokens)} tokens" if len(shown) < len(tokens) else ""
    return {
        f"layer {at} head {head + 1}{cut}": _map(layer, (sentence, head), shown)
        for at, layer in enumerate(layers, 1)
        for head in range(layer.weights.shape[-3])
    }


def most_shown(count: int, tokens: Sequence[str]) -> int:
    """How many of the tokens `count` maps in one picture have room for."""
    names = 0
    for most, token in enumerate(tokens):
        names += 2 * (len(dumps(token)) + 1)
        side = most + 1
        if count * (A_MAP + names + A_ROW * side + A_CELL * side**2) > MOST_BYTES:
            return most
    return len(tokens)


def _map(layer: Attended, which: tuple[int, int], tokens: list[str]) -> Grid:
    """One head's map of one sentence, with how it was computed."""
    side = slice(len(tokens))
    raw, scaled, weights = (
        each[which][side, side].detach().cpu().double()
        for each in (layer.scores, layer.scaled, layer.weights)
    )
    values, mixed = (
        each[which][side, :SHOWN].detach().cpu() for each in (layer.values, layer.mixed)
    )
    workings = Workings({"q · k": raw, "÷ √d": scaled}, values=values, mixed=mixed)
    cells = weights.round(decimals=DIGITS)
    return Grid(cells, rows=tokens, columns=tokens, workings=workings)
