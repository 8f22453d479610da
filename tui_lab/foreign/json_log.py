"""JSON Lines: an object for each step, with whatever names and depth it has."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lessons.kit.errors import one_line
from tui_lab.foreign.axes import guessed
from tui_lab.foreign.long_form import long_form
from tui_lab.foreign.points import Points
from tui_lab.foreign.rows import MOST_NAME, MOST_SCALARS, Cells, RowLog

MOST_DEEP = 6


class JsonLog(RowLog):
    """An object a line."""

    kind = "JSON Lines"

    def _begin(self) -> None:
        super()._begin()
        self._names: dict[str, None] = {}

    def columns(self, lines: list[str]) -> Cells:
        """The numbers of these objects by their names, `train/loss` where they are nested."""
        return self._cells([row for line in lines if (row := self._object(line)) is not None])

    def taken_objects(self, objects: Iterable[Mapping[str, Any]]) -> list[Points]:
        """What these say, which somebody else has read."""
        return self.points_of(self._cells([dict(flattened(each)) for each in objects]))

    def _cells(self, rows: list[dict[str, str]]) -> Cells:
        names = self._names | dict.fromkeys(name for row in rows for name in row)
        self._names = dict.fromkeys(list(names)[:MOST_SCALARS])
        found = {name: [row.get(name, "") for row in rows] for name in self._names}
        if self.axes is None and rows:
            self.axes, self.form = guessed(found), long_form(found)
        return found

    def _object(self, line: str) -> dict[str, str] | None:
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            self.skip("lines are no JSON")
            return None
        if not isinstance(found, dict):
            self.skip("lines are no objects")
            return None
        return dict(flattened(found))


def flattened(
    found: Mapping[str, Any], above: str = "", deep: int = 0
) -> Iterator[tuple[str, str]]:
    """Names and cells of an object; of what is no number, a word or a date, nothing."""
    for key, value in found.items():
        name = one_line(f"{above}{key}")[:MOST_NAME]
        if isinstance(value, dict) and deep < MOST_DEEP:
            yield from flattened(value, f"{name}/", deep + 1)
        elif isinstance(value, str) and len(value) < MOST_NAME:
            yield name, value
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield name, _cell(value)


def _cell(value: float) -> str:
    try:
        return repr(float(value)) if isinstance(value, float) else str(value)
    except ValueError:  # a whole number of thousands of digits
        return "inf"
