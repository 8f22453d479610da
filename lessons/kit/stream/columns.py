"""How columns of numbers travel: null for what JSON cannot hold, and a note of what it was."""

import math
from collections.abc import Sequence

from lessons.kit.stream.events import Steps
from lessons.kit.stream.numbers import finite

NONFINITE = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}

Columns = dict[str, list[float]]


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


def restored(event: Steps, name: str) -> list[float]:
    """A column with each null turned back into the nan or infinity it was."""
    values, found = event.values[name], event.nonfinite.get(name)
    if not found:
        return [math.nan if value is None else value for value in values]
    return [
        NONFINITE.get(found.get(step, ""), math.nan) if value is None else value
        for step, value in zip(steps_of(event), values, strict=True)
    ]


def extremes(event: Steps, name: str) -> tuple[list[float], list[float]]:
    """The least and the most that each value stands for: itself, unless it is a bucket's."""
    values = restored(event, name)
    return _or(event.low.get(name), values), _or(event.high.get(name), values)


def _or(column: list[float | None] | None, values: list[float]) -> list[float]:
    if column is None:
        return values
    return [math.nan if value is None else value for value in column]


def _nulled(columns: Columns) -> dict[str, list[float | None]]:
    return {name: [finite(value) for value in values] for name, values in columns.items()}


def _marks(steps: Sequence[int], columns: Columns) -> dict[str, dict[int, str]]:
    found = {
        name: {s: str(v) for s, v in zip(steps, values, strict=True) if not math.isfinite(v)}
        for name, values in columns.items()
    }
    return {name: which for name, which in found.items() if which}
