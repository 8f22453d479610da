"""CSV as pandas, R and a spreadsheet read it: a row for each network and step, a column a scalar.

A value that is not finite is `nan`, `inf` or `-inf`; one that was not measured at a step is empty.
Long runs are recorded thinned, and then a row stands for a stretch of steps that ends at `step`:
`loss` is its last value, `loss.low` and `loss.high` its extremes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set

from lessons.kit.claims.history import Column, Track
from lessons.kit.stream.safe_csv import as_csv
from tui_lab.exports.recording import Recording
from tui_lab.state.store import Key

KEYS = ("variant", "seed", "step")


def lines(recording: Recording, networks: Sequence[Key]) -> Iterator[str]:
    """The whole file, line by line: of a run of any length only a part is ever in memory."""
    metrics, thinned = recording.metrics, recording.thinned
    yield from as_csv([heading(metrics, thinned)])
    for key, track in recording.tracks(networks):
        yield from as_csv(rows(key, track, metrics, thinned))


def heading(metrics: Iterable[str], thinned: Set[str]) -> list[str]:
    """The columns' names; `loss.low` and `loss.high` beside what was thinned."""
    names = list(KEYS)
    for metric in metrics:
        name = f"metric.{metric}" if metric in KEYS else metric
        names += [name, f"{name}.low", f"{name}.high"] if metric in thinned else [name]
    return names


def rows(
    key: Key, track: Track, metrics: Iterable[str], thinned: Set[str]
) -> Iterator[list[object]]:
    """A row for each step at which this network recorded anything."""
    columns = [(_Reader(track.columns.get(name, Column())), name in thinned) for name in metrics]
    for step in sorted({step for reader, _ in columns for step in reader.column.steps}):
        row: list[object] = [*key, step]
        for reader, is_thinned in columns:
            found = reader.at(step)
            row += found if is_thinned else found[:1]
        yield row


def is_thinned(column: Column) -> bool:
    """Whether some value stands for many steps."""
    triples = zip(column.values, column.low, column.high, strict=True)
    return any(low < value or high > value for value, low, high in triples)


class _Reader:
    """One column, read from its first step to its last."""

    def __init__(self, column: Column) -> None:
        self.column = column
        self._place = 0

    def at(self, step: int) -> list[object]:
        """Value, low and high at this step; blanks where there is none."""
        column, found = self.column, -1
        while self._place < len(column.steps) and column.steps[self._place] <= step:
            found, self._place = self._place, self._place + 1
        if found < 0:
            return ["", "", ""]
        return [column.values[found], column.low[found], column.high[found]]
