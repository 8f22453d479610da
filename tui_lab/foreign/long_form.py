"""Long tables: each row has one value and names its scalar, as databases and MLflow write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lessons.kit.errors import one_line
from tui_lab.foreign.axes import STEPS, TIMES, UNTOLD
from tui_lab.foreign.points import number_of

NAMES = ("tag", "metric", "metric_name", "name", "key", "scalar", "series", "variable")
"""Names of a column that names scalars, the best first."""
VALUES = ("value", "scalar_value", "metric_value", "values")
RUNS = ("run", "run_name", "run_id", "run_uuid", "experiment")
BESIDE = frozenset({*STEPS, *TIMES, *UNTOLD, *RUNS, "id", "is_nan"})
"""Columns that a long table may have besides: with another one of numbers, each is a scalar."""
MOST_NAME = 80


@dataclass(frozen=True)
class LongForm:
    """The columns of a long table that are no scalars of their own."""

    name: str
    value: str
    run: str | None = None
    """A column whose words go before the scalar's name."""

    def rows(self, found: Mapping[str, Sequence[str]]) -> dict[str, list[int]]:
        """The places of each scalar's rows; a row without a name belongs to none."""
        places: dict[str, list[int]] = {}
        runs = found.get(self.run, ()) if self.run else ()
        for place, name in enumerate(found.get(self.name, ())):
            if name.strip():
                run = runs[place].strip() if runs else ""
                full = one_line(f"{run}/{name.strip()}" if run else name.strip())[-MOST_NAME:]
                places.setdefault(full, []).append(place)
        return places


def long_form(sample: Mapping[str, Sequence[str]]) -> LongForm | None:
    """The form of a table with these first cells; None where each column is a scalar."""
    by_name = {name.strip().casefold(): name for name in reversed(list(sample))}
    names = (by_name[name] for name in NAMES if name in by_name)
    name = next((each for each in names if _are_words(sample[each])), None)
    value = next((by_name[each] for each in VALUES if each in by_name), None)
    own = {name, value}
    others = [cells for key, cells in sample.items() if key not in own and not _is_beside(key)]
    if name is None or value is None or not all(map(_are_words, filter(any, others))):
        return None
    return LongForm(name, value, next((by_name[run] for run in RUNS if run in by_name), None))


def _is_beside(name: str) -> bool:
    return name.strip().casefold() in BESIDE


def _are_words(cells: Sequence[str]) -> bool:
    """Whether cells name something: none of them is a number."""
    told = [cell for cell in cells if cell.strip()]
    return bool(told) and all(number_of(cell) is None for cell in told)
