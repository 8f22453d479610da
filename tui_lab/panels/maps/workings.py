"""How the rows of a map were computed, as a loop sent it: checked, and read row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lessons.kit.stream.matrices import Matrix, shape_of, unpacked
from tui_lab.panels.checks import by_name, called, first

CELLS = "softmax"
"""What made the cells, where the loop does not say."""
MIXES = ("values", "mixed")


@dataclass(frozen=True)
class RowWorkings:
    """One row of a map: its steps before the cells, what it mixes, and what comes of it."""

    steps: Mapping[str, list[float]]
    """Name to a number for each column of the map, in the order of the computation."""
    cells: str
    """What made the cells of the last step."""
    values: Matrix
    """Some numbers for each column of the map; none where nothing is mixed."""
    mixed: list[float]


def of_row(value: Any, row: int) -> RowWorkings | None:
    """The workings of a row; None where the loop sent none. For a value without a mistake."""
    if value is None:
        return None
    steps = {name: _row(each, row) for name, each in value.get("steps", {}).items()}
    values = unpacked(value.get("values")) or []
    return RowWorkings(steps, value.get("cells", CELLS), values, _row(value.get("mixed"), row))


def _row(value: Any, row: int) -> list[float]:
    found = unpacked(value) or []
    return found[row] if row < len(found) else []


def mistake(value: Any, rows: int, columns: int) -> str:
    """What is wrong with the workings of a map of this shape; "" where nothing is."""
    if value is None or not rows:  # a map without a row has none that was computed
        return ""
    if wrong := by_name(value, "workings"):
        return wrong
    if wrong := by_name(steps := value.get("steps", {}), "the steps of the workings"):
        return wrong
    if not isinstance(value.get("cells", ""), str):
        return f"cells of the workings must be a name, and it is {called(value['cells'])}"
    shape = (rows, columns)
    return first(_step_mistake(name, each, shape) for name, each in steps.items()) or first(
        _mix_mistakes(value, *shape)
    )


def _step_mistake(name: str, value: Any, shape: tuple[int, int]) -> str:
    what = f"the step {name} of the workings"
    if wrong := _matrix_mistake(value, what):
        return wrong
    found = shape_of(value)
    return "" if found == shape else f"{what} is {_by(found)}, and the map is {_by(shape)}"


def _mix_mistakes(value: Mapping[str, Any], rows: int, columns: int) -> Iterator[str]:
    """A row for each column of the map in `values`, one for each of its rows in `mixed`."""
    given = {name: value[name] for name in MIXES if value.get(name) is not None}
    for name, each in given.items():
        yield _matrix_mistake(each, f"{name} of the workings")
    shapes = {name: shape_of(each) or (0, 0) for name, each in given.items()}
    for name, needed, of in (("values", columns, "columns"), ("mixed", rows, "rows")):
        if name in shapes and shapes[name][0] != needed:
            yield f"{name} of the workings has {shapes[name][0]} rows for {needed} {of} of the map"
    if len({wide for _, wide in shapes.values()}) > 1:
        yield "values and mixed of the workings must have as many numbers each"


def _matrix_mistake(value: Any, what: str) -> str:
    if not isinstance(value, dict):
        return f"{what} must be a matrix in Workings, and it is {called(value)}"
    return f"{what} cannot be read" if unpacked(value) is None else ""


def _by(shape: tuple[int, int] | None) -> str:
    return " × ".join(map(str, shape or ()))
