"""What several networks show in one panel: their paths on one map, or their maps side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from lessons.kit.stream.events import PictureEvent

Grids = Mapping[str, Mapping[str, Any]]


def overlaid(pictures: Sequence[PictureEvent]) -> PictureEvent:
    """The first picture, with the paths of all of them over its maps."""
    first = pictures[0]
    grids = _grids(first.value)
    if not grids:
        return first
    drawn = {name: {**grid, "paths": _paths(name, pictures)} for name, grid in grids.items()}
    value = drawn[""] if "cells" in first.value else drawn
    return msgspec.structs.replace(first, value=value)


def side_by_side(pictures: Sequence[PictureEvent]) -> list[PictureEvent]:
    """One picture with the maps of every network, each under the network's name.

    Maps of one column each are the columns of one map, beside the names of their rows.
    """
    if len(pictures) < 2:
        return list(pictures)
    if joined := _joined(pictures):
        return [msgspec.structs.replace(pictures[0], value=joined)]
    maps = {
        picture.variant if not name else f"{picture.variant} {name}": each
        for picture in pictures
        for name, each in (_grids(picture.value) or {"": {"cells": picture.value}}).items()
    }
    return [msgspec.structs.replace(pictures[0], value=maps)]


def _joined(pictures: Sequence[PictureEvent]) -> dict[str, Any] | None:
    """One map of those that have one column, and the same rows; None where they have more."""
    grids = [_grids(picture.value).get("", {}) for picture in pictures]
    names, cells = grids[0].get("rows"), [grid.get("cells") or [] for grid in grids]
    alike = names and all(grid.get("rows") == names for grid in grids)
    if not alike or not all(len(row) == 1 for each in cells for row in each):
        return None
    table = [[row[0] for row in rows] for rows in zip(*cells, strict=True)]
    return {"cells": table, "rows": names, "columns": [each.variant for each in pictures]}


def _grids(value: Any) -> Grids:
    """The maps of a picture by name; of one alone the name is empty, of a bare matrix none."""
    if not isinstance(value, dict):
        return {}
    grids: Grids = {"": value} if "cells" in value else value
    return {name: grid for name, grid in grids.items() if isinstance(grid, dict)}


def _paths(name: str, pictures: Sequence[PictureEvent]) -> dict[str, Any]:
    """Every network's paths over the map of this name; one path alone is called as its network."""
    found = {}
    for picture in pictures:
        own = _grids(picture.value).get(name, {}).get("paths") or {}
        for label, path in own.items():
            whose = picture.variant if len(own) == 1 else f"{picture.variant} {label}"
            found[whose] = path
    return found
