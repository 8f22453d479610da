"""What was recorded of a run, in the words that its claims and predictions use."""

import math
from statistics import fmean, median
from typing import Any

from lessons.kit import History
from lessons.kit.claims.helpers import ended, over_seeds

LAG, SHORT = 50, 4
PLAIN = ("rnn", "lstm", "gru")
"""The cells as torch draws them."""
TAIL = 20
"""Steps averaged at the end: of 64 answers each, so that accuracy is good to 0.02."""
RECALL: dict[str, Any] = {"task": "recall", "lag": LAG}
ENOUGH = 300
"""Steps before the lesson says what cannot be learned."""
READ = 150
"""Steps before it says how well a text was learned."""
GAINS = (0.9, 1.0, 1.1)
LINEAR: dict[str, dict[str, Any]] = {
    f"gain-{g}": {"cell": "linear", "start": "orthogonal", "gain": g} for g in GAINS
}
RADIUS: dict[str, dict[str, Any]] = {
    "linear": {"cell": "linear", "start": "orthogonal", "gain": 1.1},
    "gaussian": {"cell": "linear", "start": "gaussian", "gain": 1.1},
    "tanh": {"cell": "rnn", "start": "orthogonal", "gain": 1.1},
}


def trained(h: History, *variants: str, steps: int) -> bool:
    """Whether these have come to their end, after so many steps at least."""
    return ended(h, *variants, steps=steps, broken=False)


def untrained(h: History, variant: str, path: str = "h") -> float | None:
    """Decades from the first state to the last before the first update; the median seed's."""
    found = h.first(variant, f"reach_{path}")
    return None if not found or any(map(math.isnan, found)) else median(found)


def at_the_end(h: History, variant: str, metric: str) -> float:
    """The latest value, of the median seed."""
    return over_seeds(h, variant, metric)


def accuracy(h: History, variant: str) -> float:
    """The share of right answers over the last steps, of the median seed."""
    return median(fmean(values[-TAIL:]) for values in h.all(variant, "accuracy"))


def share(decades: float) -> str:
    """A share in words that fit a sentence: 10^-12.3."""
    return f"10^{decades:.1f}" if math.isfinite(decades) else "nothing at all"


def tail_loss(h: History, variant: str) -> float:
    """Training loss, the mean of the last steps, of the median seed."""
    return median(fmean(values[-TAIL:]) for values in h.all(variant, "loss"))


def paths(variant: str) -> str:
    """What leads back: h, and in an LSTM c."""
    return "hc" if variant.startswith("lstm") else "h"
