"""Random arguments for an exercise: small and readable at first, larger later."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

import torch
from torch import Generator, Tensor

READABLE = 3  # up to this level numbers have one decimal: they can be worked out on paper

T = TypeVar("T")


class Draw:
    """One draw. Level 0 has the smallest shapes; the same seed and level give the same."""

    def __init__(self, seed: int, level: int) -> None:
        self.seed, self.level = seed, level
        self.random = random.Random(f"{seed} {level}")
        self.generator = Generator().manual_seed(1000 * seed + level)

    def size(self, least: int = 1, most: int = 12) -> int:
        """A length: from `least`, and larger at each level."""
        low = least + (self.level // 3 if self.level > READABLE else 0)
        top = max(least, min(least + self.level, most))
        return self.random.randint(min(low, top), top)

    def normal(self, *shape: int, scale: float = 1.0) -> Tensor:
        """Normal numbers of this shape; none is zero."""
        return self._readable(torch.randn(shape, generator=self.generator) * scale)

    def uniform(self, *shape: int, low: float = 0.0, high: float = 1.0) -> Tensor:
        """Numbers between two bounds, both left out."""
        drawn = torch.rand(shape, generator=self.generator) * (high - low) + low
        return drawn.clamp(low + 1e-3 * (high - low), high - 1e-3 * (high - low))

    def integers(self, low: int, high: int, *shape: int) -> Tensor:
        """Whole numbers from `low` to `high` - 1, int64."""
        return torch.randint(low, high, shape, generator=self.generator)

    def booleans(self, *shape: int, share: float = 0.5) -> Tensor:
        """True for about this share."""
        return torch.rand(shape, generator=self.generator) < share

    def number(self, low: float, high: float) -> float:
        """One number, with two decimals."""
        return round(self.random.uniform(low, high), 2)

    def integer(self, low: int, high: int) -> int:
        """One whole number, both bounds allowed."""
        return self.random.randint(low, high)

    def choice(self, options: Sequence[T]) -> T:
        """One of them."""
        return self.random.choice(options)

    def probabilities(self, *shape: int) -> Tensor:
        """Positive numbers that sum to 1 along the last axis."""
        return self.normal(*shape).softmax(-1)

    def lengths(self, batch: int, longest: int) -> Tensor:
        """A length from 1 to `longest` for each of a batch, one of them the longest; int64."""
        drawn = self.integers(1, longest + 1, batch)
        drawn[self.random.randrange(batch)] = longest
        return drawn

    def _readable(self, values: Tensor) -> Tensor:
        if self.level > READABLE:
            return values
        rounded = (values * 10).round() / 10
        return torch.where(rounded == 0, 0.1, rounded)
