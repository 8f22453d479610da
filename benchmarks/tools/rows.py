"""One measured ratio beside its budget."""

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

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

    def document(self) -> dict[str, Any]:
        """What is written as JSON."""
        return asdict(self) | {"met": self.met, "status": "measured"}

    def cells(self) -> tuple[str, ...]:
        """What is printed."""
        sign, met = ("≤" if self.at_most else "≥"), ("yes" if self.met else "no")
        spread, budget = f"{self.low:.3g}–{self.high:.3g}", f"{sign} {self.budget:.3g}"
        return self.name, f"{self.ratio:.3g}", spread, budget, met, self.measured


@dataclass(frozen=True)
class Missing:
    """A measurement that gave no figure: it failed, or what it needs is not here."""

    name: str
    why: str
    failed: bool

    @property
    def met(self) -> bool:
        """What was left out breaks no budget."""
        return not self.failed

    @property
    def status(self) -> str:
        """failed · skipped"""
        return "failed" if self.failed else "skipped"

    def document(self) -> dict[str, Any]:
        """What is written as JSON."""
        return {"name": self.name, "ratio": None, "budget": None, "met": self.met,
                "status": self.status, "why": self.why}  # fmt: skip

    def cells(self) -> tuple[str, ...]:
        """What is printed."""
        return self.name, "", "", "", "no" if self.failed else "", f"{self.status}: {self.why}"


Found = Row | Missing


def compared(
    name: str, pairs: Sequence[tuple[float, float]], budget: float, *, at_most: bool = True,
    unit: str = "s", also: str = "",
) -> Row:  # fmt: skip
    """The median of ours over theirs, pair by pair: what disturbs one disturbs its neighbour."""
    ratios = [ours / theirs for ours, theirs in pairs]
    ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
    words = f"{ours:.3g} {unit} against {theirs:.3g} {unit}{also}"
    return Row(name, statistics.median(ratios), min(ratios), max(ratios), budget, at_most, words)


def table(rows: Sequence[Found]) -> None:
    """Print the rows for people."""
    found = Table("what", "ratio", "spread", "budget", "met", "measured")
    for row in rows:
        found.add_row(*row.cells())
    console = Console()
    console.width = max(console.width, 150)  # into a log: names are not to be cut
    console.print(found)
