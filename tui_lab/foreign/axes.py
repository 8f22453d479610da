"""Which column of a log counts the steps, and which tells the time: guessed by name and values."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from tui_lab.foreign.points import is_step, number_of

STEPS = (
    "step", "global_step", "trainer/global_step", "_step", "iteration", "iter", "iterations",
    "n_iter", "update", "updates", "steps", "num_timesteps", "total_timesteps", "epoch", "epochs",
    "batch",
)  # fmt: skip
"""Names of a step column, the best first; `train/global_step` is one of them, too."""
EPOCHS = frozenset({"epoch", "epochs"})
COARSE = EPOCHS | {"batch"}
"""Such names of which several rows may have the same."""
TIMES = (
    "wall_time", "wall time", "walltime", "timestamp", "_timestamp", "_runtime", "time_elapsed",
    "elapsed", "elapsed_time", "seconds", "time", "datetime", "date", "ts",
)  # fmt: skip
UNTOLD = frozenset({"", "index", "unnamed: 0"})
"""Columns that only number the rows."""
SECONDS = 1e11
"""Seconds since 1970 have fewer digits for a long time yet; a time beyond is in milliseconds, and
one that is a thousand times larger in microseconds or nanoseconds."""


@dataclass(frozen=True)
class Axes:
    """The two columns that are no scalars; None where there is none."""

    step: str | None = None
    time: str | None = None


def last_part(name: str) -> str:
    """`epoch` of `train/Epoch`."""
    return name.rpartition("/")[2].strip().casefold()


def guessed(sample: Mapping[str, Sequence[str]], *, comma: bool = False) -> Axes:
    """The step and the time among these columns, by their first cells."""
    by_name = {name.strip().casefold(): name for name in reversed(list(sample))}
    by_last = {last_part(name): column for name, column in by_name.items()} | by_name
    step = next((by_last[n] for n in STEPS if n in by_last and _counts(sample[by_last[n]])), None)
    times = (by_last[name] for name in TIMES if name in by_last)
    time = next((name for name in times if _passes(sample[name], comma)), None)
    return Axes(step, time)


def _counts(cells: Sequence[str]) -> bool:
    """Whether cells are whole numbers; some may be empty."""
    numbers = [number_of(cell) for cell in cells if cell.strip()]
    return bool(numbers) and all(map(is_step, numbers))


def _passes(cells: Sequence[str], comma: bool) -> bool:
    """Whether cells are times that never go back."""
    times = [moment_of(cell, comma=comma) for cell in cells if cell.strip()]
    known = [time for time in times if time is not None]
    return bool(known) and len(known) == len(times) and known == sorted(known)


def moment_of(text: str, *, comma: bool = False) -> float | None:
    """A time in seconds: a number, or a date as ISO 8601 has it."""
    found = number_of(text, comma=comma)
    if found is None:
        with suppress(ValueError, OverflowError):
            return datetime.fromisoformat(text.strip()).timestamp()
        return None
    if not math.isfinite(found):
        return None
    while found > SECONDS:
        found /= 1000
    return found


class Timeline:
    """Times of a log as seconds since its first; one that cannot be read is the one before."""

    def __init__(self) -> None:
        self._first: float | None = None
        self._last = 0.0

    def passed(self, moment: float | None) -> float:
        """Seconds since the first; never less than before."""
        if moment is not None:
            self._first = moment if self._first is None else self._first
            self._last = max(self._last, moment - self._first)
        return self._last

    def is_past(self, moment: float | None) -> bool:
        """Whether this was before the first: the log is another one."""
        return moment is not None and self._first is not None and moment < self._first
