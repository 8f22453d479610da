"""The learner's pairs, as they travel from the page to the loop. No torch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import prod

from lessons.shared.dataset import Dataset, Numbers, Part


@dataclass(frozen=True, eq=False)
class Pairs:
    """Rows whose inputs are two senses side by side: pixels or numbers, and a caption."""

    rows: Dataset
    """`x` is (N, F + V): the image or the numbers, then the words of the caption."""
    shape: tuple[int, ...]
    """(C, H, W) of the image; (F,) of numbers."""
    words: list[str]
    """(V,) the words that are counted."""
    counted: Callable[[str], Numbers]
    """From a text to its words, (1, V), as they stand in `x`."""
    texts: dict[int, str]
    """The text of each row, by its place in the file."""

    @property
    def width(self) -> int:
        """F: where the caption begins."""
        return prod(self.shape)

    @property
    def images(self) -> Dataset:
        """The first sense alone, in its own shape."""

        def part(rows: Part) -> Part:
            return replace(rows, x=rows.x[:, : self.width].reshape(len(rows), *self.shape))

        data = self.rows
        return replace(
            data, train=part(data.train), valid=part(data.valid), test=part(data.test),
            copies=part(data.copies), unknown=part(data.unknown),
        )  # fmt: skip
