"""What the networks of these lessons learn from: rows in parts, as arrays. No torch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Part:
    """Some rows: what goes into the network, what should come out, and which rows they are."""

    x: Numbers
    """(N, F) standardised inputs, or (N, F) or (N, C, H, W) pixels from 0 to 1."""
    y: NDArray[Any]
    """(N,) the class, as its place in `Dataset.classes` (int64), or the number (float64)."""
    rows: NDArray[np.int64]
    """(N,) where each row stands in the file, from 1."""

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, eq=False)
class Dataset:
    """A table or images, split: learn from `train`, look at `valid`, judge by `test`."""

    train: Part
    valid: Part
    """Empty where the lesson asks for no validation rows."""
    test: Part
    copies: Part
    """Rows that were drawn for validation or test and are copies of rows there or in training."""
    unknown: Part
    """Rows whose target is empty: `y` has no meaning in them."""
    classes: list[str]
    """Names of the classes, in the order of their numbers; none where a number is predicted."""
    inputs: list[str]
    """Names of the columns of `x`, such as "age" or "colour = red"; none of pixels."""
    target: str = ""
    """The name of the column that is predicted."""
    source: str = ""
    notes: list[str] = field(default_factory=list)
    is_own: bool = False
    """Whether these are the learner's data, and not the lesson's."""

    def parts(self) -> Iterator[tuple[str, Part]]:
        """Every part with its name: each row of the data is in exactly one."""
        for name in ("train", "valid", "test", "copies", "unknown"):
            yield name, getattr(self, name)

    def row(self, number: float) -> tuple[str, Part] | None:
        """The row that stands there in the file, alone, and the name of its part."""
        for name, part in self.parts():
            for at in np.flatnonzero(part.rows == number):
                one = slice(at, at + 1)
                return name, Part(part.x[one], part.y[one], part.rows[one])
        return None

    @property
    def last_row(self) -> int:
        """Where the last row stands in the file; 0 where there is none."""
        return max(int(part.rows.max(initial=0)) for _, part in self.parts())

    @property
    def mean(self) -> float:
        """Of the target's numbers in the training rows."""
        return float(np.mean(self.train.y, dtype=np.float64))

    @property
    def deviation(self) -> float:
        """Of the target's numbers in the training rows; 1 where all of them are equal."""
        return float(np.std(self.train.y, dtype=np.float64)) or 1.0
