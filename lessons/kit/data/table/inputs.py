"""The rows of a table as inputs of a network: standardised numbers, one input for each category.

Nothing is learned from the rows to be tested on: what fills a missing cell, and what a column is
divided by, comes from the training rows alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lessons.kit.data.table.columns import Column
from lessons.kit.data.table.tabular import Tabular

OTHER = 0.01
"""Levels that are rarer than this share of the training rows are one: other."""
FEW_LEVELS = 6
"""With so few levels each one is an input, however rare it is."""


@dataclass(frozen=True)
class Encoding:
    """How rows become numbers, learned from the training rows alone."""

    names: list[str]
    """Of each input, such as "age" or "colour = red"."""
    inputs: NDArray[np.float32]
    """(N, F) standardised numbers and one-hot categories of all rows with a target."""
    unlabelled: NDArray[np.float32]
    """(U, F) the same of the rows without one."""
    notes: list[str]


def encoded(table: Tabular, train: Sequence[int]) -> Encoding:
    """All rows as numbers: medians, means, deviations and levels of the rows `train` alone.

    A number becomes (x − mean) / deviation, its missing cells 0 after the median filled them; a
    category one input for each level, all 0 for a level that no training row has.
    """
    names: list[str] = []
    inputs: list[NDArray[np.float64]] = []
    unseen = 0
    for column, more in zip(table.features, table.unlabelled.features, strict=True):
        cells = [*column.cells, *more.cells]
        whole = replace(column, cells=cells, holes=column.missing) if len(more.cells) else column
        if column.kind == "number":
            names.append(column.name)
            inputs.append(_standardised(whole.numbers, np.asarray(train, dtype=np.int64)))
        else:
            levels = _levels(column, train)
            hot = _one_hot(whole, levels)
            unseen += int((hot.sum(axis=1) == 0).sum())
            names += [f"{column.name} = {level}" for level in levels]
            inputs += list(hot.T)
    notes = [f"{unseen:,} cells have a category that no training row has"] if unseen else []
    together = np.stack(inputs, axis=1).astype(np.float32)
    return Encoding(names, together[: len(table)], together[len(table) :], notes)


def _standardised(numbers: NDArray[np.float64], train: NDArray[np.int64]) -> NDArray[np.float64]:
    known = numbers[train][np.isfinite(numbers[train])]
    filled = np.where(np.isfinite(numbers), numbers, np.median(known) if len(known) else 0.0)
    mean, deviation = filled[train].mean(), filled[train].std()
    scaled: NDArray[np.float64] = (filled - mean) / (deviation if deviation > 0 else 1.0)
    return scaled


MISSING = "(missing)"
REST = "(other)"


def _levels(column: Column, train: Sequence[int]) -> list[str]:
    """The levels that come back in the training rows, sorted; the rare ones together."""
    seen = column.rows(train)
    rare = max(1, OTHER * len(train)) if len(seen.levels) > FEW_LEVELS else 0
    levels = sorted(level for level, count in seen.levels.items() if count > rare)
    if len(levels) < len(seen.levels):
        levels.append(REST)
    return levels + ([MISSING] if seen.filled < len(seen.cells) else [])


def _one_hot(column: Column, levels: Sequence[str]) -> NDArray[np.float64]:
    places = {level: at for at, level in enumerate(levels)}
    hot = np.zeros((len(column.cells), len(levels)))
    for row, cell in enumerate(column.cells):
        level = MISSING if column.is_missing(cell) else cell.strip()
        at = places.get(level, places.get(REST) if level != MISSING else None)
        if at is not None:
            hot[row, at] = 1.0
    return hot
