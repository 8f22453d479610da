"""Why √d: how far scores are spread, and how even the weights are, at one width after the other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

import torch
from torch import Generator, Tensor

from lessons.lesson13_attention.by_hand import entropy, scores, softmax

WIDTHS = (4, 16, 64, 256, 1024)
KEYS, SETS = 16, 32
"""Random keys, and as many queries, at each width; so many times over."""


@dataclass(frozen=True)
class Spread:
    """What is measured at each width, of scores as they are and of scores over √d."""

    deviation: dict[str, list[float]]
    evenness: dict[str, list[float]]
    """The mean entropy of the weights, in nats."""

    @property
    def pictures(self) -> dict[str, dict[str, list[tuple[float, float]]]]:
        """Curves over log2 d, for each of two panels."""
        found = {"deviation": dict(self.deviation), "evenness": dict(self.evenness)}
        found["deviation"]["√d"] = list(map(sqrt, WIDTHS))
        return {
            panel: {name: list(zip(POWERS, values, strict=True)) for name, values in curves.items()}
            for panel, curves in found.items()
        }

    @property
    def scores(self) -> dict[str, float]:
        """What the claims are about."""
        ratios = [raw / sqrt(d) for raw, d in zip(self.deviation["raw"], WIDTHS, strict=True)]
        even = self.evenness["scaled"]
        return {
            "least_ratio": min(ratios), "most_ratio": max(ratios),
            "scaled_least": min(even), "scaled_most": max(even),
            "raw_narrow": self.evenness["raw"][0], "raw_wide": self.evenness["raw"][-1],
        }  # fmt: skip


POWERS = [d.bit_length() - 1 for d in WIDTHS]


@lru_cache(maxsize=16)
def measured(seed: int) -> Spread:
    """Queries and keys from N(0, 1), drawn from this seed, apart from what the network draws.

    All networks of a seed show the same, so it is measured once for them.
    """
    luck = Generator().manual_seed(seed)
    found = Spread({"raw": [], "scaled": []}, {"raw": [], "scaled": []})
    for d in WIDTHS:
        q, k = (torch.randn(SETS, KEYS, d, generator=luck) for _ in "qk")
        for name, scaled in (("raw", False), ("scaled", True)):
            one: Tensor = scores(q, k, scaled=scaled)  # (SETS, KEYS, KEYS)
            found.deviation[name].append(float(one.std()))
            found.evenness[name].append(float(entropy(softmax(one)).mean()))
    return found
