"""One measured ratio beside its budget."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Row:
    """A ratio, its spread over repetitions, and the budget it is held to."""

    name: str
    ratio: float
    low: float
    high: float
    budget: float
    at_most: bool
    measured: str
    """The two things in their own units."""

    @property
    def met(self) -> bool:
        """Whether the ratio is within its budget."""
        return self.ratio <= self.budget if self.at_most else self.ratio >= self.budget


def compared(
    name: str, pairs: Sequence[tuple[float, float]], budget: float, *, at_most: bool = True,
    unit: str = "s",
) -> Row:  # fmt: skip
    """The median of ours over theirs, pair by pair: what disturbs one disturbs its neighbour."""
    ratios = [ours / theirs for ours, theirs in pairs]
    ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
    words = f"{ours:.3g} {unit} against {theirs:.3g} {unit}"
    return Row(name, statistics.median(ratios), min(ratios), max(ratios), budget, at_most, words)


def table(rows: Sequence[Row]) -> None:
    """Print the rows for people."""
    found = Table("what", "ratio", "spread", "budget", "met", "measured")
    for row in rows:
        sign, met = ("≤" if row.at_most else "≥"), ("yes" if row.met else "no")
        spread, budget = f"{row.low:.3g}–{row.high:.3g}", f"{sign} {row.budget:.3g}"
        found.add_row(row.name, f"{row.ratio:.3g}", spread, budget, met, row.measured)
    Console().print(found)
