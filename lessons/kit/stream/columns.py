"""How columns of numbers travel: null for what JSON cannot hold, and a note of what it was."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from lessons.kit.stream.events import Steps
from lessons.kit.stream.numbers import finite

NONFINITE = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}

Columns = dict[str, list[float]]


@dataclass(frozen=True)
class Numbers:
    """One scalar of some steps: what each value is, and the least and most that it stands for."""

    values: list[float]
    low: list[float]
    """The same list as the values, where each value stands for itself alone."""
    high: list[float]


@dataclass(frozen=True)
class Decoded:
    """A `Steps` event with every null turned back into the number that it was."""

    variant: str
    seed: int
    steps: Sequence[int]
    scalars: dict[str, Numbers]


def batch(
    variant: str, seed: int, steps: Sequence[int], values: Columns,
    low: Columns | None = None, high: Columns | None = None,
) -> Steps:  # fmt: skip
    """Scalars of some steps as one event. Step numbers travel only where they have gaps."""
    dense = steps[-1] - steps[0] + 1 == len(steps)
    return Steps(
        variant=variant,
        seed=seed,
        first=steps[0],
        at=[] if dense else list(steps),
        values=_nulled(values),
        nonfinite=_marks(steps, values),
        low=_nulled(low or {}),
        high=_nulled(high or {}),
    )


def steps_of(event: Steps) -> Sequence[int]:
    """The number of the step that each value of the batch belongs to."""
    count = len(next(iter(event.values.values()), ()))
    return event.at or range(event.first, event.first + count)


def decoded(event: Steps) -> Decoded:
    """All columns of a batch, each decoded once for everybody who folds it in."""
    steps, scalars = steps_of(event), dict[str, Numbers]()
    for name, column in event.values.items():
        values = _restored(steps, column, event.nonfinite.get(name, {}))
        low, high = event.low.get(name), event.high.get(name)
        scalars[name] = Numbers(
            values,
            values if low is None else _or_nan(low),
            values if high is None else _or_nan(high),
        )
    return Decoded(event.variant, event.seed, steps, scalars)


def _restored(
    steps: Sequence[int], column: list[float | None], found: dict[int, str]
) -> list[float]:
    """A column with each null turned back into the nan or infinity it was."""
    if not found or None not in column:
        return _or_nan(column)
    return [
        NONFINITE.get(found.get(step, ""), math.nan) if value is None else value
        for step, value in zip(steps, column, strict=True)
    ]


def _or_nan(column: list[float | None]) -> list[float]:
    if None not in column:  # nearly always, and the search is a tenth of a copy
        return cast("list[float]", column)
    return [math.nan if value is None else value for value in column]


def _nulled(columns: Columns) -> dict[str, list[float | None]]:
    return {name: [finite(value) for value in values] for name, values in columns.items()}


def _marks(steps: Sequence[int], columns: Columns) -> dict[str, dict[int, str]]:
    found = {
        name: {s: str(v) for s, v in zip(steps, values, strict=True) if not math.isfinite(v)}
        for name, values in columns.items()
    }
    return {name: which for name, which in found.items() if which}
